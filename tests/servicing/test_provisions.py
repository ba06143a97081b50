"""Provisions from tables that the user gives."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.servicing.provisions import (
    ProvisionBase,
    ProvisionClass,
    Provisioning,
    ProvisionTable,
    doubts,
)
from investisens.servicing.quality import Exposure
from investisens.values.currency import XOF
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.rates import MBP, Rate

START = date(2024, 1, 1)
CLASSES = tuple(
    ProvisionClass(name=name, from_days=first, to_days=last, rate=Rate.parse(rate))
    for name, first, last, rate in (
        ("sound", 0, 30, "1 %"),
        ("watched", 31, 90, "12.5 %"),
        ("doubtful", 91, None, "100 %"),
    )
)
TABLE = ProvisionTable(since=START, source="credit committee", classes=CLASSES)


def exposure(outstanding: int, days: int = 0, **more: object) -> Exposure:
    return Exposure(
        contract="L1",
        currency=XOF,
        outstanding=outstanding,
        days_past_due=days,
        **more,  # type: ignore[arg-type]
    )


@st.composite
def tables(draw: st.DrawFn) -> ProvisionTable:
    """Rates that rise with the days."""
    ends = sorted(draw(st.sets(st.integers(0, 700), max_size=6)))
    rates = sorted(draw(st.lists(st.integers(0, MBP), min_size=len(ends) + 1, max_size=7)))
    firsts = [0, *(end + 1 for end in ends)]
    classes = tuple(
        ProvisionClass(name=f"C{first}", from_days=first, to_days=last, rate=Rate(rate))
        for first, last, rate in zip(firsts, [*ends, None], rates, strict=False)
    )
    return ProvisionTable(
        since=START, source="x", classes=classes, base=draw(st.sampled_from(ProvisionBase))
    )


@given(tables(), st.integers(0, 10**12), st.integers(0, 10**9), st.integers(0, 900))
def test_a_provision_is_part_of_its_base_and_rises_with_the_days(
    table: ProvisionTable, outstanding: int, accrued: int, days: int
) -> None:
    """Property 47: monotone if the table is, between 0 and the base."""
    now = exposure(outstanding, days, accrued=accrued)
    later = attrs.evolve(now, days_past_due=days + 1)
    base = outstanding
    if table.base is ProvisionBase.PRINCIPAL_AND_INTEREST:
        base += accrued

    assert 0 <= table.provision(now) <= table.provision(later) <= base


@given(tables(), st.integers(0, 900))
def test_a_closed_debt_has_no_provision(table: ProvisionTable, days: int) -> None:
    """Property 47."""
    assert table.provision(exposure(0, days)) == 0


@pytest.mark.parametrize(
    ("outstanding", "days", "provision"),
    [(1_000, 0, 10), (1_000, 30, 10), (1_000, 31, 125), (1_000, 90, 125), (1_000, 91, 1_000)],
)
def test_the_class_of_the_days_gives_the_rate(outstanding: int, days: int, provision: int) -> None:
    """By hand: 1 %, 12.5 % and 100 % of 1,000."""
    assert TABLE.provision(exposure(outstanding, days)) == provision


def test_a_provision_is_rounded_half_up() -> None:
    """12.5 % of 4 is 0.5."""
    assert TABLE.provision(exposure(4, 31)) == 1


def test_interest_counts_where_the_base_says_so() -> None:
    both = attrs.evolve(TABLE, base=ProvisionBase.PRINCIPAL_AND_INTEREST)

    assert both.provision(exposure(1_000, 91, accrued=7)) == 1_007


def test_a_restructured_debt_stands_in_its_class_at_least() -> None:
    marked = attrs.evolve(TABLE, restructured="watched")

    assert marked.provision(exposure(1_000, 0, restructured=True)) == 125
    assert marked.provision(exposure(1_000, 91, restructured=True)) == 1_000
    assert TABLE.provision(exposure(1_000, 0, restructured=True)) == 10


def test_the_table_of_the_day_is_in_force() -> None:
    later = attrs.evolve(TABLE, since=date(2025, 1, 1))
    both = Provisioning(tables=(later, TABLE))

    assert both.on(date(2024, 12, 31)) is TABLE
    assert both.on(date(2025, 1, 1)) is later
    with pytest.raises(MissingData) as caught:
        both.on(date(2023, 12, 31))
    assert str(caught.value) == (
        "no table of provisions is in force on 2023-12-31: the first one starts on 2024-01-01"
    )


def test_a_table_that_falls_is_doubted() -> None:
    falling = (CLASSES[0], attrs.evolve(CLASSES[1], rate=Rate.parse("0.5 %")), CLASSES[2])
    (doubt,) = doubts([attrs.evolve(TABLE, classes=falling)], "provisions.toml")

    assert str(doubt) == (
        "provisions.toml: tables[0].classes[1].rate (watched): expected 1 % of the class before "
        "it, or more, found 0.5 %: a debt that is later is provisioned less: check the rates"
    )
    assert list(doubts([TABLE], "provisions.toml")) == []


def test_a_table_says_where_it_comes_from() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(TABLE, source=" ")

    assert str(caught.value) == ("source is empty: say who decided the table, and where it stands")


def test_restructured_names_a_class() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(TABLE, restructured="lost")

    assert str(caught.value) == (
        "restructured is 'lost': name one of the classes, 'sound', 'watched', 'doubtful'"
    )


def test_a_rate_is_a_part_of_the_whole() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(CLASSES[0], rate=Rate.parse("101 %"))

    assert str(caught.value) == "rate is 101 %: use 0 % to 100 %"


def test_tables_start_on_days_of_their_own() -> None:
    for given_tables, message in (
        ((), "tables is empty: give one table"),
        ((TABLE, TABLE), "two tables start on 2024-01-01: keep one of them"),
    ):
        with pytest.raises(InvalidTerms) as caught:
            Provisioning(tables=given_tables)
        assert str(caught.value) == message
