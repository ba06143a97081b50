"""Scenarios: what may happen to each contract, as data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.results import NO_RESULTS, Observation, Results


@attrs.frozen(kw_only=True, field_transformer=checked)
class Default:
    """From *on*, a contract pays nothing more; a part is recovered later.

    Attributes:
        contract: Whose default: the id of a position.
        on: Nothing due on or after this day is paid.
        recovery: Share of the principal then outstanding that is recovered, rounded down.
        lag_days: Days from *on* to the day the recovery is received.

    Raises:
        InvalidTerms: The recovery is outside 0-100 %, or the lag is negative.

    >>> Default(contract="L1", on=date(2025, 6, 30), recovery=Rate.parse("30 %")).lag_days
    0
    """

    contract: str
    on: date
    recovery: Rate = Rate(0)
    lag_days: int = 0

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.recovery.mbp <= MBP:
            raise InvalidTerms(
                f"recovery is {self.recovery}: use a share between 0 % and 100 %",
                field="recovery",
                value=self.recovery,
            )
        if not 0 <= self.lag_days <= min(36_525, (date.max - self.on).days):
            raise InvalidTerms(
                f"lag_days is {self.lag_days}: use 0 to 36525 days, up to the year 9999",
                field="lag_days",
                value=self.lag_days,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Delay:
    """From *since*, every step of a contract happens *days* later; interest runs meanwhile.

    Attributes:
        contract: Whose delay: the id of a position.
        since: Steps dated on or after this day are delayed.
        days: How many days, >= 0.

    Raises:
        InvalidTerms: The number of days is negative or absurd.

    >>> Delay(contract="L1", since=date(2025, 1, 1), days=90).days
    90
    """

    contract: str
    since: date
    days: int

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.days <= 36_525:
            raise InvalidTerms(
                f"days is {self.days}: use 0 to 36525 days", field="days", value=self.days
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class ResultPath:
    """A result that a contract sees in a scenario, in place of what it knows of that period.

    Attributes:
        contract: Whose result: the id of a position.
        measure: Which result, e.g. ``turnover``.
        year: Calendar year.
        amount: May be negative.
        month: 1 to 12 for the result of a month; ``None`` for the whole year.

    Raises:
        InvalidTerms: There is no such year or month.

    >>> from investisens import XOF
    >>> ResultPath(contract="L2", measure="net_profit", year=2014,
    ...            amount=Money(-400_000, XOF)).observation.last
    datetime.date(2014, 12, 31)
    """

    contract: str
    measure: str
    year: int
    amount: Money
    month: int | None = None

    def __attrs_post_init__(self) -> None:
        _ = self.observation

    @property
    def observation(self) -> Observation:
        """The result as participations and price formulas look it up."""
        return Observation.of_period(self.measure, self.year, self.month, self.amount.minor)


@attrs.frozen(kw_only=True, field_transformer=checked)
class Scenario:
    """One possible future; an empty one is the contracts as signed.

    Attributes:
        name: How it is called.
        defaults: At most one for each contract.
        delays: At most one for each contract.
        results: Results that contracts see; periods of one measure do not overlap.
        happenings: Conversions, successes, notices and the like that are assumed to happen.

    Raises:
        InvalidTerms: A contract defaults or is delayed twice, or sees two results of a period.

    >>> Scenario(name="drought", delays=(Delay(contract="L1", since=date(2014, 1, 1),
    ...                                        days=90),)).delay_of("L1").days
    90
    """

    name: str
    defaults: tuple[Default, ...] = ()
    delays: tuple[Delay, ...] = ()
    results: tuple[ResultPath, ...] = ()
    happenings: tuple[Happening, ...] = ()

    def __attrs_post_init__(self) -> None:
        for name in ("defaults", "delays"):
            seen = set()
            for item in getattr(self, name):
                if item.contract in seen:
                    raise InvalidTerms(
                        f"{name} of scenario {self.name!r} names {item.contract!r} twice: "
                        "keep one of the two",
                        field=name,
                        value=item.contract,
                    )
                seen.add(item.contract)
        for contract in {item.contract for item in self.results}:
            _ = self.results_of(contract)

    def default_of(self, contract: str) -> Default | None:
        """The default of *contract*, if it has one."""
        return next((item for item in self.defaults if item.contract == contract), None)

    def delay_of(self, contract: str) -> Delay | None:
        """The delay of *contract*, if it has one."""
        return next((item for item in self.delays if item.contract == contract), None)

    def results_of(self, contract: str) -> Results:
        """The results that *contract* sees in place of those it knows."""
        found = [item.observation for item in self.results if item.contract == contract]
        return Results(found) if found else NO_RESULTS

    def happenings_of(self, contract: str) -> tuple[Happening, ...]:
        """What is assumed to happen to *contract*."""
        return tuple(item for item in self.happenings if item.contract == contract)

    @property
    def singled_out(self) -> frozenset[str]:
        """Contracts whose legs or results this scenario changes."""
        named = [item.contract for item in self.results]
        return frozenset(named + [item.contract for item in self.happenings])


def singled_out(scenarios: Iterable[Scenario]) -> frozenset[str]:
    """Contracts whose legs or results some of *scenarios* changes.

    >>> singled_out([BASE])
    frozenset()
    """
    return frozenset().union(*(scenario.singled_out for scenario in scenarios))


BASE = Scenario(name="base")
"""Every contract as signed."""
