"""TOML values are read strictly: a number for a text, or the reverse, is never converted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from investisens.folder import read_fund
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.instruments.participating_loan import ParticipatingLoan
from investisens.values.dates import Period, YearDay
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import Between, Every, OnDates, Stub, YearDays
from investisens.values.shares import MultipleOf, ParLessLosses, ParPlus, PriceFormula

Spoilt = Callable[[str, str, str], list[str]]
Folder = Callable[..., Path]

AMOUNT = "expected an amount such as '4250000 XOF', found"
DAY = "expected a day such as 2011-02-28, found"
RATE = "expected a rate such as '4.5 %', found"
WHOLE = "expected a whole number, found"


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            *("fund.toml", '"10 000 XOF"', "10000"),
            f'fund.toml: fund.share_price: {AMOUNT} 10000: write money as text, "10000"',
        ),
        (
            *("fund.toml", '"10 000 XOF"', "10000.5"),
            f"fund.toml: fund.share_price: {AMOUNT} 10000.5: write money as text",
        ),
        (
            *("fund.toml", '"10 000 XOF"', '"3 994,16 EUR"'),
            f"fund.toml: fund.share_price: {AMOUNT} '3 994,16 EUR': no comma is read here, "
            "write decimals with a point, such as '3994.16 EUR'",
        ),
        (
            *("fund.toml", '"70 %"', "0.05"),
            f'fund.toml: grants[0].advance: {RATE} 0.05: write "5 %" if it is a share of one',
        ),
        (
            *("fund.toml", '"70 %"', "5"),
            f'fund.toml: grants[0].advance: {RATE} 5: write "5 %"',
        ),
        (
            *("fund.toml", '"70 %"', '"4.5"'),
            f"fund.toml: grants[0].advance: {RATE} '4.5': write \"4.5 %\"",
        ),
        (
            *("fund.toml", '"70 %"', "true"),
            f"fund.toml: grants[0].advance: {RATE} true: write it as text, with its sign %",
        ),
        (
            *("fund.toml", '"70 %"', '"170 %"'),
            "fund.toml: grants[0].advance: expected valid terms, found that advance is 170 %: "
            "use a share between 0 % and 100 %",
        ),
        (
            *("fund.toml", "as_of = 2012-12-31", 'as_of = "2012-02-30"'),
            f"fund.toml: fund.as_of: {DAY} '2012-02-30': the last day of that month is 2012-02-29",
        ),
        (
            *("fund.toml", "as_of = 2012-12-31", "as_of = 2012-12-31T10:00:00"),
            "fund.toml: fund.as_of: expected a day without a time, found 2012-12-31T10:00:00: "
            "write 2012-12-31",
        ),
        (
            *("fund.toml", "as_of = 2012-12-31", "as_of = 0212-12-31"),
            "fund.toml: fund.as_of: expected a day from 1900-01-01 to 2199-12-31, found "
            "0212-12-31: check the year",
        ),
        (
            *("scenarios.toml", '"failure"', r'"fail\u001b[31mure"'),
            "scenarios.toml: scenarios[0].name ('fail\\x1b[31mure'): expected text, found the "
            "control character '\\x1b': remove it",
        ),
        (
            *("fund.toml", 'name = "Small fund"', "name = 5"),
            "fund.toml: fund.name: expected text, found 5: write it in quotes",
        ),
        (
            *("fund.toml", "public = true", 'public = "false"'),
            "fund.toml: sources[1].public (REGION): expected true or false, found 'false': "
            "write false, without quotes",
        ),
        (
            *("fund.toml", "public = true", "public = 1"),
            "fund.toml: sources[1].public (REGION): expected true or false, found 1: write one",
        ),
        (
            *("fund.toml", "format = 1", "format = 2"),
            "fund.toml: format: expected 1, found 2: use a later version of investisens",
        ),
        (
            *("fund.toml", "format = 1", ""),
            "fund.toml: format: expected 1, found nothing: write `format = 1` on the first line",
        ),
        (
            *("fund.toml", "format = 1", "format = true"),
            "fund.toml: format: expected 1, found true: write `format = 1` on the first line",
        ),
        (
            *("fund.toml", "[plan_rules]", "[plan_rule]"),
            "fund.toml: plan_rule: expected a known key, found 'plan_rule': "
            "did you mean 'plan_rules'?",
        ),
        (
            *("fund.toml", "[[grants]]", "[grants]"),
            "fund.toml: grants: expected a list of tables, found a table: "
            "write [[grants]] above each",
        ),
        (
            *("fund.toml", "as_of", "as_off"),
            "fund.toml: fund.as_off: expected a known key, found 'as_off': did you mean 'as_of'?",
        ),
        (
            *("positions.toml", "count = 8", "count = 12.7"),
            f"positions.toml: positions[0].repayment.dues[1].count (L1): {WHOLE} 12.7: "
            "write digits alone, without quotes or decimals",
        ),
        (
            *("positions.toml", "count = 8", 'count = "12.7 months"'),
            f"positions.toml: positions[0].repayment.dues[1].count (L1): {WHOLE} '12.7 months': "
            "write digits alone, without quotes or decimals",
        ),
        (
            *("positions.toml", "count = 8", "count = true"),
            f"positions.toml: positions[0].repayment.dues[1].count (L1): {WHOLE} true: "
            "write digits alone, without quotes or decimals",
        ),
        (
            *("positions.toml", "shares = 40", f"shares = 1{'0' * 18}1"),
            "positions.toml: positions[1].shares (Q1): expected a whole number up to 10^18, found "
            "10000000000000000001: check the number of digits",
        ),
        (
            *("positions.toml", 'every = "quarter"', 'evry = "quarter"'),
            "positions.toml: positions[0].repayment.dues[1] (L1): expected a rule with the key "
            "'every', 'days', 'on', 'harvest' or 'rule', found the keys 'evry', 'first', 'count': "
            "did you mean 'every'?",
        ),
        (
            *("positions.toml", "{ on = [2010-12-31] }", '"monthly"'),
            "positions.toml: positions[0].repayment.dues[0] (L1): expected a table of keys, found "
            "'monthly': write keys in braces, { key = value }",
        ),
        (
            *("positions.toml", "[2010-12-31]", "2010-12-31"),
            "positions.toml: positions[0].repayment.dues[0].on (L1): expected a list, in square "
            "brackets, found 2010-12-31: write [ ] around it",
        ),
        (
            *("positions.toml", "[2010-12-31]", "[2010-12-31, 2010-12-30]"),
            "positions.toml: positions[0].repayment.dues[0].on (L1): expected valid terms, found "
            "that on: 2010-12-30 is not after 2010-12-31: put the dates in order, each once",
        ),
        (
            *("positions.toml", "[2010-12-31]", "[2010-12-31, 5]"),
            f"positions.toml: positions[0].repayment.dues[0].on[1] (L1): {DAY} 5: "
            "write the year first, YYYY-MM-DD",
        ),
        (
            *("positions.toml", '"quarter"', '"quater"'),
            "positions.toml: positions[0].repayment.dues[1].every (L1): expected a period such as "
            "'quarter' or '2 months', found 'quater': did you mean 'quarter'?",
        ),
        (
            *("positions.toml", '"31 March", ', '"31 Mars 2010", '),
            "positions.toml: positions[0].repayment.dues[2].days[0] (L1): expected a day of the "
            "year such as '28 February', found '31 Mars 2010': write '28 February', '02-28' (month "
            "first) or 'end of February'",
        ),
        (
            *("positions.toml", "first = 2013-03-31", "first = 2013-03-30"),
            "positions.toml: positions[0].repayment.dues[2].first (L1): expected valid terms, "
            "found that first 2013-03-30 is none of 31 March, 30 September: start on "
            "2013-03-31, the nearest of them",
        ),
        (
            *("positions.toml", "interest_only_dues = 1", "interest_only_dues = 13"),
            "positions.toml: positions[0].repayment.interest_only_dues (L1): expected valid terms, "
            "found that interest_only_dues is 13 but the debt has 13 dues: leave at least one to "
            "repay principal",
        ),
        (
            *("positions.toml", "disbursed_on = 2010-06-15", "disbursed_on = 2010-12-31"),
            "positions.toml: positions[0].repayment.dues (L1): expected valid terms, found that "
            "first due 2010-12-31 is not after disbursed_on 2010-12-31: check the order of the "
            "dates",
        ),
        (
            *("positions.toml", 'kind = "ordinary_shares"', 'kind = "ordinary_share"'),
            "positions.toml: positions[1].kind (Q1): expected a kind of instrument, "
            "found 'ordinary_share': did you mean 'ordinary_shares'?",
        ),
        (
            *("positions.toml", 'kind = "ordinary_shares"\n', ""),
            "positions.toml: positions[1].kind (Q1): expected a kind of instrument, "
            "found nothing: add the key 'kind', such as 'loan'",
        ),
        (
            *("positions.toml", "other_shares", "others_shares"),
            "positions.toml: positions[1].others_shares (Q1): expected a known key, found "
            "'others_shares': did you mean 'other_shares'?",
        ),
        (
            *("positions.toml", "[positions.participation]", "[positions.participations]"),
            "positions.toml: positions[0].participations (L1): expected a known key, found "
            "'participations': did you mean 'participation'?",
        ),
        (
            *("positions.toml", "last_year = 2013", "last_year = 20133"),
            "positions.toml: positions[0].participation.last_year (L1): expected a year from 1900 "
            "to 2199, found 20133: write its four digits",
        ),
        (
            *("positions.toml", "interest_only_dues = 1", 'day_count = "ACT/366"'),
            "positions.toml: positions[0].repayment.day_count (L1): expected one of 'A/365F', "
            "'A/360', 'A/A', '30E/360', '30E/360 ISDA', '30U/360', 'NL/365', found 'ACT/366': "
            "did you mean 'A/360'?",
        ),
        (
            *("positions.toml", "other_shares", r'"\u001b[31m"'),
            "positions.toml: positions[1].'\\x1b[31m' (Q1): expected a known key, found "
            "'\\x1b[31m': remove it",
        ),
        (
            *("scenarios.toml", "defaults = [{", "defaults = [5, {"),
            "scenarios.toml: scenarios[0].defaults[0] (failure): expected a table of keys, found "
            "5: write keys in braces, { key = value }",
        ),
    ],
)
def test_a_fault_of_a_term_is_told_in_full(
    spoilt: Spoilt, file: str, old: str, new: str, message: str
) -> None:
    assert spoilt(file, old, new) == [message]


@pytest.mark.parametrize(
    ("rate", "found"),
    [
        ('"0"', "valid terms, found that rate is 0: give a rate above 0, such as '1.0842'"),
        ('"-1.5"', "valid terms, found that rate is -3/2: give a rate above 0, such as '1.0842'"),
        ('"1/0"', "an exact number such as '655.957', found '1/0': divide by a number above 0"),
        (
            '"655,957"',
            "an exact number such as '655.957', found '655,957': "
            "write digits and a point, or a fraction such as '1/3'",
        ),
        ("655.957", "an exact number such as '655.957', found 655.957: write it as text"),
    ],
)
def test_a_rate_of_exchange_is_exact_and_above_zero(spoilt: Spoilt, rate: str, found: str) -> None:
    quote = f'[[fx]]\nbase = "EUR"\nquote = "XOF"\nrate = {rate}\non = 1999-01-01\nsource = "x"\n'

    assert spoilt("fund.toml", "[[grants]]", f"{quote}\n[[grants]]") == [
        f"fund.toml: fx[0].rate: expected {found}"
    ]


def test_a_rule_up_to_a_last_due_is_told_from_a_regular_one_by_that_due(folder: Folder) -> None:
    """Back from 31 December 2012 by quarters: 31 March 2011 gives way to a long first period."""
    path = folder() / "positions.toml"
    regular = '{ every = "quarter", first = 2011-03-31, count = 8 }'
    rule = '{ every = "quarter", after = 2011-01-31, until = 2012-12-31, stub = "long_first" }'
    text = path.read_text(encoding="utf-8")
    assert regular in text
    path.write_text(text.replace(regular, rule), encoding="utf-8")

    terms = read_fund(path.parent).position("L1").instrument
    assert isinstance(terms, ParticipatingLoan)
    rule_read = terms.repayment.dues[1]

    assert rule_read == Between(
        after=date(2011, 1, 31),
        until=date(2012, 12, 31),
        every=Period(months=3),
        stub=Stub.LONG_FIRST,
    )
    assert rule_read.dates()[0] == date(2011, 6, 30)


def test_every_form_of_a_term_is_read(folder: Folder) -> None:
    fund = read_fund(folder())
    terms = fund.position("L1").instrument

    assert isinstance(terms, ParticipatingLoan)
    assert terms.principal == Money(1_000_000, fund.terms.currency)
    assert terms.rate == Rate.parse("5 %")
    assert terms.repayment.dues == (
        OnDates((date(2010, 12, 31),)),
        Every(first=date(2011, 3, 31), every=Period(months=3), count=8),
        YearDays(first=date(2013, 3, 31), days=(YearDay(3, 31), YearDay(9, 30)), count=4),
    )
    assert terms.participation.paid_on == YearDay(6, 30)


@pytest.mark.parametrize("day", ["2012-12-31", '"2012-12-31"', '" 2012-12-31 "'])
def test_a_day_is_native_or_iso_text(folder: Folder, day: str) -> None:
    fund = f'format = 1\n[fund]\nname = "F"\ncurrency = "XOF"\nshare_price = "1"\nas_of = {day}\n'
    path = folder({"fund.toml": fund})
    for other in path.iterdir():
        if other.name != "fund.toml":
            other.unlink()

    assert read_fund(path).terms.as_of == date(2012, 12, 31)


OTHERS = "other_shares = 60\n"
BUY_BACK = "buy_back = {{ price = {}, days = [{{ on = [2015-06-30] }}] }}\n"


@pytest.mark.parametrize(
    ("written", "formula"),
    [
        ('{ rate = "4 %" }', ParPlus(rate=Rate.parse("4 %"))),
        ('{ measure = "net_assets" }', MultipleOf(measure="net_assets")),
        (
            '{ measure = "ebitda", multiple = "4.5", first = 2014-01-01, last = 2014-12-31 }',
            MultipleOf(
                measure="ebitda",
                multiple=Fraction(9, 2),
                first=date(2014, 1, 1),
                last=date(2014, 12, 31),
            ),
        ),
        ('{ losses = "uncovered" }', ParLessLosses(losses="uncovered")),
    ],
)
def test_a_price_of_a_share_is_told_by_its_keys(
    folder: Folder, written: str, formula: PriceFormula
) -> None:
    path = folder()
    with (path / "positions.toml").open("a", encoding="utf-8") as file:
        file.write(BUY_BACK.format(written))
    line = read_fund(path).position("Q1").instrument

    assert isinstance(line, OrdinaryShares)
    assert line.buy_back is not None
    assert line.buy_back.price == formula


@pytest.mark.parametrize(
    ("written", "found", "remedy"),
    [
        ("{}", "an empty table", 'write such as { rate = "4 %" } or { measure = "net_assets" }'),
        (
            '{ multiple = "4" }',
            "the keys 'multiple'",
            'write such as { rate = "4 %" } or { measure = "net_assets" }',
        ),
    ],
)
def test_a_price_without_its_key_is_told(
    spoilt: Spoilt, written: str, found: str, remedy: str
) -> None:

    assert spoilt("positions.toml", OTHERS, OTHERS + BUY_BACK.format(written)) == [
        "positions.toml: positions[1].buy_back.price (Q1): expected a price with the key 'rate', "
        f"'measure' or 'losses', found {found}: {remedy}"
    ]
