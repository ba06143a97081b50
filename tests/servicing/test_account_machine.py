"""A debt driven by events in any order of entry, beside a plain model of what is owed."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from accounts import essence
from investisens.instruments.repayment import Repayment, debt_leg
from investisens.servicing.account import account
from investisens.servicing.history import Era, Receipt
from investisens.servicing.story import Story
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.schedule import OnDates
from investisens.values.servicing import AllocationOrder, Servicing

START = date(2012, 1, 1)
DUES = tuple(START + timedelta(days=100 * number) for number in range(1, 7))
HORIZON = 800


def model(principal: int, rate: Fraction, received: list[tuple[int, int]], on: int) -> list[int]:
    """Balance, accrued interest and credit by hand: simple interest over 365 days, half up."""
    balance, accrued, credit, since = principal, 0, 0, 0

    def interest(until: int) -> int:
        exact = balance * rate * (until - since) / 365
        return int((2 * exact.numerator + exact.denominator) // (2 * exact.denominator))

    for day in sorted({day for day, _ in received if day <= on}):
        accrued += interest(day)
        money = sum(amount for other, amount in received if other == day)
        paid = min(money, accrued)
        repaid = min(money - paid, balance)
        accrued, balance, since = accrued - paid, balance - repaid, day
        credit += money - paid - repaid
    return [balance, accrued + interest(on), credit]


class Debt(RuleBasedStateMachine):
    """Payments are entered late, twice under one reference, and undone; the fold never minds."""

    @initialize(
        minor=st.integers(1, 10**9),
        mbp=st.integers(0, 6_000_000),
        money=st.sampled_from([XOF, EUR]),
        allocation=st.sampled_from(AllocationOrder),
    )
    def sign(self, minor: int, mbp: int, money: object, allocation: AllocationOrder) -> None:
        rounding = Rounding(interest=RoundingMode.HALF_UP)
        repayment = Repayment(dues=(OnDates(DUES),), rounding=rounding)
        currency = XOF if money is XOF else EUR
        self.leg = debt_leg(Money(minor, currency), START, Rate(mbp), repayment)
        self.other = attrs.evolve(self.leg, servicing=Servicing(allocation=allocation))
        self.minor, self.rate = minor, Fraction(mbp, 10_000_000)
        self.entered: dict[str, tuple[int, int]] = {}
        self.undone: set[str] = set()
        self.on = 0

    @rule(day=st.integers(0, HORIZON), amount=st.integers(1, 10**9))
    def pay(self, day: int, amount: int) -> None:
        """On any day, also before payments that are entered already."""
        self.entered[f"P{len(self.entered)}"] = (day, amount)

    @precondition(lambda self: self.entered)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """The same reference again is the same payment."""
        key = data.draw(st.sampled_from(sorted(self.entered)))
        self.entered[key] = self.entered[key]

    @precondition(lambda self: self.entered)
    @rule(data=st.data())
    def undo_or_restore(self, data: st.DataObject) -> None:
        """Undoing the undoing brings a payment back."""
        self.undone ^= {data.draw(st.sampled_from(sorted(self.entered)))}

    @rule(day=st.integers(0, HORIZON))
    def ask(self, day: int) -> None:
        self.on = day

    def known(self) -> list[tuple[int, int]]:
        return [paid for key, paid in self.entered.items() if key not in self.undone]

    def story(self, usual: bool = True) -> Story:
        receipts = [Receipt(on=START + timedelta(days=day), minor=m) for day, m in self.known()]
        return Story(eras=(Era(leg=self.leg if usual else self.other),), receipts=tuple(receipts))

    @invariant()
    def the_state_is_that_of_the_model(self) -> None:
        past = account(self.story(), START + timedelta(days=self.on)).past

        assert [past.balance, past.accrued_on, past.credit] == model(
            self.minor, self.rate, self.known(), self.on
        )

    @invariant()
    def no_order_of_allocation_loses_money(self) -> None:
        found = account(self.story(usual=False), START + timedelta(days=self.on))
        received = sum(amount for day, amount in self.known() if day <= self.on)
        past = found.past

        assert self.minor - past.received(FlowKind.PRINCIPAL) == past.balance
        paid = past.received(FlowKind.PRINCIPAL) + past.received(FlowKind.INTEREST)
        assert paid + past.credit == received

    @invariant()
    def the_order_of_entry_does_not_matter(self) -> None:
        story = self.story(usual=False)
        turned = attrs.evolve(story, receipts=story.receipts[::-1])
        on = START + timedelta(days=self.on)

        assert essence(account(turned, on)) == essence(account(story, on))


TestDebt = Debt.TestCase
TestDebt.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
