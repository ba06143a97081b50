"""Classes of debts by their days past due: they cover every day once (classes d'âge)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, Protocol, TypeVar

import attrs

from investisens.servicing.quality import Exposure
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms


class DayClass(Protocol):
    """A class of days past due."""

    @property
    def name(self) -> str:
        """Short name, given once."""

    @property
    def from_days(self) -> int:
        """First day of it."""

    @property
    def to_days(self) -> int | None:
        """Last day of it; ``None`` for no end."""


_Class = TypeVar("_Class", bound=DayClass)


@attrs.frozen(kw_only=True, field_transformer=checked)
class AgeClass:
    """Debts late for so many days.

    Attributes:
        name: Short name.
        from_days: First day of the class.
        to_days: Last day of the class; ``None`` for no end.
    """

    name: str
    from_days: int
    to_days: int | None = None


USUAL_AGES: Final = tuple(
    AgeClass(name=name, from_days=first, to_days=last)
    for name, first, last in (
        ("0", 0, 0),
        ("1-30", 1, 30),
        ("31-60", 31, 60),
        ("61-90", 61, 90),
        ("91-180", 91, 180),
        ("181-365", 181, 365),
        ("366+", 366, None),
    )
)
"""Classes where no others are given."""


@attrs.frozen(kw_only=True)
class Aged:
    """What stands in one class of days past due, in minor units.

    Attributes:
        name: Name of the class.
        outstanding: Whole outstanding principal.
        late_principal: Part of it that is due and not repaid.
        contracts: How many debts.
    """

    name: str
    outstanding: int
    late_principal: int
    contracts: int


def ageing(
    exposures: Iterable[Exposure], classes: Sequence[DayClass] = USUAL_AGES
) -> tuple[Aged, ...]:
    """What stands in each class; every debt that owes something is in one of them.

    Raises:
        InvalidTerms: The classes do not cover every day once.

    >>> from investisens import XOF
    >>> late = Exposure(contract="L2", currency=XOF, outstanding=2_441_139, late_principal=190_770,
    ...                 days_past_due=31)
    >>> [(each.name, each.outstanding) for each in ageing([late]) if each.contracts]
    [('31-60', 2441139)]
    """
    check_cover(classes)
    found: dict[str, list[Exposure]] = {each.name: [] for each in classes}
    for each in exposures:
        if each.outstanding or each.days_past_due:
            found[class_of(each.days_past_due, classes).name].append(each)
    return tuple(
        Aged(
            name=name,
            outstanding=sum(each.outstanding for each in held),
            late_principal=sum(each.late_principal for each in held),
            contracts=len(held),
        )
        for name, held in found.items()
    )


def class_of(days: int, classes: Sequence[_Class]) -> _Class:
    """The class of so many days past due, of classes that cover every day.

    >>> class_of(31, USUAL_AGES).name
    '31-60'
    """
    return next(each for each in reversed(classes) if each.from_days <= days)


def check_cover(classes: Sequence[DayClass]) -> None:
    """Refuse classes that do not cover every day from 0 on once, in rising order.

    Raises:
        InvalidTerms: There is a gap, an overlap, an end, or a name given twice.

    >>> try:
    ...     check_cover([AgeClass(name="a", from_days=0, to_days=30),
    ...                  AgeClass(name="b", from_days=30)])
    ... except InvalidTerms as error:
    ...     print(error)
    class 'b' starts at day 30, but the one before it ends at day 30: start it at day 31
    """
    if not classes:
        raise _uncovered("classes is empty: give at least one class, from_days 0", classes)
    first, last = classes[0], classes[-1]
    if first.from_days != 0:
        raise _uncovered(
            f"class {first.name!r} starts at day {first.from_days}: start the first one at day 0",
            first.from_days,
        )
    for before, after in pairwise(classes):
        if before.to_days is None or before.to_days < before.from_days:
            raise _uncovered(
                f"class {before.name!r} starts at day {before.from_days} and ends at day "
                f"{before.to_days}: give it an end of its first day or later, since others follow",
                before.to_days,
            )
        if after.from_days != before.to_days + 1:
            raise _uncovered(
                f"class {after.name!r} starts at day {after.from_days}, but the one before it ends "
                f"at day {before.to_days}: start it at day {before.to_days + 1}",
                after.from_days,
            )
    if last.to_days is not None:
        raise _uncovered(
            f"class {last.name!r} ends at day {last.to_days}: leave to_days of the last class out, "
            "so that every later day is covered",
            last.to_days,
        )
    names = [each.name for each in classes]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise _uncovered(f"two classes are called {twice!r}: rename one of them", twice)


def _uncovered(message: str, value: object) -> InvalidTerms:
    return InvalidTerms(message, field="classes", value=value)
