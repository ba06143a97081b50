"""Interest on a shareholder's account: what the enterprise may deduct in France, and what not.

The law of France forbids no rate: above a cap, interest is not deductible from taxable profit. The
caps are parameters of ``cca.toml``. No cap was found in the law of OHADA or of Benin.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import attrs

from investisens.legal.citing import cited
from investisens.legal.parameters import parameter, value
from investisens.values.checking import checked
from investisens.values.dates import add_months, days_in_month
from investisens.values.errors import Finding, InvalidTerms, MissingData, Severity
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding

_YEARLY = "cca.cap.calendar_year"
_QUARTERLY = "cca.tem.quarterly"


@attrs.frozen(kw_only=True, field_transformer=checked)
class DeductibleInterest:
    """Interest of a financial year, split as the enterprise's tax return asks.

    Attributes:
        interest: Charged for the year.
        deductible: The part that lowers taxable profit, never more than *interest*.

    >>> from investisens.values.currency import EUR
    >>> split = DeductibleInterest(interest=Money(2_800_00, EUR), deductible=Money(2_300_00, EUR))
    >>> print(split.add_back)
    500.00 EUR
    """

    interest: Money
    deductible: Money

    @property
    def add_back(self) -> Money:
        """The part that is added back to taxable profit (réintégration)."""
        return self.interest - self.deductible


def deductible_cap(first: date, last: date, *, on: date, jurisdiction: str = "FR") -> Fraction:
    """The highest deductible rate for a financial year, as an exact fraction.

    A calendar year that has ended takes the published cap. Any other year takes the mean of the
    quarterly rates, each weighted by its months of the year; a month whose quarter has not ended
    by *on* takes the rate of the latest quarter that has.

    Args:
        first: First day of the year, the first of a month.
        last: Last day of it, the last of a month.
        on: Day of the question.
        jurisdiction: Where the enterprise is taxed; a cap is known for France alone.

    Raises:
        InvalidTerms: The year is not made of whole months.
        MissingData: No cap is known there, or a rate that has been published is not held.

    Source: CGI, article 39-1-3°; BOI-BIC-CHG-50-50-30, paragraphs 40 and 70 (verified secondary).

    >>> deductible_cap(date(2024, 2, 1), date(2025, 1, 31), on=date(2025, 1, 31))
    Fraction(57, 1000)
    """
    if jurisdiction != "FR":
        raise MissingData(
            f"no cap on the interest of a shareholder account is held for {jurisdiction}: none was "
            "found in the law of OHADA or of Benin, ask there; that of France is FR",
            field="jurisdiction",
            value=jurisdiction,
        )
    months = tuple(_months(first, last))
    if _has_yearly(first, last, on):
        return value(_YEARLY, on=last)
    rates = [value(_QUARTERLY, on=_quarter_known(month, on)) for month in months]
    return sum(rates, Fraction(0)) / len(rates)


def deductible_interest(
    interest: Money,
    rate: Rate,
    cap: Fraction,
    *,
    paid_up: bool = True,
    rounding: Rounding = Rounding(),
) -> DeductibleInterest:
    """Interest of a year at *rate*, split at the interest that *cap* would have given.

    Args:
        interest: Charged for the year at one rate, on what was owed.
        rate: That yearly rate.
        cap: See :func:`deductible_cap`.
        paid_up: Whether the capital of the enterprise is fully paid up; if not, nothing is
            deductible.
        rounding: How the deductible part becomes a whole amount (``interest``).

    >>> from investisens.values.currency import EUR
    >>> cap = deductible_cap(date(2024, 1, 1), date(2024, 12, 31), on=date(2025, 1, 15))
    >>> print(deductible_interest(Money(2_800_00, EUR), Rate.parse("7 %"), cap).deductible)
    2300.00 EUR
    """
    deductible = interest if paid_up else interest * 0
    if paid_up and rate.fraction > cap:
        deductible = interest.times(cap / rate.fraction, rounding.interest)
    return DeductibleInterest(interest=interest, deductible=deductible)


def check_deductible(rate: Rate, first: date, last: date, *, on: date) -> Finding | None:
    """A warning if a rate is above the cap of a financial year in France, else ``None``.

    Raises:
        InvalidTerms: The year is not made of whole months.
        MissingData: A rate that has been published is not held.

    >>> year = (date(2024, 1, 1), date(2024, 12, 31))
    >>> check_deductible(Rate.parse("5.75 %"), *year, on=date(2025, 1, 15)) is None
    True
    >>> check_deductible(Rate.parse("7 %"), *year, on=date(2025, 1, 15)).found
    'a yearly rate of 7 %'
    """
    cap = deductible_cap(first, last, on=on)
    if rate.fraction <= cap:
        return None
    yearly = _has_yearly(first, last, on)
    source = cited(_YEARLY, on=last) if yearly else cited(_QUARTERLY, on=_quarter_known(last, on))
    return Finding(
        where=f"financial year {first} to {last}",
        found=f"a yearly rate of {rate}",
        expected=f"at most {Rate.nearest(cap)} for all interest to be deductible in France "
        f"({source})",
        remedy="the rate is allowed: the enterprise adds the rest back to its taxable profit",
        severity=Severity.WARNING,
    )


def _has_yearly(first: date, last: date, on: date) -> bool:
    """Whether the year is a calendar year that has ended and whose cap is held."""
    whole = (first.month, first.day) == (1, 1) and last == date(first.year, 12, 31)
    return whole and last <= on and parameter(_YEARLY).find(last) is not None


def _months(first: date, last: date) -> Iterator[date]:
    """The first day of each month of a year of whole months."""
    if first.day != 1 or last < first or not _ends_month(last):
        raise InvalidTerms(
            f"the financial year is {first} to {last}: give whole months, such as 2024-02-01 to "
            "2025-01-31",
            field="last",
            value=last,
        )
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    return (add_months(first, each) for each in range(count))


def _quarter_known(month: date, on: date) -> date:
    """The first day of the quarter of *month*, or of the latest one that has ended by *on*."""
    now = _quarter_of(on)
    latest = now if on.month % 3 == 0 and _ends_month(on) else add_months(now, -3)
    return min(_quarter_of(month), latest)


def _quarter_of(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _ends_month(day: date) -> bool:
    return day.day == days_in_month(day.year, day.month)
