"""What a guarantee pays, hands back and costs, read from the flows of what it covers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import attrs

from investisens.engine.covered_losses import claims, exposure_of, owed_on
from investisens.engine.debt import Flow
from investisens.engine.scenario import BASE, Default, Delay, Scenario
from investisens.values.cashflow import FlowKind
from investisens.values.legs import GuaranteeLeg

_LAST_DAY = date.max.toordinal()


def guarantee_flows(
    leg: GuaranteeLeg,
    covered: Mapping[str, tuple[Flow, ...]],
    scenario: Scenario = BASE,
    default: Default | None = None,
    delay: Delay | None = None,
) -> list[Flow]:
    """Calls, what is handed back, and fees, seen from the fund.

    Args:
        leg: The guarantee.
        covered: Flows of the covered contracts by id, in *scenario*.
        scenario: Its defaults tell what the covered contracts will recover.
        default: From its day on the other party pays nothing more: a guarantor no call, a covered
            party no fee, and it hands nothing back. What the fund owes it still pays.
        delay: What is paid on or after its first day is paid later; the amounts are the same.

    Raises:
        MissingData: A covered contract is not there.

    >>> from fractions import Fraction
    >>> from investisens import Money, XOF
    >>> leg = GuaranteeLeg(covers=("L1",), given=False, share=Fraction(1, 2),
    ...                    ceiling=Money(1_000, XOF), start=date(2024, 1, 1),
    ...                    end=date(2024, 12, 31))
    >>> day = date(2024, 6, 30).toordinal()
    >>> [amount for _, _, amount in guarantee_flows(leg, {"L1": ((day, FlowKind.LOSS, 301),)})]
    [150]
    """
    moves: dict[int, list[int]] = {on.toordinal(): [] for on in leg.fee_on}
    for day, change in claims(leg, covered, scenario):
        moves.setdefault(day, []).append(change)
    call = _Call(leg, _LAST_DAY + 1 if default is None else default.on.toordinal())
    fees = {on.toordinal() for on in leg.fee_on}
    call.charge(leg.start.toordinal(), 0 if leg.flat_fee is None else leg.flat_fee.minor)
    for day in sorted(moves):
        call.settle(day, moves[day])
        if day in fees:
            call.charge(day, call.fee(day, _owed(leg, covered, scenario, day)))
    return sorted((_late(flow, delay) for flow in call.flows), key=lambda flow: flow[0])


def _owed(
    leg: GuaranteeLeg, covered: Mapping[str, tuple[Flow, ...]], scenario: Scenario, day: int
) -> int:
    """What is owed at the end of a day and may still be lost."""
    on = date.fromordinal(day)
    exposed = [amount for since, amount in leg.exposed if since <= on][-1:]
    owed = (
        owed_on(on, exposure_of(each, covered), scenario.default_of(each)) for each in leg.covers
    )
    return sum(exposed) + sum(owed)


def _late(flow: Flow, delay: Delay | None) -> Flow:
    day, kind, amount = flow
    if delay is None or day < delay.since.toordinal():
        return flow
    return min(day + delay.days, _LAST_DAY), kind, amount


@attrs.define
class _Call:
    """What has been claimed and paid so far.

    Attributes:
        leg: The guarantee.
        struck: Ordinal of the day from which the other party pays nothing more.
        gross: Losses claimed, before recoveries.
        lost: The same, less what was recovered.
        net: Paid by the guarantor, less what was handed back.
        flows: What was paid, either way.
    """

    leg: GuaranteeLeg
    struck: int
    gross: int = 0
    lost: int = 0
    net: int = 0
    flows: list[Flow] = attrs.field(factory=list)

    def settle(self, day: int, changes: list[int]) -> None:
        """Pay what is missing, or hand back what is too much, once *changes* are counted."""
        claimed = sum(change for change in changes if change > 0)
        self.gross += claimed
        self.lost += sum(changes)
        # A lower ceiling limits a call; it takes back nothing of an earlier one.
        most = max(self.net, self._ceiling(day)) if claimed else self.net
        due = min(most, self._level(self.gross, self.lost))
        if day >= self.struck:
            due = max(due, self.net) if self.leg.given else min(due, self.net)
        if due != self.net:
            calls = (due > self.net) == self.leg.given
            kind = FlowKind.GUARANTEE_PAID if calls else FlowKind.GUARANTEE_RECEIVED
            self.flows.append((day, kind, abs(due - self.net)))
            self.net = due

    def fee(self, day: int, owed: int) -> int:
        """The yearly fee, while *owed* may still be lost."""
        level = self._level(self.gross + owed, self.lost + owed)
        more = max(0, min(level, self._ceiling(day)) - self.net)
        rate = self.leg.fee.fraction
        return more * rate.numerator // rate.denominator

    def charge(self, day: int, fee: int) -> None:
        """Tell a fee: received by the fund for a guarantee given, paid for one received."""
        if fee and day < self.struck:
            kind = FlowKind.FEE if self.leg.given else FlowKind.GUARANTEE_FEE
            self.flows.append((day, kind, fee))

    def _level(self, gross: int, lost: int) -> int:
        """What the guarantor bears of a loss, ceiling aside."""
        beyond = 0 if self.leg.beyond is None else self.leg.beyond.minor
        net = max(0, lost - beyond)
        if self.leg.first_loss:
            return min(net, self._share(max(0, gross - beyond)))
        return self._share(net)

    def _share(self, amount: int) -> int:
        share = self.leg.share
        return amount * share.numerator // share.denominator

    def _ceiling(self, day: int) -> int:
        reached = [lower for on, lower in self.leg.ceilings if on.toordinal() <= day]
        return min([self.leg.ceiling.minor, *reached])
