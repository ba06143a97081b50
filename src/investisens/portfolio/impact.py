"""What a fund may say of jobs and other counts of the enterprises it finances.

Two claims never meet. Contribution: every funder tells the whole count, and nobody adds it over
funders. Attribution: each tells its share, and the shares of all make one whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from fractions import Fraction
from math import prod

from investisens.values.errors import CurrencyMismatch, InvalidTerms
from investisens.values.money import Money, apportion

Count = int | Fraction
"""Jobs in full-time equivalents, clients, hectares."""


class Reading(Enum):
    """What becomes of a job that one enterprise lost while another made one; say which beside it.

    Attributes:
        NET: It is made up for: the total now less the total before, which may be negative.
        GROSS: It is not: each enterprise maintained at most what it had, the rest is created.

    >>> Reading("gross")
    <Reading.GROSS: 'gross'>
    """

    NET = "net"
    GROSS = "gross"


def jobs_created(
    before: Mapping[str, Count], now: Mapping[str, Count], reading: Reading
) -> Fraction:
    """Jobs created in financed enterprises (IRIS+ PI3687), in full-time equivalents.

    With the jobs maintained (PI5691) they are the jobs of today (PI4874).

    Args:
        before: Jobs of each enterprise when it was first financed; one that is missing had none.
        now: Jobs of each enterprise today; one that is missing has none left.
        reading: How enterprises that shrank count.

    Raises:
        InvalidTerms: A count is negative or not exact.

    Source: IRIS+ 5.3, PI3687 and PI4874; the catalogue does not say which reading it means.

    >>> before, now = {"honey": 10, "soap": 4}, {"honey": 15, "soap": 2}
    >>> [str(jobs_created(before, now, reading)) for reading in Reading]
    ['3', '5']
    """
    for name, counts in (("before", before), ("now", now)):
        for enterprise, count in counts.items():
            _check(count, f"{name}[{enterprise!r}]")
    if reading is Reading.NET:
        return Fraction(sum(now.values())) - sum(before.values())
    maintained = sum(min(count, before.get(name, 0)) for name, count in now.items())
    return Fraction(sum(now.values())) - maintained


def financed_share(outstanding: Money, equity: Money, debt: Money) -> Fraction:
    """The share of an enterprise that an investment finances (facteur d'attribution).

    What is outstanding over equity and debt at book value. Those of all who finance the enterprise
    add up to 1.

    Args:
        outstanding: What the investment still finances; of shares, their part of *equity*.
        equity: Equity of the enterprise.
        debt: Its debt.

    Raises:
        CurrencyMismatch: The amounts are in two currencies.
        InvalidTerms: An amount is negative, or more is outstanding than equity and debt together.

    Source: PCAF, in the form that a reporting bank describes; the standard was not read in full.

    >>> from investisens import XOF
    >>> str(financed_share(Money(4_000_000, XOF), Money(6_000_000, XOF), Money(10_000_000, XOF)))
    '1/4'
    """
    if len({outstanding.currency, equity.currency, debt.currency}) > 1:
        raise CurrencyMismatch(
            f"outstanding is {outstanding}, equity {equity} and debt {debt}: give all three in "
            "one currency"
        )
    for name, amount in (("outstanding", outstanding), ("equity", equity), ("debt", debt)):
        if amount.minor < 0:
            raise InvalidTerms(f"{name} is {amount}: use 0 or more", field=name, value=amount)
    financed = equity + debt
    if outstanding > financed or not financed:
        raise InvalidTerms(
            f"outstanding is {outstanding} but equity and debt are {financed} together: give book "
            "values of the enterprise that contain the investment",
            field="outstanding",
            value=outstanding,
        )
    return Fraction(outstanding.minor, financed.minor)


def attributed(count: Count, shares: Iterable[Fraction]) -> Fraction:
    """The part of a count that falls to who holds a share of a share.

    Args:
        count: Of the enterprise.
        shares: That of the fund in the enterprise, then that of an investor in the fund.

    Raises:
        InvalidTerms: A count is negative or not exact, or a share is not between 0 and 1.

    >>> str(attributed(12, [Fraction(1, 4), Fraction(1, 10)]))
    '3/10'
    """
    _check(count, "count")
    chain = tuple(shares)
    for at, share in enumerate(chain):
        _check(share, f"shares[{at}]")
        if share > 1:
            raise InvalidTerms(
                f"shares[{at}] is {share}: use a share from 0 to 1", field="shares", value=share
            )
    return count * prod(chain, start=Fraction(1))


def shared_out(count: int, funders: Mapping[str, Money]) -> dict[str, int]:
    """A whole count shared over all who finance an enterprise, by the largest remainder.

    Args:
        count: Of the enterprise, 0 or more.
        funders: What each of them brought, in one currency; ties go to the first.

    Raises:
        CurrencyMismatch: The amounts are in two currencies.
        InvalidTerms: The count is negative or not whole, or nobody brought anything.

    >>> from investisens import XOF
    >>> shared_out(5, {"fund": Money(4, XOF), "region": Money(4, XOF)})
    {'fund': 3, 'region': 2}
    """
    _check(count, "count")
    if not isinstance(count, int):
        raise InvalidTerms(
            f"count is {count}: give a whole number, or multiply by a share, which is exact",
            field="count",
            value=count,
        )
    if len({amount.currency for amount in funders.values()}) > 1:
        raise CurrencyMismatch(
            f"funders bring {', '.join(map(str, funders.values()))}: give all in one currency"
        )
    whole = apportion(count, [amount.minor for amount in funders.values()])
    return dict(zip(funders, whole, strict=True))


def _check(count: object, field: str) -> None:
    if isinstance(count, bool) or not isinstance(count, int | Fraction) or count < 0:
        raise InvalidTerms(
            f"{field} is {count!r}: give a whole number or a Fraction, 0 or more",
            field=field,
            value=count,
        )
