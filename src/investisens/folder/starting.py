"""A first folder: a small invented fund whose every line is explained."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

from investisens.folder.placing import place_folder
from investisens.folder.reader import AnyPath
from investisens.folder.schema import schema

SCHEMA_FOLDER = "schema"
"""Sub-folder of a new folder that holds the schemas its files name on their first line."""


def new_folder(path: AnyPath) -> tuple[str, ...]:
    """Makes a commented starter folder, and gives the names of its files.

    Args:
        path: A folder that does not exist yet, or is empty.

    Raises:
        InvalidFolder: Something stands there already; nothing is written over.

    >>> new_folder("my-fund")[:3]
    ('README.md', 'allocations.csv', 'amendments.toml')
    >>> from investisens.folder import check_folder
    >>> check_folder("my-fund")
    ()
    """
    starter = resources.files("investisens.folder") / "starter"
    texts = {each.name: each.read_bytes() for each in starter.iterdir() if each.is_file()}

    def fill(draft: Path) -> None:
        for name, content in texts.items():
            (draft / name).write_bytes(content)
        write_schemas(draft / SCHEMA_FOLDER)

    place_folder(Path(path), fill)
    return tuple(sorted(texts))


def write_schemas(folder: Path) -> None:
    """Writes each schema as ``fund.json``, ``positions.json`` and so on, into a new folder."""
    folder.mkdir()
    for file, document in schema().items():
        text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
        (folder / file.replace(".toml", ".json")).write_text(text, encoding="utf-8", newline="")
