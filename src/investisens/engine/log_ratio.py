"""A present value as a function of ``x = ln(1 + r)``: its logarithm, its slope, its roots.

``f(x) = Σ aᵢ exp(-x tᵢ)`` is ``P - N``, the received amounts less the paid ones. It is read as
``h = ln P - ln N``: the same roots, no overflow, nearly a straight line.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import exp, fsum, inf, log, tanh
from operator import mul

import attrs

_EPSILON = 2.0**-52
_ROUNDS = 200


@attrs.frozen
class LogRoot:
    """One root in ``x = ln(1 + r)``.

    Attributes:
        x: Where the present value is nil.
        multiplicity: 2 where it touches zero without crossing, 3 where it crosses flat.
        residual: ``|f(x)| / Σ |aᵢ| exp(-x tᵢ)``, a number without unit, at most 1.
    """

    x: float
    multiplicity: int
    residual: float


def sign_changes(amounts: Sequence[float | Fraction]) -> list[int]:
    """Positions where an amount, never nil, has not the sign of the one before.

    >>> sign_changes([-100, -20, 230, -132])
    [2, 3]
    """
    signs = [amount > 0 for amount in amounts]
    return [place for place in range(1, len(signs)) if signs[place] is not signs[place - 1]]


@attrs.frozen
class LogRatio:
    """``h(x) = ln P(x) - ln N(x)``, the received amounts against the paid ones.

    Attributes:
        times: Years, strictly ascending.
        amounts: Not nil, one per time.
        changes: Positions where the amounts change sign.
        received: Amounts above zero, and their times.
        paid: The others, without their sign, and their times.
    """

    times: Sequence[float]
    amounts: Sequence[float]
    changes: list[int]
    received: tuple[list[float], list[float]]
    paid: tuple[list[float], list[float]]

    @classmethod
    def of(cls, times: Sequence[float], amounts: Sequence[float]) -> LogRatio:
        """The ratio of *amounts* at *times*.

        >>> LogRatio.of([0.0, 1.0], [-100.0, 110.0]).at(0.0)[1]
        -1.0
        """
        gains = [place for place, amount in enumerate(amounts) if amount > 0]
        losses = [place for place, amount in enumerate(amounts) if amount < 0]
        return cls(
            times,
            amounts,
            sign_changes(amounts),
            ([amounts[place] for place in gains], [times[place] for place in gains]),
            ([-amounts[place] for place in losses], [times[place] for place in losses]),
        )

    @property
    def span(self) -> float:
        """Years from the first time to the last."""
        return self.times[-1] - self.times[0]

    def noise(self, x: float) -> float:
        """Size below which a value of ``h`` cannot be told from zero."""
        return 2 * _EPSILON * (1 + abs(x) * self.span)

    def doubt(self, x: float) -> float:
        """Size below which a value of ``h`` has no sign one may build on."""
        return 16 * self.noise(x)

    def at(self, x: float) -> tuple[float, float, float]:
        """Value, slope and curvature of ``h``."""
        gain, gain_time, gain_spread = log_sum(*self.received, x)
        loss, loss_time, loss_spread = log_sum(*self.paid, x)
        return gain - loss, loss_time - gain_time, gain_spread - loss_spread

    def derived(self) -> LogRatio:
        """The derivative of ``exp(x c) f``, *c* in the middle sign change: one change fewer."""
        place = self.changes[len(self.changes) // 2]
        centre = (self.times[place - 1] + self.times[place]) / 2
        slopes = [
            amount * (centre - time) for time, amount in zip(self.times, self.amounts, strict=True)
        ]
        scale = max(map(abs, slopes))
        kept = [
            (time, slope / scale)
            for time, slope in zip(self.times, slopes, strict=True)
            if slope / scale
        ]
        return LogRatio.of([time for time, _ in kept], [slope for _, slope in kept])


def log_sum(weights: list[float], times: list[float], x: float) -> tuple[float, float, float]:
    """``ln Σ w exp(-x t)``, the mean time it weighs and its variance; no exponent is above 0."""
    anchor = times[0] if x > 0 else times[-1]
    parts = (
        [w * exp(x * (anchor - t)) for w, t in zip(weights, times, strict=True)] if x else weights
    )
    total = fsum(parts)
    moments = list(map(mul, parts, times))
    mean = sum(moments) / total
    return log(total) - x * anchor, mean, sum(map(mul, moments, times)) / total - mean * mean


def polish(ratio: LogRatio, low: float, high: float, x: float, rising: bool) -> LogRoot:
    """Halley's method inside a bracket, which is halved whenever a step gains too little."""
    last = inf
    for _ in range(_ROUNDS):
        height, slope, curvature = ratio.at(x)
        if abs(height) <= ratio.noise(x):
            break
        if (height > 0) is rising:
            high = x
        else:
            low = x
        following = x + halley(height, slope, curvature)
        if not low < following < high or abs(height) > last / 2:
            following = (low + high) / 2
            if following in (low, high):
                break
        x, last = following, abs(height)
    return LogRoot(x, 1, abs(tanh(height / 2)))


def halley(height: float, slope: float, curvature: float) -> float:
    """Step to the root of the hyperbola with these derivatives; infinite if there is none."""
    below = 2 * slope * slope - height * curvature
    return -2 * height * slope / below if below else inf
