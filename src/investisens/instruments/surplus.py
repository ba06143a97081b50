"""How a surplus is shared out: reserves first, then interest on shares (répartition des excédents).

What a rule puts at a part *at least* is rounded up, what it allows *at most* down; what is left
over stays in the last line. So nothing is lost, and no rule is missed by a unit.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from investisens.instruments.company import RULES, CompanyForm
from investisens.legal.citing import cited
from investisens.legal.parameters import table, value
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms, NotSupported
from investisens.values.money import Money
from investisens.values.rounding import RoundingMode


@attrs.frozen(kw_only=True, field_transformer=checked)
class SurplusSplit:
    """Where a surplus goes; the lines add up to it.

    Attributes:
        surplus: What is shared out.
        reserves: Name and amount of each reserve, in the order of the law.
        available: Most that may go to interest on shares.
        interest_cap: Most that the rule on interest allows on the capital.
        interest: What may be paid on shares: the lower of the two.
        rest: What is left: patronage refunds, or carried forward.

    >>> from investisens import EUR
    >>> zero = Money.zero(EUR)
    >>> SurplusSplit(surplus=zero, reserves=(), available=zero, interest_cap=zero, interest=zero,
    ...              rest=zero).reserve("legal_reserve").minor
    0
    """

    surplus: Money
    reserves: tuple[tuple[str, Money], ...]
    available: Money
    interest_cap: Money
    interest: Money
    rest: Money

    def reserve(self, name: str) -> Money:
        """One reserve, or zero."""
        return dict(self.reserves).get(name, Money.zero(self.surplus.currency))


def scic_surplus(
    surplus: Money,
    capital: Money,
    cap: Fraction,
    *,
    on: date,
    public_aid: Money | None = None,
    legal_reserve: Money | None = None,
) -> SurplusSplit:
    """How a Scic shares out its surplus.

    Args:
        surplus: Of the year, >= 0.
        capital: On which interest is paid, and which the legal reserve has to reach.
        cap: Most that interest may be, as a part of capital: see ``french_interest_cap``.
        on: Day of the meeting.
        public_aid: Public aid in the surplus, taken off what may go to interest (our reading).
        legal_reserve: What stands in the legal reserve already; none if left out.

    Source: law 47-1775, articles 16 and 19 quinquies and following (verified secondary):
    ``scic.legal_reserve``, ``scic.legal_reserve_target``, ``scic.statutory_reserve``.

    Raises:
        InvalidTerms: A negative amount.
        MissingData: A rule has no value on that day.

    >>> from investisens import EUR
    >>> split = scic_surplus(Money.of(20_000, EUR), Money.of(100_000, EUR),
    ...                      Fraction(38_025, 10**6), on=date(2024, 6, 30))
    >>> print(split.interest, split.rest)
    3802.50 EUR 4697.50 EUR
    """
    zero = Money.zero(surplus.currency)
    aid, already = public_aid or zero, legal_reserve or zero
    _check(surplus=surplus, capital=capital, public_aid=aid, legal_reserve=already)
    target = capital.times(value("scic.legal_reserve_target", on=on), RoundingMode.UP)
    legal = _at_least(surplus, value("scic.legal_reserve", on=on), target - already)
    statutory = _part(surplus - legal, value("scic.statutory_reserve", on=on))
    reserves = (("legal_reserve", legal), ("statutory_reserve", statutory))
    left = surplus - legal - statutory
    return _split(surplus, reserves, max(zero, left - aid), capital.times(cap, RoundingMode.DOWN))


def ohada_surplus(
    surplus: Money,
    capital: Money,
    cap: Fraction,
    *,
    on: date,
    optional: Fraction | None = None,
    general_reserve: Money | None = None,
    training_reserve: Money | None = None,
) -> SurplusSplit:
    """How a cooperative of OHADA law shares out its surplus.

    Args:
        surplus: Of the year, >= 0.
        capital: Paid-up shares, which each of the two reserves has to reach.
        cap: Most that interest may be, as a part of capital: see ``ohada_interest_cap``.
        on: Day of the meeting.
        optional: Part of the surplus that the meeting puts into optional reserves; the most that
            the law allows if left out.
        general_reserve: What stands in the general reserve already; none if left out.
        training_reserve: The same for training.

    Source: AUSCOOP, articles 114 to 116 and 209 (verified secondary): ``auscoop.reserves`` and
    ``auscoop.reserve_target``.

    Raises:
        InvalidTerms: A negative amount, or optional reserves above the most the law allows.
        MissingData: A rule has no value on that day.

    >>> from investisens import XOF
    >>> split = ohada_surplus(Money(3_000_000, XOF), Money(8_000_000, XOF), Fraction(5, 100),
    ...                       on=date(2026, 6, 30))
    >>> print(split.interest, split.rest)
    400000 XOF 800000 XOF
    """
    zero = Money.zero(surplus.currency)
    rules = table("auscoop.reserves", on=on)
    already = {"general": general_reserve or zero, "training": training_reserve or zero}
    _check(surplus=surplus, capital=capital, **{f"{k}_reserve": v for k, v in already.items()})
    part = rules["optional"] if optional is None else optional
    if not 0 <= part <= rules["optional"]:
        raise InvalidTerms(
            f"optional is {part}: at most {rules['optional']} of the surplus may go to optional "
            f"reserves ({cited('auscoop.reserves.optional', on=on)}): use less",
            field="optional",
            value=part,
        )
    target = capital.times(value("auscoop.reserve_target", on=on), RoundingMode.UP)
    reserves = [
        (f"{name}_reserve", _at_least(surplus, rules[name], target - already[name]))
        for name in ("general", "training")
    ]
    reserves.append(("optional_reserve", surplus.times(part, RoundingMode.DOWN)))
    left = surplus
    for place, (name, amount) in enumerate(reserves):
        # Two parts rounded up may take a unit more than a tiny surplus holds.
        reserves[place] = (name, min(amount, left))
        left -= reserves[place][1]
    return _split(surplus, tuple(reserves), left, capital.times(cap, RoundingMode.DOWN))


def legal_reserve(
    profit: Money, capital: Money, reserve: Money, form: CompanyForm, *, on: date
) -> Money:
    """What of a year's profit has to go to the legal reserve of a company, rounded up.

    Args:
        profit: Of the year, less losses carried forward; none for a loss.
        capital: Of the company.
        reserve: What stands in the legal reserve already.
        form: The legal form.
        on: Day of the meeting.

    Source: Code de commerce, article L232-10, text as at 2009 (verified text); AUSCGIE for a SA
    (unverified).

    Raises:
        NotSupported: No rule is held for that form.
        MissingData: The rule has no value on that day.

    >>> from investisens import XOF
    >>> print(legal_reserve(Money(800_000, XOF), Money(10_000_000, XOF), Money(1_950_000, XOF),
    ...                     CompanyForm.OHADA_SA, on=date(2026, 6, 30)))
    50000 XOF
    """
    rules = RULES[form]
    if rules.reserve is None or rules.reserve_target is None:
        raise NotSupported(
            f"form is {form.value!r}: no rule on its legal reserve is held, see the articles",
            field="form",
            value=form,
        )
    target = capital.times(value(rules.reserve_target, on=on), RoundingMode.UP)
    return _at_least(profit, value(rules.reserve, on=on), target - reserve)


def _at_least(profit: Money, part: Fraction, missing: Money) -> Money:
    """A part of the profit, rounded up, until a reserve is complete."""
    zero = Money.zero(profit.currency)
    return max(zero, min(_part(max(zero, profit), part), missing))


def _part(amount: Money, part: Fraction) -> Money:
    return amount.times(part, RoundingMode.UP)


def _split(
    surplus: Money, reserves: tuple[tuple[str, Money], ...], available: Money, cap: Money
) -> SurplusSplit:
    interest = min(available, cap)
    put_aside = sum((amount for _, amount in reserves), Money.zero(surplus.currency))
    return SurplusSplit(
        surplus=surplus,
        reserves=reserves,
        available=available,
        interest_cap=cap,
        interest=interest,
        rest=surplus - put_aside - interest,
    )


def _check(**amounts: Money) -> None:
    for name, amount in amounts.items():
        if amount.minor < 0:
            raise InvalidTerms(
                f"{name} is {amount}: use an amount of 0 or more, a loss is not shared out",
                field=name,
                value=amount,
            )
