"""Every real root of a sum of exponentials, the equation behind an internal rate of return.

With ``x = ln(1 + r)`` the present value ``f(x) = Σ aᵢ exp(-x tᵢ)`` is smooth on the whole
line, and has at most as many roots as its amounts change sign (generalised Descartes). With one
sign change the slope of its logarithm stays between two known bounds, hence one root in a known
bracket. With more, the line is cut into intervals that hold no root, or one
(:mod:`engine.irr_enclosure`). Where that cannot be told, as at a double root, ``f`` is multiplied
by ``exp(x c)``, *c* inside a sign change, and derived: that removes this sign change, and the
roots of the derivative separate those of ``f``.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, inf, isinf, tanh

from investisens.engine.irr_enclosure import enclosed_roots
from investisens.engine.log_ratio import LogRatio, LogRoot, halley, polish


def find_roots(times: Sequence[float], amounts: Sequence[float]) -> list[LogRoot]:
    """All roots, ascending.

    Args:
        times: Years, strictly ascending.
        amounts: Not nil, one per time, of ordinary size (scale them first).

    >>> from math import exp
    >>> [round(exp(root.x) - 1, 12) for root in find_roots([0, 1, 2], [-100, 230, -132])]
    [0.1, 0.2]
    >>> [root.multiplicity for root in find_roots([0, 1, 2], [-100, 220, -121])]
    [2]
    """
    ratio = LogRatio.of(times, amounts)
    found = enclosed_roots(ratio) if len(ratio.changes) > 1 else None
    return separated_roots(ratio) if found is None else found


def separated_roots(ratio: LogRatio) -> list[LogRoot]:
    """All roots, ascending, each between two roots of a derivative with one sign change less.

    >>> [root.multiplicity for root in separated_roots(LogRatio.of([0, 1, 2], [-100, 220, -121]))]
    [2]
    """
    levels = [ratio]
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


def _only_root(ratio: LogRatio) -> LogRoot:
    """The root where signs change once: the slope's bounds give its bracket."""
    (place,) = ratio.changes
    gap = ratio.times[place] - ratio.times[place - 1]
    direction = 1.0 if ratio.amounts[0] > 0 else -1.0
    height, slope, curvature = ratio.at(0.0)
    near, far = -height / (direction * ratio.span), -height / (direction * gap)
    low, high = min(near, far), max(near, far)
    return polish(
        ratio, low, high, min(max(halley(height, slope, curvature), low), high), direction > 0
    )


def _between(ratio: LogRatio, critical: list[LogRoot]) -> list[LogRoot]:
    """Roots between the roots of a derivative, where ``f`` rises or falls throughout."""
    found: list[LogRoot] = []
    touching: list[LogRoot] = []
    before, was_positive = -inf, ratio.amounts[-1] > 0
    for point in [*critical, LogRoot(inf, 0, 0.0)]:
        at_end = isinf(point.x)
        height = ratio.amounts[0] if at_end else ratio.at(point.x)[0]
        if not at_end and abs(height) <= ratio.doubt(point.x):
            touching.append(point)
            continue
        positive = height > 0
        if touching:
            found.append(_touch(ratio, touching, odd=positive is not was_positive))
            touching = []
        elif positive is not was_positive:
            low, high = _finite(ratio, before, point.x, positive)
            found.append(polish(ratio, low, high, (low + high) / 2, positive))
        before, was_positive = point.x, positive
    return found


def _touch(ratio: LogRatio, points: list[LogRoot], *, odd: bool) -> LogRoot:
    """The multiple root that neighbouring roots of the derivative stand for."""
    x = fsum(point.x for point in points) / len(points)
    multiplicity = sum(point.multiplicity for point in points) + 1
    if (multiplicity % 2 == 1) is not odd:
        multiplicity -= 1
    return LogRoot(x, multiplicity, abs(tanh(ratio.at(x)[0] / 2)))


def _finite(ratio: LogRatio, low: float, high: float, positive: bool) -> tuple[float, float]:
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
