"""The TOML files of a folder: tables of terms."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

from cattrs import Converter

from investisens.folder.content import Content
from investisens.folder.converter import Kinds, toml_converter
from investisens.folder.harvests import Calendars, told_once
from investisens.folder.layout import FORMAT, FUND_FILE, NAMED_BY, TABLES, TOML_LISTS
from investisens.folder.problems import Place, findings_of
from investisens.folder.scalars import currency as currency_of
from investisens.values.currency import Currency
from investisens.values.errors import Finding, InvalidFolder
from investisens.values.misreads import Misread, nearest, shown

T = TypeVar("T")

UNKNOWN = Currency("XXX", 4)
"""Stands for the fund's currency while that cannot be read, so that other files still are."""


def parse(text: str, file: str) -> dict[str, Any] | Finding:
    """The tables of a file, or where its syntax goes wrong."""
    place = Place(file)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return place.finding(
            "the syntax of TOML", f"a mistake ({error})", "correct that line, then check again"
        )
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, or lists within lists without end.
        found = f"what cannot be read ({type(error).__name__})"
        return place.finding("the syntax of TOML", found, "write shorter numbers and lists")


def tables_of(path: str | PathLike[str]) -> dict[str, Any]:
    """The tables of a file that stands alone, beside no fund folder.

    Raises:
        InvalidFolder: It cannot be read, or is no TOML.
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
    return document


def read_alone(path: str | PathLike[str], into: type[T]) -> T:
    """The one value that a file describes, whose keys are the fields of a class.

    Raises:
        InvalidFolder: The file cannot be read or has problems; all of them are listed.
    """
    document = tables_of(path)
    try:
        return toml_converter(UNKNOWN, {}).structure(document, into)
    except Exception as error:
        raise InvalidFolder(tuple(findings_of(error, Place(Path(path).name)))) from None


def home_currency(document: Mapping[str, Any]) -> Currency:
    """The fund's currency, or a stand-in; what is wrong with it is told with the other terms."""
    fund = document.get("fund")
    try:
        return currency_of(fund.get("currency") if isinstance(fund, dict) else None)
    except Misread:
        return UNKNOWN


def read_toml(
    content: Content,
    file: str,
    document: Mapping[str, Any],
    currency: Currency,
    kinds: Kinds,
    *,
    called: str = "",
) -> None:
    """Reads one file into *content*: single tables, then lists, then what nothing reads.

    Findings name the file as it is *called*, by default as it is in a folder.
    """
    top = Place(called or file)
    converter = toml_converter(currency, kinds, Calendars.of(content))
    single = TABLES if file == FUND_FILE else {}
    expected = {**single, **TOML_LISTS[file]}
    if file == FUND_FILE:
        content.findings += _format_problems(document, top)
    for key, cls in expected.items():
        if key not in document:
            continue
        place = top.key(key)
        if key in single:
            _read_table(content, converter, cls, document[key], place)
        else:
            _read_list(content, converter, cls, document[key], place)
    known = [*expected, "format"] if file == FUND_FILE else [*expected]
    for key in document:
        if key not in known:
            place = top.key(key)
            remedy = nearest(key, known, "remove it")
            content.findings.append(place.finding("a known key", shown(key), remedy))


def _format_problems(document: Mapping[str, Any], place: Place) -> list[Finding]:
    """What is wrong at the top of ``fund.toml``."""
    findings = []
    found = document.get("format")
    if type(found) is not int or found != FORMAT:
        seen = "nothing" if found is None else shown(found)
        remedy = f"write `format = {FORMAT}` on the first line"
        if type(found) is int and found > FORMAT:
            remedy = "use a later version of investisens"
        findings.append(place.key("format").finding(str(FORMAT), seen, remedy))
    if "fund" not in document:
        remedy = "add the table [fund]"
        findings.append(place.key("fund").finding("the terms of the fund", "nothing", remedy))
    return findings


def _read_table(
    content: Content, converter: Converter, cls: type[Any], raw: object, place: Place
) -> None:
    try:
        value = converter.structure(raw, cls)
    except Exception as error:
        content.refuse(cls, place, raw, findings_of(error, place))
    else:
        content.add_table(cls, place, value)


def _read_list(
    content: Content, converter: Converter, cls: type[Any], raw: object, place: Place
) -> None:
    if not isinstance(raw, list):
        remedy = f"write [[{place.path}]] above each"
        content.unread.add(cls)
        content.findings.append(place.finding("a list of tables", shown(raw), remedy))
        return
    for index, item in enumerate(raw):
        name = item.get(NAMED_BY.get(cls)) if isinstance(item, dict) else None
        there = place.item(index).named(name)
        try:
            value = converter.structure(item, cls)
        except Exception as error:
            content.refuse(cls, there, item, told_once(content, findings_of(error, there)))
        else:
            content.add(cls, there, value)
