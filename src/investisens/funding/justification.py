"""Justification of a grant, item by item: what the invoices prove, and why the rest is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

import attrs

from investisens.funding.agreements import GrantAgreement, Invoice
from investisens.funding.claw_back import clawed_back
from investisens.funding.eligibility import eligible_cost
from investisens.funding.plan import Source, Use
from investisens.funding.rejection import EXPLAIN_NOTHING, Numbered, Part, Reason, parts_of
from investisens.funding.settlement import settle
from investisens.values.fx import FxTable
from investisens.values.money import Money, total
from investisens.values.rounding import RoundingMode

Item = tuple[Use, Money]
"""A use, and the grant planned on it."""


@attrs.frozen(kw_only=True)
class JustificationRow:
    """One invoice on one item, or what no invoice explains of it.

    Attributes:
        source: Who grants; empty for an invoice that concerns no grant.
        enterprise: Whose item; empty for a limit of the whole agreement.
        use: Name of the use, likewise.
        item: What it is.
        invoice: The invoice; ``None`` for what nobody invoiced.
        amount: Spent, in the plan's currency; ``None`` where no rate of exchange is known.
        eligible: What counts of it.
        justified: Grant that it proves.
        unjustified: Planned grant that is lost here.
        reason: Why something does not count; ``None`` if all does.
    """

    source: str
    enterprise: str
    use: str
    item: str
    invoice: Invoice | None
    amount: Money | None
    eligible: Money
    justified: Money
    unjustified: Money
    reason: Reason | None

    @property
    def rejected(self) -> Money | None:
        """Spending that does not count."""
        return None if self.amount is None else self.amount - self.eligible

    @property
    def granted(self) -> Money:
        """Planned grant that the row accounts for."""
        return self.justified + self.unjustified


@attrs.frozen(kw_only=True)
class Justification:
    """What one agreement has granted, what is proven of it, and what is still to be paid.

    Attributes:
        agreement: The agreement.
        rows: Item by item; their grants add up to what is granted.
        paid: What the funder has paid.
        payable: What is still to be paid; negative for what is to be paid back, unless invoices to
            come justify it.
    """

    agreement: GrantAgreement
    rows: tuple[JustificationRow, ...]
    paid: Money
    payable: Money

    @property
    def granted(self) -> Money:
        """What is planned, within the ceiling."""
        return total((row.granted for row in self.rows), self.paid.currency)

    @property
    def justified(self) -> Money:
        """What is proven of it."""
        return total((row.justified for row in self.rows), self.paid.currency)

    @property
    def unjustified(self) -> Money:
        """What is not."""
        return total((row.unjustified for row in self.rows), self.paid.currency)


def justify(
    agreement: GrantAgreement,
    source: Source,
    items: Sequence[Item],
    invoices: Iterable[Numbered],
    *,
    on: date,
    fx: FxTable,
) -> Justification:
    """The justification of one agreement at the end of a day.

    On each item the grant is justified in the proportion of eligible spending to planned eligible
    cost, rounded half up, and never above what is planned. A grant planned beyond the eligible cost
    of its item is lost. What is not justified is laid to the rejected invoices of the item, the
    oldest first, then to what was not spent.

    Payable is what is justified less what was paid. Where the agreement limits what is paid before
    completion (``interim``), it is up to that limit until the works are completed.

    Args:
        agreement: Its terms.
        source: Who grants.
        items: The uses on which a grant of this source is planned, and how much.
        invoices: Those of these items, each with whether its number was given before.
        on: The day; invoices and payments after it are not known yet.
        fx: Rates of exchange, by the day of the invoice.

    >>> from investisens import UseKind, XOF
    >>> from investisens.funding.agreements import Document
    >>> from investisens.values.rates import Rate
    >>> press = Use(enterprise="E2", id="U2", label="Press", kind=UseKind.EQUIPMENT,
    ...             cost=Money(1_900_000, XOF))
    >>> made = justify(
    ...     GrantAgreement(source="REGION", agreed_on=date(2010, 5, 1), advance=Rate.parse("70 %"),
    ...                    ceiling=Money(900_000, XOF)),
    ...     Source(id="REGION", name="Region", public=True), [(press, Money(900_000, XOF))],
    ...     [(Invoice(id="F04", enterprise="E2", use="U2", invoiced_on=date(2010, 10, 16),
    ...               amount=Money(1_800_000, XOF), document=Document.INVOICE), False)],
    ...     on=date(2010, 12, 31), fx=FxTable([]))
    >>> print(made.justified, made.rows[0].unjustified, made.rows[0].reason.value, made.payable)
    852632 XOF 47368 XOF underspent 222632 XOF
    """
    by_item: dict[tuple[str, str], list[Numbered]] = {}
    for invoice, repeated in invoices:
        by_item.setdefault((invoice.enterprise, invoice.use), []).append((invoice, repeated))
    rows: list[JustificationRow] = []
    for use, planned in items:
        found = by_item.get((use.enterprise, use.id), [])
        parts = list(parts_of(agreement, source, use, found, fx, on))
        rows += _rows_of(agreement, use, planned, parts, on)
    currency = agreement.ceiling.currency
    rows += _over_rate(agreement, rows)
    rows += _over_ceiling(agreement, rows)
    granted = total((row.granted for row in rows), currency)
    justified = total((row.justified for row in rows), currency)
    paid = _paid(agreement, granted, on)
    return Justification(
        agreement=agreement,
        rows=tuple(rows),
        paid=paid,
        payable=_most_payable(agreement, granted, justified, on) - paid,
    )


def _rows_of(
    agreement: GrantAgreement, use: Use, planned: Money, parts: list[Part], on: date
) -> Iterator[JustificationRow]:
    """The rows of one item: its parts, what was not spent, what cannot count, what goes back."""
    nothing = Money.zero(planned.currency)
    base = eligible_cost(use)
    beyond = max(nothing, planned - base)
    planned -= beyond
    eligible = total((part.eligible for part in parts), base.currency)
    justified = nothing
    if eligible:
        justified = planned.times(Fraction(eligible.minor, base.minor), RoundingMode.HALF_UP)
    unjustified = planned - justified
    losses = [0] * len(parts)
    if unjustified:
        parts, losses = _explained(parts, base - eligible)
    proofs = _shared(justified, [part.eligible.minor for part in parts])
    lost = _shared(unjustified, losses)
    for part, proven, missing in zip(parts, proofs, lost, strict=True):
        yield _row(agreement, use, part, proven, missing)
    if beyond:
        part = Part(invoice=None, amount=nothing, eligible=nothing, reason=Reason.NOT_ELIGIBLE)
        yield _row(agreement, use, part, nothing, beyond)
    back = clawed_back(agreement, use, justified, on)
    if back:
        part = Part(invoice=None, amount=nothing, eligible=nothing, reason=Reason.CLAWED_BACK)
        yield _row(agreement, use, part, -back, back)


def _explained(parts: list[Part], missing: Money) -> tuple[list[Part], list[int]]:
    """How much of the spending that is missing each part explains; what is left was not spent."""
    nothing = Money.zero(missing.currency)
    losses = []
    for part in parts:
        explains = part.reason is not None and part.reason not in EXPLAIN_NOTHING
        rejected = missing if part.rejected is None else min(part.rejected, missing)
        losses.append(rejected.minor if explains else 0)
        missing -= rejected if explains else nothing
    if not missing:
        return parts, losses
    good = [at for at, part in enumerate(parts) if part.reason is None]
    if good:
        at = good[-1]
        losses[at] = missing.minor
        told = attrs.evolve(parts[at], reason=Reason.UNDERSPENT)
        return [*parts[:at], told, *parts[at + 1 :]], losses
    rest = Part(invoice=None, amount=nothing, eligible=nothing, reason=Reason.NO_INVOICE)
    return [*parts, rest], [*losses, missing.minor]


def _shared(amount: Money, weights: Sequence[int]) -> Sequence[Money]:
    return amount.allocate(weights) if any(weights) else [amount] * len(weights)


def _row(
    agreement: GrantAgreement, use: Use | None, part: Part, justified: Money, unjustified: Money
) -> JustificationRow:
    return JustificationRow(
        source=agreement.source,
        enterprise=use.enterprise if use else "",
        use=use.id if use else "",
        item=use.label if use else "",
        invoice=part.invoice,
        amount=part.amount,
        eligible=part.eligible,
        justified=justified,
        unjustified=unjustified,
        reason=part.reason,
    )


def _over_rate(
    agreement: GrantAgreement, rows: Sequence[JustificationRow]
) -> Iterator[JustificationRow]:
    """A row that takes what is justified back to the rate of all eligible spending."""
    if agreement.rate is None:
        return
    currency = agreement.ceiling.currency
    eligible = total((row.eligible for row in rows), currency)
    justified = total((row.justified for row in rows), currency)
    excess = justified - eligible.times(agreement.rate, RoundingMode.DOWN)
    if excess.minor > 0:
        yield _limit(agreement, Reason.OVER_RATE, -excess, excess)


def _over_ceiling(
    agreement: GrantAgreement, rows: Sequence[JustificationRow]
) -> Iterator[JustificationRow]:
    """A row that takes what is granted, and what is justified, back to the ceiling."""
    currency, ceiling = agreement.ceiling.currency, agreement.ceiling
    granted = total((row.granted for row in rows), currency)
    justified = total((row.justified for row in rows), currency)
    if granted > ceiling:
        cut = min(justified, ceiling) - justified
        yield _limit(agreement, Reason.CEILING, cut, ceiling - granted - cut)


def _limit(
    agreement: GrantAgreement, reason: Reason, justified: Money, unjustified: Money
) -> JustificationRow:
    nothing = Money.zero(justified.currency)
    part = Part(invoice=None, amount=nothing, eligible=nothing, reason=reason)
    return _row(agreement, None, part, justified, unjustified)


def _paid(agreement: GrantAgreement, granted: Money, on: date) -> Money:
    """What came by the end of a day: the payments, or the advance if none is given."""
    if agreement.payments:
        came = (payment.amount for payment in agreement.payments if payment.on <= on)
        return total(came, granted.currency)
    return granted.times(agreement.advance, RoundingMode.DOWN)


def _most_payable(agreement: GrantAgreement, granted: Money, justified: Money, on: date) -> Money:
    """All that may be paid by a day, from the first franc."""
    completed = agreement.completed_on is not None and agreement.completed_on <= on
    if agreement.interim is None or completed:
        return justified
    made = settle(granted, justified, advance=agreement.advance, interim=agreement.interim)
    return made.before_balance
