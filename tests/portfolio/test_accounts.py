"""Accounts of the debts of a fund: waivers, standstills, amendments, and what a payment clears.

Figures by hand: 1,200,000 francs at 12 % on 30E/360, so that a month costs 1 % of what is owed.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from investisens import read_fund
from investisens.folder.writer import write_fund
from investisens.instruments.agreed import Fee, FeeKind
from investisens.instruments.loan import Loan
from investisens.instruments.repayment import Amortisation, Repayment
from investisens.portfolio.accounts import account_of, pay_off_amount, what_if_paid
from investisens.portfolio.amending import re_aged, re_amortised
from investisens.portfolio.contract import contract_on, debt_history, schedule_of
from investisens.portfolio.decisions import Standstill, Waiver
from investisens.portfolio.fund import Fund, FundTerms, Position
from investisens.portfolio.parties import Enterprise
from investisens.portfolio.records import Payment
from investisens.servicing.arrears import arrears_of
from investisens.values.cashflow import FlowKind
from investisens.values.components import Component, DuesMeanwhile, InterestMeanwhile
from investisens.values.currency import EUR, XOF
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms, NotSupported
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates
from investisens.values.servicing import Advance, AllocationOrder, Claim, LateInterest, Servicing

START = date(2026, 1, 1)
DUES = (date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1))


def francs(minor: int) -> Money:
    return Money(minor, XOF)


def fund(servicing: Servicing | None = None, **changes: Any) -> Fund:
    terms: dict[str, Any] = {
        "dues": (OnDates(DUES),),
        "day_count": DayCount.THIRTY_E_360,
        "servicing": servicing or Servicing(),
    }
    terms |= changes.pop("terms", {})
    loan = Loan(
        principal=francs(1_200_000),
        disbursed_on=START,
        rate=Rate.parse("12 %"),
        repayment=Repayment(**terms),
    )
    return Fund(
        terms=FundTerms(name="Mine", currency=XOF, share_price=francs(10_000), as_of=DUES[-1]),
        enterprises=(Enterprise(id="E1", name="Mill", sector="milling", commune="Savalou"),),
        positions=(Position(id="L1", enterprise="E1", instrument=loan),),
        **changes,
    )


def paid(*days: tuple[date, int]) -> tuple[Payment, ...]:
    return tuple(
        Payment(id=f"P{n}", received_on=on, position="L1", amount=francs(minor))
        for n, (on, minor) in enumerate(days)
    )


# What a payment clears.


def test_a_payment_clears_interest_then_principal() -> None:
    """Each due asks for 3 % of 1,200,000; July for its total as signed, 424,000 (400,000 + 2 %).

    Of 500,000: 36,000 of interest twice, then 400,000 of April and 28,000 of July.
    """
    found = what_if_paid(fund(), "L1", francs(500_000), DUES[1])

    assert [(each.interest, each.principal, each.left) for each in found.dues] == [
        (36_000, 400_000, 0),
        (36_000, 28_000, 360_000),
    ]
    assert found.credit == francs(0)
    assert found.overdue == francs(0)
    assert found.balance == francs(772_000)
    assert found.pays_off == francs(1_272_000)


def test_principal_first_leaves_interest_open() -> None:
    found = what_if_paid(
        fund(Servicing(allocation=AllocationOrder.PRINCIPAL_FIRST)), "L1", francs(400_000), DUES[1]
    )

    assert [(each.interest, each.principal, each.left) for each in found.dues] == [
        (0, 400_000, 36_000)
    ]


def test_an_overpayment_is_credit() -> None:
    one = fund()
    owed = pay_off_amount(one, "L1", date(2026, 2, 1))
    found = what_if_paid(one, "L1", owed + francs(7), date(2026, 2, 1))

    assert owed == francs(1_212_000)
    assert (found.balance, found.credit) == (francs(0), francs(7))


def test_money_that_no_claim_takes_waits_for_the_next_due() -> None:
    """Nothing may go in advance: 500,000 in March wait, April takes 436,000 of them."""
    order = tuple(claim for claim in Claim if not claim.value.startswith("in_advance"))
    one = fund(Servicing(order=order), payments=paid((date(2026, 3, 1), 500_000)))

    assert account_of(one, "L1", date(2026, 3, 31)).past.credit == 500_000
    assert account_of(one, "L1", DUES[0]).past.credit == 64_000
    assert account_of(one, "L1", DUES[0]).dues[0].open == 0


def test_a_question_about_nothing_is_refused() -> None:
    with pytest.raises(InvalidTerms, match=r"^amount is 0 XOF: ask for a positive amount$"):
        what_if_paid(fund(), "L1", francs(0), START)
    with pytest.raises(InvalidTerms) as caught:
        what_if_paid(fund(), "L1", Money(5, EUR), START)
    assert str(caught.value) == ("amount is 0.05 EUR but 'L1' is owed in XOF: use its currency")
    with pytest.raises(NotSupported) as unknown:
        account_of(fund(), "L1", date(2025, 12, 31))
    assert str(unknown.value) == (
        "position 'L1' of kind 'loan' is no debt that runs on 2025-12-31: name a debt, or ask "
        "for a later day"
    )


# Fees and late interest.


def test_a_fee_is_owed_from_its_day() -> None:
    fee = Fee(kind=FeeKind.ON_DATE, amount=francs(5_000), on=DUES[0])
    one = fund(terms={"fees": (fee,)}, payments=paid((DUES[0], 436_000)))
    found = account_of(one, "L1", date(2026, 4, 2))

    # Fees are paid before principal.
    assert found.dues[0].fee.paid == 5_000
    assert (found.overdue, found.dues[0].principal.open) == (5_000, 5_000)


def test_late_interest_runs_on_what_is_past_due_after_its_grace() -> None:
    """400,000 of principal late from 1 April, 5 days of grace: 25 days of 360 at 3.6 %: 1,000."""
    late = LateInterest(rate=Rate.parse("3.6 %"), grace_days=5)
    one = fund(Servicing(late_interest=late))
    on = date(2026, 5, 1)
    past = debt_history(one, one.position("L1"), on)

    assert past is not None
    assert past.charged == account_of(one, "L1", on).dues[0].late_interest.open == 1_000
    assert arrears_of(past).overdue == 437_000


# Decisions.


def test_interest_waived_is_neither_owed_nor_received() -> None:
    waiver = Waiver(on=DUES[0], position="L1", component=Component.INTEREST, amount=francs(6_000))
    found = account_of(fund(waivers=(waiver,)), "L1", DUES[0])

    assert (found.past.accrued_on, found.dues[0].interest.waived) == (30_000, 6_000)


def test_principal_waived_is_forgiveness_and_no_loss() -> None:
    waiver = Waiver(
        on=date(2026, 3, 1), position="L1", component=Component.PRINCIPAL, amount=francs(200_000)
    )
    one = fund(waivers=(waiver,))
    found = account_of(one, "L1", DUES[0]).past
    contract, _ = contract_on(one, one.position("L1"), DUES[0])

    assert found.balance == 1_000_000
    assert found.received(FlowKind.FORGIVENESS) == 200_000
    assert found.received(FlowKind.LOSS) == 0
    assert contract.opening is not None and contract.opening.balance == 1_000_000


def test_dues_of_a_broken_machine_move_and_interest_runs() -> None:
    """Three whole months from 15 June: July becomes October, and asks for six months' interest."""
    still = Standstill(since=date(2026, 6, 15), until=date(2026, 9, 14), commune="Savalou")
    one = fund(standstills=(still,), payments=paid((DUES[0], 436_000)))
    rows = schedule_of(one, "L1", date(2026, 7, 2)).rows

    assert [row.due_on for row in rows] == [DUES[0], date(2026, 10, 1), date(2027, 1, 1)]
    assert [row.interest for row in rows] == [36_000, 48_000, 12_000]
    past = debt_history(one, one.position("L1"), date(2026, 9, 30))
    assert past is not None and arrears_of(past).overdue == 0
    # Before it began nobody knows of it.
    assert schedule_of(one, "L1", date(2026, 6, 14)).rows[1].due_on == DUES[1]


