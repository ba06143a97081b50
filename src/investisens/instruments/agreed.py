"""Dated terms of a repayment: draws, prepayments, changes of the rate, indexation and fees."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction

import attrs

from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate


def _check_positive(amount: Money, what: str) -> None:
    if amount.minor <= 0:
        raise InvalidTerms(
            f"amount is {amount}: {what} a positive amount", field="amount", value=amount
        )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Tranche:
    """More paid out after the first draw (tranche de décaissement).

    Attributes:
        on: The day; on a due day it comes after what is due.
        amount: Paid out, > 0.

    >>> from investisens import XOF
    >>> print(Tranche(on=date(2024, 3, 1), amount=Money(500_000, XOF)).amount)
    500000 XOF
    """

    on: date
    amount: Money

    def __attrs_post_init__(self) -> None:
        _check_positive(self.amount, "draw")


class PrepaymentEffect(Enum):
    """What a prepayment changes in the dues that follow.

    Attributes:
        SHORTER: Instalments stay, the last ones fall away.
        SMALLER: The term stays, instalments are fixed again.

    >>> PrepaymentEffect("smaller")
    <PrepaymentEffect.SMALLER: 'smaller'>
    """

    SHORTER = "shorter"
    SMALLER = "smaller"


@attrs.frozen(kw_only=True, field_transformer=checked)
class Prepayment:
    """Principal repaid early, as agreed in the terms (remboursement anticipé prévu).

    Attributes:
        on: The day; on a due day it comes after what is due. Interest accrued up to it is paid
            with the next due.
        amount: Principal repaid, > 0, or what is left if that is less.
        effect: Shorter term or smaller instalments.

    >>> from investisens import XOF
    >>> Prepayment(on=date(2024, 3, 1), amount=Money(500_000, XOF),
    ...            effect=PrepaymentEffect.SHORTER).effect.value
    'shorter'
    """

    on: date
    amount: Money
    effect: PrepaymentEffect

    def __attrs_post_init__(self) -> None:
        _check_positive(self.amount, "prepay")


@attrs.frozen(kw_only=True, field_transformer=checked)
class RateStep:
    """A next rate that is fixed in the terms (palier de taux).

    Attributes:
        on: The day from which it runs.
        rate: Yearly rate, >= 0.

    >>> print(RateStep(on=date(2025, 1, 1), rate=Rate.parse("6 %")).rate)
    6 %
    """

    on: date
    rate: Rate

    def __attrs_post_init__(self) -> None:
        if self.rate.mbp < 0:
            raise InvalidTerms(
                f"rate is {self.rate}: use 0 % or more", field="rate", value=self.rate
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class RateReset:
    """A rate set on an index: *multiplier* × fixing + *spread*, within limits (révision de taux).

    Attributes:
        on: The day from which it runs.
        index: Name of the index.
        fixed_on: The day whose fixing counts.
        spread: Added to the fixing, after the multiplier.
        multiplier: Factor of the fixing.
        floor: Lowest rate, or ``None``.
        cap: Highest rate, or ``None``.
        period_floor: Lowest move of this reset, e.g. -1 %, or ``None``.
        period_cap: Highest move of this reset, or ``None``.

    Raises:
        InvalidTerms: A floor is above its cap, or the fixing comes after the reset.

    >>> print(RateReset(on=date(2025, 1, 1), index="TAUX-BCEAO", fixed_on=date(2024, 12, 30),
    ...                 spread=Rate.parse("2 %")).spread)
    2 %
    """

    on: date
    index: str
    fixed_on: date
    spread: Rate = Rate(0)
    multiplier: Fraction = Fraction(1)
    floor: Rate | None = None
    cap: Rate | None = None
    period_floor: Rate | None = None
    period_cap: Rate | None = None

    def __attrs_post_init__(self) -> None:
        for name, least, most in (
            ("floor", self.floor, self.cap),
            ("period_floor", self.period_floor, self.period_cap),
        ):
            if least is not None and most is not None and least > most:
                cap = name.replace("floor", "cap")
                raise InvalidTerms(
                    f"{name} {least} is above {cap} {most}: lower the floor or raise the cap",
                    field=name,
                    value=least,
                )
        if self.fixed_on > self.on:
            raise InvalidTerms(
                f"fixed_on {self.fixed_on} is after on {self.on}: take a fixing that is known "
                "when the rate starts to run",
                field="fixed_on",
                value=self.fixed_on,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Indexation:
    """Factors of what is paid from a day on; what is owed does not change (indexation).

    Attributes:
        on: The day; what is due on it is paid with these factors.
        principal: Factor of principal paid, > 0.
        interest: Factor of interest paid, > 0.

    Raises:
        InvalidTerms: A factor is not positive.

    >>> Indexation(on=date(2025, 1, 1), principal=Fraction("1.03")).interest
    Fraction(1, 1)
    """

    on: date
    principal: Fraction = Fraction(1)
    interest: Fraction = Fraction(1)

    def __attrs_post_init__(self) -> None:
        for name in ("principal", "interest"):
            factor = getattr(self, name)
            if factor <= 0:
                raise InvalidTerms(
                    f"{name} is {factor}: give a factor above 0, 1 for no change",
                    field=name,
                    value=factor,
                )


class FeeKind(Enum):
    """When a fee is charged.

    Attributes:
        AT_DRAW: On disbursement and on each later draw.
        ON_DATE: On one day.
        EACH_DUE: On each due.

    >>> FeeKind("each_due")
    <FeeKind.EACH_DUE: 'each_due'>
    """

    AT_DRAW = "at_draw"
    ON_DATE = "on_date"
    EACH_DUE = "each_due"


@attrs.frozen(kw_only=True, field_transformer=checked)
class Fee:
    """A fee paid beside principal and interest, an amount or a share (frais).

    Attributes:
        kind: At each draw, on a day, or at each due. But for draws, nothing is charged once
            nothing is owed.
        amount: Paid each time, > 0; or ``None``.
        share: Share of the draw, else of the balance before what is due that day; or ``None``.
            Rounded once in the mode of interest.
        on: The day, for a fee on one day.

    Raises:
        InvalidTerms: Not exactly one of amount and share, or a day that does not fit the kind.

    >>> print(Fee(kind=FeeKind.AT_DRAW, share=Rate.parse("1 %")).share)
    1 %
    """

    kind: FeeKind
    amount: Money | None = None
    share: Rate | None = None
    on: date | None = None

    def __attrs_post_init__(self) -> None:
        if (self.amount is None) is (self.share is None):
            found = "neither amount nor share is" if self.amount is None else "both are"
            raise InvalidTerms(
                f"{found} given for a fee {self.kind.value}: give one of amount and share",
                field="amount",
                value=self.amount,
            )
        if self.amount is not None:
            _check_positive(self.amount, "charge")
        if self.share is not None and not 0 < self.share.mbp <= MBP:
            raise InvalidTerms(
                f"share is {self.share}: use a share above 0 % and up to 100 %",
                field="share",
                value=self.share,
            )
        if (self.on is not None) is not (self.kind is FeeKind.ON_DATE):
            remedy = "give the day" if self.on is None else "leave it out, or use on_date"
            raise InvalidTerms(
                f"on is {self.on} for a fee {self.kind.value}: {remedy}", field="on", value=self.on
            )
