"""Roots of a present value found by bounds: intervals that hold one root, or surely none.

As ``x = ln(1 + r)`` grows, early amounts weigh more: the mean time of the received amounts falls,
and so does that of the paid ones. The slope of ``h = ln P - ln N`` is their difference, hence stays
between two bounds that its ends give to any interval. Where both have one sign, ``h`` rises or
falls throughout; where they cannot bring ``h`` to zero, there is no root. An interval of which
neither can be told is cut in two.
"""

from __future__ import annotations

from math import log
from typing import NamedTuple

from investisens.engine.log_ratio import LogRatio, LogRoot, log_sum, polish

_CUT = 0.4871  # Not the middle: a cut should not fall on a rate of nil.
_SLACK = 1e-9  # Of the span: a mean time of thousands of amounts is a thousand times more exact.
_LOOKS = 100
_LOOKS_PER_CHANGE = 4  # The derivatives of a series take about as many.


def enclosed_roots(ratio: LogRatio) -> list[LogRoot] | None:
    """All roots, ascending; ``None`` where bounds do not part them, as at a double root.

    >>> roots = enclosed_roots(LogRatio.of([0, 1, 2], [-100, 230, -132]))
    >>> [round(root.x, 9) for root in roots]
    [0.09531018, 0.182321557]
    """
    slack = _SLACK * ratio.span
    intervals = [(_point(ratio, _outer(ratio, -1)), _point(ratio, _outer(ratio, 0)))]
    looks = _LOOKS + _LOOKS_PER_CHANGE * len(ratio.changes)
    roots = []
    while intervals:
        low, high = intervals.pop()
        inside = _roots_inside(low, high, slack)
        if inside is None:
            looks -= 1
            cut = _point(ratio, low.x + _CUT * (high.x - low.x))
            if not looks or abs(cut.height) <= cut.doubt:
                return None
            intervals += [(cut, high), (low, cut)]
        elif inside:
            middle = (low.x + high.x) / 2
            roots.append(polish(ratio, low.x, high.x, middle, high.height > 0))
    return roots


class _Point(NamedTuple):
    """A place on the line.

    Attributes:
        x: The place.
        height: ``h`` there.
        doubt: Size below which a height has no sign.
        received: Mean time of the received amounts.
        paid: Mean time of the paid amounts.
    """

    x: float
    height: float
    doubt: float
    received: float
    paid: float


def _point(ratio: LogRatio, x: float) -> _Point:
    gain, received, _ = log_sum(*ratio.received, x)
    loss, paid, _ = log_sum(*ratio.paid, x)
    return _Point(x, gain - loss, ratio.doubt(x), received, paid)


def _outer(ratio: LogRatio, place: int) -> float:
    """A place beyond which the first amount, or the last, outweighs all of the other sign."""
    amount, time = ratio.amounts[place], ratio.times[place]
    others = ratio.paid if amount > 0 else ratio.received
    step = (-1 if place else 1) / ratio.span
    x = step
    # The ratio of the others to that amount goes on falling from there.
    while log_sum(*others, x)[0] >= log(abs(amount)) - x * time - ratio.doubt(x):
        step *= 2
        x += step
    return x


def _roots_inside(low: _Point, high: _Point, slack: float) -> int | None:
    """0 or 1 if bounds of the slope tell, else ``None``."""
    least = high.paid - low.received - slack
    most = low.paid - high.received + slack
    crosses = (low.height > 0) is not (high.height > 0)
    if least > 0 or most < 0:
        return int(crosses)
    if crosses:
        return None
    near, far = abs(low.height), abs(high.height)
    if low.height < 0:
        least, most = -most, -least
    # From each end a line bounds the height from below; it is lowest where they meet.
    width = high.x - low.x
    meet = (near - far + most * width) / (most - least)
    lowest = near + least * min(max(meet, 0.0), width)
    return 0 if lowest > low.doubt + high.doubt else None
