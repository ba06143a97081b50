"""Aid of several kinds on one eligible cost: its intensity, and what the law still leaves.

Aids on the same eligible cost add up by their gross grant equivalents, de minimis aid included,
and together respect the highest intensity of the measure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from fractions import Fraction

import attrs

from investisens.funding.grant_element import PRINTED_DECIMALS
from investisens.legal.parameters import parameter
from investisens.values.checking import checked
from investisens.values.currency import EUR
from investisens.values.errors import Finding, InvalidTerms
from investisens.values.money import Money, total
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import RoundingMode


@attrs.frozen(kw_only=True, field_transformer=checked)
class AidIntensity:
    """Aid over eligible cost (intensité d'aide), before tax.

    Attributes:
        eligible: Eligible cost, > 0.
        aid: Sum of the gross grant equivalents.

    >>> from investisens.values.currency import EUR
    >>> print(AidIntensity(eligible=Money(50_000_00, EUR), aid=Money(16_750_00, EUR)).printed)
    33.5 %
    """

    eligible: Money
    aid: Money

    def __attrs_post_init__(self) -> None:
        if self.eligible.minor <= 0:
            raise InvalidTerms(
                f"eligible is {self.eligible}: give a positive cost",
                field="eligible",
                value=self.eligible,
            )

    @property
    def share(self) -> Fraction:
        """The intensity, exact."""
        return Fraction(self.aid.minor, self.eligible.minor)

    @property
    def printed(self) -> Rate:
        """The intensity to four decimals of a per cent, half up."""
        return Rate.nearest(self.share, PRINTED_DECIMALS)


def aid_intensity(eligible: Money, equivalents: Iterable[Money]) -> AidIntensity:
    """The intensity of several aids on the same eligible cost: their equivalents add up.

    Source: regulation (EU) 651/2014, definitions.

    >>> from investisens.values.currency import EUR
    >>> aids = [Money.of(amount, EUR) for amount in (12_000, 3_500, 1_250)]
    >>> print(aid_intensity(Money.of(50_000, EUR), aids).printed)
    33.5 %
    """
    return AidIntensity(eligible=eligible, aid=total(equivalents, eligible.currency))


class EnterpriseSize(Enum):
    """Size of the undertaking; the value is the key of its highest intensity.

    Attributes:
        SMALL: Small enterprise.
        MEDIUM: Medium-sized enterprise.

    >>> EnterpriseSize.SMALL.value
    'small'
    """

    SMALL = "small"
    MEDIUM = "medium"


@attrs.frozen(kw_only=True, field_transformer=checked)
class IntensityRoom:
    """What the highest intensity leaves on an eligible cost.

    Attributes:
        granted: Eligible cost, and the equivalents of the aids on it so far.
        maximum: Most that may be granted, rounded down.

    >>> room = IntensityRoom(
    ...     granted=AidIntensity(eligible=Money.of(400_000, EUR), aid=Money.of(55_000, EUR)),
    ...     maximum=Money.of(80_000, EUR))
    >>> print(room.headroom)
    25000.00 EUR
    """

    granted: AidIntensity
    maximum: Money

    @property
    def headroom(self) -> Money:
        """What may still be granted; never below nothing."""
        return max(Money.zero(self.maximum.currency), self.maximum - self.granted.aid)

    @property
    def excess(self) -> Money:
        """What was granted above the maximum."""
        return max(Money.zero(self.maximum.currency), self.granted.aid - self.maximum)


def intensity_room(eligible: Money, equivalents: Iterable[Money], highest: Rate) -> IntensityRoom:
    """The room that a highest intensity leaves on one eligible cost.

    Args:
        eligible: Eligible cost, > 0.
        equivalents: Gross grant equivalents of all aids on it, whatever their basis.
        highest: Highest intensity.

    Raises:
        InvalidTerms: The cost is not positive, or the intensity not between 0 % and 100 %.

    >>> room = intensity_room(Money.of(400_000, EUR), [Money.of(55_000, EUR)], Rate.parse("20 %"))
    >>> print(room.maximum, room.headroom)
    80000.00 EUR 25000.00 EUR
    """
    if not 0 <= highest.mbp <= MBP:
        raise InvalidTerms(
            f"highest is {highest}: use an intensity between 0 % and 100 %",
            field="highest",
            value=highest,
        )
    return IntensityRoom(
        granted=aid_intensity(eligible, equivalents),
        maximum=eligible.times(highest, RoundingMode.DOWN),
    )


def highest_intensity(size: EnterpriseSize, *, on: date, repayable_advance: bool = False) -> Rate:
    """The highest intensity of aid to an investment of a small or medium-sized enterprise.

    Args:
        size: Size of the undertaking.
        on: Day the right to the aid arises.
        repayable_advance: Whether the aid is a repayable advance, which adds points.

    Raises:
        MissingData: No intensity is held for that day.

    Source: regulation (EU) 651/2014, articles 17 and 7; the numbers are unverified.

    >>> print(highest_intensity(EnterpriseSize.SMALL, on=date(2026, 6, 30)))
    20 %
    """
    rate = parameter(f"eu.gber.intensity.{size.value}").at(on).value
    if repayable_advance:
        rate += parameter("eu.gber.repayable_advance_bonus").at(on).value
    return Rate.nearest(rate)


def check_cumulation(
    eligible: Money, equivalents: Iterable[Money], size: EnterpriseSize, *, on: date
) -> tuple[Finding, ...]:
    """Findings where the aids on an investment pass an intensity or must be notified.

    Args:
        eligible: Eligible cost in euros.
        equivalents: Gross grant equivalents of all aids on it, de minimis included.
        size: Size of the undertaking.
        on: Day the right to the last aid arises.

    The threshold of notification was raised in 2023 to an amount that is not held: from then on
    the finding says so.

    Raises:
        MissingData: No intensity is held for that day.

    Source: regulation (EU) 651/2014, articles 4, 8 and 17.

    >>> findings = check_cumulation(Money.of(400_000, EUR), [Money.of(90_000, EUR)],
    ...                             EnterpriseSize.SMALL, on=date(2026, 6, 30))
    >>> print(findings[0].found, "|", findings[0].expected)
    aid of 90000.00 EUR, 22.5 % | at most 80000.00 EUR (20 %)
    """
    highest = highest_intensity(size, on=on)
    room = intensity_room(eligible, equivalents, highest)
    findings = []
    if room.excess:
        granted = room.granted
        findings.append(
            Finding(
                where=f"aid to a {size.value} enterprise on {on}",
                found=f"aid of {granted.aid}, {granted.printed}",
                expected=f"at most {room.maximum} ({highest})",
                remedy=f"lower the aid by {room.excess}, or show more eligible cost",
            )
        )
    return (*findings, *_notification(room.granted.aid, on))


def _notification(aid: Money, on: date) -> tuple[Finding, ...]:
    known = [dated for dated in parameter("eu.gber.sme_notification").values if dated.start <= on]
    latest = known[-1]
    threshold = Money.of(int(latest.value), EUR)
    if aid <= threshold:
        return ()
    held = latest.until is None or on <= latest.until
    state = "" if held else f", in force until {latest.until}; the amount of {on} is not held"
    return (
        Finding(
            where=f"aid on {on}",
            found=f"aid of {aid}",
            expected=f"at most {threshold} without notification ({latest.source}{state})",
            remedy="notify the Commission, or read the threshold of the day",
        ),
    )
