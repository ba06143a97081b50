"""Imports point down the list of layers, and the core stays light.

Values know nothing of instruments, instruments and engine nothing of each other, and files,
database and screen stand above them all.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
PACKAGE = "investisens"

LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"values"}),
    frozenset({"legal"}),
    frozenset({"instruments", "engine"}),
    frozenset({"funding"}),
    frozenset({"servicing"}),
    frozenset({"portfolio"}),
    frozenset({"folder", "reports", "l10n", "ledger", "actus", "statements"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)
RIM = LAYERS[-3]
"""The only layer whose parts may import one another."""

MAY_IMPORT_THE_ROOT = frozenset({"cli", "__main__"})
LEVEL = {part: level for level, layer in enumerate(LAYERS) for part in layer}

FREE_OF_LIBRARIES = frozenset({"values", "instruments"})
KEPT_OUT = frozenset(
    {"numpy", "numpy_financial", "sqlite_utils", "click", "cattrs", "babel", "rich"}
)
HEAVY = KEPT_OUT | {"pandas"}

MODULES = sorted((SOURCE / PACKAGE).rglob("*.py"))


def dotted(path: Path) -> str:
    """The import name of a source file."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part_of(module: str) -> str:
    """The part of the package a module belongs to; the empty text for the root."""
    return module.split(".")[1] if "." in module else ""


def targets(node: ast.AST, module: str, *, is_package: bool) -> Iterator[str]:
    """The modules an import statement may load, relative names resolved."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            parents = module.split(".")
            kept = len(parents) - node.level + is_package
            base = ".".join([*parents[:kept], *([base] if base else [])])
        if base == PACKAGE:
            known = LEVEL.keys()
            yield from (
                f"{base}.{alias.name}" if alias.name in known else base for alias in node.names
            )
        else:
            yield base


def upward_imports(source: str, module: str, *, is_package: bool = False) -> list[str]:
    """Every import of this package that does not point down, wherever it stands in the file."""
    own = part_of(module)
    found = []
    for node in ast.walk(ast.parse(source)):
        for target in targets(node, module, is_package=is_package):
            if target.split(".")[0] == PACKAGE and own and not _points_down(own, part_of(target)):
                found.append(f"{module} imports {target}")
    return found


def _points_down(own: str, other: str) -> bool:
    if other == own or not other:
        return other == own or own in MAY_IMPORT_THE_ROOT
    return LEVEL[other] < LEVEL[own] or {own, other} <= RIM


def at_module_level(tree: ast.AST) -> Iterator[ast.AST]:
    """The statements run by an import: neither in a function, nor for type checkers only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            yield from (inner for part in node.orelse for inner in [part, *at_module_level(part)])
            continue
        yield node
        yield from at_module_level(node)


def libraries_at_import(source: str) -> set[str]:
    """The libraries kept out of the core that a module loads as soon as it is imported."""
    found = {
        target.split(".")[0]
        for node in at_module_level(ast.parse(source))
        for target in targets(node, "", is_package=False)
    }
    return found & KEPT_OUT


def loaded_by(statement: str) -> set[str]:
    """The top-level modules a fresh interpreter has loaded after a statement."""
    script = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return {name.split(".")[0] for name in json.loads(run.stdout)}


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_point_down(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert upward_imports(source, dotted(path), is_package=path.name == "__init__.py") == []


def test_every_part_has_a_layer() -> None:
    parts = {part_of(dotted(path)) for path in MODULES} - {""}

    assert parts <= LEVEL.keys(), "name the new part in LAYERS and in pyproject.toml"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if part_of(dotted(path)) in FREE_OF_LIBRARIES], ids=dotted
)
def test_values_and_instruments_load_no_library_of_the_rim(path: Path) -> None:
    assert libraries_at_import(path.read_text(encoding="utf-8")) == set()


def test_the_root_is_cheap_to_import() -> None:
    assert loaded_by(f"import {PACKAGE}") & HEAVY == set()


def test_values_and_instruments_are_cheap_to_import() -> None:
    """What a module loads through another counts too."""
    names = [name for name in map(dotted, MODULES) if part_of(name) in FREE_OF_LIBRARIES]

    assert loaded_by("\n".join(f"import {name}" for name in names)) & HEAVY == set()


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        ("investisens.values.money", "from investisens.engine.kernel import run"),
        ("investisens.values.money", "import investisens.legal"),
        ("investisens.values.money", "from investisens import Money"),
        ("investisens.values.money", "from .. import engine"),
        ("investisens.values.money", "def late():\n    from investisens import engine"),
        ("investisens.engine.book", "from investisens.instruments import loan"),
        ("investisens.instruments.loan", "from ..engine import book"),
        ("investisens.portfolio.fund", "import investisens.folder.reader"),
        ("investisens.reports.text", "from investisens.cli import main"),
    ],
)
def test_an_import_that_points_up_is_seen(module: str, statement: str) -> None:
    assert len(upward_imports(statement, module)) == 1


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        ("investisens.values.money", "from investisens.values.errors import InvalidAmount"),
        ("investisens.values.money", "from .errors import InvalidAmount"),
        ("investisens.engine.book", "from investisens import values"),
        ("investisens.folder.reader", "from investisens import l10n"),
        ("investisens.cli.main", "from investisens import Money"),
        ("investisens.__main__", "from investisens.cli import main"),
        ("investisens", "from investisens.values.money import Money"),
    ],
)
def test_an_import_that_points_down_is_free(module: str, statement: str) -> None:
    assert upward_imports(statement, module) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import numpy as np", {"numpy"}),
        ("from numpy.typing import NDArray", {"numpy"}),
        ("try:\n    import click\nexcept ImportError:\n    pass", {"click"}),
        ("class Money:\n    import babel", {"babel"}),
        ("def late():\n    import numpy", set()),
        ("if TYPE_CHECKING:\n    import numpy", set()),
        ("if typing.TYPE_CHECKING:\n    import numpy\nelse:\n    import rich", {"rich"}),
        ("import attrs", set()),
    ],
)
def test_a_library_loaded_at_import_is_seen(source: str, found: set[str]) -> None:
    assert libraries_at_import(source) == found
