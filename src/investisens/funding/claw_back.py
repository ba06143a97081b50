"""What of a grant goes back because equipment was sold, or stood idle, too early (reversement)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from investisens.funding.agreements import ClawBack, GrantAgreement
from investisens.funding.plan import Use
from investisens.values.dates import add_months
from investisens.values.money import Money
from investisens.values.rounding import RoundingMode
from investisens.values.written_down import straight_line

_MONTHS = 12


def clawed_back(agreement: GrantAgreement, use: Use, justified: Money, on: date) -> Money:
    """What is repaid of the grant justified on an item, as known at the end of a day.

    Equipment must work for ``keep_years`` from the day of its service (of the agreement, where that
    is not known). If it is sold before, or has stood idle for ``idle_days`` that began before, all
    is repaid, or the part of the months that were still to come on that day, rounded half up.

    Args:
        agreement: Its terms.
        use: The item, with its sale or the day since which it stands idle.
        justified: What is justified on it.
        on: The day of the question.

    >>> from investisens.funding.plan import UseKind
    >>> from investisens.values.currency import XOF
    >>> from investisens.values.rates import Rate
    >>> region = GrantAgreement(source="REGION", agreed_on=date(2010, 5, 1), keep_years=5,
    ...                         ceiling=Money(30_000_000, XOF), advance=Rate.parse("70 %"),
    ...                         claw_back=ClawBack.PRO_RATA)
    >>> press = Use(enterprise="E2", id="U1", label="Press", kind=UseKind.EQUIPMENT,
    ...             cost=Money(4_600_000, XOF), in_service=date(2010, 10, 1),
    ...             sold_on=date(2012, 9, 30))
    >>> print(clawed_back(region, press, Money(2_200_000, XOF), date(2012, 12, 31)))
    1320000 XOF
    """
    nothing = Money.zero(justified.currency)
    if agreement.keep_years is None:
        return nothing
    start = use.in_service or agreement.agreed_on
    months = _MONTHS * agreement.keep_years
    stopped = [
        day
        for day in (_sold(use, on), _idle(use, agreement.idle_days, on))
        if day is not None and day < add_months(start, months)
    ]
    if not stopped:
        return nothing
    if agreement.claw_back is ClawBack.FULL:
        return justified
    kept = straight_line(start, months, min(stopped)) if min(stopped) >= start else Fraction(0)
    return justified.times(1 - kept, RoundingMode.HALF_UP)


def _sold(use: Use, on: date) -> date | None:
    return use.sold_on if use.sold_on is not None and use.sold_on <= on else None


def _idle(use: Use, idle_days: int, on: date) -> date | None:
    """The day before it stopped, once it has stood idle for long enough."""
    if use.idle_since is None or (on - use.idle_since).days + 1 < idle_days:
        return None
    return use.idle_since - timedelta(days=1)
