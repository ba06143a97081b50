"""A participating security (titre participatif): a fixed part, a part tied to activity, no term."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine import projection as engine
from investisens.engine.book import Book
from investisens.engine.contract import Contract, ContractRun, run_contract
from investisens.engine.projection import run_book
from investisens.engine.scenario import BASE, Default, Scenario
from investisens.instruments.clauses import Clauses
from investisens.instruments.participating_security import ParticipatingSecurity, VariablePart
from investisens.legal.parameters import value
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period, YearDay
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.results import Observation, Results
from investisens.values.rounding import Rounding
from oracles import rounded
from strategies import currencies, day_counts, is_in_any_month, minors, rates, roundings

issue_days = st.dates(date(2009, 12, 31), date(2024, 12, 31))
year_days = st.builds(YearDay, st.integers(1, 12), st.integers(1, 31).filter(is_in_any_month))


@st.composite
def securities(draw: st.DrawFn) -> ParticipatingSecurity:
    currency, start = draw(currencies), draw(issue_days)
    floor = draw(st.none() | st.integers(0, 10**6))
    cap = draw(st.none() | st.integers(0, 10**6))
    variable = VariablePart(
        base=Rate(draw(st.integers(0, 4 * MBP // 10))),
        rate=draw(rates),
        reference=Money(draw(st.integers(1, 10**9)), currency),
        first_year=start.year + draw(st.integers(0, 2)),
        measure="net_profit",
        floor=None if floor is None else Money(floor, currency),
        cap=None if cap is None else Money(cap + (floor or 0), currency),
    )
    return ParticipatingSecurity(
        principal=Money(draw(minors), currency),
        disbursed_on=start,
        rate=draw(rates),
        variable=variable,
        paid_on=draw(year_days),
        projected_until=Period(months=draw(st.integers(1, 180))).date_after(start, 1),
        day_count=draw(day_counts),
        rounding=draw(roundings),
    )


terms = securities()

VARIABLE = VariablePart(
    base=Rate.parse("40 %"),
    rate=Rate.parse("2.5 %"),
    reference=Money(25_000_000, XOF),
    first_year=2012,
)
SECURITY = ParticipatingSecurity(
    principal=Money(100_000, XOF),
    disbursed_on=date(2011, 6, 30),
    rate=Rate.parse("3 %"),
    variable=VARIABLE,
    paid_on=YearDay(6, 30),
    projected_until=date(2014, 12, 31),
)
TURNOVER = {2012: 28_000_000, 2013: 25_000_000, 2014: -1, 2017: 26_000_000, 2018: 27_000_000}


def run_of(
    security: ParticipatingSecurity, *happened: Happening, scenario: Scenario = BASE
) -> ContractRun:
    known = Results([Observation.of_year("turnover", *each) for each in TURNOVER.items()])
    contract = Contract(id="T1", legs=security.legs_after(happened), results=known)
    return run_contract(contract, scenario)


def redeemed(on: date) -> Happening:
    return Happening(contract="T1", on=on, what=HappeningKind.REDEEMED)


def told(run: ContractRun) -> list[tuple[str, str, int]]:
    return [(str(date.fromordinal(day)), kind.value, amount) for day, kind, amount in run.flows]


@given(terms, st.integers(-(10**9), 10**9))
def test_the_variable_part_is_rounded_once_whatever_its_factors(
    security: ParticipatingSecurity, result: int
) -> None:
    """Floor <= payment <= cap; between them nominal x base x rate x result / reference."""
    part = security.variable
    exact = (
        Fraction(security.principal.minor)
        * part.base.fraction
        * part.rate.fraction
        * Fraction(max(0, result), part.reference.minor)
    )
    expected = max(
        rounded(exact, security.rounding.interest), part.floor.minor if part.floor else 0
    )
    if part.cap is not None:
        expected = min(expected, part.cap.minor)
    known = Results([Observation.of_year("net_profit", part.first_year, result)])

    flows = run_contract(Contract(id="T1", legs=security.legs(), results=known)).flows
    paid = [amount for _, kind, amount in flows if kind is FlowKind.PARTICIPATION]
    assert paid == ([expected] if security.legs()[1].windows else [])


@given(terms)
def test_the_fixed_part_of_a_period_is_rounded_once(security: ParticipatingSecurity) -> None:
    """Nominal x (1 - base) x rate x days, exact up to the franc."""
    plan = security.legs()[0].plan
    base = security.principal.minor * (1 - security.variable.base.fraction)
    dues = [security.disbursed_on, *(step.on for step in plan.steps)]
    expected = []
    for before, on in pairwise(dues):
        days = security.day_count.numerator(before, on, plan.last_on)
        exact = base * security.rate.fraction * Fraction(days, security.day_count.basis)
        expected.append(rounded(exact, security.rounding.interest))

    flows = run_contract(Contract(id="T1", legs=security.legs())).flows
    paid = [amount for _, kind, amount in flows if kind is FlowKind.INTEREST]
    assert paid == [amount for amount in expected if amount]


@given(terms)
def test_nothing_is_repaid_before_the_issuer_redeems(security: ParticipatingSecurity) -> None:
    run = run_contract(Contract(id="T1", legs=security.legs()))

    assert run.outstanding == security.principal.minor
    assert all(kind is not FlowKind.PRINCIPAL for _, kind, _ in run.flows)


@given(terms, st.integers(7 * 366, 20 * 366))
def test_once_redeemed_all_is_repaid_at_nominal(security: ParticipatingSecurity, days: int) -> None:
    on = date.fromordinal(security.disbursed_on.toordinal() + days)
    run = run_contract(Contract(id="T1", legs=security.legs_after((redeemed(on),))))

    assert run.outstanding == 0
    repaid = [flow for flow in run.flows if flow[1] is FlowKind.PRINCIPAL]
    assert repaid == [(on.toordinal(), FlowKind.PRINCIPAL, security.principal.minor)]


def test_tp_01_a_year_of_fixed_and_variable_part() -> None:
    """Oracle TP-01: 60 % of 100 000 at 3 %, 40 % x 2.5 % x 1.12: 1 800 + 1 120 = 2 920."""
    flows = told(run_of(SECURITY))

    assert flows == [
        ("2011-06-30", "disbursement", 100_000),
        ("2012-06-30", "interest", 1_805),
        ("2013-06-30", "interest", 1_800),
        ("2013-06-30", "participation", 1_120),
        ("2014-06-30", "interest", 1_800),
        ("2014-06-30", "participation", 1_000),
    ]
    assert 1_800 + 1_120 == 2_920 == SECURITY.principal.minor * Fraction("2.92") / 100


@pytest.mark.parametrize(("base", "valid"), [("45 %", False), ("40 %", True)])
def test_tp_02_a_variable_base_above_the_limit_is_refused(base: str, valid: bool) -> None:
    """Oracle TP-02."""
    part = attrs.evolve(VARIABLE, base=Rate.parse(base))
    if valid:
        assert attrs.evolve(SECURITY, variable=part).variable == part
        return
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(SECURITY, variable=part)

    assert str(caught.value) == (
        "variable.base is 45 % of nominal: at most 40 % may be variable (tp.variable_base_max on "
        "2011-06-30: Code de commerce, articles L228-36, L228-37 and R228-49, text as at 2009; "
        "first day not found; verified text): use 40 % or less"
    )
    assert (caught.value.field, caught.value.value) == ("variable.base", Rate.parse("45 %"))


def test_redemption_in_year_five_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        SECURITY.legs_after((redeemed(date(2015, 12, 31)),))

    assert str(caught.value) == (
        "redeemed_on is 2015-12-31, in year 5: what was issued on 2011-06-30 is not redeemed "
        "before 7 years have passed (tp.min_years on 2011-06-30: Code de commerce, articles "
        "L228-36, L228-37 and R228-49, text as at 2009; first day not found; verified text): give "
        "2018-06-30 or a later day"
    )
    assert (caught.value.field, caught.value.value) == ("redeemed_on", date(2015, 12, 31))


def test_redemption_on_the_seventh_birthday_is_accepted() -> None:
    assert int(value("tp.min_years", on=SECURITY.disbursed_on)) == 7
    assert run_of(SECURITY, redeemed(date(2018, 6, 30))).outstanding == 0


def test_a_redemption_pays_the_broken_year_of_the_fixed_part_alone() -> None:
    """By hand: 100 000 x 1.8 % x 184 / 365 = 907.4; 2017 and 2018 had ended, 2019 had not."""
    run = run_of(SECURITY, redeemed(date(2018, 12, 31)))

    assert told(run)[-5:] == [
        ("2018-06-30", "interest", 1_800),
        ("2018-06-30", "participation", 1_040),
        ("2018-12-31", "principal", 100_000),
        ("2018-12-31", "interest", 907),
        ("2019-06-30", "participation", 1_080),
    ]


def test_a_horizon_before_the_first_due_shows_what_is_owed_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No year is looked at yet: a batch watches nothing."""
    monkeypatch.setattr(engine, "_FEW", 0)
    young = attrs.evolve(SECURITY, projected_until=date(2011, 12, 31))
    projection = run_book(Book.of([Contract(id="T1", legs=young.legs())]))

    assert young.legs()[1].windows == ()
    assert projection.outstanding.tolist() == [100_000]


