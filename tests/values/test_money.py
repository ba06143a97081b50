"""Amounts are exact: no franc appears or vanishes, and no float comes in."""

from __future__ import annotations

import copy
import operator
from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from investisens.values.currency import EUR, XOF, Currency
from investisens.values.errors import (
    CurrencyMismatch,
    InvalidAmount,
    InvalidRate,
    InvalidTerms,
)
from investisens.values.money import Money, Remainder, total
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode

TND = Currency.of("TND")

currencies = st.sampled_from([XOF, EUR, TND, Currency.of("CLF"), Currency("ECO", 1)])
minors = st.integers(-(10**30), 10**30)
moneys = st.builds(Money, minors, currencies)
weight_lists = st.lists(
    st.one_of(st.integers(0, 10**6), st.fractions(0, 100, max_denominator=50)),
    min_size=1,
    max_size=12,
).filter(any)
remainders = st.sampled_from(Remainder)


def minor_units(shares: tuple[Money, ...]) -> list[int]:
    return [share.minor for share in shares]


# Text.


@given(moneys)
def test_reading_what_was_written_gives_the_same_amount(money: Money) -> None:
    """A code outside ISO 4217 is read when it is the one expected."""
    assert Money.read(str(money), money.currency) == money


@given(moneys)
def test_units_are_exact_whatever_the_decimal_context(money: Money) -> None:
    with localcontext(prec=3):
        assert Money.of(money.units, money.currency) == money
        assert Fraction(money.units) * 10**money.currency.digits == money.minor


@given(minors, currencies, st.sampled_from(" \u00a0\u202f_"))
def test_groups_of_three_read_like_plain_digits(
    minor: int, currency: Currency, separator: str
) -> None:
    money = Money(minor, currency)
    grouped = f"{money.units:,f}".replace(",", separator)

    assert Money.read(f"{currency}\u00a0{grouped}", currency) == money


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(4_250_000, XOF), "4250000 XOF"),
        (Money(-399_416, EUR), "-3994.16 EUR"),
        (Money(-5, EUR), "-0.05 EUR"),
        (Money(0, EUR), "0.00 EUR"),
        (Money(100, EUR), "1.00 EUR"),
        (Money(1, TND), "0.001 TND"),
        (Money(-5, Currency("ECO", 9)), "-0.000000005 ECO"),
    ],
)
def test_an_amount_is_written_with_all_its_decimals(money: Money, text: str) -> None:
    assert str(money) == text


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("XOF 4 250 000", 4_250_000, XOF),
        ("4 250 000 XOF", 4_250_000, XOF),
        ("4\u202f250\u00a0000\u202fXOF", 4_250_000, XOF),
        ("4_250_000XOF", 4_250_000, XOF),
        ("4250000", 4_250_000, XOF),
        ("  +7  ", 7, XOF),
        ("EUR -3 994.16", -399_416, EUR),
        ("12.5 EUR", 1_250, EUR),
        ("007 EUR", 700, EUR),
    ],
)
def test_the_canonical_text_is_read_with_lenient_spaces(
    text: str, minor: int, currency: Currency
) -> None:
    assert Money.read(text, XOF) == Money(minor, currency)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "XOF",
        "XOF 5 XOF",
        "4 25 000 XOF",
        "4 2500 XOF",
        "4  250 XOF",
        "1234 567 XOF",
        "5  XOF",
        "- 5 XOF",
        "--5 XOF",
        "5. EUR",
        ".5 EUR",
        "1.234.567 XOF",
        "1e3 XOF",
        "5 xof",
        "٥ XOF",
        "5 F CFA",
        "9" * 5_000 + " XOF",
    ],
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidAmount, match=r"^cannot read the amount") as caught:
        Money.read(text, XOF)

    assert str(caught.value).endswith(": write it such as '4250000 XOF' or '-3994.16 EUR'")


def test_something_that_is_no_text_is_not_read() -> None:
    with pytest.raises(InvalidAmount) as caught:
        Money.read(5)  # type: ignore[arg-type]

    assert str(caught.value) == (
        "cannot read the amount 5: write it such as '4250000 XOF' or '-3994.16 EUR'"
    )


@pytest.mark.parametrize("text", ["3994,16 EUR", "4,250,000 XOF", "1,234.50 EUR"])
def test_a_comma_is_refused_because_languages_disagree_on_it(text: str) -> None:
    with pytest.raises(InvalidAmount) as caught:
        Money.read(text)

    assert str(caught.value) == (
        f"cannot read the amount {text!r}: no comma is read here, write decimals with a point, "
        "such as '3994.16 EUR'"
    )


def test_a_text_without_currency_needs_a_default() -> None:
    with pytest.raises(InvalidAmount) as caught:
        Money.read(" 4250 ")

    assert str(caught.value) == (
        "the amount ' 4250 ' names no currency: write its code, such as '4250 XOF', "
        "or give a default"
    )


