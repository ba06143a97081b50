"""A debt while it is folded: its balance, the lines of its dues, and what was paid in advance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import attrs

from investisens.engine.arithmetic import Single
from investisens.engine.debt import Flow
from investisens.engine.kernel import run
from investisens.engine.schedule import schedule
from investisens.engine.state import State, Terms
from investisens.engine.tape import Fixings, Op, Row
from investisens.servicing.dues import Line
from investisens.values.cashflow import FlowKind
from investisens.values.components import Component
from investisens.values.legs import DebtLeg
from investisens.values.rates import MBP
from investisens.values.rounding import round_ratio
from investisens.values.servicing import Advance, DueAsks, LateBase
from investisens.values.steps import (
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

_REPAYING = (RepayShare, RepayPart, RepayLevel, RepayRest, RepayExcess)


@attrs.frozen
class Signed:
    """What the dues of a leg ask for as signed, by the ordinal of the day of each.

    Attributes:
        totals: Principal and interest.
        principal: Principal.
        repaying: The dues that repay principal, in order.
        last: The due that asks for all that is left, or 0 if there is none.
    """

    totals: Mapping[int, int]
    principal: Mapping[int, int]
    repaying: tuple[int, ...]
    last: int


def signed(leg: DebtLeg, fixings: Fixings | None, until: date) -> Signed:
    """What the dues of *leg* ask for as signed; amounts of those up to *until* only."""
    rows = schedule(attrs.evolve(leg, moved=()), fixings, until).rows
    repaying = sorted({step.on.toordinal() for step in leg.plan.steps if repays(step)})
    rest = [step.on.toordinal() for step in leg.plan.steps if isinstance(step, RepayRest)]
    return Signed(
        totals={row.due_on.toordinal(): row.total - row.fees for row in rows},
        principal={row.due_on.toordinal(): row.principal for row in rows},
        repaying=tuple(repaying),
        last=rest[-1] if rest else 0,
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
    """

    leg: DebtLeg
    state: State
    since: int
    signed: Signed
    flows: list[Flow] = attrs.field(factory=list)
    lines: list[Line] = attrs.field(factory=list)
    interest_ahead: int = 0
    ahead: dict[int, int] = attrs.field(factory=dict)
    tail: int = 0
    beside: int = 0
    late_to: int = 0
    still: Days = ()
    fixings: Fixings | None = None
    until: date = date.max

    def copy(self) -> Running:
        """The same, to be moved on its own."""
        return attrs.evolve(
            self,
            state=attrs.evolve(self.state),
            flows=list(self.flows),
            lines=[line.copy() for line in self.lines],
            ahead=dict(self.ahead),
        )

    def open(self, component: Component) -> int:
        """What dues asked for of a component and is still owed."""
        return sum(line.parts[component].open for line in self.lines)

    def unasked(self, component: Component) -> int:
        """Interest accrued, or principal, that no due has asked for yet."""
        owed = self.state.accrued if component is INTEREST else self.state.balance
        return max(0, int(owed) - self.open(component))

    def emit(self, day: int, kind: FlowKind, amount: int) -> None:
        """Tell a flow."""
        self.flows.append((day, kind, amount))

    def accrued_at(self, at: int) -> int:
        """Interest accrued and unpaid as of a day, if nothing happens before it."""
        base = self.state.balance if self.state.base is None else self.state.base
        days = self._days(self.since, at)
        basis = self.leg.day_count.basis * self.leg.rate_unit
        interest = self.leg.rounding.of_interest(base * self.state.rate * days, basis)
        return int(self.state.accrued + interest)

    def to(self, at: int) -> None:
        """An event of the day *at*: interest up to it is rounded and carried."""
        self.step(Row(Op.ACCRUE, at, days=0, accrues=False))

    def step(self, row: Row) -> None:
        """A step that happens by the terms alone, whoever pays or not."""
        self.count_late(row.at)
        days = self._days(self.since, row.at)
        basis = self.leg.day_count.basis * self.leg.rate_unit
        terms = Terms(basis, self.leg.rounding, Single(), self.emit)
        run([row._replace(days=days, accrues=days != 0)], self.state, terms)
        self.since = max(self.since, row.at)
        if row.op is not Op.ACCRUE:
            self._ask_no_more_than_is_owed()

    def count_late(self, at: int) -> None:
        """Late interest of each due that is past due, up to a day."""
        late = self.leg.servicing.late_interest
        if late is not None:
            basis = self.leg.day_count.basis * MBP
            for line in self.lines:
                base = line.parts[PRINCIPAL].open
                if late.runs_on is LateBase.PRINCIPAL_AND_INTEREST:
                    base += line.parts[INTEREST].open
                first = max(self.late_to, line.due_on.toordinal() + late.grace_days)
                days = sum(self._days(a, b) for a, b in _outside(first, at, self.still))
                amount = self.leg.rounding.of_interest(base * late.rate.mbp * days, basis)
                line.parts[LATE].asked += amount
        self.late_to = max(self.late_to, at)

    def ask(self, at: int, due_on: date) -> Line:
        """A due asks for its total, out of what is owed and what was paid in advance for it."""
        if self.leg.servicing.round_at_dues:
            self.to(at)
        self.count_late(at)
        accrued = max(0, self.accrued_at(at) - self.open(INTEREST))
        interest, principal, early = self._shares(at, accrued, self.unasked(PRINCIPAL))
        line = self.line(at, due_on)
        paid_interest = min(interest, self.interest_ahead)
        self.interest_ahead -= paid_interest
        line.parts[INTEREST].asked += interest
        line.parts[INTEREST].paid += paid_interest
        line.parts[PRINCIPAL].asked += principal
        line.parts[PRINCIPAL].paid += early
        return line

    def _shares(self, at: int, accrued: int, left: int) -> tuple[int, int, int]:
        """Interest and principal that a due asks for, and what of principal is paid already."""
        last = at == self.signed.last
        early = self._take_ahead(at)
        paid = self.interest_ahead
        if last:
            return paid + accrued, early + left, early
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

    def line(self, at: int, due_on: date) -> Line:
        """The line of a due, made if it is not there yet."""
        found = next((line for line in reversed(self.lines) if line.at == at), None)
        if found is None:
            found = Line(due_on, at)
            self.lines.append(found)
            self.lines.sort(key=lambda line: line.at)
        return found

    def charge(self, row: Row) -> None:
        """A fee is owed from its day on."""
        amount = row.amount
        if row.op is Op.FEE_SHARE:
            owed = self.state.balance * row.amount
            amount = round_ratio(owed, MBP, self.leg.rounding.interest)
        elif row.op is Op.FEE_WHILE_OWED and not self.state.balance:
            amount = 0
        if amount:
            self.count_late(row.at)
            self.line(row.at, date.fromordinal(row.day)).parts[FEE].asked += amount

    def lose(self) -> None:
        """Nothing that dues asked for is expected any more."""
        for line in self.lines:
            for part in line.parts.values():
                part.lost += part.open

    def start_anew(self) -> None:
        """New terms take over principal and interest: dues keep what was paid of them."""
        for line in self.lines:
            for component in (INTEREST, PRINCIPAL):
                part = line.parts[component]
                part.asked -= part.open

    def _ask_no_more_than_is_owed(self) -> None:
        """Where the terms took principal or interest away, the latest dues ask for less."""
        for component, owed in (
            (INTEREST, self.state.accrued),
            (PRINCIPAL, self.state.balance),
        ):
            beyond = self.open(component) - owed
            for line in reversed(self.lines):
                if beyond <= 0:
                    break
                part = line.parts[component]
                less = min(beyond, part.open)
                part.asked -= less
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
