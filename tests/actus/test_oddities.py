"""Each peculiarity of the reference results, switched on and off, on a contract worked by hand."""

from __future__ import annotations

import attrs
import pytest

from actus_terms import brief, day, interest, market, redemption, resets, run
from investisens.actus import PLAIN, REFERENCE, Oddities


def without(name: str) -> Oddities:
    return attrs.evolve(REFERENCE, **{name: False})


def test_all_are_on_to_judge_and_none_is_on_in_plain() -> None:
    names = [field.name for field in attrs.fields(Oddities)]

    assert all(getattr(REFERENCE, name) for name in names)
    assert not any(getattr(PLAIN, name) for name in names)


LAM = {
    "contractType": "LAM",
    "maturityDate": day("2013-04-01"),
    **redemption("2013-02-01", "P1ML1"),
    **interest("2013-03-01", "P1ML1"),
    "nextPrincipalRedemptionPayment": "400",
}


@pytest.mark.parametrize(("oddities", "february"), [(REFERENCE, 10.0), (PLAIN, 0.0)])
def test_a_constant_repayment_accrues_interest_first(oddities: Oddities, february: float) -> None:
    """1200 at 10 % for January is 10; it is paid in March with February's 800 / 120."""
    rows = run(LAM, oddities=oddities)

    assert brief(rows[1:2], "accruedInterest") == [("2013-02-01", "PR", february)]


ANN = {
    "contractType": "ANN",
    "maturityDate": day("2014-01-01"),
    **redemption("2013-07-01", "P6ML1"),
    **resets("2013-07-01", "P1YL1"),
}


@pytest.mark.parametrize(
    ("oddities", "order"),
    [
        (REFERENCE, ["PRF", "PR", "IP", "RR", "PRF", "IP", "MD"]),
        (without("fixing_after_reset"), ["PRF", "PR", "IP", "PRF", "RR", "IP", "MD"]),
    ],
)
def test_an_instalment_is_fixed_after_the_reset(oddities: Oddities, order: list[str]) -> None:
    rows = run(ANN, data=market(d2013_07_01="0.2"), oddities=oddities)

    assert [row["eventType"] for row in rows[1:]] == order


SOLD = {
    "maturityDate": day("2014-01-01"),
    "terminationDate": day("2013-07-01"),
    "priceAtTerminationDate": "1000",
}


@pytest.mark.parametrize(("name", "rate"), [("", 0.10), ("rate_outlives_end", 0.0)])
def test_the_rate_outlives_a_termination(name: str, rate: float) -> None:
    rows = run(SOLD, oddities=without(name) if name else REFERENCE)

    assert rows[-1]["nominalInterestRate"] == rate
    assert brief(rows[-1:]) == [("2013-07-01", "TD", 1060.0)]


@pytest.mark.parametrize(("oddities", "payoff"), [(REFERENCE, -940.0), (PLAIN, -1060.0)])
def test_interest_in_a_price_has_the_wrong_sign_for_a_borrower(
    oddities: Oddities, payoff: float
) -> None:
    """Half a year of 1200 at 10 % is 60; a borrower who buys back owes 1000 + 60, not 1000 − 60."""
    rows = run(SOLD, oddities=oddities, contractRole="RPL")

    assert rows[-1]["payoff"] == payoff


@pytest.mark.parametrize(("oddities", "payoff"), [(REFERENCE, 940.0), (PLAIN, 1060.0)])
def test_a_purchase_price_has_the_same_oddity(oddities: Oddities, payoff: float) -> None:
    bought = {"purchaseDate": day("2013-07-01"), "priceAtPurchaseDate": "1000"}
    rows = run(bought, oddities=oddities, contractRole="RPL", maturityDate=day("2014-01-01"))

    assert rows[0]["eventType"] == "PRD"
    assert rows[0]["payoff"] == payoff


@pytest.mark.parametrize(("oddities", "paid"), [(REFERENCE, 40.0), (PLAIN, 60.0)])
def test_a_base_at_exchange_follows_the_balance(oddities: Oddities, paid: float) -> None:
    """Second half year: 800 at 10 % is 40; on the 1200 of the exchange it would be 60."""
    terms = {
        "contractType": "LAM",
        "maturityDate": day("2014-01-01"),
        **redemption("2013-07-01", "P6ML1"),
        **interest("2013-07-01", "P6ML1"),
        "nextPrincipalRedemptionPayment": "400",
        "interestCalculationBase": "NTIED",
    }
    rows = run(terms, oddities=oddities)

    assert brief(rows[-2:-1]) == [("2014-01-01", "IP", paid)]


def test_a_base_at_exchange_may_be_given_an_amount_where_it_stays() -> None:
    rows = run(
        {"interestCalculationBase": "NTIED", "interestCalculationBaseAmount": "2400"},
        redemption("2014-01-01", "P1YL1"),
        contractType="LAM",
        maturityDate=day("2015-01-01"),
        nextPrincipalRedemptionPayment="0",
        oddities=without("base_at_exchange_follows"),
    )

    assert brief(rows[-2:]) == [("2015-01-01", "IP", 480.0), ("2015-01-01", "MD", 1200.0)]


@pytest.mark.parametrize(
    ("oddities", "notice", "shown"),
    [(REFERENCE, "P1M", 0.0), (REFERENCE, "P0D", 60.0), (PLAIN, "P1M", 60.0)],
)
def test_a_notice_hides_interest_unless_it_is_immediate(
    oddities: Oddities, notice: str, shown: float
) -> None:
    called = [{"time": day("2013-07-01"), "type": "XD", "value": 0}]
    rows = run(contractType="CLM", xDayNotice=notice, events=called, oddities=oddities)

    xd, ip, std = rows[1:]
    assert (xd["eventType"], xd["accruedInterest"]) == ("XD", shown)
    assert (ip["payoff"], std["payoff"]) == (60.0, 1200.0)


@pytest.mark.parametrize(
    ("oddities", "days"),
    [
        (REFERENCE, ["2013-01-01", "2013-07-01"]),
        (without("notice_starts_at_exchange"), ["2013-07-01"]),
    ],
)
def test_capitalisation_of_a_callable_starts_at_the_exchange(
    oddities: Oddities, days: list[str]
) -> None:
    terms = {"contractType": "CLM", "xDayNotice": "P1M", "maturityDate": day("2014-01-01")}
    rows = run(terms, cycleOfInterestPayment="P6ML1", oddities=oddities)

    assert [row[0] for row in brief(rows) if row[1] == "IPCI"] == days


@pytest.mark.parametrize(("oddities", "count"), [(REFERENCE, 1), (PLAIN, 2)])
def test_an_open_account_does_not_capitalise_on_the_horizon(oddities: Oddities, count: int) -> None:
    rows = run(
        interest("2013-07-01", "P6ML1"),
        contractType="UMP",
        to=day("2014-01-01"),
        oddities=oddities,
    )

    assert [row["eventType"] for row in rows] == ["IED"] + ["IPCI"] * count