def test_an_unknown_code_in_a_text_is_refused() -> None:
    with pytest.raises(InvalidAmount, match=r"^currency 'XFO' is no active ISO 4217 code: "):
        Money.read("5 XFO")


@pytest.mark.parametrize(
    ("amount", "currency", "remedy"),
    [
        ("10.5", XOF, "'10.5' is finer than XOF, which has no decimals"),
        ("4250.000", XOF, "'4250.000' is finer than XOF, which has no decimals"),
        ("1.234", EUR, "'1.234' is finer than EUR, which has 2 decimals"),
        (Decimal("0.001"), EUR, "'0.001' is finer than EUR, which has 2 decimals"),
        (Decimal("0.11"), Currency("ECO", 1), "'0.11' is finer than ECO, which has 1 decimal"),
    ],
)
def test_an_amount_finer_than_the_minor_unit_is_refused(
    amount: str | Decimal, currency: Currency, remedy: str
) -> None:
    with pytest.raises(InvalidAmount) as caught:
        Money.of(amount, currency)

    assert str(caught.value) == f"the amount {remedy}: round it first, by a named rule"


# Construction.


@given(st.integers(-(10**20), 10**20), currencies)
def test_a_whole_number_of_units_is_the_same_as_int_decimal_or_text(
    units: int, currency: Currency
) -> None:
    expected = Money(units * 10**currency.digits, currency)

    assert Money.of(units, currency) == expected
    assert Money.of(Decimal(units), currency) == expected
    assert Money.of(str(units), currency) == expected


def test_a_decimal_counts_by_its_value_not_by_its_zeros() -> None:
    assert Money.of(Decimal("10.000"), XOF) == Money(10, XOF)


@pytest.mark.parametrize("minor", [True, 1.0, Decimal(1), "1", Fraction(1), None])
def test_minor_units_are_whole_numbers_and_nothing_else(minor: object) -> None:
    with pytest.raises(InvalidAmount) as caught:
        Money(minor, XOF)  # type: ignore[arg-type]

    assert str(caught.value) == (
        f"minor is {minor!r}: give a whole number of minor units as an int, "
        "or use Money.of('1234.50', currency)"
    )
    assert (caught.value.field, caught.value.value) == ("minor", minor)


@pytest.mark.parametrize(
    "amount", [True, 1234.5, Fraction(1, 2), None, Decimal("NaN"), Decimal("Infinity")]
)
def test_an_amount_is_never_inexact(amount: object) -> None:
    with pytest.raises(InvalidAmount) as caught:
        Money.of(amount, EUR)  # type: ignore[arg-type]

    assert str(caught.value) == (
        f"amount is {amount!r}: give an int, a Decimal or a text such as '1234.50', which are exact"
    )


@pytest.mark.parametrize("build", [Money, Money.of])
def test_a_currency_is_not_its_code(build: Callable[[int, Currency], Money]) -> None:
    with pytest.raises(InvalidAmount) as caught:
        build(5, "XOF")  # type: ignore[arg-type]

    assert str(caught.value) == ("currency is 'XOF': give a Currency, such as Currency.of('XOF')")


def test_an_amount_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Money(5, XOF).minor = 6  # type: ignore[misc]


@given(moneys)
def test_equal_amounts_hash_alike(money: Money) -> None:
    assert len({money, copy.deepcopy(money)}) == 1


# Arithmetic.


@given(minors, minors, currencies)
def test_adding_then_subtracting_changes_nothing(left: int, right: int, currency: Currency) -> None:
    a, b = Money(left, currency), Money(right, currency)

    assert a + b - b == a
    assert a + b == b + a
    assert -a + a == Money.zero(currency)


@given(st.integers(-20, 20), moneys)
def test_a_multiple_is_a_repeated_sum(count: int, money: Money) -> None:
    repeated = total([money if count > 0 else -money] * abs(count), money.currency)

    assert money * count == count * money == repeated


@given(moneys)
def test_the_size_of_an_amount_forgets_its_sign(money: Money) -> None:
    assert abs(money) == abs(-money) >= Money.zero(money.currency)


@given(minors, minors)
def test_amounts_compare_like_their_minor_units(left: int, right: int) -> None:
    a, b = Money(left, XOF), Money(right, XOF)

    for compare in (operator.lt, operator.le, operator.gt, operator.ge, operator.eq):
        assert compare(a, b) is compare(left, right)


@given(st.lists(minors))
def test_a_sum_can_start_from_zero_francs(amounts: list[int]) -> None:
    francs = [Money(minor, XOF) for minor in amounts]

    assert sum(francs, Money.zero(XOF)) == total(francs, XOF) == Money(sum(amounts), XOF)


