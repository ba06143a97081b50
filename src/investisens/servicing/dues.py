"""What each due asks for, and what was paid of it: one line for each due."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.values.components import Component


@attrs.frozen
class Part:
    """One component of a due, in minor units: asked = paid + waived + lost + open.

    Attributes:
        asked: What the due asks for.
        paid: Paid of it.
        waived: Given up by decision.
        lost: Written off.

    >>> Part(asked=100, paid=60).open
    40
    """

    asked: int = 0
    paid: int = 0
    waived: int = 0
    lost: int = 0

    @property
    def open(self) -> int:
        """What is still owed of it."""
        return self.asked - self.paid - self.waived - self.lost


@attrs.frozen(kw_only=True)
class Due:
    """One due as it really stands (échéance).

    Attributes:
        due_on: The day it is due.
        principal: Its principal.
        interest: Its interest.
        fee: Its fees.
        late_interest: Interest on what was paid late of it.

    >>> due = Due(due_on=date(2012, 6, 30), principal=Part(100, 60), interest=Part(5, 5))
    >>> due.asked, due.paid, due.open
    (105, 65, 40)
    """

    due_on: date
    principal: Part = Part()
    interest: Part = Part()
    fee: Part = Part()
    late_interest: Part = Part()

    def part(self, component: Component) -> Part:
        """The part of *component*."""
        found: Part = getattr(self, component.value)
        return found

    @property
    def asked(self) -> int:
        """All that it asks for."""
        return sum(self.part(component).asked for component in Component)

    @property
    def paid(self) -> int:
        """All that was paid of it."""
        return sum(self.part(component).paid for component in Component)

    @property
    def open(self) -> int:
        """All that is still owed of it."""
        return sum(self.part(component).open for component in Component)


@attrs.define
class OpenPart:
    """A :class:`Part` while it moves."""

    asked: int = 0
    paid: int = 0
    waived: int = 0
    lost: int = 0

    @property
    def open(self) -> int:
        """What is still owed of it."""
        return self.asked - self.paid - self.waived - self.lost


@attrs.define
class Line:
    """A :class:`Due` while it moves.

    Attributes:
        due_on: The day it is due.
        at: Ordinal of the day up to which its interest runs.
        parts: Its components.
    """

    due_on: date
    at: int
    parts: dict[Component, OpenPart] = attrs.field(
        factory=lambda: {component: OpenPart() for component in Component}
    )

    @property
    def is_open(self) -> bool:
        """Whether anything of it is still owed."""
        return any(part.open for part in self.parts.values())

    def copy(self) -> Line:
        """The same, to be moved on its own."""
        parts = {key: OpenPart(x.asked, x.paid, x.waived, x.lost) for key, x in self.parts.items()}
        return Line(self.due_on, self.at, parts)

    def due(self) -> Due:
        """What it is now."""
        parts = {
            component.value: Part(part.asked, part.paid, part.waived, part.lost)
            for component, part in self.parts.items()
        }
        return Due(due_on=self.due_on, **parts)
