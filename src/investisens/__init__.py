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
    from investisens.folder.provision_file import read_provisions
    from investisens.funding.cut_back import CutBack
    from investisens.funding.matrix import FundingPlan
    from investisens.funding.plan import Allocation, PlanRules, Source, SourceKind, Use, UseKind
    from investisens.funding.plan_checks import check_plan
    from investisens.funding.solver import plan_by_rates, plan_by_totals
    from investisens.funding.what_if import dearer, without
    from investisens.instruments.association_bond import AssociationBond
    from investisens.instruments.buy_back import BuyBack
    from investisens.instruments.buyer_advance import BuyerAdvance, PlannedDelivery
    from investisens.instruments.clauses import Clauses, Covenant, CovenantKind, Rank
    from investisens.instruments.company import Company, CompanyForm, VariableCapital
    from investisens.instruments.conversion import Conversion
    from investisens.instruments.convertible_bond import ConvertibleBond
    from investisens.instruments.cooperative_rules import CooperativeForm
    from investisens.instruments.cooperative_shares import CooperativeShares, Redemption
    from investisens.instruments.counter_guarantee import CounterGuarantee
    from investisens.instruments.covering import Exposure, GuaranteeFee
    from investisens.instruments.demand_dividend import DemandDividend
    from investisens.instruments.dividends import DividendPolicy
    from investisens.instruments.equipment_lease import EquipmentLease
    from investisens.instruments.equipment_pledge import EquipmentPledge, PledgeValue
    from investisens.instruments.grant import Grant, GrantTranche
    from investisens.instruments.grant_release import FundedItem
    from investisens.instruments.guarantee import Guarantee, LossSharing
    from investisens.instruments.honour_loan import HonourLoan
    from investisens.instruments.loan import Loan
    from investisens.instruments.ordinary_shares import OrdinaryShares
    from investisens.instruments.participating_loan import ParticipatingLoan, Participation
    from investisens.instruments.participating_security import ParticipatingSecurity, VariablePart
    from investisens.instruments.portfolio_guarantee import LossTranche, PortfolioGuarantee
    from investisens.instruments.registry import INSTRUMENTS, Instrument
    from investisens.instruments.repayable_advance import AfterSuccess, OnFailure, RepayableAdvance
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
    from investisens.instruments.result_share import RestAtStop, ResultShare
    from investisens.instruments.returnable_contribution import (
        AtTerm,
        ReturnableContribution,
        ReturnCondition,
    )
    from investisens.instruments.revenue_share import RevenueShare
    from investisens.instruments.share_interest import CentralBankRate, InterestOnShares
    from investisens.instruments.shareholder_account import ShareholderAccount
    from investisens.ledger import Ledger
    from investisens.portfolio.accounts import account_of, pay_off_amount, what_if_paid
    from investisens.portfolio.amending import re_aged, re_amortised
    from investisens.portfolio.arrears import (
        ContractArrears,
        arrears_if_paid,
        arrears_on,
        call_list,
    )
    from investisens.portfolio.contract import schedule_of
    from investisens.portfolio.decisions import Confirmation, Standstill, Waiver
    from investisens.portfolio.events import Event, Reversed
    from investisens.portfolio.fund import Amendment, Fund, FundTerms, ManagementFee, Position
    from investisens.portfolio.grants import GrantStatement, grant_statement
    from investisens.portfolio.parties import CapitalCall, Enterprise, Investor
    from investisens.portfolio.plans import funding_plan
    from investisens.portfolio.projection import FundProjection, project
    from investisens.portfolio.quality import Axis, losses, quality_by, quality_of
    from investisens.portfolio.records import (
        Cost,
        Distribution,
        Fixing,
        Payment,
        PositionEvent,
        Result,
    )
    from investisens.portfolio.restructuring import Restructuring, restructuring
    from investisens.servicing.losses import Losses
    from investisens.servicing.provisions import Provisioning, ProvisionTable
    from investisens.servicing.quality import Quality
    from investisens.values.between import Between, Stub
    from investisens.values.cashflow import CashFlow, FlowKind
    from investisens.values.currency import EUR, XOF, Currency
    from investisens.values.dates import Period, YearDay
    from investisens.values.daycount import DayCount
    from investisens.values.errors import Finding, InvalidFolder, InvalidTerms, InvestisensError
    from investisens.values.fx import FxQuote, FxTable
    from investisens.values.happenings import Happening, HappeningKind
    from investisens.values.harvest import Harvest, HarvestCalendar, HarvestDue, SeasonMove
    from investisens.values.legs import KnownFlows
    from investisens.values.money import Money, Remainder
    from investisens.values.rates import Rate
    from investisens.values.recurring import Recurring
    from investisens.values.rounding import Rounding, RoundingMode
    from investisens.values.schedule import Every, OnDates, YearDays
    from investisens.values.servicing import (
        Advance,
        Age,
        AllocationOrder,
        Claim,
        DueAsks,
        LateBase,
        LateInterest,
        PayOff,
        Servicing,
    )
    from investisens.values.shares import (
        Exit,
        MultipleOf,
        ParLessLosses,
        ParPlus,
        ShareEvent,
        ShareEventKind,
    )

