"""The ACTUS standard as a judge of the engine, and as a door for contracts written in it.

:func:`run_case` runs a reference case through the engine's kernel. :func:`load` and :func:`dump`
translate contracts that exist on both sides.
"""

from __future__ import annotations

from investisens.actus.cases import run_case
from investisens.actus.doors import dump, load
from investisens.actus.oddities import PLAIN, REFERENCE, Oddities

__all__ = ["PLAIN", "REFERENCE", "Oddities", "dump", "load", "run_case"]
