"""The fund projected: what was recorded up to a day, what the contracts foresee after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import attrs

from investisens.engine.contract import Contract, ContractRun, flows_of, run_contract
from investisens.engine.scenario import BASE, Default, Scenario
from investisens.instruments.registry import known_happenings
from investisens.portfolio.capital import InvestorAccount, accounts, call_flows, distribution_flows
from investisens.portfolio.cash import (
    CashPeriod,
    cost_flows,
    fee_flows,
    lowest,
    periods,
    signed,
)
from investisens.portfolio.contract import contract_on, fixings_needed, terms_on, written_off_on
from investisens.portfolio.fixings import NeededFixing, require_fixings
from investisens.portfolio.fund import Fund, Position
from investisens.portfolio.measures import Measures, measure
from investisens.portfolio.notes import (
    cash_notes,
    debt_notes,
    fixing_notes,
    record_notes,
    result_notes,
    term_notes,
)
from investisens.portfolio.valuation import PositionValue, value_position
from investisens.servicing.history import History
from investisens.values.cashflow import CashFlow
from investisens.values.currency import Currency
from investisens.values.errors import Finding, InvalidTerms
from investisens.values.money import Money


@attrs.frozen(kw_only=True)
class FundProjection:
    """A fund on a day, and what is expected of it.

    Attributes:
        fund: What was projected.
        on: The day of the question: records count up to its end.
        scenario: What is assumed after it.
        flows: Every cash flow of the fund, past and expected, in the order of the days.
        positions: Every position on the day, in the order of the folder.
        investors: Every investor on the day, in the order of the folder.
        measures: On the day.
        outlook: On the last day of the projection, all expected flows received.
        lowest_cash: Lowest cash at the end of a day, over past and future.
        lowest_cash_on: The first day with it; ``None`` for a fund without flows.
        notes: What a reader should know before trusting the figures.

    >>> from investisens import read_fund
    >>> projection = project(read_fund("examples/collines"), on=date(2013, 12, 31))
    >>> print(projection.lowest_cash, projection.lowest_cash_on, projection.measures.cash)
    1292276 XOF 2010-12-31 23947461 XOF
    """

    fund: Fund
    on: date
    scenario: Scenario
    flows: tuple[CashFlow, ...] = attrs.field(repr=False)
    positions: tuple[PositionValue, ...]
    investors: tuple[InvestorAccount, ...]
    measures: Measures
    outlook: Measures
    lowest_cash: Money
    lowest_cash_on: date | None
    notes: tuple[Finding, ...]

    @property
    def currency(self) -> Currency:
        """Currency of every amount."""
        return self.fund.currency

    def receipts(self, first: date, last: date) -> Mapping[str, Money]:
        """Cash received from each position from *first* to *last*, both included.

        Only positions that pay something are there, in the order of the folder.

        >>> from investisens import read_fund
        >>> seen = project(read_fund("examples/collines"), on=date(2013, 12, 31))
        >>> print(seen.receipts(date(2014, 1, 1), date(2014, 12, 31))["L1"])
        982212 XOF
        """
        names = [position.id for position in self.fund.positions]
        received = dict.fromkeys(names, Money.zero(self.currency))
        for flow in self.flows:
            if flow.party in received and first <= flow.on <= last and flow.amount.minor > 0:
                received[flow.party] += flow.amount
        return {name: amount for name, amount in received.items() if amount}

    def by_year(self) -> tuple[CashPeriod, ...]:
        """Cash of each calendar year."""
        return periods(self.flows, by_month=False)

    def by_month(self) -> tuple[CashPeriod, ...]:
        """Cash of each calendar month."""
        return periods(self.flows, by_month=True)


def project(fund: Fund, *, on: date | None = None, scenario: Scenario = BASE) -> FundProjection:
    """Project *fund*: records up to *on*, then terms, plans and *scenario*.

    Up to *on*, debts follow the payments received and the amendments signed; dues paid late let
    interest run, and dues paid early save it. After *on*, each debt goes on from what it really
    owes: the next due asks for what is overdue as well, later dues are those of the terms.
    Events, costs, calls, distributions and fixings dated after *on* are taken as planned;
    payments dated after it are not used.

    Args:
        fund: What a folder holds.
        on: The day of the question; ``fund.terms.as_of`` by default.
        scenario: Defaults and delays after *on*.

    Raises:
        InvalidTerms: An amendment does not match what was owed, a scenario starts before *on*,
            or a position is not in the fund's currency.
        MissingFixings: The fund lacks fixings on which debts set their rates, up to *on* or later.

    >>> from investisens import read_fund
    >>> project(read_fund("examples/collines")).by_year()[0].closing
    1292276
    """
    on = fund.terms.as_of if on is None else on
    _check_scenario(fund, scenario, on)
    needed = [each for held in fund.positions for each in fixings_needed(fund, held, on)]
    require_fixings(fund, needed)
    runs = _runs(fund, on, scenario)
    deals = [flow for run in runs for flow in _cash(run, fund.currency)]
    calls = call_flows(fund)
    others = (*calls, *cost_flows(fund), *fee_flows(fund, calls), *distribution_flows(fund))
    flows = tuple(sorted((*others, *deals), key=lambda flow: flow.on))
    return _summary(fund, on, scenario, flows, runs, needed)


@attrs.frozen(kw_only=True)
class _Run:
    """One position, as it stands on the day and as it is expected to go on."""

    position: Position
    contract: Contract
    past: History | None
    result: ContractRun


def _runs(fund: Fund, on: date, scenario: Scenario) -> list[_Run]:
    """Every position, each after those that it covers."""
    held = [(position, *_contract(fund, position, on)) for position in fund.positions]
    contracts = {contract.id: contract for _, contract, _ in held}
    scenario = _with_write_offs(fund, on, scenario)
    return [
        _Run(
            position=position,
            contract=contract,
            past=past,
            result=run_contract(contract, scenario, flows_of(contract.covers, contracts, scenario)),
        )
        for position, contract, past in held
    ]


def _with_write_offs(fund: Fund, on: date, scenario: Scenario) -> Scenario:
    """The scenario with what is written off after the day: such a debt pays nothing from then."""
    planned = []
    for position in fund.positions:
        day = written_off_on(fund, position.id)
        if day is not None and day > on and not scenario.default_of(position.id):
            planned.append(Default(contract=position.id, on=day))
    return attrs.evolve(scenario, defaults=(*scenario.defaults, *planned)) if planned else scenario


def _contract(fund: Fund, position: Position, on: date) -> tuple[Contract, History | None]:
    contract, past = contract_on(fund, position, on)
    if not contract.currencies <= {fund.currency}:
        name = next(iter(contract.currencies)).code
        raise InvalidTerms(
            f"position {position.id!r} is in {name} but the fund's cash is in "
            f"{fund.currency.code}: write its terms in {fund.currency.code}",
            field="currency",
            value=name,
        )
    return contract, past


def _cash(run: _Run, currency: Currency) -> list[CashFlow]:
    return [
        CashFlow(
            on=date.fromordinal(day),
            amount=Money(signed(kind, amount), currency),
            kind=kind,
            party=run.position.id,
        )
        for day, kind, amount in run.result.flows
        if signed(kind, amount)
    ]


def _check_scenario(fund: Fund, scenario: Scenario, on: date) -> None:
    """Refuse a scenario about unknown positions, or about days that are already past."""
    for default in scenario.defaults:
        told = f"lets {default.contract} default on {default.on}"
        _check_day(fund, scenario, (default.contract, default.on), on, ("defaults", told))
    for delay in scenario.delays:
        told = f"delays {delay.contract} since {delay.since}"
        _check_day(fund, scenario, (delay.contract, delay.since), on, ("delays", told))
    for path in scenario.results:
        fund.position(path.contract)
    for each in scenario.happenings:
        told = f"lets {each.contract} be {each.what.value} on {each.on}"
        _check_day(fund, scenario, (each.contract, each.on), on, ("happenings", told))
        terms = terms_on(fund, fund.position(each.contract), each.on)
        if each.what not in known_happenings(terms):
            raise InvalidTerms(
                f"scenario {scenario.name!r} {told}, from which nothing follows for a "
                f"{terms.kind}: leave it out",
                field="happenings",
                value=each.what,
            )


def _check_day(
    fund: Fund, scenario: Scenario, what: tuple[str, date], on: date, words: tuple[str, str]
) -> None:
    contract, day = what
    field, told = words
    fund.position(contract)
    if day <= on:
        raise InvalidTerms(
            f"scenario {scenario.name!r} {told}, not after {on}: what happened up to that day is "
            "in the records, give a later day, or ask as of an earlier one",
            field=field,
            value=day,
        )


def _summary(
    fund: Fund,
    on: date,
    scenario: Scenario,
    flows: tuple[CashFlow, ...],
    runs: Sequence[_Run],
    needed: Sequence[NeededFixing],
) -> FundProjection:
    positions = tuple(
        value_position(run.position, run.contract, run.past, run.result.flows, on) for run in runs
    )
    end = max([on, *(flow.on for flow in flows)])
    left = Money(sum(run.result.value for run in runs), fund.currency)
    value = Money(sum(item.value for item in positions), fund.currency)
    measures = measure(flows, value, on)
    low, low_on = lowest(flows, Money.zero(fund.currency))
    return FundProjection(
        fund=fund,
        on=on,
        scenario=scenario,
        flows=flows,
        positions=positions,
        investors=accounts(fund, on, measures.nav),
        measures=measures,
        outlook=measure(flows, left, end),
        lowest_cash=low,
        lowest_cash_on=low_on,
        notes=(
            *record_notes(fund, on),
            *(
                note
                for run, value in zip(runs, positions, strict=True)
                for note in debt_notes(run.past, run.result, value)
            ),
            *term_notes(fund),
            *result_notes(fund, on),
            *fixing_notes(needed, on),
            *cash_notes(low, low_on),
        ),
    )
