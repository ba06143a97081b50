"""CSV exports of an invented bank and an invented operator, written row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from investisens.statements import CsvMapping, Statement, parse_csv
from investisens.statements.mapping import Cancellations, Columns, Dates, Numbers, Statuses

BANK = CsvMapping(
    kind="bank",
    name="Invented bank",
    currency="XOF",
    numbers=Numbers(decimal=",", thousands=" ", units=("F CFA",)),
    columns=Columns(operation_date="Date", amount="Montant", text=("Objet",), balance="Solde"),
)
BANK_HEADER = "Date;Objet;Montant;Solde"

WALLET = CsvMapping(
    kind="mobile_money",
    name="Invented operator",
    currency="XOF",
    dates=Dates(format="YYYY-MM-DD hh:mm:ss"),
    columns=Columns(
        operation_date="When",
        id="Id",
        type="Kind",
        sender="From",
        receiver="To",
        amount="Amount",
        fee="Fee",
        balance="Balance",
        status="State",
        text=("Note",),
    ),
    direction="wallets",
    status=Statuses(done=("OK",), failed=("KO",), pending=("WAITING",)),
    cancellations=Cancellations(types=("Reversal",), id_follows="of"),
)
WALLET_HEADER = "When;Id;Kind;From;To;Amount;Fee;Balance;State;Note"
OWN = "22900000099"


def csv_bytes(header: str, rows: Iterable[str], end: str = "\n") -> bytes:
    """The file of these rows, in UTF-8."""
    return "".join(f"{row}{end}" for row in (header, *rows)).encode()


def bank(*rows: str, mapping: CsvMapping = BANK, header: str = BANK_HEADER) -> Statement:
    """The statement of rows of the bank."""
    return parse_csv(csv_bytes(header, rows), mapping, account="A1", file="bank.csv")


def wallet(*rows: str, mapping: CsvMapping = WALLET) -> Statement:
    """The statement of rows of the operator."""
    return parse_csv(csv_bytes(WALLET_HEADER, rows), mapping, account=OWN, file="wallet.csv")


def told(statement: Statement) -> Sequence[str]:
    """The findings as texts."""
    return [str(finding) for finding in statement.findings]
