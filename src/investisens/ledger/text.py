"""Events as text: what an event says is JSON, with the keys and values of the fund folder."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from typing import Final, NamedTuple, cast

import attrs
from cattrs import Converter

from investisens.folder import scalars
from investisens.folder.converter import NO_CALENDARS, Kinds, toml_converter
from investisens.folder.harvests import Calendars
from investisens.folder.plain import flattened, table
from investisens.folder.problems import Place, findings_of
from investisens.instruments.registry import INSTRUMENTS
from investisens.portfolio.event_kinds import KINDS, amount_of, contract_of, kind_of
from investisens.portfolio.events import Event, What
from investisens.portfolio.fund import Amendment, Position
from investisens.values.currency import XOF
from investisens.values.errors import InvalidFolder, InvalidTerms
from investisens.values.harvest import HarvestCalendar

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
        InvalidTerms: Its day lies before 1900 or after 2199.
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
        content=content_of(what),
    )


def content_of(what: What) -> str:
    """What an event says, as one line of JSON.

    >>> from investisens.portfolio.events import Reversed
    >>> content_of(Reversed(event="received:P7", reason="typed twice"))
    '{"event":"received:P7","reason":"typed twice"}'
    """
    keys = flattened(what) if isinstance(what, Position | Amendment) else table(what)
    return json.dumps(keys, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


def day_text(day: date) -> str:
    """A day as the ledger writes it.

    Raises:
        InvalidTerms: It lies before 1900 or after 2199.
    """
    if day.year not in _DAYS:
        raise unreadable("on", day, f"a day from {_DAYS[0]} to {_DAYS[-1]}")
    return day.isoformat()


def unreadable(field: str, value: object, expected: str) -> InvalidTerms:
    """The error of a value that would not read back."""
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


def day_read(text: str, where: str) -> date:
    """The day that :func:`day_text` wrote for an event.

    Raises:
        InvalidFolder: Somebody else wrote it.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise damaged(where, "a day", repr(text[:60])) from error


def _moment_read(text: str, where: str) -> datetime:
    try:
        return moment_of(text)
    except ValueError as error:
        raise damaged(where, "a moment", repr(text[:60])) from error


def damaged(where: str, expected: str, found: str) -> InvalidFolder:
    """The error of what only somebody else can have written."""
    remedy = "restore a backup: the file was damaged, or changed by somebody"
    return InvalidFolder((Place("ledger", where).finding(expected, found, remedy),))


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
        try:
            return cast(What, self._converter.structure(json.loads(content), KINDS[kind].cls))
        except Exception as error:
            raise InvalidFolder(tuple(findings_of(error, place))) from error

    @cached_property
    def _converter(self) -> Converter:
        # Amounts name their currency, so that no other is ever looked for.
        return toml_converter(XOF, self.instruments, self.calendars)

    def event(self, row: Row) -> Event:
        """The event of a row.

        Raises:
            InvalidFolder: With everything that is wrong with what it says, or with its days.
        """
        return Event(
            id=row.id,
            on=day_read(row.on_day, row.id),
            recorded_at=_moment_read(row.recorded_at, row.id),
            what=self.what(row.kind, row.content, row.id),
            author=row.author,
            source=row.source,
            rank=row.rank,
        )
