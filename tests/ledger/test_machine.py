"""A ledger driven at random does what a plain list of facts does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from funds import fund, loan, xof
from investisens.ledger import Ledger
from investisens.portfolio.event_kinds import event_id
from investisens.portfolio.events import Event
from investisens.portfolio.fund import Position
from investisens.portfolio.parties import Enterprise
from investisens.portfolio.records import Payment
from investisens.values.errors import InvalidTerms

START = date(2010, 1, 1)
TERMS = loan(1_000_000, START, date(2012, 1, 1), date(2014, 1, 1), rate="5 %")
names = st.sampled_from([f"P{n}" for n in range(6)])


class LedgerMachine(RuleBasedStateMachine):
    """Receipts recorded, repeated, back-dated, reversed and restored.

    The model holds, by name, the amount of each receipt and whether it stands, and what stood at
    the end of each day.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.ledger = Ledger.create(Path(self.folder.name) / "fund.ledger")
        self.now = datetime(2017, 1, 2, tzinfo=UTC)
        held = (Position(id="L1", enterprise="E1", instrument=TERMS),)
        base = fund(positions=held, enterprises=(Enterprise(id="E1", name="Miel"),))
        self.ledger.import_fund(base, self.now)
        self.model: dict[str, tuple[Payment, bool]] = {}
        self.last: dict[str, str] = {}
        self.ends: dict[date, frozenset[Payment]] = {}

    def teardown(self) -> None:
        """Let go of the file."""
        self.ledger.close()
        self.folder.cleanup()

    def stands(self) -> frozenset[Payment]:
        """What the model says stands now."""
        return frozenset(payment for payment, standing in self.model.values() if standing)

    @rule(name=names, after=st.integers(0, 2_000), minor=st.integers(1, 3))
    def receive(self, name: str, after: int, minor: int) -> None:
        """New, repeated, or another receipt of the same name, which is refused."""
        on = START + timedelta(days=after)
        payment = Payment(id=name, received_on=on, position="L1", amount=xof(minor))
        event = Event(id=event_id(payment), on=on, recorded_at=self.now, what=payment)
        known = self.model.get(name)
        if known is not None and known[0] != payment:
            with pytest.raises(InvalidTerms, match="is recorded with other content"):
                self.ledger.record([event])
            return
        assert self.ledger.record([event]).new == (known is None)
        if known is None:
            self.model[name] = (payment, True)
            self.last[name] = event.id

    @rule(name=names)
    def repeat(self, name: str) -> None:
        """The same receipt again, by the quick way."""
        if name in self.model:
            again = self.ledger.record_payments([self.model[name][0]], self.now)
            assert (again.new, again.known) == (0, 1)

    @rule(name=names, deep=st.booleans())
    def turn(self, name: str, deep: bool) -> None:
        """Undo a receipt, or the reversal that undid it last."""
        if name not in self.model:
            return
        payment, standing = self.model[name]
        target = f"received:{name}" if standing else self.last[name]
        if standing and deep and self.last[name] != target:
            with pytest.raises(InvalidTerms, match="does not stand"):
                self.ledger.reverse("reversed:" + target, self.now)
        undone = self.ledger.reverse(target, self.now)
        self.last[name] = undone.id
        self.model[name] = (payment, not standing)

    @rule()
    def sleep(self) -> None:
        """A day ends."""
        self.ends[self.now.date()] = self.stands()
        self.now += timedelta(days=1)

    @rule()
    def open_again(self) -> None:
        """Another process goes on."""
        self.ledger.close()
        self.ledger = Ledger.open(Path(self.folder.name) / "fund.ledger")

    @invariant()
    def it_tells_what_the_model_tells(self) -> None:
        """Now and as known at the end of every earlier day; the chain holds."""
        assert frozenset(self.ledger.fund().payments) == self.stands()
        for day, expected in self.ends.items():
            assert frozenset(self.ledger.fund(day).payments) == expected
            received = self.ledger.receipts(day).get("L1", [])
            assert len(received) == len(expected)
        assert self.ledger.verify().ok


LedgerMachine.TestCase.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, derandomize=True
)
TestLedgerMachine = LedgerMachine.TestCase
