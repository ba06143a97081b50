"""The TOML file in which a funder's statement is described, read strictly."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from investisens.folder.converter import toml_converter
from investisens.folder.problems import Place, findings_of
from investisens.folder.toml import UNKNOWN, parse
from investisens.reports.funder_statement import FunderColumns
from investisens.values.errors import Finding, InvalidFolder


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
    >>> Path("region.toml").write_text(text, encoding="utf-8") > 0
    True
    >>> read_columns("region.toml")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    investisens.values.errors.InvalidFolder: 1 problem found:
    region.toml: columns[0].value: expected valid terms, found that value is 'invoise': use one ...
    """
    place = Place(Path(path).name)
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        found = f"what cannot be read ({reason})"
        raise _refused(place.finding("a file of TOML in UTF-8", found, "check it")) from error
    document = parse(text, place.file)
    if isinstance(document, Finding):
        raise _refused(document)
    try:
        return toml_converter(UNKNOWN, {}).structure(document, FunderColumns)
    except Exception as error:
        raise InvalidFolder(tuple(findings_of(error, place))) from None


def _refused(finding: Finding) -> InvalidFolder:
    return InvalidFolder((finding,))
