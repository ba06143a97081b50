"""Statements against a ledger: what is kept, what waits, and what two people may do at once."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import attrs
import pytest

from funds import xof
from investisens.folder import read_fund
from investisens.ledger import Ledger
from investisens.ledger.importing import StatementImport, import_of
from investisens.ledger.outcomes import Outcome
from investisens.ledger.statement_files import read_statements
from investisens.ledger.suspense import decisions, waiting
from investisens.portfolio.events import HeldLine
from investisens.statements import (
    CsvMapping,
    Statement,
    parse_camt053,
    parse_csv,
    parse_mt940,
    shipped_mapping,
)
from investisens.statements.mapping import ChargeRule, Columns
from investisens.values.errors import InvalidFolder, InvalidTerms, MissingData
from messages import CAMT_08, MT940

COLLINES = Path(__file__).parents[2] / "examples" / "collines"
SUNDAY = datetime(2017, 1, 1, 9, 30, tzinfo=UTC)
MONDAY = datetime(2017, 1, 2, 9, 30, tzinfo=UTC)
TABBED = CsvMapping(
    kind="bank",
    name="A bank that parts cells by tabs",
    currency="XOF",
    delimiter="\t",
    columns=Columns(operation_date="Date", amount="Montant", text=("Objet",)),
)
TABS = "Avis\tDate\tObjet\tMontant\tNote\n\t15/05/2014\tL7\t5\t\n  \t16/05/2014\tL7\t6\t \n"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """The example fund."""
    made = Ledger.create(tmp_path / "fund.ledger")
    made.import_fund(read_fund(COLLINES), SUNDAY)
    return made


def taken(ledger: Ledger, *statements: Statement) -> StatementImport:
    """An import, recorded."""
    found = import_of(ledger.events(), statements, MONDAY)
    ledger.record(found.events)
    return found


def test_a_raw_line_is_kept_to_its_last_tab(ledger: Ledger) -> None:
    taken(ledger, parse_csv(TABS.encode(), TABBED, account="A1", file="t.csv"))
    raws = [each.what.raw for each in ledger.events() if isinstance(each.what, HeldLine)]

    assert raws == ["\t15/05/2014\tL7\t5\t", "  \t16/05/2014\tL7\t6\t "]


def test_a_raw_line_that_no_record_holds_is_refused(ledger: Ledger) -> None:
    """No reader of ours gives such a line; a program may."""
    line = HeldLine(
        line="62cae6", on=date(2014, 5, 15), account="A1", amount=xof(5), raw="L7 \x1b[31m"
    )
    with pytest.raises(InvalidFolder) as caught:
        ledger.note(line, MONDAY)

    assert str(caught.value) == (
        "1 problem found:\nledger: line_held:62cae6.raw: expected text, found the control "
        r"character '\x1b': remove it"
    )


@pytest.mark.parametrize("format_name", ["camt053", "mt940"])
def test_money_of_another_currency_waits_for_a_person_who_says_what_it_is_worth(
    ledger: Ledger, format_name: str
) -> None:
    """L7 is named, but it is owed in francs; the charge in euros is told and no cost."""
    if format_name == "camt053":
        statements = parse_camt053(CAMT_08.encode(), file="day")
    else:
        statements = parse_mt940(MT940.encode(), file="day")
    found = import_of(ledger.events(), statements, MONDAY, costs=True)
    ledger.record(found.events)
    receipt, charge = found.lines

    assert (receipt.outcome, charge.outcome) == (Outcome.SUSPENSE, Outcome.CHARGE)
    assert receipt.proposals == ("L7",)
    assert receipt.why.startswith("it is in EUR, the fund in XOF; the text holds ")
    assert [str(doubt).partition(": ")[2] for doubt in found.doubts] == [
        f"line {charge.line.row}: expected a charge in XOF, found 12.50 EUR: record what it is "
        "worth with record cost"
    ]
    with pytest.raises(InvalidTerms) as caught:
        decisions(ledger, {receipt.name: "L7"}, (), MONDAY)
    assert str(caught.value) == (
        f"line {receipt.name} is of 450.00 EUR and the fund counts in XOF: say what it is worth "
        f"with record received, L7 and --settles {receipt.name}"
    )


def test_a_line_that_overlapping_statements_repeat_is_told_and_taken_once(ledger: Ledger) -> None:
    """The second statement opens with the first balance again: the same day, exported twice."""
    text = MT940.replace("EUR", "XOF").replace("1437,50", "1438,").replace("12,50", "12,")
    found = taken(ledger, *parse_mt940((text + text).encode(), file="day"))

    assert [(each.outcome, each.why) for each in found.lines if each.line.row > 12] == [
        (Outcome.DROPPED, "the same transaction stands on line 6"),
        (Outcome.DROPPED, "the same transaction stands on line 9"),
    ]
    assert len({each.line.key for each in found.lines}) == 2


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "=-+@ ="])
def test_a_formula_of_a_payer_is_none_in_an_exported_folder(
    ledger: Ledger, tmp_path: Path, start: str
) -> None:
    """The line in the ledger keeps it as it was written."""
    rows = (
        "Date\tObjet\tMontant\n"
        f"31/12/2014\t{start}HYPERLINK(1) L7\t5\n31/12/2014\t{start}FRAIS\t-6\n"
    )
    rules = (ChargeRule(starts_with="FRAIS"),)
    mapping = attrs.evolve(TABBED, charges=rules)
    statement = parse_csv(rows.encode(), mapping, account="A1", file="t.csv")
    ledger.record(import_of(ledger.events(), [statement], MONDAY, costs=True).events)
    ledger.export(tmp_path / "folder")
    cells = [
        cell
        for name in ("payments.csv", "costs.csv")
        for row in csv.reader((tmp_path / "folder" / name).read_text(encoding="utf-8").splitlines())
        for cell in row
    ]
    raws = [each.what.raw for each in ledger.events() if isinstance(each.what, HeldLine)]

    assert "HYPERLINK(1) L7" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert raws == rows.splitlines()[1:]


@pytest.mark.parametrize(
    ("account", "message"),
    [
        (
            "   ",
            "account is empty: name the fund's own account or wallet, which a CSV file does not "
            "tell",
        ),
        (
            "A\x1b[31m",
            r"account is 'A\x1b[31m': write it on one line, in visible characters, at most 100",
        ),
        (
            "A" * 101,
            f"account is '{'A' * 56}...: write it on one line, in visible characters, at most 100",
        ),
    ],
)
def test_what_names_no_account_is_refused(account: str, message: str) -> None:
    path = COLLINES / "statements" / "clcam_statement.csv"
    with pytest.raises(InvalidTerms) as caught:
        read_statements(path, "clcam", account)

    assert str(caught.value) == message


class TestTwoAtOnce:
    """Two people decide the same line: what the second sees is what he saw before the first."""

    @pytest.fixture
    def line(self, ledger: Ledger) -> str:
        """The name of a line that waits."""
        rows = "15/05/2014;15/05/2014;VERST ESP;;5;5\n"
        header = "DATE OPER;DATE VAL;LIBELLE;DEBIT;CREDIT;SOLDE\n"
        content = (header + rows).encode()
        taken(ledger, parse_csv(content, shipped_mapping("clcam"), account="A", file="a.csv"))
        (waits,) = waiting(ledger)
        return waits.line

    def test_the_same_decision_is_recorded_once(self, ledger: Ledger, line: str) -> None:
        first, second = (decisions(ledger, {line: "L1"}, (), MONDAY, "Akua") for _ in range(2))
        ledger.record(first)

        assert ledger.accept(second, dry=True).doubts == ()
        assert (ledger.record(second).new, ledger.record(second).known) == (0, 2)

    @pytest.mark.parametrize("reason", ["", "told by phone"])
    def test_another_decision_is_refused(self, ledger: Ledger, line: str, reason: str) -> None:
        """Also where both give the same reason."""
        others = (
            decisions(ledger, {}, (line,), MONDAY, reason=reason),
            decisions(ledger, {line: "L2"}, (), MONDAY, reason=reason),
        )
        ledger.record(decisions(ledger, {line: "L1"}, (), MONDAY, reason=reason))
        before = len(ledger.events())
        for other in others:
            with pytest.raises(InvalidTerms) as caught:
                ledger.record(other)
            assert str(caught.value) == (
                f"line_held:{line} does not stand: it was reversed already"
            )

        assert len(ledger.events()) == before

    def test_a_line_decided_meanwhile_waits_no_longer(self, ledger: Ledger, line: str) -> None:
        ledger.record(decisions(ledger, {line: "L1"}, (), MONDAY))

        with pytest.raises(MissingData) as caught:
            decisions(ledger, {}, (line,), MONDAY)
        assert str(caught.value) == (f"no line that waits is called {line!r}: none waits")

    def test_a_check_sees_one_state_of_the_ledger(self, ledger: Ledger, line: str) -> None:
        """What somebody else records while it runs is neither half seen nor told as a doubt."""
        events = decisions(ledger, {line: "L1"}, (), MONDAY)
        with Ledger.open(ledger.path) as other, ledger.unchanging():
            before = ledger.events()
            other.record(events)

            assert ledger.events() == before
        assert len(ledger.events()) == len(before) + 2


class TestCosts:
    """The two charges of 6 000 francs of the statement of the case, and fees of a wallet."""

    @pytest.fixture
    def statement(self) -> Statement:
        """Six lines of which two are charges."""
        path = COLLINES / "statements" / "clcam_statement.csv"
        (read,) = read_statements(path, "clcam", "CLCAM Ouesse")
        return read

    def test_charges_are_costs_where_it_is_asked_for(
        self, ledger: Ledger, statement: Statement
    ) -> None:
        before = ledger.fund().costs
        found = import_of(ledger.events(), [statement], MONDAY, costs=True)
        ledger.record(found.events)
        costs = ledger.fund().costs[len(before) :]

        assert [(cost.paid_on, cost.amount) for cost in costs] == [
            (date(2014, 3, 31), xof(6_000)),
            (date(2014, 6, 30), xof(6_000)),
        ]
        assert costs == found.costs
        assert [cost.label.partition(" (line ")[0] for cost in costs] == [
            "COM TENUE COMPTE T1",
            "COM TENUE COMPTE T2",
        ]

    def test_without_it_they_are_told_and_no_cost(
        self, ledger: Ledger, statement: Statement
    ) -> None:
        before = ledger.fund().costs
        found = taken(ledger, statement)

        assert ledger.fund().costs == before
        assert [cost.amount for cost in found.costs] == [xof(6_000), xof(6_000)]

    def test_they_may_be_asked_for_later_and_twice(
        self, ledger: Ledger, statement: Statement
    ) -> None:
        taken(ledger, statement)
        later = import_of(ledger.events(), [statement], MONDAY, costs=True)
        ledger.record(later.events)
        again = import_of(ledger.events(), [statement], MONDAY, costs=True)

        assert len(later.events) == 2
        assert (again.events, again.costs) == ((), ())

    def test_a_cost_that_was_reversed_is_not_recorded_again(
        self, ledger: Ledger, statement: Statement
    ) -> None:
        found = import_of(ledger.events(), [statement], MONDAY, costs=True)
        ledger.record(found.events)
        (name, _) = (event.id for event in found.events if event.id.startswith("cost_paid"))
        ledger.reverse(name, MONDAY)

        assert import_of(ledger.events(), [statement], MONDAY, costs=True).events == ()

    def test_a_cost_typed_by_hand_is_not_booked_twice_unseen(self, tmp_path: Path) -> None:
        """Two equal charges of one day, of which one was typed: one is a doubt, one a cost."""
        fund = read_fund(COLLINES)
        rows = "Date\tObjet\tMontant\n31/12/2014\tFrais\t-400 000\n31/12/2014\tFrais\t-400 000\n"
        mapping = attrs.evolve(TABBED, charges=(ChargeRule(starts_with="Frais"),))
        statement = parse_csv(rows.encode(), mapping, account="A1", file="t.csv")
        with Ledger.create(tmp_path / "other.ledger") as ledger:
            ledger.import_fund(fund, SUNDAY)
            found = import_of(ledger.events(), [statement], MONDAY, costs=True)

        assert [cost.amount for cost in found.costs] == [xof(400_000)]
        assert [str(doubt) for doubt in found.doubts] == [
            "t.csv: line 2: expected a charge that is no cost yet, found a cost of 400000 XOF on "
            "that day: if it is another one, record it with record cost --again"
        ]

    def test_a_fee_beside_an_amount_is_a_cost_also_where_the_amount_came_back(
        self, ledger: Ledger
    ) -> None:
        """The operator kept both fees of a transfer that was cancelled."""
        path = COLLINES / "statements" / "momo_statement.csv"
        text = path.read_text(encoding="utf-8")
        text = text.replace(";45 000;0;", ";45 000;450;").replace(";-45 000;0;", ";-45 000;50;")
        statement = parse_csv(
            text.encode(), shipped_mapping("momo"), account="229 00 00 00 99", file="m.csv"
        )
        found = import_of(ledger.events(), [statement], MONDAY, costs=True)

        assert statement.ok
        assert [(cost.paid_on, cost.amount) for cost in found.costs] == [
            (date(2014, 7, 2), xof(450)),
            (date(2015, 7, 1), xof(50)),
        ]
        assert found.costs[0].label.startswith("fee (line ")

    def test_a_fee_given_back_is_for_a_person_to_look_at(self, ledger: Ledger) -> None:
        path = COLLINES / "statements" / "momo_statement.csv"
        text = path.read_text(encoding="utf-8").replace(";120 000;0;", ";120 000;-50;")
        statement = parse_csv(
            text.encode(), shipped_mapping("momo"), account="229 00 00 00 99", file="m.csv"
        )
        found = import_of(ledger.events(), [statement], MONDAY, costs=True)

        assert found.costs == ()
        assert [str(doubt) for doubt in found.doubts] == [
            "m.csv: line 2: expected a fee to pay, found -50 XOF: reverse the cost that it gives "
            "back, or correct its sign in the file"
        ]
