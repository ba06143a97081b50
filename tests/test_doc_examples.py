"""The examples of the documentation are collected, run apart from one another, and clean up."""

from __future__ import annotations

from pathlib import Path

import pytest
from sybil import Document
from sybil.example import SybilFailure

from doc_examples import Workspace, documents


def write(path: Path, text: str) -> Path:
    """Writes a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def parsed(root: Path, path: Path) -> Document:
    """The document that a project at *root* makes of one of its files."""
    (sybil,) = [each for each in documents(root) if each.should_parse(path)]
    return sybil.parse(path)


@pytest.mark.parametrize(
    ("path", "collected"),
    [
        ("README.md", True),
        ("docs/index.md", True),
        ("docs/decisions/0001-money.md", True),
        ("src/investisens/values/money.py", True),
        ("CHANGELOG.md", False),
        ("docs/conf.py", False),
        ("tests/test_docs.py", False),
        ("src/investisens/legal/fx.toml", False),
    ],
)
def test_pages_and_modules_are_collected(tmp_path: Path, path: str, collected: bool) -> None:
    assert any(each.should_parse(tmp_path / path) for each in documents(tmp_path)) == collected


@pytest.mark.parametrize(
    "block",
    [
        "```python\n>>> 1 + 1\n3\n\n```\n",
        "```python\nassert 1 + 1 == 3\n```\n",
        "```console\n$ ls\nno-such-file\n```\n",
    ],
)
def test_a_wrong_example_of_a_page_fails(tmp_path: Path, block: str) -> None:
    page = write(tmp_path / "docs" / "page.md", f"# Page\n\n{block}")
    (example,) = parsed(tmp_path, page).examples()

    with pytest.raises((SybilFailure, AssertionError)):
        example.evaluate()


def test_blocks_of_one_page_share_their_names(tmp_path: Path) -> None:
    text = "```python\nlent = 3\n```\n\n```python\n>>> lent + 1\n4\n\n```\n"
    examples = list(parsed(tmp_path, write(tmp_path / "docs" / "page.md", text)).examples())

    for example in examples:
        example.evaluate()
    assert len(examples) == 2


def test_a_docstring_sees_its_module_and_not_its_neighbours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = write(
        tmp_path / "src" / "standalone_example.py",
        '"""A module.\n\n>>> left = RATE\n>>> left\n3\n"""\nRATE = 3\n'
        'def right():\n    """Sees RATE.\n\n    >>> RATE\n    3\n    >>> left\n    3\n    """\n',
    )
    monkeypatch.syspath_prepend(str(module.parent))
    *good, leaking = parsed(tmp_path, module).examples()

    for example in good:
        example.evaluate()
    assert len(good) == 3
    with pytest.raises(SybilFailure, match="name 'left' is not defined"):
        leaking.evaluate()


def test_a_page_runs_beside_a_copy_of_the_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it writes does not reach the project."""
    fund = write(tmp_path / "examples" / "collines" / "fund.toml", "format = 1\n")
    monkeypatch.chdir(tmp_path)
    workspace = Workspace(tmp_path / "examples")

    workspace.enter({})
    copy = Path("examples/collines/fund.toml").resolve()
    copy.write_text("format = 2\n", encoding="utf-8")
    workspace.leave({})

    assert Path.cwd() == tmp_path
    assert fund.read_text(encoding="utf-8") == "format = 1\n"
    assert not copy.exists()