@pytest.mark.parametrize(
    ("signed", "moved"),
    [
        # Ends of months stay ends of months.
        (("2026-06-30", "2026-09-30", "2026-12-31"), ("2026-09-30", "2026-12-31", "2027-03-31")),
        # The thirtieth is a day like another.
        (("2026-06-30", "2026-09-30"), ("2026-09-30", "2026-12-30")),
        (("2026-07-31", "2026-11-30", "2027-03-15"), ("2026-10-31", "2027-02-28", "2027-06-15")),
    ],
)
def test_a_standstill_of_three_months_keeps_dues_at_the_ends_of_months(
    signed: tuple[str, ...], moved: tuple[str, ...]
) -> None:
    still = Standstill(since=date(2026, 6, 15), until=date(2026, 9, 14), position="L1")
    dues = OnDates(tuple(map(date.fromisoformat, signed)))
    rows = schedule_of(fund(standstills=(still,), terms={"dues": (dues,)}), "L1", START).rows
    assert tuple(str(row.due_on) for row in rows) == signed
    later = schedule_of(
        fund(standstills=(still,), terms={"dues": (dues,)}), "L1", date(2026, 6, 15)
    )
    assert tuple(str(row.due_on) for row in later.rows) == moved


def test_a_standstill_without_interest_costs_none() -> None:
    """800,000 bear 74 days before and 17 after a standstill of 15 June to 14 September."""
    still = Standstill(
        since=date(2026, 6, 15),
        until=date(2026, 9, 14),
        position="L1",
        interest=InterestMeanwhile.STANDS_STILL,
    )
    rows = schedule_of(fund(standstills=(still,)), "L1", date(2026, 7, 2)).rows

    # 74 days: 19,733 (19,733.3); 16 days of September: 4,267 (4,266.7).
    assert rows[1].interest == 19_733 + 4_267


