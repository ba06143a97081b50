"""A small XML reader for messages of banks: elements with their line, and no document type.

A document type is where entities are declared, so entity bombs and external entities are refused
by the first byte of it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from investisens.statements.rows import CONTROL, refuse_controls
from investisens.values.misreads import Misread

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

DEEPEST = 60
"""Levels of elements within one another; messages of banks have about a dozen."""

_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9._-]{1,30})""")
_ENCODINGS = ("utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "utf-16")


@attrs.define(eq=False)
class Element:
    """An element, its name without namespace.

    Attributes:
        name: Local name.
        namespace: Its namespace, or the empty text.
        line: Line of the file on which it starts, counted from 1.
        start: Its first byte in the text as UTF-8.
        attributes: Texts by name.
        end: The byte after it.
        text: Its own text.
        children: The elements in it.
    """

    name: str
    namespace: str
    line: int
    start: int
    attributes: dict[str, str]
    end: int = 0
    text: str = ""
    children: list[Element] = attrs.field(factory=list)

    def all(self, path: str) -> Iterator[Element]:
        """Every element at a path of names parted by ``/``."""
        name, _, rest = path.partition("/")
        for child in self.children:
            if child.name == name:
                if rest:
                    yield from child.all(rest)
                else:
                    yield child

    def first(self, *paths: str) -> Element | None:
        """The first element at one of the paths."""
        return next((found for path in paths for found in self.all(path)), None)

    def told(self, *paths: str) -> str:
        """The text of the first element at one of the paths that has one, or the empty text."""
        texts = (found.text.strip() for path in paths for found in self.all(path))
        return next(filter(None, texts), "")


def xml_text(content: bytes) -> str:
    """The text of an XML file, in the encoding that it declares.

    Raises:
        Misread: The encoding is unknown, a byte is not of it, or a control character stands there.
    """
    declared = _DECLARED.match(content)
    encoding = declared[1].decode().lower() if declared else "utf-8"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    if encoding not in _ENCODINGS:
        remedy = "export the file again in UTF-8"
        raise Misread(f"one of {', '.join(_ENCODINGS)}", repr(encoding), remedy)
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = f"a byte that is not, on line {line}"
        raise Misread(f"text in {encoding}", found, "export the file again") from None
    refuse_controls(text)
    return text


def xml_tree(text: bytes) -> Element:
    """The root element of a text in UTF-8.

    Raises:
        Misread: It is no well-formed XML, is too deep, has a document type, or names a control
            character.

    >>> root = xml_tree(b"<Stmt><Bal><Amt Ccy='XOF'>5</Amt></Bal></Stmt>")
    >>> root.told("Bal/Amt"), root.first("Bal/Amt").attributes
    ('5', {'Ccy': 'XOF'})
    >>> xml_tree(b'<!DOCTYPE a [<!ENTITY b "bomb">]><a>&b;</a>')
    Traceback (most recent call last):
        ...
    investisens.values.misreads.Misread: expected a message without a document type, found \
a DOCTYPE on line 1: ask the bank for a plain message; entities are never read
    """
    from xml.parsers import expat

    builder = _Builder(expat.ParserCreate("utf-8", namespace_separator=" "))
    try:
        builder.parser.Parse(text, True)
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code)
        found = f"a mistake on line {error.lineno} ({what})"
        raise Misread("an XML message", found, "export the file again") from None
    return builder.top.children[0]


class _Builder:
    """Hands what the parser tells to the element that is open."""

    def __init__(self, parser: XMLParserType) -> None:
        self.parser = parser
        self.top = Element("", "", 0, 0, {})
        self._open = [self.top]
        self._texts: list[list[str]] = [[]]
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def _refuse(self, *_: object) -> None:
        found = f"a DOCTYPE on line {self.parser.CurrentLineNumber}"
        remedy = "ask the bank for a plain message; entities are never read"
        raise Misread("a message without a document type", found, remedy)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) > DEEPEST:
            found = f"more on line {self.parser.CurrentLineNumber}"
            raise Misread(f"at most {DEEPEST} levels", found, "export the file again")
        namespace, _, local = name.rpartition(" ")
        element = Element(
            local,
            namespace,
            self.parser.CurrentLineNumber,
            self.parser.CurrentByteIndex,
            attributes,
        )
        self._open[-1].children.append(element)
        self._open.append(element)
        self._texts.append([])

    def _end(self, _: str) -> None:
        element = self._open.pop()
        element.end = self.parser.CurrentByteIndex
        element.text = "".join(self._texts.pop())

    def _text(self, text: str) -> None:
        control = CONTROL.search(text)
        if control is not None:
            line = self.parser.CurrentLineNumber
            found = f"the control character {control[0]!r} on line {line}"
            raise Misread("text", found, "export the file again")
        self._texts[-1].append(text)
