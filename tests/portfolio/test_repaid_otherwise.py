"""What is repaid by turnover, in goods or by the return of equipment, in the books of a fund."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from funds import fund, xof
from investisens.instruments.buyer_advance import BuyerAdvance, PlannedDelivery
from investisens.instruments.equipment_lease import EquipmentLease
from investisens.instruments.registry import Instrument
from investisens.instruments.result_share import RestAtStop, ResultShare
from investisens.instruments.revenue_share import RevenueShare
from investisens.portfolio.contract import debt_history
from investisens.portfolio.fund import Fund, Position
from investisens.portfolio.projection import FundProjection, project
from investisens.portfolio.records import Payment, Result
from investisens.portfolio.valuation import PositionValue
from investisens.servicing.arrears import arrears_of
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
