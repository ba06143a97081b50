"""Ways in which the bytes of a file are damaged or forged."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

INSERTED = (
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b'"',
    b"\n",
    b"\r",
    b";",
    b"<",
    b"&c;",
    b"]]>",
    b"<!DOCTYPE a [<!ENTITY c 'x'>]>",
    b"<![CDATA[",
    b"=cmd|' /C calc'!A0",
    b"@SUM(1)",
    b"-",
    b"\xe2\x80\xae",
    b"\xc2\xa0",
    b"\xd9\xa3",
    b"\x1b[31m",
    b"A" * 20_000,
    b"9" * 200_000,
    b"<a>" * 200,
    b":61:",
    b":20:\n",
    b"-}{5:}",
)
Mutation = Callable[[bytes], bytes]


def flipped(at: int, mask: int) -> Mutation:
    """One byte changed."""

    def mutate(content: bytes) -> bytes:
        place = at % len(content) if content else 0
        return (
            content[:place]
            + bytes(byte ^ mask for byte in content[place : place + 1])
            + (content[place + 1 :])
        )

    return mutate


def cut(start: int, length: int) -> Mutation:
    """Some bytes left out."""

    def mutate(content: bytes) -> bytes:
        place = start % (len(content) + 1)
        return content[:place] + content[place + length :]

    return mutate


def doubled(start: int, length: int) -> Mutation:
    """Some bytes twice."""

    def mutate(content: bytes) -> bytes:
        place = start % (len(content) + 1)
        return content[: place + length] + content[place:]

    return mutate


def inserted(at: int, what: bytes) -> Mutation:
    """Something put in."""

    def mutate(content: bytes) -> bytes:
        place = at % (len(content) + 1)
        return content[:place] + what + content[place:]

    return mutate


def row_cut(number: int) -> Mutation:
    """A line left out."""

    def mutate(content: bytes) -> bytes:
        rows = content.split(b"\n")
        del rows[number % len(rows)]
        return b"\n".join(rows)

    return mutate


def rows_swapped(number: int) -> Mutation:
    """Two neighbouring lines exchanged."""

    def mutate(content: bytes) -> bytes:
        rows = content.split(b"\n")
        at = number % len(rows)
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
        return b"\n".join(rows)

    return mutate


def encoded(encoding: str) -> Mutation:
    """The text in another encoding."""
    return lambda content: content.decode("latin-1").encode(encoding, "replace")


places = st.integers(0, 5_000)
mutations = st.lists(
    st.one_of(
        st.builds(flipped, places, st.integers(1, 255)),
        st.builds(cut, places, st.integers(1, 400)),
        st.builds(doubled, places, st.integers(1, 400)),
        st.builds(inserted, places, st.sampled_from(INSERTED)),
        st.builds(inserted, places, st.binary(min_size=1, max_size=8)),
        st.builds(row_cut, places),
        st.builds(rows_swapped, places),
        st.sampled_from(["utf-16", "utf-32", "cp1252", "cp500"]).map(encoded),
    ),
    min_size=1,
    max_size=4,
)
