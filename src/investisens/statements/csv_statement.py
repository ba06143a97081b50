"""CSV exports of banks and mobile-money operators, read with a mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

import attrs

from investisens.statements.balances import balance_breaks, total_break
from investisens.statements.charges import charge_meaning
from investisens.statements.direction import other_side, signed_amount
from investisens.statements.lines import LineStatus, Statement, StatementLine, counted
from investisens.statements.mapping import CsvMapping, Statuses
from investisens.statements.problems import Place
from investisens.statements.row_cells import RowCells
from investisens.statements.rows import (
    Header,
    Row,
    decoded,
    find_header,
    long_cell,
    read_rows,
    width_problem,
)
from investisens.statements.settling import settled
from investisens.statements.words import account_number, plain
from investisens.values.currency import Currency
from investisens.values.errors import Finding
from investisens.values.misreads import Misread, nearest, shown
from investisens.values.money import Money


def parse_csv(content: bytes, mapping: CsvMapping, *, account: str, file: str) -> Statement:
    r"""The statement that a CSV export holds; whatever the content, it never raises.

    Args:
        content: Bytes of the file.
        mapping: How this bank writes its exports.
        account: The fund's own account or wallet. It is part of the key of each line: write it
            the same way each time.
        file: Name of the file, for the findings.

    >>> from investisens.statements.mapping_file import shipped_mapping
    >>> content = b"DATE OPER;DATE VAL;LIBELLE;DEBIT;CREDIT;SOLDE\n" \
    ...           b"28/02/2014;03/03/2014;VERST ESP AG OUESSE;;531 192;4 210 377\n"
    >>> statement = parse_csv(content, shipped_mapping("clcam"), account="CLCAM", file="feb.csv")
    >>> print(statement.ok, statement.lines[0].operation_date, statement.lines[0].amount)
    True 2014-02-28 531192 XOF
    """
    told = Statement(source=file, account=account, currency=Currency.of(mapping.currency))
    try:
        text = decoded(content, mapping.encoding)
    except Misread as error:
        return attrs.evolve(told, findings=(Place(file).misread(error),))
    findings: list[Finding] = []
    rows = _only_rows(read_rows(text, mapping.delimiter, file), findings)
    header = find_header(rows, mapping.columns.names(), file)
    if isinstance(header, list):
        return attrs.evolve(told, findings=(*findings, *header))
    table = _Table(mapping, header, told, findings)
    lines = [line for row in rows if (line := table.line(row)) is not None]
    return _checked(table.told, lines, mapping, findings)


def _only_rows(rows: Iterator[Row | Finding], findings: list[Finding]) -> Iterator[Row]:
    for row in rows:
        if isinstance(row, Row):
            yield row
        else:
            findings.append(row)


def _checked(
    told: Statement, lines: list[StatementLine], mapping: CsvMapping, findings: list[Finding]
) -> Statement:
    """The statement, once its rows are settled and its balances checked."""
    all_read = not findings
    kept, dropped, problems = settled(lines)
    read = attrs.evolve(told, lines=counted(kept), dropped=tuple(dropped))
    findings += problems
    if all_read:
        # Where a row could not be read, the balances would only tell it a second time.
        in_order = read.lines[::-1] if mapping.newest_first else read.lines
        findings += balance_breaks(in_order, read.opening, mapping.columns.balance)
        findings += total_break(read)
    return attrs.evolve(read, findings=tuple(findings))


@attrs.define
class _Table:
    """The rows under a header, read one by one; findings and told balances gather here."""

    mapping: CsvMapping
    header: Header
    told: Statement
    findings: list[Finding]

    def line(self, row: Row) -> StatementLine | None:
        """The transaction of a row, unless it is none or has findings."""
        file = self.told.source
        problem = long_cell(row, file)
        if problem is None and self._is_special(row):
            return None
        problem = problem or width_problem(row, self.header, file)
        if problem is not None:
            self.findings.append(problem)
            return None
        by_column = {name: row.cells[at].strip() for name, at in self.header.index.items()}
        cells = self._cells(row, by_column)
        line = self._transaction(row, cells)
        self.findings += cells.findings
        return None if cells.findings else line

    def _cells(self, row: Row, by_column: Mapping[str, str]) -> RowCells:
        place = Place(self.told.source, row.line)
        return RowCells(self.mapping, Currency.of(self.mapping.currency), place, by_column)

    def _transaction(self, row: Row, cells: RowCells) -> StatementLine | None:
        mapping, columns = self.mapping, self.mapping.columns
        nothing = Money.zero(cells.currency)
        operation = cells.day(columns.operation_date)
        value = cells.day(columns.value_date) if cells.text(columns.value_date) else operation
        amount = signed_amount(cells, self.told.account)
        fee = cells.amount_or(columns.fee, nothing)
        balance = cells.amount_or(columns.balance, None)
        status = _status(cells)
        self._check(cells)
        if operation is None or value is None or amount is None or fee is None or status is None:
            return None
        text = " ".join(filter(None, map(cells.text, columns.text)))
        return StatementLine(
            source=self.told.source,
            row=row.line,
            account=self.told.account,
            operation_date=operation[0],
            value_date=value[0],
            amount=amount,
            fee=fee if mapping.fee_charged_to == "account" else nothing,
            raw=row.raw,
            time=cells.text(columns.time) or operation[1],
            balance=balance,
            counterparty=cells.text(columns.counterparty),
            counterparty_account=other_side(cells, amount),
            text=text,
            bank_id=cells.text(columns.id),
            reference=cells.text(columns.reference),
            status=status,
            cancels=_cancelled_id(cells, text),
            charge=charge_meaning(mapping.charges, text, amount),
            identity=self._identity(row),
        )

    def _identity(self, row: Row) -> tuple[str, ...]:
        """Every filled cell that is stable, after its heading, in an order of its own.

        It depends neither on the mapping nor on quotes, line ends and the order of columns.
        """
        unstable = {plain(name) for name in self.mapping.unstable}
        pairs = (
            f"{name}={' '.join(cell.split())}"
            for name, cell in zip(self.header.names, row.cells, strict=False)
            if cell.strip() and name not in unstable
        )
        return tuple(sorted(pairs))

    def _is_special(self, row: Row) -> bool:
        """Whether the row is no transaction; the balance that it tells is kept."""
        words, first = self.mapping.rows, row.first()
        for name, start in (("opening", words.opening), ("closing", words.closing)):
            if start and _begins(first, start):
                self._keep_balance(name, row)
                return True
        return any(_begins(first, start) for start in words.skip)

    def _keep_balance(self, name: str, row: Row) -> None:
        """Keeps the balance of a row, from its own column or else from the last filled cell."""
        at = self.header.index.get(self.mapping.columns.balance, len(row.cells))
        there = row.cells[at].strip() if at < len(row.cells) else ""
        last = [cell.strip() for cell in row.cells if cell.strip()][-1]
        cells = self._cells(row, {name: there or last})
        balance = cells.amount(name)
        self.findings += cells.findings
        if name == "opening":
            self.told = attrs.evolve(self.told, opening=balance)
        else:
            self.told = attrs.evolve(self.told, closing=balance)

    def _check(self, cells: RowCells) -> None:
        """Refuses a row without its id, of another account or in another currency."""
        columns = self.mapping.columns
        if columns.id and not cells.text(columns.id):
            problem = Misread("a transaction id", "an empty cell", "restore it")
            cells.misread(columns.id, problem)
        account = cells.text(columns.account)
        if columns.account and account_number(account) != account_number(self.told.account):
            expected = f"the account {shown(self.told.account)}"
            remedy = "export one account at a time, or give this one as the account"
            cells.misread(columns.account, Misread(expected, shown(account), remedy))
        code = cells.text(columns.currency)
        if columns.currency and plain(code) != cells.currency.code:
            remedy = "correct the currency of the mapping, or export one currency at a time"
            cells.misread(columns.currency, Misread(cells.currency.code, shown(code), remedy))


def _status(cells: RowCells) -> LineStatus | None:
    """What became of the transaction, or ``None`` and a finding."""
    column, words = cells.mapping.columns.status, cells.mapping.status
    if words is None:
        return LineStatus.BOOKED
    known, word = _status_words(words), plain(cells.text(column))
    if word not in known:
        remedy = nearest(word, known, "add the word to [status]")
        found = shown(cells.text(column))
        cells.misread(column, Misread("a word of [status]", found, remedy))
    return known.get(word)


@cache
def _status_words(words: Statuses) -> dict[str, LineStatus]:
    return {
        plain(word): status
        for status, known in (
            (LineStatus.BOOKED, words.done),
            (LineStatus.FAILED, words.failed),
            (LineStatus.PENDING, words.pending),
        )
        for word in known
    }


def _cancelled_id(cells: RowCells, text: str) -> str:
    """The id of the transaction that a row says it cancels, or the empty text."""
    rule, columns = cells.mapping.cancellations, cells.mapping.columns
    if rule is None or plain(cells.text(columns.type)) not in map(plain, rule.types):
        return ""
    if columns.cancelled_id:
        return cells.text(columns.cancelled_id)
    words, marker = text.split(), plain(rule.id_follows)
    return next((then for word, then in pairwise(words) if plain(word) == marker), "")


def _begins(first: str, start: str) -> bool:
    return f"{first} ".startswith(f"{plain(start)} ")
