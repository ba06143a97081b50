"""Events as text: what an event says is JSON, with the keys and values of the fund folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from typing import Final, NamedTuple, cast

import attrs

from investisens.folder import scalars
from investisens.folder.converter import NO_CALENDARS, Kinds, toml_converter
from investisens.folder.harvests import Calendars
from investisens.folder.plain import flattened, plain, table
from investisens.folder.problems import Misread, Place, findings_of
from investisens.instruments.registry import INSTRUMENTS
from investisens.portfolio.event_kinds import KINDS, amount_of, contract_of, kind_of
from investisens.portfolio.events import Event, What
from investisens.portfolio.fund import Amendment, Position
from investisens.portfolio.records import Payment
from investisens.values.currency import XOF
from investisens.values.errors import InvalidFolder, InvalidTerms
from investisens.values.harvest import HarvestCalendar
from investisens.values.money import Money

_MOMENT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
_DAYS: Final = range(scalars.FIRST_YEAR, scalars.LAST_YEAR + 1)


class Row(NamedTuple):
    """An event as the ledger's table holds it, without its place and hash."""

    id: str
    kind: str
    on_day: str
    recorded_at: str
    contract: str | None
    amount_minor: int | None
    currency: str | None
    author: str
    source: str
    rank: int
    reverses: str | None
    content: str


def row_of(event: Event) -> Row:
    """An event as a row.

    Raises:
        InvalidTerms: Its day lies before 1900 or after 2199, or a receipt would not read back.
    """
    what = event.what
    money = amount_of(what)
    return Row(
        id=event.id,
        kind=kind_of(what).name,
        on_day=day_text(event.on),
        recorded_at=moment(event.recorded_at),
        contract=contract_of(what),
        amount_minor=None if money is None else money.minor,
        currency=None if money is None else money.currency.code,
        author=event.author,
        source=event.source,
        rank=event.rank,
        reverses=event.reverses,
        content=receipt(what, Days(), Quoted()) if type(what) is Payment else content_of(what),
    )


