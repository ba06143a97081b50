"""Clauses that any instrument may have: rank, covenants, a cap on all that it returns."""

from __future__ import annotations

from datetime import date
from enum import Enum

import attrs

from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate


class Rank(Enum):
    """Who is paid first if the enterprise is wound up, from first to last.

    Attributes:
        OWNER: Nobody before it: it owns what it leases, and takes it back (crédit-bail).
        SECURED: Creditors with a pledge, up to its value.
        SENIOR: Ordinary creditors.
        SUBORDINATED: After ordinary creditors.
        PARTICIPATING: After all creditors (prêt participatif).
        SECURITY: After participating loans (titre participatif, titre associatif).
        EQUITY: Last: what is left (fonds propres).

    >>> Rank("senior") < Rank("equity")
    True
    """

    OWNER = "owner"
    SECURED = "secured"
    SENIOR = "senior"
    SUBORDINATED = "subordinated"
    PARTICIPATING = "participating"
    SECURITY = "security"
    EQUITY = "equity"

    def __lt__(self, other: Rank) -> bool:
        order = list(Rank)
        return order.index(self) < order.index(other)


class CovenantKind(Enum):
    """What an enterprise has promised.

    Attributes:
        CHARTER: To keep a signed version of the charter.
        MINORITY_HOLDING: That the fund stays below *limit* of the capital.
        EQUIPMENT_ONLY: That the money pays equipment and nothing else.
        REPORTING: To report its results by a day of each year.
        NO_DIVIDEND_BEFORE: Not to pay dividends before a debt is repaid.
        OTHER: Anything else, in words.

    >>> CovenantKind("charter")
    <CovenantKind.CHARTER: 'charter'>
    """

    CHARTER = "charter"
    MINORITY_HOLDING = "minority_holding"
    EQUIPMENT_ONLY = "equipment_only"
    REPORTING = "reporting"
    NO_DIVIDEND_BEFORE = "no_dividend_before"
    OTHER = "other"


@attrs.frozen(kw_only=True, field_transformer=checked)
class Covenant:
    """A promise of the enterprise, as data.

    Attributes:
        kind: What is promised.
        since: The day it was signed.
        limit: A share that is not to be passed, or ``None``.
        text: The clause in words, or the version of the charter.

    Raises:
        InvalidTerms: A limit outside 0-100 %.

    >>> Covenant(kind=CovenantKind.CHARTER, since=date(2010, 6, 15), text="2010, 8 principles").text
    '2010, 8 principles'
    """

    kind: CovenantKind
    since: date
    limit: Rate | None = None
    text: str = ""

    def __attrs_post_init__(self) -> None:
        if self.limit is not None and not 0 <= self.limit.mbp <= MBP:
            raise InvalidTerms(
                f"limit is {self.limit}: use a share between 0 % and 100 %",
                field="limit",
                value=self.limit,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Clauses:
    """Clauses beside the terms of an instrument.

    Attributes:
        rank: Rank if it differs from the one the law gives the instrument, else ``None``.
        covenants: What the enterprise has promised.
        cap_on_return: Most that all remuneration together may reach, or ``None``: interest, fees,
            participations, dividends, premiums and gains on shares.

    Raises:
        InvalidTerms: A negative cap.

    >>> Clauses().covenants
    ()
    """

    rank: Rank | None = None
    covenants: tuple[Covenant, ...] = ()
    cap_on_return: Money | None = None

    def __attrs_post_init__(self) -> None:
        if self.cap_on_return is not None and self.cap_on_return.minor < 0:
            raise InvalidTerms(
                f"cap_on_return is {self.cap_on_return}: use an amount of 0 or more",
                field="cap_on_return",
                value=self.cap_on_return,
            )


NO_CLAUSES = Clauses()
"""Nothing beside the terms."""


def check_clauses(clauses: Clauses, currency: Currency) -> None:
    """Refuse clauses that do not fit an instrument in *currency*.

    Raises:
        InvalidTerms: The cap on return is in another currency.

    >>> from investisens.values.currency import XOF
    >>> check_clauses(Clauses(cap_on_return=Money(1_500_000, XOF)), XOF)
    """
    cap = clauses.cap_on_return
    if cap is not None and cap.currency != currency:
        raise InvalidTerms(
            f"cap_on_return is {cap} but the instrument is in {currency.code}: use one currency",
            field="clauses.cap_on_return",
            value=cap,
        )
