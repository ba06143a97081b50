"""The main command from a cold start, beside a bare interpreter and an import of numpy.

python benchmarks/bench_command.py
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROUNDS = 9


def seconds(*command: str) -> float:
    """Best of several fresh processes."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True, cwd=ROOT)
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Print a Markdown table."""
    bare = seconds("-c", "pass")
    rows = {
        "`python -c pass`": bare,
        '`python -c "import numpy"`': seconds("-c", "import numpy"),
        "`investisens --help`": seconds("-m", "investisens", "--help"),
        "`investisens project examples/collines`": seconds(
            "-m", "investisens", "project", "examples/collines"
        ),
        "`investisens arrears examples/collines`": seconds(
            "-m", "investisens", "arrears", "examples/collines"
        ),
        "`investisens schedule examples/collines L1`": seconds(
            "-m", "investisens", "schedule", "examples/collines", "L1"
        ),
    }
    print("| Command, from a cold start | Seconds | Beside a bare interpreter |")
    print("|---|---:|---:|")
    for name, best in rows.items():
        print(f"| {name} | {best:.2f} | {best / bare:.1f} |")


if __name__ == "__main__":
    main()
