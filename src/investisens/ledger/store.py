"""A ledger in use: events in, the fund as known on a day out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from types import TracebackType

from investisens.folder.converter import Kinds
from investisens.folder.writer import write_fund
from investisens.instruments.registry import INSTRUMENTS
from investisens.ledger import file
from investisens.ledger.checking import findings_of_events
from investisens.ledger.file import AnyPath
from investisens.ledger.guarding import beyond_owed, likely_twins, new_findings
from investisens.ledger.one_event import event_of
from investisens.ledger.problems import told
from investisens.ledger.reading import calendars, no_event, receipts, rows
from investisens.ledger.shown import show
from investisens.ledger.text import Reader, moment
from investisens.ledger.verifying import Verification, verify_chain
from investisens.ledger.writing import (
    Accepted,
    Recorded,
    next_version,
    stands,
    write,
    write_payments,
)
from investisens.portfolio.event_fold import events_of, fund_of, reversal
from investisens.portfolio.events import Event, What
from investisens.portfolio.fund import Fund
from investisens.portfolio.records import Payment
from investisens.values.errors import Finding, InvalidTerms


class Ledger:
    """Everything that became known about a fund, in one SQLite file that only grows.

    Nothing is changed or deleted: what was wrong is reversed by another event. What was recorded
    is on the disk when the call returns, and each event is bound to all before it by a chain of
    hashes. Several processes may use one ledger at once; one object serves one thread.

    >>> from datetime import UTC
    >>> from investisens import XOF, Ledger, Money, Payment, read_fund
    >>> monday = datetime(2017, 1, 2, 9, 30, tzinfo=UTC)
    >>> ledger = Ledger.create("collines.ledger")
    >>> ledger.import_fund(read_fund("examples/collines"), monday, author="Akua").known
    0
    >>> paid = Payment(id="P900", received_on=date(2016, 12, 30), position="L2",
    ...                amount=Money(50_000, XOF))
    >>> tuesday = datetime(2017, 1, 3, 9, 30, tzinfo=UTC)
    >>> ledger.note(paid, tuesday, author="Akua", source="receipt book, page 12").id
    'received:P900'
    >>> len(ledger.fund().payments), len(ledger.fund(known_on=monday.date()).payments)
    (122, 121)
    >>> ledger.verify().ok
    True
    >>> ledger.close()
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, instruments: Kinds = INSTRUMENTS
    ) -> None:
        self.path = path
        self.connection = connection
        self._reader = Reader(instruments=instruments)
        self._known: tuple[tuple[int, int], tuple[Event, ...]] | None = None

    @classmethod
    def create(cls, path: AnyPath, instruments: Kinds = INSTRUMENTS) -> Ledger:
        """A new, empty ledger that its owner alone may read.

        Raises:
            LedgerError: Something stands at *path*, or it cannot be written.
        """
        return cls(Path(path), file.create(Path(path)), instruments)

    @classmethod
    def open(cls, path: AnyPath, instruments: Kinds = INSTRUMENTS) -> Ledger:
        """An existing ledger; one that may not be written, such as a locked backup, is read.

        Args:
            path: Its file.
            instruments: Kind, as written, to class; a third party's beside ours.

        Raises:
            LedgerError: The file is no ledger, was written by a newer version, or is damaged.
        """
        return cls(Path(path), file.open_file(Path(path)), instruments)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def record(self, events: Iterable[Event]) -> Recorded:
        """Append events: all of them or none. An event that is there already is left out.

        Whether the terms of a contract accept what is recorded is not asked here: see
        :meth:`check`.

        Raises:
            InvalidTerms: An id is recorded with other content, a contract is not known, what is
                reversed does not stand, or a text would not read back.
            LedgerError: The file cannot be written; nothing of the events is recorded.
        """
        given = list(events)
        with self._writing():
            return self._append(given)

    def accept(self, events: Iterable[Event], *, dry: bool = False) -> Accepted:
        """Append events that the fund accepts, and tell what becomes doubtful by them.

        What :meth:`record` does, after the fund was held against them as a fund folder is.

        Args:
            events: To be recorded together.
            dry: Whether only to check: nothing is recorded.

        Raises:
            InvalidFolder: With every error that they would make; nothing is recorded.
            MissingData: The ledger knows no terms of a fund.
            InvalidTerms: As :meth:`record`.
            LedgerError: As :meth:`record`.
        """
        given = list(events)
        with self.unchanging() if dry else self._writing():
            fresh = [each for each in given if stands(self.connection, each.id) is None]
            after = self.check(fresh)
            doubts = new_findings(self.check() if after else (), after, fresh)
            doubts += tuple(likely_twins(self.connection, fresh))
            doubts += self._beyond_owed(fresh)
            done = self.rehearse(given) if dry else self._append(given)
        return Accepted(new=done.new, known=done.known, doubts=doubts)

    def note(
        self,
        what: What,
        recorded_at: datetime,
        *,
        on: date | None = None,
        author: str = "",
        source: str = "",
        again: bool = False,
    ) -> Event:
        """Record one fact that the fund accepts, and give its event: see :meth:`accept`.

        Args:
            what: What it says: a receipt, a cost, an amendment, ...
            recorded_at: The moment of recording, in UTC.
            on: The day it counts from, where *what* does not tell it.
            author: Who records it.
            source: The document it was taken from.
            again: Whether it is said a second time on purpose: two equal facts, not one told
                twice.

        Raises:
            InvalidFolder: The fund does not accept it.
            InvalidTerms: Nothing tells the day, or as :meth:`record`.
            LedgerError: As :meth:`record`.
        """
        event = self.event_for(what, recorded_at, on=on, author=author, source=source, again=again)
        self.accept([event])
        return event

    def event_for(
        self,
        what: What,
        recorded_at: datetime,
        *,
        on: date | None = None,
        author: str = "",
        source: str = "",
        again: bool = False,
    ) -> Event:
        """The event by which :meth:`note` would record a fact; nothing is recorded."""
        return event_of(
            self.connection, what, recorded_at, on=on, author=author, source=source, again=again
        )

    def rehearse(self, events: Iterable[Event]) -> Recorded:
        """What :meth:`record` would do, or raise; it is done on a copy in memory.

        >>> from datetime import UTC
        >>> from investisens import read_fund
        >>> fund = read_fund("examples/collines")
        >>> with Ledger.create("tried.ledger") as ledger:
        ...     at = datetime(2017, 1, 2, tzinfo=UTC)
        ...     ledger.rehearse(events_of(fund, at)).new, len(ledger.events())
        (476, 0)
        """
        with told(self.path), closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
            self.connection.backup(copy)
            return Ledger(self.path, copy, self._reader.instruments).record(events)

    def record_payments(
        self,
        payments: Iterable[Payment],
        recorded_at: datetime,
        author: str = "",
        source: str = "",
    ) -> Recorded:
        """Append receipts as events: what :meth:`record` does, without an event for each.

        Raises:
            InvalidTerms: As :meth:`record`.
            LedgerError: As :meth:`record`.
        """
        given = list(payments)
        at = moment(recorded_at)
        with self._writing():
            return write_payments(self.connection, given, at, author, source, self._reader)

    def reverse(
        self, event: str, recorded_at: datetime, reason: str = "", author: str = ""
    ) -> Event:
        """Undo an event, and give the event that does so.

        Raises:
            MissingData: The ledger holds no such event.
            InvalidTerms: It does not stand, or was recorded after *recorded_at*.
        """
        found = self.event(event)
        if not self.stands(event):
            raise InvalidTerms(
                f"{event} does not stand: it was reversed already", field="event", value=event
            )
        version = next_version(self.connection, f"reversed:{event}")
        undone = reversal(found, recorded_at, reason, author, version)
        self.record([undone])
        return undone

    def import_fund(
        self, fund: Fund, recorded_at: datetime, author: str = "", source: str = ""
    ) -> Recorded:
        """Record every item of a fund; those that the ledger holds already are left out.

        Raises:
            InvalidTerms: The ledger holds an item of the same name with other content.
        """
        return self.record(events_of(fund, recorded_at, author, source))

    def events(
        self, known_on: date | None = None, contract: str | None = None
    ) -> tuple[Event, ...]:
        """Events in the order of recording, reversals and what they undo included.

        All of them are read once, and again when somebody has recorded more.

        Args:
            known_on: Leaves out what was recorded after the end of this day (UTC).
            contract: Leaves out what is about other positions, or none.
        """
        with told(self.path):
            if known_on is not None or contract is not None:
                return self._events(known_on, contract)
            state = file.state_of(self.connection)
            if self._known is None or self._known[0] != state:
                self._known = (state, self._events())
            return self._known[1]

    def event(self, name: str) -> Event:
        """The event of this id.

        Raises:
            MissingData: The ledger holds none.
        """
        with told(self.path):
            found = next(rows(self.connection, name=name), None)
            if found is None:
                raise no_event(self.connection, name)
            return self._reader.knowing(calendars(self.connection, self._reader)).event(found)

    def stands(self, event: str) -> bool:
        """Whether the ledger holds an event that was not reversed."""
        return bool(stands(self.connection, event))

    def fund(self, known_on: date | None = None, *, payments: bool = True) -> Fund:
        """The fund as it was known at the end of a day (UTC), or as it is known now.

        Args:
            known_on: Leaves out what was recorded after the end of this day.
            payments: Whether the payments are in it; :meth:`receipts` gives them quicker.

        Raises:
            MissingData: The terms of the fund were not recorded by then.
        """
        if payments:
            return fund_of(self.events(known_on), known_on)
        with told(self.path):
            reader = self._reader.knowing(calendars(self.connection, self._reader, known_on))
            others = list(map(reader.event, rows(self.connection, known_on, but="received")))
        return fund_of(others, known_on)

    def receipts(self, known_on: date | None = None) -> Mapping[str, list[tuple[int, int]]]:
        """Receipts of each position, as day (an ordinal of ``date``) and minor units, by day.

        The quick way for many contracts: no object is made for a receipt.
        """
        with told(self.path):
            return receipts(self.connection, known_on)

    def check(self, events: Iterable[Event] = ()) -> tuple[Finding, ...]:
        """Everything that is wrong or doubtful in the fund, once *events* are recorded too.

        These are the findings of a fund folder; nothing is recorded.
        """
        return findings_of_events((*self.events(), *events))

    def verify(self, head: str | None = None) -> Verification:
        """Goes through the chain of hashes and names the first event that was changed.

        Where none was, what stands beside the events is held against them.

        Args:
            head: Hash that was noted earlier, of the last event then.

        Raises:
            LedgerError: A page of the file is damaged.
        """
        file.check_pages(self.connection, self.path)
        with told(self.path):
            known = calendars(self.connection, self._reader)
            return verify_chain(self.connection, self._reader.knowing(known), head)

    def export(self, path: AnyPath, known_on: date | None = None) -> None:
        """Write the fund as a new folder, which reads back as the same fund.

        Raises:
            InvalidFolder: Something stands at *path*.
        """
        write_fund(self.fund(known_on), path, self._reader.instruments)

    def backup(self, path: AnyPath) -> None:
        """Copy the ledger into a new file while it is in use, and check the copy.

        Raises:
            LedgerError: Something stands at *path*, or the copy is damaged.
        """
        file.copy(self.connection, Path(path))

    def refresh(self, on: date) -> None:
        """Compute the views ``arrears`` and ``schedule`` for the end of a day.

        They keep showing that day, in their column ``as_of``, until they are refreshed again.
        """
        fund = self.fund()
        with self._writing():
            show(self.connection, fund, on)

    @contextmanager
    def unchanging(self) -> Iterator[None]:
        """One state of the ledger for all that is asked inside, whatever others record meanwhile.

        >>> with Ledger.create("still.ledger") as ledger, ledger.unchanging():
        ...     ledger.events()
        ()
        """
        with told(self.path):
            self.connection.execute("BEGIN")
            try:
                yield
            finally:
                self.connection.execute("ROLLBACK")

    def _events(
        self, known_on: date | None = None, contract: str | None = None
    ) -> tuple[Event, ...]:
        reader = self._reader.knowing(calendars(self.connection, self._reader, known_on))
        return tuple(map(reader.event, rows(self.connection, known_on, contract)))

    def _beyond_owed(self, fresh: Sequence[Event]) -> tuple[Finding, ...]:
        if not any(isinstance(each.what, Payment) for each in fresh):
            return ()
        return tuple(beyond_owed(fund_of((*self.events(), *fresh)), fresh))

    def _append(self, events: Sequence[Event]) -> Recorded:
        """Write events inside a transaction that somebody else begins and ends."""
        others = [event.what for event in events if type(event.what) is not Payment]
        known = calendars(self.connection, self._reader, more=others)
        reader = self._reader.knowing(known) if others else self._reader
        return write(self.connection, events, reader)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction, on the disk when it ends; nothing of it is left if it fails."""
        with told(self.path):
            file.use(self.connection)
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                self._known = None  # it may hold what is taken back
                with suppress(sqlite3.Error):
                    self.connection.execute("ROLLBACK")
                raise
