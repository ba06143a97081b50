"""The funding plan of one enterprise: who pays what of each use, in whole minor units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from investisens.funding.plan import Allocation, Source, SourceKind, Use
from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import Finding, InvalidFolder, InvalidTerms, MissingData
from investisens.values.money import Money

if TYPE_CHECKING:
    from investisens.funding.leverage import Leverage

_BROUGHT = frozenset({SourceKind.OWN_CONTRIBUTION, SourceKind.IN_KIND})

Amounts = tuple[tuple[int, ...], ...]
"""Minor units: a row for each use, a column for each source."""


@attrs.frozen(kw_only=True, field_transformer=checked)
class FundingPlan:
    """Uses and sources of one enterprise (plan de financement).

    A plan may be out of balance: :func:`investisens.funding.plan_checks.check_plan` says where.

    Attributes:
        enterprise: Whose plan it is.
        uses: What is paid: the rows.
        sources: Who pays: the columns. Ties of a split go to the first.
        amounts: What each source pays of each use, >= 0.
        currency: Currency of all amounts.

    Raises:
        InvalidTerms: A row or a column is missing, an amount is negative, or a cost or a ceiling
            stands in another currency.

    >>> from investisens import XOF, UseKind
    >>> plan = FundingPlan(
    ...     enterprise="E1", currency=XOF, amounts=((3, 7),),
    ...     uses=(Use(enterprise="E1", id="U1", label="Press", kind=UseKind.EQUIPMENT,
    ...               cost=Money(10, XOF)),),
    ...     sources=(Source(id="REGION", name="Region", public=True),
    ...              Source(id="FUND", name="Fund", own=True)))
    >>> print(plan.total, plan.gap, plan.public_share, plan.fund_share)
    10 XOF 0 XOF 3/10 7/10
    """

    enterprise: str
    uses: tuple[Use, ...]
    sources: tuple[Source, ...]
    amounts: Amounts
    currency: Currency

    def __attrs_post_init__(self) -> None:
        shape = [len(row) for row in self.amounts]
        if shape != [len(self.sources)] * len(self.uses):
            raise InvalidTerms(
                f"amounts has rows of {shape} for {len(self.uses)} uses and {len(self.sources)} "
                "sources: give each use an amount of each source",
                field="amounts",
                value=self.amounts,
            )
        if any(min(row, default=0) < 0 for row in self.amounts):
            raise InvalidTerms(
                "amounts holds a negative one: a source pays 0 or more",
                field="amounts",
                value=self.amounts,
            )
        amounts = [(use.id, use.cost) for use in self.uses]
        amounts += [(each.id, each.ceiling) for each in self.sources if each.ceiling is not None]
        for name, amount in amounts:
            if amount.currency != self.currency:
                raise InvalidTerms(
                    f"{name} has {amount} in a plan in {self.currency}: convert it first",
                    field="currency",
                    value=amount,
                )

    @classmethod
    def of(
        cls,
        enterprise: str,
        uses: Iterable[Use],
        sources: Iterable[Source],
        allocations: Iterable[Allocation],
        currency: Currency,
    ) -> FundingPlan:
        """The plan of one enterprise among those of many, as its allocations say.

        Raises:
            InvalidFolder: With every allocation to no known use or source, and every amount in
                another currency than the plan's.

        >>> from investisens import XOF
        >>> plan = FundingPlan.of("E1", [], [], [], XOF)
        >>> print(plan.cost)
        0 XOF
        """
        rows = tuple(use for use in uses if use.enterprise == enterprise)
        columns = tuple(sources)
        own = [each for each in allocations if each.enterprise == enterprise]
        findings = tuple(_misfits(enterprise, rows, columns, own, currency))
        if findings:
            raise InvalidFolder(findings)
        paid: dict[tuple[str, str], int] = {}
        for each in own:
            key = (each.use, each.source)
            paid[key] = paid.get(key, 0) + each.amount.minor
        amounts = tuple(tuple(paid.get((use.id, each.id), 0) for each in columns) for use in rows)
        return cls(
            enterprise=enterprise, uses=rows, sources=columns, amounts=amounts, currency=currency
        )

    @cached_property
    def by_source(self) -> dict[str, Money]:
        """What each source pays in all."""
        sums = (
            map(sum, zip(*self.amounts, strict=True)) if self.amounts else [0] * len(self.sources)
        )
        return {
            source.id: Money(minor, self.currency)
            for source, minor in zip(self.sources, sums, strict=True)
        }

    @cached_property
    def by_use(self) -> dict[str, Money]:
        """What all sources pay of each use."""
        return {
            use.id: Money(sum(row), self.currency)
            for use, row in zip(self.uses, self.amounts, strict=True)
        }

    @cached_property
    def gaps(self) -> dict[str, Money]:
        """Cost less sources of each use: above zero what is missing, below what is too much."""
        return {use.id: use.cost - self.by_use[use.id] for use in self.uses}

    @cached_property
    def cost(self) -> Money:
        """Cost of all uses."""
        return Money(sum(use.cost.minor for use in self.uses), self.currency)

    @cached_property
    def total(self) -> Money:
        """What all sources pay."""
        return Money(sum(map(sum, self.amounts)), self.currency)

    @property
    def allocations(self) -> tuple[Allocation, ...]:
        """The plan as rows, use by use: what :meth:`of` reads, without days."""
        return tuple(
            Allocation(
                enterprise=self.enterprise,
                use=use.id,
                source=source.id,
                amount=Money(minor, self.currency),
            )
            for use, row in zip(self.uses, self.amounts, strict=True)
            for source, minor in zip(self.sources, row, strict=True)
            if minor
        )

    @property
    def gap(self) -> Money:
        """Cost less sources; an excess on one use makes up for a lack on another."""
        return self.cost - self.total

    def amount(self, use: str, source: str) -> Money:
        """What one source pays of one use.

        Raises:
            MissingData: The plan has no such use or source.
        """
        row = self.row(use)
        column = next((at for at, each in enumerate(self.sources) if each.id == source), None)
        if column is None:
            raise _unknown("source", source, self.enterprise, [each.id for each in self.sources])
        return Money(self.amounts[row][column], self.currency)

    def row(self, use: str) -> int:
        """The place of a use, from 0.

        Raises:
            MissingData: The plan has no such use.
        """
        found = next((at for at, each in enumerate(self.uses) if each.id == use), None)
        if found is None:
            raise _unknown("use", use, self.enterprise, [each.id for each in self.uses])
        return found

    def paid_by(self, which: Callable[[Source], bool]) -> Money:
        """What the sources of one sort pay in all."""
        chosen = [source.id for source in self.sources if which(source)]
        return Money(sum(self.by_source[each].minor for each in chosen), self.currency)

    @property
    def fund_share(self) -> Fraction:
        """This fund's part of all sources, exact; 0 of nothing."""
        return self._share(lambda source: source.own)

    @property
    def public_share(self) -> Fraction:
        """Public money's part of all sources, likewise."""
        return self._share(lambda source: source.public)

    @property
    def private_share(self) -> Fraction:
        """Private money's part, the fund and the entrepreneur included."""
        return self._share(lambda source: not source.public)

    @property
    def own_share(self) -> Fraction:
        """The part that the entrepreneur brings, in cash and in kind."""
        return self._share(brought)

    @property
    def leverage(self) -> Leverage:
        """Who brings what, and the five ratios that go by the name of leverage."""
        from investisens.funding.leverage import Leverage

        granted = self.paid_by(lambda each: each.public and each.kind is SourceKind.GRANT)
        public = self.paid_by(lambda each: each.public)
        fund = self.paid_by(lambda each: each.own and not each.public)
        own = self.paid_by(lambda each: brought(each) and not each.public and not each.own)
        return Leverage(
            fund=fund,
            other_private=self.total - public - fund - own,
            own=own,
            grants=granted,
            other_public=public - granted,
        )

    def _share(self, which: Callable[[Source], bool]) -> Fraction:
        return Fraction(self.paid_by(which).minor, self.total.minor) if self.total else Fraction(0)


