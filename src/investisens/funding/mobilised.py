"""Amounts mobilised from the private sector, as official partners report them to the OECD.

Each mechanism attributes the private money of an operation to the official partners behind it;
the attributed amounts are the private money, never more. The figure of the development banks is
another one and is never added to this.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Final

import attrs

from investisens.legal.parameters import value
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate


class Mechanism(Enum):
    """How official money draws private money in; the value is the word for reports.

    Attributes:
        GUARANTEE: Guarantee: the private money is the whole face of what is covered.
        SYNDICATED_LOAN: Syndicated loan; its arrangers lead.
        STRUCTURED_VEHICLE: Shares in a collective vehicle with tranches; the riskiest one leads.
        FLAT_VEHICLE: Shares in a collective vehicle without tranches.
        DIRECT_INVESTMENT: Direct investment in a company or a project; the riskiest tranche leads.
        CREDIT_LINE: Credit line to a local bank; see :func:`credit_line_private`.
        CO_FINANCING: Simple co-financing, public partners of the country included.

    >>> Mechanism.CO_FINANCING.value
    'simple co-financing'
    """

    GUARANTEE = "guarantee"
    SYNDICATED_LOAN = "syndicated loan"
    STRUCTURED_VEHICLE = "shares in a structured vehicle"
    FLAT_VEHICLE = "shares in a flat vehicle"
    DIRECT_INVESTMENT = "direct investment"
    CREDIT_LINE = "credit line"
    CO_FINANCING = "simple co-financing"


_LED: Final = frozenset(
    {Mechanism.SYNDICATED_LOAN, Mechanism.STRUCTURED_VEHICLE, Mechanism.DIRECT_INVESTMENT}
)


@attrs.frozen(kw_only=True, field_transformer=checked)
class Attribution:
    """The part of the private money that one official partner mobilised.

    Attributes:
        partner: The official partner.
        amount: Attributed to it.

    >>> from investisens.values.currency import XOF
    >>> print(Attribution(partner="Region", amount=Money(4_800_000, XOF)).amount)
    4800000 XOF
    """

    partner: str
    amount: Money


def mobilised(
    mechanism: Mechanism,
    private: Money,
    official: Mapping[str, Money],
    *,
    leading: Mapping[str, Money] | None = None,
    leading_share: Rate | None = None,
) -> tuple[Attribution, ...]:
    """The private money of an operation, attributed to its official partners.

    A part goes to those who lead, pro rata of what they lead with; the rest to all official
    partners, pro rata. It is split once, by the largest remainder; ties go to the first partner.

    Args:
        mechanism: How the private money was drawn in.
        private: Private money in the operation; for a guarantee the face of what is covered,
            whatever the cover.
        official: Amount of each official partner; for a guarantee the amounts guaranteed.
        leading: Amounts of the arrangers or in the riskiest tranche, for the mechanisms that
            have a lead.
        leading_share: The part of those who lead, likewise; see :func:`leading_share_on`.

    Raises:
        InvalidTerms: The mechanism has a lead and none is given, or the reverse; a lead is not
            an official partner; its part is missing; or no official money is given.

    Source: OECD DAC, methodologies of September 2018; the attribution of all mechanisms but the
    guarantee is unverified.

    >>> from investisens.values.currency import EUR
    >>> shares = mobilised(
    ...     Mechanism.STRUCTURED_VEHICLE, Money.of(5_000_000, EUR),
    ...     {"A": Money.of(2_000_000, EUR), "B": Money.of(3_000_000, EUR)},
    ...     leading={"A": Money.of(2_000_000, EUR)},
    ...     leading_share=leading_share_on(date(2026, 6, 30)))
    >>> [(share.partner, str(share.amount)) for share in shares]
    [('A', '3500000.00 EUR'), ('B', '1500000.00 EUR')]
    """
    _check_amounts(official, leading or {})
    _check_lead(mechanism, official, leading or {})
    part = _part(leading_share) if leading else Fraction(0)
    everyone, led = _shares(official), _shares(leading or {})
    weights = [
        part * led.get(partner, Fraction(0)) + (1 - part) * share
        for partner, share in everyone.items()
    ]
    return tuple(
        Attribution(partner=partner, amount=amount)
        for partner, amount in zip(official, private.allocate(weights), strict=True)
    )


def leading_share_on(day: date) -> Rate:
    """The part of the private money that goes to arrangers or the riskiest tranche.

    Raises:
        MissingData: No part is held for that day.

    Source: OECD DAC; unverified.

    >>> print(leading_share_on(date(2026, 6, 30)))
    50 %
    """
    return Rate.nearest(value("oecd.mobilised.half", on=day))


def credit_line_private(
    top_up: Money,
    borrower_equity: Money,
    *,
    line_months: int,
    loan_months: int,
    cycles: int | None = None,
) -> Money:
    """The private money of a credit line: the bank's top-up, and the equity of each cycle.

    Args:
        top_up: Added by the local bank.
        borrower_equity: Brought by end-borrowers in one cycle.
        line_months: Length of the line.
        loan_months: Length of the loans made from it.
        cycles: How often the line revolves; the whole times a loan fits in it unless given.

    Raises:
        InvalidTerms: A length is not positive, or no loan fits in the line.

    Source: OECD DAC; unverified.

    >>> from investisens.values.currency import EUR
    >>> print(credit_line_private(Money.of(2_000_000, EUR), Money.of(1_000_000, EUR),
    ...                           line_months=72, loan_months=24))
    5000000.00 EUR
    """
    if not 0 < loan_months <= line_months:
        raise InvalidTerms(
            f"loan_months is {loan_months} and line_months {line_months}: a loan takes a month "
            "or more and fits in the line",
            field="loan_months",
            value=loan_months,
        )
    return top_up + borrower_equity * (line_months // loan_months if cycles is None else cycles)


@attrs.frozen(kw_only=True, field_transformer=checked)
class BankActivity:
    """The financing of a development bank's activity, by its own definitions.

    Attributes:
        own_account: The bank's own account.
        private_direct: Private money it arranged.
        private_indirect: Other private money in the same activities.
        public: Public co-financing.

    Source: World Bank, reference guide of the development banks, 2018.

    >>> from investisens.values.currency import EUR
    >>> activity = BankActivity(own_account=Money(4, EUR), private_direct=Money(3, EUR),
    ...                         private_indirect=Money(2, EUR), public=Money(1, EUR))
    >>> activity.total.minor, activity.private.minor
    (10, 5)
    """

    own_account: Money
    private_direct: Money
    private_indirect: Money
    public: Money

    @property
    def private(self) -> Money:
        """Private money mobilised, direct and indirect."""
        return self.private_direct + self.private_indirect

    @property
    def total(self) -> Money:
        """Total activity financed."""
        return self.own_account + self.private + self.public


def _shares(amounts: Mapping[str, Money]) -> dict[str, Fraction]:
    whole = sum(amount.minor for amount in amounts.values())
    return {partner: Fraction(amount.minor, whole) for partner, amount in amounts.items()}


def _part(leading_share: Rate | None) -> Fraction:
    if leading_share is None or not 0 <= leading_share.mbp <= MBP:
        raise InvalidTerms(
            f"leading_share is {leading_share}: give the part of those who lead, between 0 % and "
            "100 %, such as leading_share_on(day)",
            field="leading_share",
            value=leading_share,
        )
    return leading_share.fraction


def _check_amounts(official: Mapping[str, Money], leading: Mapping[str, Money]) -> None:
    for name, amounts, needed in (
        ("official", official, True),
        ("leading", leading, bool(leading)),
    ):
        negative = any(amount.minor < 0 for amount in amounts.values())
        if negative or (needed and not any(amounts.values())):
            raise InvalidTerms(
                f"{name} is {_listed(amounts)}: give amounts of 0 or more, one of them above 0",
                field=name,
                value=amounts,
            )


def _check_lead(
    mechanism: Mechanism, official: Mapping[str, Money], leading: Mapping[str, Money]
) -> None:
    if (mechanism in _LED) is not bool(leading):
        need = "give" if mechanism in _LED else "leave out"
        raise InvalidTerms(
            f"leading is {_listed(leading)} for a {mechanism.value}: {need} the amounts of the "
            "arrangers or in the riskiest tranche",
            field="leading",
            value=leading,
        )
    strangers = [partner for partner in leading if partner not in official]
    if strangers:
        raise InvalidTerms(
            f"leading names {strangers[0]!r}, who is no official partner: give its money in "
            "official too",
            field="leading",
            value=strangers[0],
        )


def _listed(amounts: Mapping[str, Money]) -> str:
    return ", ".join(f"{partner} {amount}" for partner, amount in amounts.items()) or "empty"
