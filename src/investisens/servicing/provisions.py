"""Provisions by days past due, from tables that the user gives (provisions pour créances)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from itertools import pairwise
from typing import Final

import attrs

from investisens.servicing.ageing import check_cover, class_of
from investisens.servicing.quality import Exposure
from investisens.values.checking import checked
from investisens.values.dates import Period
from investisens.values.errors import Finding, InvalidTerms, MissingData, Severity
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import RoundingMode, round_ratio

WATCH: Final = Period(months=12)
"""How long a restructured debt stays marked at least, unless another time is asked for."""


class ProvisionBase(Enum):
    """What a rate of provision is taken of.

    >>> ProvisionBase("principal")
    <ProvisionBase.PRINCIPAL: 'principal'>
    """

    PRINCIPAL = "principal"
    PRINCIPAL_AND_INTEREST = "principal_and_interest"


@attrs.frozen(kw_only=True, field_transformer=checked)
class ProvisionClass:
    """The rate of provision of debts late for so many days.

    Attributes:
        name: Short name.
        from_days: First day of the class; that of the first class is 0.
        to_days: Last day of the class; only the last class has none.
        rate: From 0 % to 100 % of the base.
    """

    name: str
    from_days: int
    to_days: int | None = None
    rate: Rate

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.rate.mbp <= MBP:
            raise InvalidTerms(
                f"rate is {self.rate}: use 0 % to 100 %", field="rate", value=self.rate
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class ProvisionTable:
    """Rates of provision in force from a day on.

    Attributes:
        since: First day on which the table is in force.
        source: Who decided it, and where it stands.
        classes: In rising order, covering every day from 0 on once.
        base: What the rates are taken of.
        restructured: The class in which a debt that is marked as restructured stands at least;
            empty for that of its days.
        watch: How long a restructured debt stays marked at least.

    Raises:
        InvalidTerms: The classes do not cover every day once, *source* is empty, or *restructured*
            names no class.

    >>> table = ProvisionTable(since=date(2024, 1, 1), source="credit committee", classes=(
    ...     ProvisionClass(name="sound", from_days=0, to_days=90, rate=Rate.parse("0 %")),
    ...     ProvisionClass(name="doubtful", from_days=91, rate=Rate.parse("50 %"))))
    >>> table.class_of(91).name
    'doubtful'
    """

    since: date
    source: str
    classes: tuple[ProvisionClass, ...]
    base: ProvisionBase = ProvisionBase.PRINCIPAL
    restructured: str = ""
    watch: Period = WATCH

    def __attrs_post_init__(self) -> None:
        if not self.source.strip():
            raise InvalidTerms(
                "source is empty: say who decided the table, and where it stands",
                field="source",
                value=self.source,
            )
        check_cover(self.classes)
        names = [each.name for each in self.classes]
        if self.restructured and self.restructured not in names:
            raise InvalidTerms(
                f"restructured is {self.restructured!r}: name one of the classes, "
                f"{', '.join(map(repr, names))}",
                field="restructured",
                value=self.restructured,
            )

    def class_of(self, days: int, *, restructured: bool = False) -> ProvisionClass:
        """The class of a debt so many days late."""
        found = class_of(days, self.classes)
        if not restructured or not self.restructured:
            return found
        least = next(each for each in self.classes if each.name == self.restructured)
        return max(found, least, key=lambda each: each.from_days)

    def provision(self, exposure: Exposure) -> int:
        """What is set aside for a debt, in minor units, rounded half up.

        >>> from investisens import XOF
        >>> table = ProvisionTable(since=date(2024, 1, 1), source="credit committee", classes=(
        ...     ProvisionClass(name="all", from_days=0, rate=Rate.parse("12.5 %")),))
        >>> table.provision(Exposure(contract="L1", currency=XOF, outstanding=100))
        13
        """
        base = exposure.outstanding
        if self.base is ProvisionBase.PRINCIPAL_AND_INTEREST:
            base += max(0, exposure.accrued)
        found = self.class_of(exposure.days_past_due, restructured=exposure.restructured)
        return int(round_ratio(base * found.rate.mbp, MBP, RoundingMode.HALF_UP))


@attrs.frozen(kw_only=True, field_transformer=checked)
class Provisioning:
    """The tables of provisions of a fund through time.

    Attributes:
        tables: Each from its own day on.

    Raises:
        InvalidTerms: There is no table, or two of them start on one day.

    >>> sound = ProvisionClass(name="sound", from_days=0, rate=Rate.parse("1 %"))
    >>> one = ProvisionTable(since=date(2024, 1, 1), source="committee of 12 December 2023",
    ...                      classes=(sound,))
    >>> Provisioning(tables=(one,)).on(date(2025, 6, 30)).source
    'committee of 12 December 2023'
    """

    tables: tuple[ProvisionTable, ...]

    def __attrs_post_init__(self) -> None:
        days = [each.since for each in self.tables]
        if not days:
            raise InvalidTerms("tables is empty: give one table", field="tables", value=())
        twice = next((day for day in days if days.count(day) > 1), None)
        if twice is not None:
            raise InvalidTerms(
                f"two tables start on {twice}: keep one of them", field="tables", value=twice
            )

    def on(self, day: date) -> ProvisionTable:
        """The table in force on a day.

        Raises:
            MissingData: None is, that early.
        """
        known = [each for each in self.tables if each.since <= day]
        if not known:
            first = min(each.since for each in self.tables)
            raise MissingData(
                f"no table of provisions is in force on {day}: the first one starts on {first}",
                field="since",
                value=day,
            )
        return max(known, key=lambda each: each.since)


def doubts(tables: Sequence[ProvisionTable], file: str) -> Iterator[Finding]:
    """Warnings: classes of a table that are provisioned less than those before them."""
    for number, table in enumerate(tables):
        for place, (before, after) in enumerate(pairwise(table.classes), start=1):
            if after.rate < before.rate:
                yield Finding(
                    where=f"{file}: tables[{number}].classes[{place}].rate ({after.name})",
                    found=str(after.rate),
                    expected=f"{before.rate} of the class before it, or more",
                    remedy="a debt that is later is provisioned less: check the rates",
                    severity=Severity.WARNING,
                )
