"""Calendars: the days on which payments are made in Benin, in France and in euro."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from importlib import metadata, resources
from typing import Any, Final, Literal

import attrs
from dateutil.easter import easter

from investisens.legal.dated import Status
from investisens.values.dates import YearDay
from investisens.values.errors import InvalidTerms, MissingData

WEEKDAYS: Final = "weekdays"
_LIBRARY: Final = {"BJ": ("country", "BJ"), "FR": ("country", "FR"), "TARGET": ("market", "ECB")}
PLACES: Final = (WEEKDAYS, *_LIBRARY)
"""Names a calendar is made of; all are closed on Saturday and Sunday."""

_ESTIMATED: Final = " (estimated)"
_WEEK: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@attrs.frozen(kw_only=True)
class Holiday:
    """A day without payments, and who says so.

    Attributes:
        day: The day; a holiday on a weekend is not moved.
        name: Its English name.
        source: The law or notice of our dated corrections, or the library's version.
        status: How far we checked it ourselves.

    >>> print(Calendar("BJ").holidays(2026)[1].source)
    Benin, law 2024-32 of 2 September 2024
    """

    day: date
    name: str
    source: str
    status: Status


def _days(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(set(days)))


def _year_day(text: str | None) -> YearDay | None:
    return None if text is None else YearDay.parse(text)


@attrs.frozen
class Calendar:
    """Open days of a place, or of several at once.

    Attributes:
        name: ``"weekdays"`` (Monday to Friday), ``"BJ"`` (Benin), ``"FR"`` (France),
            ``"TARGET"`` (euro payments), or some joined by ``+``: open where all are open.
        announced: Closed days the fund knows of beside the list, such as the moon feasts
            of the year. Kept sorted.

    >>> benin = Calendar("BJ", announced=[date(2027, 5, 16)])
    >>> benin.is_open(date(2027, 1, 7)), Calendar("BJ+TARGET").is_open(date(2026, 4, 3))
    (False, False)
    """

    name: str
    announced: tuple[date, ...] = attrs.field(default=(), converter=_days)

    def __attrs_post_init__(self) -> None:
        for place in self.name.split("+"):
            if place not in PLACES:
                near = difflib.get_close_matches(place.upper(), PLACES, n=1)
                remedy = f"did you mean {near[0]!r}?" if near else "or some of them joined by '+'"
                raise InvalidTerms(
                    f"unknown calendar {place!r}: expected one of {', '.join(PLACES)}; {remedy}",
                    field="calendar",
                    value=self.name,
                )

    def is_open(self, day: date) -> bool:
        """Whether payments are made on *day*.

        Raises:
            MissingData: The year is outside the holiday lists (Benin 1977, to 2100).
        """
        return (
            day.weekday() < 5
            and day not in self.announced
            and not any(day in _closed(place, day.year) for place in self.name.split("+"))
        )

    def holidays(self, year: int) -> tuple[Holiday, ...]:
        """The closed days of *year* by law or notice, weekends apart, in order.

        Raises:
            MissingData: The year is outside the holiday lists.
        """
        lists = [_holidays(place, year) for place in self.name.split("+")]
        given = [
            Holiday(day=day, name="announced", source="calendar", status=Status.UNVERIFIED)
            for day in self.announced
            if day.year == year
        ]
        everything = [holiday for each in [*lists, given] for holiday in each]
        return tuple(sorted(everything, key=_by_day))

    def estimated(self, year: int) -> tuple[Holiday, ...]:
        """Moon feasts the library estimates and nobody announced: they close nothing.

        >>> [str(holiday.day) for holiday in Calendar("BJ").estimated(2027)]
        ['2027-03-09', '2027-05-16', '2027-08-14']
        """
        places = self.name.split("+")
        feasts = {feast for place in places for feast in _listed(place, year)[1]}
        known = {*self.announced, *(each.day for place in places for each in _announced(place))}
        waited = [feast for feast in feasts if not any(_near(feast.day, day) for day in known)]
        return tuple(sorted(waited, key=_by_day))

    def __str__(self) -> str:
        return self.name


def _by_day(holiday: Holiday) -> tuple[date, str]:
    return holiday.day, holiday.name


def _near(one: date, other: date) -> bool:
    """A moon feast is announced within a day or two of its estimate."""
    return abs(one - other) <= timedelta(days=3)


@cache
def _closed(place: str, year: int) -> frozenset[date]:
    return frozenset(holiday.day for holiday in _holidays(place, year))


@cache
def _holidays(place: str, year: int) -> tuple[Holiday, ...]:
    """The library's firm days, less those the law removed, plus those it added."""
    rules = [rule for rule in _rules(place) if rule.holds_in(year)]
    removed = {rule.in_year(year) for rule in rules if rule.action == "remove"}
    kept = {each.day: each for each in _listed(place, year)[0] if each.day not in removed}
    added = [rule.holiday(year) for rule in rules if rule.action == "add"]
    announced = [holiday for holiday in _announced(place) if holiday.day.year == year]
    return tuple((kept | {each.day: each for each in [*added, *announced]}).values())


