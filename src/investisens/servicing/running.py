"""A debt while it is folded: its balance, the lines of its dues, and what was paid in advance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

import attrs

from investisens.engine.arithmetic import Single
from investisens.engine.debt import Flow, ends_early
from investisens.engine.kernel import run
from investisens.engine.schedule import schedule
from investisens.engine.state import State, Terms
from investisens.engine.tape import Fixings, Op, Row
from investisens.servicing.dues import Line
from investisens.servicing.lines import Lines
from investisens.values.cashflow import FlowKind
from investisens.values.components import Component
from investisens.values.legs import DebtLeg
from investisens.values.rates import MBP
from investisens.values.rounding import round_ratio
from investisens.values.servicing import Advance, DueAsks, LateBase
from investisens.values.steps import (
    Convert,
    Deliver,
    GiveUp,
    GiveUpAmount,
    PayInterest,
    Plan,
    RepayAmount,
    RepayExcess,
    RepayLevel,
    RepayPart,
    RepayRest,
    RepayShare,
    Step,
)

INTEREST, PRINCIPAL = Component.INTEREST, Component.PRINCIPAL
FEE, LATE = Component.FEE, Component.LATE_INTEREST

Days = tuple[tuple[date, date], ...]
"""Spans of days, the first and the last included."""

_ENDINGS = (Convert, Deliver, GiveUp, GiveUpAmount)
"""Steps by which a debt ends otherwise than by what its dues ask for."""

_REPAYING = (RepayShare, RepayPart, RepayLevel, RepayRest, RepayExcess)


@attrs.frozen
class Signed:
    """What the dues of a leg ask for as signed, by the ordinal of the day of each.

    Attributes:
        totals: Principal and interest.
        principal: Principal.
        repaying: The dues that repay principal, in order.
        last: The due that asks for all that is left, or 0 if there is none.
        paying: The dues that ask for interest.
    """

    totals: Mapping[int, int]
    principal: Mapping[int, int]
    repaying: tuple[int, ...]
    last: int
    paying: frozenset[int]


def signed(leg: DebtLeg, fixings: Fixings | None, until: date) -> Signed:
    """What the dues of *leg* ask for as signed; amounts of those up to *until* only."""
    rows = schedule(attrs.evolve(leg, moved=()), fixings, until).rows
    repaying = sorted({step.on.toordinal() for step in leg.plan.steps if repays(step)})
    return Signed(
        totals={row.due_on.toordinal(): row.total - row.fees for row in rows},
        principal={row.due_on.toordinal(): row.principal for row in rows},
        repaying=tuple(repaying),
        last=_last(leg.plan, repaying),
        paying=frozenset(s.on.toordinal() for s in leg.plan.steps if isinstance(s, PayInterest)),
    )


def _last(plan: Plan, repaying: Sequence[int]) -> int:
    """The due that asks for all that is left: of dues by hand the last one, whatever it says."""
    rest = [step.on.toordinal() for step in plan.steps if isinstance(step, RepayRest)]
    if rest:
        return rest[-1]
    ends = any(isinstance(step, _ENDINGS) for step in plan.steps)
    return repaying[-1] if repaying and not ends else 0


@lru_cache(maxsize=4096)
def leaves_interest(plan: Plan) -> bool:
    """Whether a due of *plan* asks for no interest: for principal alone, or nothing yet."""
    paying = {step.on for step in plan.steps if isinstance(step, PayInterest)}
    return any(
        isinstance(step, (*_REPAYING, RepayAmount)) and step.on not in paying for step in plan.steps
    )


def repays(step: Step) -> bool:
    """Whether *step* repays principal."""
    return isinstance(step, _REPAYING) or (isinstance(step, RepayAmount) and step.minor > 0)


@attrs.define
class Running:
    """A debt between two events.

    Attributes:
        leg: The terms in force.
        state: What is owed as of *since*.
        since: Ordinal of the day as of which the last event counts; interest runs from it.
        signed: What the dues ask for as signed.
        flows: What happened so far.
        lines: The dues that asked so far, the oldest first.
        interest_ahead: Interest paid that no due has asked for yet.
        ahead: Principal paid that a due to come will ask for: by its day, or at 0 for the next.
        tail: Principal paid in advance that shortens the term, or made instalments smaller.
        beside: Interest of the period in course that was paid before the instalment was fixed
            again; the next due asks for it beside its total.
        late_to: Ordinal of the day to which late interest was counted.
        still: Days on which no late interest runs.
        fixings: Values of the indices.
        until: Last day of the dues whose amounts are known as signed.
        written_off: Whether it was written off.
    """

    leg: DebtLeg
    state: State
    since: int
    signed: Signed
    flows: list[Flow] = attrs.field(factory=list)
    lines: Lines = attrs.field(factory=Lines)
    interest_ahead: int = 0
    ahead: dict[int, int] = attrs.field(factory=dict)
    tail: int = 0
    beside: int = 0
    late_to: int = 0
    still: Days = ()
    fixings: Fixings | None = None
    until: date = date.max
    written_off: bool = False

    def copy(self) -> Running:
        """The same, to be moved on its own."""
        return attrs.evolve(
            self,
            state=attrs.evolve(self.state),
            flows=list(self.flows),
            lines=self.lines.copy(),
            ahead=dict(self.ahead),
        )

    def open(self, component: Component) -> int:
        """What dues asked for of a component and is still owed."""
        return self.lines.open(component)

    def unasked(self, component: Component) -> int:
        """Interest accrued, or principal, that no due has asked for yet."""
        owed = self.state.accrued if component is INTEREST else self.state.balance
        return max(0, int(owed) - self.open(component))

    def emit(self, day: int, kind: FlowKind, amount: int) -> None:
        """Tell a flow."""
        self.flows.append((day, kind, amount))

    def accrued_at(self, at: int) -> int:
        """Interest accrued and unpaid as of a day, if nothing happens before it."""
        days = self._days(self.since, at)
        basis = self.leg.day_count.basis * self.leg.rate_unit
        interest = self.leg.rounding.of_interest(self._bearing() * self.state.rate * days, basis)
        return int(self.state.accrued + interest)

    def _bearing(self) -> int:
        """What interest runs on: a base that was fixed, until all is repaid before its time."""
        base = self.state.base
        owed = self.state.balance
        if base is None or (not owed and ends_early(self.leg, self.flows, self.fixings)):
            return int(owed)
        return int(base)

    def to(self, at: int) -> None:
        """An event of the day *at*: interest up to it is rounded and carried."""
        self.step(Row(Op.ACCRUE, at, days=0, accrues=False))

    def step(self, row: Row) -> None:
        """A step that happens by the terms alone, whoever pays or not."""
        self.count_late(row.at)
        self.state.accrued = self.accrued_at(row.at)
        basis = self.leg.day_count.basis * self.leg.rate_unit
        terms = Terms(basis, self.leg.rounding, Single(), self.emit)
        run([row._replace(days=0, accrues=False)], self.state, terms)
        self.since = max(self.since, row.at)
        if row.op is not Op.ACCRUE:
            self._ask_no_more_than_is_owed()

    def count_late(self, at: int) -> None:
        """Late interest of each due that is past due, up to a day."""
        for line, amount in self.late_interest(at):
            self.lines.move(line, LATE, asked=amount)
        self.late_to = max(self.late_to, at)

    def late_interest(self, at: int) -> Iterator[tuple[Line, int]]:
        """The lines that bear late interest up to a day, and how much since it was counted."""
        late = self.leg.servicing.late_interest
        if late is None or at <= self.late_to:
            return
        bearing = {line.at: line for line in self.lines.owing(PRINCIPAL)}
        if late.runs_on is LateBase.PRINCIPAL_AND_INTEREST:
            bearing |= {line.at: line for line in self.lines.owing(INTEREST)}
        basis = self.leg.day_count.basis * MBP
        # Most of them were late before, and bear interest over the same days.
        days: dict[int, int] = {}
        for line in bearing.values():
            base = line.parts[PRINCIPAL].open
            if late.runs_on is LateBase.PRINCIPAL_AND_INTEREST:
                base += line.parts[INTEREST].open
            first = max(self.late_to, line.due_on.toordinal() + late.grace_days)
            if first not in days:
                spans = _outside(first, at, self.still)
                days[first] = sum(self._days(a, b) for a, b in spans)
            owed = base * late.rate.mbp * days[first]
            yield line, self.leg.rounding.of_interest(owed, basis)

    def ask(self, at: int, due_on: date) -> Line:
        """A due asks for its total, out of what is owed and what was paid in advance for it."""
        if self.leg.servicing.round_at_dues or at not in self.signed.paying:
            self.to(at)
        self.count_late(at)
        accrued = max(0, self.accrued_at(at) - self.open(INTEREST))
        interest, principal, early = self._shares(at, accrued, self.unasked(PRINCIPAL))
        line = self.lines.line(at, due_on)
        paid_interest = min(interest, self.interest_ahead)
        self.interest_ahead -= paid_interest
        self.lines.move(line, INTEREST, asked=interest, paid=paid_interest)
        self.lines.move(line, PRINCIPAL, asked=principal, paid=early)
        return line

    def _shares(self, at: int, accrued: int, left: int) -> tuple[int, int, int]:
        """Interest and principal that a due asks for, and what of principal is paid already."""
        last = at == self.signed.last
        early = self._take_ahead(at)
        paid = self.interest_ahead
        if last:
            return paid + accrued, early + left, early
        if at not in self.signed.paying:
            asked = min(self.signed.principal.get(at, 0), early + left)
            self._leave_ahead(at, max(0, early - asked))
            return 0, asked, min(early, asked)
        if self.leg.servicing.asks is DueAsks.PRINCIPAL:
            asked = min(self.signed.principal.get(at, 0), early + left)
            interest, kept = paid + accrued, min(early, asked)
        else:
            total = self.signed.totals.get(at, 0) + self.beside
            total = min(total, paid + accrued + early + left)
            interest = min(paid, total)
            kept = min(early, total - interest)
            interest += min(accrued, total - interest - kept)
            asked = kept + min(left, total - interest - kept)
        self.beside = 0
        self._leave_ahead(at, early - kept)
        return interest, asked, kept

    def _take_ahead(self, at: int) -> int:
        """Principal paid in advance that counts for the due of a day."""
        taken = self.ahead.pop(0, 0) + self.ahead.pop(at, 0)
        if at == self.signed.last:
            taken += sum(self.ahead.values())
            self.ahead.clear()
        return taken

    def _leave_ahead(self, at: int, rest: int) -> None:
        """What a due could not take of it: for the next one, or the last."""
        if rest:
            spread = self.leg.servicing.advance is Advance.SPREAD
            key = self.signed.last if spread and self.signed.last > at else 0
            self.ahead[key] = self.ahead.get(key, 0) + rest

    def charge(self, row: Row) -> None:
        """A fee is owed from its day on; interest is rounded on it, as in the schedule."""
        self.to(row.at)
        amount = row.amount
        if row.op is Op.FEE_SHARE:
            owed = self.state.balance * row.amount
            amount = round_ratio(owed, MBP, self.leg.rounding.interest)
        elif row.op is Op.FEE_WHILE_OWED and not self.state.balance:
            amount = 0
        if amount:
            line = self.lines.line(row.at, date.fromordinal(row.day))
            self.lines.move(line, FEE, asked=amount)

    def write_off(self, row: Row) -> None:
        """All that is left is lost: nothing that dues asked for is expected any more."""
        self.to(row.at)
        for component in Component:
            for line in self.lines.owing(component):
                self.lines.move(line, component, lost=line.parts[component].open)
        self.step(row)
        self.written_off = True

    def start_anew(self, *components: Component) -> None:
        """Something else takes over what is owed of *components*: dues keep what was paid."""
        for component in components:
            for line in self.lines.owing(component):
                self.lines.move(line, component, asked=-line.parts[component].open)

    def close_ahead(self, at: int, on: date) -> None:
        """What was paid in advance of dues that will not come is told on the day *on*."""
        early = self.tail + sum(self.ahead.values())
        if not (self.interest_ahead or early):
            return
        line = self.lines.line(at, on)
        for component, amount in ((INTEREST, self.interest_ahead), (PRINCIPAL, early)):
            self.lines.move(line, component, asked=amount, paid=amount)
        self.interest_ahead = self.tail = 0
        self.ahead = {}

    def _ask_no_more_than_is_owed(self) -> None:
        """Where the terms took principal or interest away, the latest dues ask for less."""
        for component, owed in (
            (INTEREST, self.state.accrued),
            (PRINCIPAL, self.state.balance),
        ):
            beyond = self.open(component) - owed
            for line in reversed(self.lines.owing(component) if beyond > 0 else ()):
                less = min(beyond, line.parts[component].open)
                self.lines.move(line, component, asked=-less)
                beyond -= less

    def _days(self, start: int, end: int) -> int:
        if end <= start:
            return 0
        first, last = date.fromordinal(start), date.fromordinal(end)
        return int(self.leg.day_count.numerator(first, last, self.leg.plan.last_on))


def _outside(first: int, last: int, still: Days) -> Iterator[tuple[int, int]]:
    """The parts of the days from *first* to *last* that no span of *still* holds."""
    for since, until in sorted(still):
        start, end = since.toordinal(), (until + timedelta(days=1)).toordinal()
        if first < start < last:
            yield first, start
        if start < last:
            first = max(first, min(end, last))
    if first < last:
        yield first, last
