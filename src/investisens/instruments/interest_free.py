"""Terms of repayment of a debt that bears no interest."""

from __future__ import annotations

from collections.abc import Collection

from investisens.instruments.repayment import Repayment
from investisens.instruments.repayment_options import given
from investisens.values.errors import InvalidTerms

REMUNERATION = ("rate_steps", "resets", "indexations")
"""Options that would make such a debt bear something."""


def check_without(repayment: Repayment, refused: Collection[str], reason: str) -> None:
    """Refuse options of *repayment* that an instrument does not have.

    Args:
        repayment: The terms.
        refused: Names of the options.
        reason: Why, as the message goes on after "is given but".

    Raises:
        InvalidTerms: With the first option that is given.

    >>> from datetime import date
    >>> from investisens import OnDates
    >>> once = Repayment(dues=(OnDates((date(2024, 12, 31),)),))
    >>> check_without(once, REMUNERATION, "an honour loan bears no interest")
    """
    for name, value in given(repayment):
        if name in refused:
            raise InvalidTerms(
                f"{name} is given but {reason}: leave it out",
                field=f"repayment.{name}",
                value=value,
            )
