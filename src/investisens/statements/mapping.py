"""How one bank or operator writes its CSV exports: a mapping, as data."""

from __future__ import annotations

import attrs

from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms

KINDS = ("bank", "mobile_money")
ENCODINGS = ("utf-8", "cp1252", "iso-8859-1", "iso-8859-15", "utf-16", "cp850")
DIRECTIONS = ("signed", "columns", "wallets")
FEE_PAYERS = ("account", "counterparty")


@attrs.frozen(kw_only=True, field_transformer=checked)
class Numbers:
    """How amounts are written.

    Attributes:
        decimal: The decimal mark, ``,`` or ``.``.
        thousands: What parts groups of three digits: a space (plain, no-break, narrow or thin),
            an apostrophe, the other mark, or the empty text for nothing.
        units: Words that may stand before or after an amount, such as ``F CFA``.

    >>> Numbers(decimal=".", thousands=".")
    Traceback (most recent call last):
        ...
    investisens.values.errors.InvalidTerms: thousands is '.', which is the decimal mark: \
use one of them for each
    """

    decimal: str = ","
    thousands: str = " "
    units: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        _one_of("decimal", self.decimal, (",", "."))
        _one_of("thousands", self.thousands, (" ", "'", ".", ",", ""))
        if self.decimal == self.thousands:
            raise InvalidTerms(
                f"thousands is {self.thousands!r}, which is the decimal mark: "
                "use one of them for each",
                field="thousands",
                value=self.thousands,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Dates:
    """How days are written.

    Attributes:
        format: ``DD/MM/YYYY``: ``D`` and ``M`` take one or two digits, ``YY`` needs a pivot,
            ``hh``, ``mm`` and ``ss`` are the time; all else stands for itself.
        pivot: Two-digit years below it are of the 2000s, the others of the 1900s.

    >>> Dates(format="DD/MM/YY", pivot=70).pivot
    70
    """

    format: str = "DD/MM/YYYY"
    pivot: int | None = None

    def __attrs_post_init__(self) -> None:
        year = self.format.count("YYYY") == 1 or self.format.count("YY") == 1
        if not year or "M" not in self.format or "D" not in self.format:
            raise InvalidTerms(
                f"format is {self.format!r}: name the day, the month and the year, "
                "such as 'DD/MM/YYYY'",
                field="format",
                value=self.format,
            )
        short = "YYYY" not in self.format
        if short != (self.pivot is not None) or not 0 <= (self.pivot or 0) <= 100:
            wanted = "give a pivot from 0 to 100" if short else "leave the pivot out"
            raise InvalidTerms(
                f"pivot is {self.pivot} and the year of {self.format!r} has "
                f"{'two' if short else 'four'} digits: {wanted}",
                field="pivot",
                value=self.pivot,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Columns:
    """Names of the columns, as the header writes them; case and accents do not count.

    Attributes:
        operation_date: Day of the operation.
        value_date: Day from which the bank counts; the operation date where there is none.
        time: Time of the day.
        amount: One column of amounts.
        debit: Amounts paid, where there are two columns.
        credit: Amounts received.
        fee: Fee beside the amount.
        balance: Balance after the line.
        currency: Code of the currency, checked against that of the mapping.
        text: One or more columns of text, joined.
        id: Id that the bank gives to one transaction only.
        reference: Another reference, which may come twice.
        counterparty: Name of the other side.
        sender: Wallet or account that pays.
        receiver: Wallet or account that receives.
        account: The fund's own account, checked against the one that is imported.
        type: Kind of operation.
        status: What became of it.
        cancelled_id: Id of the transaction that the row cancels.

    >>> Columns(operation_date="Date", amount="Montant").text
    ()
    """

    operation_date: str
    value_date: str = ""
    time: str = ""
    amount: str = ""
    debit: str = ""
    credit: str = ""
    fee: str = ""
    balance: str = ""
    currency: str = ""
    text: tuple[str, ...] = ()
    id: str = ""
    reference: str = ""
    counterparty: str = ""
    sender: str = ""
    receiver: str = ""
    account: str = ""
    type: str = ""
    status: str = ""
    cancelled_id: str = ""

    def __attrs_post_init__(self) -> None:
        if bool(self.debit) != bool(self.credit) or bool(self.amount) == bool(self.debit):
            raise InvalidTerms(
                f"amount is {self.amount!r}, debit {self.debit!r} and credit {self.credit!r}: "
                "name one column amount, or the two columns debit and credit",
                field="amount",
                value=self.amount,
            )

    def names(self) -> tuple[str, ...]:
        """The names that the header must hold."""
        members = (getattr(self, field.name) for field in attrs.fields(Columns))
        lists = (each if isinstance(each, tuple) else (each,) for each in members)
        return tuple(dict.fromkeys(name for names in lists for name in names if name))


@attrs.frozen(kw_only=True, field_transformer=checked)
class Statuses:
    """Words of the status column; any other word is a finding.

    Attributes:
        done: The money moved.
        failed: It did not.
        pending: It has not moved yet.
    """

    done: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, field_transformer=checked)
class Cancellations:
    """How a row says that it cancels another one.

    Attributes:
        types: Words of the type column.
        id_follows: Word of the text after which the id of the cancelled transaction stands,
            where no column gives it.
    """

    types: tuple[str, ...]
    id_follows: str = ""


@attrs.frozen(kw_only=True, field_transformer=checked)
class ChargeRule:
    """How a charge of the bank is recognised, on lines that are paid.

    Attributes:
        starts_with: First words of the text.
        meaning: What it is, in words.

    >>> ChargeRule(starts_with="COM TENUE COMPTE").meaning
    'charge'
    """

    starts_with: str
    meaning: str = "charge"


@attrs.frozen(kw_only=True, field_transformer=checked)
class SpecialRows:
    """Rows that are no transactions, by the first words of their first filled cell.

    Attributes:
        opening: The row of the opening balance.
        closing: The row of the closing balance.
        skip: Rows to leave out, such as totals.
    """

    opening: str = ""
    closing: str = ""
    skip: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, field_transformer=checked)
