"""Receipts on their way into the ledger. Most events are receipts: theirs is the quick way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from json.encoder import encode_basestring as _quoted
from typing import TypeAlias, cast

from investisens.folder import scalars
from investisens.folder.problems import Misread
from investisens.ledger.text import day_text, moment, unreadable
from investisens.portfolio.events import Event
from investisens.portfolio.records import Payment
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money

Receipt: TypeAlias = tuple[Payment, str, date, str, str, str, int]
"""What was received, and of its event: id, day, moment as the ledger writes it, author, source
and rank."""


def is_receipt(event: Event) -> bool:
    """Whether an event is the first version of a receipt.

    >>> from datetime import UTC, datetime
    >>> from investisens import XOF
    >>> paid = Payment(id="P7", received_on=date(2012, 3, 1), position="L1",
    ...                amount=Money(5_000, XOF))
    >>> event = Event(id="received:P7", on=paid.received_on, what=paid,
    ...               recorded_at=datetime(2012, 3, 2, tzinfo=UTC))
    >>> is_receipt(event)
    True
    """
    return type(event.what) is Payment and event.id.startswith("received:")


def receipts_of(events: Iterable[Event]) -> Iterator[Receipt]:
    """What is to be written of events that are receipts."""
    for event in events:
        payment, at = cast(Payment, event.what), moment(event.recorded_at)
        yield payment, event.id, event.on, at, event.author, event.source, event.rank


def receipts_of_payments(
    payments: Iterable[Payment], recorded_at: str, author: str, source: str
) -> Iterator[Receipt]:
    """What is to be written of the events that say *payments*, without an event for each."""
    for rank, payment in enumerate(payments):
        name, on = f"received:{payment.id}", payment.received_on
        yield payment, name, on, recorded_at, author, source, rank


class ReceiptTexts:
    """Writes receipts as text; what many of them share is looked at once.

    Attributes:
        days: Days as the ledger writes them.

    >>> from investisens import XOF
    >>> paid = Payment(id="P7", received_on=date(2012, 3, 1), position="L1",
    ...                amount=Money(5_000, XOF))
    >>> ReceiptTexts().content_of(paid).partition(',"channel"')[0]
    '{"id":"P7","received_on":"2012-03-01","position":"L1","amount":"5000 XOF"'
    """

    def __init__(self) -> None:
        self.days = _Days()
        self._texts = _Texts()

    def content_of(self, payment: Payment) -> str:
        """What :func:`investisens.ledger.text.content_of` gives, quicker.

        Raises:
            InvalidTerms: It would not read back.
        """
        name, texts = payment.id, self._texts
        if not (name.isprintable() and 0 < len(name) <= 60 and name == name.strip()):
            _check("id", name, scalars.name)
        return (
            f'{{"id":{_quoted(name)},"received_on":"{self.days[payment.received_on]}",'
            f'"position":{texts[payment.position]},"amount":"{_amount(payment.amount)}",'
            f'"channel":{texts[payment.channel]},"reference":{texts[payment.reference]},'
            f'"payer":{texts[payment.payer]}}}'
        )


class _Texts(dict[str, str]):
    """Texts as JSON writes them."""

    def __missing__(self, text: str) -> str:
        _check("text", text, scalars.text)
        self[text] = _quoted(text)
        return self[text]


class _Days(dict[date, str]):
    """Days as the ledger writes them."""

    def __missing__(self, day: date) -> str:
        self[day] = day_text(day)
        return self[day]


def _amount(amount: Money) -> str:
    """The text of an amount, without a detour by decimal numbers."""
    minor, digits = amount.minor, amount.currency.digits
    if not -scalars.GREATEST <= minor <= scalars.GREATEST:
        raise unreadable("amount", amount, "an amount up to 10^18 minor units")
    if not digits:
        return f"{minor} {amount.currency.code}"
    units, rest = divmod(abs(minor), 10**digits)
    return f"{'-' if minor < 0 else ''}{units}.{rest:0{digits}d} {amount.currency.code}"


def _check(field: str, text: str, read: Callable[[object], str]) -> None:
    """Refuse a text that *read* would refuse."""
    try:
        read(text)
    except Misread as error:
        raise InvalidTerms(f"{field}: {error}", field=field, value=text) from error
