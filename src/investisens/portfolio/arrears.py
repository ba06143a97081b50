"""Who owes what on a day, and what is late of it: every debt of the fund."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from operator import itemgetter
from typing import Final

import attrs

from investisens.portfolio.contract import amendments_of, debt_story, naming
from investisens.portfolio.fund import Fund, Position
from investisens.portfolio.parties import Enterprise
from investisens.servicing.account import state_of
from investisens.servicing.history import Receipt
from investisens.servicing.provisions import WATCH
from investisens.servicing.standing import Standing, standing_of
from investisens.servicing.story import Story
from investisens.values.currency import Currency
from investisens.values.dates import Period
from investisens.values.errors import InvalidTerms, NotSupported
from investisens.values.legs import DebtLeg
from investisens.values.money import Money

Dated = tuple[int, int]
"""Something received: the ordinal of its day, and minor units."""

Receipts = Mapping[str, Sequence[Dated]]
"""What was received on each position."""

_MANY: Final = 200
"""Debts from which running them side by side is quicker than one after the other."""


class Reason(Enum):
    """Why a debt is on the list of those to call.

    Attributes:
        NEVER_PAID: Nothing was ever received.
        PAST_TERM: Its last due is past.
        PART_PAID: Its oldest due was paid in part.
        UNPAID: Its oldest due was not paid.

    >>> Reason("unpaid")
    <Reason.UNPAID: 'unpaid'>
    """

    NEVER_PAID = "never_paid"
    PAST_TERM = "past_term"
    PART_PAID = "part_paid"
    UNPAID = "unpaid"


@attrs.frozen(kw_only=True)
class ContractArrears:
    """One debt at the end of a day, in minor units.

    Attributes:
        position: Short name.
        enterprise: Who owes it; a bare short name if the fund says no more.
        kind: Kind of instrument.
        currency: Currency of every amount.
        outstanding: Outstanding principal (capital restant dû).
        accrued: Interest accrued and not paid (intérêts courus).
        overdue: Due strictly before the day and not paid, principal and interest.
        late_principal: Part of *overdue* that is principal.
        days_past_due: Days since the oldest due that is not covered.
        oldest_due: That due; ``None`` if nothing is overdue.
        dues: How many dues are not covered.
        part_paid: Whether a part of the oldest due is paid.
        last_due: The last due of the terms in force.
        paid_on: The day on which something was last received, or ``None``.
        restructured_on: The day of the last restructuring while the debt is marked for it, or
            ``None``.
        written_off: Principal given up as lost and not recovered since.
        recovered: Received of what had been given up.
        credit: Received beyond all that was owed.
        interest_received: Interest received so far.
        principal_received: Principal received so far.

    >>> from investisens import arrears_on, read_fund
    >>> debts = arrears_on(read_fund("examples/collines"), date(2012, 12, 31))
    >>> [(each.position, each.overdue) for each in debts if each.overdue]
    [('L2', 190770), ('L3', 656229), ('L5', 348314)]
    """

    position: str
    enterprise: Enterprise
    kind: str
    currency: Currency
    outstanding: int
    accrued: int
    overdue: int
    late_principal: int
    days_past_due: int
    oldest_due: date | None
    dues: int
    part_paid: bool
    last_due: date
    paid_on: date | None
    restructured_on: date | None
    written_off: int
    recovered: int
    credit: int
    interest_received: int
    principal_received: int

    @property
    def is_owed(self) -> bool:
        """Whether anything is owed on it."""
        return bool(self.outstanding or self.overdue or self.accrued > 0)

    def reason(self, on: date) -> Reason | None:
        """Why to call who owes it, on the day of the question; ``None`` if nothing is overdue."""
        if not self.overdue:
            return None
        if self.paid_on is None:
            return Reason.NEVER_PAID
        if self.last_due < on:
            return Reason.PAST_TERM
        return Reason.PART_PAID if self.part_paid else Reason.UNPAID


def arrears_on(
    fund: Fund, on: date, *, receipts: Receipts | None = None, watch: Period = WATCH
) -> tuple[ContractArrears, ...]:
    """How every debt that has started stands at the end of *on*, in the order of the folder.

    Args:
        fund: The fund.
        on: The day; what was received or decided after it does not count.
        receipts: What was received, instead of the payments of the fund: for ledgers of many
            receipts, see ``Ledger.receipts``.
        watch: How long a restructured debt stays marked at least. It stays marked longer while
            anything is overdue on it.

    Raises:
        InvalidTerms: An amendment does not write what was owed on its day, or something was
            received before a debt started.
        MissingData: The fund lacks a fixing that a reset up to *on* needs.

    >>> from investisens import read_fund
    >>> fund = read_fund("examples/collines")
    >>> for debt in arrears_on(fund, date(2012, 12, 31)):
    ...     if debt.overdue:
    ...         print(debt.position, debt.overdue, debt.days_past_due)
    L2 190770 31
    L3 656229 31
    L5 348314 184
    """
    enterprises = {each.id: each for each in fund.enterprises}
    debts = _debts(fund, on, receipts)
    return tuple(
        _row(
            debt,
            standing,
            enterprises.get(debt.position.enterprise) or _unknown(debt.position.enterprise),
            _marked_on(fund, debt.position.id, standing, on, watch),
        )
        for debt, standing in zip(debts, _standings(debts, on), strict=True)
    )


def call_list(debts: Iterable[ContractArrears]) -> tuple[ContractArrears, ...]:
    """Those that are late, the latest first; of as many days, the largest amount first.

    >>> from investisens import read_fund
    >>> late = call_list(arrears_on(read_fund("examples/collines"), date(2012, 12, 31)))
    >>> [debt.position for debt in late]
    ['L5', 'L3', 'L2']
    """
    late = [debt for debt in debts if debt.overdue]
    return tuple(sorted(late, key=lambda debt: (-debt.days_past_due, -debt.overdue, debt.position)))


def arrears_if_paid(
    fund: Fund, position: str, amount: Money, on: date, *, receipts: Receipts | None = None
) -> tuple[ContractArrears, ContractArrears]:
    """A debt as it stands, and as it would stand if *amount* were received on the day.

    Raises:
        InvalidTerms: *amount* is not above 0, or is in another currency than the debt.
        MissingData: The fund has no such position.
        NotSupported: The position is no debt that has started.

    >>> from investisens import XOF, read_fund
    >>> fund = read_fund("examples/collines")
    >>> now, then = arrears_if_paid(fund, "L3", Money(400_000, XOF), date(2012, 12, 31))
    >>> now.overdue, then.overdue, then.days_past_due
    (656229, 256229, 31)
    """
    alone = attrs.evolve(fund, positions=(fund.position(position),))
    dated = receipts_of(alone) if receipts is None else receipts
    now = arrears_on(alone, on, receipts=dated)
    if not now:
        raise NotSupported(
            f"position {position!r} is no debt that has started by {on}: name a debt",
            field="position",
            value=position,
        )
    if amount.minor <= 0 or amount.currency != now[0].currency:
        raise InvalidTerms(
            f"amount is {amount}: give a positive amount in {now[0].currency.code}",
            field="amount",
            value=amount,
        )
    more = [*dated.get(position, ()), (on.toordinal(), amount.minor)]
    (then,) = arrears_on(alone, on, receipts={position: more})
    return now[0], then


@attrs.frozen
class _Debt:
    """A debt that has started, and what was received on it up to the day, by day."""

    position: Position
    story: Story
    receipts: Sequence[Dated]

    @property
    def in_force(self) -> DebtLeg:
        """The terms in force."""
        return self.story.eras[-1].leg

    @property
    def is_plain(self) -> bool:
        """Whether nothing but receipts happened to it."""
        story = self.story
        if len(story.eras) > 1 or story.written_off_on or story.waivers or story.still:
            return False
        from investisens.servicing.batch import is_plain

        return is_plain(self.in_force, self.receipts)

    def alone(self, on: date) -> Standing:
        """How it stands, worked out by itself."""
        story = attrs.evolve(self.story, receipts=as_received(self.receipts))
        with naming(self.position):
            return standing_of(state_of(story, on))


def _debts(fund: Fund, on: date, receipts: Receipts | None) -> list[_Debt]:
    """Every debt that has started, in the order of the folder."""
    dated = receipts_of(fund) if receipts is None else receipts
    last = on.toordinal()
    # Receipts are kept as pairs of numbers: a ledger may hold a million of them.
    bare = attrs.evolve(fund, payments=())
    found = []
    for position in fund.positions:
        story = debt_story(bare, position, on)
        if story is not None:
            paid = [each for each in dated.get(position.id, ()) if each[0] <= last]
            paid.sort(key=_day)
            found.append(_Debt(position, story, paid))
    return found


_day = itemgetter(0)


def receipts_of(fund: Fund) -> Receipts:
    """What was received on each position, by the payments of the fund.

    >>> from investisens import read_fund
    >>> len(receipts_of(read_fund("examples/collines"))["L1"])
    13
    """
    found: dict[str, list[Dated]] = defaultdict(list)
    for each in fund.payments:
        found[each.position].append((each.received_on.toordinal(), each.amount.minor))
    return dict(found)


def as_received(dated: Iterable[Dated]) -> tuple[Receipt, ...]:
    """The same as receipts.

    >>> as_received([(date(2012, 1, 31).toordinal(), 500)])
    (Receipt(on=datetime.date(2012, 1, 31), minor=500),)
    """
    return tuple(Receipt(on=date.fromordinal(day), minor=minor) for day, minor in dated)


def _standings(debts: Sequence[_Debt], on: date) -> list[Standing]:
    """How each debt stands; where there are many, the plain ones side by side."""
    if len(debts) < _MANY:
        return [debt.alone(on) for debt in debts]
    from investisens.servicing.batch import PlainDebt, standings

    plain = [at for at, debt in enumerate(debts) if debt.is_plain]
    together = standings([PlainDebt(debts[at].in_force, debts[at].receipts) for at in plain], on)
    found = dict(zip(plain, together, strict=True))
    return [found[at] if at in found else debt.alone(on) for at, debt in enumerate(debts)]


def _row(
    debt: _Debt, standing: Standing, enterprise: Enterprise, marked_on: date | None
) -> ContractArrears:
    late = standing.arrears
    return ContractArrears(
        position=debt.position.id,
        enterprise=enterprise,
        kind=debt.position.instrument.kind,
        currency=debt.in_force.principal.currency,
        outstanding=standing.outstanding,
        accrued=standing.accrued,
        overdue=late.overdue,
        late_principal=late.principal,
        days_past_due=late.days_past_due,
        oldest_due=late.oldest_on,
        dues=late.dues,
        part_paid=late.part_paid,
        last_due=debt.in_force.last_on,
        paid_on=date.fromordinal(debt.receipts[-1][0]) if debt.receipts else None,
        restructured_on=marked_on,
        written_off=standing.written_off,
        recovered=standing.recovered,
        credit=standing.credit,
        interest_received=standing.interest_received,
        principal_received=standing.principal_received,
    )


def _unknown(enterprise: str) -> Enterprise:
    return Enterprise(id=enterprise, name=enterprise)


def _marked_on(
    fund: Fund, position: str, standing: Standing, on: date, watch: Period
) -> date | None:
    """The day of the last restructuring, while a debt is watched for it."""
    days = [
        each.on for each in amendments_of(fund, position) if each.restructured and each.on <= on
    ]
    if not days:
        return None
    late = standing.arrears.overdue
    watched = late or on < watch.date_after(days[-1], 1)
    return days[-1] if watched and (late or standing.outstanding) else None
