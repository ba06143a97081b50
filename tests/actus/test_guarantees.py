"""A guarantee dumped as ACTUS terms (CEG) runs to the flows of our engine."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from actus_terms import day
from investisens.actus import dump, run_case
from investisens.engine.contract import Contract, flows_of, run_contract
from investisens.engine.scenario import BASE, Default, Scenario
from investisens.instruments.counter_guarantee import CounterGuarantee
from investisens.instruments.covering import GuaranteeFee
from investisens.instruments.equipment_pledge import EquipmentPledge
from investisens.instruments.grant import Grant, GrantTranche
from investisens.instruments.guarantee import Guarantee, LossSharing
from investisens.instruments.loan import Loan
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.instruments.portfolio_guarantee import LossTranche, PortfolioGuarantee
from investisens.instruments.registry import Instrument
from investisens.instruments.repayment import Amortisation, Repayment
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period, YearDay
from investisens.values.errors import MissingData, NotSupported
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.schedule import Every

START = date(2012, 1, 1)


@st.composite
def loans(draw: st.DrawFn) -> Loan:
    """Loans whose parts of principal are whole: ACTUS does not round."""
    count = draw(st.integers(2, 12))
    bullet = draw(st.booleans())
    return Loan(
        principal=Money(count * draw(st.integers(1, 10**7)), draw(st.sampled_from([XOF, EUR]))),
        disbursed_on=START,
        rate=Rate(draw(st.integers(0, 10**6))),
        repayment=Repayment(
            dues=(Every(first=date(2012, 7, 1), every=Period(months=6), count=count),),
            amortisation=Amortisation.BULLET if bullet else Amortisation.CONSTANT_PRINCIPAL,
        ),
    )


@given(
    loans(),
    st.integers(0, 10_000).map(lambda share: Rate(share * MBP // 10_000)),
    st.none() | st.integers(1, 10**6),
    st.integers(0, 200),
    st.integers(2, 2_500),
)
def test_a_guarantee_runs_to_the_same_flows(
    loan: Loan, share: Rate, flat: int | None, waiting_days: int, days: int
) -> None:
    """The flat fee, and the covered share of what is owed on the day of the default.

    ACTUS does not round: our call is its payoff, exact to four decimals, rounded down.
    """
    currency = loan.principal.currency
    struck = START + timedelta(days=days)
    assume(struck not in loan.repayment.due_dates)
    guarantee = Guarantee(
        covered_share=share,
        ceiling=loan.principal,
        covers=("L1",),
        start=START,
        end=date(2016, 12, 31),
        waiting_days=waiting_days,
        fee=GuaranteeFee(flat=None if flat is None else Money(flat, currency)),
    )
    case = {
        "terms": dump(guarantee, {"L1": loan}),
        "eventsObserved": [
            {
                "time": day(str(struck)),
                "type": "CE",
                "value": 0,
                "contractId": "L1",
                "states": {"contractPerformance": "DF"},
            }
        ],
    }
    theirs = [
        (row["eventDate"][:10], int(round(row["payoff"] * 10**currency.digits, 4) // 1))
        for row in run_case(case)
    ]
    assert [row for row in theirs if row[1]] == ours(guarantee, loan, struck)


def ours(guarantee: Guarantee, loan: Loan, struck: date) -> list[tuple[str, int]]:
    """Flows of our engine, seen from the fund."""
    default = Default(contract="L1", on=struck)
    scenario = Scenario(name="default", defaults=(default,))
    held = {"L1": Contract(id="L1", legs=loan.legs())}
    contract = Contract(id="G1", legs=guarantee.legs())
    flows = run_contract(contract, scenario, flows_of(contract.covers, held, scenario)).flows
    signs = {FlowKind.GUARANTEE_FEE: -1, FlowKind.GUARANTEE_RECEIVED: 1}
    return [(str(date.fromordinal(on)), signs[kind] * amount) for on, kind, amount in flows]


LOAN = Loan(
    principal=Money(1_000_000, XOF),
    disbursed_on=START,
    rate=Rate.parse("5 %"),
    repayment=Repayment(
        dues=(Every(first=date(2012, 7, 1), every=Period(months=6), count=4),),
    ),
)
HALF = Guarantee(
    covered_share=Rate.parse("50 %"),
    ceiling=Money(500_000, XOF),
    covers=("L1",),
    start=START,
    end=date(2013, 12, 31),
    waiting_days=90,
    fee=GuaranteeFee(flat=Money(10_000, XOF)),
)


def test_the_terms_of_a_guarantee() -> None:
    terms = dump(HALF, {"L1": LOAN})

    assert terms["contractStructure"] == [
        {
            "object": {**dump(LOAN), "contractID": "L1"},
            "referenceType": "CNT",
            "referenceRole": "COVE",
        }
    ]
    del terms["contractStructure"]
    assert terms == {
        "contractType": "CEG",
        "contractRole": "BUY",
        "currency": "XOF",
        "statusDate": day("2011-12-31"),
        "creditEventTypeCovered": "DF",
        "guaranteedExposure": "NO",
        "coverageOfCreditEnhancement": "0.5000000",
        "settlementPeriod": "P90D",
        "maturityDate": day("2013-12-31"),
        "purchaseDate": day("2012-01-01"),
        "priceAtPurchaseDate": "10000",
    }


def test_without_a_credit_event_it_matures() -> None:
    rows = run_case({"terms": dump(HALF, {"L1": LOAN})})

    assert [(row["eventType"], row["payoff"]) for row in rows] == [("PRD", -10_000), ("MD", 0)]
    held = {"L1": Contract(id="L1", legs=LOAN.legs())}
    flows = run_contract(
        Contract(id="G1", legs=HALF.legs()), covered=flows_of(("L1",), held, BASE)
    ).flows
    assert [amount for _, _, amount in flows] == [10_000]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"given": True, "covers": ()},
            "given is True: its losses are told, ACTUS terms have none",
        ),
        (
            {"covers": ("L1", "L2")},
            "covers is ('L1', 'L2'): ACTUS calls a guarantee whole at its first credit event, "
            "write one for each debt",
        ),
        (
            {"sharing": LossSharing.FIRST_LOSS},
            "sharing is 'first_loss': ACTUS knows no recovery, and so no order of it",
        ),
        (
            {"fee": GuaranteeFee(rate=Rate.parse("1 %"), paid_on=YearDay(12, 31))},
            "fee.rate is 1 %: the fee of an ACTUS guarantee is an amount",
        ),
        (
            {"ceiling": Money(499_999, XOF)},
            "ceiling is 499999 XOF: an ACTUS guarantee has none, raise it to the covered share of "
            "all that may be owed",
        ),
    ],
)
def test_what_actus_cannot_say_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(NotSupported) as caught:
        dump(attrs.evolve(HALF, **change), {"L1": LOAN})

    assert str(caught.value) == message


def test_a_guarantee_on_shares_is_refused() -> None:
    line = OrdinaryShares(shares=1, price=Money(1, XOF), subscribed_on=START)

    with pytest.raises(NotSupported, match=r"^covers is \('L1',\): ACTUS calls a guarantee whole"):
        dump(HALF, {"L1": line})


def test_a_guarantee_without_what_it_covers_is_refused() -> None:
    with pytest.raises(MissingData) as caught:
        dump(HALF)

    assert str(caught.value) == "'L1' is covered but not given: pass its terms, {'L1': ...}"


DAYS: dict[str, Any] = {"covers": ("L1",), "start": START, "end": date(2013, 12, 31)}


@pytest.mark.parametrize(
    ("instrument", "message"),
    [
        (
            Grant(tranches=(GrantTranche(on=START, amount=Money(5, XOF)),)),
            "kind is 'grant': ACTUS has no type for money that is never repaid",
        ),
        (
            CounterGuarantee(covered_share=Rate(0), ceiling=Money(5, XOF), **DAYS),
            "kind is 'counter_guarantee': an ACTUS guarantee covers contracts with a balance, not "
            "a guarantee",
        ),
        (
            PortfolioGuarantee(
                tranches=(LossTranche(covered_share=Rate(MBP), cap=Money(5, XOF)),), **DAYS
            ),
            "kind is 'portfolio_guarantee': an ACTUS guarantee has no tranches, and its first "
            "credit event calls it whole",
        ),
        (
            EquipmentPledge(item="U1", value=Money(5, XOF), life_months=60, **DAYS),
            "kind is 'equipment_pledge': ACTUS collateral (CEC) is worth its market price, not a "
            "value that its terms lower",
        ),
    ],
)
def test_a_kind_without_exact_terms_is_refused(instrument: Instrument, message: str) -> None:
    with pytest.raises(NotSupported) as caught:
        dump(instrument)

    assert str(caught.value) == message


def test_a_thousandth_of_a_percent_is_written_exactly() -> None:
    terms = dump(attrs.evolve(HALF, covered_share=Rate.parse("33.33333 %")), {"L1": LOAN})

    assert Fraction(terms["coverageOfCreditEnhancement"]) == Fraction(3_333_333, MBP)
