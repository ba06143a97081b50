"""De minimis aid: what one undertaking may still receive on a day.

Aid counts from the day the right to it arises, whenever it is paid. The years over which it adds
up roll since 2024; before, they were fiscal years. The register of aids, and who forms one single
undertaking, are for the caller: each function takes the aids of one undertaking in one Member
State.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import attrs

from investisens.legal.parameters import parameter, value
from investisens.values.checking import checked
from investisens.values.currency import EUR
from investisens.values.dates import YearDay, add_months
from investisens.values.errors import Finding, InvalidTerms
from investisens.values.money import Money, total


@attrs.frozen(kw_only=True, field_transformer=checked)
class Aid:
    """An aid granted to an undertaking.

    Attributes:
        measure: Name of the measure.
        granted_on: The day the right to it arises.
        equivalent: Its gross grant equivalent, >= 0.

    Raises:
        InvalidTerms: The equivalent is negative.

    >>> aid = Aid(measure="soft loan", granted_on=date(2025, 2, 10), equivalent=Money(60_000, EUR))
    >>> print(aid.equivalent)
    600.00 EUR
    """

    measure: str
    granted_on: date
    equivalent: Money

    def __attrs_post_init__(self) -> None:
        if self.equivalent.minor < 0:
            raise InvalidTerms(
                f"equivalent is {self.equivalent}: an aid is 0 or more",
                field="equivalent",
                value=self.equivalent,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class RollingYears:
    """The years that end on the day asked for; the same day so many years before is out.

    The edge is a reading of ours: the regulation does not count the days.

    Attributes:
        years: How many.

    >>> RollingYears(years=3).first_day(date(2026, 6, 15))
    datetime.date(2023, 6, 16)
    """

    years: int

    def first_day(self, on: date) -> date:
        """First day whose aids count on a day."""
        return add_months(on, -12 * self.years) + timedelta(days=1)


@attrs.frozen(kw_only=True, field_transformer=checked)
class FiscalYears:
    """The fiscal year of the day asked for and those before it.

    Attributes:
        years: How many, the current one included.
        start: First day of each fiscal year.

    >>> FiscalYears(years=3).first_day(date(2023, 6, 15))
    datetime.date(2021, 1, 1)
    """

    years: int
    start: YearDay = YearDay(1, 1)

    def first_day(self, on: date) -> date:
        """First day whose aids count on a day."""
        begun = on.year if self.start.in_year(on.year) <= on else on.year - 1
        return self.start.in_year(begun - self.years + 1)


Window = RollingYears | FiscalYears
"""The years over which aids add up."""


@attrs.frozen(kw_only=True, field_transformer=checked)
class DeMinimisRoom:
    """What has been granted on a day and what may still be.

    Attributes:
        since: First day whose aids count.
        ceiling: Most that may be granted over the window.
        used: Sum of the aids of the window.

    >>> room = DeMinimisRoom(since=date(2023, 3, 11), ceiling=Money.of(300_000, EUR),
    ...                      used=Money.of(280_000, EUR))
    >>> print(room.headroom, room.excess)
    20000.00 EUR 0.00 EUR
    """

    since: date
    ceiling: Money
    used: Money

    @property
    def headroom(self) -> Money:
        """What may still be granted; never below nothing."""
        return max(Money.zero(self.ceiling.currency), self.ceiling - self.used)

    @property
    def excess(self) -> Money:
        """What was granted above the ceiling."""
        return max(Money.zero(self.ceiling.currency), self.used - self.ceiling)


def room_under(aids: Iterable[Aid], ceiling: Money, window: Window, *, on: date) -> DeMinimisRoom:
    """The room under a ceiling on a day; aids granted later do not count.

    >>> aid = Aid(measure="grant", granted_on=date(2023, 6, 15), equivalent=Money.of(120_000, EUR))
    >>> for day in (date(2026, 6, 14), date(2026, 6, 15)):
    ...     room = room_under([aid], Money.of(300_000, EUR), RollingYears(years=3), on=day)
    ...     print(room.headroom)
    180000.00 EUR
    300000.00 EUR
    """
    since = window.first_day(on)
    counted = (aid.equivalent for aid in aids if since <= aid.granted_on <= on)
    return DeMinimisRoom(since=since, ceiling=ceiling, used=total(counted, ceiling.currency))


def de_minimis_room(
    aids: Iterable[Aid], *, on: date, fiscal_year: YearDay = YearDay(1, 1)
) -> DeMinimisRoom:
    """The room on a day under the regulation of that day.

    Args:
        aids: De minimis aids in euros of one single undertaking in one Member State.
        on: The day.
        fiscal_year: First day of the undertaking's fiscal year, for a day before 2024.

    Raises:
        MissingData: No ceiling is held for that day.

    Source: regulation (EU) 2023/2831, article 3; regulation (EU) 1407/2013 before 2024.

    >>> aid = Aid(measure="grant", granted_on=date(2024, 3, 1), equivalent=Money.of(100_000, EUR))
    >>> print(de_minimis_room([aid], on=date(2026, 6, 30)).headroom)
    200000.00 EUR
    """
    ceiling = Money.of(int(value("eu.deminimis.ceiling", on=on)), EUR)
    return room_under(aids, ceiling, _window(on, fiscal_year), on=on)


def check_de_minimis(
    aids: Iterable[Aid], fiscal_year: YearDay = YearDay(1, 1)
) -> tuple[Finding, ...]:
    """A finding for each aid that passes the ceiling on the day it is granted.

    The whole of such an aid loses the benefit of the regulation, not its excess alone. Aids of
    one day are taken together, and an aid named here still counts for those after it.

    Args:
        aids: As for :func:`de_minimis_room`, in any order.
        fiscal_year: Likewise.

    Raises:
        MissingData: No ceiling is held for the day of an aid.

    Source: regulation (EU) 2023/2831, article 3.

    >>> aids = [Aid(measure=f"grant {year}", granted_on=date(year, 5, 1),
    ...             equivalent=Money.of(200_000, EUR)) for year in (2024, 2026)]
    >>> print(check_de_minimis(aids)[0].found)
    400000.00 EUR since 2023-05-02
    """
    ordered = sorted(aids, key=lambda aid: aid.granted_on)
    findings = []
    for aid in ordered:
        room = de_minimis_room(ordered, on=aid.granted_on, fiscal_year=fiscal_year)
        if room.excess:
            findings.append(_too_much(aid, room))
    return tuple(findings)


def _window(on: date, fiscal_year: YearDay) -> Window:
    rolling = parameter("eu.deminimis.window_years")
    if on < rolling.values[0].start:
        years = value("eu.deminimis.fiscal_years", on=on)
        return FiscalYears(years=int(years), start=fiscal_year)
    return RollingYears(years=int(rolling.at(on).value))


def _too_much(aid: Aid, room: DeMinimisRoom) -> Finding:
    basis = parameter("eu.deminimis.ceiling").at(aid.granted_on)
    return Finding(
        where=f"{aid.measure} of {aid.granted_on}",
        found=f"{room.used} since {room.since}",
        expected=f"at most {room.ceiling} ({basis.source}; {basis.status.value})",
        remedy=f"lower the aid by {room.excess}, grant it later, or use another basis",
    )
