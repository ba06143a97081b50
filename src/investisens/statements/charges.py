"""Charges of the bank, recognised by the first words of their text."""

from __future__ import annotations

from collections.abc import Iterable

from investisens.statements.mapping import ChargeRule
from investisens.statements.words import plain
from investisens.values.misreads import shown
from investisens.values.money import Money


def charge_meaning(rules: Iterable[ChargeRule], text: str, amount: Money) -> str:
    """Why a line is a charge, in words, or the empty text; what is received never is one.

    >>> from investisens.values.currency import XOF
    >>> rules = (ChargeRule(starts_with="COM TENUE", meaning="account keeping"),)
    >>> charge_meaning(rules, "Com. tenue compte T1", Money(-6_000, XOF))
    "account keeping: the text starts with 'COM TENUE'"
    """
    if amount.minor >= 0:
        return ""
    words = f"{plain(text)} "
    for rule in rules:
        if words.startswith(f"{plain(rule.starts_with)} "):
            return f"{rule.meaning}: the text starts with {shown(rule.starts_with)}"
    return ""