class CsvMapping:
    """How to read the CSV exports of one bank or operator.

    Attributes:
        kind: ``bank`` or ``mobile_money``; the second needs a transaction id and a status.
        name: The bank and the export, in words.
        currency: ISO 4217 code of the account.
        columns: Where each thing stands.
        encoding: Of the file; a byte order mark is read in any case.
        delimiter: One character between cells.
        newest_first: Whether the last operation stands on the first row.
        direction: ``signed``: − is paid; ``columns``: debit and credit; ``wallets``: the own
            wallet is the sender or the receiver. Left out: signed, or columns if there are two.
        fee_charged_to: ``account``: the balance moves by the amount less the fee;
            ``counterparty``: the fee is not the fund's, and is not kept.
        numbers: How amounts are written.
        dates: How days are written.
        status: Words of the status column.
        cancellations: How a row cancels another one.
        charges: How charges are recognised.
        rows: Rows that are no transactions.
        unstable: Columns that may change when a transaction is exported again, such as a row
            number: they are no part of the key of a line.

    Raises:
        InvalidTerms: An unknown code, or terms that need columns which are not named.

    >>> CsvMapping(kind="bank", name="My bank", currency="XOF",
    ...            columns=Columns(operation_date="Date", amount="Montant")).direction
    'signed'
    """

    kind: str
    name: str
    currency: str
    columns: Columns
    encoding: str = "utf-8"
    delimiter: str = ";"
    newest_first: bool = False
    direction: str = ""
    fee_charged_to: str = "account"
    numbers: Numbers = attrs.field(factory=Numbers)
    dates: Dates = attrs.field(factory=Dates)
    status: Statuses | None = None
    cancellations: Cancellations | None = None
    charges: tuple[ChargeRule, ...] = ()
    rows: SpecialRows = attrs.field(factory=SpecialRows)
    unstable: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        _one_of("kind", self.kind, KINDS)
        _one_of("encoding", self.encoding, ENCODINGS)
        _one_of("fee_charged_to", self.fee_charged_to, FEE_PAYERS)
        if not self.direction:
            object.__setattr__(self, "direction", "columns" if self.columns.debit else "signed")
        _one_of("direction", self.direction, DIRECTIONS)
        Currency.of(self.currency)
        if len(self.delimiter) != 1 or self.delimiter in '"\r\n':
            raise InvalidTerms(
                f"delimiter is {self.delimiter!r}: give one character such as ';'",
                field="delimiter",
                value=self.delimiter,
            )
        self._check_columns()

    def _check_columns(self) -> None:
        columns, mobile = self.columns, self.kind == "mobile_money"
        for needed, because, terms in (
            ("id", "kind is 'mobile_money'", mobile),
            ("status", "kind is 'mobile_money'", mobile),
            ("status", "[status] is given", self.status),
            ("type", "[cancellations] is given", self.cancellations),
            ("debit", "direction is 'columns'", self.direction == "columns"),
            ("amount", f"direction is {self.direction!r}", self.direction != "columns"),
            ("sender", "direction is 'wallets'", self.direction == "wallets"),
            ("receiver", "direction is 'wallets'", self.direction == "wallets"),
        ):
            if terms and not getattr(columns, needed):
                raise InvalidTerms(
                    f"columns.{needed} is not named but {because}: name the column",
                    field="columns",
                    value=columns,
                )
        if columns.status and self.status is None:
            raise InvalidTerms(
                f"columns.status is {columns.status!r} but its words are not known: "
                "add the table [status] with done, failed and pending",
                field="status",
                value=self.status,
            )


def _one_of(field: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise InvalidTerms(
            f"{field} is {value!r}: use one of {', '.join(map(repr, known))}",
            field=field,
            value=value,
        )
