"""Hypothesis strategies of the terms of shares: days, policies, formulas, happenings."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from investisens.instruments.buy_back import BuyBack
from investisens.instruments.dividends import DividendPolicy
from investisens.values.currency import Currency
from investisens.values.dates import Period, YearDay
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.schedule import Every, OnDates, ScheduleRule
from investisens.values.shares import MultipleOf, ParLessLosses, ParPlus, PriceFormula


@st.composite
def exit_days(draw: st.DrawFn, after: date) -> tuple[ScheduleRule, ...]:
    """One day, or one to eight regular ones."""
    first = after + timedelta(days=draw(st.integers(0, 1_500)))
    if draw(st.booleans()):
        return (OnDates((first,)),)
    every = Period(months=draw(st.sampled_from([3, 6, 12])))
    return (Every(first=first, every=every, count=draw(st.integers(1, 8))),)


@st.composite
def formulas(draw: st.DrawFn, currency: Currency) -> PriceFormula:
    """Any formula, with a period of its own or not."""
    kind = draw(st.sampled_from(["rate", "multiple", "losses"]))
    if kind == "rate":
        return ParPlus(rate=Rate(draw(st.integers(0, MBP // 5))), compound=draw(st.booleans()))
    first, last = draw(st.sampled_from([(None, None), (date(2014, 1, 1), date(2014, 12, 31))]))
    if kind == "multiple":
        times = draw(st.fractions(Fraction(1, 10), 10, max_denominator=12))
        return MultipleOf(measure="net_profit", first=first, last=last, multiple=times)
    capital = draw(st.none() | st.integers(1, 10**7))
    return ParLessLosses(
        first=first, last=last, capital=None if capital is None else Money(capital, currency)
    )


@st.composite
def buy_backs(draw: st.DrawFn, after: date, held: int, currency: Currency) -> BuyBack:
    """Any buy-back of some or all of the shares held."""
    floor = draw(st.none() | st.integers(0, 20_000))
    more = draw(st.none() | st.integers(0, 20_000))
    return BuyBack(
        price=draw(formulas(currency)),
        days=draw(exit_days(after)),
        shares=draw(st.none() | st.integers(1, held)),
        floor=None if floor is None else Money(floor, currency),
        cap=None if more is None else Money((floor or 0) + more, currency),
    )


@st.composite
def policies(draw: st.DrawFn, start: date) -> DividendPolicy:
    """Any policy on results from the year of *start* on."""
    first = start.year + draw(st.integers(0, 2))
    return DividendPolicy(
        payout=Rate(draw(st.integers(0, MBP))),
        first_year=first,
        last_year=first + draw(st.integers(0, 5)),
        paid_on=draw(st.sampled_from([YearDay(6, 30), YearDay(2, 29), YearDay(12, 31)])),
        cap_of_price=draw(st.none() | st.integers(0, MBP).map(Rate)),
        reserve_complete=draw(st.booleans()),
    )


@st.composite
def gone(draw: st.DrawFn, what: HappeningKind, after: date, held: int) -> tuple[Happening, ...]:
    """Happenings of up to as many shares as are held, in any order of their days."""
    found = []
    on = after
    for _ in range(draw(st.integers(0, 3))):
        if not held:
            break
        on += timedelta(days=draw(st.integers(0, 900)))
        number = draw(st.integers(1, held))
        found.append(Happening(contract="Q1", on=on, what=what, number=number))
        held -= number
    return tuple(draw(st.permutations(found)))
