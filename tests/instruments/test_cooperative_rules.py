"""Colleges, categories, members and public capital of a cooperative, by the law of the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.instruments.cooperative_rules import (
    College,
    CooperativeForm,
    check_categories,
    check_colleges,
    check_members,
    check_other_votes,
    check_public_capital,
    votes_for,
)
from investisens.values.currency import EUR
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate

ON = date(2024, 6, 30)


def colleges(*weights: int) -> list[College]:
    return [
        College(name=name, weight=Rate(weight * 100_000))
        for name, weight in zip("ABCDE", weights, strict=False)
    ]


def message(check: Callable[[], object]) -> str:
    with pytest.raises(InvalidTerms) as caught:
        check()
    return str(caught.value)


class TestColleges:
    """A college has 10 to 50 % of the votes, all of them 100 % (unverified)."""

    def test_vote_by_their_weights(self) -> None:
        """SCI-03: weights 20, 30, 10, 40 %; 6 of 8, 10 of 15, 0 of 3, 21 of 30 for: 63 %."""
        every = colleges(20, 30, 10, 40)
        check_colleges(every, on=ON)
        ballots = list(zip(every, (6, 10, 0, 21), (8, 15, 3, 30), strict=True))

        assert votes_for(ballots) == Fraction(63, 100)

    def test_of_the_operator_keep_the_rule(self) -> None:
        """Beneficiaries 25, staff 35, associated professionals 20, public funders 20 %."""
        check_colleges(colleges(25, 35, 20, 20), on=ON)

    def test_add_up_to_all_votes(self) -> None:
        assert message(lambda: check_colleges(colleges(20, 30, 10), on=ON)) == (
            "the weights of the colleges add up to 60 %: correct them, they make 100 %"
        )

    @pytest.mark.parametrize(
        ("weights", "found"), [((9, 50, 41), "A' has 9"), ((51, 49), "A' has 51")]
    )
    def test_weigh_neither_too_little_nor_too_much(
        self, weights: tuple[int, ...], found: str
    ) -> None:
        assert message(lambda: check_colleges(colleges(*weights), on=ON)) == (
            f"college '{found} % of the votes: a college has from 10 % to 50 % "
            "(scic.college_votes.max on 2024-06-30: Law 47-1775, from general knowledge, not "
            "read; unverified): change its weight"
        )

    def test_that_cast_no_vote_count_as_against(self) -> None:
        first, second = colleges(50, 50)

        assert votes_for([(first, 3, 3), (second, 0, 0)]) == Fraction(1, 2)

    def test_have_no_more_votes_for_than_cast(self) -> None:
        (college,) = colleges(50)

        assert message(lambda: votes_for([(college, 4, 3)])) == (
            "college 'A' has 4 votes for of 3 cast: check the count"
        )

    @given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 99)), min_size=2, max_size=5))
    def test_are_unanimous_where_everybody_agrees(self, drawn: list[tuple[int, int]]) -> None:
        every = colleges(*(weight for weight, _ in drawn))
        ballots = [
            (each, 1 + votes, 1 + votes) for each, (_, votes) in zip(every, drawn, strict=True)
        ]

        assert votes_for(ballots) == Fraction(sum(weight for weight, _ in drawn), 100)

    def test_have_a_weight_that_is_a_part(self) -> None:
        assert message(lambda: College(name="A", weight=Rate.parse("101 %"))) == (
            "weight is 101 %: use a part between 0 % and 100 %"
        )


class TestPublicCapital:
    """Public bodies hold at most 20 % of capital before the law of 2014, 50 % since."""

    @pytest.mark.parametrize(
        ("on", "percent"), [(date(2014, 8, 1), 20), (date(2014, 8, 2), 50), (ON, 50)]
    )
    def test_is_accepted_up_to_the_cap_of_its_day(self, on: date, percent: int) -> None:
        check_public_capital(Money(percent, EUR), Money(100, EUR), on=on)

        assert f"at most {percent} % (scic.public_share_max on {on}: " in message(
            lambda: check_public_capital(Money(percent + 1, EUR), Money(100, EUR), on=on)
        )

    def test_above_the_cap_is_refused_with_its_source(self) -> None:
        assert message(
            lambda: check_public_capital(
                Money.of(30_000, EUR), Money.of(100_000, EUR), on=date(2012, 1, 1)
            )
        ) == (
            "public bodies hold 30000.00 EUR of 100000.00 EUR: at most 20 % "
            "(scic.public_share_max on 2012-01-01: Law 47-1775, article 19 septies, before the "
            "law of 2014 (avocatsetpartenaires.fr); first day not found; verified secondary): "
            "lower their part"
        )


def test_associates_that_are_no_cooperators_have_less_than_half_of_the_votes() -> None:
    """Non-cooperators <= 49 % of votes."""
    check_other_votes(Fraction(49, 100), on=ON)

    assert message(lambda: check_other_votes(Fraction(1, 2), on=ON)).startswith(
        "associates that are no cooperators have 50 % of the votes: at most 49 % "
        "(coop.non_cooperator_votes_max on 2024-06-30: "
    )


def test_a_scic_has_three_categories_of_associates() -> None:
    check_categories(["beneficiaries", "employees", "public bodies"], on=ON)

    assert message(lambda: check_categories(["employees", "investors", "investors"], on=ON)) == (
        "there are 2 categories of associates: at least 3 (scic.categories_min on 2024-06-30: "
        "Law 47-1775, article 19 septies (les-scic.coop, pep2a.fr); first day not found; verified "
        "secondary): admit another"
    )


@pytest.mark.parametrize(
    ("form", "least"), [(CooperativeForm.SCOOPS, 5), (CooperativeForm.COOP_CA, 15)]
)
def test_a_cooperative_of_ohada_law_has_enough_members(form: CooperativeForm, least: int) -> None:
    """SCOOPS >= 5 members (article 204), COOP-CA >= 15: unverified."""
    check_members(form, least, on=ON)

    assert message(lambda: check_members(form, least - 1, on=ON)).startswith(
        f"a cooperative of form {form.value!r} has {least - 1} members: at least {least} "
        f"(auscoop.members_min.{form.value} on 2024-06-30: "
    )


def test_a_french_form_has_no_least_number_here() -> None:
    check_members(CooperativeForm.SCOP, 1, on=ON)
