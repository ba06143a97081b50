"""The files of a folder as text, read with care: they may be anything."""

from __future__ import annotations

import stat
from pathlib import Path

from investisens.folder.layout import FUND_FILE, KNOWN_FILES
from investisens.folder.problems import Place
from investisens.values.errors import Finding, Severity
from investisens.values.misreads import close_to, printable

MEBIBYTE = 2**20
LIMIT = 64 * MEBIBYTE
"""Files above this size, in bytes, are refused unread."""


def folder_problem(folder: Path) -> Finding | None:
    """Why *folder* cannot be a fund folder at all, if it cannot."""
    place = Place(str(folder))
    expected = "a fund folder"
    try:
        mode = folder.stat().st_mode
        if not stat.S_ISDIR(mode):
            return place.finding(expected, "a file", "give the folder that holds fund.toml")
        if not any(folder.iterdir()):
            return place.finding(
                expected, "an empty folder", "start one with `investisens new` in a new place"
            )
    except FileNotFoundError:
        return place.finding(expected, "nothing", "check the path")
    except (OSError, ValueError, RuntimeError) as error:
        return place.finding(expected, f"a path that cannot be read ({_why(error)})", "check it")
    return None


def unknown_files(folder: Path) -> tuple[Finding, ...]:
    """A warning for each TOML or CSV file that nothing reads; other files are free."""
    findings = []
    for path in sorted(folder.iterdir()):
        name = path.name
        if name in KNOWN_FILES or name.startswith("."):
            continue
        if not name.lower().endswith((".toml", ".csv")) or path.is_dir():
            continue
        remedy = "move it to a sub-folder"
        stems = {Path(each).stem: each for each in KNOWN_FILES}
        near = close_to(path.stem, stems)
        if near is not None:
            remedy = f"did you mean {stems[near]!r}?"
        place = Place(printable(name))
        findings.append(
            place.finding("a file of the format", "an unknown name", remedy, Severity.WARNING)
        )
    return tuple(findings)


def read_text(folder: Path, name: str) -> str | Finding | None:
    """The text of a file, a finding if it cannot be read, or ``None`` where there is none.

    Never raises for what stands in the folder: size, kind, links and encoding are checked.
    """
    place = Place(name)
    path = folder / name
    if not path.exists() and not path.is_symlink():
        if name != FUND_FILE:
            return None
        return place.finding("a file", "nothing", "add it: only fund.toml is required")
    try:
        content = _bytes(folder, path, place)
    except (OSError, RuntimeError) as error:
        return place.finding("a readable file", f"a refusal ({_why(error)})", "check its rights")
    return content if isinstance(content, Finding) else _decoded(content, place)


def _bytes(folder: Path, path: Path, place: Place) -> bytes | Finding:
    """The content, unless the file is a link outside, no ordinary file, or too large."""
    try:
        real = path.resolve(strict=True)
        loop = False
    except RuntimeError:  # Python 3.11 and 3.12 say so for a loop, later ones raise OSError
        loop = True
    except OSError:
        loop = True
    if loop or not real.is_relative_to(folder.resolve()):
        found = "a link that leads nowhere" if loop else "a link out of the folder"
        return place.finding("a file in the folder", found, "copy the file itself here")
    status = real.stat()
    if not stat.S_ISREG(status.st_mode):
        found = "a folder" if stat.S_ISDIR(status.st_mode) else "no ordinary file"
        return place.finding("a file", found, "rename it, or put a file in its place")
    if status.st_size > LIMIT:
        return _too_large(place, status.st_size)
    with real.open("rb") as stream:
        content = stream.read(LIMIT + 1)
    return _too_large(place, len(content)) if len(content) > LIMIT else content


def _too_large(place: Place, size: int) -> Finding:
    limit = LIMIT // MEBIBYTE
    found = f"{-(-size // MEBIBYTE)} MiB"
    return place.finding(f"at most {limit} MiB", found, "leave out what belongs to other funds")


def _decoded(content: bytes, place: Place) -> str | Finding:
    """UTF-8 text without its byte order mark."""
    expected, remedy = "text in UTF-8", "save the file as text, in UTF-8"
    if place.file.endswith(".csv"):
        remedy = "save the file in UTF-8; in Excel: save as CSV UTF-8"
    if b"\0" in content:
        found = f"a NUL byte at {_position(content, content.index(0))}"
        return place.finding(expected, found, remedy)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The error counts from after the byte order mark.
        offset = len(content) - len(error.object) + error.start
        found = f"byte 0x{content[offset]:02x} at {_position(content, offset)}"
        return place.finding(expected, found, remedy)


def _position(content: bytes, offset: int) -> str:
    """A byte as an editor finds it, by its line from 1, and as a program does."""
    line = len((content[:offset] + b".").splitlines())
    return f"line {line}, offset {offset}"


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