@cache
def _listed(place: str, year: int) -> tuple[tuple[Holiday, ...], tuple[Holiday, ...]]:
    """What the library says: firm days, and feasts it only estimates."""
    if place == WEEKDAYS:
        return (), ()
    import holidays

    kind, code = _LIBRARY[place]
    read = holidays.country_holidays if kind == "country" else holidays.financial_holidays
    found = dict(read(code, years=year, language="en_US"))
    if not found:
        raise MissingData(
            f"no list of holidays of {place} for {year}: use the calendar 'weekdays' with the "
            "closed days in 'announced'",
            field="calendar",
            value=place,
        )
    named = [(day, name) for day in sorted(found) for name in found[day].split("; ")]
    firm = [(day, name) for day, name in named if not name.endswith(_ESTIMATED)]
    moon = [(day, name) for day, name in named if name.endswith(_ESTIMATED)]
    return _listing(firm, Status.VERIFIED_SECONDARY), _listing(moon, Status.UNVERIFIED)


def _listing(named: list[tuple[date, str]], status: Status) -> tuple[Holiday, ...]:
    source = f"holidays {metadata.version('holidays')}"
    return tuple(
        Holiday(day=day, name=name.removesuffix(_ESTIMATED), source=source, status=status)
        for day, name in named
    )


@attrs.frozen(kw_only=True)
class _Rule:
    """A ``[[rule]]`` of calendars.toml; its keys are explained there."""

    calendar: str
    name: str
    action: Literal["add", "remove"]
    start: int
    until: int = 9999
    source: str
    status: Status = attrs.field(converter=Status)
    day: YearDay | None = attrs.field(default=None, converter=_year_day)
    easter: int | None = None
    nth: int = 0
    weekday: str = ""
    month: int = 0
    shift: int = 0

    def holds_in(self, year: int) -> bool:
        return self.start <= year <= self.until

    def in_year(self, year: int) -> date:
        if self.day is not None:
            return self.day.in_year(year)
        if self.easter is not None:
            return easter(year) + timedelta(days=self.easter)
        first = date(year, self.month, 1)
        ahead = (_WEEK.index(self.weekday) - first.weekday()) % 7
        return first + timedelta(days=ahead + 7 * (self.nth - 1) + self.shift)

    def holiday(self, year: int) -> Holiday:
        return Holiday(
            day=self.in_year(year), name=self.name, source=self.source, status=self.status
        )


@cache
def _file() -> dict[str, list[dict[str, Any]]]:
    text = (
        resources.files("investisens.legal").joinpath("calendars.toml").read_text(encoding="utf-8")
    )
    return tomllib.loads(text)


@cache
def _rules(place: str) -> tuple[_Rule, ...]:
    rules = (rule for rule in _file()["rule"] if rule["calendar"] == place)
    return tuple(
        _Rule(**{"start" if key == "from" else key: value for key, value in rule.items()})
        for rule in rules
    )


@cache
def _announced(place: str) -> tuple[Holiday, ...]:
    return tuple(
        Holiday(
            day=notice["on"],
            name=notice["name"],
            source=notice["source"],
            status=Status(notice["status"]),
        )
        for notice in _file()["announced"]
        if notice["calendar"] == place
    )
