"""What the legs of a contract, and a scenario about it, must hold."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from investisens.engine.debt import Opening
from investisens.engine.scenario import Default, Delay
from investisens.values.errors import CurrencyMismatch, InvalidTerms
from investisens.values.legs import DebtLeg, GuaranteeLeg, KnownFlows, Leg, ParticipationLeg
from investisens.values.shares import ShareLeg


def check_legs(name: str, legs: tuple[Leg, ...]) -> None:
    """Refuse legs that do not make one contract.

    Raises:
        InvalidTerms: Two debt legs, or a participation without the debt it needs before it.
        CurrencyMismatch: Two legs are in two currencies.
    """
    debts = 0
    for leg in legs:
        debts += isinstance(leg, DebtLeg)
        if isinstance(leg, ParticipationLeg) and _needs_debt(leg) and not debts:
            raise InvalidTerms(
                f"contract {name!r} has a participation without a debt before it: "
                "put its debt leg first",
                field="legs",
                value=leg,
            )
    if debts > 1:
        raise InvalidTerms(
            f"contract {name!r} has {debts} debt legs: make a contract of each",
            field="legs",
            value=debts,
        )
    codes = sorted({currency.code for leg in legs for currency in leg.currencies})
    if len(codes) > 1:
        raise CurrencyMismatch(
            f"contract {name!r} mixes {' and '.join(codes)}: use one currency", field="legs"
        )


def _needs_debt(leg: ParticipationLeg) -> bool:
    return leg.repays or leg.cap_of_principal is not None


def check_default(
    name: str, legs: tuple[Leg, ...], opening: Opening | None, default: Default
) -> None:
    """Refuse a default before there is anything to lose.

    Raises:
        InvalidTerms: It is not after the day a leg starts, or the day of the opening.
    """
    days = [leg.start for leg in legs if isinstance(leg, DebtLeg)]
    days += [leg.start for leg in legs if isinstance(leg, ShareLeg) and not leg.converted]
    if opening is not None:
        days.append(opening.on)
    if days and default.on <= max(days):
        raise InvalidTerms(
            f"contract {name!r} defaults on {default.on}, not after {max(days)}, when it "
            "starts or was taken over: give a later day",
            field="on",
            value=default.on,
        )


def check_delay(name: str, legs: tuple[Leg, ...], delay: Delay) -> None:
    """Refuse a delay that leads beyond the last year of the calendar.

    Raises:
        InvalidTerms: The last day of a leg would come after the year 9999.
    """
    last = max((_last_day(leg) for leg in legs), default=date.min)
    if (date.max - last).days < delay.days:
        raise InvalidTerms(
            f"contract {name!r} ends on {last}: a delay of {delay.days} days leads beyond "
            "the year 9999, give a shorter one",
            field="days",
            value=delay.days,
        )


def _last_day(leg: Leg) -> date:
    match leg:
        case DebtLeg():
            return leg.last_on
        case ShareLeg():
            return max(leg.days)
        case KnownFlows():
            return max((flow.on for flow in leg.flows), default=date.min)
        case ParticipationLeg():
            return max(leg.days, default=date.min)
        case GuaranteeLeg():
            return max(leg.end, *leg.fee_on) if leg.fee_on else leg.end
        case _:
            assert_never(leg)
