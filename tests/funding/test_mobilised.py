"""Amounts mobilised from the private sector, and to whom they are attributed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.mobilised import (
    BankActivity,
    Mechanism,
    credit_line_private,
    leading_share_on,
    mobilised,
)
from investisens.values.currency import EUR
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate

TODAY = date(2026, 6, 30)
HALF = leading_share_on(TODAY)

LED = [Mechanism.SYNDICATED_LOAN, Mechanism.STRUCTURED_VEHICLE, Mechanism.DIRECT_INVESTMENT]

amounts = st.integers(1, 10**9)
partners = st.dictionaries(st.sampled_from("ABCDEF"), amounts, min_size=1)
privates = st.integers(0, 10**9).map(lambda cents: Money(cents, EUR))
parts = st.integers(0, MBP).map(Rate)


def money(amounts: dict[str, int]) -> dict[str, Money]:
    return {partner: Money(amount, EUR) for partner, amount in amounts.items()}


def split(*args: Any, **terms: Any) -> dict[str, Money]:
    return {share.partner: share.amount for share in mobilised(*args, **terms)}


def millions(**amounts: str) -> dict[str, Money]:
    return {name: Money.of(amount, EUR) * 1_000_000 for name, amount in amounts.items()}


def million(amount: str) -> Money:
    return millions(it=amount)["it"]


class TestWorkedCases:
    """Shares pro rata, and half to those who lead where a mechanism has a lead.

    The sum of the attributed amounts is the private finance of the operation, never more. All
    weights but those of guarantees are unverified (U).
    """

    def test_a_guarantee_mobilises_the_whole_instrument(self) -> None:
        """CON-25 F: private loan 400,000 EUR, official guarantee covers 50 % → 400,000."""
        found = split(Mechanism.GUARANTEE, Money.of(400_000, EUR), {"A": Money.of(200_000, EUR)})

        assert found == {"A": Money.of(400_000, EUR)}

    def test_guarantors_share_by_what_they_guarantee(self) -> None:
        """CON-26 F: private loan 400,000; A covers 120,000, B 80,000 → A 240,000; B 160,000."""
        guaranteed = {"A": Money.of(120_000, EUR), "B": Money.of(80_000, EUR)}

        found = split(Mechanism.GUARANTEE, Money.of(400_000, EUR), guaranteed)
        assert found == {"A": Money.of(240_000, EUR), "B": Money.of(160_000, EUR)}

    @pytest.mark.parametrize(
        ("mechanism", "private", "official", "leading", "expected"),
        [
            pytest.param(
                Mechanism.SYNDICATED_LOAN,
                "5",
                millions(A="3", B="2"),
                millions(A="3"),
                millions(A="4", B="1"),
                id="CON-27 U",
            ),
            pytest.param(
                Mechanism.STRUCTURED_VEHICLE,
                "5",
                millions(A="2", B="3"),
                millions(A="2"),
                millions(A="3.5", B="1.5"),
                id="CON-28 U",
            ),
            pytest.param(
                Mechanism.FLAT_VEHICLE,
                "4",
                millions(A="2", B="3"),
                None,
                millions(A="1.6", B="2.4"),
                id="CON-29 U",
            ),
            pytest.param(
                Mechanism.DIRECT_INVESTMENT,
                "5",
                millions(A="1", B="4"),
                millions(A="1"),
                millions(A="3", B="2"),
                id="CON-30 U",
            ),
            pytest.param(
                Mechanism.CO_FINANCING,
                "6",
                millions(A="1", B="2", C="1"),
                None,
                millions(A="1.5", B="3", C="1.5"),
                id="CON-31 U",
            ),
            pytest.param(
                Mechanism.CO_FINANCING,
                "8",
                millions(P1="3", P2="2"),
                None,
                millions(P1="4.8", P2="3.2"),
                id="CON-34 U: the plan of HYB-15",
            ),
        ],
    )
    def test_shares_are_the_printed_ones(
        self,
        mechanism: Mechanism,
        private: str,
        official: dict[str, Money],
        leading: dict[str, Money] | None,
        expected: dict[str, Money],
    ) -> None:
        """Amounts in millions."""
        found = split(mechanism, million(private), official, leading=leading, leading_share=HALF)

        assert found == expected

    def test_a_credit_line_counts_the_equity_of_each_cycle(self) -> None:
        """CON-32 U: bank tops up 2, end-borrowers 1 per cycle; 6 years, sub-loans of 2 years.

        → cycles = 3; mobilised = 5.
        """
        found = credit_line_private(million("2"), million("1"), line_months=72, loan_months=24)

        assert found == million("5")

    def test_a_development_bank_counts_its_own_way(self) -> None:
        """CON-33 F: own account 4, private direct 3, indirect 2, public 1 → total 10, private 5."""
        activity = BankActivity(
            own_account=million("4"),
            private_direct=million("3"),
            private_indirect=million("2"),
            public=million("1"),
        )

        assert (activity.total, activity.private) == (million("10"), million("5"))


@given(st.sampled_from(Mechanism), privates, partners, st.data(), parts)
def test_32_the_parts_are_the_private_money(
    mechanism: Mechanism, private: Money, official: dict[str, int], data: st.DataObject, part: Rate
) -> None:
    leading = None
    if mechanism in LED:
        leaders = st.sets(st.sampled_from(sorted(official)), min_size=1)
        leading = money({name: official[name] for name in sorted(data.draw(leaders))})

    found = split(mechanism, private, money(official), leading=leading, leading_share=part)
    assert sum(share.minor for share in found.values()) == private.minor
    assert all(share.minor >= 0 for share in found.values())
    assert list(found) == list(official)


@given(st.sampled_from(Mechanism), privates, amounts, parts)
def test_32_one_partner_gets_all(
    mechanism: Mechanism, private: Money, amount: int, part: Rate
) -> None:
    official = money({"A": amount})

    leading = official if mechanism in LED else None
    found = split(mechanism, private, official, leading=leading, leading_share=part)
    assert found == {"A": private}


@given(privates, partners, amounts, amounts)
def test_33_partners_of_one_rank_that_merge_keep_their_share(
    private: Money, others: dict[str, int], one: int, two: int
) -> None:
    """To the cents that rounding moves: one for each partner."""
    apart = split(Mechanism.CO_FINANCING, private, money({**others, "X": one, "Y": two}))
    merged = split(Mechanism.CO_FINANCING, private, money({**others, "X": one + two}))

    assert abs((apart["X"] + apart["Y"] - merged["X"]).minor) <= 2


@given(privates, partners, st.integers(2, 1_000))
def test_33_34_larger_amounts_in_the_same_proportion_change_nothing(
    private: Money, official: dict[str, int], many: int
) -> None:
    """Doubling every guaranteed amount, for one: the cover of a guarantee does not count."""
    scaled = {partner: many * amount for partner, amount in official.items()}

    for mechanism in (Mechanism.GUARANTEE, Mechanism.CO_FINANCING):
        assert split(mechanism, private, money(scaled)) == split(
            mechanism, private, money(official)
        )


def test_the_cycles_of_a_line_may_be_given() -> None:
    found = credit_line_private(
        million("2"), million("1"), line_months=72, loan_months=24, cycles=2
    )

    assert found == million("4")


@pytest.mark.parametrize("loan_months", [0, 73])
def test_a_loan_fits_in_its_line(loan_months: int) -> None:
    with pytest.raises(InvalidTerms) as caught:
        credit_line_private(million("2"), million("1"), line_months=72, loan_months=loan_months)

    assert str(caught.value) == (
        f"loan_months is {loan_months} and line_months 72: a loan takes a month or more and fits "
        "in the line"
    )


@pytest.mark.parametrize(
    ("mechanism", "official", "leading", "message"),
    [
        (
            Mechanism.CO_FINANCING,
            {},
            None,
            "official is empty: give amounts of 0 or more, one of them above 0",
        ),
        (
            Mechanism.CO_FINANCING,
            {"A": 100, "B": -100},
            None,
            "official is A 1.00 EUR, B -1.00 EUR: give amounts of 0 or more, one of them above 0",
        ),
        (
            Mechanism.SYNDICATED_LOAN,
            {"A": 100},
            None,
            "leading is empty for a syndicated loan: give the amounts of the arrangers or in the "
            "riskiest tranche",
        ),
        (
            Mechanism.GUARANTEE,
            {"A": 100},
            {"A": 100},
            "leading is A 1.00 EUR for a guarantee: leave out the amounts of the arrangers or in "
            "the riskiest tranche",
        ),
        (
            Mechanism.DIRECT_INVESTMENT,
            {"A": 100},
            {"B": 100},
            "leading names 'B', who is no official partner: give its money in official too",
        ),
    ],
)
def test_an_operation_that_contradicts_itself_is_refused(
    mechanism: Mechanism,
    official: dict[str, int],
    leading: dict[str, int] | None,
    message: str,
) -> None:
    lead = None if leading is None else money(leading)

    with pytest.raises(InvalidTerms) as caught:
        mobilised(mechanism, Money(1, EUR), money(official), leading=lead, leading_share=HALF)
    assert str(caught.value) == message


@pytest.mark.parametrize("part", [None, Rate(MBP + 1)])
def test_the_part_of_those_who_lead_is_never_assumed(part: Rate | None) -> None:
    official = money({"A": 100})

    with pytest.raises(InvalidTerms) as caught:
        mobilised(
            Mechanism.SYNDICATED_LOAN,
            Money(1, EUR),
            official,
            leading=official,
            leading_share=part,
        )
    assert str(caught.value) == (
        f"leading_share is {part}: give the part of those who lead, between 0 % and 100 %, such "
        "as leading_share_on(day)"
    )
