"""Payment of a grant: advance, instalments on invoices, balance on completion."""

from __future__ import annotations

import attrs

from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import RoundingMode


@attrs.frozen(kw_only=True, field_transformer=checked)
class Settlement:
    """What a funder pays of a grant, and when.

    Attributes:
        award: The grant as awarded.
        due: What is justified of it in the end, between 0 and the award.
        advance: Paid at signature.
        before_balance: Paid before completion, advance included.

    >>> from investisens.values.currency import XOF
    >>> made = settle(Money(7_200_000, XOF), Money(6_270_000, XOF), advance=Rate.parse("30 %"),
    ...               interim=Rate.parse("80 %"))
    >>> print(made.advance, made.before_balance, made.balance)
    2160000 XOF 5760000 XOF 510000 XOF
    """

    award: Money
    due: Money
    advance: Money
    before_balance: Money

    @property
    def balance(self) -> Money:
        """What is paid on completion; negative for what is paid back."""
        return self.due - self.before_balance


def settle(award: Money, due: Money, *, advance: Rate, interim: Rate | None = None) -> Settlement:
    """The payments of a grant of which *due* is justified.

    Args:
        award: The grant as awarded, >= 0.
        due: What is justified of it, between 0 and the award.
        advance: Share of the award paid at signature, rounded down.
        interim: Most that is paid before completion, advance included, as a share of the award,
            rounded down; ``None`` for a grant that pays nothing between advance and balance.

    Raises:
        InvalidTerms: *due* is not part of the award, a share is out of its range, or *interim* is
            below the advance.

    >>> from investisens.values.currency import XOF
    >>> print(settle(Money(100, XOF), Money(20, XOF), advance=Rate.parse("30 %")).balance)
    -10 XOF
    """
    if not Money.zero(award.currency) <= due <= award:
        raise InvalidTerms(
            f"due is {due} of an award of {award}: use an amount between 0 and the award",
            field="due",
            value=due,
        )
    most = advance if interim is None else interim
    if not 0 <= advance.mbp <= most.mbp <= MBP:
        raise InvalidTerms(
            f"advance is {advance} and at most {most} is paid before completion: use shares "
            "between 0 % and 100 %, the advance not above the other",
            field="advance",
            value=advance,
        )
    paid = award.times(advance, RoundingMode.DOWN)
    on_invoices = min(due, award.times(most, RoundingMode.DOWN))
    return Settlement(award=award, due=due, advance=paid, before_balance=max(paid, on_invoices))
