"""Scenarios: what may happen to each contract, as data."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.rates import MBP, Rate


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
class Scenario:
    """One possible future; an empty one is the contracts as signed.

    Attributes:
        name: How it is called.
        defaults: At most one for each contract.
        delays: At most one for each contract.

    Raises:
        InvalidTerms: A contract defaults, or is delayed, twice.

    >>> Scenario(name="drought", delays=(Delay(contract="L1", since=date(2014, 1, 1),
    ...                                        days=90),)).delay_of("L1").days
    90
    """

    name: str
    defaults: tuple[Default, ...] = ()
    delays: tuple[Delay, ...] = ()

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

    def default_of(self, contract: str) -> Default | None:
        """The default of *contract*, if it has one."""
        return next((item for item in self.defaults if item.contract == contract), None)

    def delay_of(self, contract: str) -> Delay | None:
        """The delay of *contract*, if it has one."""
        return next((item for item in self.delays if item.contract == contract), None)


BASE = Scenario(name="base")
"""Every contract as signed."""
