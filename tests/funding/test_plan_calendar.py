"""The calendar of a plan: who pays when, and what is missing meanwhile."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.agreements import GrantAgreement
from investisens.funding.commitments import Commitment
from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import Allocation, UseKind
from investisens.funding.plan_calendar import PlanCalendar, PlanFlow, plan_calendar
from investisens.values.currency import XOF
from investisens.values.errors import InvalidTerms
from investisens.values.rates import Rate
from plans import drafts, plan, source, use, xof
from strategies import days

JULY, AUGUST, OCTOBER = date(2010, 7, 20), date(2010, 8, 5), date(2010, 10, 1)


def told(calendar: PlanCalendar) -> list[tuple[str, str, int]]:
    return [(str(each.on), each.party, each.amount.minor) for each in calendar.flows]


def agreement(advance: str, balance_on: date | None = None, ceiling: int = 10**9) -> GrantAgreement:
    return GrantAgreement(
        source="REGION",
        agreed_on=date(2010, 5, 1),
        ceiling=xof(ceiling),
        advance=Rate.parse(advance),
        balance_on=balance_on,
    )


class TestWhoPaysWhen:
    """Allocation, contract, agreement, the source's own day, the day of the use: in this order."""

    USES = (use("U1", 60, in_service=AUGUST, paid_on=JULY), use("U2", 40, in_service=OCTOBER))

    def one(self, **terms: object) -> FundingPlan:
        return plan([*self.USES], [source("REGION", **terms)], [[60], [40]])

    def test_without_anything_else_a_source_pays_with_the_use(self) -> None:
        """A use is paid on its own day, before that of its service."""
        assert told(plan_calendar(self.one())) == [
            ("2010-07-20", "REGION", 60),
            ("2010-07-20", "U1", -60),
            ("2010-10-01", "REGION", 40),
            ("2010-10-01", "U2", -40),
        ]

    def test_a_source_may_have_its_day(self) -> None:
        calendar = plan_calendar(self.one(pays_on=date(2010, 6, 1)))

        assert told(calendar)[0] == ("2010-06-01", "REGION", 100)

    def test_a_grant_comes_as_advance_and_balance(self) -> None:
        """70 % of 100 when it is signed; the rest when the last use is paid, or on its own day."""
        by_use = plan_calendar(self.one(), agreements=[agreement("70 %")])
        by_day = plan_calendar(
            self.one(), agreements=[agreement("70 %", balance_on=date(2011, 1, 31))]
        )

        assert told(by_use)[0] == ("2010-05-01", "REGION", 70)
        assert ("2010-10-01", "REGION", 30) in told(by_use)
        assert told(by_day)[-1] == ("2011-01-31", "REGION", 30)

    def test_two_agreements_share_by_their_ceilings(self) -> None:
        """100 over ceilings of 30 and 10: 75 and 25, of which 80 % (60 and 20) at once."""
        both = [agreement("80 %", ceiling=30), agreement("80 %", ceiling=10)]

        paid = [each for each in told(plan_calendar(self.one(), agreements=both)) if each[2] > 0]
        assert paid == [
            *(("2010-05-01", "REGION", 60), ("2010-05-01", "REGION", 20)),
            *(("2010-10-01", "REGION", 15), ("2010-10-01", "REGION", 5)),
        ]

    def test_contracts_pay_out_before_agreements_count(self) -> None:
        """The last payment takes what contracts do not bring."""
        drawn = Commitment(
            source="REGION",
            name="L1",
            amount=xof(90),
            payments=((date(2010, 6, 1), xof(50)), (date(2010, 9, 1), xof(40))),
        )
        calendar = plan_calendar(self.one(), commitments=[drawn], agreements=[agreement("70 %")])

        paid = [each for each in told(calendar) if each[2] > 0]
        assert paid == [("2010-06-01", "REGION", 50), ("2010-09-01", "REGION", 50)]

    def test_an_allocation_with_a_day_comes_first(self) -> None:
        row = Allocation(
            enterprise="E1", use="U2", source="REGION", amount=xof(40), paid_on=date(2010, 9, 9)
        )
        calendar = plan_calendar(self.one(), agreements=[agreement("50 %")], allocations=[row])

        paid = [each for each in told(calendar) if each[2] > 0]
        assert paid == [
            ("2010-05-01", "REGION", 30),
            ("2010-07-20", "REGION", 30),
            ("2010-09-09", "REGION", 40),
        ]

    def test_what_has_no_day_is_told_last_and_in_no_month(self) -> None:
        uses = [use("U1", 5, UseKind.WORKING_CAPITAL), use("U2", 3, paid_on=JULY)]
        calendar = plan_calendar(plan(uses, [source("OWN")], [[5], [3]]))

        assert [(each.party, each.amount.minor) for each in calendar.undated] == [
            *(("OWN", 5), ("U1", -5))
        ]
        assert [month.first for month in calendar.months] == [date(2010, 7, 1)]


@given(drafts(), st.data())
def test_all_that_is_planned_is_in_the_calendar(made: FundingPlan, data: st.DataObject) -> None:
    """Receipts are what sources pay, spending is what uses cost, to the franc."""
    sources = [each.id for each in made.sources]
    commitments = [
        Commitment(source=name, name=name, amount=xof(5), payments=((day, xof(amount)),))
        for name, day, amount in data.draw(
            st.lists(st.tuples(st.sampled_from(sources), days, st.integers(1, 10**9)), max_size=3)
        )
    ]
    calendar = plan_calendar(made, commitments=commitments)
    for each in made.sources:
        flows = [flow.amount for flow in calendar.flows if flow.party == each.id]
        assert sum(flows, xof(0)) == made.by_source[each.id]
    spent = [flow.amount for flow in calendar.flows if flow.amount.minor < 0]
    assert -sum(spent, xof(0)) == made.cost


def test_the_bridge_of_a_grant_paid_on_invoice() -> None:
    """HYB-08 F as dated flows, month 0 in January 2012 → peak 4,200,000; interest 99,000."""
    paid = [
        *(("OWN", 1, 4_000_000), ("REGION", 1, 1_800_000), ("U1", 1, -5_000_000)),
        *(("U2", 4, -5_000_000), ("REGION", 6, 3_000_000), ("REGION", 10, 1_200_000)),
    ]
    flows = tuple(
        PlanFlow(party=party, on=date(2012, month, 15), amount=xof(amount))
        for party, month, amount in paid
    )
    calendar = PlanCalendar(flows=flows, currency=XOF)
    made = calendar.bridge(Rate.parse("9 %"))

    assert (made.peak, made.interest) == (xof(4_200_000), xof(99_000))
    assert {month.first.month: month.gap.minor for month in calendar.months if month.gap} == {
        **{4: 4_200_000, 5: 4_200_000},
        **{6: 1_200_000, 7: 1_200_000, 8: 1_200_000, 9: 1_200_000},
    }


def test_without_any_day_there_is_no_bridge() -> None:
    with pytest.raises(InvalidTerms) as caught:
        plan_calendar(plan([use("U1", 5)], [source("OWN")], [[5]])).bridge(Rate(0))

    assert str(caught.value) == (
        "no flow of the plan has a day: give the days on which uses are paid"
    )