def test_only_nothing_is_false() -> None:
    assert [bool(Money(minor, XOF)) for minor in (-1, 0, 1)] == [True, False, True]


@pytest.mark.parametrize(
    "meet",
    [operator.add, operator.sub, operator.lt, operator.le, operator.gt, operator.ge],
)
def test_two_currencies_never_meet(meet: Callable[[Money, Money], object]) -> None:
    with pytest.raises(CurrencyMismatch) as caught:
        meet(Money(0, XOF), Money(0, EUR))

    assert str(caught.value) == (
        "0 XOF and 0.00 EUR are in two currencies: convert one of them on a dated rate first, "
        "with FxTable.convert"
    )


def test_a_sum_refuses_a_stranger() -> None:
    with pytest.raises(CurrencyMismatch):
        total([Money(1, XOF), Money(1, EUR)], XOF)


def test_nothing_in_two_currencies_is_not_equal() -> None:
    assert Money.zero(XOF) != Money.zero(EUR)


def test_a_sum_without_a_start_says_how_to_start() -> None:
    with pytest.raises(InvalidAmount) as caught:
        sum([Money(5, XOF)])

    assert str(caught.value) == (
        "cannot add 5 XOF to 0, which has no currency: start sum() from "
        "Money.zero(currency), or use total(moneys, currency)"
    )


@pytest.mark.parametrize("count", [0.5, True, Decimal(2), Fraction(1, 2), Rate(450_000)])
def test_an_amount_is_multiplied_by_whole_numbers_only(count: object) -> None:
    with pytest.raises(InvalidAmount) as caught:
        Money(100, XOF) * count  # type: ignore[operator]

    assert str(caught.value) == (
        f"cannot multiply 100 XOF by {count!r}: multiply by a whole number, "
        "or use times(rate, rounding)"
    )


@pytest.mark.parametrize("combine", [operator.truediv, operator.floordiv, operator.mod])
def test_an_amount_is_never_divided(combine: Callable[[object, object], object]) -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        combine(Money(100, XOF), 3)


@pytest.mark.parametrize(
    "combine", [operator.add, operator.sub, operator.lt, operator.le, operator.gt, operator.ge]
)
def test_an_amount_and_a_bare_number_do_not_mix(
    combine: Callable[[object, object], object],
) -> None:
    with pytest.raises(TypeError):
        combine(Money(100, XOF), 3)


# Rates.


@given(minors, st.fractions(-10, 10), st.sampled_from(RoundingMode))
def test_a_rate_applies_within_one_unit_of_the_exact_product(
    minor: int, rate: Fraction, rounding: RoundingMode
) -> None:
    found = Money(minor, EUR).times(rate, rounding)

    assert abs(found.minor - minor * rate) < 1


@given(minors, st.integers(-(10**8), 10**8), st.sampled_from(RoundingMode))
def test_a_rate_and_its_fraction_give_the_same(
    minor: int, mbp: int, rounding: RoundingMode
) -> None:
    money, rate = Money(minor, XOF), Rate(mbp)

    assert money.times(rate, rounding) == money.times(rate.fraction, rounding)


@pytest.mark.parametrize(
    ("rounding", "minor"),
    [
        (RoundingMode.HALF_UP, -3),
        (RoundingMode.HALF_EVEN, -2),
        (RoundingMode.DOWN, -2),
        (RoundingMode.UP, -3),
    ],
)
def test_half_a_unit_follows_the_mode(rounding: RoundingMode, minor: int) -> None:
    assert Money(-5, XOF).times(Fraction(1, 2), rounding) == Money(minor, XOF)


@pytest.mark.parametrize("rate", [0.045, 1, "4.5 %", Decimal("0.045")])
def test_an_inexact_rate_is_refused(rate: object) -> None:
    with pytest.raises(InvalidRate) as caught:
        Money(100, XOF).times(rate, RoundingMode.DOWN)  # type: ignore[arg-type]

    assert str(caught.value) == f"rate is {rate!r}: give a Rate or a Fraction, which are exact"


# Sharing.


@given(moneys, weight_lists, remainders)
def test_shares_add_up_to_the_whole(
    money: Money, weights: list[int | Fraction], remainder: Remainder
) -> None:
    """No franc appears or vanishes when a distribution is split."""
    assert total(money.allocate(weights, remainder), money.currency) == money


@given(minors, weight_lists, st.sampled_from([Remainder.LARGEST, Remainder.FIRST]))
@example(149, [375, 13_500, Fraction(1, 12), Fraction(281, 3)], Remainder.FIRST)
def test_each_share_is_within_one_unit_of_the_exact_one(
    minor: int, weights: list[int | Fraction], remainder: Remainder
) -> None:
    """One unit each from the first may go to a holder whose share was whole already."""
    shares = Money(minor, XOF).allocate(weights, remainder)

    for share, weight in zip(shares, weights, strict=True):
        gap = abs(share.minor - Fraction(minor) * weight / sum(weights))
        assert gap < 1 or (gap == 1 and remainder is Remainder.FIRST)


