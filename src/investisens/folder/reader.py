"""A fund folder in: every problem at once, or the fund."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from investisens.folder.content import Content
from investisens.folder.converter import Kinds
from investisens.folder.cross import cross_check
from investisens.folder.cross_fixings import check_missing_fixings
from investisens.folder.cross_ledger import check_ledger
from investisens.folder.files import folder_problem, read_text, unknown_files
from investisens.folder.layout import CSV_LISTS, FUND_FILE, KNOWN_FILES, TOML_LISTS
from investisens.folder.tables import read_csv
from investisens.folder.toml import home_currency, parse, read_toml
from investisens.instruments.registry import INSTRUMENTS
from investisens.portfolio.fund import Fund
from investisens.values.errors import Finding, InvalidFolder, Severity

AnyPath = str | os.PathLike[str]


def read_fund(path: AnyPath, instruments: Kinds = INSTRUMENTS) -> Fund:
    """The fund of a folder. Reading writes nothing.

    Args:
        path: The folder that holds ``fund.toml``.
        instruments: Kind, as written in ``positions.toml``, to class.

    Raises:
        InvalidFolder: With every error of every file; warnings alone do not raise.

    >>> fund = read_fund("examples/collines")
    >>> fund.terms.name, len(fund.positions)
    ('Fonds des Collines (fictitious)', 19)
    """
    content = read_content(path, instruments)
    errors = _errors(content)
    if errors:
        raise InvalidFolder(errors)
    return content.fund()


def read_draft(path: AnyPath, instruments: Kinds = INSTRUMENTS) -> Fund:
    """The fund of a folder whose funding plans may still break their rules.

    Args:
        path: The folder that holds ``fund.toml``.
        instruments: Kind, as written in ``positions.toml``, to class.

    Raises:
        InvalidFolder: With every error of every file but the broken rules of plans.

    >>> len(read_draft("examples/collines").uses)
    36
    """
    content = read_content(path, instruments)
    errors = _errors(content)
    if any(not each.rule for each in errors):
        raise InvalidFolder(errors)
    return content.fund()


def check_folder(path: AnyPath, instruments: Kinds = INSTRUMENTS) -> tuple[Finding, ...]:
    """Everything that is wrong or doubtful in a folder, in reading order.

    A folder without errors is also held against its own records: a projection refuses an
    amendment that does not write what was owed, and a debt whose rate is not known.

    >>> check_folder("examples/collines")
    ()
    >>> print(check_folder("examples/nowhere")[0])
    examples/nowhere: expected a fund folder, found nothing: check the path
    """
    content = read_content(path, instruments)
    if not _errors(content):
        check_missing_fixings(content)
        check_ledger(content)
    return tuple(content.findings)


def read_content(path: AnyPath, instruments: Kinds = INSTRUMENTS) -> Content:
    """What can be read of a folder, with the findings."""
    folder = Path(path)
    content = Content()
    problem = folder_problem(folder)
    if problem is not None:
        content.findings.append(problem)
        return content
    documents = _documents(content, folder)
    currency = home_currency(documents.get(FUND_FILE, {}))
    for file, document in documents.items():
        read_toml(content, file, document, currency, instruments)
    for file, cls in CSV_LISTS.items():
        text = read_text(folder, file)
        if isinstance(text, str):
            read_csv(content, file, text, cls, currency)
        elif text is not None:
            content.findings.append(text)
            content.unread.add(cls)
        else:
            content.absent.add(cls)
    content.findings += unknown_files(folder)
    cross_check(content)
    # A file that is not there comes first: restoring it mends much of the rest.
    content.findings = [*content.missing, *sorted(content.findings, key=_file_order)]
    return content


def _errors(content: Content) -> tuple[Finding, ...]:
    return tuple(each for each in content.findings if each.severity is Severity.ERROR)


def _file_order(finding: Finding) -> int:
    """All that is wrong with one file stands together."""
    file = finding.where.partition(":")[0]
    return KNOWN_FILES.index(file) if file in KNOWN_FILES else len(KNOWN_FILES)


def _documents(content: Content, folder: Path) -> Mapping[str, dict[str, Any]]:
    """The TOML files whose syntax is sound."""
    documents = {}
    for file, parts in TOML_LISTS.items():
        text = read_text(folder, file)
        document = parse(text, file) if isinstance(text, str) else text
        if isinstance(document, dict):
            documents[file] = document
        elif document is not None:
            content.findings.append(document)
            content.unread.update(parts.values())
        else:
            content.absent.update(parts.values())
    return documents
