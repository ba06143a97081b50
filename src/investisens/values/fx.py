"""Dated exchange rates and exact conversion."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property

import attrs

from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import InvalidRate, InvalidTerms, MissingData
from investisens.values.money import DECIMAL_TEXT, Money
from investisens.values.rounding import RoundingMode, round_ratio


def _exact_rate(rate: Fraction | str) -> Fraction:
    if isinstance(rate, str) and DECIMAL_TEXT.fullmatch(rate):
        rate = Fraction(rate)
    if not isinstance(rate, Fraction):
        raise InvalidRate(
            f"rate is {rate!r}: give a Fraction or a text such as '1.0842'",
            field="rate",
            value=rate,
        )
    if rate <= 0:
        raise InvalidRate(
            f"rate is {rate}: give a rate above 0, such as '1.0842'", field="rate", value=rate
        )
    return rate


@attrs.frozen(kw_only=True, field_transformer=checked)
class FxQuote:
    """One unit of *base* is worth *rate* units of *quote*, from a day on.

    Attributes:
        base: Currency of which one unit is quoted.
        quote: Currency the rate counts.
        rate: Exact, above 0; a text such as ``"1.0842"`` is read.
        on: First day the quote holds.
        until: Last day it holds; ``None`` until a later quote of the pair.
        source: Where the rate was read.

    >>> from investisens.values.currency import EUR
    >>> FxQuote(base=EUR, quote=Currency.of("USD"), rate="1.10", on=date(2026, 1, 2),
    ...         source="example").rate
    Fraction(11, 10)
    """

    base: Currency
    quote: Currency
    rate: Fraction = attrs.field(converter=_exact_rate)
    on: date
    until: date | None = None
    source: str

    def __attrs_post_init__(self) -> None:
        if self.base == self.quote:
            raise InvalidTerms(
                f"base and quote are both {self.base}: give two currencies",
                field="quote",
                value=self.quote,
            )
        if self.until is not None and self.until < self.on:
            raise InvalidTerms(
                f"until {self.until} is before on {self.on}: check the order of the dates",
                field="until",
                value=self.until,
            )
        if not self.source.strip():
            raise InvalidTerms(
                f"source is {self.source!r}: say where the rate was read",
                field="source",
                value=self.source,
            )

    @property
    def pair(self) -> frozenset[Currency]:
        """The two currencies, in no order."""
        return frozenset((self.base, self.quote))


@attrs.frozen(field_transformer=checked)
class FxTable:
    """Dated quotes; a conversion uses the latest quote of the pair, in either direction.

    Two currencies without a quote of their own are never linked through a third one.

    Attributes:
        quotes: In any order; one quote at most for a pair and a day.

    >>> from investisens.values.currency import EUR
    >>> usd = Currency.of("USD")
    >>> table = FxTable([FxQuote(base=EUR, quote=usd, rate="1.10", on=date(2026, 1, 2),
    ...                          source="example")])
    >>> print(table.convert(Money.of("100", usd), EUR, on=date(2026, 3, 31),
    ...                     rounding=RoundingMode.HALF_UP))
    90.91 EUR
    """

    quotes: tuple[FxQuote, ...] = attrs.field(converter=tuple[FxQuote, ...])

    def __attrs_post_init__(self) -> None:
        seen: set[tuple[frozenset[Currency], date]] = set()
        for quote in self.quotes:
            if (quote.pair, quote.on) in seen:
                raise InvalidTerms(
                    f"two quotes of {_name(quote.pair)} on {quote.on}: keep one of them",
                    field="quotes",
                    value=quote,
                )
            seen.add((quote.pair, quote.on))

    def rate(self, base: Currency, quote: Currency, *, on: date) -> Fraction:
        """How many units of *quote* one unit of *base* is worth on that day, exactly.

        Raises:
            MissingData: No quote of the pair, or none that holds on that day.
        """
        if base == quote:
            return Fraction(1)
        found = self._latest(frozenset((base, quote)), on)
        return found.rate if found.base == base else 1 / found.rate

    def convert(self, money: Money, to: Currency, *, on: date, rounding: RoundingMode) -> Money:
        """The amount in another currency at the rate of the day, rounded once.

        Raises:
            MissingData: No quote of the pair, or none that holds on that day.
        """
        if money.currency == to:
            return money
        rate = self.rate(money.currency, to, on=on)
        minor = money.minor * rate * Fraction(10) ** (to.digits - money.currency.digits)
        return Money(round_ratio(minor.numerator, minor.denominator, rounding), to)

    @cached_property
    def _dated(self) -> Mapping[frozenset[Currency], tuple[FxQuote, ...]]:
        """The quotes of each pair by day, sorted once for all conversions."""
        found: dict[frozenset[Currency], list[FxQuote]] = {}
        for quote in sorted(self.quotes, key=_start):
            found.setdefault(quote.pair, []).append(quote)
        return {pair: tuple(quotes) for pair, quotes in found.items()}

    def _latest(self, pair: frozenset[Currency], on: date) -> FxQuote:
        dated = self._dated.get(pair, ())
        missing = f"no {_name(pair)} rate on {on}"
        if not dated:
            raise MissingData(f"{missing}: no quote of this pair is known, add one", value=on)
        past = bisect_right(dated, on, key=_start)
        if not past:
            raise MissingData(
                f"{missing}: the first quote holds from {dated[0].on}, add an earlier one",
                value=on,
            )
        latest = dated[past - 1]
        if latest.until is not None and latest.until < on:
            raise MissingData(
                f"{missing}: the quote of {latest.on} ended on {latest.until}, add a later one",
                value=on,
            )
        return latest


def _start(quote: FxQuote) -> date:
    return quote.on


def _name(pair: Iterable[Currency]) -> str:
    return "/".join(sorted(currency.code for currency in pair))
