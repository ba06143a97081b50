"""Fixings of indices that the debts of a fund need, and those that the fund does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from investisens.instruments.registry import Instrument
from investisens.portfolio.fund import Fund
from investisens.values.errors import MissingData
from investisens.values.legs import DebtLeg
from investisens.values.paid_days import standing_on
from investisens.values.steps import ResetRate


@attrs.frozen(kw_only=True)
class NeededFixing:
    """The value of an index on a day, on which a debt sets its rate.

    Attributes:
        position: Short name of the debt.
        index: Name of the index.
        on: The day whose fixing counts.

    >>> print(NeededFixing(position="L1", index="TMO", on=date(2024, 2, 1)).on)
    2024-02-01
    """

    position: str
    index: str
    on: date


class MissingFixings(MissingData):
    """Debts set their rates on fixings that the fund does not hold; all of them are told at once.

    Attributes:
        missing: What is needed, by position and day.
    """

    def __init__(self, missing: tuple[NeededFixing, ...]) -> None:
        lines = (
            f"position {position!r} needs the fixing of index {index!r} on "
            f"{', '.join(map(str, days))}: add it to the fixings of the fund, for a day to come "
            "as you assume it"
            for position, index, days in by_index(missing)
        )
        super().__init__("\n".join(lines), field="fixings", value=missing)
        self.missing = missing


def needed_by(terms: Instrument, position: str, until: date = date.max) -> Iterator[NeededFixing]:
    """What the resets of some terms need, up to those that count by the end of *until*."""
    for leg in terms.legs():
        if isinstance(leg, DebtLeg):
            last = max(until, standing_on(leg.moved, until))
            for step in leg.plan.steps:
                if isinstance(step, ResetRate) and step.on <= last:
                    yield NeededFixing(position=position, index=step.index, on=step.fixed_on)


def missing_fixings(fund: Fund, needed: Iterable[NeededFixing]) -> tuple[NeededFixing, ...]:
    """Those of *needed* that the fund does not hold, each once, in their order."""
    known = fund.fixings_of
    return tuple(dict.fromkeys(each for each in needed if each.on not in known.get(each.index, {})))


def require_fixings(fund: Fund, needed: Iterable[NeededFixing]) -> None:
    """Refuse to go on where the fund lacks fixings.

    Raises:
        MissingFixings: With all of them.
    """
    missing = missing_fixings(fund, needed)
    if missing:
        raise MissingFixings(missing)


def by_index(needed: Iterable[NeededFixing]) -> Iterator[tuple[str, str, tuple[date, ...]]]:
    """Each position and index, with its days.

    >>> needed = [NeededFixing(position="L1", index="TMO", on=date(2024, month, 1))
    ...           for month in (2, 8)]
    >>> [(position, index, len(days)) for position, index, days in by_index(needed)]
    [('L1', 'TMO', 2)]
    """
    found: dict[tuple[str, str], list[date]] = {}
    for each in needed:
        found.setdefault((each.position, each.index), []).append(each.on)
    for (position, index), days in found.items():
        yield position, index, tuple(days)
