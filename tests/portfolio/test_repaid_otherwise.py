"""What is repaid by turnover, in goods or by the return of equipment, in the books of a fund."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds import fund, xof
from investisens.instruments.buyer_advance import BuyerAdvance, PlannedDelivery
from investisens.instruments.equipment_lease import EquipmentLease
from investisens.instruments.registry import Instrument
from investisens.instruments.result_share import RestAtStop, ResultShare
from investisens.instruments.revenue_share import RevenueShare
from investisens.portfolio.arrears import arrears_on
from investisens.portfolio.contract import debt_history
from investisens.portfolio.fund import Amendment, Fund, Position
from investisens.portfolio.projection import FundProjection, project
from investisens.portfolio.records import Payment, Result
from investisens.portfolio.valuation import PositionValue
from investisens.servicing.arrears import NOTHING_LATE, Arrears, arrears_of
from investisens.values.cashflow import FlowKind
from investisens.values.dates import Period
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.rates import Rate

ADVANCE = BuyerAdvance(
    principal=xof(1_000_000),
    disbursed_on=date(2024, 6, 1),
    settled_on=date(2025, 1, 31),
    deliveries=(
        PlannedDelivery(on=date(2024, 11, 15), value=xof(400_000)),
        PlannedDelivery(on=date(2024, 12, 15), value=xof(400_000)),
    ),
)
ROYALTY = RevenueShare(
    principal=xof(100_000),
    disbursed_on=date(2026, 1, 1),
    first_on=date(2026, 1, 1),
    payments=ResultShare(
        share=Rate.parse("50 %"),
        every=Period(months=1),
        total_multiple=Fraction("3.5"),
        stops_on=date(2026, 12, 31),
        rest=RestAtStop.GIVEN_UP,
    ),
)

LATE = date(2027, 1, 10)


def holding(instrument: Instrument, as_of: date) -> Fund:
    """A fund with one position."""
    held = fund(positions=(Position(id="X1", enterprise="E1", instrument=instrument),))
    return attrs.evolve(held, terms=attrs.evolve(held.terms, as_of=as_of))


def value_of(projection: FundProjection) -> PositionValue:
    (value,) = projection.positions
    return value


def received(on: date, minor: int) -> Payment:
    return Payment(id=f"P{on}", received_on=on, position="X1", amount=xof(minor))


def outstanding_on(held: Fund, on: date) -> int:
    past = debt_history(held, held.position("X1"), on)
    assert past is not None
    return past.balance


def test_a_planned_delivery_that_is_not_recorded_did_not_take_place() -> None:
    held = holding(ADVANCE, date(2024, 11, 30))

    assert outstanding_on(held, date(2024, 11, 30)) == 1_000_000
    late = debt_history(held, held.position("X1"), date(2025, 2, 10))
    assert late is not None
    assert arrears_of(late).overdue == 1_000_000
    assert arrears_of(late).days_past_due == 10


def test_a_delivery_to_come_is_still_expected() -> None:
    """By hand: 400 000 of December is expected, November was missed: 600 000 are due in cash."""
    projection = project(holding(ADVANCE, date(2024, 11, 30)))

    assert [(flow.on, flow.amount.minor) for flow in projection.flows if flow.party == "X1"] == [
        (date(2024, 6, 1), -1_000_000),
        (date(2025, 1, 31), 600_000),
    ]


def test_a_recorded_delivery_repays_its_value() -> None:
    delivered = Happening(
        contract="X1", on=date(2024, 11, 20), what=HappeningKind.DELIVERED, amount=xof(350_000)
    )
    held = attrs.evolve(holding(ADVANCE, date(2024, 11, 30)), happenings=(delivered,))

    assert outstanding_on(held, date(2024, 11, 19)) == 1_000_000
    assert outstanding_on(held, date(2024, 11, 30)) == 650_000
    assert value_of(project(held)).returned == 350_000


def test_what_turnover_brings_beyond_the_amount_is_income_and_owed_to_nobody() -> None:
    held = attrs.evolve(
        holding(ROYALTY, date(2026, 6, 30)), payments=(received(date(2026, 3, 31), 130_000),)
    )
    projection = project(held)
    value = value_of(projection)

    assert (value.returned, value.income, value.credit, value.value) == (100_000, 30_000, 0, 0)
    assert not [note for note in projection.notes if "beyond what was owed" in note.found]


def test_what_was_paid_counts_towards_the_multiple() -> None:
    """By hand: 350 000 in all, of which 130 000 were paid; July brings half of 800 000."""
    july = Result(enterprise="E1", year=2026, month=7, measure="turnover", amount=xof(800_000))
    held = attrs.evolve(
        holding(ROYALTY, date(2026, 6, 30)),
        payments=(received(date(2026, 3, 31), 130_000),),
        results=(july,),
    )
    to_come = [flow for flow in project(held).flows if flow.on > date(2026, 6, 30)]

    assert [(flow.on, flow.amount.minor) for flow in to_come] == [(date(2026, 7, 31), 220_000)]


def late_rest(rest: RestAtStop, *paid: tuple[date, int], on: date = LATE) -> Arrears:
    """What is late of a royalty of 100,000 that brings 120,000 by the end of 2026."""
    payments = attrs.evolve(ROYALTY.payments, total_multiple=Fraction("1.2"), rest=rest)
    held = attrs.evolve(
        holding(attrs.evolve(ROYALTY, payments=payments), on),
        payments=tuple(received(*each) for each in paid),
    )
    past = debt_history(held, held.position("X1"), on)
    assert past is not None
    return arrears_of(past)


class TestRestAtTheLastDay:
    """By hand: 120,000 in all are due on 31 December 2026, 100,000 of them principal."""

    def test_nothing_of_it_is_late_on_its_day(self) -> None:
        assert late_rest(RestAtStop.TOTAL_DUE, on=date(2026, 12, 31)) == NOTHING_LATE

    @pytest.mark.parametrize(
        ("paid", "overdue", "principal"),
        [
            ((), 120_000, 100_000),
            (((date(2026, 5, 31), 70_000),), 50_000, 30_000),
            (((date(2026, 5, 31), 110_000),), 10_000, 0),
            (((date(2026, 5, 31), 105_000), (date(2026, 12, 31), 5_000)), 10_000, 0),
            (((date(2026, 5, 31), 70_000), (date(2027, 1, 5), 25_000)), 25_000, 5_000),
            (((date(2026, 5, 31), 70_000), (date(2027, 1, 5), 40_000)), 10_000, 0),
        ],
        ids=["nothing", "before", "beyond principal", "on the day", "principal first", "return"],
    )
    def test_the_whole_of_it_is_late_after_it(
        self, paid: tuple[tuple[date, int], ...], overdue: int, principal: int
    ) -> None:
        late = late_rest(RestAtStop.TOTAL_DUE, *paid)

        assert (late.overdue, late.principal) == (overdue, principal)
        assert (late.oldest_on, late.days_past_due) == (date(2026, 12, 31), 10)

    def test_all_that_was_agreed_leaves_nothing_late(self) -> None:
        assert late_rest(RestAtStop.TOTAL_DUE, (date(2026, 5, 31), 120_000)) == NOTHING_LATE

    @given(
        st.lists(st.tuples(st.dates(date(2026, 1, 2), LATE), st.integers(1, 80_000)), max_size=5)
    )
    def test_what_is_late_is_what_all_payments_lack(self, paid: list[tuple[date, int]]) -> None:
        unique = list(dict(paid).items())
        received_in_all = sum(minor for _, minor in unique)

        late = late_rest(RestAtStop.TOTAL_DUE, *unique)
        assert late.overdue == max(0, 120_000 - received_in_all)
        assert late.principal == max(0, 100_000 - received_in_all)

    def test_where_the_return_is_given_up_only_the_principal_is_late(self) -> None:
        paid = (date(2026, 5, 31), 70_000)

        assert late_rest(RestAtStop.PRINCIPAL_DUE, paid).overdue == 30_000
        assert late_rest(RestAtStop.GIVEN_UP, paid) == NOTHING_LATE

    def test_what_is_paid_of_it_later_is_a_return(self) -> None:
        """70,000 and 40,000 bring the principal back, and 10,000 beyond it."""
        payments = attrs.evolve(
            ROYALTY.payments, total_multiple=Fraction("1.2"), rest=RestAtStop.TOTAL_DUE
        )
        held = attrs.evolve(
            holding(attrs.evolve(ROYALTY, payments=payments), LATE),
            payments=(received(date(2026, 5, 31), 70_000), received(date(2027, 1, 5), 40_000)),
        )
        projection = project(held)
        value = value_of(projection)

        assert (value.returned, value.income, value.outstanding) == (100_000, 10_000, 0)
        assert (value.overdue, value.credit, value.value) == (10_000, 0, 0)
        paid = {(flow.on, flow.kind, flow.amount.minor) for flow in projection.flows}
        assert (date(2027, 1, 5), FlowKind.PARTICIPATION, 10_000) in paid

    def test_many_debts_stand_as_each_does_alone(self) -> None:
        """More than 200 debts are worked out side by side, but for those that are not plain."""
        payments = attrs.evolve(ROYALTY.payments, rest=RestAtStop.TOTAL_DUE)
        royalty = attrs.evolve(ROYALTY, payments=payments)
        many = fund(
            positions=tuple(
                Position(id=f"X{at}", enterprise="E1", instrument=royalty) for at in range(201)
            )
        )

        assert {debt.overdue for debt in arrears_on(many, LATE)} == {350_000}


def test_an_amended_royalty_counts_from_its_amendment() -> None:
    """By hand: 40,000 of 100,000 are paid, then 60,000 are to bring 1.2 × 60,000 = 72,000."""
    payments = attrs.evolve(
        ROYALTY.payments, total_multiple=Fraction("1.2"), rest=RestAtStop.TOTAL_DUE
    )
    royalty, since = attrs.evolve(ROYALTY, payments=payments), date(2026, 7, 1)
    new = attrs.evolve(royalty, principal=xof(60_000), disbursed_on=since, first_on=since)
    held = attrs.evolve(
        holding(royalty, since),
        payments=(received(date(2026, 3, 31), 40_000),),
        amendments=(Amendment(position="X1", on=since, capitalised=xof(0), instrument=new),),
    )
    to_come = [flow for flow in project(held).flows if flow.on > since]

    assert sum(flow.amount.minor for flow in to_come) == 72_000
    assert arrears_on(held, LATE)[0].overdue == 72_000


def test_a_projection_tells_an_unusual_multiple() -> None:
    notes = [note for note in project(holding(ROYALTY, date(2026, 6, 30))).notes if note.rule]

    assert [note.where for note in notes] == ["X1: payments.total_multiple"]
    assert notes[0].found == "350000 XOF for 100000 XOF"


def test_rents_are_received_until_the_option() -> None:
    """By hand: without a rate, ten rents of 90 000 and an option of 100 000."""
    lease = EquipmentLease(
        cost=xof(1_000_000),
        disbursed_on=date(2024, 1, 15),
        rate=Rate(0),
        rents=10,
        option_price=xof(100_000),
    )
    paid = tuple(received(date(2024, month, 15), 90_000) for month in range(2, 12))
    held = attrs.evolve(holding(lease, date(2024, 11, 30)), payments=paid)
    bought = Happening(contract="X1", on=date(2024, 11, 1), what=HappeningKind.OPTION)

    returned = value_of(project(held))
    assert (returned.outstanding, returned.returned, returned.overdue) == (0, 1_000_000, 0)
    owing = value_of(project(attrs.evolve(held, happenings=(bought,))))
    assert (owing.outstanding, owing.returned, owing.overdue) == (100_000, 900_000, 100_000)
