"""Exchange rates fixed by law, as a table of quotes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from investisens.legal.parameters import parameter
from investisens.values.currency import EUR, XOF
from investisens.values.fx import FxQuote, FxTable


@cache
def parity() -> FxTable:
    """The fixed parity of the euro and the franc CFA (XOF), since the euro exists.

    Source: parameter ``fx.eur_xof``.

    >>> from datetime import date
    >>> from investisens.values.money import Money
    >>> from investisens.values.rounding import RoundingMode
    >>> print(parity().convert(Money.of(100, EUR), XOF, on=date(2026, 6, 30),
    ...                        rounding=RoundingMode.HALF_UP))
    65596 XOF
    """
    return FxTable(
        FxQuote(
            base=EUR,
            quote=XOF,
            rate=dated.value,
            on=dated.start,
            until=dated.until,
            source=dated.source,
        )
        for dated in parameter("fx.eur_xof").values
    )


def with_parity(quotes: Iterable[FxQuote]) -> FxTable:
    """A table of quotes, with the fixed parity where they hold none of that pair.

    >>> from datetime import date
    >>> with_parity([]).rate(EUR, XOF, on=date(2026, 6, 30))
    Fraction(655957, 1000)
    """
    given = tuple(quotes)
    pairs = {quote.pair for quote in given}
    return FxTable((*given, *(each for each in parity().quotes if each.pair not in pairs)))
