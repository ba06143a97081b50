"""Grant in tranches (subvention)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import attrs

from investisens.instruments.clauses import Clauses, check_clauses
from investisens.instruments.grant_release import FundedItem, ReleaseRow, release_rows
from investisens.values.cashflow import CashFlow, FlowKind
from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.legs import KnownFlows
from investisens.values.money import Money, total


@attrs.frozen(kw_only=True, field_transformer=checked)
class GrantTranche:
    """A part of a grant, and what it waits for.

    Attributes:
        on: The day it is due.
        amount: Paid then, > 0.
        condition: What must be met before, in words; empty for nothing. It is paid on the later of
            its day and the day on which the condition is met.

    Raises:
        InvalidTerms: The amount is not positive.

    >>> from investisens.values.currency import XOF
    >>> GrantTranche(on=date(2012, 3, 31), amount=Money(1_000_000, XOF),
    ...              condition="invoices of the first tranche").condition
    'invoices of the first tranche'
    """

    on: date
    amount: Money
    condition: str = ""

    def __attrs_post_init__(self) -> None:
        if self.amount.minor <= 0:
            raise InvalidTerms(
                f"amount is {self.amount}: use a positive amount", field="amount", value=self.amount
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Grant:
    """Money given to an enterprise, in tranches with conditions (subvention).

    It is never repaid, earns nothing and is never late. A tranche with a condition is paid once
    that is met (``HappeningKind.CONDITION_MET`` with the number of the tranche, from 1), and never
    if it is not. What is clawed back (``HappeningKind.CLAWED_BACK`` with its amount) comes back on
    that day.

    Attributes:
        tranches: At least one, in the order of their days.
        items: What it pays for: its release to income follows their lives; none for a grant that is
            income at once.
        clauses: Rank, covenants, cap on return.

    Source: the agreement; release to income at the pace of depreciation: French PCG, article 312-1,
    and SYSCOHADA, accounts ``accounts.pcg`` and ``accounts.syscohada`` (verified secondary).

    Raises:
        InvalidTerms: No tranche, tranches out of order, or two currencies.

    >>> from investisens import XOF
    >>> grant = Grant(tranches=(
    ...     GrantTranche(on=date(2012, 3, 31), amount=Money(2_000_000, XOF)),
    ...     GrantTranche(on=date(2012, 9, 30), amount=Money(1_000_000, XOF), condition="invoices")))
    >>> [str(flow.amount) for flow in grant.legs()[0].flows]
    ['-2000000 XOF']
    """

    kind: ClassVar[str] = "grant"
    knows: ClassVar[frozenset[HappeningKind]] = frozenset(
        {HappeningKind.CONDITION_MET, HappeningKind.CLAWED_BACK}
    )

    tranches: tuple[GrantTranche, ...]
    items: tuple[FundedItem, ...] = ()
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        if not self.tranches:
            raise InvalidTerms(
                "tranches is empty: give at least one", field="tranches", value=self.tranches
            )
        before = date.min
        for number, tranche in enumerate(self.tranches, 1):
            _check_currency(f"tranche {number}", tranche.amount, self.currency)
            if tranche.on < before:
                raise InvalidTerms(
                    f"tranche {number} on {tranche.on} is before the one on {before}: give the "
                    "tranches in the order of their days",
                    field="tranches",
                    value=tranche.on,
                )
            before = tranche.on
        for item in self.items:
            _check_currency("cost", item.cost, self.currency)
        check_clauses(self.clauses, self.currency)

    @property
    def currency(self) -> Currency:
        """The currency of all its amounts."""
        return self.tranches[0].amount.currency

    @property
    def awarded(self) -> Money:
        """All tranches together."""
        return total((tranche.amount for tranche in self.tranches), self.currency)

    def legs(self) -> tuple[KnownFlows]:
        """The tranches without a condition."""
        return self.legs_after(())

    def legs_after(self, happenings: tuple[Happening, ...]) -> tuple[KnownFlows]:
        """What is paid, and what is clawed back, once conditions are met.

        Raises:
            InvalidTerms: A condition of no tranche is met, or what is clawed back has no amount, or
                is more than was paid by then.
        """
        flows = [*self._paid(happenings), *self._clawed_back(happenings)]
        # A claw-back of a day comes after what is paid on it.
        flows.sort(key=lambda flow: (flow.on, flow.kind is FlowKind.CLAW_BACK))
        self._check_clawed_back(flows)
        return (KnownFlows(flows=tuple(flows)),)

    def releases(
        self, happenings: tuple[Happening, ...] = (), sold_in: int | None = None
    ) -> tuple[ReleaseRow, ...]:
        """What the grant adds to the income of the enterprise, year by year: its own accounts.

        Each year releases the grant at the pace at which the items are written down, straight line
        by months; what is released by the end of a year is rounded half up, so that the last year
        takes the rest. Without items a grant is income of the year in which it is paid.

        Args:
            happenings: Conditions met and claw-backs.
            sold_in: Year in which the items are sold or scrapped: what is left is released then.

        Raises:
            InvalidTerms: As for *legs_after*.

        >>> from investisens import XOF
        >>> paid = GrantTranche(on=date(2012, 4, 1), amount=Money(5_000_000, XOF))
        >>> mill = FundedItem(cost=Money(9_000_000, XOF), in_service=date(2012, 1, 1),
        ...                   life_months=60)
        >>> [row.released.minor for row in Grant(tranches=(paid,), items=(mill,)).releases()]
        [1000000, 1000000, 1000000, 1000000, 1000000]
        """
        received: dict[int, Money] = {}
        for flow in self.legs_after(happenings)[0].flows:
            before = received.get(flow.on.year, Money.zero(self.currency))
            received[flow.on.year] = before - flow.amount
        if self.items:
            return release_rows(self.items, received, sold_in)
        left = Money.zero(self.currency)
        return tuple(
            ReleaseRow(year=year, released=amount, left=left) for year, amount in received.items()
        )

    def _paid(self, happenings: tuple[Happening, ...]) -> Iterator[CashFlow]:
        met = self._met(happenings)
        for number, tranche in enumerate(self.tranches, 1):
            on = tranche.on
            if tranche.condition:
                if number not in met:
                    continue
                on = max(on, met[number])
            yield CashFlow(on=on, amount=-tranche.amount, kind=FlowKind.GRANT, party="grant")

    def _met(self, happenings: tuple[Happening, ...]) -> dict[int, date]:
        """The first day on which the condition of each tranche was met."""
        met: dict[int, date] = {}
        for each in happenings:
            if each.what is not HappeningKind.CONDITION_MET:
                continue
            number = each.number
            if number is None or not 1 <= number <= len(self.tranches):
                found = "has no number" if number is None else f"has the number {number}"
                raise InvalidTerms(
                    f"condition_met on {each.on} {found}: give the number of a tranche, 1 to "
                    f"{len(self.tranches)}",
                    field="number",
                    value=number,
                )
            if not self.tranches[number - 1].condition:
                raise InvalidTerms(
                    f"condition_met on {each.on} has the number {number} but that tranche has no "
                    "condition: give the number of one that has",
                    field="number",
                    value=number,
                )
            met[number] = min(each.on, met.get(number, each.on))
        return met

    def _clawed_back(self, happenings: tuple[Happening, ...]) -> Iterator[CashFlow]:
        for each in happenings:
            if each.what is not HappeningKind.CLAWED_BACK:
                continue
            if each.amount is None:
                raise InvalidTerms(
                    f"clawed_back on {each.on} has no amount: give what comes back",
                    field="amount",
                    value=None,
                )
            _check_currency(f"clawed_back on {each.on}", each.amount, self.currency)
            yield CashFlow(on=each.on, amount=each.amount, kind=FlowKind.CLAW_BACK, party="grant")

    def _check_clawed_back(self, flows: list[CashFlow]) -> None:
        kept = Money.zero(self.currency)
        for flow in flows:
            if flow.kind is FlowKind.CLAW_BACK and flow.amount > kept:
                raise InvalidTerms(
                    f"clawed_back on {flow.on} is {flow.amount} but {kept} of the grant has been "
                    "paid and kept by then: give at most that",
                    field="amount",
                    value=flow.amount,
                )
            kept -= flow.amount


def _check_currency(name: str, amount: Money, currency: Currency) -> None:
    if amount.currency != currency:
        raise InvalidTerms(
            f"{name} is {amount} but the grant is in {currency.code}: use one currency",
            field="currency",
            value=amount,
        )
