"""Hypothesis strategies of small funds in XOF, and funds built from a few words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from investisens.instruments.loan import Loan
from investisens.instruments.repayment import Repayment
from investisens.portfolio.fund import Fund, FundTerms, ManagementFee, Position
from investisens.portfolio.parties import CapitalCall, Enterprise, Investor
from investisens.portfolio.records import Cost, Distribution, Payment
from investisens.values.currency import XOF
from investisens.values.dates import YearDay
from investisens.values.money import Money, Remainder
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates
from strategies import days, debts, share_lines

AS_OF = date(2016, 12, 31)


def xof(minor: int) -> Money:
    """Francs."""
    return Money(minor, XOF)


def fund(**lists: Any) -> Fund:
    """A fund in XOF with these lists."""
    terms = FundTerms(name="Test", currency=XOF, share_price=xof(10_000), as_of=AS_OF)
    return Fund(**{"terms": terms, **lists})


def call(investor: str, on: date, minor: int, paid_on: date | None) -> CapitalCall:
    """What *investor* is asked for on a day, and when it came."""
    return CapitalCall(
        call="C1", called_on=on, investor=investor, amount=xof(minor), paid_on=paid_on
    )


def investor(name: str) -> Investor:
    """An investor of Benin."""
    return Investor(id=name, country="BJ", commitment=xof(10**9), shares=1)


def loan(principal: int, start: date, *dues: date, rate: str = "0 %") -> Loan:
    """A loan repaid in equal parts."""
    return Loan(
        principal=xof(principal),
        disbursed_on=start,
        rate=Rate.parse(rate),
        repayment=Repayment(dues=(OnDates(dues),)),
    )


@st.composite
def calls(draw: st.DrawFn, names: list[str]) -> tuple[CapitalCall, ...]:
    """Calls paid on time, late or never."""
    found = []
    for name in names:
        for _ in range(draw(st.integers(0, 3))):
            on = draw(days)
            paid_on = on + timedelta(days=draw(st.sampled_from([0, 0, 60, 800])))
            kept = draw(st.booleans()) or draw(st.booleans())
            found.append(call(name, on, draw(st.integers(1, 10**8)), paid_on if kept else None))
    return tuple(found)


@st.composite
def payments(draw: st.DrawFn, position: Position) -> tuple[Payment, ...]:
    """Receipts on a debt, from its start on."""
    terms = position.instrument
    if not isinstance(terms, Loan):
        return ()
    amounts = st.integers(1, 2 * terms.principal.minor)
    dated = st.lists(st.tuples(st.integers(0, 3_000), amounts), max_size=4)
    return tuple(
        Payment(
            id=f"{position.id}-{number}",
            received_on=terms.disbursed_on + timedelta(days=after),
            position=position.id,
            amount=xof(minor),
        )
        for number, (after, minor) in enumerate(draw(dated))
    )


@st.composite
def funds(draw: st.DrawFn) -> Fund:
    """Investors, calls, loans and shares with receipts, costs, a fee and distributions."""
    names = [f"I{n}" for n in range(draw(st.integers(1, 4)))]
    made = calls(names)
    instruments = st.one_of(
        debts(st.integers(1, 10**8), 12, st.just(XOF)).map(lambda terms: Loan(**terms)),
        share_lines(st.just(XOF)),
    )
    held = tuple(
        Position(id=f"P{n}", enterprise="E1", instrument=each)
        for n, each in enumerate(draw(st.lists(instruments, max_size=3)))
    )
    called = draw(made)
    first_paid = min((each.paid_on for each in called if each.paid_on), default=None)
    distributions = []
    if first_paid is not None:
        for after, minor in draw(
            st.lists(st.tuples(st.integers(0, 3_000), st.integers(1, 10**7)), max_size=3)
        ):
            on = first_paid + timedelta(days=after)
            distributions.append(Distribution(paid_on=on, amount=xof(minor)))
    costs = st.builds(Cost, paid_on=days, amount=st.integers(1, 10**6).map(xof))
    return Fund(
        terms=FundTerms(
            name="Any",
            currency=XOF,
            share_price=xof(10_000),
            as_of=AS_OF,
            remainder=draw(st.sampled_from(Remainder)),
        ),
        management_fee=draw(st.none() | fees()),
        enterprises=(Enterprise(id="E1", name="Miel"),),
        investors=tuple(investor(name) for name in names),
        calls=called,
        positions=held,
        payments=tuple(each for position in held for each in draw(payments(position))),
        costs=tuple(draw(st.lists(costs, max_size=3))),
        distributions=tuple(distributions),
    )


@st.composite
def fees(draw: st.DrawFn) -> ManagementFee:
    """A fee that runs for some days or years."""
    since = draw(days)
    return ManagementFee(
        rate=Rate(draw(st.integers(0, 10**6))),
        since=since,
        until=since + timedelta(days=draw(st.integers(0, 4_000))),
        paid_on=draw(st.sampled_from([YearDay(12, 31), YearDay(2, 29), YearDay(6, 30)])),
    )
