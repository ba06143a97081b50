"""The company whose shares are held: its form, and the rules that its law has (société)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

import attrs

from investisens.instruments.variable_capital import FRENCH_COMPANY, OHADA_COMPANY
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money


class CompanyForm(Enum):
    """The legal form of a company.

    Attributes:
        OHADA_SARL: Private limited company of OHADA law (SARL); its shares are parts sociales.
        OHADA_SA: Joint-stock company of OHADA law (SA).
        OHADA_SAS: Simplified joint-stock company of OHADA law (SAS).
        FRENCH: Commercial company of French law (SARL, SA, SAS).

    >>> CompanyForm("ohada_sarl")
    <CompanyForm.OHADA_SARL: 'ohada_sarl'>
    """

    OHADA_SARL = "ohada_sarl"
    OHADA_SA = "ohada_sa"
    OHADA_SAS = "ohada_sas"
    FRENCH = "french"


class CompanyRules(NamedTuple):
    """Names of the legal parameters of a form; ``None`` where no rule is held.

    Attributes:
        capital_min: Lowest capital.
        share_min: Lowest nominal of a share.
        reserve: Part of the profit that goes to the legal reserve.
        reserve_target: Part of capital at which that reserve is complete.
        variable_floor: Part of the stated capital below which variable capital does not fall.
    """

    capital_min: str | None = None
    share_min: str | None = None
    reserve: str | None = None
    reserve_target: str | None = None
    variable_floor: str | None = None


RULES = {
    CompanyForm.OHADA_SARL: CompanyRules(
        capital_min="auscgie.capital_min.sarl", share_min="auscgie.sarl_share_min"
    ),
    CompanyForm.OHADA_SA: CompanyRules(
        capital_min="auscgie.capital_min_sa",
        reserve="auscgie.sa_legal_reserve",
        reserve_target="auscgie.sa_legal_reserve_target",
        variable_floor=OHADA_COMPANY,
    ),
    CompanyForm.OHADA_SAS: CompanyRules(
        capital_min="auscgie.capital_min.sas", variable_floor=OHADA_COMPANY
    ),
    CompanyForm.FRENCH: CompanyRules(
        reserve="company.fr.legal_reserve",
        reserve_target="company.fr.legal_reserve_target",
        variable_floor=FRENCH_COMPANY,
    ),
}
"""What the law asks of each form."""


@attrs.frozen(kw_only=True, field_transformer=checked)
class VariableCapital:
    """Capital that the company may lower by taking shares back (capital variable).

    Attributes:
        stated: Capital stated in the articles, > 0.
        floor: Lowest capital that the articles allow, between 0 and *stated*.

    Raises:
        InvalidTerms: An amount is out of its range.

    >>> from investisens import XOF
    >>> print(VariableCapital(stated=Money(5_000_000, XOF), floor=Money(2_000_000, XOF)).floor)
    2000000 XOF
    """

    stated: Money
    floor: Money

    def __attrs_post_init__(self) -> None:
        if self.stated.minor <= 0:
            raise InvalidTerms(
                f"stated is {self.stated}: give the positive capital of the articles",
                field="stated",
                value=self.stated,
            )
        if self.floor.minor < 0 or self.floor > self.stated:
            raise InvalidTerms(
                f"floor is {self.floor}: use an amount from 0 to the stated capital, {self.stated}",
                field="floor",
                value=self.floor,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Company:
    """The form of a company, and its capital where the law of that form looks at it (société).

    A rule is applied where it is in force on the day of subscription and counts in the currency
    of the shares.

    Attributes:
        form: The legal form.
        nominal: Nominal of a share, or ``None`` if shares are subscribed at their nominal; what is
            paid above it is a premium (prime d'émission).
        national_minimum: Lowest capital where the national law lowers the one of the uniform act,
            or ``None``.
        variable: Given if the capital is variable: the company itself then takes shares back, and
            they are no more. ``None`` if somebody else buys them.

    Source: AUSCGIE of 30 January 2014, in force on 5 May 2014 (verified secondary; capital and
    reserve of a SA unverified); Code de commerce, articles L231-1, L231-5 and L232-10, text as at
    2009 (verified text).

    Raises:
        InvalidTerms: A nominal that is not positive, or a negative minimum.

    >>> Company(form=CompanyForm.OHADA_SARL).variable is None
    True
    """

    form: CompanyForm
    nominal: Money | None = None
    national_minimum: Money | None = None
    variable: VariableCapital | None = None

    def __attrs_post_init__(self) -> None:
        for name, least in (("nominal", 1), ("national_minimum", 0)):
            amount = getattr(self, name)
            if amount is not None and amount.minor < least:
                raise InvalidTerms(
                    f"{name} is {amount}: use {least} or more",
                    field=f"company.{name}",
                    value=amount,
                )

    @property
    def rules(self) -> CompanyRules:
        """The legal parameters of the form."""
        return RULES[self.form]

    @property
    def amounts(self) -> Iterator[tuple[str, Money]]:
        """Every amount of these terms, with its place."""
        for name in ("nominal", "national_minimum"):
            amount = getattr(self, name)
            if amount is not None:
                yield f"company.{name}", amount
        if self.variable is not None:
            yield "company.variable.stated", self.variable.stated
            yield "company.variable.floor", self.variable.floor
