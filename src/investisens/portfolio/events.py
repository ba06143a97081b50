"""Events: what became known about a fund, and when. A list of them is the fund's memory.

An event is never changed. What was wrong is reversed by another event, and recorded anew.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final, TypeAlias

import attrs

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
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.fx import FxQuote
from investisens.values.happenings import Happening
from investisens.values.harvest import HarvestCalendar
from investisens.values.money import Money

LONGEST_ID: Final = 400
"""Characters of the longest id of an event."""


@attrs.frozen(kw_only=True, field_transformer=checked)
class Reversed:
    """An earlier event is undone, as if it had never been recorded (contre-passation).

    Reversing a reversal restores what it had undone.

    Attributes:
        event: Id of the event that is undone.
        reason: Why, in words.

    >>> Reversed(event="received:P7", reason="typed twice").event
    'received:P7'
    """

    event: str
    reason: str = ""


@attrs.frozen(kw_only=True, field_transformer=checked)
class CallPaid:
    """An investor pays what it was called for (appel de fonds versé).

    Attributes:
        call: Name of the call.
        investor: Who pays.
        paid_on: The day it came.
        wired: What the investor sent, in its own currency, where that is another one.

    >>> CallPaid(call="C1", investor="FR01", paid_on=date(2010, 6, 2)).call
    'C1'
    """

    call: str
    investor: str
    paid_on: date
    wired: Money | None = None


@attrs.frozen(kw_only=True, field_transformer=checked)
class HeldLine:
    """A line of a statement that waits for a decision (écriture en attente).

    It is settled by reversing it, together with the receipts that it turns out to be.

    Attributes:
        line: Fingerprint of the line, its ``key``.
        on: The day of the operation.
        account: The fund's own account or wallet.
        amount: Received is +, paid is −.
        text: What the bank or the payer wrote.
        raw: The line as the file holds it.
        why: Why nobody could be named, in words.
        proposals: Contracts that it may be paid on, the likeliest first.

    >>> from investisens import XOF
    >>> line = HeldLine(line="62cae6", on=date(2014, 5, 15), account="22900000099",
    ...                 amount=Money(120_000, XOF), proposals=("L1", "L2"))
    >>> line.proposals
    ('L1', 'L2')
    """

    line: str
    on: date
    account: str
    amount: Money
    text: str = ""
    raw: str = ""
    why: str = ""
    proposals: tuple[str, ...] = ()


What: TypeAlias = (
    FundTerms
    | ManagementFee
    | PlanRules
    | FxQuote
    | Source
    | GrantAgreement
    | HarvestCalendar
    | Position
    | Amendment
    | Scenario
    | Enterprise
    | Investor
    | CapitalCall
    | CallPaid
    | Payment
    | PositionEvent
    | Result
    | Fixing
    | Happening
    | Waiver
    | Standstill
    | Confirmation
    | Cost
    | Distribution
    | Use
    | Allocation
    | Invoice
    | Debt
    | Indicator
    | Overlap
    | Fact
    | HeldLine
    | Reversed
)
"""What an event may say: one thing that a fund folder holds, or one of the ledger alone."""


@attrs.frozen(kw_only=True, field_transformer=checked)
class Event:
    """One thing that became known about a fund.

    Attributes:
        id: Short name, recorded once: the kind of the event and what tells it apart, see
            :func:`investisens.portfolio.event_kinds.event_id`.
        on: The day it counts from (date de valeur).
        recorded_at: The moment it was recorded, in UTC.
        what: What it says.
        author: Who recorded it.
        source: The document it was taken from.
        rank: Place among the events recorded at the same moment; the lists of the fund keep it.

    Raises:
        InvalidTerms: A moment without time zone, or a text that does not stand on one line.

    >>> Event(id="reversed:received:P7", on=date(2012, 3, 1), what=Reversed(event="received:P7"),
    ...       recorded_at=datetime(2012, 3, 2, 9, 30, tzinfo=UTC)).known_on
    datetime.date(2012, 3, 2)
    """

    id: str
    on: date
    recorded_at: datetime
    what: What
    author: str = ""
    source: str = ""
    rank: int = 0

    def __attrs_post_init__(self) -> None:
        if self.recorded_at.tzinfo is not UTC:
            raise InvalidTerms(
                f"recorded_at is {self.recorded_at!r}: give a moment in UTC, "
                "such as datetime.now(UTC)",
                field="recorded_at",
                value=self.recorded_at,
            )
        for name in ("id", "author", "source"):
            text = getattr(self, name)
            if not text.isprintable() or len(text) > LONGEST_ID or (name == "id" and not text):
                raise InvalidTerms(
                    f"{name} is {text[:60]!r}: write it on one line, in visible characters, at "
                    f"most {LONGEST_ID}",
                    field=name,
                    value=text,
                )

    @property
    def known_on(self) -> date:
        """The day it was recorded, in UTC."""
        return self.recorded_at.date()

    @property
    def reverses(self) -> str | None:
        """Id of the event that this one undoes, if it undoes one."""
        return self.what.event if isinstance(self.what, Reversed) else None
