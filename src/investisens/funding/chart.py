"""Charts of accounts: which account of SYSCOHADA or of the French plan holds what, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType

import attrs

from investisens.legal.parameters import parameter
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms


class Books(Enum):
    """The plan of accounts that an enterprise follows.

    Attributes:
        SYSCOHADA: The accounting system of the OHADA space, Benin among it.
        PCG: The French plan (plan comptable général).

    >>> Books("syscohada").name
    'SYSCOHADA'
    """

    SYSCOHADA = "syscohada"
    PCG = "pcg"


class AssetKind(Enum):
    """What kind of equipment a use buys, for the account that holds it.

    Attributes:
        MACHINE: Machines and tools.
        VEHICLE: Vehicles.
        BUILDING: Buildings.
        IT: Office and computing equipment.

    >>> AssetKind("vehicle").name
    'VEHICLE'
    """

    MACHINE = "machine"
    VEHICLE = "vehicle"
    BUILDING = "building"
    IT = "it"


@attrs.frozen(kw_only=True, field_transformer=checked)
class Account:
    """One account of a chart.

    Attributes:
        number: Its number, as text.
        name: What it holds, in English.
        name_fr: The same in French.

    Raises:
        InvalidTerms: The number is not made of digits, the first not 0.

    >>> Account(number="521", name="Banks", name_fr="Banques").number
    '521'
    """

    number: str
    name: str
    name_fr: str

    def __attrs_post_init__(self) -> None:
        if not (self.number.isascii() and self.number.isdigit()) or self.number.startswith("0"):
            raise InvalidTerms(
                f"number is {self.number!r}: write the digits of an account, such as '521'",
                field="number",
                value=self.number,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Chart:
    """The accounts of one enterprise.

    Accounts are legal parameters, ``accounts.syscohada`` and ``accounts.pcg``: dated, each with its
    source and its status. Most are unverified; an accountant checks them, and replaces those that
    the enterprise keeps otherwise.

    Attributes:
        books: The plan of accounts.
        numbers: Accounts to use instead, by their name below the parameters of the plan:
            ``{"sources.current_account": "164"}``.

    Raises:
        MissingData: The plan has no account of that name.
        InvalidTerms: A number is not made of digits.

    >>> Chart(books=Books.SYSCOHADA).account("grant_income", on=date(2010, 12, 31)).number
    '865'
    >>> Chart(books=Books.PCG, numbers={"trade.bank": "512100"}).account(
    ...     "trade.bank", on=date(2026, 6, 30)).number
    '512100'
    """

    books: Books
    numbers: Mapping[str, str] = MappingProxyType({})

    def __attrs_post_init__(self) -> None:
        for name, number in self.numbers.items():
            parameter(self._parameter(name))
            Account(number=number, name=name, name_fr=name)

    def account(self, name: str, *, on: date) -> Account:
        """The account of that name on a day.

        Args:
            name: Below the parameters of the plan, such as ``trade.bank``.
            on: The day of the entry.

        Raises:
            MissingData: The plan has no account of that name, or none on that day.
        """
        known = parameter(self._parameter(name))
        number = self.numbers.get(name) or known.at(on).text
        return Account(
            number=number, name=_what(known.description), name_fr=_what(known.description_fr)
        )

    def released(self, on: date) -> Account:
        """The account that is debited when an investment grant becomes income.

        Where the plan names the group of the grant, it is the account that was credited.
        """
        released, grant = self.account("grant_released", on=on), self.account("grant", on=on)
        return grant if grant.number.startswith(released.number) else released

    def holds_result(self, account: Account, on: date) -> bool:
        """Whether an account holds charges or income of a year: it starts the next one at nil."""
        first, last = (
            parameter(self._parameter(f"classes.{end}_result")).at(on).text
            for end in ("first", "last")
        )
        return first <= account.number[0] <= last

    def _parameter(self, name: str) -> str:
        return f"accounts.{self.books.value}.{name}"


def _what(description: str) -> str:
    """What an account holds: the part of a description after the name of the plan."""
    name = description.partition(":")[2].strip()
    return name[:1].upper() + name[1:]
