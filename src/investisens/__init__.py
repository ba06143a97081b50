"""Exact schedules, servicing and projections for solidarity investment funds.

The names in ``__all__`` are the public surface; nothing else is promised. Each is loaded when it
is first used, so that importing the package costs next to nothing.

>>> import investisens
>>> print(investisens.Money.of("1234.50", investisens.EUR))
1234.50 EUR
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from investisens.engine.book import Book
    from investisens.engine.contract import Contract
    from investisens.engine.irr import IrrResult, irr
    from investisens.engine.irr_batch import irr_batch
    from investisens.engine.projection import Projection, run_book
    from investisens.engine.scenario import BASE, Default, Delay, Scenario
    from investisens.engine.schedule import RepaymentSchedule, schedule
    from investisens.folder import check_folder, read_fund, write_fund
    from investisens.instruments.loan import Loan
    from investisens.instruments.ordinary_shares import OrdinaryShares
    from investisens.instruments.participating_loan import ParticipatingLoan, Participation
    from investisens.instruments.registry import INSTRUMENTS, Instrument
    from investisens.instruments.repayment import (
        Amortisation,
        Fee,
        FeeKind,
        HandMadeRow,
        Indexation,
        Prepayment,
        PrepaymentEffect,
        RateReset,
        RateStep,
        Repayment,
        Residual,
        Tranche,
    )
    from investisens.instruments.shareholder_account import ShareholderAccount
    from investisens.portfolio.contract import schedule_of
    from investisens.portfolio.fund import Fund
    from investisens.portfolio.projection import FundProjection, project
    from investisens.values.cashflow import CashFlow, FlowKind
    from investisens.values.currency import EUR, XOF, Currency
    from investisens.values.dates import Period, YearDay
    from investisens.values.daycount import DayCount
    from investisens.values.errors import Finding, InvalidFolder, InvalidTerms, InvestisensError
    from investisens.values.fx import FxQuote, FxTable
    from investisens.values.harvest import Harvest, HarvestCalendar, HarvestDue, SeasonMove
    from investisens.values.legs import KnownFlows, ShareEvent, ShareEventKind
    from investisens.values.money import Money, Remainder
    from investisens.values.rates import Rate
    from investisens.values.recurring import Recurring
    from investisens.values.rounding import Rounding, RoundingMode
    from investisens.values.schedule import Every, OnDates, YearDays

_HOME = {
    "engine.book": ("Book",),
    "engine.contract": ("Contract",),
    "engine.irr": ("IrrResult", "irr"),
    "engine.irr_batch": ("irr_batch",),
    "engine.projection": ("Projection", "run_book"),
    "engine.scenario": ("BASE", "Default", "Delay", "Scenario"),
    "engine.schedule": ("RepaymentSchedule", "schedule"),
    "folder": ("check_folder", "read_fund", "write_fund"),
    "instruments.loan": ("Loan",),
    "instruments.ordinary_shares": ("OrdinaryShares",),
    "instruments.participating_loan": ("ParticipatingLoan", "Participation"),
    "instruments.registry": ("INSTRUMENTS", "Instrument"),
    "instruments.repayment": (
        "Amortisation",
        "Fee",
        "FeeKind",
        "HandMadeRow",
        "Indexation",
        "Prepayment",
        "PrepaymentEffect",
        "RateReset",
        "RateStep",
        "Repayment",
        "Residual",
        "Tranche",
    ),
    "instruments.shareholder_account": ("ShareholderAccount",),
    "portfolio.contract": ("schedule_of",),
    "portfolio.fund": ("Fund",),
    "portfolio.projection": ("FundProjection", "project"),
    "values.cashflow": ("CashFlow", "FlowKind"),
    "values.currency": ("EUR", "XOF", "Currency"),
    "values.dates": ("Period", "YearDay"),
    "values.daycount": ("DayCount",),
    "values.errors": ("Finding", "InvalidFolder", "InvalidTerms", "InvestisensError"),
    "values.fx": ("FxQuote", "FxTable"),
    "values.harvest": ("Harvest", "HarvestCalendar", "HarvestDue", "SeasonMove"),
    "values.legs": ("KnownFlows", "ShareEvent", "ShareEventKind"),
    "values.money": ("Money", "Remainder"),
    "values.rates": ("Rate",),
    "values.recurring": ("Recurring",),
    "values.rounding": ("Rounding", "RoundingMode"),
    "values.schedule": ("Every", "OnDates", "YearDays"),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "BASE",
    "EUR",
    "INSTRUMENTS",
    "XOF",
    "Amortisation",
    "Book",
    "CashFlow",
    "Contract",
    "Currency",
    "DayCount",
    "Default",
    "Delay",
    "Every",
    "Fee",
    "FeeKind",
    "Finding",
    "FlowKind",
    "Fund",
    "FundProjection",
    "FxQuote",
    "FxTable",
    "HandMadeRow",
    "Harvest",
    "HarvestCalendar",
    "HarvestDue",
    "Indexation",
    "Instrument",
    "InvalidFolder",
    "InvalidTerms",
    "InvestisensError",
    "IrrResult",
    "KnownFlows",
    "Loan",
    "Money",
    "OnDates",
    "OrdinaryShares",
    "ParticipatingLoan",
    "Participation",
    "Period",
    "Prepayment",
    "PrepaymentEffect",
    "Projection",
    "Rate",
    "RateReset",
    "RateStep",
    "Recurring",
    "Remainder",
    "Repayment",
    "RepaymentSchedule",
    "Residual",
    "Rounding",
    "RoundingMode",
    "Scenario",
    "SeasonMove",
    "ShareEvent",
    "ShareEventKind",
    "ShareholderAccount",
    "Tranche",
    "YearDay",
    "YearDays",
    "check_folder",
    "irr",
    "irr_batch",
    "project",
    "read_fund",
    "run_book",
    "schedule",
    "schedule_of",
    "write_fund",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module 'investisens' has no attribute {name!r}")
    value = getattr(import_module(f"investisens.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
