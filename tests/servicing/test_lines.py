"""What lines keep at hand is what all of them say."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from investisens.servicing.lines import Lines
from investisens.values.components import Component

START = date(2012, 1, 1).toordinal()

moves = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.sampled_from(Component),
        st.sampled_from(["asked", "paid", "waived", "lost", "paid back"]),
        st.integers(0, 100),
    ),
    max_size=40,
)


def moved(drawn: list[tuple[int, Component, str, int]]) -> Lines:
    """Lines after some moves, none of which takes more than there is."""
    lines = Lines()
    for day, component, what, amount in drawn:
        line = lines.line(START + day, date.fromordinal(START + day))
        part = line.parts[component]
        match what:
            case "asked":
                lines.move(line, component, asked=amount)
            case "paid":
                lines.pay(line, component, amount)
            case "waived":
                lines.move(line, component, waived=min(amount, part.open))
            case "lost":
                lines.move(line, component, lost=part.open)
            case _:
                lines.move(line, component, paid=-min(amount, part.paid))
    return lines


@given(moves)
def test_what_is_open_is_the_sum_over_all_lines(
    drawn: list[tuple[int, Component, str, int]],
) -> None:
    lines = moved(drawn)

    for component in Component:
        assert lines.open(component) == sum(line.parts[component].open for line in lines)
    assert lines.is_open is any(line.is_open for line in lines)


@given(moves)
def test_lines_that_owe_are_all_of_them_the_oldest_first(
    drawn: list[tuple[int, Component, str, int]],
) -> None:
    lines = moved(drawn)

    for component in Component:
        assert list(lines.owing(component)) == [
            line for line in lines if line.parts[component].open
        ]


@given(moves)
def test_there_is_one_line_for_a_day_in_the_order_of_the_days(
    drawn: list[tuple[int, Component, str, int]],
) -> None:
    lines = moved(drawn)

    assert [line.at for line in lines] == sorted({START + day for day, *_ in drawn})
    assert lines.last == max(lines, key=lambda line: line.at, default=None)


@given(moves, moves)
def test_a_copy_moves_on_its_own(
    drawn: list[tuple[int, Component, str, int]], more: list[tuple[int, Component, str, int]]
) -> None:
    lines = moved(drawn)
    before = [line.due() for line in lines]
    copied = lines.copy()

    for day, component, _, amount in more:
        line = copied.line(START + day, date.fromordinal(START + day))
        copied.move(line, component, asked=amount)
    assert [line.due() for line in lines] == before
    assert [lines.open(each) for each in Component] == [
        sum(due.part(each).open for due in before) for each in Component
    ]
