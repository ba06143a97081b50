"""Convertible bond (obligation convertible)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import attrs

from investisens.instruments.clauses import Clauses, Rank, check_clauses
from investisens.instruments.conversion import Conversion
from investisens.instruments.early_end import ended
from investisens.instruments.repayment import Repayment, check_disbursement, debt_leg
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind, first_of
from investisens.values.legs import DebtLeg, Leg
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import round_ratio
from investisens.values.shares import ParLessLosses, ShareLeg
from investisens.values.steps import ChargeWhileOwed, Convert, PayInterest, Plan, Step


@attrs.frozen(kw_only=True, field_transformer=checked)
class ConvertibleBond:
    """Bond that its holder may turn into shares (obligation convertible).

    The coupon is paid or capitalised, as *repayment* says. A conversion
    (``HappeningKind.CONVERTED``, or the mandatory day) ends the debt: see :class:`Conversion`.
    Whatever happens, paid out + capitalised = repaid + lost + converted + outstanding, and the
    shares cost exactly what was converted.

    Attributes:
        principal: Paid out on *disbursed_on*, > 0.
        disbursed_on: The day interest starts to run, before the first due.
        rate: Yearly rate of the coupon, simple, on outstanding principal.
        repayment: Dues, amortisation, capitalised coupons, day count and rounding.
        conversion: When and at what price it becomes shares.
        premium: Non-conversion premium (prime de non-conversion) as a part of *principal*, paid
            as a fee on the last due if anything is still owed then; rounded as interest is.
        clauses: Rank, covenants, cap on return.

    Source: Code de commerce, articles L228-91 and following, text as at 2009 (verified text);
    mechanics: contract of issue. No text of OHADA law was read (unverified).

    Raises:
        InvalidTerms: The debt is refused as a loan would be, the price of a share is zero, an
            amount is in another currency, or a conversion falls outside the life of the bond.

    >>> from investisens import Amortisation, Every, OnDates, Period, XOF
    >>> dues = Every(first=date(2012, 1, 15), every=Period(months=12), count=3)
    >>> bond = ConvertibleBond(
    ...     principal=Money(5_000_000, XOF), disbursed_on=date(2011, 1, 15),
    ...     rate=Rate.parse("6 %"), premium=Rate.parse("5 %"),
    ...     repayment=Repayment(dues=(dues,), capitalised_dues=2),
    ...     conversion=Conversion(price=Money(10_000, XOF)))
    >>> chosen = Happening(contract="C1", on=date(2013, 6, 30), what=HappeningKind.CONVERTED)
    >>> [type(leg).__name__ for leg in bond.legs_after((chosen,))]
    ['DebtLeg', 'ShareLeg']
    """

    kind: ClassVar[str] = "convertible_bond"
    knows: ClassVar[frozenset[HappeningKind]] = frozenset({HappeningKind.CONVERTED})
    legal_rank: ClassVar[Rank] = Rank.SENIOR

    principal: Money
    disbursed_on: date
    rate: Rate
    repayment: Repayment
    conversion: Conversion
    premium: Rate = Rate(0)
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        check_disbursement(self.principal, self.disbursed_on, self.rate, self.repayment)
        if self.premium.mbp < 0:
            raise InvalidTerms(
                f"premium is {self.premium}: use 0 % or more", field="premium", value=self.premium
            )
        self._check_price()
        self._check_currency()
        self._check_days()
        check_clauses(self.clauses, self.principal.currency)

    def legs(self) -> tuple[Leg, ...]:
        """A debt leg, and the shares of a mandatory conversion."""
        return self.legs_after(())

    def legs_after(self, happenings: tuple[Happening, ...]) -> tuple[Leg, ...]:
        """The legs once the holder has converted, if it has.

        Raises:
            InvalidTerms: It converts outside the period in which it may, or the price of the
                round is missing, superfluous or leads to none.
        """
        chosen = first_of(happenings, HappeningKind.CONVERTED)
        debt = debt_leg(self.principal, self.disbursed_on, self.rate, self.repayment)
        if chosen is not None:
            self._check_chosen(chosen)
            price = self.conversion.price_of(chosen, self.repayment.rounding)
            return self._converted(debt, chosen.on, price)
        price_then = self.conversion.fixed_price
        if self.conversion.mandatory_on is not None and price_then is not None:
            return self._converted(debt, self.conversion.mandatory_on, price_then)
        return (attrs.evolve(debt, plan=self._with_premium(debt.plan)),)

    def _converted(self, debt: DebtLeg, on: date, price: Money) -> tuple[DebtLeg, ShareLeg]:
        """The debt up to its conversion, and the shares it became."""
        last: tuple[Step, ...] = (Convert(on, price.minor),)
        if self.conversion.interest_in_cash:
            last = (PayInterest(on), *last)
        shares = ShareLeg(
            units=1,
            price=price,
            start=on,
            exits=tuple(leaving for leaving in self.conversion.exits if leaving.on >= on),
            other_units=self.conversion.other_shares,
            converted=True,
            rounding=self.repayment.rounding,
        )
        return ended(debt, on, *last), shares

    def _with_premium(self, plan: Plan) -> Plan:
        """The premium is asked before anything else that falls due on the last due."""
        product = self.principal.minor * self.premium.mbp
        premium = int(round_ratio(product, MBP, self.repayment.rounding.interest))
        if not premium:
            return plan
        last = self.repayment.due_dates[-1]
        before = tuple(step for step in plan.steps if step.on < last)
        after = plan.steps[len(before) :]
        return Plan((*before, ChargeWhileOwed(last, premium), *after))

    def _amounts(self) -> Iterator[tuple[str, Money | None]]:
        """Every amount of the conversion, with its place."""
        terms = self.conversion
        for name in ("price", "per", "floor", "cap"):
            yield f"conversion.{name}", getattr(terms, name)
        for number, leaving in enumerate(terms.exits):
            yield f"conversion.exits[{number}].floor", leaving.floor
            yield f"conversion.exits[{number}].cap", leaving.cap
            if isinstance(leaving.price, ParLessLosses):
                yield f"conversion.exits[{number}].price.capital", leaving.price.capital

    def _check_price(self) -> None:
        price = self.conversion.fixed_price
        if price is not None and price.minor <= 0:
            name = "price" if self.conversion.shares is None else "per"
            raise InvalidTerms(
                f"a share is priced {price} for a bond of {self.disbursed_on}: the conditions of "
                "issue fix how a claim becomes shares, and it is divided by their price (Code de "
                "commerce, article L228-91, text as at 2009; verified text): give a price above 0",
                field=f"conversion.{name}",
                value=getattr(self.conversion, name),
            )

    def _check_currency(self) -> None:
        for name, amount in self._amounts():
            if amount is not None and amount.currency != self.principal.currency:
                raise InvalidTerms(
                    f"{name} is {amount} but the bond is in {self.principal.currency.code}: "
                    "use one currency",
                    field=name,
                    value=amount,
                )

    def _check_days(self) -> None:
        last = self.repayment.due_dates[-1]
        for name, on in self.conversion.days:
            if not self.disbursed_on < on <= last:
                raise InvalidTerms(
                    f"{name} is {on} but the bond runs from {self.disbursed_on} to its last due on "
                    f"{last}: give a day after the first and not after the second",
                    field=f"conversion.{name}",
                    value=on,
                )

    def _check_chosen(self, chosen: Happening) -> None:
        """The holder converts after disbursement, up to the last due, within the period."""
        terms = self.conversion
        last = self.repayment.due_dates[-1]
        ends = [last, *(on for on in (terms.until, terms.mandatory_on) if on is not None)]
        if chosen.on <= self.disbursed_on or (terms.since is not None and chosen.on < terms.since):
            first = f"after {self.disbursed_on}" if terms.since is None else f"from {terms.since}"
            raise InvalidTerms(
                f"the conversion on {chosen.on} comes too early: the bond may be converted "
                f"{first}, give such a day",
                field="on",
                value=chosen.on,
            )
        if chosen.on > min(ends):
            raise InvalidTerms(
                f"the conversion on {chosen.on} comes too late: the bond may be converted up to "
                f"{min(ends)}, give such a day",
                field="on",
                value=chosen.on,
            )