def content_of(what: What) -> str:
    """What an event says, as one line of JSON.

    >>> from investisens.portfolio.events import Reversed
    >>> content_of(Reversed(event="received:P7", reason="typed twice"))
    '{"event":"received:P7","reason":"typed twice"}'
    """
    keys = flattened(what) if isinstance(what, Position | Amendment) else table(what)
    return json.dumps(keys, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


class Quoted(dict[str, str]):
    """Texts as JSON writes them, each looked at once.

    >>> Quoted()["dépôt"]
    '"dépôt"'
    """

    def __missing__(self, text: str) -> str:
        _refuse("text", text, scalars.text)
        self[text] = _quoted(text)
        return self[text]


class Days(dict[date, str]):
    """Days as the ledger writes them, each looked at once."""

    def __missing__(self, day: date) -> str:
        self[day] = day_text(day)
        return self[day]


def receipt(payment: Payment, days: Days, quoted: Quoted) -> str:
    """What :func:`content_of` gives of a receipt, quicker: there are many.

    Raises:
        InvalidTerms: A text would not read back.
    """
    name, amount = payment.id, payment.amount
    if not (name.isprintable() and 0 < len(name) <= 60 and name == name.strip()):
        _refuse("id", name, scalars.name)
    if amount.currency.digits or not -scalars.GREATEST <= amount.minor <= scalars.GREATEST:
        written = _amount(amount)
    else:
        written = f"{amount.minor} {amount.currency.code}"
    return (
        f'{{"id":{_quoted(name)},"received_on":"{days[payment.received_on]}",'
        f'"position":{quoted[payment.position]},"amount":"{written}",'
        f'"channel":{quoted[payment.channel]},"reference":{quoted[payment.reference]},'
        f'"payer":{quoted[payment.payer]}{_more(payment) if _MORE else ""}}}'
    )


_MORE: Final = tuple(attrs.fields_dict(Payment))[7:]
"""Attributes of a receipt beyond those that :func:`receipt` writes by name."""


def _more(payment: Payment) -> str:
    values = {name: getattr(payment, name) for name in _MORE}
    given = {name: value for name, value in values.items() if value is not None and value != ()}
    return "".join(f',"{name}":{_json(value)}' for name, value in given.items())


def _refuse(field: str, text: str, read: Callable[[object], str]) -> None:
    """Refuse a text that *read* would refuse."""
    try:
        read(text)
    except Misread as error:
        raise InvalidTerms(f"{field}: {error}", field=field, value=text) from error


def _json(value: object) -> str:
    return json.dumps(
        plain(value), ensure_ascii=False, separators=(",", ":"), default=date.isoformat
    )


def _amount(amount: Money) -> str:
    """The text of an amount, without a detour by decimal numbers."""
    minor, digits = amount.minor, amount.currency.digits
    if not -scalars.GREATEST <= minor <= scalars.GREATEST:
        raise _unreadable("amount", amount, "an amount up to 10^18 minor units")
    if not digits:
        return f"{minor} {amount.currency.code}"
    units, rest = divmod(abs(minor), 10**digits)
    return f"{'-' if minor < 0 else ''}{units}.{rest:0{digits}d} {amount.currency.code}"


def day_text(day: date) -> str:
    """A day as the ledger writes it.

    Raises:
        InvalidTerms: It lies before 1900 or after 2199.
    """
    if day.year not in _DAYS:
        raise _unreadable("on", day, f"a day from {_DAYS[0]} to {_DAYS[-1]}")
    return day.isoformat()


def _unreadable(field: str, value: object, expected: str) -> InvalidTerms:
    return InvalidTerms(
        f"{field} is {str(value)[:60]!r}: the ledger holds {expected}", field=field, value=value
    )


@lru_cache(maxsize=64)
def moment(at: datetime) -> str:
    """A moment in UTC as text; texts stand in the order of the moments.

    >>> moment(datetime(2017, 1, 2, 9, 30, tzinfo=UTC))
    '2017-01-02T09:30:00.000000Z'
    """
    return f"{at.astimezone(UTC):{_MOMENT}}"


@lru_cache(maxsize=64)
def moment_of(text: str) -> datetime:
    """The moment that :func:`moment` wrote."""
    return datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)


@attrs.frozen(kw_only=True)
class Reader:
    """Reads what events say.

    Attributes:
        instruments: Kind, as written, to class.
        calendars: What dues may name.
    """

    instruments: Kinds = INSTRUMENTS
    calendars: Calendars = NO_CALENDARS

    def knowing(self, calendars: Iterable[HarvestCalendar]) -> Reader:
        """The same, with these calendars; of two of one name the last counts."""
        known = {each.name: each for each in calendars}
        return attrs.evolve(self, calendars=Calendars(known=tuple(known.values())))

    def what(self, kind: str, content: str, where: str) -> What:
        """What an event of a kind says.

        Args:
            kind: Name of the kind.
            content: The text.
            where: Where it stands, for messages.

        Raises:
            InvalidFolder: With everything that is wrong with the text.
        """
        place = Place("ledger", where)
        if kind not in KINDS:
            known = "update investisens: a newer version may know it"
            raise InvalidFolder((place.finding("a kind of event", repr(kind), known),))
        # Amounts name their currency, so that no other is ever looked for.
        converter = toml_converter(XOF, self.instruments, self.calendars)
        try:
            return cast(What, converter.structure(json.loads(content), KINDS[kind].cls))
        except Exception as error:
            raise InvalidFolder(tuple(findings_of(error, place))) from error

    def event(self, row: Row) -> Event:
        """The event of a row."""
        return Event(
            id=row.id,
            on=date.fromisoformat(row.on_day),
            recorded_at=moment_of(row.recorded_at),
            what=self.what(row.kind, row.content, row.id),
            author=row.author,
            source=row.source,
            rank=row.rank,
        )
