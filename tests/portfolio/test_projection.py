"""A fund projected: its cash to the franc, and what holds for every fund on every day."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds import AS_OF, call, fund, funds, investor, loan, xof
from golden import rows_of
from investisens.engine.contract import Contract, run_contract
from investisens.engine.scenario import BASE, Default, Delay, Scenario
from investisens.instruments.participating_loan import ParticipatingLoan, Participation
from investisens.instruments.result_share import RestAtStop, ResultShare
from investisens.instruments.revenue_share import RevenueShare
from investisens.portfolio.cash import CASH_LINES, signed
from investisens.portfolio.contract import debt_history
from investisens.portfolio.fund import Fund, Position
from investisens.portfolio.projection import FundProjection, project
from investisens.portfolio.records import Cost, Payment, Result
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period, YearDay
from investisens.values.errors import InvalidTerms, MissingData, Severity
from investisens.values.money import Money, total
from investisens.values.rates import Rate
from strategies import days, first_day_of_risk

CASH = rows_of("collines/fund_cash_by_year.csv")
PARTICIPATIONS = rows_of("collines/participation.csv")
BEFORE = date(2000, 1, 1)
"""Before anything that the strategies of funds make."""

on_days = st.one_of(days, st.just(BEFORE), st.just(date(2060, 1, 1)))


def month_ends(first: int, last: int) -> Iterator[date]:
    for year in range(first, last + 1):
        for month in range(1, 13):
            yield date(year, month, monthrange(year, month)[1])


# The Collines fund.


@pytest.mark.parametrize("row", CASH, ids=lambda row: row["year"])
def test_cash_of_a_year_is_met_line_by_line_to_the_franc(
    collines: Fund, row: dict[str, str]
) -> None:
    year = next(each for each in project(collines).by_year() if each.label == row["year"])
    lines = {name: int(row[name]) for name in row if name not in ("year", "closing_cash_xof")}

    assert {name: year.amounts[name] for name in lines} == lines
    others = {"known_flows", "grant", "guarantee"}
    assert {name: year.amounts[name] for name in set(year.amounts) - set(lines)} == dict.fromkeys(
        others, 0
    )
    assert year.closing == int(row["closing_cash_xof"])


def test_the_case_gives_the_cash_of_four_years() -> None:
    assert [row["year"] for row in CASH] == ["2010", "2011", "2012", "2013"]


@pytest.mark.parametrize("name", ["L2", "L6", "L9"])
def test_participations_are_met_to_the_franc(collines: Fund, name: str) -> None:
    rows = [row for row in PARTICIPATIONS if row["instrument_id"] == name]
    expected = {
        date.fromisoformat(row["paid_on"]): int(row["participation_due_xof"])
        for row in rows
        if row["paid_on"]
    }
    flows = project(collines).flows

    assert expected
    assert {
        flow.on: flow.amount.minor
        for flow in flows
        if flow.kind is FlowKind.PARTICIPATION and flow.party == name
    } == expected


def test_it_can_be_projected_on_the_end_of_every_month(collines: Fund) -> None:
    """Years that are over never change as the day of the question moves on."""
    final = {year.label: year.closing for year in project(collines).by_year()}
    for on in month_ends(2009, 2017):
        projection = project(collines, on=on)
        over = [year for year in projection.by_year() if int(year.label) < on.year]
        assert all(year.closing == final[year.label] for year in over)
        cash = sum(flow.amount.minor for flow in projection.flows if flow.on <= on)
        assert projection.measures.cash.minor == cash


def test_by_default_the_question_is_asked_on_the_day_records_are_complete(collines: Fund) -> None:
    assert project(collines).on == collines.terms.as_of == date(2016, 12, 31)


def test_its_cash_is_lowest_at_the_end_of_2010(collines: Fund) -> None:
    """The closing cash of 2010 in the case; every later year closes higher."""
    projection = project(collines)

    assert (projection.lowest_cash, projection.lowest_cash_on) == (
        xof(1_292_276),
        date(2010, 12, 31),
    )


def test_a_default_after_the_day_costs_cash(collines: Fund) -> None:
    on = date(2013, 12, 31)
    default = Default(contract="L9", on=date(2014, 6, 1), recovery=Rate.parse("40 %"))
    bad = project(collines, on=on, scenario=Scenario(name="bad", defaults=(default,)))
    base = project(collines, on=on)

    assert bad.by_year()[-1].closing < base.by_year()[-1].closing
    assert bad.measures == base.measures
    recovered = [flow for flow in bad.flows if flow.kind is FlowKind.RECOVERY]
    assert [(flow.on, flow.amount) for flow in recovered] == [
        (date(2014, 6, 1), xof(3_689_291 * 40 // 100))
    ]


# Every fund.


@given(funds(), on_days)
def test_cash_at_the_end_is_the_sum_of_all_flows(held: Fund, on: date) -> None:
    """Property 37 of the fund: closing = opening + net flows, by month and by year."""
    projection = project(held, on=on)
    flows = sum(flow.amount.minor for flow in projection.flows)
    for periods in (projection.by_year(), projection.by_month()):
        closing = 0
        for period in periods:
            closing += sum(period.amounts.values())
            assert period.closing == closing
            assert tuple(period.amounts) == CASH_LINES
        assert closing == flows


@given(funds(), on_days)
def test_months_of_a_year_close_where_the_year_closes(held: Fund, on: date) -> None:
    projection = project(held, on=on)
    ends = {month.label[:4]: month.closing for month in projection.by_month()}

    assert {year.label: year.closing for year in projection.by_year()} == ends


@given(funds(), on_days)
def test_the_lowest_cash_is_the_lowest_of_a_daily_count(held: Fund, on: date) -> None:
    projection = project(held, on=on)
    if not projection.flows:
        assert (projection.lowest_cash, projection.lowest_cash_on) == (xof(0), None)
        return
    by_day: Counter[date] = Counter()
    for flow in projection.flows:
        by_day[flow.on] += flow.amount.minor
    day, last = min(by_day), max(by_day)
    balance, low = 0, None
    while day <= last:
        balance += by_day.get(day, 0)
        if low is None or balance < low[0]:
            low = (balance, day)
        day += timedelta(days=1)

    assert low == (projection.lowest_cash.minor, projection.lowest_cash_on)


@given(funds(), on_days)
def test_accounts_of_investors_add_up_to_the_fund(held: Fund, on: date) -> None:
    """Property 15 of the fund: paid in, distributed and value, to the franc."""
    projection = project(held, on=on)
    measures, accounts = projection.measures, projection.investors

    assert total((each.paid for each in accounts), XOF) == measures.paid_in
    assert total((each.distributed for each in accounts), XOF) == measures.distributed
    value = measures.nav if measures.paid_in else xof(0)
    assert total((each.nav for each in accounts), XOF) == value


@given(funds(), on_days)
def test_what_is_called_is_paid_or_unpaid(held: Fund, on: date) -> None:
    """Property 16 of the fund; what came late is part of what came."""
    for each in project(held, on=on).investors:
        assert each.called == each.paid + each.unpaid
        assert xof(0) <= each.unpaid <= each.called
        assert xof(0) <= each.paid_late <= each.paid


@given(funds(), on_days)
def test_multiples_add_up(held: Fund, on: date) -> None:
    """Property 21 of the fund: TVPI = DPI + RVPI, exactly."""
    for measures in (project(held, on=on).measures, project(held, on=on).outlook):
        assert measures.nav == measures.cash + measures.portfolio
        if measures.paid_in:
            assert measures.dpi is not None
            assert measures.rvpi is not None
            assert measures.tvpi == measures.dpi + measures.rvpi
        else:
            assert measures.dpi is measures.rvpi is measures.tvpi is None


@given(funds(), on_days)
def test_positions_add_up_to_the_portfolio(held: Fund, on: date) -> None:
    projection = project(held, on=on)

    assert projection.measures.portfolio == xof(sum(each.value for each in projection.positions))
    for each in projection.positions:
        assert each.value == each.outstanding - each.impairment - each.credit
        assert min(each.outstanding, each.impairment, each.credit, each.accrued) >= 0


@given(funds(), on_days)
def test_money_lent_or_invested_is_returned_lost_or_still_there(held: Fund, on: date) -> None:
    """Debts only: shares may be sold above or below their cost."""
    for each in project(held, on=on).positions:
        if each.kind == "loan":
            flows = debt_flows(held, each.position, on)
            grown = each.invested + flows[FlowKind.CAPITALISED_INTEREST]
            assert grown == each.returned + each.written_off + each.outstanding


def debt_flows(held: Fund, name: str, on: date) -> Counter[FlowKind]:
    state = debt_history(held, held.position(name), on)
    sums: Counter[FlowKind] = Counter()
    for _, kind, amount in () if state is None else state.flows:
        sums[kind] += amount
    return sums


@given(funds())
def test_before_anything_happened_the_deals_are_the_contracts_as_signed(held: Fund) -> None:
    """Property 31 of the fund: no default, no delay, no receipt yet."""
    projection = project(held, on=BEFORE)
    for position in held.positions:
        legs = position.instrument.legs()
        flows = run_contract(Contract(id=position.id, legs=legs)).flows
        expected: Counter[tuple[date, FlowKind]] = Counter()
        for day, kind, amount in flows:
            expected[date.fromordinal(day), kind] += signed(kind, amount)
        found: Counter[tuple[date, FlowKind]] = Counter()
        for flow in projection.flows:
            if flow.party == position.id:
                found[flow.on, flow.kind] += flow.amount.minor
        assert found == Counter({key: minor for key, minor in expected.items() if minor})


@given(funds(), on_days)
def test_an_empty_scenario_is_the_base(held: Fund, on: date) -> None:
    """Property 32 of the fund."""
    empty = project(held, on=on, scenario=Scenario(name="empty"))

    assert attrs.evolve(empty, scenario=BASE) == project(held, on=on)


@given(funds(), days, st.integers(1, 2_000))
def test_a_default_without_recovery_never_brings_cash(held: Fund, on: date, after: int) -> None:
    defaults = []
    for position in held.positions:
        first = first_day_of_risk(Contract(id=position.id, legs=position.instrument.legs()))
        day = max(first, on + timedelta(days=after))
        defaults.append(Default(contract=position.id, on=day))
    scenario = Scenario(name="ruin", defaults=tuple(defaults))
    base, ruin = project(held, on=on), project(held, on=on, scenario=scenario)

    assert ruin.outlook.cash <= base.outlook.cash
    assert ruin.measures == base.measures
    assert not any(
        flow.on >= each.on and flow.party == each.contract
        for each in defaults
        for flow in ruin.flows
    )


@given(funds(), on_days)
def test_years_that_are_over_do_not_depend_on_the_day_of_the_question(held: Fund, on: date) -> None:
    """A year after the last flow closes where the last one did."""
    known = project(held, on=date(2060, 1, 1)).by_year()
    for year in project(held, on=on).by_year():
        if int(year.label) < on.year:
            closings = [each.closing for each in known if each.label <= year.label]
            assert year.closing == closings[-1]


# Small funds.

START = date(2012, 1, 1)
DUES = (date(2013, 1, 1), date(2014, 1, 1))
DEBT = Position(id="L1", enterprise="E1", instrument=loan(100, START, *DUES))


def notes_of(projection: FundProjection) -> list[str]:
    assert all(note.severity is Severity.WARNING for note in projection.notes)
    return [str(note) for note in projection.notes]


def test_a_fund_without_anything_has_no_cash() -> None:
    projection = project(fund())

    assert (projection.flows, projection.by_year(), projection.by_month()) == ((), (), ())
    assert (projection.lowest_cash, projection.lowest_cash_on) == (xof(0), None)
    assert projection.measures.dpi is None
    assert notes_of(projection) == []


def test_a_delay_after_the_day_moves_receipts() -> None:
    late = Scenario(name="late", delays=(Delay(contract="L1", since=DUES[1], days=365),))
    flows = project(fund(positions=(DEBT,)), on=START, scenario=late).flows

    assert [flow.on for flow in flows] == [START, DUES[0], date(2015, 1, 1)]


def test_principal_left_after_the_last_due_is_noted() -> None:
    held = fund(positions=(DEBT,))

    assert notes_of(project(held, on=DUES[1])) == [
        "L1 on 2014-01-01: expected every due paid on its day, found 50 XOF overdue since "
        "2013-01-01: the next due is expected to bring it: use a scenario if that is doubtful",
        "L1 on 2014-01-01: expected principal repaid by the last due, found 100 XOF "
        "outstanding and no due left: record a write-off, or an amendment with new dues",
        "cash on 2012-01-01: expected cash of at least zero, found -100 XOF: call capital earlier, "
        "or commit less",
    ]


def test_money_beyond_what_was_owed_is_noted() -> None:
    paid = Payment(id="P1", received_on=DUES[0], position="L1", amount=xof(130))
    held = fund(
        positions=(DEBT,),
        payments=(paid,),
        investors=(investor("I1"),),
        calls=(call("I1", START, 100, START),),
    )

    assert notes_of(project(held)) == [
        "L1 on 2016-12-31: expected receipts up to what is owed, found 30 XOF received "
        "beyond what was owed: record it on the right position, or pay it back"
    ]


def test_money_beyond_what_was_owed_is_in_the_bank_and_owed_back() -> None:
    """130 received on a debt of 100: the cash has all of it, the value of the fund 100."""
    paid = Payment(id="P1", received_on=DUES[0], position="L1", amount=xof(130))
    held = fund(
        positions=(DEBT,),
        payments=(paid,),
        investors=(investor("I1"),),
        calls=(call("I1", START, 100, START),),
    )
    projection = project(held)

    assert (projection.measures.cash, projection.measures.nav) == (xof(130), xof(100))
    assert projection.positions[0].credit == 30


def test_records_after_the_day_and_a_day_after_the_records_are_noted() -> None:
    paid = Payment(id="P1", received_on=date(2017, 6, 1), position="L1", amount=xof(10))
    held = fund(
        positions=(
            Position(id="L1", enterprise="E1", instrument=loan(100, START, date(2030, 1, 1))),
        ),
        payments=(paid,),
        investors=(investor("I1"),),
        calls=(call("I1", START, 100, START),),
    )

    assert notes_of(project(held)) == [
        "records on 2016-12-31: expected records up to the day of the question, found 1 payments "
        "and 0 amendments dated after it: they are not used: move as_of, or ask as of a later day"
    ]
    assert notes_of(project(held, on=date(2018, 1, 1))) == [
        "records on 2018-01-01: expected records complete up to the day of the question, found "
        "records complete up to 2016-12-31: what was received since then is unknown: complete the "
        "records and move as_of"
    ]


def test_receipts_are_what_each_position_pays_between_two_days() -> None:
    """Both days count; what the fund pays out does not."""
    held = fund(
        positions=(DEBT,), investors=(investor("I1"),), calls=(call("I1", START, 100, START),)
    )
    projection = project(held, on=START)

    assert projection.receipts(START, DUES[0]) == {"L1": xof(50)}
    assert projection.receipts(DUES[0], DUES[1]) == {"L1": xof(100)}
    assert projection.receipts(START, START) == {}


def test_a_result_that_is_missing_when_its_participation_is_due_is_noted() -> None:
    base = loan(100, START, *DUES)
    instrument = ParticipatingLoan(
        principal=base.principal,
        disbursed_on=base.disbursed_on,
        rate=base.rate,
        repayment=base.repayment,
        participation=Participation(
            share=Rate.parse("8 %"), first_year=2012, last_year=2013, paid_on=YearDay(6, 30)
        ),
    )
    held = fund(
        positions=(Position(id="L2", enterprise="E2", instrument=instrument),),
        results=(Result(enterprise="E2", year=2013, measure="net_profit", amount=xof(1_000)),),
        investors=(investor("I1"),),
        calls=(call("I1", START, 100, START),),
    )

    def about_results(on: date) -> list[str]:
        return [note for note in notes_of(project(held, on=on)) if "net_profit" in note]

    assert about_results(date(2013, 6, 29)) == []
    assert about_results(date(2013, 6, 30)) == [
        "L2 on 2013-06-30: expected the result of every period whose participation is due, found "
        "no net_profit of E2 for 2012: add the result: until then nothing is counted for that "
        "period"
    ]


def test_a_month_missing_from_a_period_whose_share_is_due_is_told() -> None:
    """A quarter of which two months are known counts these alone, and says so."""
    royalty = RevenueShare(
        principal=xof(1_000_000),
        disbursed_on=date(2012, 1, 1),
        first_on=date(2012, 1, 1),
        payments=ResultShare(
            share=Rate.parse("10 %"),
            every=Period(months=3),
            total_multiple=Fraction(3, 2),
            stops_on=date(2014, 12, 31),
            rest=RestAtStop.GIVEN_UP,
        ),
    )
    held = fund(
        positions=(Position(id="R1", enterprise="E2", instrument=royalty),),
        results=tuple(
            Result(enterprise="E2", year=2012, month=month, measure="turnover", amount=xof(9_000))
            for month in (1, 3)
        ),
        investors=(investor("I1"),),
        calls=(call("I1", START, 100, START),),
    )

    assert [
        note for note in notes_of(project(held, on=date(2012, 4, 30))) if "turnover" in note
    ] == [
        "R1 on 2012-04-30: expected the result of every period whose participation is due, found "
        "no turnover of E2 for 2012-02: add the result: until then only the other months are "
        "counted for that period"
    ]


def test_periods_and_months_without_a_result_are_told_at_once() -> None:
    """By hand: of nine quarters due, the first has two months, the fourth none missing; seven lack.

    One note for the seven, in the two spans they make, and one for the month that is missing.
    """
    royalty = RevenueShare(
        principal=xof(1_000_000),
        disbursed_on=date(2012, 1, 1),
        first_on=date(2012, 1, 1),
        payments=ResultShare(
            share=Rate.parse("10 %"),
            every=Period(months=3),
            total_multiple=Fraction(3, 2),
            stops_on=date(2014, 12, 31),
            rest=RestAtStop.GIVEN_UP,
        ),
    )
    held = fund(
        positions=(Position(id="R1", enterprise="E2", instrument=royalty),),
        results=tuple(
            Result(enterprise="E2", year=2012, month=month, measure="turnover", amount=xof(9_000))
            for month in (1, 3, 10, 11, 12)
        ),
        investors=(investor("I1"),),
        calls=(call("I1", START, 100, START),),
    )
    notes = [note for note in notes_of(project(held, on=date(2014, 3, 31))) if "turnover" in note]

    assert notes == [
        "R1 on 2014-03-31: expected the result of every period whose participation is due, found "
        "no turnover of E2 for 7 periods (2012-04-01 to 2012-09-30, 2013-01-01 to 2014-03-31): "
        "add the results: until then nothing is counted for those periods",
        "R1 on 2014-03-31: expected the result of every period whose participation is due, found "
        "no turnover of E2 for 2012-02: add the result: until then only the other months are "
        "counted for that period",
    ]


def test_costs_calls_and_distributions_to_come_are_taken_as_planned() -> None:
    held = fund(
        investors=(investor("I1"),),
        calls=(call("I1", date(2020, 1, 1), 500, None), call("I1", date(2015, 1, 1), 90, None)),
        costs=(Cost(paid_on=date(2021, 1, 1), amount=xof(40), label="audit"),),
    )
    projection = project(held, on=AS_OF)

    assert [(flow.on, flow.amount.minor, flow.party) for flow in projection.flows] == [
        (date(2020, 1, 1), 500, "I1"),
        (date(2021, 1, 1), -40, "audit"),
    ]
    assert projection.investors[0].unpaid == xof(90)
    assert projection.outlook.on == date(2021, 1, 1)


# Refused.


@pytest.mark.parametrize("on", [AS_OF, AS_OF - timedelta(days=1)])
def test_a_default_on_a_day_that_is_past_is_refused(on: date) -> None:
    held = fund(positions=(DEBT,))
    scenario = Scenario(name="bad", defaults=(Default(contract="L1", on=on),))

    with pytest.raises(InvalidTerms) as caught:
        project(held, scenario=scenario)

    assert str(caught.value) == (
        f"scenario 'bad' lets L1 default on {on}, not after 2016-12-31: what happened up to that "
        "day is in the records, give a later day, or ask as of an earlier one"
    )
    assert (caught.value.field, caught.value.value) == ("defaults", on)


def test_a_delay_since_a_day_that_is_past_is_refused() -> None:
    held = fund(positions=(DEBT,))
    scenario = Scenario(name="late", delays=(Delay(contract="L1", since=AS_OF, days=1),))

    with pytest.raises(InvalidTerms) as caught:
        project(held, scenario=scenario)

    assert str(caught.value) == (
        "scenario 'late' delays L1 since 2016-12-31, not after 2016-12-31: what happened up to "
        "that day is in the records, give a later day, or ask as of an earlier one"
    )
    assert (caught.value.field, caught.value.value) == ("delays", AS_OF)


@pytest.mark.parametrize("field", ["defaults", "delays"])
def test_a_scenario_about_a_position_that_is_not_there_is_refused(field: str) -> None:
    later = date(2020, 1, 1)
    items: dict[str, Any] = {
        "defaults": (Default(contract="L9", on=later),),
        "delays": (Delay(contract="L9", since=later, days=1),),
    }

    with pytest.raises(MissingData, match=r"^no position is called 'L9': the fund has L1$"):
        project(fund(positions=(DEBT,)), scenario=Scenario(name="s", **{field: items[field]}))


def test_a_position_in_another_currency_is_refused() -> None:
    foreign = attrs.evolve(DEBT.instrument, principal=Money(100, EUR))  # type: ignore[misc]
    held = fund(positions=(attrs.evolve(DEBT, instrument=foreign),))

    with pytest.raises(InvalidTerms) as caught:
        project(held)

    assert str(caught.value) == (
        "position 'L1' is in EUR but the fund's cash is in XOF: write its terms in XOF"
    )
    assert (caught.value.field, caught.value.value) == ("currency", "EUR")
