"""What stands in which file of a fund folder, version 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from investisens.engine.scenario import Scenario
from investisens.funding.agreements import GrantAgreement, Invoice
from investisens.funding.plan import Allocation, Debt, PlanRules, Source, Use
from investisens.portfolio.decisions import Confirmation, Standstill, Waiver
from investisens.portfolio.fund import Amendment, FundTerms, ManagementFee, Position
from investisens.portfolio.parties import CapitalCall, Enterprise, Investor
from investisens.portfolio.records import (
    Cost,
    Distribution,
    Fact,
    Fixing,
    Indicator,
    Overlap,
    Payment,
    PositionEvent,
    Result,
)
from investisens.values.fx import FxQuote
from investisens.values.happenings import Happening
from investisens.values.harvest import HarvestCalendar

FORMAT = 1
"""The version of the folder's format that is read and written here."""

FUND_FILE = "fund.toml"
"""The one file that every folder has."""

TABLES: Mapping[str, type[Any]] = MappingProxyType(
    {"fund": FundTerms, "management_fee": ManagementFee, "plan_rules": PlanRules}
)
"""Single tables of ``fund.toml``."""

TOML_LISTS: Mapping[str, Mapping[str, type[Any]]] = MappingProxyType(
    {
        FUND_FILE: {"fx": FxQuote, "sources": Source, "grants": GrantAgreement},
        "calendars.toml": {"calendars": HarvestCalendar},
        "positions.toml": {"positions": Position},
        "amendments.toml": {"amendments": Amendment},
        "scenarios.toml": {"scenarios": Scenario},
    }
)
"""Lists of tables of each TOML file; each key is also an attribute of ``Fund``."""

CSV_LISTS: Mapping[str, type[Any]] = MappingProxyType(
    {
        "enterprises.csv": Enterprise,
        "investors.csv": Investor,
        "calls.csv": CapitalCall,
        "payments.csv": Payment,
        "events.csv": PositionEvent,
        "results.csv": Result,
        "fixings.csv": Fixing,
        "happenings.csv": Happening,
        "waivers.csv": Waiver,
        "standstills.csv": Standstill,
        "confirmations.csv": Confirmation,
        "costs.csv": Cost,
        "distributions.csv": Distribution,
        "uses.csv": Use,
        "allocations.csv": Allocation,
        "invoices.csv": Invoice,
        "debts.csv": Debt,
        "indicators.csv": Indicator,
        "overlaps.csv": Overlap,
        "facts.csv": Fact,
    }
)
"""The rows of each CSV file; the name without ``.csv`` is an attribute of ``Fund``."""

KNOWN_FILES = (*TOML_LISTS, *CSV_LISTS)
"""Every file that is read, in reading order."""


NAMED_BY: Mapping[type[Any], str] = MappingProxyType(
    {
        Source: "id",
        HarvestCalendar: "name",
        Position: "id",
        Amendment: "position",
        Scenario: "name",
    }
)
"""The key whose text is told with the place of a table of TOML, beside its index."""


def lists() -> Iterator[tuple[str, str, type[Any]]]:
    """Attribute of ``Fund``, file and class of every list, in reading order.

    >>> next(lists())[:2]
    ('fx', 'fund.toml')
    """
    for file, parts in TOML_LISTS.items():
        for attribute, cls in parts.items():
            yield attribute, file, cls
    for file, cls in CSV_LISTS.items():
        yield file.removesuffix(".csv"), file, cls


FILE_OF: Mapping[type[Any], str] = MappingProxyType({cls: file for _, file, cls in lists()})
"""The file in which the items of a class stand."""
