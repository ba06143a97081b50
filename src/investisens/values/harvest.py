"""Harvest calendars: the due days of a crop, their weights, and seasons moved by decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import islice, pairwise
from math import gcd
from typing import Any

import attrs

from investisens.values.checking import checked
from investisens.values.dates import YearDay, plain_day
from investisens.values.due_count import due_count, too_late
from investisens.values.errors import InvalidTerms
from investisens.values.rates import MBP, Rate


@attrs.frozen(field_transformer=checked)
class HarvestDue:
    """One due day of a harvest calendar.

    Attributes:
        day: The day of the year.
        weight: Its share of what a year repays, 0 % or more.

    >>> print(HarvestDue(YearDay.parse("30 June"), Rate.parse("60 %")).weight)
    60 %
    """

    day: YearDay
    weight: Rate

    def __attrs_post_init__(self) -> None:
        if self.weight.mbp < 0:
            raise InvalidTerms(
                f"weight is {self.weight}: use 0 % or more", field="weight", value=self.weight
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class SeasonMove:
    """A decision that moves one due of a calendar, for all who follow the calendar.

    Attributes:
        day: The due as the calendar has it.
        to: The day it falls on instead.
        decided_on: Day of the decision, not after *day* or *to*: a due that has passed is not
            moved, its contracts are amended.
        reason: Why, in words.

    >>> late = SeasonMove(day=date(2025, 6, 30), to=date(2025, 7, 31),
    ...                   decided_on=date(2025, 6, 2), reason="the rains came late")
    >>> print(late.to - late.day)
    31 days, 0:00:00
    """

    day: date = attrs.field(validator=plain_day)
    to: date = attrs.field(validator=plain_day)
    decided_on: date = attrs.field(validator=plain_day)
    reason: str

    def __attrs_post_init__(self) -> None:
        if self.to == self.day:
            raise InvalidTerms(
                f"to is {self.to}, the day itself: give another day, or remove the move",
                field="to",
                value=self.to,
            )
        if self.decided_on > min(self.day, self.to):
            raise InvalidTerms(
                f"decided_on {self.decided_on} is after {min(self.day, self.to)}: a due that has "
                "passed is not moved, amend the contracts instead",
                field="decided_on",
                value=self.decided_on,
            )
        if not self.reason.strip():
            raise InvalidTerms(
                f"reason is {self.reason!r}: write why the season was moved",
                field="reason",
                value=self.reason,
            )


def _in_year_order(dues: Iterable[Any]) -> tuple[Any, ...]:
    given = tuple(dues)
    sound = all(isinstance(due, HarvestDue) for due in given)
    return tuple(sorted(given, key=lambda due: due.day)) if sound else given


@attrs.frozen(kw_only=True, field_transformer=checked, cache_hash=True)
class HarvestCalendar:
    """The due days of a crop in each year, with the weight of each (calendrier de récolte).

    Attributes:
        name: Short name used by the dues that follow it.
        crop: What is harvested, in words.
        dues: Kept in the order of the year; their weights add up to 100 %.
        moves: Decisions that moved a due, at most one for each; dues keep their order.

    Raises:
        InvalidTerms: The weights do not add up, or a move does not fit the dues.

    >>> maize = HarvestCalendar(name="maize", crop="Maize", dues=(
    ...     HarvestDue(YearDay.parse("30 June"), Rate.parse("60 %")),
    ...     HarvestDue(YearDay.parse("30 November"), Rate.parse("40 %"))))
    >>> print(*maize.due(2025))
    2025-06-30 2025-11-30
    """

    name: str
    crop: str
    dues: tuple[HarvestDue, ...] = attrs.field(converter=_in_year_order)
    moves: tuple[SeasonMove, ...] = ()

    def __attrs_post_init__(self) -> None:
        self._check_dues()
        self._check_moves()

    def _check_dues(self) -> None:
        if not self.dues:
            raise InvalidTerms("dues is empty: give one day of the year or more", field="dues")
        for one, other in pairwise(self.dues):
            if one.day.in_year(2001) == other.day.in_year(2001):  # 2001 is a common year
                raise InvalidTerms(
                    f"dues {one.day} and {other.day} fall together in common years: "
                    "keep one of them",
                    field="dues",
                    value=self.dues,
                )
        total = Rate(sum(due.weight.mbp for due in self.dues))
        if total.mbp != MBP:
            weights = " + ".join(str(due.weight) for due in self.dues)
            raise InvalidTerms(
                f"the weights of dues are {weights} = {total}: make them add up to 100 %",
                field="dues",
                value=self.dues,
            )

    def _check_moves(self) -> None:
        known: set[date] = set()
        for number, move in enumerate(self.moves):
            field = f"moves[{number}].day"
            if move.day not in self._regular(move.day.year):
                raise InvalidTerms(
                    f"{field} {move.day} is no due of {self.name}: move a due of the calendar, "
                    f"the nearest is {self.nearest(move.day)}",
                    field=field,
                    value=move.day,
                )
            if move.day in known:
                raise InvalidTerms(
                    f"{field} {move.day} is moved twice: keep the latest decision",
                    field=field,
                    value=move.day,
                )
            known.add(move.day)
        self._check_order()

    def _check_order(self) -> None:
        """Each moved due still stands between the dues around it, where they now fall."""
        for number, move in enumerate(self.moves):
            regular = self._around(move.day.year)
            rank = regular.index(move.day)
            before = [self._moved(day) for day in regular[max(rank - 1, 0) : rank]]
            after = [self._moved(day) for day in regular[rank + 1 : rank + 2]]
            wrong = [f"after {day}, the due before it" for day in before if day >= move.to]
            wrong += [f"before {day}, the due after it" for day in after if day <= move.to]
            if wrong:
                raise InvalidTerms(
                    f"moves[{number}].to {move.to} is not {wrong[0]}: dues keep their order, "
                    "use a day between them",
                    field=f"moves[{number}].to",
                    value=move.to,
                )

    def due(self, year: int) -> tuple[date, ...]:
        """The dues of the seasons of *year*, in order; a move may take one out of the year."""
        return tuple(map(self._moved, self._regular(year)))

    def nearest(self, day: date) -> date:
        """The due nearest to *day*, where no move is counted.

        >>> yams = HarvestCalendar(name="yams", crop="Yams", dues=(
        ...     HarvestDue(YearDay(9, 30), Rate.parse("100 %")),))
        >>> print(yams.nearest(date(2026, 1, 2)))
        2025-09-30
        """
        return min(self._around(day.year), key=lambda due: abs(due - day))

    def _regular(self, year: int) -> tuple[date, ...]:
        return tuple(due.day.in_year(year) for due in self.dues)

    def _around(self, year: int) -> list[date]:
        """Dues of the year, the one before and the one after, where no move is counted."""
        years = range(max(year - 1, 1), min(year + 1, 9999) + 1)
        return [day for each in years for day in self._regular(each)]

    def _moved(self, day: date) -> date:
        return self._destinations.get(day, day)

    @cached_property
    def _destinations(self) -> dict[date, date]:
        return {move.day: move.to for move in self.moves}


@attrs.frozen(kw_only=True, field_transformer=checked)
class Harvest:
    """Due dates that follow a harvest calendar, its moves included.

    Attributes:
        calendar: The calendar of the crop.
        first: First due, a day of the calendar where no move is counted: a season that moves
            does not change the terms of who follows it.
        count: Number of due dates, 1 to 10,000.

    >>> maize = HarvestCalendar(name="maize", crop="Maize", dues=(
    ...     HarvestDue(YearDay.parse("30 June"), Rate.parse("60 %")),
    ...     HarvestDue(YearDay.parse("30 November"), Rate.parse("40 %"))))
    >>> rule = Harvest(calendar=maize, first=date(2024, 11, 30), count=3)
    >>> print(*rule.dates(), rule.weights())
    2024-11-30 2025-06-30 2025-11-30 (2, 3, 2)
    """

    calendar: HarvestCalendar
    first: date = attrs.field(validator=plain_day)
    count: int = attrs.field(validator=due_count)

    def __attrs_post_init__(self) -> None:
        dues = self.calendar.dues
        if self.first not in [due.day.in_year(self.first.year) for due in dues]:
            raise InvalidTerms(
                f"first {self.first} is no due of {self.calendar.name} "
                f"({', '.join(str(due.day) for due in dues)}): "
                f"start on {self.calendar.nearest(self.first)}, the nearest of them",
                field="first",
                value=self.first,
            )
        if self.first.year + (self._turn() + self.count - 1) // len(dues) > 9999:
            raise too_late(self.first, self.count)

    def _turn(self) -> int:
        """Rank of *first* among the dues of its year."""
        year = self.first.year
        return [due.day.in_year(year) for due in self.calendar.dues].index(self.first)

    def dates(self) -> tuple[date, ...]:
        """The due dates, in order."""
        turn = self._turn()
        return tuple(islice(self._from_first_year(), turn, turn + self.count))

    def _from_first_year(self) -> Iterator[date]:
        for year in range(self.first.year, 10_000):
            yield from self.calendar.due(year)

    def weights(self) -> tuple[int, ...]:
        """A whole number for each due, in the ratio of the weights of the calendar."""
        weights = [due.weight.mbp for due in self.calendar.dues]
        unit, turn = gcd(*weights), self._turn()
        return tuple(weights[(turn + k) % len(weights)] // unit for k in range(self.count))
