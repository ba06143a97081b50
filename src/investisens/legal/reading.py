"""Reading a TOML file of legal parameters: every problem of the file at once.

A file holds one subject. A table of it is a parameter when it has ``values``; its name is the
name of the file and its key path, ``fx.eur_xof``. A parameter with ``keys`` is a table: each of
its values holds a number for each key, and each key is read as a parameter, ``oda.rate.ldc``.
An unknown key is an error.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

import attrs

from investisens.legal.dated import JURISDICTIONS, DatedValue, Parameter, Status
from investisens.legal.units import UNITS_EXPECTED, fits, is_unit, number_expected
from investisens.values.errors import Finding, InvalidFolder, InvalidTerms


def read_subject(subject: str, text: str) -> tuple[Parameter, ...]:
    """The parameters of one TOML file.

    Args:
        subject: Name of the file without ``.toml``; it opens the name of each parameter.
        text: What the file holds.

    Raises:
        InvalidFolder: The file has problems; all of them are listed.

    >>> read_subject("fx", "")
    ()
    """
    where = f"{subject}.toml"
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        finding = Finding(
            where=where, found=str(error), expected="a TOML file", remedy="mend the line named"
        )
        raise InvalidFolder((finding,)) from error
    read = list(_tables(subject, f"{where}: ", document))
    findings = tuple(item for item in read if isinstance(item, Finding))
    if findings:
        raise InvalidFolder(findings)
    return tuple(item for item in read if isinstance(item, Parameter))


@attrs.frozen
class _Key:
    expected: str
    accepts: Callable[[Any], bool]
    required: bool = True


_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_TEXT: Final = _Key("a text", lambda found: isinstance(found, str) and bool(found.strip()))
_DAY: Final = _Key("a date such as 2026-06-01", lambda found: type(found) is date)
_STATUS: Final = _Key(
    " or ".join(f'"{status.value}"' for status in Status),
    lambda found: found in [status.value for status in Status],
)
_ROWS: Final = _Key(
    "a list of tables",
    lambda found: (
        isinstance(found, list) and bool(found) and all(isinstance(row, dict) for row in found)
    ),
)
_KEYS: Final = _Key(
    "a table of keys, each with its name in English and in French",
    lambda found: (
        isinstance(found, dict)
        and bool(found)
        and all(_NAME.fullmatch(key) and _is_pair(words) for key, words in found.items())
    ),
    required=False,
)
_PARAMETER_KEYS: Final = {
    "unit": _Key(UNITS_EXPECTED, is_unit),
    "jurisdiction": _Key(
        f"one of {', '.join(JURISDICTIONS)}", lambda found: found in JURISDICTIONS
    ),
    "description": _TEXT,
    "description_fr": _TEXT,
    "values": _ROWS,
    "keys": _KEYS,
}
_VALUE_KEYS: Final = {
    "from": _DAY,
    "value": _Key("a number", lambda _: True),
    "source": _TEXT,
    "status": _STATUS,
    "decided_on": attrs.evolve(_DAY, required=False),
    "until": attrs.evolve(_DAY, required=False),
    "from_status": attrs.evolve(_STATUS, required=False),
}


def _is_pair(words: Any) -> bool:
    return isinstance(words, list) and len(words) == 2 and all(map(_TEXT.accepts, words))


def _tables(name: str, where: str, table: Mapping[str, Any]) -> Iterator[Parameter | Finding]:
    for key, child in table.items():
        if _NAME.fullmatch(key) is None:
            yield Finding(
                where=f"{where}{key}",
                found=repr(key),
                expected="a name in small letters, digits and underscores",
                remedy="rename it",
            )
        elif not isinstance(child, dict) or not child:
            yield Finding(
                where=f"{where}{key}",
                found=repr(child),
                expected="the table of a parameter",
                remedy="a parameter has unit, jurisdiction, description, description_fr and values",
            )
        elif "values" in child:
            yield from _parameters(f"{name}.{key}", f"{where}{key}", child)
        else:
            yield from _tables(f"{name}.{key}", f"{where}{key}.", child)


def _parameters(name: str, where: str, table: Mapping[str, Any]) -> Iterator[Parameter | Finding]:
    """One parameter, or one for each of its keys."""
    findings = list(_check(where, table, _PARAMETER_KEYS))
    rows = table["values"] if _ROWS.accepts(table["values"]) else []
    for index, row in enumerate(rows):
        findings.extend(_check_row(f"{where}.values[{index}]", row, table))
    if findings:
        yield from findings
        return
    try:
        read = list(_read(name, table))
    except InvalidTerms as error:
        yield Finding(
            where=f"{where}.values",
            found=str(error.value),
            expected="dates in order",
            remedy=str(error),
        )
    else:
        yield from read


def _read(name: str, table: Mapping[str, Any]) -> Iterator[Parameter]:
    terms = {key: table[key] for key in ("unit", "jurisdiction")}
    english, french = table["description"], table["description_fr"]
    if "keys" not in table:
        values = tuple(_dated_value(row, row["value"]) for row in table["values"])
        yield Parameter(
            name=name, description=english, description_fr=french, values=values, **terms
        )
        return
    for key, (word, mot) in table["keys"].items():
        yield Parameter(
            name=f"{name}.{key}",
            description=f"{english}: {word}",
            description_fr=f"{french} : {mot}",
            values=tuple(_dated_value(row, row["value"][key]) for row in table["values"]),
            **terms,
        )


def _dated_value(row: Mapping[str, Any], text: str) -> DatedValue:
    first_day = row.get("from_status")
    return DatedValue(
        start=row["from"],
        text=text,
        source=row["source"],
        status=Status(row["status"]),
        decided_on=row.get("decided_on"),
        until=row.get("until"),
        start_status=None if first_day is None else Status(first_day),
    )


def _check_row(where: str, row: Mapping[str, Any], table: Mapping[str, Any]) -> Iterator[Finding]:
    """What is wrong with one dated value, its number as the unit asks for it."""
    unit = table.get("unit")
    known = str(unit) if is_unit(unit) else "fraction"
    number = _Key(number_expected(known), lambda found: fits(found, known))
    keys = table.get("keys")
    if keys is None or not _KEYS.accepts(keys):
        yield from _check(where, row, {**_VALUE_KEYS, "value": number})
        return
    numbers = _Key(
        f"a table with a number for each of {', '.join(keys)}",
        lambda found: isinstance(found, dict),
    )
    yield from _check(where, row, {**_VALUE_KEYS, "value": numbers})
    if isinstance(row.get("value"), dict):
        yield from _check(f"{where}.value", row["value"], dict.fromkeys(keys, number))


def _check(where: str, table: Mapping[str, Any], keys: Mapping[str, _Key]) -> Iterator[Finding]:
    for key in [key for key in table if key not in keys]:
        near = get_close_matches(key, keys, n=1)
        yield Finding(
            where=f"{where}.{key}",
            found="an unknown key",
            expected=f"one of {', '.join(keys)}",
            remedy=f"did you mean {near[0]!r}?" if near else "remove it",
        )
    for key, rule in keys.items():
        if key not in table:
            if rule.required:
                yield Finding(
                    where=f"{where}.{key}",
                    found="nothing",
                    expected=rule.expected,
                    remedy="add the key",
                )
        elif not rule.accepts(table[key]):
            yield Finding(
                where=f"{where}.{key}",
                found=repr(table[key]),
                expected=rule.expected,
                remedy="rewrite it so",
            )
