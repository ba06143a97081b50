"""What a mix of grants, quasi-equity, loans and equity costs a year (coût moyen pondéré).

The yearly charge is a weighted mean. The internal rate of return of the whole mix, whose grant
is never repaid, is another figure, lower and possibly negative: see :func:`mix_irr`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from fractions import Fraction

import attrs

from investisens.engine.credit_flows import CreditFlows
from investisens.engine.irr import IrrResult
from investisens.funding.debt_service import DebtService
from investisens.funding.grant_element import PRINTED_DECIMALS
from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money, total
from investisens.values.rates import Rate


@attrs.frozen(kw_only=True, field_transformer=checked)
class Layer:
    """One source of money in a mix, and what it costs.

    Attributes:
        amount: Brought, >= 0.
        paid: Paid on it in cash a year; 0 % for a grant.
        required: What whoever brings it could earn elsewhere at the same risk; *paid* unless
            given. An equity without dividends is free in cash, not in economic terms.
        grant: Whether it is never repaid.

    Raises:
        InvalidTerms: The amount is negative.

    >>> from investisens.values.currency import XOF
    >>> Layer(amount=Money(40, XOF), grant=True).economic
    Rate(mbp=0)
    """

    amount: Money
    paid: Rate = Rate(0)
    required: Rate | None = None
    grant: bool = False

    def __attrs_post_init__(self) -> None:
        if self.amount.minor < 0:
            raise InvalidTerms(
                f"amount is {self.amount}: use 0 or more", field="amount", value=self.amount
            )

    @property
    def economic(self) -> Rate:
        """What it costs in economic terms a year."""
        return self.paid if self.required is None else self.required


class Cost(Enum):
    """Which rate of each source is blended.

    Attributes:
        CASH: What is paid in cash a year.
        ECONOMIC: What whoever brings the money could earn elsewhere.

    >>> Cost.CASH.value
    'cash'
    """

    CASH = "cash"
    ECONOMIC = "economic"


@attrs.frozen(kw_only=True, field_transformer=checked)
class BlendedCost:
    """The yearly charge of a mix, with and without its grants.

    Attributes:
        whole: Weighted mean over all money, grants included; exact.
        excluding_grants: The same charge over the money that must be repaid or remunerated;
            ``None`` where all is grant.

    >>> print(BlendedCost(whole=Fraction(9, 200), excluding_grants=Fraction(3, 40)).printed)
    4.5 %
    """

    whole: Fraction
    excluding_grants: Fraction | None

    @property
    def printed(self) -> Rate:
        """The charge on all money, to four decimals of a per cent, half up."""
        return Rate.nearest(self.whole, PRINTED_DECIMALS)

    @property
    def printed_excluding_grants(self) -> Rate | None:
        """The charge on money that is no grant, likewise."""
        without = self.excluding_grants
        return None if without is None else Rate.nearest(without, PRINTED_DECIMALS)


def blended_cost(layers: Iterable[Layer], cost: Cost = Cost.CASH) -> BlendedCost:
    """The weighted mean of what each source costs a year.

    Args:
        layers: The sources, all in one currency.
        cost: In cash, or in economic terms.

    Raises:
        InvalidTerms: The mix holds no money.

    >>> from investisens.values.currency import XOF
    >>> mix = [Layer(amount=Money(40, XOF), grant=True),
    ...        Layer(amount=Money(25, XOF), paid=Rate.parse("6 %")),
    ...        Layer(amount=Money(20, XOF), paid=Rate.parse("9 %")),
    ...        Layer(amount=Money(15, XOF), paid=Rate(0), required=Rate.parse("8 %"))]
    >>> blended = blended_cost(mix, Cost.ECONOMIC)
    >>> print(blended.printed, blended.printed_excluding_grants, blended_cost(mix).printed)
    4.5 % 7.5 % 3.3 %
    """
    given = list(layers)
    whole = _mean(given, cost)
    if whole is None:
        raise InvalidTerms(
            "the mix holds no money: give at least one amount above 0", field="layers", value=given
        )
    others = [layer for layer in given if not layer.grant]
    return BlendedCost(whole=whole, excluding_grants=_mean(others, cost))


def mix_irr(service: DebtService) -> IrrResult:
    """The internal rate of return of a whole mix, seen by those who bring it.

    Args:
        service: All that is drawn, grants included, and all that is paid.

    >>> from investisens.values.currency import EUR
    >>> mix = DebtService(draws=((0, Money(100_00, EUR)),),
    ...                   payments=tuple((year, 4_50) for year in range(1, 8)) + ((7, 60_00),))
    >>> f"{mix_irr(mix).value:.6%}"
    '-1.471534%'
    """
    return CreditFlows.timed(service.draws, service.payments).solved()


def _mean(layers: Sequence[Layer], cost: Cost) -> Fraction | None:
    if not layers or not (whole := total((layer.amount for layer in layers), _currency(layers))):
        return None
    charges = (layer.amount.minor * _rate(layer, cost).fraction for layer in layers)
    return sum(charges, Fraction(0)) / whole.minor


def _currency(layers: Sequence[Layer]) -> Currency:
    return layers[0].amount.currency


def _rate(layer: Layer, cost: Cost) -> Rate:
    return layer.paid if cost is Cost.CASH else layer.economic
