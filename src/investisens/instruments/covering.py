"""What every guarantee has: its fee, the exposure it is told of, and how its terms are checked."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.legal.citing import cited
from investisens.legal.parameters import value
from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.dates import YearDay
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.rates import Rate

_COVER_MAX = "guarantee.cover_max"


@attrs.frozen(kw_only=True, field_transformer=checked)
class GuaranteeFee:
    """What a guarantee costs the one that is covered (commission de garantie).

    Attributes:
        flat: Paid on the first day, or ``None``.
        rate: Yearly, on what the guarantor would pay if all that is then owed were lost; rounded
            down.
        paid_on: Day of each year on which the yearly fee is paid, from the first to the last day of
            cover; each is the fee of a whole year.

    Raises:
        InvalidTerms: A negative fee, or a yearly one without its day.

    >>> GuaranteeFee(rate=Rate.parse("1.5 %"), paid_on=YearDay(12, 31)).flat is None
    True
    """

    flat: Money | None = None
    rate: Rate = Rate(0)
    paid_on: YearDay | None = None

    def __attrs_post_init__(self) -> None:
        if self.flat is not None and self.flat.minor < 0:
            raise InvalidTerms(
                f"flat is {self.flat}: use an amount of 0 or more", field="flat", value=self.flat
            )
        if self.rate.mbp < 0:
            raise InvalidTerms(
                f"rate is {self.rate}: use 0 % or more", field="rate", value=self.rate
            )
        if self.rate.mbp and self.paid_on is None:
            raise InvalidTerms(
                f"rate is {self.rate} but paid_on is not given: say on which day of the year it is "
                "paid",
                field="paid_on",
                value=None,
            )

    def days(self, first: date, last: date) -> tuple[date, ...]:
        """The days from *first* to *last* on which the yearly fee is paid."""
        if self.paid_on is None or not self.rate.mbp:
            return ()
        every = (self.paid_on.in_year(year) for year in range(first.year, last.year + 1))
        return tuple(on for on in every if first <= on <= last)


NO_FEE = GuaranteeFee()
"""Free of charge."""


@attrs.frozen(kw_only=True, field_transformer=checked)
class Exposure:
    """What is owed to a covered party from a day on, where no position of the fund tells it.

    Attributes:
        since: The first day.
        amount: Owed from that day on, >= 0.

    Raises:
        InvalidTerms: A negative amount.

    >>> from investisens.values.currency import XOF
    >>> print(Exposure(since=date(2024, 1, 1), amount=Money(5_000_000, XOF)).amount)
    5000000 XOF
    """

    since: date
    amount: Money

    def __attrs_post_init__(self) -> None:
        if self.amount.minor < 0:
            raise InvalidTerms(
                f"amount is {self.amount}: what is owed is not negative",
                field="amount",
                value=self.amount,
            )


def check_share(covered_share: Rate, on: date) -> None:
    """Refuse a cover that is negative, or beyond what the law in force on a day lets it be.

    Raises:
        InvalidTerms: With the rule, its source and the day it applies.
        MissingData: No limit is known on that day.

    >>> check_share(Rate.parse("50 %"), date(2024, 1, 1))
    """
    most = Rate.nearest(value(_COVER_MAX, on=on))
    if covered_share.mbp < 0:
        raise InvalidTerms(
            f"covered_share is {covered_share}: use a share between 0 % and {most}",
            field="covered_share",
            value=covered_share,
        )
    if covered_share.mbp > most.mbp:
        raise InvalidTerms(
            f"covered_share is {covered_share}: a guarantee covers at most {most} of what is owed "
            f"({cited(_COVER_MAX, on=on)}): use {most} or less",
            field="covered_share",
            value=covered_share,
        )


def check_period(start: date, end: date, waiting_days: int) -> None:
    """Refuse days out of order, and a waiting time below zero or absurd.

    Raises:
        InvalidTerms: With the term at fault.
    """
    if end < start:
        raise InvalidTerms(
            f"end {end} is before start {start}: check the order of the dates",
            field="end",
            value=end,
        )
    if not 0 <= waiting_days <= 3_660:
        raise InvalidTerms(
            f"waiting_days is {waiting_days}: use 0 to 3660 days",
            field="waiting_days",
            value=waiting_days,
        )


def check_covers(covers: tuple[str, ...]) -> None:
    """Refuse a name that is given twice: its loss would be paid twice.

    Raises:
        InvalidTerms: With the name.
    """
    for place, name in enumerate(covers):
        if name in covers[:place]:
            raise InvalidTerms(
                f"covers names {name!r} twice: keep one of the two", field="covers", value=name
            )


def check_covered(covers: tuple[str, ...]) -> None:
    """Refuse a guarantee received that covers nothing, or a position twice.

    Raises:
        InvalidTerms: With the name.
    """
    if not covers:
        raise InvalidTerms(
            "covers is empty: name the positions that are covered", field="covers", value=covers
        )
    check_covers(covers)


def check_party(given: bool, covers: tuple[str, ...]) -> None:
    """Refuse a guarantee given on the fund's own positions, or one received on none.

    Raises:
        InvalidTerms: With what is covered.
    """
    if given and covers:
        raise InvalidTerms(
            f"covers names {covers[0]!r} but the guarantee is given: a fund does not guarantee its "
            "own positions, tell the losses of others as happenings",
            field="covers",
            value=covers,
        )
    if not given:
        check_covered(covers)


def check_amount(name: str, amount: Money, currency: Currency, least: int = 1) -> None:
    """Refuse an amount in another currency, or below *least* minor units.

    Raises:
        InvalidTerms: With the amount.
    """
    if amount.currency != currency:
        raise InvalidTerms(
            f"{name} is {amount} but the guarantee is in {currency.code}: use one currency",
            field=name,
            value=amount,
        )
    if amount.minor < least:
        wanted = "a positive amount" if least else "an amount of 0 or more"
        raise InvalidTerms(f"{name} is {amount}: use {wanted}", field=name, value=amount)


def check_fee(fee: GuaranteeFee, exposure: tuple[Exposure, ...], currency: Currency) -> None:
    """Refuse a fee or an exposure in another currency, or exposures out of order.

    Raises:
        InvalidTerms: With the amount or the day at fault.
    """
    if fee.flat is not None:
        check_amount("fee.flat", fee.flat, currency, 0)
    before: date | None = None
    for each in exposure:
        check_amount("exposure", each.amount, currency, 0)
        if before is not None and each.since <= before:
            raise InvalidTerms(
                f"exposure since {each.since} stands after the one since {before}: give them in "
                "the order of their days",
                field="exposure",
                value=each.since,
            )
        before = each.since


def losses_told(
    happenings: tuple[Happening, ...], given: bool, currency: Currency
) -> tuple[tuple[date, int], ...]:
    """Losses (+) and recoveries (−) of exposure outside the book, in the order of their days.

    Raises:
        InvalidTerms: Losses told to a guarantee received, without an amount or in another
            currency, or more recovered than was lost by then.
    """
    told = [
        each for each in happenings if each.what in (HappeningKind.LOST, HappeningKind.RECOVERED)
    ]
    told.sort(key=lambda each: (each.on, each.what is HappeningKind.RECOVERED))
    changes: list[tuple[date, int]] = []
    lost = 0
    for each in told:
        what = f"{each.what.value} on {each.on}"
        if not given:
            raise InvalidTerms(
                f"{what} is told to a guarantee received: its losses are those of the positions it "
                "covers, record them there",
                field="what",
                value=each.what,
            )
        if each.amount is None:
            raise InvalidTerms(f"{what} has no amount: give it", field="amount", value=None)
        check_amount("amount", each.amount, currency)
        sign = 1 if each.what is HappeningKind.LOST else -1
        if lost + sign * each.amount.minor < 0:
            raise InvalidTerms(
                f"{what} is {each.amount} but {Money(lost, currency)} is lost by then: give at "
                "most that",
                field="amount",
                value=each.amount,
            )
        lost += sign * each.amount.minor
        changes.append((each.on, sign * each.amount.minor))
    return tuple(changes)
