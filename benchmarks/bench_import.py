"""How long ``import investisens`` takes beside ``import numpy``, in fresh interpreters.

The package loads its parts when they are asked for, so its second row asks for every public name.
The time of an interpreter that imports nothing is taken off. The runs of all are
interleaved, so that a busy moment of the machine weighs on each of them.
"""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter

ROUNDS = 15
PEER = "numpy"
STATEMENTS = {
    "nothing": "pass",
    PEER: f"import {PEER}",
    "investisens": "import investisens",
    "investisens, every public name": "from investisens import *",
}


def seconds(statement: str) -> float:
    """The time of one fresh interpreter that runs a statement."""
    start = perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return perf_counter() - start


def best_times() -> dict[str, float]:
    """The best time of each statement, after one run that fills the caches."""
    for statement in STATEMENTS.values():
        seconds(statement)
    best = dict.fromkeys(STATEMENTS, float("inf"))
    for _ in range(ROUNDS):
        for name, statement in STATEMENTS.items():
            best[name] = min(best[name], seconds(statement))
    return best


def main() -> None:
    """Prints the table."""
    best = best_times()
    own = {name: time - best["nothing"] for name, time in best.items() if name != "nothing"}
    print(f"| Import | Time (best of {ROUNDS}) | Beside {PEER} |")
    print("|---|---:|---:|")
    for name, time in own.items():
        print(f"| {name} | {time * 1_000:.1f} ms | {time / own[PEER]:.2f} |")


if __name__ == "__main__":
    main()
