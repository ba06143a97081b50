"""Soft loans of every profile, and the closed forms of the OECD that judge them."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st

from investisens.funding.soft_loan import Profile, SoftLoan
from investisens.values.currency import EUR, XOF
from investisens.values.money import Money
from investisens.values.rates import Rate

INSTALMENTS = (Profile.EQUAL_PRINCIPAL, Profile.ANNUITY)
PERIODIC = (*INSTALMENTS, Profile.BULLET)
"""Profiles that pay interest each period."""

GROWING = (*PERIODIC, Profile.COMPOUNDED)
"""Profiles whose interest bears interest: all but simple interest at the end."""

rates = st.integers(1, 250).map(lambda tenths: Rate(tenths * 10_000))
"""From 0.1 % to 25 %."""

rates_or_nil = st.one_of(st.just(Rate(0)), rates)
frequencies = st.sampled_from([1, 2, 4, 12])
faces = st.builds(Money, st.integers(1, 10**10), st.sampled_from([XOF, EUR]))


@st.composite
def soft_loans(
    draw: st.DrawFn,
    profiles: tuple[Profile, ...] = tuple(Profile),
    per_year: st.SearchStrategy[int] = frequencies,
    rate: st.SearchStrategy[Rate] = rates_or_nil,
) -> SoftLoan:
    """A loan without fee, of up to twelve periods and at most twelve years."""
    profile, payments_per_year = draw(st.sampled_from(profiles)), draw(per_year)
    step = 12 // payments_per_year
    periods = draw(st.integers(1, 12))
    grace: dict[str, Any] = {}
    if profile in INSTALMENTS:
        grace["first_repayment_months"] = step * draw(st.integers(1, periods))
    return SoftLoan(
        face=draw(faces),
        rate=draw(rate),
        maturity_months=step * periods,
        payments_per_year=payments_per_year,
        profile=profile,
        **grace,
    )


def effective(loan: SoftLoan) -> Fraction:
    """The effective yearly rate of a loan's period rate."""
    return (1 + loan.rate.fraction / loan.payments_per_year) ** loan.payments_per_year - 1


def longer(loan: SoftLoan, periods: int) -> SoftLoan:
    """The same loan, whose maturity is so many periods later."""
    months = loan.maturity_months + periods * 12 // loan.payments_per_year
    return attrs.evolve(loan, maturity_months=months)


def closed_form(loan: SoftLoan, discount: Rate) -> Decimal:
    """The grant element by the OECD's formulas, at most 1, to some fifty digits.

    Written from the formula paper of the DAC: equal principal, level payments, and a lump sum with
    simple interest. M is the maturity, G the time to the first principal, A the payments a year.
    """
    with localcontext(Context(prec=60)):
        per_year = Decimal(loan.payments_per_year)
        maturity = Decimal(loan.maturity_months) / 12
        step = 1 / per_year
        grace_months = loan.first_repayment_months or 12 // loan.payments_per_year
        interval = Decimal(grace_months) / 12 - step
        growth = 1 + _decimal(discount)
        if loan.profile is Profile.SIMPLE:
            return 1 - (1 + _decimal(loan.rate) * maturity) / growth**maturity
        during = _decimal(loan.rate if loan.grace_rate is None else loan.grace_rate)
        period, before = growth**step - 1, growth**interval
        z_grace = during * (1 - 1 / before) / (per_year * period)
        after = growth ** (maturity - interval)
        count = per_year * (maturity - interval)
        rate = _decimal(loan.rate)
        if loan.profile is Profile.ANNUITY:
            level = 1 / count
            if rate:
                level = rate / per_year * (1 / ((1 + rate / per_year) ** count - 1) + 1)
            return 1 - z_grace - level / before * (1 - 1 / after) / period
        z_principal = (1 - 1 / after) / (count * before * period)
        z_interest = rate / (per_year * count * before)
        z_interest *= (1 / after - 1 + period * count) / period**2
        return 1 - z_grace - z_principal - z_interest


def _decimal(rate: Rate) -> Decimal:
    return Decimal(rate.fraction.numerator) / Decimal(rate.fraction.denominator)
