"""The events of a ledger as a table: what was recorded, when, by whom, and whether it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from investisens.portfolio.event_kinds import amount_of, contract_of, kind_of
from investisens.portfolio.events import Event
from investisens.reports.tables import Column, Report, Table

_COLUMNS: Final = (
    Column(name="event", kind="text"),
    Column(name="on", kind="date"),
    Column(name="amount", kind="money"),
    Column(name="stands", kind="code", words="stands"),
    Column(name="recorded_on", kind="date"),
    *(Column(name=name, kind="text") for name in ("author", "taken_from")),
    *(Column(name=name, kind="text") for name in ("recorded_at", "kind", "contract")),
)
_SHORT: Final = 7


def event_list(
    path: Path,
    events: Sequence[Event],
    standing: Collection[str],
    about: Mapping[str, str | None],
    *,
    whole: bool = True,
) -> Report:
    """One row for each event, in the order in which they are given.

    Args:
        path: The ledger.
        events: What is listed.
        standing: Ids of the events that stand.
        about: The position that each is about, as :func:`contracts_of` gives it.
        whole: Whether to tell what the id of an event tells already, and the moment of recording.

    >>> event_list(Path("fund.ledger"), (), (), {}).facts.columns
    {'ledger': ['fund.ledger'], 'events': [0]}
    """
    header = (Column(name="ledger", kind="text"), Column(name="events", kind="count"))
    columns = _COLUMNS if whole else _COLUMNS[:_SHORT]
    table = Table(
        name="events",
        header=columns,
        rows=tuple(
            _event(each, each.id in standing, about.get(each.id))[: len(columns)] for each in events
        ),
    )
    return Report(
        command="ledger events",
        facts=Table(name="facts", header=header, rows=((str(path), len(events)),)),
        tables=(table,),
    )


def contracts_of(events: Iterable[Event]) -> dict[str, str | None]:
    """The position that each event is about; a reversal is about that of what it undoes.

    >>> contracts_of(())
    {}
    """
    about: dict[str, str | None] = {}
    for event in events:
        known = None if event.reverses is None else about.get(event.reverses)
        about[event.id] = contract_of(event.what) or known
    return about


def _event(event: Event, stands: bool, contract: str | None) -> tuple[Any, ...]:
    return (
        event.id,
        event.on,
        amount_of(event.what),
        "yes" if stands else "no",
        event.known_on,
        event.author,
        event.source,
        event.recorded_at.isoformat(),
        kind_of(event.what).name,
        contract or "",
    )
