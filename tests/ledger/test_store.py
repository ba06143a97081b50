"""A ledger gives back the fund it was told, as known on any day, and changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds import funds, xof
from investisens.folder import read_fund
from investisens.folder.layout import TABLES, lists
from investisens.ledger import Ledger, LedgerError, is_ledger, restore
from investisens.ledger.text import Reader, Row, content_of
from investisens.portfolio.event_fold import events_of, fund_lists, fund_of, reversal, standing
from investisens.portfolio.event_kinds import KINDS, event_id
from investisens.portfolio.events import CallPaid, Event, HeldLine, Reversed
from investisens.portfolio.fund import Fund
from investisens.portfolio.records import Payment
from investisens.values.errors import InvalidTerms, MissingData

COLLINES = Path(__file__).parents[2] / "examples" / "collines"
MONDAY = datetime(2017, 1, 2, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """The example fund, recorded on a Monday."""
    with Ledger.create(tmp_path / "fund.ledger") as made:
        made.import_fund(read_fund(COLLINES), MONDAY, author="Akua", source="fund folder")
        yield made


def paid(name: str, minor: int = 5_000, **changes: Any) -> Payment:
    """A receipt on L2."""
    terms = {"received_on": date(2016, 12, 30), "position": "L2", "amount": xof(minor)}
    return Payment(id=name, **{**terms, **changes})


def event(what: Any, at: datetime = MONDAY + DAY, version: int = 1) -> Event:
    """An event recorded on Tuesday."""
    return Event(id=event_id(what, version), on=date(2016, 12, 30), recorded_at=at, what=what)


def test_events_are_read_once_until_somebody_records_one(ledger: Ledger) -> None:
    first = ledger.events()
    assert ledger.events() is first

    with Ledger.open(ledger.path) as other:
        other.record([event(paid("P900"))])
    ledger.record([event(paid("P901"))])

    assert [each.id for each in ledger.events()[len(first) :]] == ["received:P900", "received:P901"]


def test_events_read_before_they_are_taken_back_are_forgotten(ledger: Ledger) -> None:
    before = ledger.events()

    with pytest.raises(KeyboardInterrupt), ledger._writing():
        ledger._append([event(paid("P900"))])
        assert len(ledger.events()) == len(before) + 1
        raise KeyboardInterrupt

    assert ledger.events() == before


def test_what_is_accepted_is_decoded_once(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = Reader.event

    def counted(self: Reader, row: Row) -> Event:
        read.append(row.id)
        return whole(self, row)

    monkeypatch.setattr(Reader, "event", counted)
    ledger.fund()

    done = ledger.accept([event(paid("P900"))])

    assert done.new == 1
    assert len(read) == len(set(read)) == 476


def test_every_class_of_a_folder_is_a_kind_of_event() -> None:
    held = {kind.cls for kind in KINDS.values()}

    assert {cls for _, _, cls in lists()} | set(TABLES.values()) <= held
    assert {attribute: cls for attribute, _, cls in lists()} == {
        attribute: cls for cls, attribute in fund_lists().items()
    }


@given(funds(), st.randoms(use_true_random=False))
def test_a_fund_is_the_fold_of_its_events_in_any_order(fund: Fund, random: Random) -> None:
    events = list(events_of(fund, MONDAY))
    random.shuffle(events)

    assert fund_of(events) == fund


@given(funds())
def test_what_an_event_says_reads_back_from_its_text(fund: Fund) -> None:
    reader = Reader()

    for each in events_of(fund, MONDAY):
        kind = each.id.partition(":")[0].partition("/")[0]
        assert reader.what(kind, content_of(each.what), each.id) == each.what


def test_import_and_export_of_the_example_fund_lose_nothing(ledger: Ledger, tmp_path: Path) -> None:
    ledger.export(tmp_path / "out")

    assert read_fund(tmp_path / "out") == read_fund(COLLINES) == ledger.fund()


def test_an_import_done_twice_changes_nothing(ledger: Ledger) -> None:
    again = ledger.import_fund(read_fund(COLLINES), MONDAY + DAY, author="Akua")

    assert (again.new, again.known) == (0, len(ledger.events()))
    assert ledger.fund() == read_fund(COLLINES)


def test_the_same_id_with_other_content_is_refused_whole(ledger: Ledger) -> None:
    ledger.record([event(paid("P900"))])
    before = ledger.events()

    with pytest.raises(InvalidTerms) as caught:
        ledger.record([event(paid("P901")), event(paid("P900", 6_000))])

    assert str(caught.value) == (
        'received:P900 is recorded with other content ({"id":"P900","received_on":"2016-12-30",'
        '"position":"L2","amount":"5000 XOF","channel":"","reference":"","payer":""}): reverse '
        "that event, and record the new one under another version, or give a second receipt an id "
        "of its own"
    )
    assert ledger.events() == before


def test_many_receipts_are_the_same_as_their_events(tmp_path: Path) -> None:
    fund = read_fund(COLLINES)
    bare = attrs.evolve(fund, payments=())
    heads = []
    for name in ("one", "two"):
        with Ledger.create(tmp_path / name) as made:
            made.import_fund(bare, MONDAY)
            if name == "one":
                recorded = made.record_payments(fund.payments, MONDAY, author="Akua")
            else:
                recorded = made.record(
                    attrs.evolve(event(each, MONDAY), on=each.received_on, author="Akua", rank=rank)
                    for rank, each in enumerate(fund.payments)
                )
            assert made.record_payments([*fund.payments, paid("P900")], MONDAY).new == 1
            assert made.verify().ok
            heads.append(recorded.head)

    assert heads[0] == heads[1]


def test_a_reversal_undoes_and_its_reversal_restores(ledger: Ledger) -> None:
    fund = ledger.fund()
    first = ledger.reverse("received:P007", MONDAY + DAY, reason="typed twice")
    assert len(ledger.fund().payments) == len(fund.payments) - 1

    second = ledger.reverse(first.id, MONDAY + 2 * DAY)
    assert ledger.fund() == fund

    third = ledger.reverse("received:P007", MONDAY + 3 * DAY)

    assert [first.id, second.id, third.id] == [
        "reversed:received:P007",
        "reversed:reversed:received:P007",
        "reversed/2:received:P007",
    ]
    counts = [len(ledger.fund((MONDAY + n * DAY).date()).payments) for n in range(4)]
    whole = len(fund.payments)
    assert counts == [whole, whole - 1, whole, whole - 1]


def test_what_was_corrected_stands_once(ledger: Ledger) -> None:
    """A correction is a reversal and the right event, recorded together."""
    ledger.record([event(paid("P900"))])
    right = event(paid("P900", 6_000), MONDAY + 2 * DAY, version=2)
    wrong = reversal(ledger.event("received:P900"), MONDAY + 2 * DAY)

    with pytest.raises(InvalidTerms) as caught:
        ledger.record([right])
    ledger.record([wrong, right])

    assert str(caught.value) == (
        "received/2:P900 is recorded while received:P900 stands: reverse that one first"
    )
    assert [each.amount.minor for each in ledger.fund().payments if each.id == "P900"] == [6_000]
    with pytest.raises(InvalidTerms) as caught:
        ledger.reverse(wrong.id, MONDAY + 3 * DAY)
    assert str(caught.value) == (
        "reversed:reversed:received:P900 would restore received:P900 while received/2:P900 "
        "stands: reverse that one first"
    )


@pytest.mark.parametrize(
    ("what", "message"),
    [
        (
            paid("P900", position="Z"),
            "received:P900 is about position 'Z', which the ledger does not know: record "
            "position_signed first",
        ),
        (
            Reversed(event="received:P999"),
            "reversed:received:P999 reverses received:P999, which the ledger does not hold: "
            "check the id",
        ),
        (
            paid("P900", channel="a\x00b"),
            "text: expected text, found the control character '\\x00': remove it",
        ),
    ],
)
def test_what_the_ledger_cannot_hold_is_refused(ledger: Ledger, what: Any, message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        ledger.record([event(what)])

    assert str(caught.value) == message


def test_reports_know_what_was_known(ledger: Ledger) -> None:
    """Entered late or on time, a receipt counts from its own day, and is known from its entry."""
    ledger.record([event(paid("P900", 100_000, received_on=date(2011, 6, 30)), MONDAY + DAY)])

    assert len(ledger.fund(MONDAY.date()).payments) == 121
    assert len(ledger.fund().payments) == 122
    assert ledger.fund(MONDAY.date()) == read_fund(COLLINES)


def test_receipts_are_those_of_the_fund(ledger: Ledger) -> None:
    ledger.reverse("received:P007", MONDAY + DAY)

    for known_on in (None, MONDAY.date()):
        expected: dict[str, list[tuple[int, int]]] = {}
        for each in ledger.fund(known_on).payments:
            day = each.received_on.toordinal()
            expected.setdefault(each.position, []).append((day, each.amount.minor))
        assert ledger.receipts(known_on) == {name: sorted(all_) for name, all_ in expected.items()}


def test_a_call_is_paid_by_an_event_of_its_own(ledger: Ledger) -> None:
    unpaid = next(each for each in ledger.fund().calls if each.paid_on is None)
    what = CallPaid(call=unpaid.call, investor=unpaid.investor, paid_on=date(2016, 12, 30))
    ledger.record([event(what)])

    calls = {(each.call, each.investor): each for each in ledger.fund().calls}
    assert calls[unpaid.call, unpaid.investor] == attrs.evolve(unpaid, paid_on=date(2016, 12, 30))


def test_a_held_line_waits_outside_the_fund(ledger: Ledger) -> None:
    line = HeldLine(line="ab" * 32, on=date(2014, 5, 15), account="229", amount=xof(120_000))
    ledger.record([event(line)])

    assert ledger.fund() == read_fund(COLLINES)
    assert [each.what for each in standing(ledger.events()) if each.what == line] == [line]


def test_a_check_tells_what_the_terms_say_before_anything_is_recorded(ledger: Ledger) -> None:
    early = event(paid("P900", received_on=date(2010, 1, 1)))

    assert ledger.check() == ()
    assert [str(each) for each in ledger.check([early])] == [
        "payments.csv: event received:P900, received_on: expected a day from 2010-09-01 on, when "
        "'L2' was disbursed, found 2010-01-01: correct one of the two days"
    ]


def test_without_terms_there_is_no_fund(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "empty") as empty, pytest.raises(MissingData) as caught:
        empty.fund()

    assert str(caught.value) == "the terms of the fund were not recorded: import a fund folder"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET amount_minor = 1 WHERE seq = 300",
        "DELETE FROM events WHERE seq = 300",
        "DELETE FROM batches",
        "UPDATE standing SET stands = 1",
        "INSERT OR REPLACE INTO events SELECT * FROM events WHERE seq = 300",
        "INSERT OR REPLACE INTO events SELECT seq, 'other', kind, on_day, recorded_at, contract, "
        "amount_minor, currency, author, source, rank, reverses, content, hash FROM events "
        "WHERE seq = 300",
        "INSERT OR REPLACE INTO events SELECT 10000, id, kind, on_day, recorded_at, contract, "
        "amount_minor, currency, author, source, rank, reverses, content, hash FROM events "
        "WHERE seq = 300",
    ],
)
def test_another_program_cannot_rewrite_events(ledger: Ledger, statement: str) -> None:
    """A plain connection, on which nothing is switched on."""
    ledger.reverse("received:P007", MONDAY + DAY)
    other = sqlite3.connect(ledger.path)

    with pytest.raises(sqlite3.IntegrityError, match=r"never|only appended"):
        other.execute(statement)

    other.close()
    assert ledger.verify().ok


Tamper = Callable[[sqlite3.Connection], object]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (
            "UPDATE events SET amount_minor = 50000 WHERE id = 'received:P007'",
            "(received:P007): expected what was recorded, found a change of amount_minor: ",
        ),
        (
            "UPDATE events SET content = replace(content, 'CLCAM', 'MOMO') "
            "WHERE id = 'received:P001'",
            "(received:P001): expected what was recorded, found a change: ",
        ),
        (
            "UPDATE events SET author = 'Kofi' WHERE seq = 17",
            "expected what was recorded, found a change: ",
        ),
        ("DELETE FROM events WHERE seq = 300", "event 300: expected an event, found none: "),
        (
            "DELETE FROM events WHERE seq > 470",
            "event 471: expected an event, found none up to number 4",
        ),
    ],
)
def test_a_change_is_found_and_named(tmp_path: Path, statement: str, message: str) -> None:
    """By somebody who takes the guards away first."""
    with Ledger.create(tmp_path / "fund.ledger") as ledger:
        ledger.import_fund(read_fund(COLLINES), MONDAY)
        ledger.connection.execute("PRAGMA foreign_keys = OFF")
        ledger.connection.execute("DROP TRIGGER events_never_changed")
        ledger.connection.execute("DROP TRIGGER events_never_deleted")
        ledger.connection.execute(statement)
        found = verify_links(ledger)

    assert message in found


def verify_links(ledger: Ledger) -> str:
    """The finding, also where foreign keys are broken on purpose."""
    try:
        return "\n".join(map(str, ledger.verify().findings))
    except LedgerError as error:
        return str(error)


def test_a_chain_written_anew_does_not_hold_the_head_that_was_noted(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "a") as first, Ledger.create(tmp_path / "b") as second:
        head = first.import_fund(read_fund(COLLINES), MONDAY).head
        second.import_fund(read_fund(COLLINES), MONDAY + DAY)

        assert first.verify(head).ok
        assert [each.expected for each in second.verify(head).findings] == [
            f"a chain that holds {head[:16]}"
        ]


def test_a_backup_restores_the_same_ledger(ledger: Ledger, tmp_path: Path) -> None:
    ledger.backup(tmp_path / "backup")
    ledger.record([event(paid("P900"))])
    restore(tmp_path / "backup", tmp_path / "again")

    with Ledger.open(tmp_path / "again") as again:
        assert again.fund() == read_fund(COLLINES)
        assert again.verify().ok
    for name in ("fund.ledger", "backup", "again"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    with pytest.raises(LedgerError) as caught:
        ledger.backup(tmp_path / "again")
    assert str(caught.value) == (
        f"{tmp_path / 'again'}: expected a place for a new file, found one: give another path, "
        "nothing is ever written over"
    )


def test_what_is_no_ledger_is_not_opened(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE a (b)")
    connection.close()

    for path, found in ((other, "no ledger"), (tmp_path / "none", "nothing")):
        assert not is_ledger(path)
        with pytest.raises(LedgerError) as caught:
            Ledger.open(path)
        assert str(caught.value) == (
            f"{path}: expected a ledger, found {found}: check the path, or create a ledger there"
        )


def test_a_ledger_of_a_newer_version_is_not_opened(ledger: Ledger) -> None:
    ledger.connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('investisens.ledger', '999_new', '2030')"
    )

    with pytest.raises(LedgerError) as caught:
        Ledger.open(ledger.path)

    assert str(caught.value) == (
        f"{ledger.path}: the ledger is of a newer version (999_new): update investisens"
    )