def brought(source: Source) -> bool:
    """Whether a source is the entrepreneur's own contribution."""
    return source.kind in _BROUGHT


def _misfits(
    enterprise: str,
    uses: Sequence[Use],
    sources: Sequence[Source],
    allocations: Iterable[Allocation],
    currency: Currency,
) -> Iterator[Finding]:
    """What of an enterprise's allocations has no place in its matrix."""
    known = {"use": {use.id for use in uses}, "source": {source.id for source in sources}}
    amounts = [(f"{enterprise} {use.id}", use.cost) for use in uses]
    amounts += [(f"{enterprise} {each.id}", each.ceiling) for each in sources if each.ceiling]
    for each in allocations:
        where = f"{enterprise} {each.use} {each.source}"
        amounts.append((where, each.amount))
        for field, names in known.items():
            if getattr(each, field) not in names:
                yield Finding(
                    where=where,
                    found=repr(getattr(each, field)),
                    expected=f"a {field} of the plan",
                    remedy=f"add the {field}, or correct its name",
                )
    for where, amount in amounts:
        if amount.currency != currency:
            yield Finding(
                where=where,
                found=str(amount),
                expected=f"an amount in {currency}",
                remedy="convert it at the rate of its day",
            )


def _unknown(noun: str, name: str, enterprise: str, known: list[str]) -> MissingData:
    return MissingData(
        f"the plan of {enterprise} has no {noun} {name!r}: it has {', '.join(known) or 'none'}",
        field=noun,
        value=name,
    )