def test_a_winding_up_is_a_default() -> None:
    """By hand: 5 % of the nominal is left once all other creditors are paid."""
    struck = Scenario(
        name="wound up",
        defaults=(Default(contract="T1", on=date(2013, 7, 1), recovery=Rate.parse("5 %")),),
    )

    assert told(run_of(SECURITY, scenario=struck))[-2:] == [
        ("2013-07-01", "recovery", 5_000),
        ("2013-07-01", "loss", 95_000),
    ]


def test_a_security_from_before_the_first_known_limit_is_refused() -> None:
    part = attrs.evolve(VARIABLE, first_year=2009)

    with pytest.raises(MissingData) as caught:
        attrs.evolve(SECURITY, disbursed_on=date(2009, 12, 30), variable=part)

    assert str(caught.value) == (
        "tp.variable_base_max has no value on 2009-12-30: the first one holds from 2009-12-31"
    )


def test_the_rate_of_the_fixed_part_stays_readable_where_it_can() -> None:
    fixed = SECURITY.legs()[0]
    assert (str(fixed.rate), fixed.rate_unit) == ("1.8 %", MBP)

    odd = attrs.evolve(VARIABLE, base=Rate.parse("33.33333 %"))
    fine = attrs.evolve(SECURITY, variable=odd, rounding=Rounding()).legs()[0]
    assert Fraction(fine.rate.mbp, fine.rate_unit) == Fraction("0.03") * Fraction("0.6666667")


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        ({"base": Rate(-1)}, "base is -0.00001 %: use 0 % or more", "base"),
        ({"rate": Rate(-1)}, "rate is -0.00001 %: use 0 % or more", "rate"),
        (
            {"reference": Money(0, XOF)},
            "reference is 0 XOF: give the positive result of a year",
            "reference",
        ),
        ({"first_year": 9999}, "first_year is 9999: use a year from 2 to 9998", "first_year"),
        ({"cap": Money(-1, XOF)}, "cap is -1 XOF: use an amount of 0 or more", "cap"),
        (
            {"floor": Money(9, XOF), "cap": Money(8, XOF)},
            "cap 8 XOF is below floor 9 XOF: raise the cap or lower the floor",
            "cap",
        ),
    ],
)
def test_a_variable_part_out_of_range_is_refused(
    changes: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(VARIABLE, **changes)

    assert (str(caught.value), caught.value.field) == (message, field)


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        ({"principal": Money(0, XOF)}, "principal is 0 XOF: issue a positive amount", "principal"),
        ({"rate": Rate(-1)}, "rate is -0.00001 %: use 0 % or more", "rate"),
        (
            {"projected_until": date(2011, 6, 30)},
            "projected_until 2011-06-30 is not after disbursed_on 2011-06-30: check the order of "
            "the dates",
            "projected_until",
        ),
        (
            {"variable": attrs.evolve(VARIABLE, first_year=2010)},
            "first_year 2010 is before the year of disbursed_on 2011-06-30: count no result from "
            "before issue",
            "variable.first_year",
        ),
        (
            {"variable": attrs.evolve(VARIABLE, reference=Money(100, EUR))},
            "reference is 1.00 EUR but the security is in XOF: use one currency",
            "variable.reference",
        ),
        (
            {"clauses": Clauses(cap_on_return=Money(100, EUR))},
            "cap_on_return is 1.00 EUR but the instrument is in XOF: use one currency",
            "clauses.cap_on_return",
        ),
    ],
)
def test_terms_that_contradict_each_other_are_refused(
    changes: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(SECURITY, **changes)

    assert (str(caught.value), caught.value.field) == (message, field)
