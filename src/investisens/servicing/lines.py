"""The dues that asked so far: found by their day, summed by component, the open ones at hand.

A debt looks at what it still owes at each of its events. Sums are kept, and settled dues are passed
over, so that ten thousand dues cost ten times a thousand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from investisens.servicing.dues import Line
from investisens.values.components import Component


class Lines:
    """Lines in the order of their days. They change here alone, so that the sums stay true.

    >>> lines = Lines()
    >>> due = lines.line(date(2012, 1, 1).toordinal(), date(2012, 1, 1))
    >>> lines.move(due, Component.FEE, asked=500)
    >>> lines.pay(due, Component.FEE, 200), lines.open(Component.FEE)
    (200, 300)
    """

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self._all = list(lines)
        self._owing = {component: _owing(component, self._all) for component in Component}
        self._open = {
            component: sum(line.parts[component].open for line in owing)
            for component, owing in self._owing.items()
        }
        self._paid_up: set[Component] = set()

    def __iter__(self) -> Iterator[Line]:
        return iter(self._all)

    def __reversed__(self) -> Iterator[Line]:
        return reversed(self._all)

    @property
    def last(self) -> Line | None:
        """The latest due that asked."""
        return self._all[-1] if self._all else None

    @property
    def is_open(self) -> bool:
        """Whether anything of them is still owed."""
        return any(self._open.values())

    def open(self, component: Component) -> int:
        """What is still owed of a component."""
        return self._open[component]

    def owing(self, component: Component) -> Sequence[Line]:
        """Those that still owe some of a component, the oldest first, as they are now."""
        if component in self._paid_up:
            self._owing[component] = _owing(component, self._owing[component])
            self._paid_up.remove(component)
        return self._owing[component]

    def line(self, at: int, due_on: date) -> Line:
        """The line of a due, made if it is not there yet."""
        place = bisect_left(self._all, at, key=_day)
        if place == len(self._all) or self._all[place].at != at:
            self._all.insert(place, Line(due_on, at))
        return self._all[place]

    def move(
        self,
        line: Line,
        component: Component,
        asked: int = 0,
        paid: int = 0,
        waived: int = 0,
        lost: int = 0,
    ) -> None:
        """Add to what a line asks for of a component, and to what became of it."""
        part = line.parts[component]
        part.asked += asked
        part.paid += paid
        part.waived += waived
        part.lost += lost
        more = asked - paid - waived - lost
        self._open[component] += more
        if more > 0:
            owing = self._owing[component]
            place = bisect_left(owing, line.at, key=_day)
            if place == len(owing) or owing[place] is not line:
                owing.insert(place, line)
        elif more < 0 and not part.open:
            self._paid_up.add(component)

    def pay(self, line: Line, component: Component, most: int) -> int:
        """Pay what is open of a line's component, at most *most*; gives what was taken."""
        taken = min(most, line.parts[component].open)
        self.move(line, component, paid=taken)
        return taken

    def copy(self) -> Lines:
        """The same, to be moved on their own."""
        return Lines(line.copy() for line in self._all)


def _owing(component: Component, lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.parts[component].open]


def _day(line: Line) -> int:
    return line.at
