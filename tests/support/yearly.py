"""Yearly results and the windows that look at them, for tests of participations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from investisens.values.results import Observation, Results, Window


def windows(first: int, last: int, month: int = 6, day: int = 30) -> tuple[Window, ...]:
    """Each year from *first* to *last*, paid on a day of the following one."""
    return tuple(
        Window.of_year(year, date(year + 1, month, day)) for year in range(first, last + 1)
    )


def results(known: Mapping[tuple[str, int], int]) -> Results:
    """Results by measure and year."""
    return Results(
        [Observation.of_year(measure, year, minor) for (measure, year), minor in known.items()]
    )
