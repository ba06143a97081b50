"""What happens to a debt, in the order in which it counts, and what each of it does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from investisens.engine.tape import REPAYMENTS, Fixings, Op, Row, tape_of
from investisens.servicing.allocating import hand_back, receive, use_credit, waive
from investisens.servicing.converting import convert
from investisens.servicing.history import CONTRACTUAL, Receipt, row_on
from investisens.servicing.running import Running
from investisens.servicing.story import Waived
from investisens.values.legs import DebtLeg
from investisens.values.paid_days import counted_on
from investisens.values.steps import FixBase

_FEES = frozenset({Op.FEE, Op.FEE_SHARE, Op.FEE_WHILE_OWED})
_LENDS = _FEES | {Op.DRAW}
_ASKS = REPAYMENTS | {Op.PAY_INTEREST}


class Ask(NamedTuple):
    """A due asks for its total."""

    at: int
    day: int


class Money(NamedTuple):
    """All that is received, or handed back, on a day."""

    at: int
    day: int
    minor: int


class GiveUp(NamedTuple):
    """A part is given up."""

    at: int
    day: int
    what: Waived


Event = Row | Ask | Money | GiveUp


def events_of(
    debt: Running,
    receipts: list[Receipt],
    waivers: list[Waived],
    until: date,
    stands: date,
    gone: date | None,
) -> list[Event]:
    """What happens up to *until*, by the day as of which it counts.

    Steps of a day stand first, what its due asks for before all that moves the balance; payments
    of a day are one payment.
    """
    leg = debt.leg
    events: list[Event] = list(steps_of(leg, max(until, stands), until, debt.fixings))
    for day, same in groupby(sorted(receipts, key=lambda r: r.on), key=lambda r: r.on):
        counts = day
        if leg.moved and (gone is None or counts <= gone):
            counts = min(counted_on(leg.moved, counts), gone or stands)
        minor = sum(receipt.minor for receipt in same)
        events.append(Money(counts.toordinal(), day.toordinal(), minor))
    for waived in waivers:
        events.append(GiveUp(waived.on.toordinal(), waived.on.toordinal(), waived))
    if gone is not None:
        events.append(row_on(Op.WRITE_OFF, gone))
    events.sort(key=_order)
    return events


def _order(event: Event) -> tuple[int, int]:
    if fixes_base(event):
        return event.at, date.max.toordinal()
    # A due asks as of its own day, also where it is paid on another.
    return event.at, min(event.at, event.day) if isinstance(event, Ask) else event.day


def fixes_base(event: Event) -> bool:
    """Interest then runs on what the payments of the day leave: they come before."""
    return isinstance(event, Row) and event.op is Op.FIX_BASE


def steps_of(
    leg: DebtLeg, last: date, booked: date, fixings: Fixings | None
) -> Iterator[Row | Ask]:
    """Steps that happen by the terms alone, fees, and one question of each due."""
    asked = 0
    for row in tape_of(leg, fixings, last):
        if row.op in _ASKS and row.at > asked:
            asked = row.at
            yield Ask(row.at, row.day)
        elif row.op in _FEES or (
            row.op in CONTRACTUAL and (row.op is not Op.CAPITALISE or row.day <= booked.toordinal())
        ):
            yield row
    agreed_to = leg.plan.last_on if any(isinstance(s, FixBase) for s in leg.plan.steps) else None
    if agreed_to is not None and agreed_to <= last:
        # A base was agreed up to the last due: from then on interest runs on what is owed.
        yield row_on(Op.FOLLOW_BALANCE, agreed_to)


def happen(debt: Running, event: Event) -> None:
    """Let one of them happen."""
    match event:
        case Ask(at=at, day=day):
            debt.ask(at, date.fromordinal(day))
            use_credit(debt, at, day)
        case Money(at=at, day=day, minor=minor) if minor < 0:
            hand_back(debt, -minor, at, day)
        case Money(at=at, day=day, minor=minor):
            receive(debt, minor, at, day)
        case GiveUp(at=at, what=waived):
            waive(debt, waived.component, waived.minor, at)
        case Row(op=op) if debt.written_off and op in _LENDS:
            pass  # nothing more is lent to who lost what was lent before
        case Row(op=op) if op in _FEES:
            debt.charge(event)
        case Row(op=Op.CONVERT, day=day):
            convert(debt, event)
            use_credit(debt, event.at, day)
        case Row(op=Op.WRITE_OFF, day=day):
            debt.write_off(event)
            use_credit(debt, event.at, day)
        case Row():
            debt.step(event)
