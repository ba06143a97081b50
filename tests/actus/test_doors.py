"""The friendly doors: ACTUS terms to instruments and back."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from actus_terms import LOAN, day, interest, redemption, resets
from investisens.actus import dump, load, run_case
from investisens.engine.schedule import schedule
from investisens.engine.shares import run_shares
from investisens.instruments.buy_back import BuyBack
from investisens.instruments.cooperative_rules import CooperativeForm
from investisens.instruments.cooperative_shares import CooperativeShares, Redemption
from investisens.instruments.dividends import DividendPolicy
from investisens.instruments.loan import Loan
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.instruments.participating_loan import ParticipatingLoan, Participation
from investisens.instruments.repayment import Amortisation, Repayment
from investisens.instruments.shareholder_account import ShareholderAccount
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period, YearDay
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms, NotSupported
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import Every, OnDates
from investisens.values.shares import MultipleOf, ParPlus, ShareEvent, ShareEventKind
from strategies import PLAIN

day_counts = st.sampled_from(
    [DayCount.ACT_365F, DayCount.ACT_360, DayCount.THIRTY_E_360, DayCount.ACT_ACT]
)


@st.composite
def loans(draw: st.DrawFn) -> Loan:
    """Loans on a regular calendar, with deferrals, in francs or euros."""
    count = draw(st.integers(1, 24))
    capitalised = draw(st.integers(0, count - 1))
    waiting = draw(st.integers(0, count - 1 - capitalised))
    first = draw(st.dates(date(2011, 1, 1), date(2016, 12, 31)))
    return Loan(
        principal=Money(draw(st.integers(10_000, 10**9)), draw(st.sampled_from([XOF, EUR]))),
        disbursed_on=date(2010, 6, 15),
        rate=Rate(draw(st.integers(0, 2_000_000))),
        repayment=Repayment(
            dues=(Every(first=first, every=Period(months=draw(st.integers(1, 12))), count=count),),
            amortisation=draw(st.sampled_from(PLAIN)),
            capitalised_dues=capitalised,
            interest_only_dues=waiting,
            day_count=draw(day_counts),
        ),
    )


def rows_of(loan: Any) -> list[tuple[date, int, int, int]]:
    leg = loan.legs()[0]
    assert isinstance(leg, DebtLeg)
    return [
        (row.due_on, row.principal, row.interest, row.outstanding) for row in schedule(leg).rows
    ]


def _is_beyond_actus(loan: Loan) -> bool:
    """ACTUS shares the notional of the exchange, not what was capitalised since.

    And it lets the balance grow where an instalment does not cover the interest.
    """
    level = loan.repayment.amortisation is Amortisation.LEVEL_PAYMENT
    return bool(loan.repayment.capitalised_dues) or (
        level and any(row[1] <= 0 for row in rows_of(loan))
    )


@given(loans())
def test_a_loan_written_and_read_again_has_the_same_schedule(loan: Loan) -> None:
    """Row by row, to the last unit."""
    try:
        terms = dump(loan)
    except NotSupported:
        assert _is_beyond_actus(loan)
        assume(False)

    again = load(terms)

    assert rows_of(again) == rows_of(loan)
    assert dump(again) == terms


@given(loans())
def test_a_loan_pays_what_the_reference_would_but_for_rounding(loan: Loan) -> None:
    """A row rounds twice, by half a unit at most, and that grows by 20 % a year at most."""
    try:
        terms = dump(loan)
    except NotSupported:
        assume(False)
    paid: dict[str, float] = {}
    for event in run_case({"terms": terms}):
        if event["eventType"] in ("IP", "PR", "MD"):
            day_paid = event["eventDate"][:10]
            paid[day_paid] = paid.get(day_paid, 0.0) + event["payoff"]
    unit = 10**loan.principal.currency.digits
    leg = loan.legs()[0]
    assert isinstance(leg, DebtLeg)
    rows = schedule(leg).rows

    for number, row in enumerate(rows, 1):
        years = (row.due_on - loan.disbursed_on).days / 365
        assert abs(row.total - paid.get(str(row.due_on), 0.0) * unit) <= number * 1.2**years + 1


def test_each_type_becomes_an_amortisation() -> None:
    year = {"maturityDate": day("2014-01-01"), **interest("2013-07-01", "P6ML1")}
    bullet = load({**LOAN, **year})
    constant = load({**LOAN, **year, **redemption("2013-07-01", "P6ML1"), "contractType": "LAM"})
    level = load({**LOAN, **year, **redemption("2013-07-01", "P6ML1"), "contractType": "ANN"})

    assert isinstance(bullet, Loan)
    assert bullet.repayment.amortisation is Amortisation.BULLET
    assert isinstance(constant, Loan)
    assert rows_of(constant) == [
        (date(2013, 7, 1), 600_00, 60_00, 600_00),
        (date(2014, 1, 1), 600_00, 30_00, 0),
    ]
    assert isinstance(level, Loan)
    # 1200 x 1.05² / 2.05 = 645.3658...
    assert [row[1] + row[2] for row in rows_of(level)] == [645_37, 645_36]


def test_a_calendar_one_by_one_becomes_a_plan_in_segments() -> None:
    harvests = OnDates((date(2011, 11, 30), date(2012, 2, 28), date(2012, 11, 30)))
    account = ShareholderAccount(
        principal=Money(300_000, XOF),
        disbursed_on=date(2011, 1, 1),
        rate=Rate.parse("5 %"),
        repayment=Repayment(dues=(harvests,)),
    )

    terms = dump(account)

    assert terms["contractType"] == "LAX"
    assert terms["arrayNextPrincipalRedemptionPayment"] == ["100000", "100000"]
    assert rows_of(load(terms)) == rows_of(account)


def test_the_debt_part_of_a_participating_loan_is_written() -> None:
    loan = ParticipatingLoan(
        principal=Money(3_600_000, XOF),
        disbursed_on=date(2010, 9, 1),
        rate=Rate.parse("4 %"),
        repayment=Repayment(dues=(OnDates((date(2015, 8, 31),)),)),
        participation=Participation(
            share=Rate.parse("8 %"), first_year=2011, last_year=2014, paid_on=YearDay(6, 30)
        ),
    )

    assert dump(loan) == {
        "contractType": "PAM",
        "contractRole": "RPA",
        "currency": "XOF",
        "statusDate": day("2010-08-31"),
        "initialExchangeDate": day("2010-09-01"),
        "notionalPrincipal": "3600000",
        "nominalInterestRate": "0.0400000",
        "dayCountConvention": "A365",
        "maturityDate": day("2015-08-31"),
    }


def test_shares_are_written_with_their_end() -> None:
    sold = ShareEvent(
        on=date(2014, 6, 30), event=ShareEventKind.BUY_BACK, shares=75, per_share=Money(11_000, XOF)
    )
    line = OrdinaryShares(
        shares=75, price=Money(10_000, XOF), subscribed_on=date(2010, 6, 15), planned=(sold,)
    )

    terms = dump(line)

    assert [row["payoff"] for row in run_case({"terms": terms})] == [-750_000.0, 825_000.0]
    again = load(terms)
    assert isinstance(again, OrdinaryShares)
    assert (again.shares, again.cost) == (1, line.cost)
    assert dump(again) == terms


def test_planned_dividends_have_no_terms() -> None:
    paid = ShareEvent(
        on=date(2014, 6, 30), event=ShareEventKind.DIVIDEND, shares=75, per_share=Money(5, XOF)
    )
    line = OrdinaryShares(
        shares=75, price=Money(10_000, XOF), subscribed_on=date(2010, 6, 15), planned=(paid,)
    )

    with pytest.raises(NotSupported, match="planned holds more than the end of all the shares"):
        dump(line)


LEAVING = OnDates((date(2015, 6, 15),))
LINE = OrdinaryShares(shares=75, price=Money(10_000, XOF), subscribed_on=date(2010, 6, 15))


@pytest.mark.parametrize("compound", [False, True])
def test_a_buy_back_at_par_plus_a_rate_is_written_at_its_price(compound: bool) -> None:
    """After five years at 4 %: 75 x 12 000, or 75 x 12 166 (10 000 x 1.04^5 = 12 166.52...)."""
    price = ParPlus(rate=Rate.parse("4 %"), compound=compound)
    line = attrs.evolve(LINE, buy_back=BuyBack(price=price, days=(LEAVING,)))
    (leg,) = line.legs()
    events = run_case({"terms": dump(line)})

    assert [event["payoff"] for event in events] == [-750_000.0, 912_450.0 if compound else 900_000]
    assert [(event["eventDate"][:10], abs(event["payoff"])) for event in events] == [
        (str(date.fromordinal(on)), amount) for on, _, amount in run_shares(leg).flows
    ]


def test_cooperative_shares_are_written_with_the_sale_that_is_planned() -> None:
    sold = ShareEvent(
        on=date(2014, 6, 30), event=ShareEventKind.SALE, shares=75, per_share=Money(9_000, XOF)
    )
    line = CooperativeShares(
        shares=75,
        nominal=Money(10_000, XOF),
        subscribed_on=date(2010, 6, 15),
        form=CooperativeForm.SCOOPS,
        planned=(sold,),
    )

    payoffs = [event["payoff"] for event in run_case({"terms": dump(line)})]
    assert payoffs == [-750_000.0, 675_000.0]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            attrs.evolve(
                LINE,
                dividends=DividendPolicy(
                    payout=Rate(1), first_year=2011, last_year=2012, paid_on=YearDay(6, 30)
                ),
            ),
            "dividends are given by policy: ACTUS terms have dividends as market data",
        ),
        (
            attrs.evolve(
                LINE, buy_back=BuyBack(price=MultipleOf(measure="ebitda"), days=(LEAVING,))
            ),
            "the price of the shares hangs on a result: ACTUS terms have one fixed in advance",
        ),
        (
            attrs.evolve(
                LINE,
                buy_back=BuyBack(price=ParPlus(rate=Rate(0)), days=(LEAVING,), shares=74),
            ),
            "planned holds more than the end of all the shares: ACTUS terms have a purchase and a "
            "termination, dividends are market data",
        ),
        (
            CooperativeShares(
                shares=75,
                nominal=Money(10_000, XOF),
                subscribed_on=date(2010, 6, 15),
                form=CooperativeForm.SCOOPS,
                redemption=Redemption(days=(LEAVING,)),
            ),
            "the price of the shares hangs on a result: ACTUS terms have one fixed in advance",
        ),
    ],
)
def test_what_hangs_on_results_or_goes_step_by_step_has_no_terms(
    line: OrdinaryShares | CooperativeShares, message: str
) -> None:
    with pytest.raises(NotSupported) as caught:
        dump(line)

    assert str(caught.value) == message


@attrs.frozen
class _Other:
    kind = "other"

    def legs(self) -> tuple[Any, ...]:
        return ()


def test_an_instrument_without_a_type_is_refused() -> None:
    with pytest.raises(NotSupported, match="kind is 'other'"):
        dump(_Other())  # type: ignore[arg-type]


def test_a_day_count_without_a_word_is_refused() -> None:
    loan = Loan(
        principal=Money(5, XOF),
        disbursed_on=date(2013, 1, 1),
        rate=Rate(0),
        repayment=Repayment(dues=(OnDates((date(2014, 1, 1),)),), day_count=DayCount.NL_365),
    )

    with pytest.raises(NotSupported, match="day_count is 'NL/365'"):
        dump(loan)


def test_a_level_payment_on_an_irregular_calendar_is_refused() -> None:
    dues = OnDates((date(2013, 3, 1), date(2013, 4, 15), date(2013, 12, 1), date(2013, 12, 9)))
    loan = Loan(
        principal=Money(5_000, XOF),
        disbursed_on=date(2013, 1, 1),
        rate=Rate(0),
        repayment=Repayment(dues=(dues,), amortisation=Amortisation.LEVEL_PAYMENT),
    )

    with pytest.raises(NotSupported, match="repayment is level_payment on dues"):
        dump(loan)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"contractRole": "RPL"}, "contractRole is 'RPL': an instrument is held, not owed"),
        ({"premiumDiscountAtIED": "5"}, "premiumDiscountAtIED is '5': no instrument here can say"),
        ({"accruedInterest": "5"}, "accruedInterest is '5': no instrument here can say so"),
        ({"statusDate": day("2013-02-01")}, "statusDate is '2013-02-01T00:00:00': no instrument"),
        (resets("2013-07-01", "P1YL1"), "a RR event happens on 2013-07-01: no instrument here has"),
        (
            {"nominalInterestRate": "0.123456789"},
            "is '0.123456789': finer than",
        ),
        ({"notionalPrincipal": "0.001"}, "notionalPrincipal is '0.001': finer than the minor unit"),
        (
            {"maturityDate": "2013-12-31T23:59:59"},
            "counts interest up to 2014-01-01",
        ),
        (
            {"contractType": "UMP", "maturityDate": None},
            "contractType is 'UMP': instruments exist for PAM, LAM, ANN, LAX and STK",
        ),
        (
            {
                "contractType": "LAM",
                **redemption("2013-07-01", "P6ML1"),
                **interest("2013-07-01", "P6ML1"),
                "nextPrincipalRedemptionPayment": "100",
            },
            "nextPrincipalRedemptionPayment is '100': no instrument is repaid by an instalment",
        ),
    ],
)
def test_what_no_instrument_says_is_refused(change: dict[str, Any], message: str) -> None:
    terms = {**LOAN, "maturityDate": day("2014-01-01"), **change}

    with pytest.raises((InvalidTerms, NotSupported)) as caught:
        load({name: value for name, value in terms.items() if value is not None})

    assert message in str(caught.value)


_FOLDERS = (os.environ.get("ACTUS_TESTS"), str(Path(__file__).parents[3] / "shared" / "actus"))
FOLDER = next((Path(name) for name in _FOLDERS if name and Path(name).is_dir()), None)
LOADED = (
    *("ann01", "ann02", "ann07", "ann17", "ann27", "ann29", "lam27", "lam29", "lam31"),
    *("lax07", "lax09", "lax11", "lax12", "lax13", "pam01", "pam15", "pam17", "pam19"),
)
"""Reference cases that an instrument can say."""


@pytest.mark.parametrize("name", LOADED)
def test_an_instrument_loaded_from_a_case_pays_its_payoffs_rounded(name: str) -> None:
    """Every due but the last within two units; the last takes what rounding left."""
    if FOLDER is None:
        pytest.skip("no reference cases: set ACTUS_TESTS to their folder")
    file = FOLDER / f"actus-tests-{name[:3]}.json"
    case = json.loads(file.read_text())[name]
    loan = load(case["terms"])
    assert isinstance(loan, Loan)
    paid: dict[str, float] = {}
    for event in case["results"]:
        if event["eventType"] in ("IP", "PR", "MD"):
            day_paid = event["eventDate"][:10]
            paid[day_paid] = paid.get(day_paid, 0.0) + float(event["payoff"])
    leg = loan.legs()[0]
    assert isinstance(leg, DebtLeg)
    rows = schedule(leg).rows

    for row in rows[:-1]:
        assert abs(row.total - 100 * paid.get(str(row.due_on), 0.0)) <= 2
    assert abs(rows[-1].total - 100 * paid[str(rows[-1].due_on)]) <= len(rows)
    assert dump(load(dump(loan))) == dump(loan)


def test_an_annuity_whose_balance_grows_is_no_instrument() -> None:
    """Two years of interest, 240, are more than the instalment of a month: ACTUS adds to it."""
    terms = {
        **LOAN,
        "contractType": "ANN",
        "maturityDate": day("2015-12-01"),
        "notionalPrincipal": "1200",
        **redemption("2015-01-01", "P1ML1"),
    }

    with pytest.raises(NotSupported, match="does not cover the interest of its period"):
        load(terms)