@given(minors, weight_lists)
def test_largest_remainder_is_as_close_to_the_exact_shares_as_whole_units_can_be(
    minor: int, weights: list[int | Fraction]
) -> None:
    """Moving one unit from any holder to any other brings the shares no closer."""
    shares = minor_units(Money(minor, XOF).allocate(weights))
    gaps = [
        share - Fraction(minor) * weight / sum(weights)
        for share, weight in zip(shares, weights, strict=True)
    ]

    for giver, taker in permutations(gaps, 2):
        assert abs(giver) + abs(taker) <= abs(giver - 1) + abs(taker + 1)


@given(minors, weight_lists)
def test_the_heaviest_holder_alone_takes_what_rounding_left(
    minor: int, weights: list[int | Fraction]
) -> None:
    """Franc remainders go to the largest holder, the first of them on a tie."""
    shares = minor_units(Money(abs(minor), XOF).allocate(weights, Remainder.HEAVIEST))
    heaviest = weights.index(max(weights))

    for index, (share, weight) in enumerate(zip(shares, weights, strict=True)):
        exact = Fraction(abs(minor)) * weight / sum(weights)
        assert share >= exact - 1 if index == heaviest else share == exact // 1


@given(moneys, weight_lists, remainders)
def test_a_negative_amount_is_shared_as_its_mirror(
    money: Money, weights: list[int | Fraction], remainder: Remainder
) -> None:
    mirrored = tuple(-share for share in money.allocate(weights, remainder))

    assert (-money).allocate(weights, remainder) == mirrored


@given(moneys, weight_lists, remainders, st.integers(0, 12))
def test_a_holder_without_weight_changes_nothing(
    money: Money, weights: list[int | Fraction], remainder: Remainder, place: int
) -> None:
    place = min(place, len(weights))
    widened = money.allocate([*weights[:place], 0, *weights[place:]], remainder)

    assert widened[place] == Money.zero(money.currency)
    assert widened[:place] + widened[place + 1 :] == money.allocate(weights, remainder)


@given(moneys, weight_lists, remainders, st.fractions(Fraction(1, 50), 50))
def test_only_the_proportions_of_weights_count(
    money: Money, weights: list[int | Fraction], remainder: Remainder, scale: Fraction
) -> None:
    scaled = [weight * scale for weight in weights]

    assert money.allocate(scaled, remainder) == money.allocate(weights, remainder)


def test_a_million_and_three_francs_are_shared_as_worked_by_hand() -> None:
    """Exact shares are 142,857 4/7 three times and 285,715 1/7 twice; two francs are left.

    Origin: worked example of the fund rules, largest remainder, ties to the earlier holder.
    """
    shares = Money(1_000_003, XOF).allocate([1, 1, 1, 2, 2])

    assert minor_units(shares) == [142_858, 142_858, 142_857, 285_715, 285_715]


def test_a_grant_cut_to_its_ceiling_is_shared_as_worked_by_hand() -> None:
    """Grants of 9, 6 and 3 million under a ceiling of 16 million (oracle HYB-03)."""
    shares = Money(16_000_000, XOF).allocate([9_000_000, 6_000_000, 3_000_000])

    assert minor_units(shares) == [8_000_000, 5_333_333, 2_666_667]


def test_each_rule_places_the_remainder_where_it_says() -> None:
    """11 over 1, 3, 3: exact shares 1 4/7, 4 5/7, 4 5/7; two units are left over 1, 4, 4."""
    amount = Money(11, XOF)

    assert minor_units(amount.allocate([1, 3, 3], Remainder.LARGEST)) == [1, 5, 5]
    assert minor_units(amount.allocate([1, 3, 3], Remainder.FIRST)) == [2, 5, 4]
    assert minor_units(amount.allocate([1, 3, 3], Remainder.HEAVIEST)) == [1, 6, 4]


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([], "weights is []: give at least one weight above 0"),
        ([0, 0], "weights is [0, 0]: give at least one weight above 0"),
        ([1, -2], "weights[1] is -2: give a whole number or a Fraction, 0 or more"),
        ([0.5], "weights[0] is 0.5: give a whole number or a Fraction, 0 or more"),
        ([True], "weights[0] is True: give a whole number or a Fraction, 0 or more"),
        ([1, "2"], "weights[1] is '2': give a whole number or a Fraction, 0 or more"),
    ],
)
def test_weights_that_share_nothing_are_refused(weights: list[int], message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Money(100, XOF).allocate(weights)

    assert str(caught.value) == message
