"""Grant agreements, and the invoices that justify what they pay."""

from __future__ import annotations

from datetime import date
from enum import Enum
from itertools import pairwise

import attrs

from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate


class ClawBack(Enum):
    """How much of a grant is repaid for equipment that is sold or idle too early.

    Attributes:
        FULL: All that was justified on the item.
        PRO_RATA: The part of the months that it should still have worked.

    >>> ClawBack("pro_rata").name
    'PRO_RATA'
    """

    FULL = "full"
    PRO_RATA = "pro_rata"


@attrs.frozen(kw_only=True, field_transformer=checked)
class Extension:
    """An amendment that gives an agreement a later end (avenant de prorogation).

    Attributes:
        agreed_on: The day it is signed: before, the earlier end stands.
        until: The new last day on which an invoice counts.

    >>> Extension(agreed_on=date(2011, 3, 1), until=date(2011, 12, 31)).until.year
    2011
    """

    agreed_on: date
    until: date


@attrs.frozen(kw_only=True, field_transformer=checked)
class GrantPayment:
    """Money that a funder has paid: advance, instalment or balance.

    Attributes:
        on: The day it came.
        amount: Received; negative for what was paid back.

    >>> from investisens.values.currency import XOF
    >>> GrantPayment(on=date(2010, 5, 20), amount=Money(21_000_000, XOF)).on.year
    2010
    """

    on: date
    amount: Money


@attrs.frozen(kw_only=True, field_transformer=checked)
class GrantAgreement:
    """An agreement by which a public source grants money (convention de subvention).

    Attributes:
        source: Who grants it.
        agreed_on: Invoices count from this day on.
        ceiling: Most that is granted.
        advance: Share paid at signature.
        balance_on: The day the rest is paid; when the last use it finances is paid if left out.
        rate: Most that it pays of all eligible spending together.
        eligible_from: The day from which invoices count, where that is not *agreed_on*.
        until: Last day on which an invoice counts.
        extensions: Amendments that move that day, in their order.
        interim: Most that is paid before completion, of the grant: for a grant paid on invoices.
        completed_on: The day the works are completed, which opens the balance under *interim*.
        payments: What the funder has paid; if none is given, the advance, on *agreed_on*.
        keep_years: Years from its service in which equipment may neither be sold nor stand idle.
        idle_days: Days without work from which it counts as idle.
        claw_back: How much is repaid if it is.

    Raises:
        InvalidTerms: A share is not between 0 % and 100 %, *interim* is below the advance, an end
            is before the start or before an earlier end, a count is not positive, or a payment is
            in another currency than the ceiling.

    >>> from investisens.values.currency import XOF
    >>> later = Extension(agreed_on=date(2011, 3, 1), until=date(2011, 12, 31))
    >>> region = GrantAgreement(source="REGION", agreed_on=date(2010, 5, 1),
    ...                         ceiling=Money(30_000_000, XOF), advance=Rate.parse("70 %"),
    ...                         until=date(2011, 3, 31), extensions=(later,))
    >>> print(region.end(date(2011, 2, 28)), region.end(date(2011, 3, 1)))
    2011-03-31 2011-12-31
    """

    source: str
    agreed_on: date
    ceiling: Money
    advance: Rate
    balance_on: date | None = None
    rate: Rate | None = None
    eligible_from: date | None = None
    until: date | None = None
    extensions: tuple[Extension, ...] = ()
    interim: Rate | None = None
    completed_on: date | None = None
    payments: tuple[GrantPayment, ...] = ()
    keep_years: int | None = None
    idle_days: int = 365
    claw_back: ClawBack = ClawBack.FULL

    def __attrs_post_init__(self) -> None:
        for name in ("advance", "rate", "interim"):
            share: Rate | None = getattr(self, name)
            if share is not None and not 0 <= share.mbp <= MBP:
                raise InvalidTerms(
                    f"{name} is {share}: use a share between 0 % and 100 %", field=name, value=share
                )
        if self.interim is not None and self.interim < self.advance:
            raise InvalidTerms(
                f"interim is {self.interim} with an advance of {self.advance}: use the advance or "
                "more",
                field="interim",
                value=self.interim,
            )
        for name in ("keep_years", "idle_days"):
            count: int | None = getattr(self, name)
            if count is not None and count < 1:
                raise InvalidTerms(f"{name} is {count}: use 1 or more", field=name, value=count)
        for payment in self.payments:
            if payment.amount.currency != self.ceiling.currency:
                raise InvalidTerms(
                    f"payments holds {payment.amount} but the ceiling is {self.ceiling}: use one "
                    "currency",
                    field="payments",
                    value=payment.amount,
                )
        self._check_end()

    def _check_end(self) -> None:
        if self.extensions and self.until is None:
            raise InvalidTerms(
                "extensions are given without until: give the first end of the agreement",
                field="until",
                value=None,
            )
        ends = [self.until] if self.until else []
        ends += [each.until for each in self.extensions]
        for before, end in pairwise([self.start, *ends]):
            if end < before:
                raise InvalidTerms(
                    f"the end {end} is before {before}: give each end after the one before it",
                    field="until" if end == self.until else "extensions",
                    value=end,
                )

    @property
    def start(self) -> date:
        """The first day on which an invoice counts."""
        return self.agreed_on if self.eligible_from is None else self.eligible_from

    def end(self, on: date) -> date | None:
        """The last day on which an invoice counts, as agreed by a day; ``None`` without an end."""
        agreed = [each.until for each in self.extensions if each.agreed_on <= on]
        return max([*agreed, *([self.until] if self.until else [])], default=None)


class Document(Enum):
    """What kind of paper an invoice is.

    Attributes:
        INVOICE: A final invoice (facture).
        PRO_FORMA: A quote in the form of an invoice, which justifies nothing.
    """

    INVOICE = "invoice"
    PRO_FORMA = "pro_forma"


@attrs.frozen(kw_only=True, field_transformer=checked)
class Invoice:
    """An invoice for one use, and the grant planned on it.

    Attributes:
        id: Its number, given once.
        enterprise: Who was invoiced.
        use: Name of the use.
        invoiced_on: Date of the invoice.
        amount: In the invoice's own currency, > 0.
        grant_planned: Grant planned on the use, as the file of the invoice says: it is held against
            the plan, which is what counts.
        document: Invoice or pro forma.

    Raises:
        InvalidTerms: The amount is not positive.
    """

    id: str
    enterprise: str
    use: str
    invoiced_on: date
    amount: Money
    grant_planned: Money | None = None
    document: Document

    def __attrs_post_init__(self) -> None:
        if self.amount.minor <= 0:
            raise InvalidTerms(
                f"amount is {self.amount}: give a positive amount, less the credit notes for it",
                field="amount",
                value=self.amount,
            )
