"""Kinds of events: their names, what tells two of a kind apart, and the days they count from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

import attrs

from investisens.engine.scenario import Scenario
from investisens.funding.agreements import GrantAgreement, Invoice
from investisens.funding.plan import Allocation, Debt, PlanRules, Source, Use
from investisens.portfolio.decisions import Confirmation, Standstill, Waiver
from investisens.portfolio.events import CallPaid, HeldLine, Reversed, What
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
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.harvest import HarvestCalendar
from investisens.values.money import Money
from investisens.values.shares import ShareEventKind


@attrs.frozen(kw_only=True)
class Kind:
    """A kind of event.

    Attributes:
        name: Its name in the ledger.
        cls: Class of what it says.
        key: Attributes that tell two of the kind apart; empty if only its whole content does.
        day: The attribute that is the day it counts from; empty if it has none.
    """

    name: str
    cls: type[Any]
    key: tuple[str, ...] = ()
    day: str = ""


def _kinds() -> tuple[Kind, ...]:
    rows: tuple[tuple[str, type[Any], str, str], ...] = (
        ("fund_stated", FundTerms, "as_of", "as_of"),
        ("fee_agreed", ManagementFee, "since", "since"),
        ("rules_agreed", PlanRules, "", ""),
        ("fx_quoted", FxQuote, "base quote on", "on"),
        ("source_stated", Source, "id", ""),
        ("grant_agreed", GrantAgreement, "", "agreed_on"),
        ("calendar_stated", HarvestCalendar, "name", ""),
        ("position_signed", Position, "id", ""),
        ("amended", Amendment, "position on", "on"),
        ("scenario_assumed", Scenario, "name", ""),
        ("enterprise_stated", Enterprise, "id", ""),
        ("investor_stated", Investor, "id", ""),
        ("capital_called", CapitalCall, "call investor", "called_on"),
        ("call_paid", CallPaid, "call investor", "paid_on"),
        ("received", Payment, "id", "received_on"),
        *((each.value, PositionEvent, "", "on") for each in ShareEventKind),
        ("result_reported", Result, "enterprise year month measure", ""),
        ("rate_fixed", Fixing, "index on", "on"),
        *((each.value, Happening, "", "on") for each in HappeningKind),
        ("waived", Waiver, "", "on"),
        ("stood_still", Standstill, "", "since"),
        ("balance_confirmed", Confirmation, "position on", "on"),
        ("cost_paid", Cost, "", "paid_on"),
        ("distributed", Distribution, "", "paid_on"),
        ("use_planned", Use, "enterprise id", ""),
        ("allocated", Allocation, "enterprise use source", ""),
        ("invoiced", Invoice, "id", "invoiced_on"),
        ("debt_stated", Debt, "", ""),
        ("indicator_reported", Indicator, "enterprise year indicator", ""),
        ("overlap_stated", Overlap, "year first second", ""),
        ("fact_stated", Fact, "", ""),
        ("line_held", HeldLine, "line", "on"),
        ("reversed", Reversed, "event", ""),
    )
    return tuple(
        Kind(name=name, cls=cls, key=tuple(key.split()), day=day) for name, cls, key, day in rows
    )


KINDS: Final[Mapping[str, Kind]] = MappingProxyType({kind.name: kind for kind in _kinds()})
"""Every kind of event, by its name."""

_OF_CLASS: Final = {kind.cls: kind for kind in KINDS.values()}
_FIRST_DAYS: Final = ("disbursed_on", "subscribed_on", "start")
_CONTRACT: Final = ("position", "contract")


def kind_of(what: What) -> Kind:
    """The kind of event that says *what*.

    >>> kind_of(Reversed(event="received:P7")).name
    'reversed'
    """
    if isinstance(what, PositionEvent):
        return KINDS[what.event.value]
    if isinstance(what, Happening):
        return KINDS[what.what.value]
    return _OF_CLASS[type(what)]


def event_id(what: What, version: int = 1) -> str:
    """The id of the event that says *what*: the same whenever it is recorded.

    Args:
        what: What the event says.
        version: 2 for the second one of the same name, and so on: recorded anew after a reversal,
            or equal in all where nothing tells two apart.

    >>> from investisens import XOF
    >>> payment = Payment(id="P7", received_on=date(2012, 3, 1), position="L1",
    ...                   amount=Money(5_000, XOF))
    >>> event_id(payment), event_id(payment, 2), event_id(Reversed(event="received:P7"))
    ('received:P7', 'received/2:P7', 'reversed:received:P7')
    """
    kind = kind_of(what)
    if len(kind.key) == 1:
        name = _plain(getattr(what, kind.key[0]))
    elif kind.key:
        parts = (_plain(getattr(what, each)) for each in kind.key)
        name = ":".join(each.replace("\\", "\\\\").replace(":", "\\:") for each in parts)
    else:
        name = "fund" if isinstance(what, PlanRules) else _fingerprint(what)
    return f"{kind.name}:{name}" if version == 1 else f"{kind.name}/{version}:{name}"


def _fingerprint(what: What) -> str:
    """Of all that *what* states; attributes left at their defaults do not count."""
    stated = [
        f"{each.name}={_plain(getattr(what, each.name))}"
        for each in attrs.fields(type(what))
        if getattr(what, each.name) != each.default
    ]
    return sha256("\0".join(stated).encode()).hexdigest()[:16]


def _plain(value: object) -> str:
    if value is None:
        return ""
    return str(value.value) if isinstance(value, Enum) else str(value)


def day_of(what: What) -> date | None:
    """The day that *what* counts from, or ``None`` if it names none.

    A position counts from the day of its disbursement or subscription, a result from the last
    day of its year or month.
    """
    if isinstance(what, Position):
        days = (getattr(what.instrument, name, None) for name in _FIRST_DAYS)
        return next((day for day in days if isinstance(day, date)), None)
    if isinstance(what, Result):
        return what.observation.last
    name = kind_of(what).day
    return getattr(what, name) if name else None


def contract_of(what: What) -> str | None:
    """The position that *what* is about, or ``None``."""
    if isinstance(what, Position):
        return what.id
    found = next((getattr(what, name) for name in _CONTRACT if hasattr(what, name)), None)
    return found or None


def amount_of(what: What) -> Money | None:
    """The amount of *what*, as the ledger shows it beside the text, or ``None``."""
    amount = getattr(what, "amount", None)
    return amount if isinstance(amount, Money) else None
