"""What was read of a folder: good items with their places, and what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import attrs

from investisens.folder.layout import FILE_OF, lists
from investisens.folder.problems import Located, Place
from investisens.funding.plan import PlanRules
from investisens.portfolio.fund import Fund, FundTerms, ManagementFee
from investisens.values.errors import Finding

T = TypeVar("T")


@attrs.define
class Content:
    """A folder being read; the only value of this package that changes.

    Attributes:
        tables: Single tables of ``fund.toml`` that could be read, by their class.
        items: Items that could be read, by their class, in file order.
        broken: Raw keys and texts of the items that could not.
        unread: Classes whose file could not be read.
        absent: Classes whose file is not there.
        missing: Files that are not there though other files need them.
        findings: What else is wrong, in reading order.
    """

    tables: dict[type, Located[Any]] = attrs.field(factory=dict)
    items: dict[type, list[Located[Any]]] = attrs.field(factory=dict)
    broken: dict[type, list[Located[Mapping[str, object]]]] = attrs.field(factory=dict)
    unread: set[type] = attrs.field(factory=set)
    absent: set[type] = attrs.field(factory=set)
    missing: list[Finding] = attrs.field(factory=list)
    findings: list[Finding] = attrs.field(factory=list)

    def table(self, cls: type[T]) -> Located[T] | None:
        """The single table of this class, if it stands in the folder and could be read."""
        return self.tables.get(cls)

    def of(self, cls: type[T]) -> list[Located[T]]:
        """The items of this class that could be read."""
        return self.items.get(cls, [])

    def miss(self, cls: type[Any], expected: str) -> None:
        """Tells once that the file of a class is not there."""
        finding = Place(FILE_OF[cls]).finding(expected, "no file", "restore it, or write it anew")
        self.missing.append(finding)

    def add_table(self, cls: type[Any], place: Place, value: object) -> None:
        """Keeps a single table."""
        self.tables[cls] = Located(place, value)

    def add(self, cls: type[Any], place: Place, value: object) -> None:
        """Keeps an item."""
        self.items.setdefault(cls, []).append(Located(place, value))

    def refuse(
        self, cls: type[Any], place: Place, raw: object, findings: Iterable[Finding]
    ) -> None:
        """Keeps what is wrong with an item, and what it was going to say."""
        self.findings += findings
        keys = raw if isinstance(raw, dict) else {}
        self.broken.setdefault(cls, []).append(Located(place, keys))

    def named(self, cls: type[Any], *names: str) -> Iterator[tuple[Place, tuple[Any, ...]]]:
        """These attributes of the items of a class, good or bad, with their places.

        Names of bad items count: a name that is used is looked for even where its line has
        another fault, and one mistake is not told again by all that refer to it.
        """
        for item in self.of(cls):
            yield item.place, tuple(getattr(item.value, name) for name in names)
        yield from self.broken_names(cls, *names)

    def broken_names(self, cls: type[Any], *names: str) -> Iterator[tuple[Place, tuple[str, ...]]]:
        """The same attributes of the bad items that at least give them as text."""
        for item in self.broken.get(cls, ()):
            keys = tuple(item.value.get(name) for name in names)
            if all(isinstance(key, str) for key in keys):
                yield item.place, tuple(str(key) for key in keys)

    def known(self, cls: type[Any], *names: str) -> set[tuple[Any, ...]] | None:
        """What :meth:`named` gives, without places; ``None`` if the file is unread."""
        return None if cls in self.unread else {keys for _, keys in self.named(cls, *names)}

    def ids(self, cls: type[Any]) -> set[str] | None:
        """The ids of a class, good or bad; ``None`` if its file is unread."""
        known = self.known(cls, "id")
        return None if known is None else {each for (each,) in known}

    def fund(self) -> Fund:
        """The fund; only for a folder without errors."""
        terms, fee = self.table(FundTerms), self.table(ManagementFee)
        rules = self.table(PlanRules)
        if terms is None:
            raise LookupError("a folder without errors has terms")
        return Fund(
            terms=terms.value,
            management_fee=fee.value if fee else None,
            plan_rules=rules.value if rules else PlanRules(),
            **{
                attribute: tuple(item.value for item in self.of(cls))
                for attribute, _, cls in lists()
            },
        )
