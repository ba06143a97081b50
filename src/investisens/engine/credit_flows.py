"""Draws and payments of a credit, read into one equation.

Whatever door they come through, dated or at given times, they become net amounts at exact times
from the first draw, seen from the lender.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, TypeVar

import attrs

from investisens.engine.apr_time import TimeUnit, gaps, interval, recurrence
from investisens.engine.discount import Amount, Exact, Flow, exact_amount, net_by_day
from investisens.engine.irr import IrrResult, solve
from investisens.values.errors import InvalidAmount, InvalidDate, InvalidTerms

TimedFlow = tuple[Fraction | int, Amount]
"""Years from the first draw, exact, and an amount."""

_Flows = Sequence[tuple[Any, Amount]]
_When = TypeVar("_When", date, Fraction)
_SHORTEST_PERIOD: Final = Fraction(1, 12)


@attrs.frozen(kw_only=True)
class CreditFlows:
    """Net flows of a credit at exact times.

    Attributes:
        net: Years from the first draw, ascending, and amounts: draws are negative, payments
            positive.
        period: Smallest interval between two payments, or between the draw and the only one;
            at least a month.
        unit: Whole periods counted before days; ``None`` where times were given.
    """

    net: tuple[tuple[Fraction, Exact], ...]
    period: Fraction
    unit: TimeUnit | None = None

    @classmethod
    def dated(
        cls, draws: Iterable[Flow], payments: Iterable[Flow], unit: TimeUnit | None = None
    ) -> CreditFlows:
        """The flows of dated draws and payments, in the given unit or as payments recur.

        >>> flows = CreditFlows.dated([(date(2026, 1, 31), 100)], [(date(2026, 2, 28), 101)])
        >>> flows.net, flows.unit.value
        (((Fraction(0, 1), -100), (Fraction(1, 12), 101)), 'month')
        """
        drawn, paid = list(draws), list(payments)
        _check_amounts(drawn, paid)
        draw_on, pay_on = _by_day(drawn), _by_day(paid)
        first = _first_draw(draw_on, pay_on)
        days = sorted(day for day in pay_on if day > first)
        counted = recurrence(days) if unit is None else unit
        net: dict[Fraction, Exact] = {}
        for flows, sign in ((draw_on, -1), (pay_on, 1)):
            for day, amount in flows.items():
                time = interval(first, day, counted)
                net[time] = net.get(time, 0) + sign * amount
        between = days if len(days) > 1 else [first, *days]
        return cls(
            net=tuple(sorted(net.items())), period=_period(gaps(between, counted)), unit=counted
        )

    @classmethod
    def timed(cls, draws: Iterable[TimedFlow], payments: Iterable[TimedFlow]) -> CreditFlows:
        """The flows of draws and payments at given times.

        >>> CreditFlows.timed([(0, 100)], [(Fraction(1, 4), 50), (Fraction(1, 2), 52)]).period
        Fraction(1, 4)
        """
        drawn, paid = list(draws), list(payments)
        _check_amounts(drawn, paid)
        draw_at, pay_at = _by_years(drawn), _by_years(paid)
        first = _first_draw(draw_at, pay_at)
        times = sorted(time for time in pay_at if time > first)
        between = times if len(times) > 1 else [first, *times]
        net = {time: pay_at.get(time, 0) - draw_at.get(time, 0) for time in draw_at | pay_at}
        return cls(
            net=tuple((time - first, amount) for time, amount in sorted(net.items())),
            period=_period(after - before for before, after in pairwise(between)),
        )

    def solved(self) -> IrrResult:
        """Every yearly rate at which the draws are worth the payments.

        >>> flows = CreditFlows.timed([(0, 100)], [(2, 121)])
        >>> f"{flows.solved().value:.9f}"
        '0.100000000'
        """
        moving = [(float(time), amount) for time, amount in self.net if amount]
        return solve(
            [time for time, _ in moving],
            [amount for _, amount in moving],
            several_dates=len(self.net) > 1,
            closed=True,
        )


def _by_day(flows: Iterable[Flow]) -> dict[date, Exact]:
    return {date.fromordinal(day): amount for day, amount in net_by_day(flows).items() if amount}


def _by_years(flows: Iterable[TimedFlow]) -> dict[Fraction, Exact]:
    net: dict[Fraction, Exact] = {}
    for time, amount in flows:
        if isinstance(time, bool) or not isinstance(time, int | Fraction):
            raise InvalidTerms(
                f"time is {time!r}: give exact years, such as Fraction(1, 12)",
                field="time",
                value=time,
            )
        net[Fraction(time)] = net.get(Fraction(time), 0) + exact_amount(amount)
    return {time: amount for time, amount in net.items() if amount}


def _check_amounts(draws: _Flows, payments: _Flows) -> None:
    net_by_day((date.min, amount) for _, amount in (*draws, *payments))  # exact, one currency
    for name, flows in (("draw", draws), ("payment", payments)):
        for when, amount in flows:
            if exact_amount(amount) < 0:
                raise InvalidAmount(
                    f"the {name} at {when} is {amount}: give amounts of 0 or more, and a charge "
                    "deducted from a draw as a payment",
                    field=name,
                    value=amount,
                )


def _first_draw(draws: dict[_When, Exact], payments: dict[_When, Exact]) -> _When:
    if not draws:
        raise InvalidTerms(
            "draws is empty: a rate needs a sum received, on its day", field="draws", value=()
        )
    first = min(draws)
    early = min(payments, default=first)
    if early < first:
        raise InvalidDate(
            f"the payment at {early} comes before the first draw at {first}: time is counted from "
            "there, so give an earlier charge on that day",
            field="payments",
            value=early,
        )
    return first


def _period(between: Iterable[Fraction]) -> Fraction:
    return max(_SHORTEST_PERIOD, min(between, default=_SHORTEST_PERIOD))
