"""Parts of what a debtor owes, and what happens to them while a debt stands still."""

from __future__ import annotations

from enum import Enum


class Component(Enum):
    """A part of what is owed.

    Attributes:
        PRINCIPAL: What was lent and not repaid (capital restant dû).
        INTEREST: Interest of the terms (intérêts).
        LATE_INTEREST: Interest on what is overdue (intérêts de retard).
        FEE: A fee charged to the debtor (frais).

    >>> Component("late_interest")
    <Component.LATE_INTEREST: 'late_interest'>
    """

    PRINCIPAL = "principal"
    INTEREST = "interest"
    LATE_INTEREST = "late_interest"
    FEE = "fee"


class InterestMeanwhile(Enum):
    """What interest does during a standstill.

    Attributes:
        RUNS: It goes on as the terms say.
        STANDS_STILL: The days of the standstill bear none.
    """

    RUNS = "runs"
    STANDS_STILL = "stands_still"


class DuesMeanwhile(Enum):
    """What becomes of the dues of a standstill.

    Attributes:
        LATER: Every due from its first day on moves by its length.
        AT_END: The dues inside it fall together on the day after its last.
    """

    LATER = "later"
    AT_END = "at_end"
