"""The fields of MT940 messages, with the line of the file on which each one starts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from investisens.statements.problems import Place
from investisens.values.errors import Finding
from investisens.values.misreads import shown

_TAG = re.compile(r":([0-9]{2}[A-Z]?|NS):(.*)", re.DOTALL)
_ENVELOPE = re.compile(r"(?:\{[1235]:[^{}]*(?:\{[^{}]*\}[^{}]*)*\})*(?:\{4:)?")
_ENDS = ("-", "-}")


@attrs.frozen
class Field:
    """One field of a message.

    Attributes:
        tag: ``61``, ``60F`` and so on.
        line: Line of the file on which it starts, counted from 1.
        value: Its text; lines are parted by a line feed.
        raw: Its lines as the file holds them, without the last line end.
    """

    tag: str
    line: int
    value: str
    raw: str


def messages(text: str, file: str) -> Iterator[list[Field] | Finding]:
    """The fields of each message; a finding for text that belongs to none.

    A message starts with field 20 and ends with ``-``, ``-}``, or the next field 20.
    """
    drafts: list[_Draft] = []
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, whole in enumerate(unified.split("\n"), 1):
        line = _content(whole)
        match = _TAG.match(line)
        starts = match is not None and match[1] == "20"
        if drafts and (starts or line in _ENDS):
            yield [draft.field() for draft in drafts]
            drafts = []
        if line in _ENDS or not line.strip():
            continue
        if match and (drafts or starts):
            drafts.append(_Draft(match[1], number, [match[2]], [whole]))
        elif drafts:
            drafts[-1].values.append(line)
            drafts[-1].raws.append(whole)
        else:
            place = Place(file, number)
            yield place.finding("field :20: of a message", shown(line), "export the file again")
    if drafts:
        yield [draft.field() for draft in drafts]


@attrs.define
class _Draft:
    """A field whose lines are still being read."""

    tag: str
    line: int
    values: list[str]
    raws: list[str]

    def field(self) -> Field:
        return Field(self.tag, self.line, "\n".join(self.values), "\n".join(self.raws))


def _content(line: str) -> str:
    """A line without the envelope of the network, if it has one."""
    if not line.startswith(("{", "-}")):
        return line
    if line.startswith("-}"):
        return "-}"
    match = _ENVELOPE.match(line)
    return line[match.end() :] if match else line
