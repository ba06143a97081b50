"""A legal number through time: dated values with their sources."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction

import attrs

from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.money import DECIMAL_TEXT


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
        unit: What the number counts: ``fraction``, ``days``, ``XOF per EUR``.
        jurisdiction: Where it holds.
        description: One sentence.
        values: From the oldest to the latest.

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
        past = [dated for dated in self.values if dated.start <= on]
        if not past:
            raise MissingData(
                f"{self.name} has no value on {on}: the first one holds from "
                f"{self.values[0].start}",
                field=self.name,
                value=on,
            )
        latest = past[-1]
        if latest.until is not None and latest.until < on:
            raise MissingData(
                f"{self.name} has no value on {on}: the one from {latest.start} ended on "
                f"{latest.until}",
                field=self.name,
                value=on,
            )
        return latest
