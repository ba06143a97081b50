"""What new terms of a debt change: the dues before and after, and what the fund loses by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from math import isfinite

import attrs

from investisens.engine.credit_cost import cost_of
from investisens.engine.present_value import present_value, rounded
from investisens.portfolio.accounts import account_of
from investisens.portfolio.contract import schedule_of
from investisens.portfolio.fund import Amendment, Fund
from investisens.servicing.account import Account
from investisens.servicing.arrears import arrears_of
from investisens.servicing.dues import Due
from investisens.values.errors import InvestisensError, NotSupported
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate

_DAYS_OF_A_YEAR = 365


@attrs.frozen(kw_only=True)
class Expected:
    """What a debt is to pay on a day, in minor units.

    Attributes:
        on: The day.
        principal: Of principal.
        interest: Of interest.
        other: Of fees and late interest.
    """

    on: date
    principal: int
    interest: int
    other: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.principal + self.interest + self.other


@attrs.frozen(kw_only=True)
class Restructuring:
    """New terms of a debt beside those before them (rééchelonnement).

    Both sides tell what is still to come at the end of the day of the amendment. Before, what is
    overdue is counted on that day, and dues to come as if each were paid on its own day. What
    depends on results is on neither side.

    Attributes:
        amendment: The new terms.
        owed: Principal and accrued interest on the day: what the new terms start from.
        overdue: Of it, what dues had asked for and was not paid.
        days_past_due: Days since the oldest of these.
        rate: Effective rate a year at which both sides are valued on the day of the amendment.
        before: What was to come by the terms before, by day.
        after: What is to come by the new terms, by day.
        value_before: Present value of *before*, rounded half up.
        value_after: Present value of *after*, rounded half up.

    >>> from investisens import read_fund
    >>> fund = read_fund("examples/collines")
    >>> last = restructuring(fund, fund.amendments[0]).after[-1]
    >>> print(last.on, last.principal, last.interest, last.total)
    2017-11-30 530596 7094 537690
    """

    amendment: Amendment
    owed: Money
    overdue: Money
    days_past_due: int
    rate: Rate
    before: tuple[Expected, ...]
    after: tuple[Expected, ...]
    value_before: Money
    value_after: Money

    @property
    def loss(self) -> Money:
        """What the fund gives up by the new terms, in present value; negative where it gains."""
        return self.value_before - self.value_after

    @property
    def total_before(self) -> Money:
        """All that was to come by the terms before."""
        return Money(sum(each.total for each in self.before), self.owed.currency)

    @property
    def total_after(self) -> Money:
        """All that is to come by the new terms."""
        return Money(sum(each.total for each in self.after), self.owed.currency)


def restructuring(fund: Fund, amendment: Amendment, rate: Rate | None = None) -> Restructuring:
    """An amendment beside the terms that it replaces, and what it costs the fund.

    Args:
        fund: The fund; amendments of the same debt on the same day or later are left out.
        amendment: The new terms. Their principal is what is owed on the day.
        rate: Effective rate a year at which to value both sides. By default that of the terms as
            signed, fees included, to 0.00001 %. Days count as parts of 365.

    Raises:
        MissingData: The fund has no such position, or lacks a fixing.
        NotSupported: The position is no debt that runs on the day, or the terms as signed have no
            rate of their own: give one.
        InvalidTerms: The amendment does not write what was owed on its day.

    Source: IFRS 9, 5.4.3 values changed flows at the first effective rate.

    >>> from investisens import read_fund
    >>> fund = read_fund("examples/collines")
    >>> found = restructuring(fund, fund.amendments[0])
    >>> print(found.owed, found.overdue, found.rate, found.loss)
    4244726 XOF 656229 XOF 5.05155 % 115972 XOF
    """
    name, on = amendment.position, amendment.on
    earlier = _before(fund, amendment)
    later = attrs.evolve(earlier, amendments=(*earlier.amendments, amendment))
    old, new = account_of(earlier, name, on), account_of(later, name, on)
    currency = old.past.leg.principal.currency
    value_at = rate if rate is not None else _signed_rate(fund, name)
    before, after = tuple(_to_come(old, on)), tuple(_to_come(new, on))
    late = arrears_of(old.past)
    return Restructuring(
        amendment=amendment,
        owed=new.past.leg.principal,
        overdue=Money(late.overdue, currency),
        days_past_due=late.days_past_due,
        rate=value_at,
        before=before,
        after=after,
        value_before=rounded(_value(before, on, value_at), currency),
        value_after=rounded(_value(after, on, value_at), currency),
    )


def _before(fund: Fund, amendment: Amendment) -> Fund:
    """The fund without what changes the debt on the day of the amendment, or later."""
    kept = tuple(
        each
        for each in fund.amendments
        if each.position != amendment.position or each.on < amendment.on
    )
    return attrs.evolve(fund, amendments=kept)


def _to_come(found: Account, on: date) -> Iterator[Expected]:
    """What is open counts on the day; once no due is left, all that is owed does."""
    if found.to_come:
        yield from _expected(on, found.dues)
    elif found.pays_off:
        principal = found.past.balance
        charged = found.past.charged
        yield Expected(
            on=on,
            principal=principal,
            interest=found.pays_off - principal - charged,
            other=charged,
        )
    for due in found.to_come:
        yield from _expected(due.due_on, (due,))


def _expected(on: date, dues: Iterable[Due]) -> Iterator[Expected]:
    principal = interest = other = 0
    for due in dues:
        principal += due.principal.open
        interest += due.interest.open
        other += due.fee.open + due.late_interest.open
    if principal or interest or other:
        yield Expected(on=on, principal=principal, interest=interest, other=other)


def _value(flows: Iterable[Expected], on: date, rate: Rate) -> Fraction:
    return present_value(
        ((Fraction((each.on - on).days, _DAYS_OF_A_YEAR), each.total) for each in flows), rate
    )


def _signed_rate(fund: Fund, name: str) -> Rate:
    """The effective rate of the terms as signed."""
    leg = next(
        (leg for leg in fund.position(name).instrument.legs() if isinstance(leg, DebtLeg)), None
    )
    found = None
    if leg is not None:
        try:
            found = cost_of(schedule_of(fund, name), leg.start, leg.principal).apr.rate
        except InvestisensError:
            found = None
    if found is None or not isfinite(found):
        raise NotSupported(
            f"the terms of {name!r} as signed have no rate of their own: give the rate at which "
            "to value both terms",
            field="rate",
            value=None,
        )
    return Rate.nearest(Fraction(found))
