"""Quality of a portfolio of debts on a day: portfolio at risk, arrears rate, ageing.

Portfolio at risk counts the *whole* outstanding principal of a debt that is late; the arrears rate
counts late principal alone, and flatters. Each has its own name, and a count beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

import attrs

from investisens.values.currency import Currency
from investisens.values.errors import CurrencyMismatch, InvalidTerms

THRESHOLDS: Final = (0, 30, 60, 90, 180)
"""Days of portfolio at risk, unless others are asked for."""


@attrs.frozen(kw_only=True)
class Exposure:
    """One debt as figures of quality see it, in minor units.

    Attributes:
        contract: Short name.
        currency: Currency of its amounts.
        outstanding: Outstanding principal, >= 0.
        late_principal: Part of it that is due and not repaid.
        days_past_due: Days since the oldest due that is not covered.
        restructured: Whether it is marked as restructured.
        accrued: Interest accrued and not paid.

    Raises:
        InvalidTerms: More is late than is outstanding, or late without a day past due.

    >>> from investisens import XOF
    >>> Exposure(contract="L2", currency=XOF, outstanding=2_441_139, late_principal=190_770,
    ...          days_past_due=31).restructured
    False
    """

    contract: str
    currency: Currency
    outstanding: int
    late_principal: int = 0
    days_past_due: int = 0
    restructured: bool = False
    accrued: int = 0

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.late_principal <= self.outstanding:
            raise InvalidTerms(
                f"{self.contract}: late_principal is {self.late_principal} of {self.outstanding} "
                "outstanding: use 0 up to what is outstanding",
                field="late_principal",
                value=self.late_principal,
            )
        if self.days_past_due < (1 if self.late_principal else 0):
            raise InvalidTerms(
                f"{self.contract}: days_past_due is {self.days_past_due} with {self.late_principal}"
                " late: count the days from the oldest due that is not covered",
                field="days_past_due",
                value=self.days_past_due,
            )


@attrs.frozen(kw_only=True)
class AtRisk:
    """Portfolio at risk beyond a number of days (portefeuille à risque).

    Attributes:
        days: More than so many days late.
        amount: Whole outstanding principal of these debts, in minor units.
        contracts: How many they are.
        share: PAR: *amount* of the gross portfolio; ``None`` for an empty portfolio.
        with_restructured: *amount*, and what is outstanding on other debts that are marked as
            restructured; each debt counts once.
        share_with_restructured: The same of the gross portfolio.
    """

    days: int
    amount: int
    contracts: int
    share: Fraction | None
    with_restructured: int
    share_with_restructured: Fraction | None


@attrs.frozen(kw_only=True)
class Quality:
    """Quality of debts of one currency, in minor units.

    Attributes:
        currency: Currency of the amounts.
        outstanding: Gross portfolio: outstanding principal of all.
        contracts: How many debts owe something, or are late.
        late_principal: Principal that is due and not repaid.
        arrears_rate: *late_principal* of the gross portfolio; ``None`` for an empty one.
        late_contracts: How many debts are late.
        restructured: Outstanding principal of debts that are marked as restructured.
        restructured_contracts: How many they are.
        at_risk: Portfolio at risk by threshold, in rising order.

    >>> from investisens import XOF
    >>> late = Exposure(contract="L1", currency=XOF, outstanding=25, late_principal=5,
    ...                 days_past_due=40)
    >>> sound = Exposure(contract="L2", currency=XOF, outstanding=75)
    >>> found = quality((late, sound), XOF)
    >>> found.outstanding, found.arrears_rate, found.beyond(30).amount
    (100, Fraction(1, 20), 25)
    """

    currency: Currency
    outstanding: int
    contracts: int
    late_principal: int
    arrears_rate: Fraction | None
    late_contracts: int
    restructured: int
    restructured_contracts: int
    at_risk: tuple[AtRisk, ...]

    def beyond(self, days: int) -> AtRisk:
        """Portfolio at risk beyond *days*, one of the thresholds.

        Raises:
            InvalidTerms: It was not asked for.
        """
        found = next((each for each in self.at_risk if each.days == days), None)
        if found is None:
            known = ", ".join(str(each.days) for each in self.at_risk)
            raise InvalidTerms(
                f"days is {days}: the thresholds asked for are {known}", field="days", value=days
            )
        return found


def quality(
    exposures: Iterable[Exposure],
    currency: Currency,
    thresholds: Sequence[int] = THRESHOLDS,
) -> Quality:
    """Quality of *exposures*, whatever their order.

    Args:
        exposures: Debts of one currency.
        currency: That currency.
        thresholds: Days of portfolio at risk.

    Raises:
        CurrencyMismatch: A debt is in another currency.
        InvalidTerms: A threshold is negative, or there is none.

    Source: CGAP/SEEP, Definitions of Selected Financial Terms, Ratios and Adjustments for
    Microfinance (2003), in the form that is taught; the text was not read in full.

    >>> from investisens import XOF
    >>> held = [Exposure(contract="A", currency=XOF, outstanding=700),
    ...         Exposure(contract="B", currency=XOF, outstanding=300, late_principal=10,
    ...                  days_past_due=31)]
    >>> found = quality(held, XOF)
    >>> str(found.beyond(30).share), str(found.arrears_rate), found.beyond(30).contracts
    ('3/10', '1/100', 1)
    """
    held = [each for each in exposures if each.outstanding or each.days_past_due]
    for each in held:
        if each.currency != currency:
            raise CurrencyMismatch(
                f"{each.contract} is in {each.currency.code}, not in {currency.code}: ask for the "
                "quality of each currency on its own"
            )
    if not thresholds or min(thresholds) < 0:
        raise InvalidTerms(
            f"thresholds is {tuple(thresholds)}: give days of 0 or more",
            field="thresholds",
            value=thresholds,
        )
    gross = sum(each.outstanding for each in held)
    late = sum(each.late_principal for each in held)
    marked = [each for each in held if each.restructured]
    return Quality(
        currency=currency,
        outstanding=gross,
        contracts=len(held),
        late_principal=late,
        arrears_rate=ratio(late, gross),
        late_contracts=sum(each.days_past_due > 0 for each in held),
        restructured=sum(each.outstanding for each in marked),
        restructured_contracts=len(marked),
        at_risk=tuple(_at_risk(held, days, gross) for days in sorted(set(thresholds))),
    )


def _at_risk(held: Sequence[Exposure], days: int, gross: int) -> AtRisk:
    late = [each for each in held if each.days_past_due > days]
    amount = sum(each.outstanding for each in late)
    others = [each for each in held if each.restructured and each.days_past_due <= days]
    both = amount + sum(each.outstanding for each in others)
    return AtRisk(
        days=days,
        amount=amount,
        contracts=len(late),
        share=ratio(amount, gross),
        with_restructured=both,
        share_with_restructured=ratio(both, gross),
    )


def ratio(part: int | Fraction, whole: int | Fraction) -> Fraction | None:
    """*part* of *whole*, exactly; ``None`` of nothing.

    >>> ratio(1, 4), ratio(1, 0)
    (Fraction(1, 4), None)
    """
    return Fraction(part) / whole if whole else None


def risk_coverage(allowance: int, at_risk: int) -> Fraction | None:
    """Loss allowance over portfolio at risk (taux de couverture du risque).

    Args:
        allowance: Provisions, in minor units.
        at_risk: The denominator that is meant: ``AtRisk.amount`` or ``AtRisk.with_restructured``.
            Say which one beside the figure.

    Source: SEEP ratio R12.

    >>> round(risk_coverage(430_879, 338_882 + 50_800) * 100, 2)
    Fraction(11057, 100)
    """
    return ratio(allowance, at_risk)
