"""Dividends by policy: a part of each year's result, paid the year after."""

from __future__ import annotations

import attrs

from investisens.values.checking import checked
from investisens.values.dates import YearDay
from investisens.values.errors import InvalidTerms
from investisens.values.rates import MBP, Rate
from investisens.values.results import Window
from investisens.values.shares import Dividend


@attrs.frozen(kw_only=True, field_transformer=checked)
class DividendPolicy:
    """What the partners agreed to pay out of each year's profit (politique de dividende).

    A loss, and a year whose result is not known, pay nothing.

    Attributes:
        payout: Part of the positive result paid out on all shares, 0 % to 100 %; those held on the
            day receive their part, rounded down once.
        first_year: First year whose result counts.
        last_year: Last year whose result counts.
        paid_on: Day of the following year on which it is paid.
        measure: The result it is a part of.
        cap_of_price: Most of a year, as a part of the price of the shares held; ``None`` for none.
        reserve_complete: Whether the legal reserve is complete, so that nothing of the profit has
            to go to it any more.

    Raises:
        InvalidTerms: A part is outside 0-100 %, a negative cap, or years out of order.

    >>> DividendPolicy(payout=Rate.parse("25 %"), first_year=2013, last_year=2016,
    ...                paid_on=YearDay(6, 30)).measure
    'net_profit'
    """

    payout: Rate
    first_year: int
    last_year: int
    paid_on: YearDay
    measure: str = "net_profit"
    cap_of_price: Rate | None = None
    reserve_complete: bool = False

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.payout.mbp <= MBP:
            raise InvalidTerms(
                f"payout is {self.payout}: use a part between 0 % and 100 %",
                field="payout",
                value=self.payout,
            )
        if self.cap_of_price is not None and self.cap_of_price.mbp < 0:
            raise InvalidTerms(
                f"cap_of_price is {self.cap_of_price}: use 0 % or more",
                field="cap_of_price",
                value=self.cap_of_price,
            )
        check_years(self.first_year, self.last_year)

    def dividends(self) -> tuple[Dividend, ...]:
        """One dividend for each year, as the share leg takes it."""
        cap = None if self.cap_of_price is None else self.cap_of_price.fraction
        return tuple(
            Dividend(
                measure=self.measure,
                payout=self.payout.fraction,
                window=window,
                cap_of_price=cap,
            )
            for window in yearly_windows(self.first_year, self.last_year, self.paid_on)
        )


def check_years(first_year: int, last_year: int) -> None:
    """Refuse years out of order, or beyond the calendar.

    Raises:
        InvalidTerms: With the year at fault.

    >>> check_years(2013, 2016)
    """
    for name, year in (("first_year", first_year), ("last_year", last_year)):
        if not 2 <= year <= 9998:
            raise InvalidTerms(
                f"{name} is {year}: use a year from 2 to 9998", field=name, value=year
            )
    if last_year < first_year:
        raise InvalidTerms(
            f"last_year {last_year} is before first_year {first_year}: "
            "check the order of the years",
            field="last_year",
            value=last_year,
        )


def yearly_windows(first_year: int, last_year: int, paid_on: YearDay) -> tuple[Window, ...]:
    """Each calendar year looked at, paid on a day of the following one.

    >>> [str(window.paid_on) for window in yearly_windows(2013, 2014, YearDay(6, 30))]
    ['2014-06-30', '2015-06-30']
    """
    years = range(first_year, last_year + 1)
    return tuple(Window.of_year(year, paid_on.in_year(year + 1)) for year in years)
