"""Invoices against the grants: their currency is known, and they say what the plan says."""

from __future__ import annotations

from collections.abc import Iterator

from investisens.folder.content import Content
from investisens.folder.problems import Located
from investisens.funding.agreements import GrantAgreement, Invoice
from investisens.funding.plan import Allocation, Source, Use
from investisens.legal.fx import with_parity
from investisens.values.currency import Currency
from investisens.values.errors import Finding, InvalidTerms, MissingData, Severity
from investisens.values.fx import FxQuote, FxTable
from investisens.values.money import Money


def check_invoices(content: Content, home: Currency) -> None:
    """Adds invoices whose currency has no rate, or that plan more grant than the plan does."""
    incomplete = {*content.unread, *content.absent, *content.broken}
    if FxQuote not in incomplete:
        content.findings += _without_rate(content, home)
    if not {Allocation, GrantAgreement, Use} & incomplete:
        content.findings += _planned(content, home)


def _without_rate(content: Content, home: Currency) -> Iterator[Finding]:
    try:
        fx = with_parity(item.value for item in content.of(FxQuote))
    except InvalidTerms:
        return  # two quotes of one day: told with the names
    for item in content.of(Invoice):
        if not _has_rate(fx, item.value, home):
            currency = item.value.amount.currency
            yield item.place.key("amount").finding(
                f"an amount in {home}, or a rate of {currency} on {item.value.invoiced_on}",
                str(item.value.amount),
                f"add the rate to the tables [[fx]] of fund.toml, with base = {currency.code!r}",
            )


def _has_rate(fx: FxTable, invoice: Invoice, home: Currency) -> bool:
    try:
        fx.rate(invoice.amount.currency, home, on=invoice.invoiced_on)
    except MissingData:
        return False
    return True


def _planned(content: Content, home: Currency) -> Iterator[Finding]:
    """An invoice repeats the grant planned on its use: what it says is held against the plan."""
    sources = {item.value.source for item in content.of(GrantAgreement)}
    if not sources <= (content.ids(Source) or set()):
        return  # the source is told
    planned: dict[tuple[str, str], Money] = {}
    for row in content.of(Allocation):
        if row.value.source in sources:
            key = (row.value.enterprise, row.value.use)
            planned[key] = planned.get(key, Money.zero(home)) + row.value.amount
    known = content.known(Use, "enterprise", "id") or set()
    for item in content.of(Invoice) if sources else ():
        if (item.value.enterprise, item.value.use) in known:
            yield from _more_than(planned, item, home)


def _more_than(
    planned: dict[tuple[str, str], Money], item: Located[Invoice], home: Currency
) -> Iterator[Finding]:
    invoice = item.value
    granted = planned.get((invoice.enterprise, invoice.use), Money.zero(home))
    if invoice.grant_planned is not None and invoice.grant_planned > granted:
        yield item.place.key("grant_planned").finding(
            f"at most {granted}, which grants pay of {invoice.enterprise} {invoice.use} in "
            "allocations.csv",
            str(invoice.grant_planned),
            "correct one of the two: the plan counts",
            Severity.WARNING,
        )
