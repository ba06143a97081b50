"""What the law of a company asks: lowest capital and share, floor of capital, legal reserve."""

from __future__ import annotations

from datetime import date

from investisens.instruments.company import Company
from investisens.instruments.dividends import DividendPolicy
from investisens.instruments.variable_capital import capital_floor, percent
from investisens.legal.citing import cited
from investisens.legal.parameters import parameter
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate


def check_company(company: Company, nominal: Money, all_shares: int, on: date) -> None:
    """Refuse a capital or a share below what the law of the form asks.

    Args:
        company: The company.
        nominal: Nominal of each share.
        all_shares: All its shares.
        on: The day of subscription.

    Raises:
        InvalidTerms: With the rule, its source and the day it applies.
    """
    rules = company.rules
    least_share = _in_force(rules.share_min, nominal.currency, on)
    if least_share is not None and rules.share_min is not None and nominal < least_share:
        raise InvalidTerms(
            f"a share of {nominal} is below {least_share}, the lowest nominal "
            f"({cited(rules.share_min, on=on)}): issue fewer and larger shares",
            field="company.nominal",
            value=nominal,
        )
    capital = nominal * all_shares
    _check_minimum(company, capital, "the capital", on)
    _check_variable(company, on)


def check_redeemed(company: Company, nominal: Money, all_shares: int, redeemed: int) -> None:
    """Refuse a variable capital that would fall below its floor once shares are taken back.

    Raises:
        InvalidTerms: With what would be left.
    """
    if company.variable is None:
        return
    left = nominal * (all_shares - redeemed)
    if left < company.variable.floor:
        raise InvalidTerms(
            f"taking {redeemed} shares back leaves {left} of capital, below its floor of "
            f"{company.variable.floor}: take back fewer shares",
            field="buy_back",
            value=redeemed,
        )


def check_payout(company: Company, policy: DividendPolicy, on: date) -> None:
    """Refuse to pay out what has to go to the legal reserve while that is not complete.

    Raises:
        InvalidTerms: With the rule, its source and the day it applies.
    """
    rule = company.rules.reserve
    known = None if rule is None else parameter(rule).find(on)
    if rule is None or known is None or policy.reserve_complete:
        return
    most = Rate.nearest(1 - known.value)
    if policy.payout > most:
        raise InvalidTerms(
            f"dividends.payout is {policy.payout} of the profit: {percent(known.value)} of it goes "
            f"to the legal reserve until that is complete ({cited(rule, on=on)}): use {most} or "
            "less, or write reserve_complete",
            field="dividends.payout",
            value=policy.payout,
        )


def _check_variable(company: Company, on: date) -> None:
    """The floor of the articles is not below the least capital, nor a part of the stated one."""
    terms, rule = company.variable, company.rules.variable_floor
    if terms is None:
        return
    _check_minimum(company, terms.floor, "company.variable.floor", on)
    if rule is None or parameter(rule).find(on) is None:
        return
    least = capital_floor(terms.stated, rule, on=on)
    if terms.floor < least:
        part = percent(parameter(rule).at(on).value)
        raise InvalidTerms(
            f"company.variable.floor is {terms.floor}, below {least}, {part} of the stated capital "
            f"of {terms.stated} ({cited(rule, on=on)}): raise the floor",
            field="company.variable.floor",
            value=terms.floor,
        )


def _check_minimum(company: Company, capital: Money, what: str, on: date) -> None:
    """*capital* is not below the least of the form, or of the national law."""
    rule = company.rules.capital_min
    least = _in_force(rule, capital.currency, on)
    if rule is None or least is None:
        return
    if company.national_minimum is not None:
        least = min(least, company.national_minimum)
    if capital < least:
        raise InvalidTerms(
            f"{what} is {capital}, below {least} ({cited(rule, on=on)}): raise it, or give "
            "national_minimum where the national law asks less",
            field="company",
            value=capital,
        )


def _in_force(rule: str | None, currency: Currency, on: date) -> Money | None:
    """An amount that the law sets, where one is in force on a day and in that currency."""
    if rule is None or parameter(rule).unit != currency.code:
        return None
    known = parameter(rule).find(on)
    return None if known is None else Money(int(known.value * 10**currency.digits), currency)
