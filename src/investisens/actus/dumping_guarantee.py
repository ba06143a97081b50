"""A guarantee written as ACTUS terms (CEG), where these say the same to the franc."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from investisens.actus.dumping import day_before, decimal_text, midnight, money_text
from investisens.engine.schedule import schedule
from investisens.instruments.guarantee import Guarantee, LossSharing
from investisens.values.errors import NotSupported
from investisens.values.legs import DebtLeg, Leg

NO_TYPE: Mapping[str, str] = MappingProxyType(
    {
        "grant": "ACTUS has no type for money that is never repaid",
        "counter_guarantee": "an ACTUS guarantee covers contracts with a balance, not a guarantee",
        "portfolio_guarantee": (
            "an ACTUS guarantee has no tranches, and its first credit event calls it whole"
        ),
        "equipment_pledge": (
            "ACTUS collateral (CEC) is worth its market price, not a value that its terms lower"
        ),
    }
)
"""Why there are no exact ACTUS terms of a kind."""


def guarantee_terms(
    guarantee: Guarantee, covered: Mapping[str, Any], legs: Iterable[Leg]
) -> dict[str, Any]:
    """The terms of a guarantee received on one debt.

    The credit event that calls it is told to a run (performance ``DF``); ACTUS knows no recovery.

    Args:
        guarantee: What to write.
        covered: ACTUS terms of the debt it covers.
        legs: Legs of that debt.

    Raises:
        NotSupported: It is given, covers several positions, may reach its ceiling, or has a yearly
            fee.
    """
    debt = next((leg for leg in legs if isinstance(leg, DebtLeg)), None)
    for field, reason in _beyond_actus(guarantee, debt):
        raise NotSupported(reason, field=field, value=getattr(guarantee, field))
    terms = {
        "contractType": "CEG",
        "contractRole": "BUY",
        "currency": guarantee.ceiling.currency.code,
        "statusDate": midnight(day_before(guarantee.start)),
        "contractStructure": [
            {
                "object": {**covered, "contractID": guarantee.covers[0]},
                "referenceType": "CNT",
                "referenceRole": "COVE",
            }
        ],
        "creditEventTypeCovered": "DF",
        "guaranteedExposure": "NO",
        "coverageOfCreditEnhancement": decimal_text(guarantee.covered_share.mbp, 7),
        "settlementPeriod": f"P{guarantee.waiting_days}D",
        "maturityDate": midnight(guarantee.end),
    }
    flat = guarantee.fee.flat
    if flat:
        terms["purchaseDate"] = midnight(guarantee.start)
        terms["priceAtPurchaseDate"] = money_text(flat)
    return terms


def _beyond_actus(guarantee: Guarantee, debt: DebtLeg | None) -> Iterator[tuple[str, str]]:
    """Terms that ACTUS cannot say, with the reason."""
    if guarantee.given:
        yield "given", "given is True: its losses are told, ACTUS terms have none"
    if len(guarantee.covers) != 1 or debt is None:
        yield (
            "covers",
            f"covers is {guarantee.covers}: ACTUS calls a guarantee whole at its first credit "
            "event, write one for each debt",
        )
    if guarantee.sharing is not LossSharing.PARI_PASSU:
        yield (
            "sharing",
            f"sharing is {guarantee.sharing.value!r}: ACTUS knows no recovery, and so no order of "
            "it",
        )
    if guarantee.fee.rate.mbp:
        yield (
            "fee",
            f"fee.rate is {guarantee.fee.rate}: the fee of an ACTUS guarantee is an amount",
        )
    if debt is not None and guarantee.ceiling.minor < _most(guarantee, debt):
        yield (
            "ceiling",
            f"ceiling is {guarantee.ceiling}: an ACTUS guarantee has none, raise it to the covered "
            "share of all that may be owed",
        )


def _most(guarantee: Guarantee, debt: DebtLeg) -> Fraction:
    """The covered share of the most that is ever owed."""
    owed = max([debt.principal.minor, *(row.outstanding for row in schedule(debt).rows)])
    return guarantee.covered_share.fraction * owed
