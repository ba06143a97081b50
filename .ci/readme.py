"""Prints the one command under a heading of ``README.md``, such as "Test it".

Continuous integration runs what the README tells a newcomer to run, so the two cannot drift.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

FENCE = "```"


def code_lines(readme: str, title: str) -> Iterator[str]:
    """The lines of every code block under a heading, up to the next heading."""
    heading, fenced = "", False
    for line in readme.splitlines():
        if line.startswith(FENCE):
            fenced = not fenced
        elif fenced:
            if heading == title and line.strip():
                yield line
        elif line.startswith("#"):
            heading = line.lstrip("#").strip()


def main() -> None:
    """Prints the command of the heading named on the command line."""
    (title,) = sys.argv[1:]
    lines = list(code_lines(Path("README.md").read_text(encoding="utf-8"), title))
    if len(lines) != 1:
        sys.exit(f"README.md: {title!r} has {len(lines)} lines of code, expected one command")
    print(lines[0])


if __name__ == "__main__":
    main()
