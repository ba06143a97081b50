"""Commands in a process that obeys the rights of files, also where tests run as root.

Run as a script, it gives up every capability of the superuser and runs the commands that it reads.
"""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

_VERSION = 0x2008_0522  # of the structures of capset(2), for 64 capabilities


class Told(NamedTuple):
    """What a command ended with and printed."""

    exit_code: int
    stdout: str
    stderr: str


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def run_unprivileged(*commands: Sequence[str]) -> list[Told]:
    """What commands print, in English, on a terminal of 100 columns."""
    ended = subprocess.run(
        [sys.executable, __file__],
        input=json.dumps(commands),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={"LC_ALL": "C.UTF-8", "COLUMNS": "100", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return [Told(*each) for each in json.loads(ended.stdout)]


def _main() -> None:
    header, nothing = _Header(_VERSION, 0), (_Sets * 2)()
    if ctypes.CDLL(None).capset(ctypes.byref(header), nothing) != 0:
        raise SystemExit("capset failed")

    from click.testing import CliRunner

    from investisens.cli import main

    told = []
    for words in json.load(sys.stdin):
        result = CliRunner().invoke(main, words, catch_exceptions=False)
        told.append(Told(result.exit_code, result.stdout, result.stderr))
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    _main()
