"""Prints the lowest versions that ``pyproject.toml`` allows, as constraints for pip."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

BOUND = re.compile(r"(?P<name>[A-Za-z0-9._-]+)>=(?P<version>[0-9A-Za-z.]+)")


def main() -> None:
    """Prints one pin for each direct dependency of the package and of its tests."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    for entry in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        bound = BOUND.fullmatch(entry)
        if bound is None:
            raise SystemExit(f"{entry!r} has no lower bound such as 'attrs>=24.3': add one")
        print(f"{bound['name']}=={bound['version']}")


if __name__ == "__main__":
    main()
