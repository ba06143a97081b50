"""Gross grant equivalent (équivalent-subvention brut) of loans, guarantees and equity.

It says in one unit what each instrument gives away, before tax, so that aids of several kinds on
one eligible cost add up, see :mod:`investisens.funding.state_aid`. The law behind it bites on aid
to an undertaking in a Member State, such as a French cooperative; rarely on one in Benin.
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from investisens.engine.present_value import ExactRate, rounded
from investisens.funding.debt_service import DebtService
from investisens.funding.grant_element import PRINTED_DECIMALS, grant_element
from investisens.funding.interest_subsidy import gap_worth, rate_gap
from investisens.funding.soft_loan import SoftLoan
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate


@attrs.frozen(kw_only=True, field_transformer=checked)
class GrossGrantEquivalent:
    """What an instrument gives away.

    Attributes:
        nominal: Face of the loan, of the loan guaranteed, or of the injection.
        advantage: Present value of what the market would have asked for and this instrument
            does not, in minor units, not rounded; negative where it asks for more.

    >>> from investisens.values.currency import EUR
    >>> aid = GrossGrantEquivalent(nominal=Money(50_000_00, EUR), advantage=Fraction(6_797_38))
    >>> print(aid.amount, aid.printed)
    6797.38 EUR 13.5948 %
    """

    nominal: Money
    advantage: Fraction

    @property
    def amount(self) -> Money:
        """The equivalent, rounded half up; nothing where the market would be cheaper.

        An instrument dearer than the market does not make up for the aid in another one.
        """
        return rounded(max(Fraction(0), self.advantage), self.nominal.currency)

    @property
    def printed(self) -> Rate:
        """Advantage over nominal, to four decimals of a per cent, half up."""
        return Rate.nearest(self.advantage / self.nominal.minor, PRINTED_DECIMALS)


def loan_equivalent(service: DebtService, reference: ExactRate) -> GrossGrantEquivalent:
    """The equivalent of a loan: what is drawn less what is paid, both at the reference rate.

    This equals the present value of the difference between the reference rate and the rate
    charged. The reference rate is also the discount rate.

    Source: Commission communication 2008/C 14/02.

    >>> from investisens.values.currency import EUR
    >>> loan = SoftLoan(face=Money.of(50_000, EUR), rate=Rate.parse("1 %"), maturity_months=60)
    >>> print(loan_equivalent(loan.service(), Rate.parse("6.2 %")).amount)
    6797.38 EUR
    """
    element = grant_element(service, reference)
    return GrossGrantEquivalent(nominal=service.face, advantage=element.drawn - element.repaid)


def guarantee_equivalent(
    loan: SoftLoan,
    *,
    covered_share: Rate,
    market_premium: ExactRate,
    paid_premium: ExactRate,
    discount: ExactRate,
) -> GrossGrantEquivalent:
    """The equivalent of a guarantee: the premium that is not asked for, on what is covered.

    Args:
        loan: The loan guaranteed; premiums fall due at the end of each of its periods.
        covered_share: Share of the outstanding that is guaranteed (quotité).
        market_premium: Yearly premium of the market, or the safe-harbour one.
        paid_premium: Yearly premium asked for.
        discount: Effective yearly rate.

    Raises:
        InvalidTerms: The covered share is not between 0 % and 100 %.

    Source: Commission notice on guarantees 2008/C 155/02.

    >>> from investisens.values.currency import EUR
    >>> loan = SoftLoan(face=Money.of(100_000, EUR), rate=Rate.parse("4 %"), maturity_months=60)
    >>> print(guarantee_equivalent(
    ...     loan, covered_share=Rate.parse("80 %"), market_premium=Rate.parse("3.8 %"),
    ...     paid_premium=Rate.parse("1 %"), discount=Rate.parse("3.2 %")).amount)
    6248.60 EUR
    """
    if not 0 <= covered_share.fraction <= 1:
        raise InvalidTerms(
            f"covered_share is {covered_share}: use a share between 0 % and 100 %",
            field="covered_share",
            value=covered_share,
        )
    covered = [balance * covered_share.fraction for balance in loan.balances()]
    gaps = rate_gap(covered, market_premium, paid_premium, loan.payments_per_year)
    return GrossGrantEquivalent(
        nominal=loan.face, advantage=gap_worth(gaps, discount, loan.payments_per_year)
    )


def equity_equivalent(injected: Money, market_value: Money | None = None) -> GrossGrantEquivalent:
    """The equivalent of public equity or quasi-equity: what it pays above the shares' worth.

    Args:
        injected: Public money paid in, > 0.
        market_value: What a private investor pays for the same shares on the same day, as the
            private investors of the round show; the whole injection counts where none is shown.

    Raises:
        InvalidTerms: Nothing is injected, or the value is negative.

    Source: regulation (EU) 2023/2831, article 4 (capital injections); from general knowledge,
    unverified.

    >>> from investisens.values.currency import EUR
    >>> print(equity_equivalent(Money.of(20_000, EUR), Money.of(15_000, EUR)).amount)
    5000.00 EUR
    """
    worth = Money.zero(injected.currency) if market_value is None else market_value
    nothing = Money.zero(injected.currency)
    for name, amount, wrong in (
        ("injected", injected, injected <= nothing),
        ("market_value", worth, worth < nothing),
    ):
        if wrong:
            raise InvalidTerms(f"{name} is {amount}: give an amount paid", field=name, value=amount)
    return GrossGrantEquivalent(nominal=injected, advantage=Fraction((injected - worth).minor))
