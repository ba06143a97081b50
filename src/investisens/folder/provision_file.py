"""The TOML file in which a user gives tables of provisions, read strictly."""

from __future__ import annotations

from os import PathLike

from investisens.folder.toml import read_alone
from investisens.servicing.provisions import Provisioning


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
    >>> from pathlib import Path
    >>> Path("provisions.toml").write_text(text, encoding="utf-8") > 0
    True
    >>> read_provisions("provisions.toml")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    investisens.values.errors.InvalidFolder: 1 problem found:
    provisions.toml: tables[0].classes: expected valid terms, found that class 'doubtful' starts ...
    """
    return read_alone(path, Provisioning)
