"""The account of a debt: what each due asks for, what was paid of it, what the open ones become.

The same events as in :func:`history`, by the terms of servicing of the contract. Where these are
the usual ones and nothing was waived, charged or handed back, both give the same state.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Reversible
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

import attrs

from investisens.engine.state import State
from investisens.engine.tape import REPAYMENTS, Fixings, Op, Row, tape_of
from investisens.servicing.allocating import hand_back, pay_off, receive, settle, use_credit, waive
from investisens.servicing.converting import convert
from investisens.servicing.dues import Due, Line
from investisens.servicing.history import (
    CONTRACTUAL,
    Era,
    History,
    Receipt,
    amend,
    check_days,
    disburse,
    gone_in,
    history,
    row_on,
)
from investisens.servicing.running import (
    FEE,
    INTEREST,
    LATE,
    PRINCIPAL,
    Running,
    leaves_interest,
    signed,
)
from investisens.servicing.story import Story, Waived
from investisens.values.errors import InvalidTerms, NotSupported
from investisens.values.legs import DebtLeg
from investisens.values.paid_days import counted_on, standing_on
from investisens.values.servicing import USUAL, Advance, PayOff
from investisens.values.steps import (
    ChargeFee,
    ChargeShare,
    ChargeWhileOwed,
    Convert,
    Draw,
    FixBase,
    ScaleInterest,
    ScalePrincipal,
)

_FEES = frozenset({Op.FEE, Op.FEE_SHARE, Op.FEE_WHILE_OWED})
_LENDS = _FEES | {Op.DRAW}
_ASKS = REPAYMENTS | {Op.PAY_INTEREST}
_BY_ACCOUNT = (ChargeFee, ChargeShare, ChargeWhileOwed, Convert, Draw, FixBase)


@attrs.frozen(kw_only=True)
class Account:
    """A debt at the end of a day, due by due.

    Attributes:
        past: The state of the debt, and what happened to it.
        dues: The dues that have asked so far, the oldest first.
        to_come: What the dues to come will ask for if all that is open is paid on the day and
            each of them on its own; what was paid in advance is paid of them already.
        interest_ahead: Interest paid that no due has asked for yet.
        principal_ahead: Principal paid that no due has asked for yet; dues to come show their part.
        pays_off: What clears all that is owed on the day.
    """

    past: History
    dues: tuple[Due, ...]
    to_come: tuple[Due, ...]
    interest_ahead: int
    principal_ahead: int
    pays_off: int

    @property
    def overdue(self) -> int:
        """What dues before the day asked for and is still owed.

        The arrears of the usual terms are lower by *interest_ahead*: they set all that was
        received against the dues.
        """
        return sum(due.open for due in self.dues if due.due_on < self.past.on)

    @property
    def rows(self) -> tuple[Due, ...]:
        """All dues: those that have asked, and those to come."""
        return (*self.dues, *self.to_come)


class _Ask(NamedTuple):
    at: int
    day: int


class _Money(NamedTuple):
    at: int
    day: int
    minor: int


class _GiveUp(NamedTuple):
    at: int
    day: int
    what: Waived


_Event = Row | _Ask | _Money | _GiveUp


def account(story: Story, on: date) -> Account:
    """The account of a debt at the end of *on*, a day not before the debt starts.

    Raises:
        AmendmentMismatch: An amendment does not write what was owed on its day.
        InvalidTerms: *on* or an event is before the first era, or more is given up, or handed
            back, than there is.
        MissingData: A fixing is not given; those of dues to come are needed too.
        NotSupported: The debt is indexed by then, or will be.

    >>> from investisens import Loan, Money, OnDates, Rate, Repayment, XOF
    >>> loan = Loan(principal=Money(100_000, XOF), disbursed_on=date(2011, 1, 1),
    ...             rate=Rate.parse("10 %"),
    ...             repayment=Repayment(dues=(OnDates((date(2012, 1, 1), date(2013, 1, 1))),)))
    >>> paid = Receipt(on=date(2012, 1, 1), minor=40_000)
    >>> story = Story(eras=(Era(leg=loan.legs()[0]),), receipts=(paid,))
    >>> found = account(story, date(2012, 1, 31))
    >>> found.overdue, found.dues[0].interest.open, found.dues[0].principal.open
    (20000, 0, 20000)
    """
    _check_indexed(story, date.max)
    debt, rest, written_off = _folded(story, on)
    past = _past(debt, rest, on, written_off)
    debt = _at_the_end(debt, on)
    ahead = _to_come(debt, on)
    tail = _show_the_tail(debt, debt.tail, ahead)
    shown = tail - _show_the_tail(debt, tail, debt.lines)
    return Account(
        past=past,
        dues=tuple(line.due() for line in debt.lines),
        to_come=tuple(line.due() for line in ahead),
        interest_ahead=debt.interest_ahead,
        principal_ahead=debt.tail - shown + sum(debt.ahead.values()),
        pays_off=_pays_off(story, debt, on),
    )


def _pays_off(story: Story, debt: Running, on: date) -> int:
    """What clears all on the day.

    Who pays all back owes the whole period, whatever was paid before on the same day: payments of
    a day are one payment.
    """
    at = standing_on(debt.leg.moved, on).toordinal()
    today = sum(receipt.minor for receipt in story.receipts if receipt.on == on)
    if today <= 0 or debt.leg.servicing.payoff is PayOff.TO_THE_DAY:
        return pay_off(debt, at)
    others = tuple(receipt for receipt in story.receipts if receipt.on != on)
    before, _, _ = _folded(attrs.evolve(story, receipts=others), on)
    return max(0, pay_off(before, at) - today)


def state_of(story: Story, on: date) -> History:
    """The state of a debt at the end of *on*, as :func:`account` has it, without what is to come.

    Most debts need no account of their dues: their state is that of :func:`history`, in a tenth
    of the time.

    Raises:
        AmendmentMismatch: An amendment does not write what was owed on its day.
        InvalidTerms: *on* or an event is before the first era, or more is given up, or handed
            back, than there is.
        MissingData: A fixing that a reset up to *on* needs is not given.
        NotSupported: The debt is indexed by then.
    """
    _check_indexed(story, on)
    usual = not story.waivers and all(map(_is_usual, story.eras))
    if usual and all(receipt.minor >= 0 for receipt in story.receipts):
        return history(story.eras, story.receipts, on, story.written_off_on, story.fixings)
    debt, rest, written_off = _folded(story, on)
    return _past(debt, rest, on, written_off)


def _is_usual(era: Era) -> bool:
    """Whether the state of a debt does not depend on its dues."""
    plan = era.leg.plan
    if era.leg.servicing != USUAL or leaves_interest(plan):
        return False
    return not any(isinstance(step, _BY_ACCOUNT) for step in plan.steps)


def _folded(story: Story, on: date) -> tuple[Running, list[_Event], bool]:
    """The debt as of the day, the events that wait for their day of payment, and whether lost."""
    eras, first, fixings = story.eras, story.eras[0].leg, story.fixings
    paid = check_days(first.start, story.receipts, on)
    _check_waivers(first.start, story.waivers)
    debt = Running(
        leg=first,
        state=State(balance=0, accrued=0, rate=first.rate.mbp),
        since=first.start.toordinal(),
        signed=signed(first, fixings, first.start),
        still=story.still,
        fixings=fixings,
    )
    events: list[_Event] = []
    gone = None
    for number, era in enumerate(eras):
        last = number == len(eras) - 1
        start, until = era.leg.start, on if last else eras[number + 1].leg.start
        _begin(debt, era, number)
        mine = [r for r in paid if start <= r.on and (last or r.on < until)]
        given = [w for w in story.waivers if start <= w.on <= on and (last or w.on < until)]
        gone = gone_in(story.written_off_on, start, until, last)
        # An amendment and a write-off take the debt as it is, whatever waits for its payment.
        stands = until if gone or not last else standing_on(era.leg.moved, until)
        debt.until = max(until, stands)
        debt.signed = signed(era.leg, fixings, debt.until)
        events = _events(debt, mine, given, until, stands, gone)
        begun = bisect_right(events, stands.toordinal(), key=lambda event: event.at)
        for event in events[:begun]:
            _happen(debt, event)
        events = events[begun:]
        if not last:
            debt.to(until.toordinal())
    return debt, events, gone is not None


def _check_indexed(story: Story, on: date) -> None:
    """Refuse terms by which what is paid is not what is repaid."""
    for number, era in enumerate(story.eras):
        last = number == len(story.eras) - 1
        until = date.max if last else story.eras[number + 1].leg.start - timedelta(days=1)
        for step in era.leg.plan.steps:
            if isinstance(step, ScaleInterest | ScalePrincipal) and step.on <= min(on, until):
                _refuse_indexed(step)


def _refuse_indexed(step: ScaleInterest | ScalePrincipal) -> None:
    if step.factor != 1:
        raise NotSupported(
            f"the debt is indexed by {step.factor} from {step.on} on, so that what is paid is not "
            "what is repaid: its account does not follow that, keep it by hand, or amend the debt "
            "on that day or before to terms without indexations",
            field="repayment.indexations",
            value=step.on,
        )


def _check_waivers(start: date, waivers: tuple[Waived, ...]) -> None:
    early = next((waived for waived in waivers if waived.on < start), None)
    if early is not None:
        raise InvalidTerms(
            f"{early.minor} minor units are waived on {early.on} but the contract starts on "
            f"{start}: correct one of the two days",
            field="waivers",
            value=early.on,
        )


def _begin(debt: Running, era: Era, number: int) -> None:
    debt.leg = era.leg
    if number == 0:
        disburse(era.leg, debt.state, debt.flows)
        return
    amend(era, debt.state, debt.flows)
    debt.start_anew(INTEREST, PRINCIPAL)
    debt.close_ahead(era.leg.start.toordinal(), era.leg.start)


def _events(
    debt: Running,
    receipts: list[Receipt],
    waivers: list[Waived],
    until: date,
    stands: date,
    gone: date | None,
) -> list[_Event]:
    """What happens up to *until*, by the day as of which it counts.

    Steps of a day stand first, what its due asks for before all that moves the balance; payments
    of a day are one payment.
    """
    leg = debt.leg
    events: list[_Event] = list(_steps(leg, max(until, stands), until, debt.fixings))
    for day, same in groupby(sorted(receipts, key=lambda r: r.on), key=lambda r: r.on):
        counts = day
        if leg.moved and (gone is None or counts <= gone):
            counts = min(counted_on(leg.moved, counts), gone or stands)
        minor = sum(receipt.minor for receipt in same)
        events.append(_Money(counts.toordinal(), day.toordinal(), minor))
    for waived in waivers:
        events.append(_GiveUp(waived.on.toordinal(), waived.on.toordinal(), waived))
    if gone is not None:
        events.append(row_on(Op.WRITE_OFF, gone))
    events.sort(key=_order)
    return events


def _order(event: _Event) -> tuple[int, int]:
    if _fixes_base(event):
        return event.at, date.max.toordinal()
    # A due asks as of its own day, also where it is paid on another.
    return event.at, min(event.at, event.day) if isinstance(event, _Ask) else event.day


def _fixes_base(event: _Event) -> bool:
    """Interest then runs on what the payments of the day leave: they come before."""
    return isinstance(event, Row) and event.op is Op.FIX_BASE


def _steps(leg: DebtLeg, last: date, booked: date, fixings: Fixings | None) -> Iterator[Row | _Ask]:
    """Steps that happen by the terms alone, fees, and one question of each due."""
    asked = 0
    for row in tape_of(leg, fixings, last):
        if row.op in _ASKS and row.at > asked:
            asked = row.at
            yield _Ask(row.at, row.day)
        elif row.op in _FEES or (
            row.op in CONTRACTUAL and (row.op is not Op.CAPITALISE or row.day <= booked.toordinal())
        ):
            yield row
    agreed_to = leg.plan.last_on if any(isinstance(s, FixBase) for s in leg.plan.steps) else None
    if agreed_to is not None and agreed_to <= last:
        # A base was agreed up to the last due: from then on interest runs on what is owed.
        yield row_on(Op.FOLLOW_BALANCE, agreed_to)


def _happen(debt: Running, event: _Event) -> None:
    match event:
        case _Ask(at=at, day=day):
            debt.ask(at, date.fromordinal(day))
            use_credit(debt, at, day)
        case _Money(at=at, day=day, minor=minor) if minor < 0:
            hand_back(debt, -minor, at, day)
        case _Money(at=at, day=day, minor=minor):
            receive(debt, minor, at, day)
        case _GiveUp(at=at, what=waived):
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


def _past(debt: Running, rest: list[_Event], on: date, written_off: bool) -> History:
    """The state as of the day; what waits for its day of payment has accrued interest already."""
    ended = debt.copy()
    for event in rest:
        _happen(ended, event)
    at = _at_the_end(debt, on)
    return History(
        on=on,
        flows=tuple(flow for flow in debt.flows if flow[2]),
        leg=debt.leg,
        since=date.fromordinal(debt.since),
        accrued=int(debt.state.accrued),
        accrued_on=ended.accrued_at(on.toordinal()),
        credit=int(debt.state.credit),
        written_off=written_off,
        fixings=debt.fixings,
        charged=at.open(FEE) + at.open(LATE),
        ahead=at.interest_ahead,
        base=at.state.base,
        dues=tuple(line.due() for line in at.lines),
    )


def _at_the_end(debt: Running, on: date) -> Running:
    """The debt with late interest up to the end of *on*."""
    ended = debt.copy()
    ended.count_late(on.toordinal())
    return ended


def _to_come(debt: Running, on: date) -> list[Line]:
    """Lines of the dues to come, if all that is open is paid on *on* and each of them in time."""
    stands = standing_on(debt.leg.moved, on).toordinal()
    debt = debt.copy()
    if debt.lines.is_open:
        settle(debt, stands, on.toordinal())
    debt.signed = signed(debt.leg, debt.fixings, date.max)
    lines = []
    for at, events in groupby(
        _steps(debt.leg, date.max, date.max, debt.fixings), key=lambda event: event.at
    ):
        if at < stands:
            continue
        own = list(events)
        for event in own if at > stands else ():
            if not _fixes_base(event):
                _happen(debt, event)
        latest = debt.lines.last
        if at > stands and latest is not None and latest.at == at:
            lines.append(latest.copy())
            settle(debt, at, at)
        for event in filter(_fixes_base, own):
            _happen(debt, event)
    return lines


def _show_the_tail(debt: Running, tail: int, lines: Reversible[Line]) -> int:
    """Put what shortened the term on the last of *lines*; gives what is left of it."""
    if not tail or debt.leg.servicing.advance is not Advance.LAST:
        return tail
    totals = signed(debt.leg, debt.fixings, date.max).totals
    for line in reversed(lines):
        part = line.parts[PRINCIPAL]
        missing = totals.get(line.at, 0) - part.asked - line.parts[INTEREST].asked
        shown = max(0, min(tail, missing))
        part.asked += shown
        part.paid += shown
        tail -= shown
    return tail
