"""VAT inside a price: what is net, what is tax, and which of the two a grant may count."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.legal.parameters import value
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import RoundingMode, round_ratio


@attrs.frozen(kw_only=True, field_transformer=checked)
class Taxed:
    """A price with its VAT (toutes taxes comprises).

    Attributes:
        net: Price without tax.
        vat: The tax.

    >>> from investisens.values.currency import XOF
    >>> print(Taxed(net=Money(5_000_000, XOF), vat=Money(900_000, XOF)).gross)
    5900000 XOF
    """

    net: Money
    vat: Money

    @property
    def gross(self) -> Money:
        """Price with tax."""
        return self.net + self.vat


def split_vat(gross: Money, rate: Rate) -> Taxed:
    """Net and tax of a price that includes VAT: net is rounded half up, tax is the difference.

    Raises:
        InvalidTerms: The rate is negative.

    >>> from investisens.values.currency import XOF
    >>> taxed = split_vat(Money(5_900_000, XOF), Rate.parse("18 %"))
    >>> print(taxed.net, taxed.vat)
    5000000 XOF 900000 XOF
    """
    if rate.mbp < 0:
        raise InvalidTerms(f"rate is {rate}: use 0 % or more", field="rate", value=rate)
    net = round_ratio(gross.minor * MBP, MBP + rate.mbp, RoundingMode.HALF_UP)
    return Taxed(net=Money(net, gross.currency), vat=Money(gross.minor - net, gross.currency))


def eligible_of(gross: Money, rate: Rate, *, recovered: bool) -> Money:
    """What a grant may count of a price that includes VAT.

    VAT that the buyer recovers is a passing need of cash: net counts. VAT that it does not is a
    cost: gross counts, where the funder accepts it.

    >>> from investisens.values.currency import XOF
    >>> price, rate = Money(5_900_000, XOF), Rate.parse("18 %")
    >>> print(eligible_of(price, rate, recovered=True), eligible_of(price, rate, recovered=False))
    5000000 XOF 5900000 XOF
    """
    return split_vat(gross, rate).net if recovered else gross


def benin_vat(*, on: date, exported: bool = False) -> Rate:
    """The rate of VAT of Benin on a day.

    Raises:
        MissingData: No rate is held for that day.

    Source: CGI of Benin, articles 225 and 232; parameters ``tax.benin.vat`` and
    ``tax.benin.vat_exports``.

    >>> print(benin_vat(on=date(2026, 6, 30)), benin_vat(on=date(2026, 6, 30), exported=True))
    18 % 0 %
    """
    return Rate.nearest(value("tax.benin.vat_exports" if exported else "tax.benin.vat", on=on))
