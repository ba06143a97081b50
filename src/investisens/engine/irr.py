"""Internal rate of return of dated or periodic flows, with every case named.

The rate is the one number a fund is judged by, and the one a spreadsheet makes up when it
finds none. Here a result says what was found: one rate, several, none, or why the question
has no answer. Source: GIPS 2020 for the display of rates under one year.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from math import expm1, inf

import attrs

from investisens.engine.discount import (
    Amount,
    DayCounting,
    Exact,
    Flow,
    exact_amount,
    net_by_day,
    years_between,
)
from investisens.engine.irr_roots import find_roots
from investisens.engine.log_ratio import LogRoot, sign_changes
from investisens.values.errors import InvalidAmount, InvalidTerms, NotSupported


class IrrStatus(IntEnum):
    """What the search for a rate found.

    Attributes:
        UNIQUE: One rate, possibly a double root (see ``Root.multiplicity``).
        MULTIPLE_ROOTS: Several rates; choose one by a named policy.
        NO_ROOT: Signs change, but no rate makes the present value nil.
        TOTAL_LOSS: Only outflows and nothing will come back; the limit is -100 %.
        INFINITE: Only inflows: no rate is high enough.
        NO_SIGN_CHANGE: Only outflows so far, and the position is still open.
        UNDEFINED_SINGLE_DATE: All flows fall on one date.
        EMPTY: No flow, or flows that cancel on every date.

    >>> IrrStatus.UNIQUE.name
    'UNIQUE'
    """

    UNIQUE = 0
    MULTIPLE_ROOTS = 1
    NO_ROOT = 2
    TOTAL_LOSS = 3
    INFINITE = 4
    NO_SIGN_CHANGE = 5
    UNDEFINED_SINGLE_DATE = 6
    EMPTY = 7


@attrs.frozen
class Root:
    """A rate that makes the present value nil.

    Attributes:
        log_rate: ``ln(1 + rate)``, finite even where the rate leaves the range of a float.
        multiplicity: 1, or 2 where the present value touches zero without crossing.
        residual: What is left at this rate, relative to the sum of absolute present values.

    >>> Root(0.0).rate
    0.0
    """

    log_rate: float
    multiplicity: int = 1
    residual: float = 0.0

    @property
    def rate(self) -> float:
        """Effective rate per year, or per period; ``inf`` beyond the largest float."""
        return _rate(self.log_rate)


@attrs.frozen(kw_only=True)
class IrrResult:
    """An internal rate of return, or the reason why there is none.

    Attributes:
        status: What was found.
        roots: Every rate found, ascending; empty unless the signs change.
        years: Time from the first to the last flow that is not nil, in years or periods.

    >>> IrrResult(status=IrrStatus.TOTAL_LOSS).value is None
    True
    """

    status: IrrStatus
    roots: tuple[Root, ...] = ()
    years: float = 0.0

    @property
    def value(self) -> float | None:
        """The rate when it is unique, else ``None``."""
        root = self._unique
        return None if root is None else root.rate

    @property
    def log_rate(self) -> float | None:
        """``ln(1 + value)`` when the rate is unique, else ``None``."""
        root = self._unique
        return None if root is None else root.log_rate

    @property
    def residual(self) -> float | None:
        """Relative residual at the unique rate, else ``None``."""
        root = self._unique
        return None if root is None else root.residual

    @property
    def annualised(self) -> bool:
        """Whether the flows span a year: below, show ``period_return``, not ``value``."""
        return self.years >= 1

    @property
    def period_return(self) -> float | None:
        """The unique rate over the whole span, not annualised."""
        root = self._unique
        return None if root is None else _rate(root.log_rate * self.years)

    def choose(self, policy: str, guess: float | None = None) -> float | None:
        """One rate among those found, by a policy the reader can be told.

        Args:
            policy: ``"lowest"``, or ``"nearest_to"`` a guess (the lower one of a tie).
            guess: The rate to be near to.

        Returns:
            A rate, or ``None`` if none was found.

        Raises:
            InvalidTerms: ``"nearest_to"`` without a guess.
            NotSupported: Another policy.

        >>> round(irr_periodic([-100, 230, -132]).choose("nearest_to", 0.25), 12)
        0.2
        """
        rates = [root.rate for root in self.roots]
        match policy, guess:
            case "lowest", _:
                return min(rates, default=None)
            case "nearest_to", None:
                raise InvalidTerms(
                    "guess is missing: say which rate the choice must be nearest to",
                    field="guess",
                    value=None,
                )
            case "nearest_to", float() | int() as target:
                return min(rates, key=lambda rate: abs(rate - target), default=None)
        raise NotSupported(
            f"policy is {policy!r}: use 'lowest' or 'nearest_to'", field="policy", value=policy
        )

    @property
    def _unique(self) -> Root | None:
        return self.roots[0] if self.status is IrrStatus.UNIQUE else None


def irr(
    flows: Iterable[Flow], day_count: DayCounting | None = None, *, closed: bool = True
) -> IrrResult:
    """Internal rate of return of dated flows, as an effective annual rate.

    Flows are netted by date; the order in which they are given does not matter.

    Args:
        flows: Dates and amounts, received +, paid −. Amounts in minor units.
        day_count: Measure of years; actual days over 365 unless given.
        closed: False while more may come that the flows do not hold, not even as a value
            of what is left: outflows alone are then no total loss.

    Raises:
        InvalidAmount: An amount is a float, not finite or no number.

    >>> from datetime import date
    >>> result = irr([(date(2025, 1, 1), -100_000), (date(2027, 1, 1), 121_000)])
    >>> result.status.name, round(result.value, 12), result.annualised
    ('UNIQUE', 0.1, True)
    >>> irr([(date(2025, 1, 1), -100_000), (date(2027, 1, 1), 0)]).status.name
    'TOTAL_LOSS'
    """
    net = net_by_day(flows)
    days = sorted(day for day, amount in net.items() if amount)
    times = [years_between(days[0], day, day_count) for day in days]
    return solve(times, [net[day] for day in days], several_dates=len(net) > 1, closed=closed)


def irr_periodic(amounts: Iterable[Amount], *, closed: bool = True) -> IrrResult:
    """Internal rate of return per period, of amounts at 0, 1, 2 … periods.

    Args:
        amounts: One amount per period, 0 where nothing moves, received +, paid −.
        closed: As for :func:`irr`.

    Raises:
        InvalidAmount: An amount is missing, a float, not finite or no number.

    >>> [f"{root.rate:.0%}" for root in irr_periodic([-1000, 6500, -13500, 9000]).roots]
    ['50%', '100%', '200%']
    >>> irr_periodic([-100, 150, -100]).status.name
    'NO_ROOT'
    """
    exact = [exact_amount(amount) for amount in amounts]
    times = [float(period) for period, amount in enumerate(exact) if amount]
    several = len(exact) > 1
    return solve(
        times, [amount for amount in exact if amount], several_dates=several, closed=closed
    )


def solve(
    times: Sequence[float],
    amounts: Sequence[Exact | float],
    *,
    several_dates: bool,
    closed: bool,
) -> IrrResult:
    """The result for amounts that are netted and not nil, at ascending times.

    >>> solve([0.0, 1.0], [-100, 100], several_dates=True, closed=True).value
    0.0
    """
    if len(set(times)) < len(times):
        times, amounts = _merge(times, amounts)
    if not amounts:
        return IrrResult(status=IrrStatus.EMPTY)
    years = times[-1] - times[0]
    if len(amounts) == 1 and not several_dates:
        return IrrResult(status=IrrStatus.UNDEFINED_SINGLE_DATE)
    changes = len(sign_changes(amounts))
    if not changes:
        return IrrResult(status=_one_sign(amounts[0] > 0, closed), years=years)
    if changes == 1 and not sum(amounts):
        return IrrResult(status=IrrStatus.UNIQUE, roots=(Root(0.0),), years=years)
    found = find_roots(times, _scaled(amounts))
    statuses = (IrrStatus.NO_ROOT, IrrStatus.UNIQUE, IrrStatus.MULTIPLE_ROOTS)
    return IrrResult(
        status=statuses[min(len(found), 2)], roots=tuple(map(_root, found)), years=years
    )


def _one_sign(received: bool, closed: bool) -> IrrStatus:
    if received:
        return IrrStatus.INFINITE
    return IrrStatus.TOTAL_LOSS if closed else IrrStatus.NO_SIGN_CHANGE


def _merge(
    times: Sequence[float], amounts: Sequence[Exact | float]
) -> tuple[list[float], list[Exact | float]]:
    """Net by time: a 30/360 day count puts the 30th and the 31st together."""
    net: dict[float, Exact | float] = {}
    for time, amount in zip(times, amounts, strict=True):
        net[time] = net.get(time, 0) + amount
    kept = sorted(time for time, amount in net.items() if amount)
    return kept, [net[time] for time in kept]


def _scaled(amounts: Sequence[Exact | float]) -> list[float]:
    """Amounts over a power of two as large as they are: no digit is lost, none overflows."""
    bits = max(int(amount).bit_length() for amount in amounts)
    scaled = [float(amount / (1 << bits)) for amount in amounts]
    if not all(scaled):
        raise InvalidAmount(
            "an amount is too small beside the largest to be held in a float: check the units",
            field="amount",
            value=amounts[scaled.index(0.0)],
        )
    return scaled


def _root(found: LogRoot) -> Root:
    return Root(found.x, found.multiplicity, found.residual)


def _rate(log_rate: float) -> float:
    try:
        return expm1(log_rate)
    except OverflowError:
        return inf
