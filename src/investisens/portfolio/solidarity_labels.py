"""Tests of French solidarity labels: ESUS, and the companies of the social economy (ESS)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import attrs

from investisens.legal.parameters import value
from investisens.values.checking import checked
from investisens.values.errors import CurrencyMismatch, InvalidTerms
from investisens.values.money import Money, total
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode


@attrs.frozen(kw_only=True, field_transformer=checked)
class Verdict:
    """What was measured, beside the limit of the law.

    Attributes:
        measured: What was found, exact.
        limit: The limit in force on the day.
        passes: Whether the test is met.

    >>> Verdict(measured=Fraction(1, 20), limit=Fraction(8, 100), passes=True).passes
    True
    """

    measured: Fraction
    limit: Fraction
    passes: bool


def esus_return(
    paid: Money, equity: Money, financing: Money, bond_rate: Rate, *, on: date
) -> Verdict:
    """Whether what capital earns stays below the limit: one of the two tests of an ESUS.

    Args:
        paid: Dividends, and remuneration of financing that is not from banks.
        equity: Own funds.
        financing: Financing that is not from banks.
        bond_rate: The mean bond rate (TMOP); ``coop.tmo`` holds it by half-year.
        on: The day.

    Source: Code du travail, article L3332-17-1 (verified secondary): ``esus.return_margin``.

    Raises:
        InvalidTerms: Nothing is financed.
        MissingData: The rule has no value on that day.

    >>> from investisens import EUR
    >>> verdict = esus_return(Money.of(7_500, EUR), Money.of(60_000, EUR), Money.of(50_000, EUR),
    ...                       Rate.parse("3.37 %"), on=date(2024, 6, 30))
    >>> print(Rate.nearest(verdict.measured, 4), Rate.nearest(verdict.limit), verdict.passes)
    6.8182 % 8.37 % True
    """
    base = equity + financing
    if base.minor <= 0:
        raise InvalidTerms(
            f"equity and financing add up to {base}: give the positive amounts that are paid for",
            field="equity",
            value=base,
        )
    ratio = _ratio(paid, base)
    limit = bond_rate.fraction + value("esus.return_margin", on=on)
    return Verdict(measured=ratio, limit=limit, passes=ratio < limit)


def esus_costs(years: Sequence[tuple[Money, Money]], *, on: date) -> Verdict:
    """Whether costs of social utility are high enough: the other of the two tests of an ESUS.

    Args:
        years: Costs of social utility and operating costs of each year, as many years as
            ``esus.social_costs_years`` asks.
        on: The day.

    Source: Code du travail, article L3332-17-1 (verified secondary): ``esus.social_costs_min``.

    Raises:
        InvalidTerms: Another number of years, or no operating costs.
        MissingData: The rule has no value on that day.

    >>> from investisens import EUR
    >>> esus_costs([(Money.of(66, EUR), Money.of(100, EUR))] * 3, on=date(2024, 6, 30)).passes
    True
    """
    asked = int(value("esus.social_costs_years", on=on))
    if len(years) != asked:
        raise InvalidTerms(
            f"{len(years)} years are given: the share of costs is measured over {asked}, give them",
            field="years",
            value=len(years),
        )
    currency = years[0][0].currency
    social = total((each for each, _ in years), currency)
    costs = total((each for _, each in years), currency)
    if costs.minor <= 0:
        raise InvalidTerms(
            f"operating costs add up to {costs}: give positive amounts", field="years", value=costs
        )
    ratio = _ratio(social, costs)
    limit = value("esus.social_costs_min", on=on)
    return Verdict(measured=ratio, limit=limit, passes=ratio >= limit)


def esus_pay(pays: Sequence[Money], minimum_wage: Money, *, on: date) -> tuple[Verdict, Verdict]:
    """Whether the best paid stay within the limits: the mean of the five best, and the best.

    Measured in multiples of the minimum wage; fewer than five people make the mean of all.

    Args:
        pays: Yearly pay of each person, in any order.
        minimum_wage: Yearly minimum wage (SMIC), > 0.
        on: The day.

    Source: Code du travail, article L3332-17-1 (verified secondary): ``esus.pay_max``.

    Raises:
        InvalidTerms: Nobody is paid, or the minimum wage is not positive.
        MissingData: The rule has no value on that day.

    >>> from investisens import EUR
    >>> both = esus_pay([Money.of(60_000, EUR)] * 5, Money.of(20_000, EUR), on=date(2024, 6, 30))
    >>> [(str(each.measured), each.passes) for each in both]
    [('3', True), ('3', True)]
    """
    if not pays or minimum_wage.minor <= 0:
        raise InvalidTerms(
            f"{len(pays)} pays and a minimum wage of {minimum_wage}: give one pay at least, and a "
            "positive minimum wage",
            field="pays",
            value=len(pays),
        )
    best = sorted(pays, reverse=True)[:5]
    mean = _ratio(total(best, minimum_wage.currency), minimum_wage * len(best))
    return (
        _at_most(mean, value("esus.pay_max.five_best", on=on)),
        _at_most(_ratio(best[0], minimum_wage), value("esus.pay_max.best", on=on)),
    )


@attrs.frozen(kw_only=True, field_transformer=checked)
class KeptProfit:
    """What of a year's profit a commercial company of the social economy keeps.

    Attributes:
        development_fund: Least that goes to the development fund.
        kept: Least that is kept in all, reserves and carried forward; it holds the development
            fund (our reading).
        distributable: Most that may be distributed.

    >>> from investisens import EUR
    >>> KeptProfit(development_fund=Money(1, EUR), kept=Money(2, EUR),
    ...            distributable=Money(2, EUR)).kept.minor
    2
    """

    development_fund: Money
    kept: Money
    distributable: Money


def kept_profit(profit: Money, reserves: Money, capital: Money, *, on: date) -> KeptProfit:
    """How much of a profit is kept: at least a part, and the development fund until it is complete.

    Args:
        profit: Of the year; a loss keeps and distributes nothing.
        reserves: What stands in the reserves already.
        capital: Of the company.
        on: The day.

    Source: arrêté of 3 August 2015 (verified secondary): ``ess.development_fund``,
    ``ess.development_fund_target`` and ``ess.kept``; parts at least are rounded up.

    Raises:
        MissingData: A rule has no value on that day.

    >>> from investisens import EUR
    >>> kept = kept_profit(Money.of(10_000, EUR), Money.of(4_000, EUR), Money.of(50_000, EUR),
    ...                    on=date(2024, 6, 30))
    >>> print(kept.development_fund, kept.kept, kept.distributable)
    2000.00 EUR 5000.00 EUR 5000.00 EUR
    """
    zero = Money.zero(profit.currency)
    earned = max(profit, zero)
    target = capital.times(value("ess.development_fund_target", on=on), RoundingMode.UP)
    part = earned.times(value("ess.development_fund", on=on), RoundingMode.UP)
    fund = max(zero, min(part, target - reserves))
    kept = max(fund, earned.times(value("ess.kept", on=on), RoundingMode.UP))
    return KeptProfit(development_fund=fund, kept=kept, distributable=earned - kept)


def _at_most(measured: Fraction, limit: Fraction) -> Verdict:
    return Verdict(measured=measured, limit=limit, passes=measured <= limit)


def _ratio(part: Money, whole: Money) -> Fraction:
    """A part of a positive whole; two currencies are refused."""
    if part.currency != whole.currency:
        raise CurrencyMismatch(
            f"{part} and {whole} are in two currencies: use one", field="currency", value=part
        )
    return Fraction(part.minor, whole.minor)
