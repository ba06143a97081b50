"""A flow has a kind, and a kind says whether money moves."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from investisens.values.cashflow import CashFlow, FlowKind
from investisens.values.currency import XOF
from investisens.values.money import Money


def test_losses_gifts_conversions_goods_and_capitalised_interest_move_no_cash() -> None:
    """They change what is owed, not what is in the bank."""
    assert [kind.value for kind in FlowKind if not kind.is_cash] == [
        "capitalised_interest",
        "conversion",
        "delivery",
        "loss",
        "share_loss",
        "forgiveness",
    ]


def test_kinds_that_move_no_cash_stand_last() -> None:
    moving = [kind.is_cash for kind in FlowKind]

    assert moving == sorted(moving, reverse=True)


def test_a_flow_is_a_value() -> None:
    flow = CashFlow(on=date(2011, 2, 28), amount=Money(-5, XOF), kind=FlowKind.CALL, party="FR01")

    assert hash(flow) == hash(attrs.evolve(flow))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        flow.party = "FR02"  # type: ignore[misc]
