"""A legal number through time: dated values with their sources."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Final

import attrs

from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.money import DECIMAL_TEXT

JURISDICTIONS: Final = ("BJ", "FR", "EU", "UMOA", "OHADA", "OECD", "IMF", "IFRS", "INT")
"""Where a number holds: Benin, France, the European Union, the West African monetary union, the
OHADA space, the OECD, the IMF and the World Bank, the IFRS, and the practice of no one country."""


class Status(Enum):
    """How far a number was checked against its source.

    Attributes:
        VERIFIED_TEXT: The legal or official text was read.
        VERIFIED_SECONDARY: A commentary or a professional page was read, not the text.
        UNVERIFIED: No source was read; a person must check it before it is relied upon.

    >>> Status("unverified").name
    'UNVERIFIED'
    """

    VERIFIED_TEXT = "verified text"
    VERIFIED_SECONDARY = "verified secondary"
    UNVERIFIED = "unverified"


@attrs.frozen(kw_only=True)
class DatedValue:
    """A number the law sets from a day on, with its source.

    Attributes:
        start: First day in force (``from`` in the file).
        text: The number as the file writes it.
        source: Article, decision or page.
        status: How far it was checked.
        decided_on: Day of the decision, where it is not the first day in force.
        until: Last day in force; ``None`` until the next value.
        start_status: How far *start* was checked, where that is not *status*
            (``from_status`` in the file). An unverified *start* is the day of a text that was not
            read, or the earliest for which a source attests the number.

    >>> DatedValue(start=date(2014, 1, 1), text="0.15", source="example",
    ...            status=Status.UNVERIFIED).value
    Fraction(3, 20)
    """

    start: date
    text: str
    source: str
    status: Status
    decided_on: date | None = None
    until: date | None = None
    start_status: Status | None = None

    def __attrs_post_init__(self) -> None:
        if DECIMAL_TEXT.fullmatch(self.text) is None:
            raise InvalidTerms(
                f"text is {self.text!r}: write a number such as '0.14'",
                field="text",
                value=self.text,
            )
        if self.until is not None and self.until < self.start:
            raise InvalidTerms(
                f"until {self.until} is before from {self.start}: check the order of the dates",
                field="until",
                value=self.until,
            )

    @property
    def value(self) -> Fraction:
        """The exact number."""
        return Fraction(self.text)


@attrs.frozen(kw_only=True)
class Parameter:
    """A legal number through time.

    Attributes:
        name: File and key path: ``fx.eur_xof``.
        unit: What the number counts: ``fraction``, ``days``, ``XOF``, ``XOF per EUR``.
        jurisdiction: Where it holds: one of ``JURISDICTIONS`` in what ships.
        description: One sentence.
        values: From the oldest to the latest.
        description_fr: The same in French.

    >>> rate = DatedValue(start=date(2014, 1, 1), text="0.15", source="example",
    ...                   status=Status.UNVERIFIED)
    >>> Parameter(name="usury.bank", unit="fraction", jurisdiction="UMOA",
    ...           description="Ceiling", values=(rate,)).at(date(2026, 6, 30)).text
    '0.15'
    """

    name: str
    unit: str
    jurisdiction: str
    description: str
    values: tuple[DatedValue, ...]
    description_fr: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.values:
            raise InvalidTerms(f"{self.name} has no values: give at least one", field="values")
        for before, after in zip(self.values, self.values[1:], strict=False):
            last = before.start if before.until is None else before.until
            if after.start <= last:
                raise InvalidTerms(
                    f"{self.name} has a value from {after.start} after one that holds on {last}: "
                    "give the values in order of date, without overlap",
                    field="values",
                    value=after.start,
                )

    def at(self, on: date) -> DatedValue:
        """The value in force on that day, with its source.

        Raises:
            MissingData: The day is before the first value, or after the end of the latest.
        """
        found = self.find(on)
        if found is not None:
            return found
        past = [dated for dated in self.values if dated.start <= on]
        reason = (
            f"the one from {past[-1].start} ended on {past[-1].until}"
            if past
            else f"the first one holds from {self.values[0].start}"
        )
        raise MissingData(f"{self.name} has no value on {on}: {reason}", field=self.name, value=on)

    def find(self, on: date) -> DatedValue | None:
        """The value in force on that day, or ``None``."""
        for dated in reversed(self.values):
            if dated.start <= on:
                return dated if dated.until is None or on <= dated.until else None
        return None
