"""A book: many contracts of one currency, tabulated for the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from investisens.engine.blocks import Block, whole_numbers
from investisens.engine.contract import Contract
from investisens.engine.tabulate import blocks_of, cohort_block
from investisens.values.currency import Currency
from investisens.values.errors import CurrencyMismatch, InvalidTerms
from investisens.values.legs import DebtLeg

Numbers = Sequence[int] | npt.NDArray[np.integer[Any]]
"""Whole numbers given from outside."""


@attrs.frozen(kw_only=True, eq=False)
class Book:
    """Contracts of one currency, tabulated for the engine.

    Attributes:
        currency: Currency of every amount.
        contracts: In the order given; the order never changes a total.
        blocks: Their debts.
        size: How many debts or contracts there are.

    >>> from datetime import date
    >>> from investisens import KnownFlows, Money, XOF, CashFlow, FlowKind
    >>> flow = CashFlow(on=date(2024, 1, 1), amount=Money(5, XOF), kind=FlowKind.KNOWN, party="X")
    >>> Book.of([Contract(id="X", legs=(KnownFlows(flows=(flow,)),))])
    Book(currency=Currency.of('XOF'))
    """

    currency: Currency
    contracts: tuple[Contract, ...] = attrs.field(repr=False)
    blocks: tuple[Block, ...] = attrs.field(repr=False)
    size: int = attrs.field(repr=False)

    @cached_property
    def by_id(self) -> Mapping[str, Contract]:
        """The contracts by name."""
        return {contract.id: contract for contract in self.contracts}

    @classmethod
    def cohort(cls, leg: DebtLeg, principals: Numbers, rates: Numbers) -> Book:
        """Debts that differ from *leg* in principal and rate alone, without an object for each.

        Args:
            leg: What they have in common; its own principal and rate do not count.
            principals: Minor units of each debt, >= 0; a numpy array or any sequence.
            rates: Yearly rate of each, in thousandths of a basis point, >= 0; as long.

        Scenarios call them ``"0"``, ``"1"`` and so on.

        Raises:
            InvalidTerms: An array is empty, holds something else than whole numbers, a negative
                one, or is longer than the other.

        >>> from datetime import date
        >>> from investisens import Every, Loan, Money, Period, Rate, Repayment, XOF
        >>> from investisens.engine.projection import run_book
        >>> dues = Every(first=date(2024, 2, 1), every=Period(months=1), count=12)
        >>> terms = Loan(principal=Money(1, XOF), disbursed_on=date(2024, 1, 1),
        ...              rate=Rate.parse("0 %"), repayment=Repayment(dues=(dues,)))
        >>> book = Book.cohort(terms.legs()[0], [1_200_000, 600_000], [450_000, 600_000])
        >>> int(run_book(book).outstanding[0])
        0
        """
        columns = _column(principals, "principals", 0), _column(rates, "rates", 0)
        if len(columns[0]) != len(columns[1]):
            raise InvalidTerms(
                f"rates has {len(columns[1])} numbers for {len(columns[0])} principals: give one "
                "for each debt",
                field="rates",
                value=len(columns[1]),
            )
        block = cohort_block(leg, *columns)
        return cls(
            currency=leg.principal.currency, contracts=(), blocks=(block,), size=len(columns[0])
        )

    @classmethod
    def of(cls, contracts: Iterable[Contract], currency: Currency | None = None) -> Book:
        """Tabulate *contracts*.

        Args:
            contracts: Each with its own name.
            currency: Of the book, where no contract may tell it.

        Raises:
            InvalidTerms: No contract and no currency, two contracts of one name, or a circle of
                contracts that cover each other.
            CurrencyMismatch: The contracts are in two currencies.

        >>> from datetime import date
        >>> from investisens import Loan, Money, OnDates, Rate, Repayment, XOF
        >>> terms = Loan(principal=Money(1_000, XOF), disbursed_on=date(2024, 1, 1),
        ...              rate=Rate.parse("5 %"),
        ...              repayment=Repayment(dues=(OnDates((date(2025, 1, 1),)),)))
        >>> book = Book.of(Contract(id=f"L{n}", legs=terms.legs()) for n in range(3))
        >>> len(book.blocks), len(book.blocks[0].columns)
        (1, 3)
        """
        kept = tuple(contracts)
        seen: set[str] = set()
        for contract in kept:
            if contract.id in seen:
                raise InvalidTerms(
                    f"two contracts are called {contract.id!r}: give each its own name",
                    field="id",
                    value=contract.id,
                )
            seen.add(contract.id)
        _check_circles(kept)
        currencies = {each for contract in kept for each in contract.currencies}
        if currency is not None:
            currencies.add(currency)
        if not currencies:
            raise InvalidTerms("the book is empty: give at least one contract", field="contracts")
        if len(currencies) > 1:
            names = " and ".join(sorted(currency.code for currency in currencies))
            raise CurrencyMismatch(f"the book mixes {names}: make one book for each currency")
        return cls(
            currency=currencies.pop(), contracts=kept, blocks=blocks_of(kept), size=len(kept)
        )


def _check_circles(contracts: tuple[Contract, ...]) -> None:
    """Refuse contracts that cover each other, directly or through others."""
    covers = {contract.id: contract.covers for contract in contracts if contract.covers}
    done: set[str] = set()
    for name in covers:
        path: list[str] = []
        _follow(name, covers, path, done)


def _follow(
    name: str, covers: Mapping[str, tuple[str, ...]], path: list[str], done: set[str]
) -> None:
    if name in path:
        circle = " covers ".join(repr(each) for each in (*path[path.index(name) :], name))
        raise InvalidTerms(
            f"{circle}: a guarantee cannot cover itself, break the circle",
            field="covers",
            value=name,
        )
    if name not in done:
        for covered in covers.get(name, ()):
            _follow(covered, covers, [*path, name], done)
        done.add(name)


def _column(values: Any, name: str, least: int) -> Any:
    """Whole numbers given from outside, each at least *least*."""
    column = np.asarray(values)
    if column.ndim != 1 or not len(column) or column.dtype.kind not in "iO":
        raise InvalidTerms(
            f"{name} is a {type(values).__name__} of {column.dtype}: give a sequence of whole "
            "numbers",
            field=name,
            value=values,
        )
    wrong = np.flatnonzero(column < least)
    if wrong.size:
        at = int(wrong[0])
        raise InvalidTerms(
            f"{name}[{at}] is {column[at]}: use {least} or more", field=name, value=column[at]
        )
    return column.astype(np.int64) if column.dtype.kind == "i" else whole_numbers(list(column))
