"""One contract in one scenario: the flows of all its legs."""

from __future__ import annotations

from datetime import date
from functools import partial
from types import MappingProxyType
from typing import assert_never

import attrs

from investisens.engine.debt import Flow, Opening, outstanding, run_debt
from investisens.engine.participation import Results, participation_flows
from investisens.engine.scenario import BASE, Default, Delay, Scenario
from investisens.engine.shares import run_shares
from investisens.engine.tape import Fixings
from investisens.values.cashflow import FlowKind
from investisens.values.currency import Currency
from investisens.values.errors import CurrencyMismatch, InvalidTerms
from investisens.values.legs import DebtLeg, KnownFlows, Leg, ParticipationLeg, ShareLeg

_NO_RESULTS: Results = MappingProxyType({})
_NO_FIXINGS: Fixings = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Contract:
    """A named set of legs as the engine takes it.

    Attributes:
        id: Name of the position.
        legs: One debt leg at most; a participation leg stands after its debt leg.
        opening: Where a running debt stands, or ``None`` to run it from its start.
        results: Yearly results that participation legs share in.
        fixings: Values of the indices that resets of the rate need.

    Raises:
        InvalidTerms: Two debt legs, or a participation without a debt before it.
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
    results: Results = _NO_RESULTS
    fixings: Fixings = _NO_FIXINGS

    def __attrs_post_init__(self) -> None:
        debts = 0
        for leg in self.legs:
            debts += isinstance(leg, DebtLeg)
            if isinstance(leg, ParticipationLeg) and not debts:
                raise InvalidTerms(
                    f"contract {self.id!r} has a participation without a debt before it: "
                    "put its debt leg first",
                    field="legs",
                    value=leg,
                )
        if debts > 1:
            raise InvalidTerms(
                f"contract {self.id!r} has {debts} debt legs: make a contract of each",
                field="legs",
                value=debts,
            )
        if len(self.currencies) > 1:
            names = " and ".join(sorted(currency.code for currency in self.currencies))
            raise CurrencyMismatch(
                f"contract {self.id!r} mixes {names}: use one currency", field="legs"
            )

    @property
    def debt(self) -> DebtLeg | None:
        """The debt leg, if there is one."""
        return next((leg for leg in self.legs if isinstance(leg, DebtLeg)), None)

    @property
    def currencies(self) -> frozenset[Currency]:
        """The currencies of the legs: one, or none for an empty contract."""
        found: set[Currency] = set()
        for leg in self.legs:
            match leg:
                case DebtLeg(principal=money) | ShareLeg(price=money):
                    found.add(money.currency)
                case KnownFlows(flows=flows):
                    found.update(flow.amount.currency for flow in flows)
                case ParticipationLeg():
                    pass
                case _:
                    assert_never(leg)
        return frozenset(found)


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


def run_contract(contract: Contract, scenario: Scenario = BASE) -> ContractRun:
    """The flows of *contract* in *scenario*: past ones first, where it has an opening.

    Raises:
        ConservationBroken: Lent + capitalised is not repaid + recovered + lost + outstanding.
        InvalidTerms: It defaults too early, see :func:`check_default`.
    """
    default = scenario.default_of(contract.id)
    delay = scenario.delay_of(contract.id)
    if default is not None:
        check_default(contract, default)
    if delay is not None:
        check_delay(contract, delay)
    flows: list[Flow] = []
    principal = units = value = 0
    for leg in contract.legs:
        match leg:
            case DebtLeg():
                debt = run_debt(leg, contract.opening, default, delay, contract.fixings)
                flows += debt.flows
                principal = debt.outstanding
            case ParticipationLeg():
                owed = partial(outstanding, tuple(flows))
                flows += participation_flows(leg, contract.results, owed, default, delay)
            case ShareLeg():
                shares = run_shares(leg, default, delay)
                flows += shares.flows
                units += shares.units
                value += shares.units * min(shares.unit_value, leg.price.minor)
            case KnownFlows():
                flows += _known(leg, default, delay)
            case _:
                assert_never(leg)
    flows.sort(key=_day)
    return ContractRun(
        flows=tuple(flows), outstanding=principal, units=units, value=principal + value
    )


def check_default(contract: Contract, default: Default) -> None:
    """Refuse a default before there is anything to lose.

    Raises:
        InvalidTerms: It is not after the day a leg starts, or the day of the opening.
    """
    days = [leg.start for leg in contract.legs if isinstance(leg, DebtLeg | ShareLeg)]
    if contract.opening is not None:
        days.append(contract.opening.on)
    if days and default.on <= max(days):
        raise InvalidTerms(
            f"contract {contract.id!r} defaults on {default.on}, not after {max(days)}, when it "
            "starts or was taken over: give a later day",
            field="on",
            value=default.on,
        )


def check_delay(contract: Contract, delay: Delay) -> None:
    """Refuse a delay that leads beyond the last year of the calendar.

    Raises:
        InvalidTerms: The last day of a leg would come after the year 9999.
    """
    last = max((_last_day(leg) for leg in contract.legs), default=date.min)
    if (date.max - last).days < delay.days:
        raise InvalidTerms(
            f"contract {contract.id!r} ends on {last}: a delay of {delay.days} days leads beyond "
            "the year 9999, give a shorter one",
            field="days",
            value=delay.days,
        )


def _last_day(leg: Leg) -> date:
    match leg:
        case DebtLeg():
            return leg.plan.last_on or leg.start
        case ShareLeg():
            return leg.planned[-1].on if leg.planned else leg.start
        case KnownFlows():
            return max((flow.on for flow in leg.flows), default=date.min)
        case ParticipationLeg():
            return leg.paid_on.in_year(leg.last_year + 1)
        case _:
            assert_never(leg)


def _day(flow: Flow) -> int:
    return flow[0]


def _known(leg: KnownFlows, default: Default | None, delay: Delay | None) -> list[Flow]:
    flows = []
    for flow in leg.flows:
        on = flow.on.toordinal()
        if delay is not None and flow.on >= delay.since:
            on += delay.days
        if default is None or on < default.on.toordinal():
            flows.append((on, FlowKind.KNOWN, flow.amount.minor))
    return flows
