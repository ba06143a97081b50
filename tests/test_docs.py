"""Every public name and every command has its place in the reference, with an example."""

from __future__ import annotations

import inspect
import re
from codeop import compile_command
from pathlib import Path

import investisens

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
SAVED_AS_FILES = frozenset({"your-own-instrument.md"})
"""Pages that say to save their code as a module."""
DIRECTIVE = re.compile(r"^\.\. (?:auto|py:)\w+:: investisens(?:\.\w+)*\.(\w+)$", re.MULTILINE)


def public_names() -> list[str]:
    """The names the root promises, without its version."""
    names = sorted(set(investisens.__all__) - {"__version__"})
    assert names, "the root of the package promises nothing"
    return names


def documented_names() -> set[str]:
    """The names that have an entry on a reference page."""
    pages = REFERENCE.glob("*.md")
    return {name for page in pages for name in DIRECTIVE.findall(page.read_text(encoding="utf-8"))}


def docstring(name: str) -> str:
    """The docstring of a class or function, of its class for a value of our own.

    A value of a built-in class has none: its examples are the executed blocks of the reference.
    """
    value = getattr(investisens, name)
    ours = inspect.isclass(value) or inspect.isroutine(value)
    if not ours and type(value).__module__ == "builtins":
        pages = [page.read_text(encoding="utf-8") for page in REFERENCE.glob("*.md")]
        blocks = re.findall(r"^```python\n(.*?)^```", "\n".join(pages), re.MULTILINE | re.DOTALL)
        return "".join(block for block in blocks if re.search(rf"\b{name}\b", block))
    own = value if ours else type(value)
    return inspect.getdoc(own) or ""


def faults_at_a_prompt(block: str) -> list[str]:
    """What a Python prompt refuses, or still waits for, when the lines of a block are pasted."""
    pending: list[str] = []
    for line in block.splitlines():
        pending.append(line)
        try:
            done = compile_command("\n".join(pending), symbol="single")
        except SyntaxError as error:
            return [f"{line}: {error.msg}"]
        pending = pending if done is None else []
    return [f"{pending[-1]}: waits for more"] if pending else []


def test_a_prompt_waits_for_the_end_of_a_block() -> None:
    assert faults_at_a_prompt("with open('a') as file:\n    file.read()\n") == [
        "    file.read(): waits for more"
    ]
    assert faults_at_a_prompt("for a in b:\n    c\nd\n") == ["d: invalid syntax"]
    assert faults_at_a_prompt("for a in b:\n    c\n\nd\n") == []


def test_the_python_of_every_page_may_be_pasted_at_a_prompt() -> None:
    """But for a page whose code is saved as a file; blocks of a session show their prompt."""
    refused = {
        f"{page.name}: {fault}"
        for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
        for block in re.findall(
            r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        )
        if not block.startswith(">>>") and page.name not in SAVED_AS_FILES
        for fault in faults_at_a_prompt(block)
    }

    assert sorted(refused) == []


def test_every_public_name_has_its_entry_in_the_reference() -> None:
    """An entry is a line such as ``.. autoclass:: investisens.Money``."""
    assert sorted(set(public_names()) - documented_names()) == []


def test_every_public_name_shows_an_example() -> None:
    silent = [name for name in public_names() if ">>> " not in docstring(name)]

    assert silent == []


def test_every_command_has_its_entry_in_the_reference() -> None:
    """An entry is a heading such as ``## `investisens project FOLDER` ``."""
    from investisens.cli import main

    page = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    headings = re.findall(r"^#+ .*?`(?:investisens )?([\w-]+)", page, re.MULTILINE)

    assert sorted(main.commands.keys() - set(headings)) == []
