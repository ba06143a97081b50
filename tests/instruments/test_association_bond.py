"""An association bond (titre associatif): fixed interest, repaid at a term or by its issuer."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.contract import Contract, run_contract
from investisens.engine.debt import Flow
from investisens.engine.schedule import schedule
from investisens.instruments.association_bond import AssociationBond
from investisens.instruments.clauses import Clauses, Rank
from investisens.instruments.loan import Loan
from investisens.instruments.open_term import redemption
from investisens.instruments.repayment import Amortisation, Repayment
from investisens.legal.dated import Status
from investisens.legal.parameters import parameter
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period, YearDay
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import Every
from strategies import currencies, day_counts, days, is_in_any_month, minors, rates, roundings

year_days = st.builds(YearDay, st.integers(1, 12), st.integers(1, 31).filter(is_in_any_month))


@st.composite
def bonds(draw: st.DrawFn) -> AssociationBond:
    start = draw(days)
    has_term = draw(st.booleans())
    months = draw(st.integers(7 * 12, 20 * 12)) if has_term else draw(st.integers(1, 20 * 12))
    end = Period(months=months).date_after(start, 1)
    return AssociationBond(
        principal=Money(draw(minors), draw(currencies)),
        disbursed_on=start,
        rate=draw(rates),
        paid_on=draw(year_days),
        matures_on=end if has_term else None,
        projected_until=None if has_term else end,
        day_count=draw(day_counts),
        rounding=draw(roundings),
    )


terms = bonds()

BOND = AssociationBond(
    principal=Money(50_000_00, EUR),
    disbursed_on=date(2015, 9, 30),
    rate=Rate.parse("3 %"),
    paid_on=YearDay(6, 30),
    matures_on=date(2022, 9, 30),
)
OPEN = attrs.evolve(BOND, matures_on=None, projected_until=date(2018, 12, 31))


def redeemed(on: date) -> Happening:
    return Happening(contract="A1", on=on, what=HappeningKind.REDEEMED)


def flows_of(bond: AssociationBond, *happened: Happening) -> tuple[Flow, ...]:
    return run_contract(Contract(id="A1", legs=bond.legs_after(happened))).flows


@given(terms)
def test_principal_comes_back_at_the_term_and_never_without_one(bond: AssociationBond) -> None:
    repaid = [flow for flow in flows_of(bond) if flow[1] is FlowKind.PRINCIPAL]
    term = bond.matures_on

    expected = [(term.toordinal(), FlowKind.PRINCIPAL, bond.principal.minor)] if term else []
    assert repaid == expected


@given(terms, st.integers(7 * 366, 7 * 366 + 4_000))
def test_a_redemption_repays_nominal_once(bond: AssociationBond, after: int) -> None:
    on = date.fromordinal(bond.disbursed_on.toordinal() + after)
    open_bond = attrs.evolve(bond, matures_on=None, projected_until=on)
    repaid = [flow for flow in flows_of(open_bond, redeemed(on)) if flow[1] is FlowKind.PRINCIPAL]

    assert repaid == [(on.toordinal(), FlowKind.PRINCIPAL, bond.principal.minor)]


def test_with_a_term_on_its_day_of_interest_it_is_a_bullet_loan() -> None:
    dues = Every(first=date(2016, 9, 30), every=Period(months=12), count=7)
    loan = Loan(
        principal=BOND.principal,
        disbursed_on=BOND.disbursed_on,
        rate=BOND.rate,
        repayment=Repayment(dues=(dues,), amortisation=Amortisation.BULLET),
    )
    bond = attrs.evolve(BOND, paid_on=YearDay(9, 30))

    assert schedule(bond.legs()[0]) == schedule(loan.legs()[0])


def test_interest_is_paid_each_year_and_up_to_the_term() -> None:
    """By hand: 1 500 a year of 365 days; 274 days first (2016 is a leap year), 92 days last.

    1 500 x 274 / 365 = 1 126.03; 1 500 x 366 / 365 = 1 504.11 over 29 February 2020;
    1 500 x 92 / 365 = 378.08.
    """
    rows = schedule(BOND.legs()[0]).rows

    assert [(str(row.due_on), row.interest, row.principal) for row in rows] == [
        ("2016-06-30", 1_126_03, 0),
        ("2017-06-30", 1_500_00, 0),
        ("2018-06-30", 1_500_00, 0),
        ("2019-06-30", 1_500_00, 0),
        ("2020-06-30", 1_504_11, 0),
        ("2021-06-30", 1_500_00, 0),
        ("2022-06-30", 1_500_00, 0),
        ("2022-09-30", 378_08, 50_000_00),
    ]


def test_without_a_term_dues_are_projected_up_to_the_horizon() -> None:
    run = run_contract(Contract(id="A1", legs=OPEN.legs()))

    assert [str(date.fromordinal(day)) for day, _, _ in run.flows] == [
        "2015-09-30",
        "2016-06-30",
        "2017-06-30",
        "2018-06-30",
    ]
    assert run.outstanding == 50_000_00


def test_its_rank_is_that_of_securities() -> None:
    assert AssociationBond.legal_rank is Rank.SECURITY
    assert Rank.PARTICIPATING < AssociationBond.legal_rank < Rank.EQUITY


def test_its_limit_stands_with_its_source_and_an_unverified_first_day() -> None:
    found = parameter("association_bond.min_years").at(BOND.disbursed_on)

    assert found.value == 7
    assert (found.status, found.start_status) == (Status.VERIFIED_SECONDARY, Status.UNVERIFIED)


RULE = (
    "what was issued on 2015-09-30 is not redeemed before 7 years have passed "
    "(association_bond.min_years on 2015-09-30: Code monétaire et financier, article L213-9, as "
    "rewritten by law 2014-856 of 31 July 2014, article 70 (text at tricoteuses.fr); first day: "
    "the day after publication, not read; verified secondary): give 2022-09-30 or a later day"
)


def test_a_term_of_six_years_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(BOND, matures_on=date(2021, 9, 30))

    assert str(caught.value) == f"matures_on is 2021-09-30, in year 7: {RULE}"
    assert caught.value.field == "matures_on"


def test_a_redemption_in_year_five_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        OPEN.legs_after((redeemed(date(2020, 6, 30)),))

    assert str(caught.value) == f"redeemed_on is 2020-06-30, in year 5: {RULE}"


def test_before_the_law_of_2014_no_fewest_years_are_known() -> None:
    early = attrs.evolve(OPEN, disbursed_on=date(2011, 9, 30), projected_until=date(2013, 1, 1))

    assert flows_of(early, redeemed(date(2014, 9, 30)))[-1][1] is FlowKind.INTEREST


@pytest.mark.parametrize(
    ("bond", "on", "message"),
    [
        (
            BOND,
            date(2022, 10, 1),
            "redeemed_on is 2022-10-01, after matures_on 2022-09-30: nothing is left to redeem, "
            "leave the redemption out",
        ),
        (
            attrs.evolve(OPEN, disbursed_on=date(2011, 9, 30)),
            date(2011, 9, 30),
            "redeemed_on is 2011-09-30, not after disbursed_on 2011-09-30: check the order of the "
            "dates",
        ),
    ],
)
def test_a_redemption_outside_the_life_of_the_bond_is_refused(
    bond: AssociationBond, on: date, message: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        bond.legs_after((redeemed(on),))

    assert (str(caught.value), caught.value.field) == (message, "redeemed_on")


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        (
            {"principal": Money(0, EUR)},
            "principal is 0.00 EUR: issue a positive amount",
            "principal",
        ),
        ({"rate": Rate(-1)}, "rate is -0.00001 %: use 0 % or more", "rate"),
        (
            {"matures_on": None},
            "neither of matures_on and projected_until are given: give matures_on for a bond with "
            "a term, projected_until for one that its issuer alone may redeem",
            "matures_on",
        ),
        (
            {"projected_until": date(2030, 1, 1)},
            "both of matures_on and projected_until are given: give matures_on for a bond with "
            "a term, projected_until for one that its issuer alone may redeem",
            "matures_on",
        ),
        (
            {"matures_on": None, "projected_until": date(2015, 9, 30)},
            "projected_until 2015-09-30 is not after disbursed_on 2015-09-30: check the order of "
            "the dates",
            "projected_until",
        ),
        (
            {"clauses": Clauses(cap_on_return=Money(100, XOF))},
            "cap_on_return is 100 XOF but the instrument is in EUR: use one currency",
            "clauses.cap_on_return",
        ),
    ],
)
def test_terms_that_contradict_each_other_are_refused(
    changes: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(BOND, **changes)

    assert (str(caught.value), caught.value.field) == (message, field)


def test_a_part_cannot_be_redeemed() -> None:
    """Nothing would say what a number or a price does: the issuer redeems all, at nominal."""
    part = Happening(contract="A1", on=date(2030, 1, 1), what=HappeningKind.REDEEMED, number=3)

    with pytest.raises(InvalidTerms) as caught:
        redemption((part,))

    assert str(caught.value) == (
        "redeemed on 2030-01-01 has the number 3 but all is redeemed, at nominal: leave it out"
    )
    assert caught.value.field == "number"
