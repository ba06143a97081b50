"""What was recorded: payments, share events, results, fixings, costs and distributions."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.results import Observation
from investisens.values.shares import ShareEventKind


def _positive(amount: Money, field: str) -> None:
    if amount.minor <= 0:
        raise InvalidTerms(
            f"{field} is {amount}: record a positive amount", field=field, value=amount
        )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Payment:
    """Money received on a debt position, or handed back to the debtor.

    Attributes:
        id: Reference, recorded once.
        received_on: The day it was received.
        position: What it pays.
        amount: Received; negative if it was handed back, such as an overpayment.
        channel: How it came, in words.
        reference: The due or the reason it was sent for, in words.
        payer: Who paid, where it is not the debtor: a buyer of the harvest, a guarantor.

    >>> from investisens import XOF
    >>> paid = Payment(id="P7", received_on=date(2012, 2, 28), position="L1",
    ...                amount=Money(450_000, XOF), payer="honey buyer")
    >>> print(paid.amount, paid.payer)
    450000 XOF honey buyer
    """

    id: str
    received_on: date
    position: str
    amount: Money
    channel: str = ""
    reference: str = ""
    payer: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.amount.minor:
            raise InvalidTerms(
                f"amount is {self.amount}: record what was received, or a negative amount handed "
                "back",
                field="amount",
                value=self.amount,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class PositionEvent:
    """Something that happened to a position besides payments.

    Attributes:
        on: The day.
        position: Shares, or a debt that is written off.
        event: What happened.
        shares: How many shares it concerns; ``None`` for a debt.
        per_share: Price, dividend or value of each share; ``None`` for a debt.
        amount: The product, if it is stated: it must be exact.

    Raises:
        InvalidTerms: Shares without *per_share*, an amount that is not the product, or an event
            of shares without shares.

    >>> from investisens import XOF
    >>> sold = PositionEvent(on=date(2014, 12, 31), position="Q1", event=ShareEventKind.BUY_BACK,
    ...                      shares=20, per_share=Money(10_000, XOF))
    >>> sold.event.value
    'buy_back'
    """

    on: date
    position: str
    event: ShareEventKind
    shares: int | None = None
    per_share: Money | None = None
    amount: Money | None = None

    def __attrs_post_init__(self) -> None:
        if (self.shares is None) != (self.per_share is None):
            raise InvalidTerms(
                f"shares is {self.shares} and per_share is {self.per_share}: "
                "give both for shares, none for a debt",
                field="per_share",
                value=self.per_share,
            )
        if self.shares is None or self.per_share is None:
            if self.event is not ShareEventKind.WRITE_OFF:
                raise InvalidTerms(
                    f"{self.event.value} has no shares: give shares and per_share",
                    field="shares",
                    value=self.shares,
                )
        elif self.amount is not None and self.per_share * self.shares != self.amount:
            raise InvalidTerms(
                f"amount is {self.amount} but {self.shares} shares at {self.per_share} make "
                f"{self.per_share * self.shares}: correct one of the three",
                field="amount",
                value=self.amount,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Result:
    """A result of an enterprise for a year or a month, as reported.

    Attributes:
        enterprise: Whose result.
        year: Calendar year.
        measure: Which result, e.g. ``net_profit`` or ``turnover``.
        amount: May be negative.
        month: 1 to 12 for the result of a month; ``None`` for the whole year.

    Raises:
        InvalidTerms: There is no such year or month.

    >>> from investisens import XOF
    >>> Result(enterprise="E2", year=2012, month=2, measure="turnover",
    ...        amount=Money(150_000, XOF)).observation.last
    datetime.date(2012, 2, 29)
    """

    enterprise: str
    year: int
    measure: str
    amount: Money
    month: int | None = None

    def __attrs_post_init__(self) -> None:
        _ = self.observation

    @property
    def observation(self) -> Observation:
        """The result as participations and price formulas look it up."""
        return Observation.of_period(self.measure, self.year, self.month, self.amount.minor)


@attrs.frozen(kw_only=True, field_transformer=checked)
class Fixing:
    """The value of an index on a day, on which debts set their rate (fixing d'un indice).

    Attributes:
        index: Name of the index, as the resets of the debts write it.
        on: The day whose value it is; one that is still to come is an assumption.
        value: Its value, such as 3.5 %; may be negative.
        source: Where it was read, or why it is assumed.

    >>> print(Fixing(index="TMO", on=date(2024, 2, 1), value=Rate.parse("3.5 %")).value)
    3.5 %
    """

    index: str
    on: date
    value: Rate
    source: str = ""


@attrs.frozen(kw_only=True, field_transformer=checked)
class Cost:
    """A cost of the fund itself, paid or planned.

    Attributes:
        paid_on: The day.
        amount: Paid, > 0.
        label: What it is.

    >>> from investisens import XOF
    >>> print(Cost(paid_on=date(2012, 1, 31), amount=Money(6_000, XOF), label="bank").amount)
    6000 XOF
    """

    paid_on: date
    amount: Money
    label: str = ""

    def __attrs_post_init__(self) -> None:
        _positive(self.amount, "amount")


@attrs.frozen(kw_only=True, field_transformer=checked)
class Distribution:
    """Money paid out to investors, paid or planned.

    Attributes:
        paid_on: The day.
        amount: Paid to all of them together, > 0.

    >>> from investisens import XOF
    >>> print(Distribution(paid_on=date(2016, 6, 30), amount=Money(1_000_000, XOF)).amount)
    1000000 XOF
    """

    paid_on: date
    amount: Money

    def __attrs_post_init__(self) -> None:
        _positive(self.amount, "amount")


@attrs.frozen(kw_only=True, field_transformer=checked)
class Indicator:
    """One figure of impact, with its definition.

    Attributes:
        enterprise: Whose figure.
        year: Calendar year.
        indicator: What is counted.
        value: How many.
    """

    enterprise: str
    year: int
    indicator: str
    value: int


@attrs.frozen(kw_only=True, field_transformer=checked)
class Overlap:
    """People counted in two enterprises, to be counted once in a total.

    Attributes:
        year: Calendar year.
        first: One enterprise.
        second: The other one.
        people: How many are the same.
    """

    year: int
    first: str
    second: str
    people: int


@attrs.frozen(kw_only=True, field_transformer=checked)
class Fact:
    """A public fact about the programme, with its source.

    Attributes:
        fact: What is stated.
        value: The figure, as stated.
        source: Who states it.
    """

    fact: str
    value: str
    source: str
