"""The account of a debt of the fund: what it owes, what clears it, what a payment would change."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.portfolio.contract import debt_story, naming
from investisens.portfolio.fund import Fund
from investisens.servicing.account import Account, account, state_of
from investisens.servicing.arrears import arrears_of
from investisens.servicing.dues import Due
from investisens.servicing.history import Receipt
from investisens.servicing.story import Story
from investisens.values.components import Component
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms, NotSupported
from investisens.values.money import Money


@attrs.frozen(kw_only=True)
class Cleared:
    """What a payment would clear of one due, in minor units.

    Attributes:
        due_on: The day it is due.
        principal: Of its principal.
        interest: Of its interest.
        fee: Of its fees.
        late_interest: Of its late interest.
        left: What would still be owed of it.
    """

    due_on: date
    principal: int
    interest: int
    fee: int
    late_interest: int
    left: int


@attrs.frozen(kw_only=True)
class IfPaid:
    """What a payment would change.

    Attributes:
        on: The day of the payment.
        amount: The payment.
        dues: The dues that it would clear in whole or in part, the oldest first.
        interest_ahead: Of it, interest accrued that no due has asked for yet.
        principal_ahead: Of it, principal that no due has asked for yet.
        credit: Of it, what would be left as credit.
        overdue: What would still be overdue at the end of the day, as the arrears tell it.
        balance: Principal that would be outstanding.
        pays_off: What clears all that is owed on the day, before the payment.
    """

    on: date
    amount: Money
    dues: tuple[Cleared, ...]
    interest_ahead: Money
    principal_ahead: Money
    credit: Money
    overdue: Money
    balance: Money
    pays_off: Money


def account_of(fund: Fund, position: str, on: date) -> Account:
    """The account of a debt at the end of *on*, due by due.

    Raises:
        MissingData: The fund has no such position, or lacks a fixing.
        NotSupported: The position is no debt.
        InvalidTerms: The debt starts after *on*, or what is recorded of it does not fit.

    >>> from investisens import read_fund
    >>> fund = read_fund("examples/collines")
    >>> last = account_of(fund, "L2", date(2012, 12, 31)).dues[-1]
    >>> print(last.due_on, last.asked, last.paid, last.open)
    2012-11-30 476926 286156 190770
    """
    story = _story(fund, position, on)
    with naming(fund.position(position)):
        return account(story, on)


def pay_off_amount(fund: Fund, position: str, on: date) -> Money:
    """What clears all that is owed on *on*: interest to the day, or as the terms say.

    >>> from investisens import read_fund
    >>> print(pay_off_amount(read_fund("examples/collines"), "L2", date(2012, 12, 31)))
    2449432 XOF
    """
    story = _story(fund, position, on)
    with naming(fund.position(position)):
        return Money(account(story, on).pays_off, _currency(story))


def what_if_paid(fund: Fund, position: str, amount: Money, on: date) -> IfPaid:
    """What a payment of *amount* on *on* would clear, after all that is recorded up to it.

    By the usual terms interest accrued since the last due is paid before principal that is due.

    Raises:
        InvalidTerms: The amount is not positive, or in another currency than the debt.

    >>> from investisens import XOF, read_fund
    >>> fund = read_fund("examples/collines")
    >>> found = what_if_paid(fund, "L2", Money(100_000, XOF), date(2012, 12, 31))
    >>> [(str(each.due_on), each.principal, each.interest, each.left) for each in found.dues]
    [('2012-11-30', 91707, 0, 99063)]
    >>> print(found.overdue, found.pays_off)
    90770 XOF 2449432 XOF
    """
    if amount.minor <= 0:
        raise InvalidTerms(
            f"amount is {amount}: ask for a positive amount", field="amount", value=amount
        )
    story = _story(fund, position, on)
    currency = _currency(story)
    if amount.currency != currency:
        raise InvalidTerms(
            f"amount is {amount} but {position!r} is owed in {currency.code}: use its currency",
            field="amount",
            value=amount,
        )
    paid = Receipt(on=on, minor=amount.minor)
    with naming(fund.position(position)):
        before = account(story, on)
        then = attrs.evolve(story, receipts=(*story.receipts, paid))
        after, late = account(then, on), arrears_of(state_of(then, on))
    return IfPaid(
        on=on,
        amount=amount,
        dues=tuple(
            _cleared(old, new)
            for old, new in zip(before.dues, after.dues, strict=True)
            if old.paid != new.paid
        ),
        interest_ahead=Money(after.interest_ahead - before.interest_ahead, currency),
        principal_ahead=Money(after.principal_ahead - before.principal_ahead, currency),
        credit=Money(after.past.credit - before.past.credit, currency),
        overdue=Money(late.overdue, currency),
        balance=Money(after.past.balance, currency),
        pays_off=Money(before.pays_off, currency),
    )


def _story(fund: Fund, position: str, on: date) -> Story:
    held = fund.position(position)
    story = debt_story(fund, held, on)
    if story is None:
        raise NotSupported(
            f"position {position!r} of kind {held.instrument.kind!r} is no debt that runs on "
            f"{on}: name a debt, or ask for a later day",
            field="position",
            value=position,
        )
    return story


def _currency(story: Story) -> Currency:
    return story.eras[0].leg.principal.currency


def _cleared(old: Due, new: Due) -> Cleared:
    gained = {
        component.value: new.part(component).paid - old.part(component).paid
        for component in Component
    }
    return Cleared(due_on=new.due_on, left=new.open, **gained)
