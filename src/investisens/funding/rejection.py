"""Why a part of what is invoiced, or of a grant, does not count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum

import attrs

from investisens.funding.agreements import Document, GrantAgreement, Invoice
from investisens.funding.eligibility import eligible_cost, may_pay
from investisens.funding.plan import Source, Use
from investisens.funding.vat import eligible_of
from investisens.values.currency import Currency
from investisens.values.errors import MissingData
from investisens.values.fx import FxTable
from investisens.values.money import Money
from investisens.values.rounding import RoundingMode


class Reason(Enum):
    """Why money does not count.

    Attributes:
        DUPLICATE: Another invoice has the same number.
        NO_SUCH_USE: The plan has no such use.
        NO_GRANT: No grant is planned on the item.
        NOT_ELIGIBLE: The funder does not pay such an item.
        PRO_FORMA: A pro forma is no invoice.
        BEFORE_AGREEMENT: It is dated before the first eligible day.
        AFTER_END: It is dated after the last eligible day.
        UNKNOWN_CURRENCY: No rate of exchange is known for it.
        VAT: The enterprise recovers this VAT.
        OVER_COST: It is beyond the planned cost.
        UNDERSPENT: Less was invoiced than planned.
        NO_INVOICE: No invoice came for it; those of the item that do not count have their own.
        CLAWED_BACK: The equipment was sold or stood idle too early.
        OVER_RATE: It is beyond the rate of the agreement.
        CEILING: It is beyond the ceiling of the agreement.

    >>> Reason("pro_forma").name
    'PRO_FORMA'
    """

    DUPLICATE = "duplicate"
    NO_SUCH_USE = "no_such_use"
    NO_GRANT = "no_grant"
    NOT_ELIGIBLE = "not_eligible"
    PRO_FORMA = "pro_forma"
    BEFORE_AGREEMENT = "before_agreement"
    AFTER_END = "after_end"
    UNKNOWN_CURRENCY = "unknown_currency"
    VAT = "vat"
    OVER_COST = "over_cost"
    UNDERSPENT = "underspent"
    NO_INVOICE = "no_invoice"
    CLAWED_BACK = "clawed_back"
    OVER_RATE = "over_rate"
    CEILING = "ceiling"


EXPLAIN_NOTHING = frozenset({Reason.VAT, Reason.OVER_COST})
"""Reasons that reject spending beyond what was planned: no planned grant is lost by them."""


Numbered = tuple[Invoice, bool]
"""An invoice, and whether another one before it has its number."""


@attrs.frozen(kw_only=True)
class Part:
    """A part of one invoice: what counts of it, or why the rest does not.

    Attributes:
        invoice: The invoice; ``None`` for planned cost that nobody invoiced.
        amount: The part, in the plan's currency; ``None`` where no rate of exchange is known.
        eligible: What counts of it.
        reason: Why the rest does not; ``None`` if all counts.
    """

    invoice: Invoice | None
    amount: Money | None
    eligible: Money
    reason: Reason | None

    @property
    def rejected(self) -> Money | None:
        """What does not count of it; ``None`` where its amount is not known."""
        return None if self.amount is None else self.amount - self.eligible


def numbered(invoices: Iterable[Invoice], on: date) -> list[Numbered]:
    """The invoices dated by the end of a day, each with whether its number was given before."""
    seen: set[str] = set()
    known = []
    for invoice in invoices:
        if invoice.invoiced_on <= on:
            known.append((invoice, invoice.id in seen))
            seen.add(invoice.id)
    return known


def parts_of(
    agreement: GrantAgreement,
    source: Source,
    use: Use,
    invoices: Iterable[Numbered],
    fx: FxTable,
    on: date,
) -> Iterator[Part]:
    """The parts of the invoices of one item, in the order of their dates.

    An invoice that is rejected for one reason is one part; each further reason makes one more.

    Args:
        agreement: Its terms.
        source: Who grants.
        use: The item.
        invoices: Of this item, each with whether its number was given before.
        fx: Rates of exchange, by the day of the invoice.
        on: The day of the question.
    """
    nothing = Money.zero(use.cost.currency)
    room = eligible_cost(use)
    for invoice, repeated in sorted(invoices, key=lambda each: each[0].invoiced_on):
        amount = at_home(invoice, use.cost.currency, fx)
        reason = Reason.DUPLICATE if repeated else _reason(agreement, source, use, invoice, on)
        if reason is not None or amount is None:
            yield Part(
                invoice=invoice,
                amount=amount,
                eligible=nothing,
                reason=reason or Reason.UNKNOWN_CURRENCY,
            )
            continue
        net = (
            amount if use.vat is None else eligible_of(amount, use.vat, recovered=use.vat_recovered)
        )
        counted = min(net, room)
        room -= counted
        yield from _split(invoice, counted, vat=amount - net, over=net - counted)


def at_home(invoice: Invoice, home: Currency, fx: FxTable) -> Money | None:
    """The amount of an invoice at the rate of its day, half up; ``None`` without a rate."""
    try:
        return fx.convert(
            invoice.amount, home, on=invoice.invoiced_on, rounding=RoundingMode.HALF_UP
        )
    except MissingData:
        return None


def _reason(
    agreement: GrantAgreement, source: Source, use: Use, invoice: Invoice, on: date
) -> Reason | None:
    """The first reason for which an invoice does not count at all."""
    end = agreement.end(on)
    if invoice.document is Document.PRO_FORMA:
        return Reason.PRO_FORMA
    if invoice.invoiced_on < agreement.start:
        return Reason.BEFORE_AGREEMENT
    if end is not None and invoice.invoiced_on > end:
        return Reason.AFTER_END
    return None if may_pay(source, use) else Reason.NOT_ELIGIBLE


def _split(invoice: Invoice, counted: Money, *, vat: Money, over: Money) -> Iterator[Part]:
    """What counts with the first rejected part, then the other one."""
    nothing = Money.zero(counted.currency)
    rejected = [(Reason.VAT, vat), (Reason.OVER_COST, over)]
    rest = [(reason, amount) for reason, amount in rejected if amount]
    reason, amount = rest[0] if rest else (None, nothing)
    yield Part(invoice=invoice, amount=counted + amount, eligible=counted, reason=reason)
    for reason, amount in rest[1:]:
        yield Part(invoice=invoice, amount=amount, eligible=nothing, reason=reason)
