"""A surplus is shared out to the unit: reserves first, then interest, within the caps."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.instruments.company import CompanyForm
from investisens.instruments.share_interest import french_interest_cap
from investisens.instruments.surplus import (
    SurplusSplit,
    legal_reserve,
    ohada_surplus,
    scic_surplus,
)
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms, NotSupported
from investisens.values.money import Money

MEETING = date(2024, 6, 30)
CAP = french_interest_cap(MEETING)
minors = st.integers(0, 10**10)


def euros(text: str) -> Money:
    return Money.of(text, EUR)


def put_aside(split: SurplusSplit) -> int:
    return sum(amount.minor for _, amount in split.reserves)


class TestScic:
    """15 % to the legal reserve until it equals capital, then >= 50 % to the statutory one.

    That is 57.5 % in all; the rest may pay interest, after deducting public aid.
    """

    def test_pays_interest_up_to_its_cap(self) -> None:
        """SCI-01."""
        split = scic_surplus(euros("20000"), euros("100000"), CAP, on=MEETING)

        assert split.reserves == (
            ("legal_reserve", euros("3000")),
            ("statutory_reserve", euros("8500")),
        )
        assert split.available == euros("8500")
        assert split.interest_cap == split.interest == euros("3802.50")
        assert Fraction(put_aside(split), split.surplus.minor) == Fraction("0.575")

    def test_takes_public_aid_off_what_may_be_paid(self) -> None:
        """SCI-02: deduction from the distributable 42.5 %."""
        split = scic_surplus(
            euros("20000"), euros("100000"), CAP, on=MEETING, public_aid=euros("6000")
        )

        assert (split.reserve("legal_reserve"), split.reserve("statutory_reserve")) == (
            euros("3000"),
            euros("8500"),
        )
        assert (split.available, split.interest_cap, split.interest) == (
            euros("2500"),
            euros("3802.50"),
            euros("2500"),
        )

    def test_stops_the_legal_reserve_where_it_equals_capital(self) -> None:
        """1,000 are missing; then half of 19,000."""
        split = scic_surplus(
            euros("20000"), euros("100000"), CAP, on=MEETING, legal_reserve=euros("99000")
        )

        assert [amount for _, amount in split.reserves] == [euros("1000"), euros("9500")]

    @given(minors, minors, st.fractions(0, Fraction(1, 5)), minors, minors)
    def test_loses_nothing_and_keeps_every_limit(
        self, surplus: int, capital: int, cap: Fraction, aid: int, already: int
    ) -> None:
        """Invariant 41: reserves + interest + rest = surplus; interest <= cap x capital.

        Reserves >= 57.5 % while the legal reserve is incomplete.
        """
        split = scic_surplus(
            Money(surplus, EUR),
            Money(capital, EUR),
            cap,
            on=MEETING,
            public_aid=Money(aid, EUR),
            legal_reserve=Money(already, EUR),
        )

        assert put_aside(split) + split.interest.minor + split.rest.minor == surplus
        assert 0 <= split.interest.minor <= cap * capital
        assert split.rest.minor >= 0
        assert split.interest <= split.available
        if already + split.reserve("legal_reserve").minor < capital:
            assert 1_000 * put_aside(split) >= 575 * surplus


class TestOhada:
    """General and training reserve >= 20 % each until each equals capital (AUSCOOP).

    Optional reserves <= 20 %; interest at most the central bank's rate.
    """

    def test_leaves_the_rest_to_patronage(self) -> None:
        """AUS-01."""
        split = ohada_surplus(
            Money(3_000_000, XOF), Money(8_000_000, XOF), Fraction("0.05"), on=MEETING
        )

        assert split.reserves == (
            ("general_reserve", Money(600_000, XOF)),
            ("training_reserve", Money(600_000, XOF)),
            ("optional_reserve", Money(600_000, XOF)),
        )
        assert split.available == Money(1_200_000, XOF)
        assert split.interest_cap == split.interest == Money(400_000, XOF)
        assert split.rest == Money(800_000, XOF)

    def test_needs_no_optional_reserve(self) -> None:
        split = ohada_surplus(
            Money(3_000_000, XOF),
            Money(8_000_000, XOF),
            Fraction("0.05"),
            on=MEETING,
            optional=Fraction(0),
            training_reserve=Money(7_900_000, XOF),
        )

        assert [amount.minor for _, amount in split.reserves] == [600_000, 100_000, 0]
        assert split.available == Money(2_300_000, XOF)

    @given(minors, minors, st.fractions(0, Fraction(1, 5)), st.fractions(0, Fraction(1, 5)))
    def test_loses_nothing(
        self, surplus: int, capital: int, cap: Fraction, optional: Fraction
    ) -> None:
        split = ohada_surplus(
            Money(surplus, XOF), Money(capital, XOF), cap, on=MEETING, optional=optional
        )

        assert put_aside(split) + split.interest.minor + split.rest.minor == surplus
        assert split.interest.minor <= cap * capital
        assert min(split.rest.minor, *(amount.minor for _, amount in split.reserves)) >= 0

    def test_refuses_more_than_the_most_in_optional_reserves(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            ohada_surplus(
                Money(1, XOF), Money(1, XOF), Fraction(0), on=MEETING, optional=Fraction(1, 4)
            )

        assert str(caught.value) == (
            "optional is 1/4: at most 1/5 of the surplus may go to optional reserves "
            "(auscoop.reserves.optional on 2024-06-30: AUSCOOP of 2010, articles 114 and 115, in "
            "force in May 2011 (ohada.com, AUDSC.042.7); day of May not found; verified "
            "secondary): use less"
        )


def test_a_loss_is_not_shared_out() -> None:
    with pytest.raises(InvalidTerms) as caught:
        scic_surplus(euros("-1"), euros("1"), CAP, on=MEETING)

    assert str(caught.value) == (
        "surplus is -1.00 EUR: use an amount of 0 or more, a loss is not shared out"
    )


class TestCompany:
    """French company: 5 % of profit until 10 % of capital; SA of OHADA law: 10 % until 1/5."""

    @pytest.mark.parametrize(
        ("form", "reserve", "expected"),
        [
            (CompanyForm.FRENCH, 0, 40_000),
            (CompanyForm.FRENCH, 970_000, 30_000),
            (CompanyForm.FRENCH, 1_000_000, 0),
            (CompanyForm.OHADA_SA, 0, 80_000),
            (CompanyForm.OHADA_SA, 1_990_000, 10_000),
            (CompanyForm.OHADA_SA, 2_500_000, 0),
        ],
    )
    def test_puts_a_part_of_its_profit_aside_until_the_reserve_is_complete(
        self, form: CompanyForm, reserve: int, expected: int
    ) -> None:
        """Of 800,000, with a capital of 10,000,000."""
        found = legal_reserve(
            Money(800_000, XOF), Money(10_000_000, XOF), Money(reserve, XOF), form, on=MEETING
        )

        assert found == Money(expected, XOF)

    def test_puts_nothing_of_a_loss_aside(self) -> None:
        loss, capital = Money(-5, XOF), Money(100, XOF)

        assert not legal_reserve(loss, capital, Money(0, XOF), CompanyForm.FRENCH, on=MEETING)

    def test_of_a_form_without_a_rule_is_told(self) -> None:
        with pytest.raises(NotSupported) as caught:
            legal_reserve(
                Money(1, XOF), Money(1, XOF), Money(0, XOF), CompanyForm.OHADA_SARL, on=MEETING
            )

        assert str(caught.value) == (
            "form is 'ohada_sarl': no rule on its legal reserve is held, see the articles"
        )
