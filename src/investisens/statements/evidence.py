"""What a line says about who pays: proofs, and signs that prove nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import attrs

from investisens.statements.lines import StatementLine
from investisens.statements.payers import ExpectedDue, Payer
from investisens.statements.words import account_number, plain
from investisens.values.currency import Currency
from investisens.values.misreads import shown

SHORTEST_WORD = 4
"""Letters that a word of an alias needs to be a sign by itself."""


@attrs.frozen
class Evidence:
    """What one line says.

    Attributes:
        proofs: Reasons that name a payer for certain, by the payer's id.
        named: Contracts whose id stands in the line, in the order of the payers.
        signs: Reasons that suggest a payer, the stronger first, by the payer's id.
        dues: Dues of exactly the amount of the line, the nearest first, by their contract.
    """

    proofs: dict[str, list[str]]
    named: list[str]
    signs: dict[str, list[str]]
    dues: dict[str, ExpectedDue]


class Index:
    """Payers and dues, found by word, account and amount, so that a line costs what it holds.

    Args:
        payers: Who may pay.
        dues: What is expected of them.
        within_days: Farthest day at which a due of the same amount says something.
    """

    def __init__(
        self, payers: Sequence[Payer], dues: Iterable[ExpectedDue], within_days: int
    ) -> None:
        self.payers = payers
        self.by_id = {payer.id: payer for payer in payers}
        self._within = within_days
        self._accounts: defaultdict[str, list[Payer]] = defaultdict(list)
        self._phrases: defaultdict[str, list[tuple[str, str, Payer]]] = defaultdict(list)
        self._words: defaultdict[str, list[tuple[str, Payer]]] = defaultdict(list)
        self._dues: defaultdict[tuple[int, Currency], list[ExpectedDue]] = defaultdict(list)
        for payer in payers:
            self._add(payer)
        for due in dues:
            self._dues[due.amount.minor, due.amount.currency].append(due)

    def of(self, line: StatementLine) -> Evidence:
        """What a line says about who pays, and on what."""
        evidence = Evidence({}, [], {}, self._same_amount(line))
        words = plain(f"{line.counterparty} {line.text} {line.reference}")
        number = account_number(line.counterparty_account)
        for payer in self._accounts.get(number, ()) if number else ():
            reason = f"{shown(line.counterparty_account)} is a known account of {payer.id}"
            _note(evidence.proofs, payer, reason)
        for word in dict.fromkeys(words.split()):
            for phrase, contract, payer in self._phrases.get(word, ()):
                if f" {phrase} " in f" {words} ":
                    _note_phrase(evidence, phrase, contract, payer)
            for clue, payer in self._words.get(word, ()):
                _note(evidence.signs, payer, f"the text holds {clue}")
        return evidence

    def _add(self, payer: Payer) -> None:
        for account in payer.accounts:
            self._accounts[account_number(account)].append(payer)
        for contract in payer.contracts:
            self._add_phrase(contract, contract, payer)
        for alias in payer.aliases:
            self._add_phrase(alias, "", payer)
            for word in dict.fromkeys(plain(alias).split()):
                if len(word) >= SHORTEST_WORD:
                    clue = f"{word!r}, a word of the alias {shown(alias)}"
                    self._words[word].append((clue, payer))
        for clue in payer.clues:
            for word in plain(clue).split():
                self._words[word].append((f"{shown(clue)}, a clue to {payer.id}", payer))

    def _add_phrase(self, text: str, contract: str, payer: Payer) -> None:
        phrase = plain(text)
        if phrase:
            self._phrases[phrase.partition(" ")[0]].append((phrase, contract, payer))

    def _same_amount(self, line: StatementLine) -> dict[str, ExpectedDue]:
        on = line.operation_date
        same = self._dues.get((line.amount.minor, line.amount.currency), ())
        near = [due for due in same if abs((due.due_on - on).days) <= self._within]
        near.sort(key=lambda due: (abs((due.due_on - on).days), due.due_on))
        nearest: dict[str, ExpectedDue] = {}
        for due in near:
            nearest.setdefault(due.contract, due)
        return nearest


def _note_phrase(evidence: Evidence, phrase: str, contract: str, payer: Payer) -> None:
    if contract:
        _note(evidence.proofs, payer, f"the text holds the contract id {contract}")
        if contract not in evidence.named:
            evidence.named.append(contract)
    else:
        _note(evidence.proofs, payer, f"the text holds {phrase!r}, an alias of {payer.id}")


def _note(reasons: dict[str, list[str]], payer: Payer, reason: str) -> None:
    told = reasons.setdefault(payer.id, [])
    if reason not in told:
        told.append(reason)
