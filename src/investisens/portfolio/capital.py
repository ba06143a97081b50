"""Capital of the fund: what investors were asked for, paid, and receive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

import attrs

from investisens.portfolio.fund import Fund
from investisens.portfolio.parties import CapitalCall, Investor
from investisens.values.cashflow import CashFlow, FlowKind
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money, total


@attrs.frozen(kw_only=True)
class InvestorAccount:
    """Where one investor stands on a day, in the fund's currency.

    Attributes:
        investor: Short name.
        country: ISO 3166 code.
        commitment: What was promised, in the investor's own currency.
        called: Asked for up to the day.
        paid: Paid up to the day.
        paid_late: Part of *paid* that came after the day it was called for.
        unpaid: Asked for and not paid.
        distributed: Received from the fund.
        nav: Share of the fund's value, pro rata to *paid*.
    """

    investor: str
    country: str
    commitment: Money
    called: Money
    paid: Money
    paid_late: Money
    unpaid: Money
    distributed: Money
    nav: Money


def call_flows(fund: Fund) -> tuple[CashFlow, ...]:
    """Capital paid in, and to be paid in: calls that nobody pays are left out.

    A call is paid on its *paid_on*. Without one it is expected on the day it is called for if
    that lies after ``as_of``, and taken as unpaid if it does not.
    """
    flows = []
    for call in fund.calls:
        on = call.paid_on
        if on is None and call.called_on > fund.terms.as_of:
            on = call.called_on
        if on is not None:
            flows.append(
                CashFlow(on=on, amount=call.amount, kind=FlowKind.CALL, party=call.investor)
            )
    return tuple(flows)


def paid_in(fund: Fund, on: date) -> Mapping[str, Money]:
    """Capital paid in up to the end of *on*, by investor; zero for those who paid nothing."""
    zero = Money.zero(fund.terms.currency)
    paid = dict.fromkeys((investor.id for investor in fund.investors), zero)
    for flow in call_flows(fund):
        if flow.on <= on:
            paid[flow.party] = paid.get(flow.party, zero) + flow.amount
    return paid


def distribution_flows(fund: Fund) -> tuple[CashFlow, ...]:
    """Each distribution split over investors, pro rata to the capital paid in that day.

    Raises:
        InvalidTerms: Nothing was paid in by the day of a distribution.
    """
    flows = []
    for distribution in fund.distributions:
        paid = paid_in(fund, distribution.paid_on)
        weights = [money.minor for money in paid.values()]
        if not any(weights):
            raise InvalidTerms(
                f"{distribution.amount} is distributed on {distribution.paid_on} but no capital "
                "was paid in by then: check the date, or the calls",
                field="paid_on",
                value=distribution.paid_on,
            )
        shares = distribution.amount.allocate(weights, fund.terms.remainder)
        flows += [
            CashFlow(
                on=distribution.paid_on, amount=-share, kind=FlowKind.DISTRIBUTION, party=party
            )
            for party, share in zip(paid, shares, strict=True)
            if share
        ]
    return tuple(flows)


def accounts(fund: Fund, on: date, nav: Money) -> tuple[InvestorAccount, ...]:
    """The account of every investor at the end of *on*, in the order of the folder."""
    paid = paid_in(fund, on)
    weights = [paid[investor.id].minor for investor in fund.investors]
    if any(weights):
        navs = nav.allocate(weights, fund.terms.remainder)
    else:
        navs = tuple(Money.zero(nav.currency) for _ in weights)
    received: dict[str, list[Money]] = defaultdict(list)
    for flow in distribution_flows(fund):
        if flow.on <= on:
            received[flow.party].append(-flow.amount)
    calls: dict[str, list[CapitalCall]] = defaultdict(list)
    for call in fund.calls:
        if call.called_on <= on:
            calls[call.investor].append(call)
    return tuple(
        _account(investor, calls[investor.id], on, (paid[investor.id], part), received[investor.id])
        for investor, part in zip(fund.investors, navs, strict=True)
    )


def _account(
    investor: Investor,
    calls: list[CapitalCall],
    on: date,
    paid_and_nav: tuple[Money, Money],
    received: list[Money],
) -> InvestorAccount:
    paid, nav = paid_and_nav
    called = total((call.amount for call in calls), nav.currency)
    late = (
        call.amount
        for call in calls
        if call.paid_on is not None and call.called_on < call.paid_on <= on
    )
    return InvestorAccount(
        investor=investor.id,
        country=investor.country,
        commitment=investor.commitment,
        called=called,
        paid=paid,
        paid_late=total(late, nav.currency),
        unpaid=called - paid,
        distributed=total(received, nav.currency),
        nav=nav,
    )
