"""Mapping files in TOML, read strictly: an unknown key is refused, and every problem told."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from os import PathLike
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import attrs

from investisens.statements.mapping import CsvMapping
from investisens.values.errors import Finding, InvalidFolder, InvestisensError, MissingData
from investisens.values.misreads import nearest, printable, shown

_FOLDER = resources.files("investisens.statements") / "mappings"
_UNREAD = object()
_WORDS = {str: "a text", int: "a whole number", bool: "true or false"}


def shipped_mapping(name: str) -> CsvMapping:
    """One of the mappings that come with the package: ``clcam`` or ``momo``.

    Raises:
        MissingData: There is none of that name.

    >>> shipped_mapping("momo").kind
    'mobile_money'
    """
    known = shipped_names()
    if name not in known:
        remedy = nearest(name, known, f"use one of {', '.join(known)}, or read_mapping(path)")
        raise MissingData(f"no mapping {name!r} comes with the package: {remedy}", value=name)
    return mapping_of((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")


def shipped_names() -> tuple[str, ...]:
    """Names of the mappings that come with the package.

    >>> shipped_names()
    ('clcam', 'momo')
    """
    names = (each.name for each in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def read_mapping(path: str | PathLike[str]) -> CsvMapping:
    """The mapping of a TOML file.

    Raises:
        InvalidFolder: The file cannot be read or has problems; all of them are listed.

    >>> Path("my-bank.toml").write_text('kind = "bank"', encoding="utf-8")
    13
    >>> read_mapping("my-bank.toml")
    Traceback (most recent call last):
        ...
    investisens.values.errors.InvalidFolder: 3 problems found:
    my-bank.toml: name: expected a text, found nothing: add the key
    my-bank.toml: currency: expected a text, found nothing: add the key
    my-bank.toml: columns: expected a table, found nothing: add the key
    """
    file = Path(path).name
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise _invalid(file, f"a refusal ({why})", "a mapping in UTF-8", "check it") from error
    return mapping_of(text, file)


def mapping_of(text: str, file: str) -> CsvMapping:
    """The mapping that the text of a TOML file holds.

    Raises:
        InvalidFolder: The text has problems; all of them are listed.

    >>> mapping_of("delimitor = ';'", "my-bank.toml")
    Traceback (most recent call last):
        ...
    investisens.values.errors.InvalidFolder: 5 problems found:
    my-bank.toml: delimitor: expected a known key, found 'delimitor': did you mean 'delimiter'?
    my-bank.toml: kind: expected a text, found nothing: add the key
    my-bank.toml: name: expected a text, found nothing: add the key
    my-bank.toml: currency: expected a text, found nothing: add the key
    my-bank.toml: columns: expected a table, found nothing: add the key
    """
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _invalid(file, str(error), "a TOML file", "mend the line named") from error
    findings: list[Finding] = []
    mapping: CsvMapping = _table(CsvMapping, document, f"{printable(file)}: ", findings)
    if findings:
        raise InvalidFolder(tuple(findings))
    return mapping


def _invalid(file: str, found: str, expected: str, remedy: str) -> InvalidFolder:
    finding = Finding(where=printable(file), found=found, expected=expected, remedy=remedy)
    return InvalidFolder((finding,))


def _table(cls: type[Any], raw: Mapping[str, Any], where: str, findings: list[Finding]) -> Any:
    """The value of a table, or ``_UNREAD`` when it has findings."""
    fields = attrs.fields_dict(cls)
    hints = get_type_hints(cls)
    before = len(findings)
    findings += _unknown_keys(raw, fields, where)
    values = {}
    for key, field in fields.items():
        if key in raw:
            values[key] = _value(hints[key], raw[key], f"{where}{key}", findings)
        elif field.default is attrs.NOTHING:
            findings.append(_unlike(f"{where}{key}", hints[key], "nothing", "add the key"))
    if len(findings) > before:
        return _UNREAD
    try:
        return cls(**values)
    except InvestisensError as error:
        what, _, remedy = str(error).rpartition(": ")
        key = error.field if error.field in fields else ""
        place = (where + key).rstrip(".: ")
        findings.append(
            Finding(where=place, found=f"that {what}", expected="valid terms", remedy=remedy)
        )
        return _UNREAD


def _unknown_keys(raw: Iterable[str], known: Iterable[str], where: str) -> list[Finding]:
    names = tuple(known)
    return [
        Finding(
            where=f"{where}{printable(key)}",
            found=shown(key),
            expected="a known key",
            remedy=nearest(key, names, "remove it"),
        )
        for key in raw
        if key not in names
    ]


def _value(hint: Any, raw: Any, where: str, findings: list[Finding]) -> Any:
    if get_origin(hint) is UnionType:
        (hint,) = (each for each in get_args(hint) if each is not NoneType)
    if get_origin(hint) is tuple and isinstance(raw, list):
        item = get_args(hint)[0]
        return tuple(
            _value(item, each, f"{where}[{index}]", findings) for index, each in enumerate(raw)
        )
    if attrs.has(hint) and isinstance(raw, dict):
        return _table(hint, raw, f"{where}.", findings)
    if type(raw) is not hint:
        found = shown(raw) if isinstance(raw, str) else repr(raw)[:60]
        findings.append(_unlike(where, hint, found, "rewrite it so"))
        return _UNREAD
    return raw


def _unlike(where: str, hint: Any, found: str, remedy: str) -> Finding:
    expected = "a table" if attrs.has(hint) else _WORDS.get(hint, "a list in square brackets")
    return Finding(where=where, found=found, expected=expected, remedy=remedy)
