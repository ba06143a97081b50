"""One file of amendments, beside a fund that is kept elsewhere: read strictly, or drafted."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

import attrs

from investisens.folder.content import Content
from investisens.folder.converter import Kinds
from investisens.folder.layout import FILE_OF
from investisens.folder.problems import Place
from investisens.folder.toml import read_toml, tables_of
from investisens.folder.writer import fund_files
from investisens.instruments.registry import INSTRUMENTS
from investisens.portfolio.fund import Amendment, Fund
from investisens.values.errors import InvalidFolder, Severity
from investisens.values.harvest import HarvestCalendar

FILE = FILE_OF[Amendment]


def read_amendments(
    path: str | PathLike[str], fund: Fund, instruments: Kinds = INSTRUMENTS
) -> tuple[Amendment, ...]:
    """The amendments of a file that is written as ``amendments.toml`` of a fund folder.

    Args:
        path: The file.
        fund: The fund, whose currency and harvest calendars the terms may use.
        instruments: Kind, as written, to class.

    Raises:
        InvalidFolder: The file cannot be read, holds no amendment or has problems; all of them
            are listed.

    >>> from investisens.folder import read_fund
    >>> fund = read_fund("examples/collines")
    >>> [each.position for each in read_amendments("examples/collines/amendments.toml", fund)]
    ['L3']
    """
    place = Place(Path(path).name)
    document = tables_of(path)
    content = Content()
    for calendar in fund.calendars:
        content.add(HarvestCalendar, Place("calendars.toml"), calendar)
    read_toml(content, FILE, document, fund.currency, instruments, called=place.file)
    findings = content.findings
    if not findings and not content.of(Amendment):
        remedy = "write [[amendments]] and the new terms below it"
        findings = [place.key("amendments").finding("new terms of a debt", "nothing", remedy)]
    if any(each.severity is Severity.ERROR for each in findings):
        raise InvalidFolder(tuple(findings))
    return tuple(item.value for item in content.of(Amendment))


def amendment_text(fund: Fund, amendment: Amendment) -> str:
    """An amendment as text of TOML, to be changed and read again.

    >>> from datetime import date
    >>> from investisens.folder import read_fund
    >>> from investisens.portfolio.amending import re_amortised
    >>> fund = read_fund("examples/collines")
    >>> print(amendment_text(fund, re_amortised(fund, "L2", date(2013, 1, 15))))
    ... # doctest: +ELLIPSIS
    [[amendments]]
    position = "L2"
    on = 2013-01-15
    capitalised = "2724 XOF"
    ...
    """
    return fund_files(attrs.evolve(fund, amendments=(amendment,)))[FILE]
