from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports import wallet
from investisens.statements import ExpectedDue, Matching, Payer, StatementLine, match
from investisens.values.currency import XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money

HONEY = Payer(
    id="E1", contracts=("L1",), aliases=("MIEL FORET",), clues=("Ouesse",), accounts=("229 01",)
)
LIGHT = Payer(id="E7", contracts=("L7", "L17"), aliases=("Lumière",), accounts=("229 07",))
PAYERS = (HONEY, LIGHT)
DAY = date(2014, 5, 8)


def line(text: str = "", amount: int = 5, account: str = "", row: int = 2) -> StatementLine:
    """A line received on 8 May 2014."""
    return StatementLine(
        source="s.csv",
        row=row,
        account="A1",
        operation_date=DAY,
        value_date=DAY,
        amount=Money(amount, XOF),
        fee=Money.zero(XOF),
        raw=text,
        text=text,
        counterparty_account=account,
    )


def due(contract: str, amount: int = 5, on: date = date(2014, 4, 30)) -> ExpectedDue:
    """What a contract asks for on 30 April 2014."""
    return ExpectedDue(contract=contract, due_on=on, amount=Money(amount, XOF))


def only(one: StatementLine, *dues: ExpectedDue) -> Matching:
    """The matching of one line."""
    return match([one], PAYERS, dues)


@pytest.mark.parametrize(
    ("one", "contract", "reasons"),
    [
        (line("solde l-7"), None, ()),
        (line("SOLDE L7"), "L7", ("the text holds the contract id L7",)),
        (line("vers. Miel-Forêt"), "L1", ("the text holds 'MIEL FORET', an alias of E1",)),
        (line(account="+229 01"), "L1", ("'+229 01' is a known account of E1",)),
        (
            line("L17 LUMIERE", account="22907"),
            "L17",
            (
                "'22907' is a known account of E7",
                "the text holds the contract id L17",
                "the text holds 'LUMIERE', an alias of E7",
            ),
        ),
    ],
)
def test_a_line_is_matched_by_what_proves_the_payer(
    one: StatementLine, contract: str | None, reasons: tuple[str, ...]
) -> None:
    found = [(each.contract, each.reasons) for each in only(one).matches]

    assert found == ([(contract, reasons)] if contract else [])


def test_the_amount_of_a_due_says_which_contract_of_a_known_payer() -> None:
    (found,) = only(line("LUMIERE"), due("L17"), due("L1")).matches

    assert (found.contract, found.due) == ("L17", due("L17"))
    assert found.reasons == (
        "the text holds 'LUMIERE', an alias of E7",
        "the amount is the due of 5 XOF of 2014-04-30",
    )


@pytest.mark.parametrize(
    ("one", "dues", "reason", "proposed"),
    [
        (line("VERST"), (due("L1"),), "nothing in it names a payer", ["L1"]),
        (line("VERST"), (), "nothing in it names a payer", []),
        (line("VERST OUESSE"), (), "nothing in it names a payer", ["L1"]),
        (line("VERST MIEL"), (due("L17"),), "nothing in it names a payer", ["L17", "L1"]),
        (line("VERST"), (due("L1", 6),), "nothing in it names a payer", []),
        (
            line("VERST"),
            (due("L1", on=date(2014, 9, 30)),),
            "nothing in it names a payer",
            [],
        ),
        (
            line("MIEL FORET", account="22907"),
            (),
            "it names several payers: E1, E7",
            ["L1", "L17", "L7"],
        ),
        (line("L7 L17"), (), "it names several contracts: L7, L17", ["L17", "L7"]),
        (
            line("LUMIERE"),
            (),
            "E7 pays, but the line does not say on which contract: L7, L17",
            ["L17", "L7"],
        ),
        (
            line("LUMIERE"),
            (due("L7"), due("L17")),
            "E7 pays, but the line does not say on which contract: L7, L17",
            ["L17", "L7"],
        ),
        (line("L7", amount=-5), (), "it was paid, not received", ["L7", "L17"]),
        (line("L7", amount=0), (), "no money moved", ["L7", "L17"]),
    ],
)
def test_a_line_that_proves_nothing_waits_with_proposals(
    one: StatementLine, dues: tuple[ExpectedDue, ...], reason: str, proposed: list[str]
) -> None:
    (waiting,) = only(one, *dues).suspense

    assert waiting.reason == reason
    assert [each.contract for each in waiting.proposals] == proposed


