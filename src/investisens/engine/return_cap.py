"""A cap on what all remuneration of a contract may reach together."""

from __future__ import annotations

from collections.abc import Iterable

from investisens.engine.debt import Flow
from investisens.values.cashflow import FlowKind

_PUT_IN = frozenset({FlowKind.DISBURSEMENT, FlowKind.SHARE_PURCHASE})
_COMES_BACK = frozenset(
    {FlowKind.PRINCIPAL, FlowKind.RECOVERY, FlowKind.SHARE_SALE, FlowKind.DELIVERY}
)
_OWED = _COMES_BACK - {FlowKind.SHARE_SALE}
_REMUNERATION = frozenset(
    {
        *(FlowKind.INTEREST, FlowKind.INDEXATION, FlowKind.FEE),
        *(FlowKind.PARTICIPATION, FlowKind.DIVIDEND),
    }
)


def capped(flows: Iterable[Flow], cap: int) -> list[Flow]:
    """*flows* with remuneration cut, in the order of the days, to what *cap* leaves.

    Remuneration is interest, indexation, fees, participations and dividends, and whatever comes
    back beyond all that was put in: capitalised interest when it is repaid, the gain on shares.
    What is cut from principal is given up (forgiveness), so that a debt still adds up.

    >>> capped([(1, FlowKind.INTEREST, 60), (2, FlowKind.PARTICIPATION, 70)], 100)[1][2]
    40
    """
    left = cap
    put_in = 0
    kept: list[Flow] = []
    for day, kind, amount in flows:
        back = 0
        if kind in _PUT_IN:
            put_in += amount
        elif kind in _COMES_BACK:
            back = min(amount, put_in)
            put_in -= back
        paid = amount
        if kind in _COMES_BACK or kind in _REMUNERATION:
            paid = back + min(amount - back, left)
            left -= paid - back
        if paid or not amount:
            kept.append((day, kind, paid))
        if kind in _OWED and paid < amount:
            kept.append((day, FlowKind.FORGIVENESS, amount - paid))
    return kept
