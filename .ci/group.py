"""Prints the requirements of dependency groups, one per line.

pip learned ``--group`` after the version that comes with Python 3.11. Groups may include one
another; the project's own extras are left out, because it is installed already.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def requirements(groups: Mapping[str, Any], name: str) -> Iterator[str]:
    """The requirements of one group, in order, those of included groups in their place."""
    for entry in groups[name]:
        if isinstance(entry, dict):
            yield from requirements(groups, entry["include-group"])
        elif not entry.startswith("investisens["):
            yield entry


def main() -> None:
    """Prints the groups named on the command line."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    for name in sys.argv[1:]:
        print(*requirements(project["dependency-groups"], name), sep="\n")


if __name__ == "__main__":
    main()
