"""Runs the benchmarks one after another and prints the machine and their tables.

Usage: ``python benchmarks/run.py [NAME ...]``, where ``import`` stands for ``bench_import.py``.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def machine() -> str:
    """One line on the processor count, the system and the Python used."""
    return (
        f"{os.cpu_count()} processors, {platform.machine()}, {platform.system()}, "
        f"{platform.python_implementation()} {platform.python_version()}"
    )


def selected(names: list[str]) -> list[Path]:
    """The benchmarks of these names, or all of them, in alphabetical order."""
    known = {path.stem.removeprefix("bench_"): path for path in sorted(FOLDER.glob("bench_*.py"))}
    unknown = sorted(set(names) - known.keys())
    if unknown:
        raise SystemExit(f"no benchmark named {', '.join(unknown)}: choose from {', '.join(known)}")
    return [path for name, path in known.items() if not names or name in names]


def main() -> int:
    """Runs what was asked for; the exit code is the number of benchmarks that failed."""
    print(f"# Benchmarks\n\n{machine()}\n", flush=True)
    failed = 0
    for path in selected(sys.argv[1:]):
        print(f"## {path.stem.removeprefix('bench_')}\n", flush=True)
        failed += subprocess.run([sys.executable, str(path)], check=False).returncode != 0
        print(flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
