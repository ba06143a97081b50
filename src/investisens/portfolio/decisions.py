"""What was decided or agreed about debts: waivers, standstills and confirmed balances."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.values.checking import checked
from investisens.values.components import Component, DuesMeanwhile, InterestMeanwhile
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money


@attrs.frozen(kw_only=True, field_transformer=checked)
class Waiver:
    """A part of a debt that the fund gives up by decision (abandon de créance).

    It is no loss of a bad debtor, and no money moves.

    Attributes:
        on: The day it counts from.
        position: The debt.
        component: The part of what is owed.
        amount: Given up, > 0.
        reason: Who decided it and why, in words.

    >>> from investisens import XOF
    >>> print(Waiver(on=date(2012, 5, 15), position="L3", component=Component.INTEREST,
    ...              amount=Money(50_000, XOF)).amount)
    50000 XOF
    """

    on: date
    position: str
    component: Component
    amount: Money
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        if self.amount.minor <= 0:
            raise InvalidTerms(
                f"amount is {self.amount}: waive a positive amount",
                field="amount",
                value=self.amount,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Standstill:
    """Days on which nothing falls due: a broken machine, a shock that hits many (moratoire).

    Attributes:
        since: First day.
        until: Last day, not before *since*.
        position: The debt that stands still; empty for all that *sector* and *commune* name.
        sector: Sector of the enterprises concerned; empty for any.
        commune: Commune of the enterprises concerned; empty for any.
        interest: What interest does meanwhile.
        dues: What becomes of the dues.
        reason: What happened, in words.

    Raises:
        InvalidTerms: The days are in the wrong order, or nothing says who is concerned.

    >>> Standstill(since=date(2012, 1, 1), until=date(2012, 3, 31), commune="Savalou").days
    91
    """

    since: date
    until: date
    position: str = ""
    sector: str = ""
    commune: str = ""
    interest: InterestMeanwhile = InterestMeanwhile.RUNS
    dues: DuesMeanwhile = DuesMeanwhile.LATER
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        if self.until < self.since:
            raise InvalidTerms(
                f"until {self.until} is before since {self.since}: check the order of the dates",
                field="until",
                value=self.until,
            )
        if not (self.position or self.sector or self.commune):
            raise InvalidTerms(
                "position, sector and commune are empty: name the debt, or the sector or commune "
                "that stands still",
                field="position",
                value=self.position,
            )

    @property
    def days(self) -> int:
        """How many days it lasts, the first and the last included."""
        return (self.until - self.since).days + 1


@attrs.frozen(kw_only=True, field_transformer=checked)
class Confirmation:
    """What a debtor confirms to owe on a day (confirmation de solde).

    Attributes:
        on: The day, at its end.
        position: The debt.
        principal: Outstanding principal that is confirmed, >= 0.
        interest: Accrued interest that is confirmed; ``None`` if nothing is said of it.
        source: Where it stands: a letter, a statement.

    >>> from investisens import XOF
    >>> print(Confirmation(on=date(2012, 12, 31), position="L2",
    ...                    principal=Money(4_000_000, XOF)).principal)
    4000000 XOF
    """

    on: date
    position: str
    principal: Money
    interest: Money | None = None
    source: str = ""

    def __attrs_post_init__(self) -> None:
        if self.principal.minor < 0:
            raise InvalidTerms(
                f"principal is {self.principal}: use 0 or more",
                field="principal",
                value=self.principal,
            )
