"""Reading a TOML file of legal parameters: every problem of the file at once.

A file holds one subject. A table of it is a parameter when it has ``values``; its name is the
name of the file and its key path, ``fx.eur_xof``. An unknown key is an error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

import attrs

from investisens.legal.dated import DatedValue, Parameter, Status
from investisens.values.errors import Finding, InvalidFolder, InvalidTerms
from investisens.values.money import DECIMAL_TEXT


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


_TEXT: Final = _Key("a text", lambda found: isinstance(found, str) and bool(found.strip()))
_DAY: Final = _Key("a date such as 2026-06-01", lambda found: type(found) is date)
_NUMBER: Final = _Key(
    'a number written as text, such as "0.14"',
    lambda found: isinstance(found, str) and DECIMAL_TEXT.fullmatch(found) is not None,
)
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
_PARAMETER_KEYS: Final = {
    "unit": _TEXT,
    "jurisdiction": _TEXT,
    "description": _TEXT,
    "values": _ROWS,
}
_VALUE_KEYS: Final = {
    "from": _DAY,
    "value": _NUMBER,
    "source": _TEXT,
    "status": _STATUS,
    "decided_on": attrs.evolve(_DAY, required=False),
    "until": attrs.evolve(_DAY, required=False),
}


def _tables(name: str, where: str, table: Mapping[str, Any]) -> Iterator[Parameter | Finding]:
    for key, child in table.items():
        if not isinstance(child, dict):
            yield Finding(
                where=f"{where}{key}",
                found=repr(child),
                expected="the table of a parameter",
                remedy="a parameter has unit, jurisdiction, description and values",
            )
        elif "values" in child:
            yield from _parameter(f"{name}.{key}", f"{where}{key}", child)
        else:
            yield from _tables(f"{name}.{key}", f"{where}{key}.", child)


def _parameter(name: str, where: str, table: Mapping[str, Any]) -> Iterator[Parameter | Finding]:
    findings = list(_check(where, table, _PARAMETER_KEYS))
    rows = table["values"] if _ROWS.accepts(table["values"]) else []
    for index, row in enumerate(rows):
        findings.extend(_check(f"{where}.values[{index}]", row, _VALUE_KEYS))
    if findings:
        yield from findings
        return
    try:
        values = tuple(_dated_value(row) for row in rows)
        yield Parameter(name=name, **{**table, "values": values})
    except InvalidTerms as error:
        yield Finding(
            where=f"{where}.values",
            found=str(error.value),
            expected="dates in order",
            remedy=str(error),
        )


def _dated_value(row: Mapping[str, Any]) -> DatedValue:
    return DatedValue(
        start=row["from"],
        text=row["value"],
        source=row["source"],
        status=Status(row["status"]),
        decided_on=row.get("decided_on"),
        until=row.get("until"),
    )


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
