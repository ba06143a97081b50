"""Lines of statements matched with contracts: what is proven is matched, the rest is proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from investisens.statements.evidence import Evidence, Index
from investisens.statements.lines import StatementLine
from investisens.statements.payers import ExpectedDue, Payer
from investisens.statements.settling import cancelled_pairs
from investisens.values.errors import InvalidTerms

PROPOSALS = 5
"""Most proposals for a line in suspense."""


@attrs.frozen(kw_only=True)
class Match:
    """A receipt of a contract.

    Attributes:
        line: The line.
        payer: Id of who pays.
        contract: Id of the contract it is paid on.
        reasons: Why, in words.
        due: The due of exactly this amount, if there is one.
    """

    line: StatementLine
    payer: str
    contract: str
    reasons: tuple[str, ...]
    due: ExpectedDue | None = None


@attrs.frozen(kw_only=True)
class Proposal:
    """A contract that a line in suspense may be paid on.

    Attributes:
        payer: Id of who may pay.
        contract: Id of the contract.
        reasons: What speaks for it, in words.
    """

    payer: str
    contract: str
    reasons: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Suspended:
    """A line that nobody may book before a person has decided.

    Attributes:
        line: The line.
        reason: Why it could not be matched, in words.
        proposals: Contracts that it may be paid on, the likeliest first.
    """

    line: StatementLine
    reason: str
    proposals: tuple[Proposal, ...] = ()


@attrs.frozen(kw_only=True)
class Matching:
    """Every line, once: matched, a charge, undone by another line, or in suspense.

    Attributes:
        matches: Receipts of contracts.
        charges: Charges of the bank.
        cancelled: Each transaction that was cancelled whole, and its cancellation.
        suspense: Lines to decide by hand.
    """

    matches: tuple[Match, ...]
    charges: tuple[StatementLine, ...]
    cancelled: tuple[tuple[StatementLine, StatementLine], ...]
    suspense: tuple[Suspended, ...]


def match(
    lines: Iterable[StatementLine],
    payers: Iterable[Payer],
    dues: Iterable[ExpectedDue] = (),
    *,
    within_days: int = 120,
) -> Matching:
    """What each line is, with the reason why; nothing is guessed.

    A line received is matched when it names exactly one payer (by a known account, a whole alias
    or the id of a contract) and exactly one of their contracts: the one whose id it holds, their
    only one, or the only one with a due of exactly this amount. An amount alone proves nothing.

    Args:
        lines: Lines of statements that are ok.
        payers: Who may pay; a contract has one payer.
        dues: What is expected; it says which contract, and ranks the proposals.
        within_days: Farthest day at which a due of the same amount says something.

    Raises:
        InvalidTerms: Two payers have the same id or the same contract.

    >>> from datetime import date
    >>> from investisens.values.currency import XOF
    >>> from investisens.values.money import Money
    >>> day = date(2015, 9, 30)
    >>> line = StatementLine(source="momo.csv", row=14, account="22900000099", raw="",
    ...                      operation_date=day, value_date=day, amount=Money(314_216, XOF),
    ...                      fee=Money.zero(XOF), text="SOLDE L7")
    >>> found = match([line], [Payer(id="E7", contracts=("L7",))])
    >>> found.matches[0].contract, found.matches[0].reasons
    ('L7', ('the text holds the contract id L7',))
    """
    given, known = tuple(lines), tuple(payers)
    _check_payers(known)
    index = Index(known, dues, within_days)
    pairs = cancelled_pairs(given)
    undone = {*pairs, *pairs.values()}
    left = [(number, line) for number, line in enumerate(given) if number not in undone]
    waiting = _partly_cancelled(given, undone)
    found = [
        (line, waiting.get(number) or _matched(line, index.of(line), index))
        for number, line in left
        if not line.charge
    ]
    matches = tuple(each for _, each in found if isinstance(each, Match))
    paid = {(each.line.source, each.line.row): each for each in matches}
    return Matching(
        matches=matches,
        charges=tuple(line for _, line in left if line.charge),
        cancelled=tuple((given[there], given[here]) for here, there in pairs.items()),
        suspense=tuple(
            Suspended(line=line, reason=why, proposals=_proposals(line, index, paid))
            for line, why in found
            if isinstance(why, str)
        ),
    )


def _check_payers(payers: Sequence[Payer]) -> None:
    ids: set[str] = set()
    contracts: set[str] = set()
    for payer in payers:
        for name, seen in ((payer.id, ids), *((each, contracts) for each in payer.contracts)):
            if name in seen:
                field = "contracts" if seen is contracts else "id"
                raise InvalidTerms(
                    f"{name!r} stands in two payers: give each its own",
                    field=field,
                    value=name,
                )
            seen.add(name)


def _partly_cancelled(lines: Sequence[StatementLine], undone: set[int]) -> dict[int, str]:
    """Why lines that a cancellation names, or that are one, wait for a person."""
    by_id = {line.bank_id: number for number, line in enumerate(lines) if line.bank_id}
    doubtful = {}
    for number, line in enumerate(lines):
        if not line.cancels or number in undone:
            continue
        there = by_id.get(line.cancels)
        if there is None:
            doubtful[number] = f"it cancels {line.cancels}, which is not among these lines"
            continue
        doubtful[number] = f"it cancels {line.cancels}, but not whole or not for the first time"
        if there not in undone:
            doubtful[there] = f"line {line.row} cancels it with another amount"
    return doubtful


def _matched(line: StatementLine, evidence: Evidence, index: Index) -> Match | str:
    """The match of a line, or why there is none."""
    if line.amount.minor <= 0:
        return "it was paid, not received" if line.amount.minor else "no money moved"
    if not evidence.proofs:
        return "nothing in it names a payer"
    if len(evidence.proofs) > 1:
        return f"it names several payers: {', '.join(sorted(evidence.proofs))}"
    ((payer, reasons),) = evidence.proofs.items()
    own = index.by_id[payer].contracts
    if len(evidence.named) > 1:
        return f"it names several contracts: {', '.join(evidence.named)}"
    asked = [contract for contract in own if contract in evidence.dues]
    if evidence.named:
        (contract,) = evidence.named
    elif len(own) == 1:
        (contract,) = own
    elif len(asked) == 1:
        (contract,) = asked
    else:
        many = ", ".join(asked or own) or "none"
        return f"{payer} pays, but the line does not say on which contract: {many}"
    due = evidence.dues.get(contract)
    told = (*reasons, *([f"the amount is {due}"] if due else []))
    return Match(line=line, payer=payer, contract=contract, reasons=told, due=due)


def _proposals(
    line: StatementLine, index: Index, paid: Mapping[tuple[str, int], Match]
) -> tuple[Proposal, ...]:
    """Contracts that something speaks for: proofs first, then the amount, then mere signs."""
    evidence = index.of(line)
    if line.amount.minor <= 0 and not evidence.proofs:
        return ()
    partners = [paid[line.source, row] for row in line.together_with if (line.source, row) in paid]
    ranked = [
        ranking
        for payer in index.payers
        for contract in payer.contracts
        if (ranking := _ranking(line, evidence, payer, contract, partners)) is not None
    ]
    ranked.sort(key=lambda each: (each[0], each[1].contract))
    return tuple(proposal for _, proposal in ranked[:PROPOSALS])


def _ranking(
    line: StatementLine,
    evidence: Evidence,
    payer: Payer,
    contract: str,
    partners: Sequence[Match],
) -> tuple[tuple[int, ...], Proposal] | None:
    """A proposal with its rank, or ``None`` where nothing speaks for it."""
    proofs = evidence.proofs.get(payer.id, [])
    signs = evidence.signs.get(payer.id, [])
    parts = [
        f"line {each.line.row}, another part of the same payment, is paid on {contract}"
        for each in partners
        if each.contract == contract
    ]
    due = evidence.dues.get(contract)
    amount = [f"the amount is {due}"] if due else []
    reasons = (*proofs, *parts, *amount, *signs)
    if not reasons:
        return None
    days = abs((due.due_on - line.operation_date).days) if due else 0
    named = contract in evidence.named
    rank = (-named, -len(proofs), -len(parts), -len(amount), -len(signs), days)
    return rank, Proposal(payer=payer.id, contract=contract, reasons=reasons)
