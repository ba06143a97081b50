"""Usury: the highest yearly cost of credit the law allows on the day of signature.

The numbers are parameters of ``usury.toml``. In the UMOA the ceiling depends on who lends; in
France, of the credits to businesses, only overdrafts have one. Nothing here is legal advice:
whether a fund that lends in a shareholder account is a lender in this sense is for a lawyer.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction
from math import isfinite
from typing import Final

import attrs

from investisens.legal.dated import DatedValue, Status
from investisens.legal.parameters import parameter, value
from investisens.values.errors import Finding, InvalidRate, Severity
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import RoundingMode, round_ratio

_RATE_DECIMALS: Final = 5
"""Decimals of a per cent in a step of a rate."""


class Lender(Enum):
    """Who lends, as far as the ceiling depends on it; the value names the parameter.

    Attributes:
        UMOA_BANK: A bank of the UMOA.
        UMOA_OTHER: A decentralised financial system (SFD), a financial establishment or any
            other lender of the UMOA.
        FRENCH_OVERDRAFT: Whoever grants an overdraft to a business in France. Term loans to
            legal persons in business have no ceiling there.

    >>> Lender.UMOA_BANK.value
    'usury.umoa.bank'
    """

    UMOA_BANK = "usury.umoa.bank"
    UMOA_OTHER = "usury.umoa.other"
    FRENCH_OVERDRAFT = "usury.france.overdraft_mean"


@attrs.frozen(kw_only=True)
class Ceiling:
    """A ceiling in force on a day, with where it comes from.

    Attributes:
        lender: Whom it binds.
        rate: The highest rate allowed; a rate equal to it is allowed.
        basis: The dated value behind it, with its source and status: the ceiling itself or,
            for French overdrafts, the mean rate.

    >>> print(ceiling(Lender.UMOA_BANK, on=date(2026, 6, 1)).rate)
    14 %
    """

    lender: Lender
    rate: Rate
    basis: DatedValue


def ceiling(lender: Lender, *, on: date) -> Ceiling:
    """The ceiling for credits signed on a day; there is no default day.

    Args:
        lender: Who lends.
        on: Day of signature.

    Raises:
        MissingData: No value is held for that day; none is carried over from another day.

    Source: UMOA, decisions of the Council of Ministers; France, Code de la consommation,
    article L314-6: mean rate and one third, rounded half up to two decimals.

    >>> print(ceiling(Lender.FRENCH_OVERDRAFT, on=date(2024, 10, 1)).rate)
    18.89 %
    """
    basis = parameter(lender.value).at(on)
    if lender is Lender.FRENCH_OVERDRAFT:
        excess = value("usury.france.overdraft_excess", on=on)
        decimals = value("usury.france.overdraft_decimals", on=on)
        return Ceiling(
            lender=lender, rate=_rounded(basis.value * (1 + 1 / excess), int(decimals)), basis=basis
        )
    return Ceiling(lender=lender, rate=_rounded(basis.value, _RATE_DECIMALS), basis=basis)


def check_usury(rate: Rate | float, lender: Lender, signed_on: date) -> Finding | None:
    """A warning if a rate is above the ceiling of the day of signature, else ``None``.

    A float is rounded half up to the step of a :class:`Rate` (0.00001 %), so that a computed
    rate which meets the ceiling does not pass it by its last digit. For the UMOA check the
    proportional and the compounded rate: which of them the law means was not found.

    Args:
        rate: Yearly effective rate, fees included: 0.14 is 14 %.
        lender: Who lends.
        signed_on: Day the credit is granted.

    Raises:
        MissingData: No ceiling is held for that day.
        InvalidRate: The rate is no finite number.

    >>> check_usury(0.14045, Lender.UMOA_BANK, date(2026, 5, 31)) is None
    True
    >>> check_usury(0.14045, Lender.UMOA_BANK, date(2026, 6, 1)).found
    'an effective rate of 14.045 %'
    """
    exact = rate if isinstance(rate, Rate) else _as_rate(rate)
    limit = ceiling(lender, on=signed_on)
    if exact <= limit.rate:
        return None
    basis = limit.basis
    remedy = "lower the interest or the fees"
    if basis.status is not Status.VERIFIED_TEXT:
        remedy += ", and have the ceiling checked in its text, which was not read"
    return Finding(
        where=f"{lender.value} on {signed_on}",
        found=f"an effective rate of {exact}",
        expected=f"at most {limit.rate} since {basis.start} ({basis.source}; {basis.status.value})",
        remedy=remedy,
        severity=Severity.WARNING,
    )


def _as_rate(rate: float) -> Rate:
    if isinstance(rate, bool) or not isinstance(rate, int | float) or not isfinite(rate):
        raise InvalidRate(
            f"rate is {rate!r}: give the effective rate as a Rate or a finite number, "
            "such as 0.14 for 14 %",
            field="rate",
            value=rate,
        )
    return _rounded(Fraction(rate), _RATE_DECIMALS)


def _rounded(rate: Fraction, decimals: int) -> Rate:
    """The rate half up to so many decimals of a per cent."""
    step = MBP // 10 ** (decimals + 2)
    return Rate(
        step * round_ratio(rate.numerator * MBP, rate.denominator * step, RoundingMode.HALF_UP)
    )
