"""The days of a plan on which principal comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from investisens.values.steps import (
    Plan,
    RepayAmount,
    RepayExcess,
    RepayLevel,
    RepayPart,
    RepayRest,
    RepayShare,
)


def repaying_days(plan: Plan) -> Iterator[date]:
    """The days, in order, of the steps that ask for principal; a part of nothing asks for none.

    >>> from investisens.values.steps import PayInterest
    >>> plan = Plan((PayInterest(date(2012, 6, 30)), RepayRest(date(2013, 6, 30))))
    >>> [str(on) for on in repaying_days(plan)]
    ['2013-06-30']
    """
    for step in plan.steps:
        match step:
            case RepayShare() | RepayExcess() | RepayLevel() | RepayRest():
                yield step.on
            case RepayAmount(minor=asked) | RepayPart(weight=asked) if asked:
                yield step.on
            case _:
                pass
