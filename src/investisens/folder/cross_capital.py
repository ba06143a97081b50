"""Currencies of the folder's amounts, and what investors are called for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from investisens.folder.content import Content
from investisens.folder.problems import Located
from investisens.funding.agreements import GrantAgreement, Invoice
from investisens.funding.plan import Allocation, Source, Use
from investisens.portfolio.decisions import Confirmation, Waiver
from investisens.portfolio.fund import Amendment, FundTerms
from investisens.portfolio.parties import CapitalCall, Investor
from investisens.portfolio.records import Cost, Distribution, Payment, PositionEvent, Result
from investisens.values.currency import Currency
from investisens.values.errors import Finding
from investisens.values.misreads import shown
from investisens.values.money import Money

AT_HOME: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
    (GrantAgreement, ("ceiling",)),
    (Amendment, ("capitalised",)),
    (CapitalCall, ("amount",)),
    (Payment, ("amount",)),
    (PositionEvent, ("per_share", "amount")),
    (Result, ("amount",)),
    (Waiver, ("amount",)),
    (Confirmation, ("principal", "interest")),
    (Cost, ("amount",)),
    (Distribution, ("amount",)),
    (Source, ("ceiling",)),
    (Use, ("cost", "eligible", "unit_price", "residual", "sold_for")),
    (Allocation, ("amount",)),
    (Invoice, ("grant_planned",)),
)
"""Amounts in the fund's currency. Others say their own: a commitment, a wire, an invoice."""


def check_currencies(content: Content, terms: Located[FundTerms]) -> None:
    """Adds amounts in another currency than the fund's, and sets their items aside."""
    home = terms.value.currency
    price = terms.value.share_price
    if price.currency != home:
        content.findings.append(
            terms.place.key("share_price").finding(
                f"an amount in {home}", str(price), f"write it in {home}"
            )
        )
    elif price.minor <= 0:
        content.findings.append(
            terms.place.key("share_price").finding(
                "an amount above 0", str(price), "write the nominal of one share"
            )
        )
    for cls, names in AT_HOME:
        items = content.of(cls)
        content.items[cls] = []
        for item in items:
            findings = list(_foreign(item, names, home))
            if findings:
                content.refuse(cls, item.place, _raw(item.value), findings)
            else:
                content.items[cls].append(item)


def _foreign(item: Located[Any], names: Iterable[str], home: Currency) -> Iterator[Finding]:
    for name in names:
        amount = getattr(item.value, name)
        if amount and amount.currency != home:
            yield item.place.key(name).finding(
                f"an amount in {home}", str(amount), "convert it at the rate of its day"
            )


def _raw(value: Any) -> dict[str, object]:
    """The names that an item gives, so that what refers to it is not told as well."""
    return {
        each.name: getattr(value, each.name)
        for each in attrs.fields(type(value))
        if isinstance(getattr(value, each.name), str)
    }


def check_calls(content: Content, terms: FundTerms) -> None:
    """Adds calls beyond what an investor subscribed: its shares at their nominal."""
    if terms.share_price.currency != terms.currency:
        return
    investors = {item.value.id: item.value for item in content.of(Investor)}
    called: dict[str, Money] = {}
    for item in content.of(CapitalCall):
        investor = investors.get(item.value.investor)
        if investor is None:
            continue
        before = called.get(investor.id, Money.zero(terms.currency))
        so_far = called[investor.id] = before + item.value.amount
        subscribed = terms.share_price * investor.shares
        if so_far > subscribed:
            content.findings.append(
                item.place.key("amount").finding(
                    f"at most {subscribed} called of {shown(investor.id)} in all",
                    f"{so_far} with this call",
                    "correct the call, or the shares in investors.csv",
                )
            )