_HOME = {
    "engine.book": ("Book",),
    "engine.contract": ("Contract",),
    "engine.irr": ("IrrResult", "irr"),
    "engine.irr_batch": ("irr_batch",),
    "engine.projection": ("Projection", "run_book"),
    "engine.scenario": ("BASE", "Default", "Delay", "Scenario"),
    "engine.schedule": ("RepaymentSchedule", "schedule"),
    "folder": ("check_folder", "read_fund", "write_fund"),
    "folder.provision_file": ("read_provisions",),
    "funding.cut_back": ("CutBack",),
    "funding.matrix": ("FundingPlan",),
    "funding.plan": ("Allocation", "PlanRules", "Source", "SourceKind", "Use", "UseKind"),
    "funding.plan_checks": ("check_plan",),
    "funding.solver": ("plan_by_rates", "plan_by_totals"),
    "funding.what_if": ("dearer", "without"),
    "instruments.association_bond": ("AssociationBond",),
    "instruments.buy_back": ("BuyBack",),
    "instruments.buyer_advance": ("BuyerAdvance", "PlannedDelivery"),
    "instruments.clauses": ("Clauses", "Covenant", "CovenantKind", "Rank"),
    "instruments.company": ("Company", "CompanyForm", "VariableCapital"),
    "instruments.conversion": ("Conversion",),
    "instruments.convertible_bond": ("ConvertibleBond",),
    "instruments.cooperative_rules": ("CooperativeForm",),
    "instruments.cooperative_shares": ("CooperativeShares", "Redemption"),
    "instruments.counter_guarantee": ("CounterGuarantee",),
    "instruments.covering": ("Exposure", "GuaranteeFee"),
    "instruments.demand_dividend": ("DemandDividend",),
    "instruments.dividends": ("DividendPolicy",),
    "instruments.equipment_lease": ("EquipmentLease",),
    "instruments.equipment_pledge": ("EquipmentPledge", "PledgeValue"),
    "instruments.grant": ("Grant", "GrantTranche"),
    "instruments.grant_release": ("FundedItem",),
    "instruments.guarantee": ("Guarantee", "LossSharing"),
    "instruments.honour_loan": ("HonourLoan",),
    "instruments.loan": ("Loan",),
    "instruments.ordinary_shares": ("OrdinaryShares",),
    "instruments.participating_loan": ("ParticipatingLoan", "Participation"),
    "instruments.participating_security": ("ParticipatingSecurity", "VariablePart"),
    "instruments.portfolio_guarantee": ("LossTranche", "PortfolioGuarantee"),
    "instruments.registry": ("INSTRUMENTS", "Instrument"),
    "instruments.repayable_advance": ("AfterSuccess", "OnFailure", "RepayableAdvance"),
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
    "instruments.result_share": ("RestAtStop", "ResultShare"),
    "instruments.returnable_contribution": (
        "AtTerm",
        "ReturnableContribution",
        "ReturnCondition",
    ),
    "instruments.revenue_share": ("RevenueShare",),
    "instruments.share_interest": ("CentralBankRate", "InterestOnShares"),
    "instruments.shareholder_account": ("ShareholderAccount",),
    "ledger": ("Ledger",),
    "portfolio.accounts": ("account_of", "pay_off_amount", "what_if_paid"),
    "portfolio.amending": ("re_aged", "re_amortised"),
    "portfolio.arrears": ("ContractArrears", "arrears_if_paid", "arrears_on", "call_list"),
    "portfolio.contract": ("schedule_of",),
    "portfolio.decisions": ("Confirmation", "Standstill", "Waiver"),
    "portfolio.events": ("Event", "Reversed"),
    "portfolio.fund": ("Amendment", "Fund", "FundTerms", "ManagementFee", "Position"),
    "portfolio.grants": ("GrantStatement", "grant_statement"),
    "portfolio.parties": ("CapitalCall", "Enterprise", "Investor"),
    "portfolio.plans": ("funding_plan",),
    "portfolio.projection": ("FundProjection", "project"),
    "portfolio.quality": ("Axis", "losses", "quality_by", "quality_of"),
    "portfolio.records": ("Cost", "Distribution", "Fixing", "Payment", "PositionEvent", "Result"),
    "portfolio.restructuring": ("Restructuring", "restructuring"),
    "servicing.losses": ("Losses",),
    "servicing.provisions": ("Provisioning", "ProvisionTable"),
    "servicing.quality": ("Quality",),
    "values.between": ("Between", "Stub"),
    "values.cashflow": ("CashFlow", "FlowKind"),
    "values.currency": ("EUR", "XOF", "Currency"),
    "values.dates": ("Period", "YearDay"),
    "values.daycount": ("DayCount",),
    "values.errors": ("Finding", "InvalidFolder", "InvalidTerms", "InvestisensError"),
    "values.fx": ("FxQuote", "FxTable"),
    "values.happenings": ("Happening", "HappeningKind"),
    "values.harvest": ("Harvest", "HarvestCalendar", "HarvestDue", "SeasonMove"),
    "values.legs": ("KnownFlows",),
    "values.money": ("Money", "Remainder"),
    "values.rates": ("Rate",),
    "values.recurring": ("Recurring",),
    "values.rounding": ("Rounding", "RoundingMode"),
    "values.schedule": ("Every", "OnDates", "YearDays"),
    "values.servicing": (
        "Advance",
        "Age",
        "AllocationOrder",
        "Claim",
        "DueAsks",
        "LateBase",
        "LateInterest",
        "PayOff",
        "Servicing",
    ),
    "values.shares": (
        "Exit",
        "MultipleOf",
        "ParLessLosses",
        "ParPlus",
        "ShareEvent",
        "ShareEventKind",
    ),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "BASE",
    "EUR",
    "INSTRUMENTS",
    "XOF",
    "Advance",
    "AfterSuccess",
    "Age",
    "Allocation",
    "AllocationOrder",
    "Amendment",
    "Amortisation",
    "AssociationBond",
    "AtTerm",
    "Axis",
    "Between",
    "Book",
    "BuyBack",
    "BuyerAdvance",
    "CapitalCall",
    "CashFlow",
    "CentralBankRate",
    "Claim",
    "Clauses",
    "Company",
    "CompanyForm",
    "Confirmation",
    "Contract",
    "ContractArrears",
    "Conversion",
    "ConvertibleBond",
    "CooperativeForm",
    "CooperativeShares",
    "Cost",
    "CounterGuarantee",
    "Covenant",
    "CovenantKind",
    "Currency",
    "CutBack",
    "DayCount",
    "Default",
    "Delay",
    "DemandDividend",
    "Distribution",
    "DividendPolicy",
    "DueAsks",
    "Enterprise",
    "EquipmentLease",
    "EquipmentPledge",
    "Event",
    "Every",
    "Exit",
    "Exposure",
    "Fee",
    "FeeKind",
    "Finding",
    "Fixing",
    "FlowKind",
    "Fund",
    "FundProjection",
    "FundTerms",
    "FundedItem",
    "FundingPlan",
    "FxQuote",
    "FxTable",
    "Grant",
    "GrantStatement",
    "GrantTranche",
    "Guarantee",
    "GuaranteeFee",
    "HandMadeRow",
    "Happening",
    "HappeningKind",
    "Harvest",
    "HarvestCalendar",
    "HarvestDue",
    "HonourLoan",
    "Indexation",
    "Instrument",
    "InterestOnShares",
    "InvalidFolder",
    "InvalidTerms",
    "InvestisensError",
    "Investor",
    "IrrResult",
    "KnownFlows",
    "LateBase",
    "LateInterest",
    "Ledger",
    "Loan",
    "LossSharing",
    "LossTranche",
    "Losses",
    "ManagementFee",
    "Money",
    "MultipleOf",
    "OnDates",
    "OnFailure",
    "OrdinaryShares",
    "ParLessLosses",
    "ParPlus",
    "ParticipatingLoan",
    "ParticipatingSecurity",
    "Participation",
    "PayOff",
    "Payment",
    "Period",
    "PlanRules",
    "PlannedDelivery",
    "PledgeValue",
    "PortfolioGuarantee",
    "Position",
    "PositionEvent",
    "Prepayment",
    "PrepaymentEffect",
    "Projection",
    "ProvisionTable",
    "Provisioning",
    "Quality",
    "Rank",
    "Rate",
    "RateReset",
    "RateStep",
    "Recurring",
    "Redemption",
    "Remainder",
    "RepayableAdvance",
    "Repayment",
    "RepaymentSchedule",
    "Residual",
    "RestAtStop",
    "Restructuring",
    "Result",
    "ResultShare",
    "ReturnCondition",
    "ReturnableContribution",
    "RevenueShare",
    "Reversed",
    "Rounding",
    "RoundingMode",
    "Scenario",
    "SeasonMove",
    "Servicing",
    "ShareEvent",
    "ShareEventKind",
    "ShareholderAccount",
    "Source",
    "SourceKind",
    "Standstill",
    "Stub",
    "Tranche",
    "Use",
    "UseKind",
    "VariableCapital",
    "VariablePart",
    "Waiver",
    "YearDay",
    "YearDays",
    "account_of",
    "arrears_if_paid",
    "arrears_on",
    "call_list",
    "check_folder",
    "check_plan",
    "dearer",
    "funding_plan",
    "grant_statement",
    "irr",
    "irr_batch",
    "losses",
    "pay_off_amount",
    "plan_by_rates",
    "plan_by_totals",
    "project",
    "quality_by",
    "quality_of",
    "re_aged",
    "re_amortised",
    "read_fund",
    "read_provisions",
    "restructuring",
    "run_book",
    "schedule",
    "schedule_of",
    "what_if_paid",
    "without",
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
