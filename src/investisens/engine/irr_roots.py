"""Every real root of a sum of exponentials, the equation behind an internal rate of return.

With ``x = ln(1 + r)`` the present value ``f(x) = Σ aᵢ exp(-x tᵢ)`` is smooth on the whole
line, and has at most as many roots as its amounts change sign (generalised Descartes). Here
``f = P - N`` is read as ``h = ln P - ln N``: the same roots, no overflow, nearly a straight
line. With one sign change the slope of ``h`` stays between two known bounds, hence one root
in a known bracket. With more, ``f`` is multiplied by ``exp(x c)``, *c* inside a sign change,
and derived: that removes this sign change, and the roots of the derivative separate those
of ``f``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import exp, fsum, inf, isinf, log, tanh
from operator import mul

import attrs

EPSILON = 2.0**-52
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


def find_roots(times: Sequence[float], amounts: Sequence[float]) -> list[LogRoot]:
    """All roots, ascending.

    Args:
        times: Years, strictly ascending.
        amounts: Not nil, one per time, of ordinary size (scale them first).

    >>> [round(exp(root.x) - 1, 12) for root in find_roots([0, 1, 2], [-100, 230, -132])]
    [0.1, 0.2]
    >>> [root.multiplicity for root in find_roots([0, 1, 2], [-100, 220, -121])]
    [2]
    """
    levels = [_LogRatio.of(times, amounts)]
    while len(levels[-1].changes) > 1:
        levels.append(levels[-1].derived())
    roots: list[LogRoot] = []
    while levels:
        level = levels.pop()
        match len(level.changes):
            case 0:
                roots = []
            case 1:
                roots = [_only_root(level)]
            case _:
                roots = _between(level, roots)
    return roots


@attrs.frozen
class _LogRatio:
    """``h(x) = ln P(x) - ln N(x)``, the received amounts against the paid ones."""

    times: Sequence[float]
    amounts: Sequence[float]
    changes: list[int]
    received: tuple[list[float], list[float]]
    paid: tuple[list[float], list[float]]

    @classmethod
    def of(cls, times: Sequence[float], amounts: Sequence[float]) -> _LogRatio:
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
        return self.times[-1] - self.times[0]

    def noise(self, x: float) -> float:
        """Size below which a value of ``h`` cannot be told from zero."""
        return 2 * EPSILON * (1 + abs(x) * self.span)

    def at(self, x: float) -> tuple[float, float, float]:
        """Value, slope and curvature of ``h``."""
        gain, gain_time, gain_spread = _log_sum(*self.received, x)
        loss, loss_time, loss_spread = _log_sum(*self.paid, x)
        return gain - loss, loss_time - gain_time, gain_spread - loss_spread

    def derived(self) -> _LogRatio:
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
        return _LogRatio.of([time for time, _ in kept], [slope for _, slope in kept])


def _log_sum(weights: list[float], times: list[float], x: float) -> tuple[float, float, float]:
    """``ln Σ w exp(-x t)``, the mean time it weighs and its variance; no exponent is above 0."""
    anchor = times[0] if x > 0 else times[-1]
    parts = (
        [w * exp(x * (anchor - t)) for w, t in zip(weights, times, strict=True)] if x else weights
    )
    total = fsum(parts)
    moments = list(map(mul, parts, times))
    mean = sum(moments) / total
    return log(total) - x * anchor, mean, sum(map(mul, moments, times)) / total - mean * mean


def _only_root(ratio: _LogRatio) -> LogRoot:
    """The root where signs change once: the slope's bounds give its bracket."""
    (place,) = ratio.changes
    gap = ratio.times[place] - ratio.times[place - 1]
    direction = 1.0 if ratio.amounts[0] > 0 else -1.0
    height, slope, curvature = ratio.at(0.0)
    near, far = -height / (direction * ratio.span), -height / (direction * gap)
    low, high = min(near, far), max(near, far)
    return _polish(
        ratio, low, high, min(max(_halley(height, slope, curvature), low), high), direction > 0
    )


def _between(ratio: _LogRatio, critical: list[LogRoot]) -> list[LogRoot]:
    """Roots between the roots of a derivative, where ``f`` rises or falls throughout."""
    found: list[LogRoot] = []
    touching: list[LogRoot] = []
    before, was_positive = -inf, ratio.amounts[-1] > 0
    for point in [*critical, LogRoot(inf, 0, 0.0)]:
        at_end = isinf(point.x)
        height = ratio.amounts[0] if at_end else ratio.at(point.x)[0]
        if not at_end and abs(height) <= 16 * ratio.noise(point.x):
            touching.append(point)
            continue
        positive = height > 0
        if touching:
            found.append(_touch(ratio, touching, odd=positive is not was_positive))
            touching = []
        elif positive is not was_positive:
            low, high = _finite(ratio, before, point.x, positive)
            found.append(_polish(ratio, low, high, (low + high) / 2, positive))
        before, was_positive = point.x, positive
    return found


def _touch(ratio: _LogRatio, points: list[LogRoot], *, odd: bool) -> LogRoot:
    """The multiple root that neighbouring roots of the derivative stand for."""
    x = fsum(point.x for point in points) / len(points)
    multiplicity = sum(point.multiplicity for point in points) + 1
    if (multiplicity % 2 == 1) is not odd:
        multiplicity -= 1
    return LogRoot(x, multiplicity, abs(tanh(ratio.at(x)[0] / 2)))


def _finite(ratio: _LogRatio, low: float, high: float, positive: bool) -> tuple[float, float]:
    """A finite bracket; towards infinity the first or the last flow decides the sign."""
    start = 0.0 if isinf(low) and isinf(high) else low if isinf(high) else high
    step = 1 / ratio.span
    if isinf(high):
        high = start + step
        while (ratio.at(high)[0] > 0) is not positive:
            high += (step := 2 * step)
    if isinf(low):
        low = start - step
        while (ratio.at(low)[0] > 0) is positive:
            low -= (step := 2 * step)
    return low, high


def _polish(ratio: _LogRatio, low: float, high: float, x: float, rising: bool) -> LogRoot:
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
        following = x + _halley(height, slope, curvature)
        if not low < following < high or abs(height) > last / 2:
            following = (low + high) / 2
            if following in (low, high):
                break
        x, last = following, abs(height)
    return LogRoot(x, 1, abs(tanh(height / 2)))


def _halley(height: float, slope: float, curvature: float) -> float:
    """Step to the root of the hyperbola with these derivatives; infinite if there is none."""
    below = 2 * slope * slope - height * curvature
    return -2 * height * slope / below if below else inf
