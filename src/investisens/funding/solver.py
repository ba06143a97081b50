"""Plans made from rates or from totals: each split is exact, to the franc, by largest remainder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm

from investisens.funding.eligibility import may_pay
from investisens.funding.matrix import Amounts, FundingPlan
from investisens.funding.plan import Source, Use
from investisens.values.currency import Currency
from investisens.values.errors import Finding, InvalidFolder, InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate


def plan_by_rates(
    enterprise: str,
    uses: Iterable[Use],
    sources: Iterable[Source],
    shares: Mapping[str, Rate | Fraction],
    currency: Currency,
) -> FundingPlan:
    """The plan in which each source pays its share of every use that it may pay.

    Each use is split by largest remainder, ties to the source declared first. A source that may
    not pay a use has 0 there, and the shares of the others grow in proportion. So a source's total
    may differ from its share of the whole by up to one unit for each use.

    Args:
        enterprise: Whose plan it is.
        uses: Of one enterprise or of many.
        sources: The columns, in order.
        shares: Id of a source to its share; those not named pay nothing. They make 100 %.
        currency: Of all amounts.

    Raises:
        InvalidTerms: The shares do not make 100 %, or one is negative or of no source.
        InvalidFolder: With every use that no source with a share may pay.

    >>> from investisens import XOF, UseKind
    >>> dryer = Use(enterprise="E1", id="U1", label="Dryer", kind=UseKind.EQUIPMENT,
    ...             cost=Money(7_350_001, XOF))
    >>> sources = [Source(id=name, name=name) for name in ("GRANT", "LOAN", "OWN")]
    >>> shares = {"GRANT": Rate.parse("45 %"), "LOAN": Rate.parse("35 %"), "OWN": Fraction(1, 5)}
    >>> plan_by_rates("E1", [dryer], sources, shares, XOF).amounts
    ((3307501, 2572500, 1470000),)
    """
    columns = tuple(sources)
    weights = _weights(columns, shares)
    rows = tuple(use for use in uses if use.enterprise == enterprise)
    allowed = [_allowed(use, columns, weights) for use in rows]
    unpaid = [use for use, each in zip(rows, allowed, strict=True) if not any(each)]
    if unpaid:
        raise InvalidFolder(tuple(map(_nobody, unpaid)))
    return FundingPlan(
        enterprise=enterprise,
        uses=rows,
        sources=columns,
        amounts=tuple(
            tuple(part.minor for part in use.cost.allocate(each))
            for use, each in zip(rows, allowed, strict=True)
        ),
        currency=currency,
    )


def plan_by_totals(
    enterprise: str,
    uses: Iterable[Use],
    sources: Iterable[Source],
    totals: Mapping[str, Money],
    absorber: str,
    currency: Currency,
) -> FundingPlan:
    """The plan in which sources pay a total that they fixed, and one pays what is left.

    Each total is split over the uses that the source may pay, in proportion to their cost, by
    largest remainder, ties to the use declared first.

    Args:
        enterprise: Whose plan it is.
        uses: Of one enterprise or of many.
        sources: The columns, in order.
        totals: Id of a source to its total, >= 0.
        absorber: Id of the source that pays the difference, such as own funds.
        currency: Of all amounts.

    Raises:
        InvalidTerms: A name is of no source, a total is negative, or the absorber has one.
        InvalidFolder: With every total that no use can take, every use that totals exceed, and
            every use whose rest the absorber may not pay.

    >>> from investisens import XOF, UseKind
    >>> uses = [Use(enterprise="E1", id=name, label=name, kind=UseKind.EQUIPMENT,
    ...             cost=Money(cost, XOF)) for name, cost in (("U1", 10), ("U2", 5))]
    >>> sources = [Source(id=name, name=name) for name in ("GRANT", "OWN")]
    >>> plan_by_totals("E1", uses, sources, {"GRANT": Money(7, XOF)}, "OWN", XOF).amounts
    ((5, 5), (2, 3))
    """
    columns = tuple(sources)
    _check_totals(columns, totals, absorber)
    rows = tuple(use for use in uses if use.enterprise == enterprise)
    split = {each.id: _column(each, rows, totals[each.id]) for each in columns if each.id in totals}
    findings = [_no_use(enterprise, name, totals[name]) for name, each in split.items() if not each]
    fixed = {name: each for name, each in split.items() if each}
    left = [
        use.cost.minor - sum(each[at] for each in fixed.values()) for at, use in enumerate(rows)
    ]
    taker = next(each for each in columns if each.id == absorber)
    findings += [
        finding
        for use, rest in zip(rows, left, strict=True)
        for finding in _unabsorbed(use, Money(rest, currency), taker)
    ]
    if findings:
        raise InvalidFolder(tuple(findings))
    fixed[absorber] = left
    nothing = [0] * len(rows)
    amounts: Amounts = tuple(zip(*(fixed.get(each.id, nothing) for each in columns), strict=True))
    return FundingPlan(
        enterprise=enterprise, uses=rows, sources=columns, amounts=amounts, currency=currency
    )


def _weights(sources: Sequence[Source], shares: Mapping[str, Rate | Fraction]) -> list[int]:
    """Whole numbers in the proportion of the shares."""
    _check_known(sources, shares)
    exact = {
        name: share.fraction if isinstance(share, Rate) else share for name, share in shares.items()
    }
    for name, share in exact.items():
        if share < 0:
            raise InvalidTerms(
                f"the share of {name} is {share}: use 0 or more", field="shares", value=share
            )
    whole = sum(exact.values(), Fraction(0))
    if whole != 1:
        raise InvalidTerms(
            f"shares make {whole} of a use: give shares that make 1", field="shares", value=whole
        )
    scale = lcm(*(share.denominator for share in exact.values()))
    return [int(exact.get(source.id, 0) * scale) for source in sources]


def _allowed(use: Use, sources: Sequence[Source], weights: Sequence[int]) -> list[int]:
    """The weights of the sources that may pay a use; 0 for the others."""
    return [
        weight if may_pay(source, use) else 0
        for source, weight in zip(sources, weights, strict=True)
    ]


def _column(source: Source, uses: Sequence[Use], whole: Money) -> list[int]:
    """What a source pays of each use; empty if it has money and no use may take it."""
    weights = [use.cost.minor if may_pay(source, use) else 0 for use in uses]
    if not any(weights):
        return [] if whole else [0] * len(uses)
    return [part.minor for part in whole.allocate(weights)]


def _check_totals(sources: Sequence[Source], totals: Mapping[str, Money], absorber: str) -> None:
    _check_known(sources, [*totals, absorber])
    if absorber in totals:
        raise InvalidTerms(
            f"{absorber} has a total of {totals[absorber]} and pays what is left: choose one",
            field="absorber",
            value=absorber,
        )
    for name, whole in totals.items():
        if whole.minor < 0:
            raise InvalidTerms(
                f"the total of {name} is {whole}: use 0 or more", field="totals", value=whole
            )


def _check_known(sources: Sequence[Source], names: Iterable[str]) -> None:
    known = [source.id for source in sources]
    for name in names:
        if name not in known:
            raise InvalidTerms(
                f"{name!r} is no source of the plan: it has {', '.join(known) or 'none'}",
                field="sources",
                value=name,
            )


def _nobody(use: Use) -> Finding:
    return Finding(
        where=f"{use.enterprise} {use.id}",
        found="none",
        expected="a source with a share that may pay it",
        remedy="give a share to a source that may",
        rule="each use is paid by sources that may pay it",
    )


def _no_use(enterprise: str, source: str, whole: Money) -> Finding:
    return Finding(
        where=f"{enterprise} {source}",
        found=f"{whole} and no such use",
        expected="a use that it may pay",
        remedy="leave its total out, or let it pay more kinds of use",
        rule="each use is paid by sources that may pay it",
    )


def _unabsorbed(use: Use, rest: Money, absorber: Source) -> Iterator[Finding]:
    where = f"{use.enterprise} {use.id}"
    if rest.minor < 0:
        yield Finding(
            where=where,
            found=f"{use.cost - rest} ({-rest} more)",
            expected=f"fixed totals of at most {use.cost}",
            remedy="lower a total, or make it pay other uses",
            rule="each use is paid in full, and once, by its sources",
        )
    elif rest and not may_pay(absorber, use):
        yield Finding(
            where=where,
            found=f"{rest} left to {absorber.id}",
            expected="a source that may pay what is left",
            remedy="choose another source for what is left",
            rule="each use is paid by sources that may pay it",
        )
