"""Expected loss in three stages (perte attendue), as IFRS 9 has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from fractions import Fraction

import attrs

from investisens.legal.parameters import value
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import RoundingMode, round_ratio


class Stage(IntEnum):
    """How much of a debt's life its expected loss looks at.

    Attributes:
        PERFORMING: The next twelve months.
        DOUBTFUL: The whole life: the risk has risen significantly.
        IMPAIRED: The whole life, and interest on the net amount: the debt is in default.

    >>> Stage(2).name
    'DOUBTFUL'
    """

    PERFORMING = 1
    DOUBTFUL = 2
    IMPAIRED = 3


@attrs.frozen(kw_only=True, field_transformer=checked)
class YearAtRisk:
    """What may be lost in one year of a debt's life.

    Attributes:
        exposure: What is owed when the default comes, at the year's end; >= 0.
        default: Probability of a default in that year, 0 % to 100 %.

    Raises:
        InvalidTerms: A negative exposure, or a probability outside 0-100 %.

    >>> from investisens import XOF
    >>> print(YearAtRisk(exposure=Money(5_000_000, XOF), default=Rate.parse("1.5 %")).default)
    1.5 %
    """

    exposure: Money
    default: Rate

    def __attrs_post_init__(self) -> None:
        if self.exposure.minor < 0:
            raise InvalidTerms(
                f"exposure is {self.exposure}: use an amount of 0 or more",
                field="exposure",
                value=self.exposure,
            )
        _check_share("default", self.default)


def stage_of(days_past_due: int, on: date) -> Stage:
    """The stage that days past due presume; a fund may rebut it for a debt it knows.

    Source: IFRS 9, 5.5.11 and B5.5.37 (``ifrs9.presumption_days``, verified secondary).

    Raises:
        MissingData: No presumption is known on *on*.

    >>> [stage_of(days, date(2024, 12, 31)).value for days in (0, 30, 31, 90, 91)]
    [1, 1, 2, 2, 3]
    """
    if days_past_due > value("ifrs9.presumption_days.stage_3", on=on):
        return Stage.IMPAIRED
    if days_past_due > value("ifrs9.presumption_days.stage_2", on=on):
        return Stage.DOUBTFUL
    return Stage.PERFORMING


def expected_loss(
    years: Sequence[YearAtRisk], stage: Stage, lgd: Rate, effective: Rate = Rate(0)
) -> Money:
    """Sum of exposure × probability × loss given default, discounted, rounded once half up.

    Args:
        years: The years of the debt's life, at least one, in one currency.
        stage: The first stage looks at the first year alone.
        lgd: Part of the exposure that a default loses (perte en cas de défaut).
        effective: Effective yearly rate; a default comes at the end of its year.

    Raises:
        InvalidTerms: No year, a share outside 0-100 %, or a rate of -100 % or less.

    Source: IFRS 9, 5.5.3, 5.5.5 and B5.5.29 (verified secondary).

    >>> from investisens import EUR
    >>> three = [YearAtRisk(exposure=Money.of(each, EUR), default=Rate.parse(risk))
    ...          for each, risk in (("3000000", "3 %"), ("2000000", "4 %"), ("1000000", "5 %"))]
    >>> terms = {"lgd": Rate.parse("45 %"), "effective": Rate.parse("8 %")}
    >>> print(expected_loss(three, Stage.PERFORMING, **terms))
    37500.00 EUR
    >>> print(expected_loss(three, Stage.DOUBTFUL, **terms))
    86225.42 EUR
    """
    if not years:
        raise InvalidTerms("years is empty: give one year or more", field="years")
    _check_share("lgd", lgd)
    if effective.mbp <= -MBP:
        raise InvalidTerms(
            f"effective is {effective}: a rate is above -100 %", field="effective", value=effective
        )
    seen = years[:1] if stage is Stage.PERFORMING else years
    total = Fraction(0)
    for number, year in enumerate(seen, 1):
        growth = (1 + effective.fraction) ** number
        total += year.exposure.minor * year.default.fraction * lgd.fraction / growth
    minor = round_ratio(total.numerator, total.denominator, RoundingMode.HALF_UP)
    return Money(int(minor), years[0].exposure.currency)


def interest_base(gross: Money, allowance: Money, stage: Stage) -> Money:
    """What interest is recognised on: the net amount once the debt is impaired.

    >>> from investisens import XOF
    >>> print(interest_base(Money(1_000_000, XOF), Money(400_000, XOF), Stage.IMPAIRED))
    600000 XOF
    """
    return gross - allowance if stage is Stage.IMPAIRED else gross


def _check_share(name: str, share: Rate) -> None:
    if not 0 <= share.mbp <= MBP:
        raise InvalidTerms(
            f"{name} is {share}: use a share between 0 % and 100 %", field=name, value=share
        )
