"""Exchange rates fixed by law, as a table of quotes."""

from __future__ import annotations

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