def test_dues_of_a_standstill_may_fall_together_at_its_end() -> None:
    still = Standstill(
        since=date(2026, 6, 1),
        until=date(2026, 10, 31),
        sector="milling",
        dues=DuesMeanwhile.AT_END,
    )
    rows = schedule_of(fund(standstills=(still,)), "L1", DUES[1]).rows

    assert [(row.due_on, row.principal) for row in rows] == [
        (DUES[0], 400_000),
        (date(2026, 11, 1), 800_000),
    ]


@pytest.mark.parametrize("dues", DuesMeanwhile)
def test_a_level_payment_stays_what_it_was(dues: DuesMeanwhile) -> None:
    still = Standstill(since=date(2026, 5, 1), until=date(2026, 7, 31), position="L1", dues=dues)
    terms = {"amortisation": Amortisation.LEVEL_PAYMENT}
    one = fund(standstills=(still,), terms=terms)

    assert schedule_of(one, "L1", DUES[1]).rows[0] == schedule_of(fund(terms=terms), "L1").rows[0]
    assert schedule_of(one, "L1", DUES[1]).rows[-1].outstanding == 0


def test_a_standstill_of_others_changes_nothing() -> None:
    still = Standstill(since=DUES[0], until=DUES[1], commune="Savalou", sector="drying")

    assert schedule_of(fund(standstills=(still,)), "L1", DUES[2]) == schedule_of(fund(), "L1")


# Amendments from what is owed.


def test_re_aged_and_re_amortised_start_from_what_is_owed() -> None:
    """Nothing paid by 1 May: 1,200,000 and four months of interest, 48,000."""
    on = date(2026, 5, 1)
    one = fund()
    aged = re_aged(one, "L1", on, (OnDates((date(2027, 1, 1), date(2028, 1, 1))),))
    again = re_amortised(one, "L1", on)

    terms: list[Any] = [aged.instrument, again.instrument]

    assert [each.principal for each in terms] == [francs(1_248_000)] * 2
    assert aged.capitalised == francs(48_000)
    assert terms[1].repayment.due_dates == DUES[1:]
    amended = attrs.evolve(one, amendments=(aged,))
    found = account_of(amended, "L1", on)
    assert [due.asked for due in found.dues] == [0]
    assert [due.principal.asked for due in found.to_come] == [624_000, 624_000]


def test_smaller_instalments_go_into_projections() -> None:
    """400,000 more paid on 1 April: the 400,000 left are asked for by halves."""
    one = fund(Servicing(advance=Advance.SMALLER), payments=paid((DUES[0], 436_000 + 400_000)))
    contract, past = contract_on(one, one.position("L1"), DUES[0])

    assert past is not None and past.balance == 400_000
    assert [due.principal.asked for due in account_of(one, "L1", DUES[0]).to_come] == [200_000] * 2
    assert contract.legs[0] == past.leg


def test_terms_of_servicing_are_written_and_read(tmp_path: Any) -> None:
    servicing = Servicing(
        order=AllocationOrder.PRINCIPAL_FIRST.order,
        advance=Advance.SPREAD,
        round_at_dues=True,
        late_interest=LateInterest(rate=Rate.parse("3 %"), grace_days=5),
    )
    payments = tuple(
        attrs.evolve(each, payer="A buyer") for each in paid((DUES[0], 5), (DUES[1], -5))
    )
    one = fund(servicing, payments=payments)
    write_fund(one, tmp_path / "mine")

    assert read_fund(tmp_path / "mine") == one


def test_instalments_that_cannot_be_fixed_again_are_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        fund(Servicing(advance=Advance.SMALLER), terms={"amortisation": Amortisation.FLAT})

    assert str(caught.value) == (
        "servicing.advance is smaller but instalments are neither equal principal nor a level "
        "payment: use next, last or spread"
    )
