"""What one franc moves: ratios of a plan with their definitions, and additionality on record.

Five ratios go by the name of leverage, so none is printed without its definition. Additionality
has no formula: a claim is recorded with its evidence and its author.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final

import attrs

from investisens.funding.grant_element import PRINTED_DECIMALS
from investisens.values.checking import checked
from investisens.values.errors import Finding, InvalidTerms, Severity
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode, round_ratio


@attrs.frozen(kw_only=True, field_transformer=checked)
class Leverage:
    """Who brings what to a plan, and the ratios in use. A ratio over nothing is ``None``.

    Attributes:
        fund: Money of this fund, which is private.
        other_private: Money of other private investors, lenders and buyers.
        own: Contribution of the entrepreneur.
        grants: Public money that is never repaid.
        other_public: Public loans, advances and equity.

    Raises:
        InvalidTerms: An amount is negative.

    Source: definitions; OECD dashboard of private-sector instruments for additionality.

    >>> from investisens.values.currency import XOF
    >>> plan = Leverage(fund=Money(4, XOF), other_private=Money(3, XOF), own=Money(1, XOF),
    ...                 grants=Money(5, XOF))
    >>> for ratio in plan.ratios:
    ...     print(f"{ratio.definition}: {ratio.printed}")
    total plan / fund: 3.25
    money of others / fund: 2.25
    private money / public money: 1.6
    public money / total plan: 38.4615 %
    grants / fund: 1.25
    """

    fund: Money
    other_private: Money
    own: Money
    grants: Money
    other_public: Money | None = None

    def __attrs_post_init__(self) -> None:
        for field in attrs.fields(Leverage):
            amount = getattr(self, field.name)
            if amount is not None and amount.minor < 0:
                raise InvalidTerms(
                    f"{field.name} is {amount}: use 0 or more", field=field.name, value=amount
                )

    @property
    def public(self) -> Money:
        """All public money."""
        return self.grants if self.other_public is None else self.grants + self.other_public

    @property
    def private(self) -> Money:
        """All private money, own contribution included."""
        return self.fund + self.other_private + self.own

    @property
    def total(self) -> Money:
        """The whole plan."""
        return self.private + self.public

    @property
    def ratios(self) -> tuple[Ratio, ...]:
        """The five ratios, each with its definition."""
        rows = (
            ("total plan / fund", self.total, self.fund, False),
            ("money of others / fund", self.total - self.fund, self.fund, False),
            ("private money / public money", self.private, self.public, False),
            ("public money / total plan", self.public, self.total, True),
            ("grants / fund", self.grants, self.fund, False),
        )
        return tuple(
            Ratio(definition=definition, value=_over(above, below), share=share)
            for definition, above, below, share in rows
        )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Ratio:
    """A ratio that carries its definition.

    Attributes:
        definition: What is divided by what.
        value: Exact; ``None`` where the divisor is nothing.
        share: Whether it is a part of a whole, printed in per cent.

    >>> print(Ratio(definition="private money / public money", value=Fraction(8, 5)).printed)
    1.6
    """

    definition: str
    value: Fraction | None
    share: bool = False

    @property
    def printed(self) -> str:
        """To four decimals, half up, or ``-``."""
        if self.value is None:
            return "-"
        if self.share:
            return str(Rate.nearest(self.value, PRINTED_DECIMALS))
        scaled = self.value * 10**PRINTED_DECIMALS
        whole = round_ratio(scaled.numerator, scaled.denominator, RoundingMode.HALF_UP)
        return f"{Decimal(whole).scaleb(-PRINTED_DECIMALS).normalize():f}"


class Additionality(Enum):
    """What a claim of additionality says; the value is the word for reports.

    Attributes:
        FINANCIAL: The money would not have come on such terms.
        VALUE: The funder brings knowledge, standards or contacts that others do not.
        DEVELOPMENT: The outcome would not have come, or less of it.

    >>> Additionality.VALUE.value
    'value'
    """

    FINANCIAL = "financial"
    VALUE = "value"
    DEVELOPMENT = "development"


@attrs.frozen(kw_only=True, field_transformer=checked)
class AdditionalityClaim:
    """A claim that public money was needed, on record.

    Attributes:
        kind: What it says.
        claim: In words.
        evidence: What shows it: a refusal of a bank, a study.
        author: Who claims it.
        made_on: The day.

    >>> AdditionalityClaim(kind=Additionality.FINANCIAL, claim="no bank lends for five years",
    ...                    evidence="two refusals", author="adviser",
    ...                    made_on=date(2010, 4, 2)).kind.value
    'financial'
    """

    kind: Additionality
    claim: str
    evidence: str
    author: str
    made_on: date


def check_additionality(claims: Iterable[AdditionalityClaim]) -> tuple[Finding, ...]:
    """A warning for each kind of additionality that is asked for and not shown.

    Asked for are financial or value additionality, and development additionality.

    Source: OECD, notes to the dashboard of private-sector instruments.

    >>> [found.expected for found in check_additionality([])]
    ['financial or value additionality', 'development additionality']
    """
    shown = {claim.kind for claim in claims if claim.evidence.strip()}
    return tuple(
        Finding(
            where="additionality",
            found="no claim with evidence",
            expected=f"{' or '.join(kind.value for kind in kinds)} additionality",
            remedy="record the claim with its evidence and its author",
            severity=Severity.WARNING,
        )
        for kinds in _ASKED_FOR
        if not shown & set(kinds)
    )


_ASKED_FOR: Final = (
    (Additionality.FINANCIAL, Additionality.VALUE),
    (Additionality.DEVELOPMENT,),
)


def _over(above: Money, below: Money) -> Fraction | None:
    return Fraction(above.minor, below.minor) if below else None
