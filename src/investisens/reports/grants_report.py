"""The justification of grants: a row for each invoice and item, and what is still to be paid."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import attrs

from investisens.funding.justification import JustificationRow
from investisens.l10n import Language
from investisens.portfolio.grants import GrantStatement
from investisens.reports.render import to_csv, to_json
from investisens.reports.tables import Column, Report, Table, as_known
from investisens.reports.text import facts_lines, to_text
from investisens.values.money import Money

TOTAL: Final = "TOTAL"
"""Source of the row of totals in CSV."""

TOTALS: Final = ("granted", "justified", "unjustified", "paid", "payable")
"""The sums over all agreements, in the order in which they are read."""

_HEADER: Final = (
    Column(name="source", kind="text"),
    Column(name="enterprise", kind="text"),
    Column(name="use", kind="text"),
    Column(name="item", kind="text"),
    Column(name="invoice", kind="text"),
    Column(name="invoiced_on", kind="date"),
    Column(name="document", kind="code", words="document"),
    Column(name="invoiced", kind="money"),
    Column(name="amount", kind="amount"),
    Column(name="eligible", kind="amount"),
    Column(name="rejected", kind="amount"),
    Column(name="granted", kind="amount"),
    Column(name="justified", kind="amount"),
    Column(name="unjustified", kind="amount"),
    Column(name="reason", kind="code", words="reason"),
)
_FOR_READERS: Final = (
    *("enterprise", "use", "amount", "eligible"),
    *("granted", "justified", "unjustified"),
)
_OF_REASONS: Final = ("invoice", "enterprise", "use", "rejected", "unjustified", "reason")
_ADDED_UP: Final = ("amount", "eligible", "rejected", "granted", "justified", "unjustified")


def grants_report(statement: GrantStatement, fund: str, known_on: date | None = None) -> Report:
    """The rows of a statement, and one row for each agreement.

    ``amount`` is what was spent, in the fund's currency; ``invoiced`` what the invoice says, in its
    own. ``rejected`` is spending, ``unjustified`` is grant.

    Args:
        statement: The justification of all grants.
        fund: Name of the fund.
        known_on: The day whose knowledge counts, to be told; or ``None``.

    >>> from investisens import read_fund
    >>> from investisens.portfolio.grants import grant_statement
    >>> report = grants_report(grant_statement(read_fund("examples/collines")), "Collines")
    >>> report.tables[1].columns["payable"]
    [7781202]
    """
    facts = (Column(name="fund", kind="text"), Column(name="on", kind="date"))
    report = Report(
        command="grants",
        facts=Table(
            name="facts",
            header=facts,
            rows=((fund, statement.on),),
            currency=statement.currency,
        ),
        tables=(
            Table(
                name="justification",
                header=_HEADER,
                rows=tuple(map(_row, statement.rows)),
                currency=statement.currency,
            ),
            _agreements(statement),
        ),
    )
    return as_known(report, known_on)


def totals_table(statement: GrantStatement) -> Table:
    """One row: the sums over all agreements.

    >>> from investisens import read_fund
    >>> from investisens.portfolio.grants import grant_statement
    >>> totals_table(grant_statement(read_fund("examples/collines"))).columns["justified"]
    [28781202]
    """
    return Table(
        name="totals",
        header=tuple(Column(name=name, kind="amount") for name in TOTALS),
        rows=(tuple(getattr(statement, name).minor for name in TOTALS),),
        currency=statement.currency,
    )


def grants_csv(statement: GrantStatement, fund: str) -> str:
    """The rows as CSV, and a last one of totals, which alone says what is paid and payable.

    >>> from investisens import read_fund
    >>> from investisens.portfolio.grants import grant_statement
    >>> text = grants_csv(grant_statement(read_fund("examples/collines")), "Collines")
    >>> text.splitlines()[-1]
    'TOTAL,,,,,,,,,69499998,66999998,2500000,30000000,28781202,1218798,,21000000,7781202'
    """
    rows = grants_report(statement, fund).tables[0]
    sums = {
        name: sum(getattr(row, name).minor for row in statement.rows if getattr(row, name))
        for name in _ADDED_UP
    }
    total = tuple(sums.get(column.name) for column in _HEADER[1:])
    last = ("paid", "payable")
    table = attrs.evolve(
        rows,
        header=(*_HEADER, *(Column(name=name, kind="amount") for name in last)),
        rows=(
            *((*row, None, None) for row in rows.rows),
            (TOTAL, *total, *(getattr(statement, name).minor for name in last)),
        ),
    )
    return to_csv(table)


def grants_json(statement: GrantStatement, fund: str, known_on: date | None = None) -> str:
    """The report as JSON, with an object of totals.

    >>> from investisens import read_fund
    >>> from investisens.portfolio.grants import grant_statement
    >>> text = grants_json(grant_statement(read_fund("examples/collines")), "Collines")
    >>> json.loads(text)["totals"]["payable"]
    7781202
    """
    document = json.loads(to_json(grants_report(statement, fund, known_on)))
    totals = totals_table(statement)
    document["totals"] = {name: cells[0] for name, cells in totals.columns.items()}
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def grants_text(
    statement: GrantStatement,
    fund: str,
    lang: Language,
    known_on: date | None = None,
    *,
    width: int = 100,
    color: bool = False,
) -> str:
    """The same for readers: the rows, why something does not count, and the totals.

    >>> from investisens import read_fund
    >>> from investisens.portfolio.grants import grant_statement
    >>> text = grants_text(grant_statement(read_fund("examples/collines")), "Collines", "en")
    >>> print(text.splitlines()[-1])
    Payable: XOF 7,781,202
    """
    report = grants_report(statement, fund, known_on)
    rows, agreements = report.tables
    several = len(statement.justifications) > 1
    names = ("invoice", *(("source",) if several else ()), *_FOR_READERS)
    told = attrs.evolve(
        rows, name="reasons", rows=tuple(row for row in rows.rows if row[-1] is not None)
    )
    tables = [_only(rows, names)]
    tables += [_only(told, _OF_REASONS)] if told.rows else []
    tables += [agreements] if several else []
    shown = to_text(attrs.evolve(report, tables=tuple(tables)), lang, width=width, color=color)
    return "\n".join([shown, *facts_lines(totals_table(statement), lang)]) + "\n"


def _row(row: JustificationRow) -> tuple[Any, ...]:
    invoice = row.invoice
    return (
        row.source,
        row.enterprise,
        row.use,
        row.item,
        invoice.id if invoice else None,
        invoice.invoiced_on if invoice else None,
        invoice.document.value if invoice else None,
        invoice.amount if invoice else None,
        _minor(row.amount),
        row.eligible.minor,
        _minor(row.rejected),
        row.granted.minor,
        row.justified.minor,
        row.unjustified.minor,
        row.reason.value if row.reason else None,
    )


def _minor(amount: Money | None) -> int | None:
    return None if amount is None else amount.minor


def _agreements(statement: GrantStatement) -> Table:
    return Table(
        name="agreements",
        header=(
            Column(name="source", kind="text"),
            Column(name="agreed_on", kind="date"),
            Column(name="until", kind="date"),
            *(Column(name=name, kind="amount") for name in TOTALS),
        ),
        rows=tuple(
            (
                each.agreement.source,
                each.agreement.agreed_on,
                each.agreement.end(statement.on),
                *(getattr(each, name).minor for name in TOTALS),
            )
            for each in statement.justifications
        ),
        currency=statement.currency,
    )


def _only(table: Table, names: Sequence[str]) -> Table:
    """The table with some of its columns, in their order; those without gaps add up."""
    at = [next(i for i, each in enumerate(table.header) if each.name == name) for name in names]
    rows = tuple(tuple(row[i] for i in at) for row in table.rows)
    header = tuple(
        attrs.evolve(
            table.header[i],
            adds_up=table.header[i].kind == "amount" and all(row[k] is not None for row in rows),
        )
        for k, i in enumerate(at)
    )
    return attrs.evolve(table, header=header, rows=rows)
