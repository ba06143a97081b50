"""A whole folder appears at once, or not at all."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

from investisens.folder.problems import Place
from investisens.values.errors import Finding, InvalidFolder


def place_folder(path: Path, fill: Callable[[Path], None]) -> None:
    """Makes the folder *path*, filled by *fill* beside it first and then renamed.

    Raises:
        InvalidFolder: Something stands there already, or it cannot be written.
    """
    target = path.absolute()
    problem = _obstacle(path, target)
    if problem is not None:
        raise InvalidFolder((problem,))
    draft = target.parent / f".{target.name}.{os.urandom(8).hex()}"
    try:
        draft.mkdir()
        fill(draft)
        if target.exists():
            target.rmdir()  # it is empty, or this fails
        draft.rename(target)
    except OSError as error:
        why = error.strerror or str(error)
        finding = Place(str(path)).finding("a place to write", f"a refusal ({why})", "check it")
        raise InvalidFolder((finding,)) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _obstacle(path: Path, target: Path) -> Finding | None:
    """Why nothing can be placed at *path*, if nothing can."""
    place = Place(str(path))
    try:
        found, remedy = _what_stands(target)
    except (OSError, ValueError) as error:
        found, remedy = f"a path that cannot be used ({error})", "give another path"
    return place.finding("a place for a new folder", found, remedy) if found else None


def _what_stands(target: Path) -> tuple[str, str]:
    """What is in the way and what to do about it; empty texts for nothing."""
    elsewhere = "give another path"
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        held = target.parent.is_dir()
        return ("", "") if held else ("no folder to hold it", f"make {target.parent} first")
    if stat.S_ISLNK(mode):
        return "a link", elsewhere
    if not stat.S_ISDIR(mode):
        return "a file", elsewhere
    if any(target.iterdir()):
        return "a folder that is not empty", f"{elsewhere}: nothing is ever written over"
    if target == Path.cwd():
        return "the current folder", "give the path of a new one"
    return "", ""
