"""One contract in one scenario: the flows of all its legs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import assert_never

import attrs

from investisens.engine.contract_checks import check_default, check_delay, check_legs
from investisens.engine.debt import Flow, Opening, outstanding, run_debt
from investisens.engine.guarantee import guarantee_flows
from investisens.engine.participation import participation_flows, received
from investisens.engine.return_cap import capped
from investisens.engine.scenario import BASE, Default, Delay, Scenario
from investisens.engine.shares import run_shares
from investisens.engine.tape import Fixings
from investisens.values.cashflow import FlowKind
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening
from investisens.values.legs import DebtLeg, GuaranteeLeg, KnownFlows, Leg, ParticipationLeg
from investisens.values.money import Money
from investisens.values.results import NO_RESULTS, Results
from investisens.values.shares import ShareLeg

_NO_FIXINGS: Fixings = MappingProxyType({})
_NOTHING: Mapping[str, tuple[Flow, ...]] = MappingProxyType({})

_BEYOND = frozenset({FlowKind.CREDIT, FlowKind.FEE})
"""What a debt that results repay brings beyond its principal, before its last day and on it."""

Switch = Callable[[tuple[Happening, ...]], tuple[Leg, ...]]
"""Gives the legs of some terms once something has happened."""


@attrs.frozen(kw_only=True)
class Contract:
    """A named set of legs as the engine takes it.

    Attributes:
        id: Name of the position.
        legs: One debt leg at most; a participation that looks at principal stands after it.
        opening: Where a running debt stands, or ``None`` to run it from its start.
        results: Results that participations and formulas look at.
        fixings: Values of the indices that resets of the rate need.
        happened: What has already happened; *legs* are those that follow from it.
        switch: Gives the legs if more happens in a scenario; ``None`` where nothing can.
        return_cap: Most that all remuneration together may reach, or ``None``.

    Raises:
        InvalidTerms: Two debt legs, or a participation without the debt it needs before it.
        CurrencyMismatch: Two legs are in two currencies.

    >>> from datetime import date
    >>> from investisens import CashFlow, Money, XOF
    >>> flow = CashFlow(on=date(2024, 1, 1), amount=Money(5, XOF), kind=FlowKind.KNOWN, party="X")
    >>> run_contract(Contract(id="X", legs=(KnownFlows(flows=(flow,)),))).flows[0][2]
    5
    """

    id: str
    legs: tuple[Leg, ...]
    opening: Opening | None = None
    results: Results = NO_RESULTS
    fixings: Fixings = _NO_FIXINGS
    happened: tuple[Happening, ...] = ()
    switch: Switch | None = attrs.field(default=None, repr=False)
    return_cap: Money | None = None

    def __attrs_post_init__(self) -> None:
        check_legs(self.id, self.legs)

    @property
    def debt(self) -> DebtLeg | None:
        """The debt leg, if there is one."""
        return next((leg for leg in self.legs if isinstance(leg, DebtLeg)), None)

    @property
    def currencies(self) -> frozenset[Currency]:
        """The currencies of the legs: one, or none for an empty contract."""
        return frozenset(currency for leg in self.legs for currency in leg.currencies)

    @property
    def covers(self) -> tuple[str, ...]:
        """Ids of the contracts whose losses it covers, each once."""
        legs = [leg for leg in self.legs if isinstance(leg, GuaranteeLeg)]
        return tuple(dict.fromkeys(name for leg in legs for name in leg.covers))

    @property
    def is_intertwined(self) -> bool:
        """Whether its legs read each other's flows, so that its debt cannot run beside others'."""
        return self.return_cap is not None or any(
            (isinstance(leg, ParticipationLeg) and leg.repays)
            or (isinstance(leg, ShareLeg) and leg.converted)
            for leg in self.legs
        )

    def seen_in(self, scenario: Scenario) -> Contract:
        """The contract with the results and the happenings of *scenario*.

        Raises:
            InvalidTerms: Something happens from which nothing follows.
        """
        happenings = scenario.happenings_of(self.id)
        results = scenario.results_of(self.id)
        changed = self
        if results.observations:
            changed = attrs.evolve(changed, results=self.results.updated(results))
        if happenings:
            if self.switch is None:
                raise _nothing_follows(scenario, happenings[0])
            changed = attrs.evolve(changed, legs=self.switch((*self.happened, *happenings)))
        return changed


@attrs.frozen(kw_only=True)
class ContractRun:
    """The flows of one contract in one scenario.

    Attributes:
        flows: In the order of their days. Amounts are >= 0 and their kind tells the direction,
            but for known flows, which carry their sign.
        outstanding: Principal left at the end.
        units: Shares left at the end.
        value: What is left at cost, shares at their last value if that is less.
    """

    flows: tuple[Flow, ...]
    outstanding: int = 0
    units: int = 0
    value: int = 0


def run_contract(
    contract: Contract,
    scenario: Scenario = BASE,
    covered: Mapping[str, tuple[Flow, ...]] = _NOTHING,
) -> ContractRun:
    """The flows of *contract* in *scenario*: past ones first, where it has an opening.

    Args:
        contract: The contract.
        scenario: What is assumed.
        covered: Flows of the contracts that it covers, by id, in the same scenario.

    Raises:
        ConservationBroken: Lent + capitalised is not repaid + recovered + lost + converted +
            delivered + outstanding.
        InvalidTerms: It defaults too early, see :func:`check_default`.
        MissingData: A covered contract is not among *covered*.
    """
    contract = contract.seen_in(scenario)
    default = scenario.default_of(contract.id)
    delay = scenario.delay_of(contract.id)
    if default is not None:
        check_default(contract.id, contract.legs, contract.opening, default)
    if delay is not None:
        check_delay(contract.id, contract.legs, delay)
    flows: list[Flow] = []
    principal = units = value = 0
    for leg in contract.legs:
        match leg:
            case DebtLeg():
                debt = run_debt(
                    received(leg, contract.legs, contract.results, contract.opening),
                    *(contract.opening, default, delay, contract.fixings),
                )
                flows += debt.flows
                principal = debt.outstanding
            case ParticipationLeg(repays=True):
                flows = [_beyond(flow) for flow in flows]
            case ParticipationLeg():
                owed = partial(outstanding, tuple(flows))
                flows += participation_flows(leg, contract.results, owed, default, delay)
            case ShareLeg():
                shares = run_shares(taken(leg, flows), default, delay, results=contract.results)
                flows += shares.flows
                units += shares.units
                value += shares.units * min(shares.unit_value, leg.price.minor)
            case KnownFlows():
                flows += _known(leg, default, delay)
            case GuaranteeLeg():
                flows += guarantee_flows(leg, covered, scenario, default, delay)
            case _:
                assert_never(leg)
    flows.sort(key=_day)
    if contract.return_cap is not None:
        flows = capped(flows, contract.return_cap.minor)
    return ContractRun(
        flows=tuple(flows), outstanding=principal, units=units, value=principal + value
    )


def flows_of(
    names: Iterable[str], contracts: Mapping[str, Contract], scenario: Scenario
) -> dict[str, tuple[Flow, ...]]:
    """The flows of contracts that are covered, each after those that it covers itself.

    A name that *contracts* do not hold is left out.
    """
    found = {}
    for name in names:
        contract = contracts.get(name)
        if contract is not None:
            inner = flows_of(contract.covers, contracts, scenario)
            found[name] = run_contract(contract, scenario, inner).flows
    return found


def _nothing_follows(scenario: Scenario, happening: Happening) -> InvalidTerms:
    return InvalidTerms(
        f"scenario {scenario.name!r} lets {happening.contract!r} be {happening.what.value} on "
        f"{happening.on}, from which nothing follows: leave it out",
        field="happenings",
        value=happening.what,
    )


def _day(flow: Flow) -> int:
    return flow[0]


def _beyond(flow: Flow) -> Flow:
    """What a repaying participation pays beyond the debt is its return."""
    day, kind, amount = flow
    return (day, FlowKind.PARTICIPATION, amount) if kind in _BEYOND else flow


def taken(leg: ShareLeg, flows: Iterable[Flow]) -> ShareLeg:
    """*leg* with as many units as the conversion of the contract's debt gave, if it has one."""
    if not leg.converted:
        return leg
    converted = sum(amount for _, kind, amount in flows if kind is FlowKind.CONVERSION)
    return attrs.evolve(leg, units=converted // leg.price.minor)


def _known(leg: KnownFlows, default: Default | None, delay: Delay | None) -> list[Flow]:
    flows = []
    for flow in leg.flows:
        on = flow.on.toordinal()
        if delay is not None and flow.on >= delay.since:
            on += delay.days
        if default is None or on < default.on.toordinal():
            flows.append(_told(on, flow.kind, flow.amount.minor))
    return flows


def _told(on: int, kind: FlowKind, minor: int) -> Flow:
    """A known flow: grants tell their direction by their kind, others by their sign."""
    if kind in (FlowKind.GRANT, FlowKind.CLAW_BACK):
        return on, kind, abs(minor)
    return on, FlowKind.KNOWN, minor
