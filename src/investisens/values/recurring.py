"""Due dates by a recurrence rule of RFC 5545, for what no other rule says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from types import MappingProxyType

import attrs

from investisens.values.checking import checked
from investisens.values.dates import plain_day
from investisens.values.due_count import due_count
from investisens.values.errors import InvalidTerms

HORIZON = 400
"""Years from the first due in which all must fall: the calendar repeats itself after these."""

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_SUB_DAILY = ("SECONDLY", "MINUTELY", "HOURLY", "BYHOUR", "BYMINUTE", "BYSECOND")
_OURS = MappingProxyType({"COUNT": "count", "UNTIL": "count", "DTSTART": "first"})
_DAY = "MO|TU|WE|TH|FR|SA|SU"
_LONGEST = 500


def _numbers(greatest: int, signed: bool = True) -> str:
    """The pattern of a list of numbers from 1 to *greatest*, or from its negative to -1 too."""
    sizes = "|".join(str(size) for size in range(greatest, 0, -1))
    one = f"{'[+-]?' if signed else ''}0*(?:{sizes})"
    return f"{one}(?:,{one})*"


_VALUES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "FREQ": ("|".join(FREQUENCIES), "DAILY, WEEKLY, MONTHLY or YEARLY"),
        "INTERVAL": ("[1-9][0-9]{0,3}", "a number from 1 to 9999"),
        "WKST": (_DAY, "a day such as MO"),
        "BYMONTH": (_numbers(12, signed=False), "months from 1 to 12, such as 6,11"),
        "BYMONTHDAY": (_numbers(31), "days from 1 to 31 or -31 to -1, such as -1"),
        "BYYEARDAY": (_numbers(366), "days from 1 to 366 or -366 to -1, such as 100"),
        "BYWEEKNO": (_numbers(53), "weeks from 1 to 53 or -53 to -1, such as 20"),
        "BYSETPOS": (_numbers(366), "places from 1 to 366 or -366 to -1, such as -1"),
        "BYDAY": (
            rf"(?:[+-]?[1-9][0-9]?)?(?:{_DAY})(?:,(?:[+-]?[1-9][0-9]?)?(?:{_DAY}))*",
            "days such as MO,FR or -1FR",
        ),
    }
)
"""The parts that are read: the pattern of the value of each, and what is expected in words."""

_NOT_WITH = (
    ("BYMONTHDAY", ("WEEKLY",)),
    ("BYYEARDAY", ("DAILY", "WEEKLY", "MONTHLY")),
    ("BYWEEKNO", ("DAILY", "WEEKLY", "MONTHLY")),
)
"""Parts that RFC 5545 refuses beside a frequency."""


def _upper(rule: object) -> object:
    return rule.strip().upper().removeprefix("RRULE:") if isinstance(rule, str) else rule


@attrs.frozen(kw_only=True, field_transformer=checked, cache_hash=True)
class Recurring:
    """Due dates by a recurrence rule of RFC 5545, as in a calendar program.

    Attributes:
        rule: Such as ``"FREQ=MONTHLY;BYMONTH=6,11;BYMONTHDAY=-1"``, kept in capitals; no part of
            it is ignored. A day that a month lacks is left out, as the standard says.
        first: First due date, one that the rule gives.
        count: Number of due dates, 1 to 10,000, within 400 years.

    Raises:
        InvalidTerms: The rule cannot be read, gives too few days, or does not give *first*.

    >>> markets = Recurring(rule="FREQ=MONTHLY;BYDAY=-1FR", first=date(2026, 1, 30), count=3)
    >>> print(*markets.dates())
    2026-01-30 2026-02-27 2026-03-27
    """

    rule: str = attrs.field(converter=_upper)
    first: date = attrs.field(validator=plain_day)
    count: int = attrs.field(validator=due_count)

    def __attrs_post_init__(self) -> None:
        _check_parts(self.rule)
        found = _occurrences(self.rule, self.first, self.count)
        if not found:
            raise _refuse(
                self.rule, f"it gives no day in {HORIZON} years", "check its days and months"
            )
        if found[0] != self.first:
            raise InvalidTerms(
                f"first {self.first} is no day of the rule {self.rule}: start on {found[0]}, "
                "the next one that is",
                field="first",
                value=self.first,
            )
        if len(found) < self.count:
            raise InvalidTerms(
                f"count is {self.count}: the rule gives {len(found)} days in the {HORIZON} years "
                f"from {self.first} and before year 10000: use a smaller count",
                field="count",
                value=self.count,
            )

    def dates(self) -> tuple[date, ...]:
        """The due dates, in order."""
        return _occurrences(self.rule, self.first, self.count)


def _refuse(rule: str, what: str, remedy: str) -> InvalidTerms:
    shown = rule if len(rule) <= 80 else f"{rule[:77]}..."
    return InvalidTerms(f"rule is {shown!r}, {what}: {remedy}", field="rule", value=rule)


def _check_parts(rule: str) -> None:
    """Refuse what the search would ignore, misunderstand or never end on."""
    if len(rule) > _LONGEST:
        raise _refuse(rule, f"{len(rule)} characters", f"use {_LONGEST} or less")
    parts: dict[str, str] = {}
    for part in rule.split(";"):
        name, equals, value = part.partition("=")
        if not equals:
            remedy = "write parts such as 'FREQ=MONTHLY;BYMONTHDAY=-1'"
            raise _refuse(rule, f"{part!r} is no NAME=VALUE", remedy)
        if name in parts:
            raise _refuse(rule, f"{name} is given twice", "keep one of them")
        _check_part(rule, name, value)
        parts[name] = value
    if "FREQ" not in parts:
        raise _refuse(rule, "FREQ is not given", "add one such as 'FREQ=MONTHLY'")
    _check_together(rule, parts)


def _check_part(rule: str, name: str, value: str) -> None:
    if name in _OURS:
        raise _refuse(rule, f"{name} is given", f"leave it out, {_OURS[name]} stands beside it")
    if name in _SUB_DAILY or value in _SUB_DAILY:
        raise _refuse(rule, "it goes below the day", "use DAILY or a longer frequency")
    if name not in _VALUES:
        near = get_close_matches(name, _VALUES, n=1)
        remedy = f"did you mean {near[0]!r}?" if near else f"use {', '.join(_VALUES)}"
        raise _refuse(rule, f"{name!r} is no part of a rule", remedy)
    pattern, expected = _VALUES[name]
    if re.fullmatch(pattern, value) is None:
        raise _refuse(rule, f"{name} is {value!r}", f"expected {expected}")


def _check_together(rule: str, parts: Mapping[str, str]) -> None:
    frequency = parts["FREQ"]
    for name, frequencies in _NOT_WITH:
        if name in parts and frequency in frequencies:
            raise _refuse(rule, f"{name} does not go with {frequency}", "use a longer frequency")
    numbered = re.search("[0-9]", parts.get("BYDAY", "")) is not None
    if numbered and (frequency in ("DAILY", "WEEKLY") or "BYWEEKNO" in parts):
        other = "BYWEEKNO" if "BYWEEKNO" in parts else frequency
        raise _refuse(rule, f"a numbered BYDAY does not go with {other}", "leave out its numbers")
    if "BYSETPOS" in parts and not any(
        name.startswith("BY") and name != "BYSETPOS" for name in parts
    ):
        raise _refuse(rule, "BYSETPOS chooses among no days", "add BYDAY or BYMONTHDAY")


@lru_cache(maxsize=4096)
def _occurrences(rule: str, first: date, count: int) -> tuple[date, ...]:
    """Up to *count* days of the rule, from *first* on and within the horizon."""
    return tuple(islice(_within_horizon(rule, first), count))


def _within_horizon(rule: str, first: date) -> Iterator[date]:
    """The days of the rule, searched for where the calendar ends.

    The search of the library ends with the year 9999 alone, thousands of years away for a rule
    that never occurs. Days and weekdays come back after 400 years, so the days are the same as
    those of the last years there are.
    """
    from dateutil.rrule import rrulestr

    years = max(0, (9999 - HORIZON - first.year) // 400 * 400)
    start = first.replace(year=first.year + years)
    days = rrulestr(rule, dtstart=datetime.combine(start, time()))
    for found in days:
        year = found.year - years
        if (year, found.month, found.day) >= (first.year + HORIZON, first.month, first.day):
            return
        yield found.date().replace(year=year)
