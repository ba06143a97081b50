"""Invoices against the grants of the folder."""

from __future__ import annotations

from collections.abc import Callable

Spoilt = Callable[..., list[str]]


def test_a_currency_without_a_rate_is_told(spoilt: Spoilt) -> None:
    assert spoilt("invoices.csv", "2010-07-01,1000000,", "2010-07-01,1000 USD,") == [
        "invoices.csv: line 2, amount: expected an amount in XOF, or a rate of USD on "
        "2010-07-01, found 1000.00 USD: add the rate to the tables [[fx]] of fund.toml, with base "
        "= 'USD'"
    ]


def test_the_parity_needs_no_line(spoilt: Spoilt) -> None:
    assert spoilt("invoices.csv", "2010-07-01,1000000,", "2010-07-01,1524.49 EUR,") == []


def test_an_invoice_that_plans_more_than_the_plan_is_a_warning(spoilt: Spoilt) -> None:
    assert spoilt("invoices.csv", "1000000,300000,", "1000000,300001,") == [
        "invoices.csv: line 2, grant_planned: expected at most 300000 XOF, which grants "
        "pay of E1 U1 in allocations.csv, found 300001 XOF: correct one of the two: the plan counts"
    ]


def test_the_planned_grant_may_be_left_out(spoilt: Spoilt) -> None:
    assert spoilt("invoices.csv", "1000000,300000,", "1000000,,") == []


def test_an_unknown_use_is_told_once(spoilt: Spoilt) -> None:
    assert spoilt("invoices.csv", "F1,E1,U1", "F1,E1,U9") == [
        "invoices.csv: line 2, use: expected a use of 'E1' in uses.csv, found 'U9': add it to "
        "uses.csv"
    ]


def test_two_agreements_of_one_source_are_told_at_the_second(spoilt: Spoilt) -> None:
    second = (
        '[[grants]]\nsource = "REGION"\nagreed_on = 2011-01-01\nceiling = "1 XOF"\n'
        'advance = "0 %"\n\n[[grants]]\n'
    )

    assert spoilt("fund.toml", "[[grants]]\n", second) == [
        "fund.toml: grants[1].source: expected one agreement of 'REGION', found 2 agreements: give "
        "each a source of its own, such as 'REGION_2'"
    ]


def test_two_rates_of_one_day_are_told_once(spoilt: Spoilt) -> None:
    quote = (
        '[[fx]]\nbase = "USD"\nquote = "XOF"\nrate = "500"\non = 2010-01-01\nsource = "bank"\n\n'
    )
    findings = spoilt("fund.toml", "[[grants]]\n", f"{quote}{quote}[[grants]]\n")

    assert findings == [
        "fund.toml: fx[1].on: expected one quote of a pair on a day, found another at "
        "fx[0]: keep one of them"
    ]


def test_terms_of_the_agreement_are_read(spoilt: Spoilt) -> None:
    terms = (
        'advance = "70 %"\nrate = "60 %"\neligible_from = 2009-12-01\nuntil = 2011-12-31\n'
        'interim = "80 %"\ncompleted_on = 2012-01-31\nkeep_years = 5\nidle_days = 180\n'
        'claw_back = "pro_rata"\n'
        "extensions = [{ agreed_on = 2011-11-30, until = 2012-06-30 }]\n"
        'payments = [{ on = 2010-02-01, amount = "350 000 XOF" }]\n'
    )

    assert spoilt("fund.toml", 'advance = "70 %"\n', terms) == []


def test_a_payment_in_another_currency_is_told(spoilt: Spoilt) -> None:
    terms = 'advance = "70 %"\npayments = [{ on = 2010-02-01, amount = "350 EUR" }]\n'

    assert spoilt("fund.toml", 'advance = "70 %"\n', terms) == [
        "fund.toml: grants[0].payments: expected valid terms, found that payments holds "
        "350.00 EUR but the ceiling is 500000 XOF: use one currency"
    ]


def test_terms_of_the_item_are_read(spoilt: Spoilt) -> None:
    new = (
        "enterprise,id,label,kind,cost,life_years,quantity,unit_price,residual,depreciation,"
        "location,owner,pledged_to,in_service,idle_since,sold_on,sold_for\n"
        "E1,U1,Press,equipment,1000000,10,2,500000,100000,straight_line,Ouesse,FUND,BANK,"
        "2010-07-15,2012-03-01,2012-09-30,250000\n"
    )

    assert (
        spoilt(
            "uses.csv",
            "enterprise,id,label,kind,cost,life_years\nE1,U1,Press,equipment,1000000,10\n"
            "E1,U2,Stock,working_capital,200000,\n",
            f"{new}E1,U2,Stock,working_capital,200000,,,,,,,,,,,,\n",
        )
        == []
    )


def test_a_price_in_another_currency_is_told(spoilt: Spoilt) -> None:
    findings = spoilt(
        "uses.csv",
        "life_years\nE1,U1,Press,equipment,1000000,10\nE1,U2,Stock,working_capital,200000,\n",
        "sold_on,sold_for\nE1,U1,Press,equipment,1000000,2012-09-30,300 EUR\n"
        "E1,U2,Stock,working_capital,200000,,\n",
    )

    assert findings == [
        "uses.csv: line 2, sold_for: expected an amount in XOF, found 300.00 EUR: convert it "
        "at the rate of its day"
    ]
