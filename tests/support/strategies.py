"""Hypothesis strategies shared by the suites: rates, dues, terms of debts, shares, scenarios."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
from hypothesis import strategies as st

from investisens.engine.contract import Contract
from investisens.engine.scenario import Default, Delay, Scenario
from investisens.instruments.loan import Loan
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.instruments.participating_loan import Participation
from investisens.instruments.repayment import Amortisation, Repayment, debt_leg
from investisens.values.cashflow import CashFlow, FlowKind
from investisens.values.currency import EUR, XOF, Currency
from investisens.values.dates import Period, YearDay
from investisens.values.daycount import DayCount
from investisens.values.legs import DebtLeg, KnownFlows, ParticipationLeg
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.schedule import Between, Every, OnDates, ScheduleRule, Stub, YearDays
from investisens.values.shares import ShareEvent, ShareEventKind, ShareLeg
from yearly import results

Terms = dict[str, Any]
"""Arguments that every debt instrument takes."""

MONTH_ENDS_AND_LEAP_DAYS = (
    date(2011, 1, 31),
    date(2011, 2, 28),
    date(2011, 12, 31),
    date(2012, 2, 28),
    date(2012, 2, 29),
    date(2012, 12, 31),
    date(2016, 2, 29),
)
days = st.one_of(
    st.sampled_from(MONTH_ENDS_AND_LEAP_DAYS), st.dates(date(2008, 1, 1), date(2024, 12, 31))
)
currencies = st.sampled_from([XOF, EUR])
minors = st.one_of(st.integers(1, 1_000), st.integers(1, 10**8), st.integers(1, 10**12))
rates = st.one_of(
    st.just(0), st.sampled_from([400_000, 500_000, 600_000]), st.integers(0, 60 * MBP // 100)
).map(Rate)
shares_of_one = st.integers(0, MBP).map(Rate)
modes = st.sampled_from(RoundingMode)
roundings = st.builds(
    Rounding,
    interest=modes,
    principal=modes,
    multiple=st.sampled_from([1, 1, 1, 5, 25, 100, 500, 1_000]),
)
day_counts = st.sampled_from(DayCount)
PLAIN = (Amortisation.BULLET, Amortisation.CONSTANT_PRINCIPAL, Amortisation.LEVEL_PAYMENT)
"""Amortisations that need no further term."""


@st.composite
def rules(draw: st.DrawFn, after: date, most: int = 120) -> ScheduleRule:
    """One rule whose first due comes after the day *after*, of one to *most* dues."""
    first = after + timedelta(days=draw(st.integers(1, 400)))
    count = draw(st.one_of(st.integers(1, min(most, 12)), st.integers(1, most)))
    kind = draw(st.sampled_from(["every", "days", "year_days", "on_dates", "between"]))
    if kind == "every":
        months = draw(st.sampled_from([1, 2, 3, 6, 12]))
        month_end = draw(st.booleans())
        return Every(first=first, every=Period(months=months), count=count, month_end=month_end)
    if kind == "between":
        return draw(between(after, most))
    if kind == "days":
        return Every(first=first, every=Period(days=draw(st.integers(1, 90))), count=count)
    if kind == "year_days":
        around = {YearDay(first.month, first.day)}
        around |= {YearDay(month, 15) for month in draw(st.sets(st.integers(1, 12), max_size=2))}
        return YearDays(first=first, days=tuple(around), count=count)
    dues = [first]
    for gap in draw(st.lists(st.integers(1, 400), max_size=min(most, 12) - 1)):
        dues.append(dues[-1] + timedelta(days=gap))
    return OnDates(tuple(dues))


@st.composite
def between(draw: st.DrawFn, after: date, most: int) -> Between:
    """Regular dues counted from a day, or back to it, with any stub; one to *most* of them."""
    every = draw(st.sampled_from([Period(months=months) for months in (1, 3, 6)]))
    longest = (every.date_after(after, most) - after).days - 31
    return Between(
        after=after,
        until=after + timedelta(days=draw(st.integers(1, max(1, longest)))),
        every=every,
        stub=draw(st.sampled_from(Stub)),
        month_end=draw(st.booleans()),
    )


@st.composite
def repayments(draw: st.DrawFn, after: date, most: int = 120) -> Repayment:
    """Any amortisation and deferral; the first due comes after the day *after*."""
    dues = [draw(rules(after, most))]
    if draw(st.integers(0, 3)) == 0:
        dues.append(draw(rules(dues[0].dates()[-1], 12)))
    count = sum(len(rule.dates()) for rule in dues)
    deferral = st.one_of(st.just(0), st.integers(0, min(count - 1, 6)))
    capitalised = draw(deferral)
    return Repayment(
        dues=tuple(dues),
        amortisation=draw(st.sampled_from(PLAIN)),
        capitalised_dues=capitalised,
        interest_only_dues=min(draw(deferral), count - 1 - capitalised),
        day_count=draw(day_counts),
        rounding=draw(roundings),
    )


@st.composite
def debts(
    draw: st.DrawFn,
    amounts: st.SearchStrategy[int] = minors,
    most: int = 120,
    money: st.SearchStrategy[Currency] = currencies,
) -> Terms:
    """Arguments of a debt instrument: principal, disbursed_on, rate, repayment."""
    start = draw(days)
    return {
        "principal": Money(draw(amounts), draw(money)),
        "disbursed_on": start,
        "rate": draw(rates),
        "repayment": draw(repayments(start, most)),
    }


@st.composite
def legs(draw: st.DrawFn, amounts: st.SearchStrategy[int] = minors, most: int = 120) -> DebtLeg:
    """The debt leg of any debt."""
    return debt_leg(**draw(debts(amounts, most)))


def loans(amounts: st.SearchStrategy[int] = minors, most: int = 120) -> st.SearchStrategy[Loan]:
    """Any loan."""
    return debts(amounts, most).map(lambda terms: Loan(**terms))


@st.composite
def participations(draw: st.DrawFn, start: date, currency: Currency) -> Participation:
    """Any participation in results from the year after *start*."""
    first = start.year + draw(st.integers(0, 2))
    floor = draw(st.none() | st.integers(0, 10**6))
    total = draw(st.none() | st.integers(0, 10**7))
    if floor is not None and total is not None:
        total += floor
    return Participation(
        share=draw(shares_of_one),
        first_year=first,
        last_year=first + draw(st.integers(0, 5)),
        paid_on=YearDay(draw(st.integers(1, 12)), draw(st.integers(1, 31).filter(is_in_any_month))),
        cap_of_principal=draw(st.none() | shares_of_one),
        floor=None if floor is None else Money(floor, currency),
        cap_total=None if total is None else Money(total, currency),
    )


def is_in_any_month(day: int) -> bool:
    """Whether a day of the month exists in all of them; 31 stands for the last one."""
    return day <= 28 or day == 31


@st.composite
def share_events(
    draw: st.DrawFn, held: int, start: date, currency: Currency
) -> tuple[ShareEvent, ...]:
    """Events in order, never of more shares than are held."""
    events = []
    on = start
    for kind in draw(st.lists(st.sampled_from(ShareEventKind), max_size=5)):
        if not held:
            break
        on += timedelta(days=draw(st.integers(0, 500)))
        price = 0 if kind is ShareEventKind.WRITE_OFF else draw(st.integers(0, 20_000))
        shares = draw(st.integers(1, held))
        events.append(
            ShareEvent(on=on, event=kind, shares=shares, per_share=Money(price, currency))
        )
        if kind in (ShareEventKind.BUY_BACK, ShareEventKind.SALE, ShareEventKind.WRITE_OFF):
            held -= shares
    return tuple(events)


@st.composite
def share_lines(draw: st.DrawFn, money: st.SearchStrategy[Currency] = currencies) -> OrdinaryShares:
    """Any subscription of shares, with the events planned for it."""
    currency, start = draw(money), draw(days)
    shares = draw(st.integers(1, 500))
    return OrdinaryShares(
        shares=shares,
        price=Money(draw(st.integers(1, 20_000)), currency),
        subscribed_on=start,
        other_shares=draw(st.integers(0, 500)),
        planned=draw(share_events(shares, start, currency)),
    )


# Contracts and scenarios.


@st.composite
def contracts(
    draw: st.DrawFn, name: str, amounts: st.SearchStrategy[int] = minors, most: int = 14
) -> Contract:
    """A contract in XOF: a debt with or without participation, shares, or known flows."""
    kind = draw(st.sampled_from(["debt", "debt", "participating", "shares", "known"]))
    if kind == "shares":
        return Contract(id=name, legs=draw(share_lines(st.just(XOF))).legs())
    if kind == "known":
        return Contract(id=name, legs=(draw(known_flows(name)),))
    leg = debt_leg(**draw(debts(amounts, most, st.just(XOF))))
    if kind == "debt":
        return Contract(id=name, legs=(leg,))
    shared = draw(participations(leg.start, XOF))
    known = {
        (shared.measure, window.first.year): draw(st.integers(-(10**6), 10**7))
        for window in shared.windows
        if draw(st.integers(0, 4))
    }
    variable = ParticipationLeg(
        measure=shared.measure,
        share=shared.share.fraction,
        windows=shared.windows,
        floor=shared.floor,
        cap_of_principal=shared.cap_of_principal,
        cap_total=shared.cap_total,
    )
    return Contract(id=name, legs=(leg, variable), results=results(known))


@st.composite
def known_flows(draw: st.DrawFn, party: str) -> KnownFlows:
    """One to five amounts of any sign."""
    amounts = draw(st.lists(st.tuples(days, st.integers(-(10**9), 10**9)), min_size=1, max_size=5))
    return KnownFlows(
        flows=tuple(
            CashFlow(on=on, amount=Money(minor, XOF), kind=FlowKind.FEE, party=party)
            for on, minor in amounts
        )
    )


def first_day_of_risk(contract: Contract) -> date:
    """The first day on which a contract may default."""
    starts = [leg.start for leg in contract.legs if isinstance(leg, DebtLeg | ShareLeg)]
    if contract.opening is not None:
        starts.append(contract.opening.on)
    return max(starts, default=date(2010, 1, 1)) + timedelta(days=1)


@st.composite
def scenarios(draw: st.DrawFn, name: str, book: tuple[Contract, ...]) -> Scenario:
    """Defaults and delays of some contracts of *book*, and of one that it does not hold."""
    defaults = [Default(contract="nobody", on=date(2012, 2, 29))]
    delays = []
    for contract in book:
        first = first_day_of_risk(contract)
        if draw(st.booleans()):
            defaults.append(
                Default(
                    contract=contract.id,
                    on=first + timedelta(days=draw(st.integers(0, 4_000))),
                    recovery=draw(shares_of_one),
                    lag_days=draw(st.integers(0, 900)),
                )
            )
        if draw(st.booleans()):
            since = first + timedelta(days=draw(st.integers(-400, 2_000)))
            delays.append(Delay(contract=contract.id, since=since, days=draw(st.integers(0, 800))))
    return Scenario(name=name, defaults=tuple(defaults), delays=tuple(delays))


@st.composite
def books(
    draw: st.DrawFn, amounts: st.SearchStrategy[int] = minors, size: int = 4
) -> tuple[tuple[Contract, ...], tuple[Scenario, ...]]:
    """Contracts of mixed shapes, some of them twins in shape, and scenarios about them."""
    held = [draw(contracts(f"C{n}", amounts)) for n in range(draw(st.integers(1, size)))]
    for number, contract in enumerate(tuple(held)):
        if contract.debt is not None and draw(st.booleans()):
            principal = Money(draw(amounts), XOF)
            twin = attrs.evolve(contract.debt, principal=principal, rate=draw(rates))
            held.append(attrs.evolve(contract, id=f"T{number}", legs=(twin, *contract.legs[1:])))
    book = tuple(held)
    count = draw(st.integers(1, 3))
    return book, tuple(draw(scenarios(f"S{n}", book)) for n in range(count))
