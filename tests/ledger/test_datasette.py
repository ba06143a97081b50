"""Datasette opens a ledger and shows its views."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from investisens.folder import read_fund
from investisens.ledger import Ledger

COLLINES = Path(__file__).parents[2] / "examples" / "collines"


def free_port() -> int:
    """A port of the loopback that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def asked(address: str) -> Any:
    """The JSON of a page, once the server answers."""
    for _ in range(200):
        try:
            with urlopen(address) as answer:
                return json.load(answer)
        except URLError:
            time.sleep(0.1)
    raise TimeoutError(address)


def test_datasette_shows_the_views_of_a_ledger(tmp_path: Path) -> None:
    """Days late, and the first due of L1, as the tables of the Collines case have them."""
    path = tmp_path / "collines.ledger"
    with Ledger.create(path) as ledger:
        fund = read_fund(COLLINES)
        ledger.import_fund(fund, datetime(2017, 1, 2, tzinfo=UTC))
        ledger.refresh(date(2012, 12, 31))
        ledger.backup(tmp_path / "shown.db")
    port = free_port()
    command = [sys.executable, "-m", "datasette", "serve", "--port", str(port)]
    server = subprocess.Popen(
        [*command, str(tmp_path / "shown.db")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        base = f"http://127.0.0.1:{port}/shown"
        views = asked(f"{base}.json")["views"]
        late = asked(f"{base}/arrears.json?contract=L2&_shape=objects")["rows"]
        paid = asked(f"{base}/payments.json?_shape=objects&_size=max")["rows"]
        dues = asked(f"{base}/schedule.json?contract=L1&_shape=objects&_size=1")["rows"]
        held = asked(f"{base}/positions.json?_shape=objects&_size=max")["rows"]
    finally:
        server.terminate()
        server.wait(20)

    assert {each["name"] for each in views} >= {"arrears", "schedule", "payments", "positions"}
    assert late[0]["days_past_due"] == 31
    assert late[0]["as_of"] == "2012-12-31"
    assert (len(paid), len(held)) == (len(fund.payments), len(fund.positions))
    assert (dues[0]["due_on"], dues[0]["principal"], dues[0]["interest"]) == (
        "2011-02-28",
        0,
        150_205,
    )