def test_a_proposal_says_what_speaks_for_it() -> None:
    (waiting,) = only(line("VERST PAR TIERS MIEL OUESSE"), due("L1")).suspense

    assert waiting.proposals[0].reasons == (
        "the amount is the due of 5 XOF of 2014-04-30",
        "the text holds 'MIEL', a word of the alias 'MIEL FORET'",
        "the text holds 'Ouesse', a clue to E1",
    )


def test_the_other_part_of_a_matched_payment_is_proposed_its_contract() -> None:
    statement = wallet(
        "2015-03-30 11:20:05;E5;Payment;229 01;22900000099;200 000;0;;OK;versement 1/2",
        "2015-03-30 11:26:48;E6;Payment;19;22900000099;92 329;0;;OK;versement 2/2",
    )
    found = match(statement.lines, PAYERS)

    assert [each.contract for each in found.matches] == ["L1"]
    assert found.suspense[0].proposals[0].reasons == (
        "line 2, another part of the same payment, is paid on L1",
    )


PAID = "2014-05-15 10:42:07;T1;Payment;229 01;22900000099;120 000;0;;OK;L1"
REVERSAL = "2014-05-17 08:00:00;T9;Reversal;22900000099;229 01;120 000;0;;OK;of T1"


def test_a_payment_and_its_cancellation_are_set_apart() -> None:
    found = match(wallet(PAID, REVERSAL).lines, PAYERS)

    assert [(one.bank_id, other.bank_id) for one, other in found.cancelled] == [("T1", "T9")]
    assert (found.matches, found.suspense) == ((), ())


@pytest.mark.parametrize(
    ("rows", "reasons"),
    [
        (
            (PAID, REVERSAL.replace("120 000", "20 000")),
            [
                "line 3 cancels it with another amount",
                "it cancels T1, but not whole or not for the first time",
            ],
        ),
        ((REVERSAL,), ["it cancels T1, which is not among these lines"]),
        (
            (PAID, REVERSAL, REVERSAL.replace("T9", "T8")),
            ["it cancels T1, but not whole or not for the first time"],
        ),
    ],
)
def test_a_cancellation_that_undoes_nothing_whole_waits(
    rows: tuple[str, ...], reasons: list[str]
) -> None:
    found = match(wallet(*rows).lines, PAYERS)

    assert found.matches == ()
    assert [each.reason for each in found.suspense] == reasons


@given(
    st.lists(
        st.builds(
            line,
            text=st.lists(
                st.sampled_from(["L1", "L7", "MIEL", "FORET", "LUMIERE", "x", "Ouesse"])
            ).map(" ".join),
            amount=st.integers(-2, 2),
            account=st.sampled_from(["", "229 01", "22907", "44"]),
        )
    )
)
def test_every_line_is_somewhere_once_and_a_match_names_one_payer(
    lines: list[StatementLine],
) -> None:
    found = match(lines, PAYERS, [due("L1", 1), due("L7", 1), due("L17", 2)])
    everywhere = [
        *(each.line for each in found.matches),
        *found.charges,
        *(one for pair in found.cancelled for one in pair),
        *(each.line for each in found.suspense),
    ]

    assert sorted(map(id, everywhere)) == sorted(map(id, lines))
    assert all(each.line.amount.minor > 0 and each.reasons for each in found.matches)
    assert all(
        each.contract in payer.contracts
        for each in found.matches
        for payer in PAYERS
        if payer.id == each.payer
    )


@given(st.permutations(PAYERS), st.permutations([due("L7"), due("L17"), due("L1")]))
def test_the_order_of_payers_and_dues_changes_no_match(
    payers: list[Payer], dues: list[ExpectedDue]
) -> None:
    lines = [line("LUMIERE"), line("L7"), line("MIEL"), line("MIEL FORET")]
    found = match(lines, payers, dues)

    assert [each.contract for each in found.matches] == ["L7", "L1"]
    assert [[each.contract for each in one.proposals] for one in found.suspense] == [
        ["L17", "L7", "L1"],
        ["L1", "L17", "L7"],
    ]


def test_a_contract_has_one_payer() -> None:
    with pytest.raises(InvalidTerms) as caught:
        match([], [HONEY, Payer(id="E2", contracts=("L1",))])
    assert str(caught.value) == "'L1' stands in two payers: give each its own"


def test_a_due_is_positive() -> None:
    with pytest.raises(InvalidTerms) as caught:
        due("L1", 0)
    assert str(caught.value) == "amount is 0 XOF: expect a positive amount"
