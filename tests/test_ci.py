"""The scripts of continuous integration read the README and the groups as a person would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CI = Path(__file__).parents[1] / ".ci"

README = """\
# Project

## Run it

```sh
project run   # one line
```

## Test it

Some words.

```python
# not a heading
```

## Two

```sh
first
second
```
"""

PROJECT = """\
[dependency-groups]
test = ["investisens[test]"]
lint = ["ruff>=1", { include-group = "types" }]
types = ["mypy", { include-group = "test" }]
"""


def run(script: str, *words: str, folder: Path) -> tuple[int, str]:
    """The exit code of a script of ``.ci`` in a folder, and what it printed."""
    done = subprocess.run(
        [sys.executable, str(CI / script), *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_command_under_a_heading_is_found(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(README, encoding="utf-8")

    assert run("readme.py", "Run it", folder=tmp_path) == (0, "project run   # one line\n")


def test_two_lines_under_a_heading_are_refused(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(README, encoding="utf-8")

    assert run("readme.py", "Two", folder=tmp_path) == (
        1,
        "README.md: 'Two' has 2 lines of code, expected one command\n",
    )


def test_a_missing_heading_is_refused(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(README, encoding="utf-8")

    assert run("readme.py", "Use it", folder=tmp_path) == (
        1,
        "README.md: 'Use it' has 0 lines of code, expected one command\n",
    )


def test_groups_bring_what_they_include_and_not_the_project_itself(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PROJECT, encoding="utf-8")

    assert run("group.py", "lint", folder=tmp_path) == (0, "ruff>=1\nmypy\n")


def test_every_dependency_has_a_lowest_version() -> None:
    code, pins = run("lowest.py", folder=CI.parent)

    assert code == 0
    assert all(pin.count("==") == 1 for pin in pins.splitlines())
