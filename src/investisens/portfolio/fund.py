"""The fund: everything a manager knows, and nothing computed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property

import attrs

from investisens.engine.scenario import BASE, Scenario
from investisens.engine.tape import Fixings
from investisens.funding.agreements import GrantAgreement, Invoice
from investisens.funding.plan import Allocation, Debt, PlanRules, Source, Use
from investisens.instruments.registry import Instrument
from investisens.portfolio.decisions import Confirmation, Standstill, Waiver
from investisens.portfolio.parties import CapitalCall, Enterprise, Investor
from investisens.portfolio.records import (
    Cost,
    Distribution,
    Fact,
    Fixing,
    Indicator,
    Overlap,
    Payment,
    PositionEvent,
    Result,
)
from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.dates import YearDay
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.fx import FxQuote
from investisens.values.happenings import Happening
from investisens.values.harvest import HarvestCalendar
from investisens.values.money import Money, Remainder
from investisens.values.rates import Rate
from investisens.values.results import Observation, Results


@attrs.frozen(kw_only=True, field_transformer=checked)
class Position:
    """One instrument held in one enterprise.

    Attributes:
        id: Short name used everywhere else.
        enterprise: Short name of the enterprise.
        instrument: Its terms as signed.

    >>> from investisens import read_fund
    >>> held = read_fund("examples/collines").position("L4")
    >>> held.enterprise, held.instrument.kind
    ('E4', 'loan')
    """

    id: str
    enterprise: str
    instrument: Instrument


@attrs.frozen(kw_only=True, field_transformer=checked)
class Amendment:
    """New terms of a debt from one day on (avenant).

    What was outstanding and accrued on *on* becomes the principal of the new terms; only dues of
    the new terms count from then on.

    Attributes:
        position: Short name of the position.
        on: The day; interest of the old terms stops and of the new ones starts.
        capitalised: Accrued interest that the amendment adds to principal, as written in it.
        instrument: The full new terms.
        restructured: Whether the terms change because the debtor could not pay: such a debt stays
            marked in the figures of quality.

    >>> from investisens import read_fund
    >>> new = read_fund("examples/collines").amendments[0]
    >>> print(new.position, new.on, new.capitalised, new.instrument.rate)
    L3 2013-03-15 103253 XOF 4 %
    """

    position: str
    on: date
    capitalised: Money
    instrument: Instrument
    restructured: bool = True


@attrs.frozen(kw_only=True, field_transformer=checked)
class ManagementFee:
    """Yearly fee of the manager: a share of the capital paid in, by months (frais de gestion).

    The fee of a calendar year is ``rate × paid-in capital on the day it is paid × months / 12``,
    where months are the calendar months of the year from *since* to *until*, both included.

    Attributes:
        rate: Share of paid-in capital a year.
        since: First day of the fee.
        until: Last day of the fee.
        paid_on: The day of each year on which it is paid.

    Raises:
        InvalidTerms: *until* is before *since*, or the rate is negative.

    >>> fee = ManagementFee(rate=Rate.parse("2 %"), since=date(2010, 6, 1),
    ...                     until=date(2016, 12, 31))
    >>> str(fee.rate), str(fee.paid_on)
    ('2 %', '31 December')
    """

    rate: Rate
    since: date
    until: date
    paid_on: YearDay = YearDay(12, 31)

    def __attrs_post_init__(self) -> None:
        if self.until < self.since:
            raise InvalidTerms(
                f"until {self.until} is before since {self.since}: check the order of the dates",
                field="until",
                value=self.until,
            )
        if self.rate.mbp < 0:
            raise InvalidTerms(
                f"rate is {self.rate}: a fee is not negative", field="rate", value=self.rate
            )

    def months(self, year: int) -> int:
        """Calendar months of *year* in which the fee runs.

        >>> fee = ManagementFee(rate=Rate.parse("2 %"), since=date(2010, 6, 1),
        ...                     until=date(2016, 12, 31))
        >>> fee.months(2010), fee.months(2011), fee.months(2017)
        (7, 12, 0)
        """
        first = self.since.month if year == self.since.year else 1
        last = self.until.month if year == self.until.year else 12
        inside = self.since.year <= year <= self.until.year
        return max(0, last - first + 1) if inside else 0


@attrs.frozen(kw_only=True, field_transformer=checked)
class FundTerms:
    """What stands in ``fund.toml`` under ``[fund]``.

    Attributes:
        name: Name of the fund.
        currency: Home currency: every amount of the folder unless it says otherwise.
        share_price: Nominal of one share of the fund.
        as_of: The day up to which records are complete; the day of a question unless another
            is given.
        remainder: Who receives the last units of a distribution that does not divide.

    >>> from investisens import XOF
    >>> print(FundTerms(name="Mine", currency=XOF, share_price=Money(10_000, XOF),
    ...                 as_of=date(2026, 1, 1)).share_price)
    10000 XOF
    """

    name: str
    currency: Currency
    share_price: Money
    as_of: date
    remainder: Remainder = Remainder.LARGEST


@attrs.frozen(kw_only=True)
class Records:
    """What is recorded of one position.

    Attributes:
        payments: In the order of the folder.
        events: In the order of their days.
        amendments: In the order of their days.
    """

    payments: tuple[Payment, ...] = ()
    events: tuple[PositionEvent, ...] = ()
    amendments: tuple[Amendment, ...] = ()


_Lists = tuple[list[Payment], list[PositionEvent], list[Amendment]]


@attrs.frozen(kw_only=True, field_transformer=checked)
class Fund:
    """A fund folder as a value. Each attribute below *terms* is one list of the folder.

    Raises:
        MissingData: A name is asked for that the fund does not know.

    >>> from investisens import XOF
    >>> terms = FundTerms(name="Mine", currency=XOF, share_price=Money(10_000, XOF),
    ...                   as_of=date(2024, 12, 31))
    >>> Fund(terms=terms).scenario("base").name
    'base'
    """

    terms: FundTerms
    management_fee: ManagementFee | None = None
    plan_rules: PlanRules = PlanRules()
    fx: tuple[FxQuote, ...] = ()
    sources: tuple[Source, ...] = ()
    grants: tuple[GrantAgreement, ...] = ()
    calendars: tuple[HarvestCalendar, ...] = ()
    positions: tuple[Position, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    enterprises: tuple[Enterprise, ...] = ()
    investors: tuple[Investor, ...] = ()
    calls: tuple[CapitalCall, ...] = ()
    payments: tuple[Payment, ...] = ()
    events: tuple[PositionEvent, ...] = ()
    results: tuple[Result, ...] = ()
    fixings: tuple[Fixing, ...] = ()
    happenings: tuple[Happening, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    standstills: tuple[Standstill, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    costs: tuple[Cost, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    uses: tuple[Use, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    debts: tuple[Debt, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    facts: tuple[Fact, ...] = ()

    @cached_property
    def records(self) -> Mapping[str, Records]:
        """What is recorded of each position, by day; every position is there."""
        found: dict[str, _Lists] = {item.id: ([], [], []) for item in self.positions}
        for payment in self.payments:
            found.setdefault(payment.position, ([], [], []))[0].append(payment)
        for event in self.events:
            found.setdefault(event.position, ([], [], []))[1].append(event)
        for amendment in self.amendments:
            found.setdefault(amendment.position, ([], [], []))[2].append(amendment)
        return {
            name: Records(
                payments=tuple(payments),
                events=tuple(sorted(events, key=lambda event: event.on)),
                amendments=tuple(sorted(amendments, key=lambda item: item.on)),
            )
            for name, (payments, events, amendments) in found.items()
        }

    def happened_to(self, position: str, on: date) -> tuple[Happening, ...]:
        """What is recorded to have happened to a position up to the end of *on*, by day."""
        found = [each for each in self.happenings if each.contract == position and each.on <= on]
        return tuple(sorted(found, key=lambda each: each.on))

    def records_of(self, position: str) -> Records:
        """What is recorded of one position: nothing for one that the fund does not know."""
        return self.records.get(position, Records())

    @cached_property
    def results_of(self) -> Mapping[str, Results]:
        """Results of each enterprise that reported one."""
        found: dict[str, list[Observation]] = {}
        for result in self.results:
            found.setdefault(result.enterprise, []).append(result.observation)
        return {enterprise: Results(each) for enterprise, each in found.items()}

    @cached_property
    def fixings_of(self) -> Fixings:
        """Values of each index by its name and the day: 3.5 % is 7/200."""
        found: dict[str, dict[date, Fraction]] = {}
        for fixing in self.fixings:
            found.setdefault(fixing.index, {})[fixing.on] = fixing.value.fraction
        return found

    @property
    def currency(self) -> Currency:
        """Home currency of the fund."""
        return self.terms.currency

    def position(self, name: str) -> Position:
        """The position called *name*."""
        found = next((item for item in self.positions if item.id == name), None)
        if found is None:
            known = ", ".join(item.id for item in self.positions) or "none"
            raise MissingData(
                f"no position is called {name!r}: the fund has {known}", field="id", value=name
            )
        return found

    def scenario(self, name: str) -> Scenario:
        """The scenario called *name*; ``base`` is always there."""
        if name == BASE.name:
            return BASE
        found = next((item for item in self.scenarios if item.name == name), None)
        if found is None:
            known = ", ".join([BASE.name, *(item.name for item in self.scenarios)])
            raise MissingData(
                f"no scenario is called {name!r}: the fund has {known}", field="name", value=name
            )
        return found
