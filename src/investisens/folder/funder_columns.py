"""The TOML file in which a funder's statement is described, read strictly."""

from __future__ import annotations

from os import PathLike

from investisens.folder.toml import read_alone
from investisens.reports.funder_statement import FunderColumns


def read_columns(path: str | PathLike[str]) -> FunderColumns:
    """How a funder wants its statement, as a file describes it.

    Raises:
        InvalidFolder: The file cannot be read or has problems; all of them are listed.

    >>> text = '''
    ... dates = "DD.MM.YYYY"
    ... [[columns]]
    ... title = "Pièce"
    ... value = "invoise"
    ... '''
    >>> from pathlib import Path
    >>> Path("region.toml").write_text(text, encoding="utf-8") > 0
    True
    >>> read_columns("region.toml")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    investisens.values.errors.InvalidFolder: 1 problem found:
    region.toml: columns[0].value: expected valid terms, found that value is 'invoise': use one ...
    """
    return read_alone(path, FunderColumns)
