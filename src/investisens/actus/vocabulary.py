"""The words of the standard that are understood: types, terms, roles, order of events."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ROLES: Final = MappingProxyType({"RPA": 1, "BUY": 1, "RPL": -1, "SEL": -1})
"""The sign of each contract role: +1 for a lender or a buyer."""

_HEAD = frozenset({"contractType", "contractRole", "currency", "statusDate"})
_DAYS = frozenset({"calendar", "businessDayConvention", "endOfMonthConvention"})
_TRADE = frozenset(
    {"purchaseDate", "priceAtPurchaseDate", "terminationDate", "priceAtTerminationDate"}
)
_LOAN = (
    _HEAD
    | _DAYS
    | _TRADE
    | {
        *("initialExchangeDate", "notionalPrincipal", "nominalInterestRate", "accruedInterest"),
        *("dayCountConvention", "premiumDiscountAtIED", "marketObjectCodeOfRateReset"),
        "rateMultiplier",
        *("lifeCap", "lifeFloor", "periodCap", "periodFloor"),
        *("scalingEffect", "scalingIndexAtContractDealDate", "marketObjectCodeOfScalingIndex"),
        *("cycleAnchorDateOfScalingIndex", "cycleOfScalingIndex"),
    }
)
_INTEREST = frozenset({"cycleAnchorDateOfInterestPayment", "cycleOfInterestPayment"})
_RESET = frozenset(
    {"cycleAnchorDateOfRateReset", "cycleOfRateReset", "rateSpread", "nextResetRate"}
)
_PAM = _LOAN | _INTEREST | _RESET | {"maturityDate", "capitalizationEndDate"}
_BASE = frozenset(
    {
        *("interestCalculationBase", "interestCalculationBaseAmount"),
        *("cycleAnchorDateOfInterestCalculationBase", "cycleOfInterestCalculationBase"),
    }
)
_LAM = (
    _PAM
    | _BASE
    | {
        *("cycleAnchorDateOfPrincipalRedemption", "cycleOfPrincipalRedemption"),
        "nextPrincipalRedemptionPayment",
    }
)
_LAX = (
    _LOAN
    | _BASE
    | {
        *("maturityDate", "capitalizationEndDate"),
        *("arrayCycleAnchorDateOfInterestPayment", "arrayCycleOfInterestPayment"),
        *("arrayCycleAnchorDateOfPrincipalRedemption", "arrayCycleOfPrincipalRedemption"),
        *("arrayNextPrincipalRedemptionPayment", "arrayIncreaseDecrease"),
        *("arrayCycleAnchorDateOfRateReset", "arrayCycleOfRateReset"),
        *("arrayRate", "arrayFixedVariable"),
    }
)
_OPEN = _LOAN | _INTEREST | _RESET | {"xDayNotice"}
_COLLATERAL = (
    _HEAD
    | _DAYS
    | {
        *("contractStructure", "guaranteedExposure", "coverageOfCreditEnhancement"),
        *("creditEventTypeCovered", "settlementPeriod", "maturityDate", "notionalPrincipal"),
    }
)

ACCEPTED: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "PAM": _PAM,
        "LAM": _LAM,
        "NAM": _LAM,
        "ANN": _LAM | {"amortizationDate"},
        "LAX": _LAX,
        "CLM": _OPEN | {"maturityDate"},
        "UMP": _OPEN,
        "CSH": _HEAD | {"notionalPrincipal"},
        "STK": _HEAD
        | _DAYS
        | _TRADE
        | {
            *("notionalPrincipal", "marketObjectCodeOfDividends"),
            *("cycleAnchorDateOfDividendPayment", "cycleOfDividendPayment"),
        },
        "CEG": _COLLATERAL
        | {
            *("purchaseDate", "priceAtPurchaseDate", "dayCountConvention"),
            *("cycleAnchorDateOfFee", "cycleOfFee", "feeBasis", "feeRate"),
        },
        "CEC": _COLLATERAL,
        "CAPFL": _HEAD | _TRADE | {"contractStructure", "lifeCap", "lifeFloor"},
    }
)
"""The terms that each contract type reads."""

INSTANTS: Final = frozenset(
    {
        *("statusDate", "initialExchangeDate", "maturityDate", "amortizationDate"),
        *("purchaseDate", "terminationDate", "capitalizationEndDate"),
    }
)
"""Terms that hold a date-time, beside every ``cycleAnchorDateOf...``."""

NUMBERS: Final = frozenset(
    {
        *("notionalPrincipal", "nominalInterestRate", "accruedInterest", "premiumDiscountAtIED"),
        *("rateSpread", "rateMultiplier", "nextResetRate", "feeRate"),
        *("lifeCap", "lifeFloor", "periodCap", "periodFloor"),
        *("priceAtPurchaseDate", "priceAtTerminationDate", "coverageOfCreditEnhancement"),
        *("scalingIndexAtContractDealDate", "interestCalculationBaseAmount"),
        "nextPrincipalRedemptionPayment",
    }
)
"""Terms that hold a number."""

WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "contractRole": tuple(ROLES),
        "dayCountConvention": ("A365", "A360", "30E360", "AA"),
        "endOfMonthConvention": ("EOM", "SD"),
        "interestCalculationBase": ("NT", "NTIED", "NTL"),
        "guaranteedExposure": ("NO", "NI"),
    }
)
"""Terms that hold one of a few words."""

NO_EFFECT: Final[Mapping[str, tuple[str, ...] | None]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                *("contractID", "contractIdentifier", "contractDealDate", "creatorID", "creatorId"),
                *("counterpartyID", "counterpartyId", "legalEntityIDRecordCreator"),
                *("legalEntityIDCounterparty", "unit", "seniority", "fixingDays", "fixingPeriod"),
                *("notionalScalingMultiplier", "interestScalingMultiplier"),
                *("calendar", "businessDayConvention", "endOfMonthConvention"),
            )
        ),
        "contractPerformance": ("PF",),
        "prepaymentEffect": ("N",),
        "penaltyType": ("N", "O"),
        "cyclePointOfInterestPayment": ("E",),
        "cyclePointOfRateReset": ("B",),
    }
)
"""Terms of any type that change nothing, and the values for which that is true (all by default)."""

ORDER: Final = (
    *("IED", "FP", "PR", "PI", "PP", "IP", "IPCI", "RRF", "RR", "PRF", "DV"),
    *("PRD", "TD", "SC", "IPCB", "MD", "XD", "STD", "AD"),
)
"""Order of the events of one date."""
