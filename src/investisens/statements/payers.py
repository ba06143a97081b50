"""Who may pay, and what is expected of them: what the lines of a statement are matched with."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money


@attrs.frozen(kw_only=True, field_transformer=checked)
class Payer:
    """Somebody who pays on contracts, and how a statement names them.

    Attributes:
        id: Short name, such as that of an enterprise.
        contracts: Ids of the contracts on which they may pay.
        accounts: Their wallet numbers and accounts: each one proves who pays.
        aliases: Names as banks write them: each one, whole, proves who pays.
        clues: Words that suggest them without proof, such as their commune.

    >>> Payer(id="E7", contracts=("L7",), accounts=("229 00 00 00 07",)).contracts
    ('L7',)
    """

    id: str
    contracts: tuple[str, ...]
    accounts: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    clues: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, field_transformer=checked)
class ExpectedDue:
    """What a contract asks for on a day.

    Attributes:
        contract: Its id.
        due_on: The day.
        amount: In full, > 0.

    >>> from investisens.values.currency import XOF
    >>> print(ExpectedDue(contract="L1", due_on=date(2014, 4, 30), amount=Money(442_757, XOF)))
    the due of 442757 XOF of 2014-04-30
    """

    contract: str
    due_on: date
    amount: Money

    def __attrs_post_init__(self) -> None:
        if self.amount.minor <= 0:
            raise InvalidTerms(
                f"amount is {self.amount}: expect a positive amount",
                field="amount",
                value=self.amount,
            )

    def __str__(self) -> str:
        return f"the due of {self.amount} of {self.due_on}"
