"""Collects the examples of the documentation as tests.

Docstrings of ``src`` (``>>>``) and, in Markdown, blocks marked ``python`` and ``console``. All of
them run in a temporary folder that holds a copy of ``examples/``: paths read as they do at
the root of the project, and whatever an example writes disappears with the folder.
"""

from __future__ import annotations

import shutil
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, chdir
from doctest import ELLIPSIS
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import click
from sybil import Example, Sybil
from sybil.document import PythonDocStringDocument
from sybil.example import NotEvaluated
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser
from sybil.python import import_path
from sybil.sybil import SybilCollection
from sybil.typing import Parser

from doc_console import Outcome, click_command, console_parser, list_folder, show_file


class StandaloneDocstrings(PythonDocStringDocument):
    """A module whose docstrings each start from the names of the module, and nothing else.

    What one docstring defines is not seen by the next, so each can be read alone.
    """

    def examples(self) -> Iterator[Example]:
        starts = sorted(start for start, _, _ in self.extract_docstrings(self.text))
        namespaces: dict[int, dict[str, Any]] = {}
        for example in super().examples():
            example.namespace = namespaces.setdefault(bisect(starts, example.start), {})
            yield example

    def import_document(self, example: Example) -> None:
        if "__name__" not in example.namespace:
            example.namespace.update(vars(import_path(Path(self.path))))
        raise NotEvaluated


@attrs.define
class Workspace:
    """The temporary folder a document runs in.

    Attributes:
        examples: Folder copied into it as ``examples``, where it exists.
    """

    examples: Path
    _exits: ExitStack = attrs.field(factory=ExitStack, init=False)

    def enter(self, _: Mapping[str, Any]) -> None:
        """Makes the folder and goes there."""
        folder = Path(self._exits.enter_context(TemporaryDirectory(prefix="investisens-docs-")))
        if self.examples.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(self.examples, folder / "examples", ignore=ignored)
        self._exits.enter_context(chdir(folder))

    def leave(self, _: Mapping[str, Any]) -> None:
        """Goes back to where it came from and deletes the folder."""
        self._exits.close()


def documents(root: Path) -> SybilCollection:
    """The documents of a project: ``README.md``, ``docs/**/*.md`` and ``src/**/*.py``."""
    workspace = Workspace(root / "examples")
    program = click_command(_command_line, "investisens")

    def run_python(words: Sequence[str]) -> Outcome:
        if tuple(words[:2]) != ("-m", "investisens"):
            return Outcome("console blocks run python only as 'python -m investisens'\n", 2)
        return program(words[2:])

    around: dict[str, Any] = {"setup": workspace.enter, "teardown": workspace.leave}
    markdown: list[Parser] = [
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS),
        console_parser(
            {
                "investisens": program,
                "python": run_python,
                "cat": show_file,
                "ls": list_folder,
            }
        ),
    ]
    return SybilCollection(
        [
            Sybil(markdown, path=str(root), filenames=["README.md"], patterns=[], **around),
            Sybil(markdown, path=str(root / "docs"), pattern="*.md", **around),
            Sybil(
                [DocTestParser()],
                path=str(root / "src"),
                pattern="*.py",
                document_types={".py": StandaloneDocstrings},
                **around,
            ),
        ]
    )


def _command_line() -> click.Command:
    from investisens.cli import main

    return main
