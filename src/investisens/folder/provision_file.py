"""The TOML file in which a user gives tables of provisions, read strictly."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from investisens.folder.converter import toml_converter
from investisens.folder.problems import Place, findings_of
from investisens.folder.toml import UNKNOWN, parse
from investisens.servicing.provisions import Provisioning
from investisens.values.errors import Finding, InvalidFolder


def read_provisions(path: str | PathLike[str]) -> Provisioning:
    """The tables of provisions that a file holds.

    Raises:
        InvalidFolder: The file cannot be read or has problems; all of them are listed.

    >>> text = '''
    ... [[tables]]
    ... since = 2024-01-01
    ... source = "credit committee of 12 December 2023"
    ... classes = [
    ...   { name = "sound", from_days = 0, to_days = 90, rate = "1 %" },
    ...   { name = "doubtful", from_days = 92, rate = "50 %" },
    ... ]
    ... '''
    >>> Path("provisions.toml").write_text(text, encoding="utf-8") > 0
    True
    >>> read_provisions("provisions.toml")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    investisens.values.errors.InvalidFolder: 1 problem found:
    provisions.toml: tables[0].classes: expected valid terms, found that class 'doubtful' starts ...
    """
    place = Place(Path(path).name)
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        found = f"what cannot be read ({reason})"
        finding = place.finding("a file of TOML in UTF-8", found, "check it")
        raise InvalidFolder((finding,)) from error
    document = parse(text, place.file)
    if isinstance(document, Finding):
        raise InvalidFolder((document,))
    try:
        return toml_converter(UNKNOWN, {}).structure(document, Provisioning)
    except Exception as error:
        raise InvalidFolder(tuple(findings_of(error, place))) from None
