"""The account of a debt: what each due asks for, what was paid of it, what the open ones become.

The same events as in :func:`history`, by the terms of servicing of the contract. Where these are
the usual ones and nothing was waived, charged or handed back, both give the same state.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Reversible
from datetime import date
from itertools import groupby

import attrs

from investisens.engine.state import State
from investisens.servicing.allocating import pay_off, settle
from investisens.servicing.dues import Due, Line
from investisens.servicing.history import (
    Era,
    History,
    amend,
    check_days,
    disburse,
    gone_in,
    history,
)
from investisens.servicing.indexed import refuse_indexed
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
from investisens.servicing.timeline import Event, events_of, fixes_base, happen, steps_of
from investisens.values.errors import InvalidTerms
from investisens.values.paid_days import standing_on
from investisens.values.servicing import USUAL, Advance, PayOff
from investisens.values.steps import (
    ChargeFee,
    ChargeShare,
    ChargeWhileOwed,
    Convert,
    Draw,
    FixBase,
)

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


def account(story: Story, on: date) -> Account:
    """The account of a debt at the end of *on*, a day not before the debt starts.

    Raises:
        AmendmentMismatch: An amendment does not write what was owed on its day.
        InvalidTerms: *on* or an event is before the first era, or more is given up, or handed
            back, than there is.
        MissingData: A fixing is not given; those of dues to come are needed too.
        NotSupported: The debt is indexed by then, or will be.

    >>> from investisens import Loan, Money, OnDates, Rate, Repayment, XOF
    >>> from investisens.servicing.history import Receipt
    >>> loan = Loan(principal=Money(100_000, XOF), disbursed_on=date(2011, 1, 1),
    ...             rate=Rate.parse("10 %"),
    ...             repayment=Repayment(dues=(OnDates((date(2012, 1, 1), date(2013, 1, 1))),)))
    >>> paid = Receipt(on=date(2012, 1, 1), minor=40_000)
    >>> story = Story(eras=(Era(leg=loan.legs()[0]),), receipts=(paid,))
    >>> found = account(story, date(2012, 1, 31))
    >>> found.overdue, found.dues[0].interest.open, found.dues[0].principal.open
    (20000, 0, 20000)
    """
    refuse_indexed(story, date.max)
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
    refuse_indexed(story, on)
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


def _folded(story: Story, on: date) -> tuple[Running, list[Event], bool]:
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
    events: list[Event] = []
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
        events = events_of(debt, mine, given, until, stands, gone)
        begun = bisect_right(events, stands.toordinal(), key=lambda event: event.at)
        for event in events[:begun]:
            happen(debt, event)
        events = events[begun:]
        if not last:
            debt.to(until.toordinal())
    return debt, events, gone is not None


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


def _past(debt: Running, rest: list[Event], on: date, written_off: bool) -> History:
    """The state as of the day; what waits for its day of payment has accrued interest already."""
    ended = debt.copy()
    for event in rest:
        happen(ended, event)
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
        steps_of(debt.leg, date.max, date.max, debt.fixings), key=lambda event: event.at
    ):
        if at < stands:
            continue
        own = list(events)
        for event in own if at > stands else ():
            if not fixes_base(event):
                happen(debt, event)
        latest = debt.lines.last
        if at > stands and latest is not None and latest.at == at:
            lines.append(latest.copy())
            settle(debt, at, at)
        for event in filter(fixes_base, own):
            happen(debt, event)
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
