"""Debts of a fund that were indexed, converted, lost, stood still or were amended, serviced.

Figures by hand: 1,200,000 francs at 12 % on 30E/360, so that a month costs 1 % of what is owed.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.folder.writer import write_fund
from investisens.instruments.agreed import Fee, FeeKind, Indexation, Tranche
from investisens.instruments.conversion import Conversion
from investisens.instruments.convertible_bond import ConvertibleBond
from investisens.instruments.loan import Loan
from investisens.instruments.registry import Instrument
from investisens.instruments.repayment import Amortisation, Repayment
from investisens.portfolio.accounts import account_of, pay_off_amount, what_if_paid
from investisens.portfolio.amending import re_aged, re_amortised
from investisens.portfolio.arrears import arrears_on
from investisens.portfolio.contract import contract_on, debt_history, schedule_of
from investisens.portfolio.decisions import Standstill, Waiver
from investisens.portfolio.fund import Fund, FundTerms, Position
from investisens.portfolio.parties import Enterprise
from investisens.portfolio.projection import project
from investisens.portfolio.quality import losses
from investisens.portfolio.records import Payment, PositionEvent
from investisens.values.cashflow import FlowKind
from investisens.values.components import Component, DuesMeanwhile
from investisens.values.currency import XOF
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms, NotSupported
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates
from investisens.values.servicing import LateInterest, Servicing
from investisens.values.shares import ShareEventKind

START = date(2026, 1, 1)
DUES = (date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1))


def francs(minor: int) -> Money:
    return Money(minor, XOF)


def fund(instrument: Instrument | None = None, on: date = DUES[-1], **lists: Any) -> Fund:
    held = Position(id="L1", enterprise="E1", instrument=instrument or loan())
    return Fund(
        terms=FundTerms(name="Mine", currency=XOF, share_price=francs(10_000), as_of=on),
        enterprises=(Enterprise(id="E1", name="Mill", sector="milling", commune="Savalou"),),
        positions=(held,),
        **lists,
    )


def loan(**terms: Any) -> Loan:
    repayment = Repayment(dues=(OnDates(DUES),), day_count=DayCount.THIRTY_E_360, **terms)
    return Loan(
        principal=francs(1_200_000),
        disbursed_on=START,
        rate=Rate.parse("12 %"),
        repayment=repayment,
    )


def paid(*days: tuple[date, int]) -> tuple[Payment, ...]:
    return tuple(
        Payment(id=f"P{n}", received_on=on, position="L1", amount=francs(minor))
        for n, (on, minor) in enumerate(days)
    )


def ahead(one: Fund, on: date) -> list[tuple[date, FlowKind, int]]:
    """What a projection from the state of a day expects."""
    at = attrs.evolve(one, terms=attrs.evolve(one.terms, as_of=on))
    return [
        (flow.on, flow.kind, flow.amount.minor)
        for flow in project(at).flows
        if flow.party == "L1" and flow.on > on
    ]


class TestIndexed:
    """What is paid of an indexed debt is not what is repaid: its account is refused, not wrong.

    From 1 March all is paid 1.1 times: April asks for 440,000 of principal and 39,600.
    """

    ONE = fund(
        loan(
            indexations=(
                Indexation(
                    on=date(2026, 3, 1), principal=Fraction(11, 10), interest=Fraction(11, 10)
                ),
            )
        ),
        payments=paid((DUES[0], 479_600)),
    )
    MESSAGE = (
        "position 'L1': the debt is indexed by 11/10 from 2026-03-01 on, so that what is paid is "
        "not what is repaid: its account does not follow that, keep it by hand, or amend the debt "
        "on that day or before to terms without indexations"
    )

    def test_once_the_factor_counts_every_question_is_refused(self) -> None:
        questions = (
            lambda: arrears_on(self.ONE, DUES[0]),
            lambda: account_of(self.ONE, "L1", DUES[0]),
            lambda: pay_off_amount(self.ONE, "L1", date(2026, 3, 1)),
            lambda: what_if_paid(self.ONE, "L1", francs(5), DUES[0]),
            lambda: debt_history(self.ONE, self.ONE.position("L1"), DUES[0]),
            lambda: ahead(self.ONE, DUES[0]),
        )
        for ask in questions:
            with pytest.raises(NotSupported) as caught:
                ask()
            assert str(caught.value) == self.MESSAGE
            assert caught.value.field == "repayment.indexations"

    def test_before_it_counts_the_state_is_known_and_what_is_to_come_is_refused(self) -> None:
        (debt,) = arrears_on(self.ONE, date(2026, 2, 1))

        assert (debt.outstanding, debt.accrued) == (1_200_000, 12_000)
        with pytest.raises(NotSupported):
            account_of(self.ONE, "L1", date(2026, 2, 1))

    def test_its_schedule_is_still_known(self) -> None:
        assert schedule_of(self.ONE, "L1").rows[0].total == 479_600

    def test_a_factor_of_one_changes_nothing(self) -> None:
        same = Indexation(on=date(2026, 3, 1), principal=Fraction(1), interest=Fraction(1))
        one = fund(loan(indexations=(same,)), payments=paid((DUES[0], 436_000)))

        assert account_of(one, "L1", DUES[0]).overdue == 0

    def test_amended_before_it_is_serviced_again(self) -> None:
        """On 1 March 24,000 are capitalised: 1,224,000 bear 12,240 a month."""
        on = date(2026, 3, 1)
        plain = attrs.evolve(fund(), payments=())
        amendment = re_aged(plain, "L1", on, (OnDates((date(2027, 1, 1),)),))
        one = attrs.evolve(self.ONE, payments=(), amendments=(amendment,))
        (debt,) = arrears_on(one, DUES[0])

        assert (debt.outstanding, debt.accrued) == (1_224_000, 12_240)

    def test_a_folder_that_holds_one_is_read(self, tmp_path: Any) -> None:
        from investisens import read_fund

        write_fund(self.ONE, tmp_path / "indexed")

        assert read_fund(tmp_path / "indexed").position("L1") == self.ONE.position("L1")


class TestConverted:
    """1,000,000 at 12 %, interest in July and January; shares of 7,000 francs.

    On 1 October 30,000 of interest join it: 147 shares for 1,029,000, and 1,000 in cash.
    """

    ON = date(2026, 10, 1)

    def one(self, *received: tuple[date, int], in_cash: bool = False) -> Fund:
        bond = ConvertibleBond(
            principal=francs(1_000_000),
            disbursed_on=START,
            rate=Rate.parse("12 %"),
            repayment=Repayment(
                dues=(OnDates((date(2026, 7, 1), date(2027, 1, 1))),),
                amortisation=Amortisation.BULLET,
                day_count=DayCount.THIRTY_E_360,
            ),
            conversion=Conversion(price=francs(7_000), interest_in_cash=in_cash),
        )
        chosen = Happening(contract="L1", on=self.ON, what=HappeningKind.CONVERTED)
        return fund(
            bond,
            self.ON,
            happenings=(chosen,),
            payments=paid((date(2026, 7, 1), 60_000), *received),
        )

    def past(self, one: Fund, on: date) -> Any:
        return debt_history(one, one.position("L1"), on)

    def test_what_buys_no_share_is_owed_until_it_is_paid(self) -> None:
        one = self.one()
        past = self.past(one, self.ON)

        assert past.received(FlowKind.CONVERSION) == 1_029_000
        assert (past.balance, past.received(FlowKind.PRINCIPAL)) == (1_000, 0)
        (debt,) = arrears_on(one, date(2026, 10, 31))
        assert (debt.overdue, debt.days_past_due) == (1_000, 30)

    def test_it_is_told_once_when_it_comes(self) -> None:
        past = self.past(self.one((self.ON, 1_000)), date(2027, 6, 1))

        assert (past.balance, past.accrued_on, past.credit) == (0, 0, 0)
        assert past.received(FlowKind.PRINCIPAL) == 1_000

    def test_what_comes_beyond_it_is_credit(self) -> None:
        assert self.past(self.one((date(2026, 10, 1), 1_400)), date(2027, 6, 1)).credit == 400

    def test_interest_in_cash_is_owed_and_not_converted(self) -> None:
        """142 shares for 994,000 of the 1,000,000; 6,000 and the 30,000 of interest in cash."""
        unpaid = self.past(self.one(in_cash=True), self.ON)
        settled = self.past(self.one((self.ON, 36_000), in_cash=True), date(2027, 6, 1))

        assert unpaid.received(FlowKind.CONVERSION) == 994_000
        assert (unpaid.balance, unpaid.accrued_on) == (6_000, 30_000)
        assert (settled.balance, settled.accrued_on, settled.credit) == (0, 0, 0)

    @given(st.integers(1, 300_000), st.integers(-300, 300))
    def test_the_claim_is_shares_cash_and_what_is_owed(self, minor: int, after: int) -> None:
        """53: amount extinguished = shares + cash + what is left, whenever something was paid."""
        day = date.fromordinal(self.ON.toordinal() + max(after, -270))
        past = self.past(self.one((day, minor)), date(2028, 1, 1))
        lent = past.received(FlowKind.DISBURSEMENT) + past.received(FlowKind.CAPITALISED_INTEREST)
        shares = past.received(FlowKind.CONVERSION)

        assert lent == shares + past.received(FlowKind.PRINCIPAL) + past.balance
        assert shares % 7_000 == 0
        cash = past.received(FlowKind.PRINCIPAL) + past.received(FlowKind.INTEREST)
        assert cash + past.credit == 60_000 + minor


class TestStandstills:
    """Days on which two standstills fall move the dues once."""

    OWN = Standstill(since=date(2026, 6, 1), until=date(2026, 8, 31), position="L1")
    ALL = attrs.evolve(OWN, position="", commune="Savalou")
    LONGER = attrs.evolve(ALL, since=date(2026, 7, 1), until=date(2026, 9, 30))

    def dues(self, *standstills: Standstill) -> list[date]:
        one = fund(standstills=standstills)
        return [row.due_on for row in schedule_of(one, "L1", date(2026, 7, 2)).rows]

    def test_one_written_twice_is_one(self) -> None:
        moved = [DUES[0], date(2026, 10, 1), date(2027, 1, 1)]

        assert self.dues(self.OWN) == self.dues(self.OWN, self.ALL) == moved

    def test_those_that_overlap_move_by_the_days_of_both(self) -> None:
        """1 June to 30 September: four months."""
        moved = [DUES[0], date(2026, 11, 1), date(2027, 2, 1)]

        assert self.dues(self.OWN, self.LONGER) == self.dues(self.LONGER, self.OWN) == moved

    def test_one_within_another_moves_nothing(self) -> None:
        within = attrs.evolve(self.ALL, since=date(2026, 6, 15), until=date(2026, 7, 15))

        assert self.dues(self.OWN, within) == self.dues(self.OWN)

    def test_dues_put_off_to_its_end_wait_for_the_end_of_the_other(self) -> None:
        """July falls on 1 September, which is within the other: 1 October, with October itself."""
        put_off = attrs.evolve(self.OWN, dues=DuesMeanwhile.AT_END)
        others = attrs.evolve(self.LONGER, dues=DuesMeanwhile.AT_END)

        assert self.dues(put_off) == [DUES[0], date(2026, 9, 1), DUES[2]]
        assert self.dues(put_off, others) == [DUES[0], DUES[2]]

    def test_those_apart_move_one_after_the_other(self) -> None:
        """Three months, then one more from 1 December on: July, and October in January."""
        later = attrs.evolve(self.ALL, since=date(2026, 9, 15), until=date(2026, 10, 14))

        assert self.dues(self.OWN, later)[1:] == [date(2026, 10, 1), date(2027, 1, 1)]
        one = fund(standstills=(self.OWN, later))
        rows = schedule_of(one, "L1", date(2026, 9, 15)).rows
        assert [row.due_on for row in rows[1:]] == [date(2026, 11, 1), date(2027, 2, 1)]

    @pytest.mark.parametrize("on", [date(2026, 6, 2), date(2026, 7, 1), date(2026, 9, 1)])
    def test_dues_spread_again_stay_where_a_standstill_moved_them(self, on: date) -> None:
        one = fund(standstills=(self.OWN,), payments=paid((DUES[0], 436_000)))
        terms: Any = re_amortised(one, "L1", on).instrument

        assert terms.repayment.due_dates == (date(2026, 10, 1), date(2027, 1, 1))

    def test_spread_again_on_its_first_day_they_are_moved_once(self) -> None:
        one = fund(standstills=(self.OWN,), payments=paid((DUES[0], 436_000)))
        amended = attrs.evolve(one, amendments=(re_amortised(one, "L1", self.OWN.since),))
        days = [row.due_on for row in schedule_of(amended, "L1", date(2026, 6, 2)).rows]

        assert days == [date(2026, 10, 1), date(2027, 1, 1)]


def test_a_tranche_to_come_is_not_forgotten_when_dues_are_spread_again() -> None:
    later = Tranche(on=date(2026, 8, 1), amount=francs(300_000))
    one = fund(loan(draws=(later,)))

    with pytest.raises(NotSupported) as caught:
        re_amortised(one, "L1", date(2026, 5, 1))

    assert str(caught.value) == (
        "repayment.draws cannot be carried over to other dues: write the amendment by hand"
    )
    assert re_amortised(one, "L1", date(2026, 8, 1)).instrument


# What is owed beside principal and interest, and what is lost, in a projection.


def test_a_projection_asks_for_late_interest_and_fees_that_are_owed() -> None:
    """400,000 of April are late for a month of 3.6 %: 1,200, and a fee of 5,000 was not paid."""
    terms = loan(
        servicing=Servicing(late_interest=LateInterest(rate=Rate.parse("3.6 %"))),
        fees=(Fee(kind=FeeKind.ON_DATE, amount=francs(5_000), on=DUES[0]),),
    )
    on = date(2026, 5, 1)
    found = [flow for flow in ahead(fund(terms), on) if flow[1] is FlowKind.FEE]

    assert found == [(DUES[1], FlowKind.FEE, 6_200)]


def test_a_projection_lends_no_more_to_who_lost_what_was_lent() -> None:
    lost = PositionEvent(on=date(2026, 5, 1), position="L1", event=ShareEventKind.WRITE_OFF)
    terms = loan(
        draws=(Tranche(on=date(2026, 8, 1), amount=francs(300_000)),),
        fees=(Fee(kind=FeeKind.AT_DRAW, share=Rate.parse("1 %")),),
    )

    assert ahead(fund(terms, events=(lost,)), date(2026, 6, 1)) == []


def test_a_recovery_that_goes_back_is_no_second_loss() -> None:
    lost = PositionEvent(on=date(2026, 5, 1), position="L1", event=ShareEventKind.WRITE_OFF)
    received = paid((date(2026, 6, 1), 500_000), (date(2026, 6, 2), -500_000))
    (found,) = losses(fund(events=(lost,), payments=received), START, date(2026, 12, 31))

    assert (found.written_off, found.recovered) == (1_200_000, 0)


# Whose record it is.


@pytest.mark.parametrize(
    ("lists", "message"),
    [
        (
            {
                "waivers": (
                    Waiver(
                        on=date(2026, 2, 1),
                        position="L1",
                        component=Component.LATE_INTEREST,
                        amount=francs(5),
                    ),
                )
            },
            "position 'L1': 5 XOF of late_interest is waived on 2026-02-01 but 0 XOF is owed: "
            "waive that or less",
        ),
        (
            {"payments": paid((date(2026, 2, 1), 5), (date(2026, 2, 2), -6))},
            "position 'L1': 6 XOF is handed back on 2026-02-02, 1 XOF more than was received on "
            "the debt: correct the amount",
        ),
        (
            {"payments": paid((date(2025, 12, 1), 5))},
            "position 'L1': 5 minor units are received on 2025-12-01 but the contract starts on "
            "2026-01-01: correct one of the two days",
        ),
    ],
)
def test_what_does_not_fit_names_its_position(lists: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        arrears_on(fund(**lists), date(2026, 3, 1))

    assert str(caught.value) == message


def test_the_contract_of_a_debt_holds_its_legs() -> None:
    """Nothing of the above changes an ordinary one."""
    one = fund()
    contract, past = contract_on(one, one.position("L1"), DUES[0])

    assert past is not None
    assert contract.debt == past.leg
