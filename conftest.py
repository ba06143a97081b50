"""Collects the documentation as tests, and can refuse skipped tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from doc_examples import documents

pytest_collect_file = documents(Path(__file__).parent).pytest()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds ``--no-skips``: continuous integration has every oracle, so nothing may be skipped."""
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails the run")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turns a run that would have passed into a failure when a test was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--no-skips") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED
