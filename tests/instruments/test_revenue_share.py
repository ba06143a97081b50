"""A royalty (financement sur chiffre d'affaires): a share of turnover up to a multiple."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.contract import Contract, ContractRun, run_contract
from investisens.engine.irr import irr_periodic
from investisens.engine.scenario import BASE, Default, Delay, ResultPath, Scenario
from investisens.instruments.clauses import Clauses
from investisens.instruments.result_share import RestAtStop, ResultShare
from investisens.instruments.revenue_share import RevenueShare
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period
from investisens.values.errors import InvalidTerms, Severity
from investisens.values.legs import ParticipationLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from result_shares import asked, monthly, multiples, paid_by_day, result_shares
from strategies import currencies, days, minors, roundings


@st.composite
def royalties(draw: st.DrawFn) -> RevenueShare:
    currency, start = draw(currencies), draw(days)
    first_on = start.replace(day=1)
    payments = draw(result_shares(first_on, currency))
    first_paid_on = payments.every.date_after(first_on, 1) + timedelta(
        days=payments.paid_after_days - 1
    )
    return RevenueShare(
        principal=Money(draw(minors), currency),
        disbursed_on=min(start, first_paid_on - timedelta(days=1)),
        first_on=first_on,
        payments=payments,
        measure="net_profit",
        rounding=draw(roundings),
    )


terms = royalties()

MONTHLY = ResultShare(
    share=Rate.parse("6 %"),
    every=Period(months=1),
    total_multiple=Fraction("1.2"),
    stops_on=date(2028, 12, 31),
    rest=RestAtStop.TOTAL_DUE,
)
ROYALTY = RevenueShare(
    principal=Money(100_000, XOF),
    disbursed_on=date(2025, 1, 1),
    first_on=date(2025, 1, 1),
    payments=MONTHLY,
)


def changed(**changes: Any) -> RevenueShare:
    """The royalty with other payments."""
    return attrs.evolve(ROYALTY, payments=attrs.evolve(MONTHLY, **changes))


def run_of(royalty: RevenueShare, turnover: list[int], scenario: Scenario = BASE) -> ContractRun:
    known = monthly(royalty.measure, royalty.first_on, turnover)
    return run_contract(Contract(id="R1", legs=royalty.legs(), results=known), scenario)


def sum_of(run: ContractRun, kind: FlowKind) -> int:
    return sum(amount for _, each, amount in run.flows if each is kind)


def test_rbf_01_a_steady_turnover_reaches_the_multiple_in_forty_months() -> None:
    """Oracle RBF-01: 6 % of 50 000 is 3 000 a month; 40 of them are 1.2 x 100 000."""
    paid = paid_by_day(run_of(ROYALTY, [50_000] * 48))

    assert [*paid.values()] == [3_000] * 40
    assert sum(paid.values()) == 120_000
    assert (min(paid), max(paid)) == (date(2025, 1, 31), date(2028, 4, 30))


def test_rbf_01_the_rate_of_return_is_that_of_the_flows() -> None:
    """Oracle RBF-01: 0.920865 % a month, 11.6276 % a year."""
    paid = paid_by_day(run_of(ROYALTY, [50_000] * 48))
    rate = irr_periodic([-100_000, *paid.values()]).value

    assert rate is not None
    assert round(100 * rate, 6) == 0.920865
    assert round(100 * ((1 + rate) ** 12 - 1), 4) == 11.6276


limits = st.none() | st.integers(0, 5_000)


@given(
    st.lists(st.integers(-(10**5), 10**6), max_size=50),
    multiples,
    limits,
    limits,
    st.sampled_from(RestAtStop),
)
def test_each_payment_stands_between_floor_and_cap_and_all_within_the_multiple(
    turnover: list[int], multiple: Fraction, floor: int | None, more: int | None, rest: RestAtStop
) -> None:
    """Floor <= payment <= cap, but for the last one, which the multiple cuts."""
    royalty = changed(
        total_multiple=multiple,
        floor=None if floor is None else Money(floor, XOF),
        cap=None if more is None else Money(more + (floor or 0), XOF),
        rest=rest,
    )
    total = round(100_000 * multiple)
    expected: dict[date, int] = {}
    for result, window in zip(turnover, royalty.legs()[1].windows, strict=False):
        amount = asked(royalty.payments, result, total, sum(expected.values()))
        expected[window.paid_on] = amount
    missing = total - sum(expected.values())
    if rest is not RestAtStop.GIVEN_UP:
        if rest is RestAtStop.PRINCIPAL_DUE:
            missing -= min(missing, total - 100_000)
        stop = royalty.payments.stops_on
        expected[stop] = expected.get(stop, 0) + missing

    assert paid_by_day(run_of(royalty, turnover)) == {
        day: amount for day, amount in expected.items() if amount
    }


@given(terms)
def test_the_multiple_is_reached_exactly_when_turnover_allows(royalty: RevenueShare) -> None:
    total = royalty.payments.total(royalty.principal, royalty.rounding).minor
    open_ended = attrs.evolve(
        royalty, payments=attrs.evolve(royalty.payments, cap=None, share=Rate.parse("100 %"))
    )

    run = run_of(open_ended, [total] * 12)
    assert sum(paid_by_day(run).values()) == total
    assert run.outstanding == 0
    assert sum_of(run, FlowKind.PRINCIPAL) == royalty.principal.minor


@given(terms, st.lists(st.integers(0, 10**4), max_size=12))
def test_at_the_stop_nothing_is_left_open(royalty: RevenueShare, turnover: list[int]) -> None:
    run = run_of(royalty, turnover)
    paid, rest = sum(paid_by_day(run).values()), royalty.payments.rest

    assert run.outstanding == 0
    assert max(day for day, _, _ in run.flows) <= royalty.payments.stops_on.toordinal()
    if rest is RestAtStop.TOTAL_DUE:
        assert paid == royalty.payments.total(royalty.principal, royalty.rounding).minor
    if rest is not RestAtStop.GIVEN_UP:
        assert sum_of(run, FlowKind.PRINCIPAL) == royalty.principal.minor
    assert sum_of(run, FlowKind.PRINCIPAL) + sum_of(run, FlowKind.LOSS) == royalty.principal.minor


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (RestAtStop.TOTAL_DUE, {"principal": 42_400, "participation": 20_000}),
        (RestAtStop.PRINCIPAL_DUE, {"principal": 42_400}),
        (RestAtStop.GIVEN_UP, {"loss": 42_400}),
    ],
)
def test_a_slow_turnover_leaves_a_rest_on_the_last_day(
    rest: RestAtStop, expected: dict[str, int]
) -> None:
    """By hand: 48 months of 6 % of 20 000 are 57 600 of 100 000; the last one falls on that day."""
    run = run_of(changed(rest=rest), [20_000] * 48)
    last = [(kind.value, amount) for day, kind, amount in run.flows if day == 740_712]

    assert date.fromordinal(740_712) == MONTHLY.stops_on
    assert last == [("principal", 1_200), *expected.items()]


def test_a_quarter_is_paid_on_its_day_after_the_end() -> None:
    """By hand: 6 % of 90 000 is 5 400; 30 days after 31 March and 30 June."""
    quarterly = changed(every=Period(months=3), paid_after_days=30)

    assert paid_by_day(run_of(quarterly, [30_000] * 6)) == {
        date(2025, 4, 30): 5_400,
        date(2025, 7, 30): 5_400,
        date(2028, 12, 31): 109_200,
    }


def test_a_default_stops_the_payments() -> None:
    """By hand: 12 payments of 3 000 by the end of 2025 leave 64 000, of which 10 % come back."""
    default = Default(contract="R1", on=date(2026, 1, 1), recovery=Rate.parse("10 %"))
    run = run_of(ROYALTY, [50_000] * 48, Scenario(name="s", defaults=(default,)))

    assert sum_of(run, FlowKind.PRINCIPAL) == 36_000
    assert sum_of(run, FlowKind.RECOVERY) == 6_400
    assert sum_of(run, FlowKind.LOSS) == 57_600
    assert sum_of(run, FlowKind.PARTICIPATION) == 0


def test_a_scenario_gives_another_turnover() -> None:
    path = ResultPath(
        contract="R1", measure="turnover", year=2025, month=1, amount=Money(100_000, XOF)
    )
    run = run_of(ROYALTY, [50_000] * 2, Scenario(name="s", results=(path,)))

    assert [*paid_by_day(run).values()] == [6_000, 3_000, 111_000]


def test_a_delay_moves_the_payments_and_the_rest() -> None:
    late = Delay(contract="R1", since=date(2025, 2, 1), days=10)
    run = run_of(ROYALTY, [50_000] * 2, Scenario(name="s", delays=(late,)))

    assert paid_by_day(run) == {
        date(2025, 1, 31): 3_000,
        date(2025, 3, 10): 3_000,
        date(2029, 1, 10): 114_000,
    }


@pytest.mark.parametrize(("multiple", "noted"), [("1.1", True), ("1.2", False), ("3.5", True)])
def test_a_multiple_outside_the_usual_range_is_noted_and_not_refused(
    multiple: str, noted: bool
) -> None:
    """Parameters ``royalty.multiple.low`` and ``royalty.multiple.high``, known from 2026 on."""
    royalty = attrs.evolve(
        changed(total_multiple=Fraction(multiple)),
        disbursed_on=date(2026, 1, 1),
        first_on=date(2026, 1, 1),
    )

    assert bool(royalty.notes()) is noted
    assert attrs.evolve(royalty, disbursed_on=date(2025, 12, 31)).notes() == ()


def test_a_note_names_the_range_and_its_source() -> None:
    royalty = attrs.evolve(
        changed(total_multiple=Fraction("3.5")),
        disbursed_on=date(2026, 1, 1),
        first_on=date(2026, 1, 1),
    )
    (note,) = royalty.notes()

    assert str(note) == (
        "payments.total_multiple: expected a usual multiple of the amount, 1.2 to 3, found 350000 "
        "XOF for 100000 XOF: it is not refused: look at the internal rate of the flows"
    )
    assert note.severity is Severity.WARNING
    assert note.rule == (
        "royalty.multiple.high on 2026-01-01: smartbusinessfunder.com; first day not found; "
        "verified secondary"
    )


def test_a_rest_needs_a_total_and_a_debt_to_go_to() -> None:
    with pytest.raises(InvalidTerms) as caught:
        ParticipationLeg(
            measure="turnover", share=Fraction(1), windows=(), rest_on=date(2028, 12, 31)
        )

    assert str(caught.value) == (
        "rest_on is 2028-12-31 but nothing says what is left: give cap_total, to a participation "
        "that repays"
    )


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        (
            {"share": Rate(0)},
            "share is 0 %: use a share above 0 % and up to 100 %",
            "share",
        ),
        (
            {"every": Period(days=14)},
            "every is 2 weeks: results are known by month, use a month, a quarter, a year or "
            "another number of months",
            "every",
        ),
        (
            {"total_multiple": Fraction("0.9")},
            "total_multiple is 9/10: use 1 or more, so that payments can bring the amount back",
            "total_multiple",
        ),
        (
            {"paid_after_days": 367},
            "paid_after_days is 367: use 0 to 366 days",
            "paid_after_days",
        ),
        ({"floor": Money(-1, XOF)}, "floor is -1 XOF: use an amount of 0 or more", "floor"),
        (
            {"floor": Money(5_000, XOF), "cap": Money(4_000, XOF)},
            "cap 4000 XOF is below floor 5000 XOF: raise the cap or lower the floor",
            "cap",
        ),
        (
            {"cap": Money(100, EUR)},
            "cap is 1.00 EUR but principal is in XOF: use one currency",
            "payments.cap",
        ),
        (
            {"stops_on": date(2025, 1, 30)},
            "stops_on 2025-01-30 is before 2025-01-31, when the first period is paid: give a later "
            "day",
            "payments.stops_on",
        ),
    ],
)
def test_payments_out_of_range_are_refused(
    changes: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        changed(**changes)

    assert (str(caught.value), caught.value.field) == (message, field)


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        (
            {"principal": Money(0, XOF)},
            "principal is 0 XOF: advance a positive amount",
            "principal",
        ),
        (
            {"first_on": date(2025, 1, 2)},
            "first_on is 2025-01-02: results are known by month, give the first day of one",
            "first_on",
        ),
        (
            {"disbursed_on": date(2025, 1, 31)},
            "the first period is paid on 2025-01-31, not after disbursed_on 2025-01-31: start with "
            "a later period",
            "payments.every",
        ),
        (
            {"clauses": Clauses(cap_on_return=Money(100, EUR))},
            "cap_on_return is 1.00 EUR but the instrument is in XOF: use one currency",
            "clauses.cap_on_return",
        ),
    ],
)
def test_terms_that_contradict_each_other_are_refused(
    changes: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(ROYALTY, **changes)

    assert (str(caught.value), caught.value.field) == (message, field)
