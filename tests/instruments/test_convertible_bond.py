"""A convertible bond (obligation convertible) is a debt until it becomes shares."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from investisens.engine.book import Book
from investisens.engine.contract import Contract, ContractRun, run_contract
from investisens.engine.debt import ON_BALANCE, Flow
from investisens.engine.projection import run_book
from investisens.engine.scenario import BASE, Default, Delay, Scenario
from investisens.engine.schedule import schedule
from investisens.instruments.clauses import Clauses
from investisens.instruments.conversion import Conversion
from investisens.instruments.convertible_bond import ConvertibleBond
from investisens.instruments.repayment import Repayment, debt_leg
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF, Currency
from investisens.values.dates import Period
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.results import Observation, Results
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.schedule import Every
from investisens.values.shares import (
    Exit,
    MultipleOf,
    ParLessLosses,
    ParPlus,
    PriceFormula,
    ShareLeg,
)
from strategies import debts, shares_of_one

prices = st.one_of(st.integers(1, 100), st.integers(1, 10**6))


@st.composite
def exits(draw: st.DrawFn, start: date, currency: Currency) -> tuple[Exit, ...]:
    """Buy-backs in order, by every formula."""
    found = []
    on = start
    for _ in range(draw(st.integers(0, 3))):
        on += timedelta(days=draw(st.integers(0, 900)))
        first, last = date(2015, 1, 1), date(2015, 12, 31)
        every: list[PriceFormula] = [
            ParPlus(rate=Rate.parse("4 %"), compound=draw(st.booleans())),
            MultipleOf(measure="net_profit", first=first, last=last, multiple=Fraction(7, 3)),
            ParLessLosses(
                losses="net_profit", first=first, last=last, capital=Money(10**5, currency)
            ),
        ]
        formula = draw(st.sampled_from(every))
        floor = draw(st.none() | prices)
        found.append(
            Exit(
                on=on,
                price=formula,
                shares=draw(st.none() | st.integers(1, 50)),
                floor=None if floor is None else Money(floor, currency),
                cap=None if floor is None else Money(floor + draw(prices), currency),
            )
        )
    return tuple(found)


@st.composite
def conversions(draw: st.DrawFn, first: date, last: date, currency: Currency) -> Conversion:
    """Any way to a price, with or without a period and a mandatory day."""
    on = st.dates(first, last)
    since = draw(st.none() | on)
    mandatory = draw(st.none() | st.dates(since or first, last))
    more: dict[str, Any] = {}
    way = draw(st.sampled_from(["price", "shares", "discount"]))
    if way == "shares":
        more["shares"] = draw(st.integers(1, 9))
        more["per"] = Money(more["shares"] * draw(prices), currency)
    if way == "discount":
        floor = draw(prices)
        more["discount"] = Rate(draw(st.integers(0, 9_999_999)))
        more["floor"] = Money(floor, currency)
        more["cap"] = draw(st.none() | prices.map(lambda gap: Money(floor + gap, currency)))
    if way == "price" or (way == "discount" and mandatory is not None):
        more["price"] = Money(draw(prices), currency)
    return Conversion(
        **more,
        since=since,
        until=draw(st.none() | st.just(last)),
        mandatory_on=mandatory,
        interest_in_cash=draw(st.booleans()),
        other_shares=draw(st.integers(0, 5_000)),
        exits=draw(exits(first, currency)),
    )


@st.composite
def bonds(draw: st.DrawFn) -> ConvertibleBond:
    each = draw(debts(most=24))
    first = each["disbursed_on"] + timedelta(days=1)
    last = each["repayment"].due_dates[-1]
    return ConvertibleBond(
        **each,
        conversion=draw(conversions(first, last, each["principal"].currency)),
        premium=draw(st.just(Rate(0)) | shares_of_one),
    )


terms = bonds()

THREE_YEARS = Every(first=date(2012, 1, 15), every=Period(months=12), count=3)
BOND = ConvertibleBond(
    principal=Money(5_000_000, XOF),
    disbursed_on=date(2011, 1, 15),
    rate=Rate.parse("6 %"),
    repayment=Repayment(dues=(THREE_YEARS,), capitalised_dues=2, day_count=DayCount.THIRTY_E_360),
    conversion=Conversion(discount=Rate.parse("20 %"), other_shares=4_000),
)
COUPON = attrs.evolve(
    BOND,
    repayment=Repayment(dues=(THREE_YEARS,), interest_only_dues=2, day_count=DayCount.THIRTY_E_360),
    conversion=Conversion(price=Money(12_000, XOF)),
    premium=Rate.parse("5 %"),
)


def converted(on: date, price: int | None = None, currency: Currency = XOF) -> Happening:
    money = None if price is None else Money(price, currency)
    return Happening(contract="C1", on=on, what=HappeningKind.CONVERTED, price=money)


def flows_of(bond: ConvertibleBond, *happened: Happening, scenario: Scenario = BASE) -> ContractRun:
    results = Results([Observation.of_year("net_profit", 2015, 70_000)])
    return run_contract(
        Contract(id="C1", legs=bond.legs_after(happened), results=results), scenario
    )


def told(flows: tuple[Flow, ...]) -> list[tuple[str, str, int]]:
    return [(str(date.fromordinal(day)), kind.value, amount) for day, kind, amount in flows]


def total(run: ContractRun, kind: FlowKind) -> int:
    return sum(amount for _, each, amount in run.flows if each is kind)


@st.composite
def choices(draw: st.DrawFn, bond: ConvertibleBond) -> Happening:
    """A day on which the holder may convert, with a price of the round if one is asked."""
    last = bond.repayment.due_dates[-1]
    ends = [last, *(on for name, on in bond.conversion.days if name != "since")]
    first = bond.conversion.since or bond.disbursed_on + timedelta(days=1)
    asked = bond.conversion.discount is not None
    return converted(
        draw(st.dates(first, min(ends))),
        draw(prices) if asked else None,
        bond.principal.currency,
    )


@st.composite
def futures(draw: st.DrawFn, bond: ConvertibleBond) -> Scenario:
    """A default on any day after disbursement, before or after the conversion, or a delay."""
    first = bond.disbursed_on + timedelta(days=1)
    default = st.builds(
        Default,
        contract=st.just("C1"),
        on=st.dates(first, first + timedelta(days=6_000)),
        recovery=shares_of_one,
    )
    delay = st.builds(
        Delay,
        contract=st.just("C1"),
        since=st.dates(first, first + timedelta(days=4_000)),
        days=st.integers(0, 800),
    )
    return Scenario(
        name="any",
        defaults=tuple(draw(st.lists(default, max_size=1))),
        delays=tuple(draw(st.lists(delay, max_size=1))),
    )


@given(st.data(), terms)
def test_a_conversion_conserves_value_in_every_scenario(
    data: st.DataObject, bond: ConvertibleBond
) -> None:
    """No franc is lost or created: what was converted is the cost of the shares received.

    Those that were bought back or lost cost as much as those still held.
    """
    bond = attrs.evolve(bond, conversion=attrs.evolve(bond.conversion, exits=()))
    happening = data.draw(choices(bond))
    run = flows_of(bond, happening, scenario=data.draw(futures(bond)))

    share = bond.legs_after((happening,))[1]
    assert isinstance(share, ShareLeg)
    became = total(run, FlowKind.CONVERSION)
    lost_later = total(run, FlowKind.SHARE_LOSS) + total(run, FlowKind.SHARE_SALE)
    assert run.units * share.price.minor + lost_later == became
    assert sum(ON_BALANCE.get(kind, 0) * amount for _, kind, amount in run.flows) == 0
    assert run.outstanding == 0


@given(st.data(), terms)
def test_a_conversion_gives_as_many_whole_shares_as_the_claim_buys(
    data: st.DataObject, bond: ConvertibleBond
) -> None:
    """On its day the claim is what became shares, and less than a share in cash."""
    happening = data.draw(choices(bond))
    legs = bond.legs_after((happening,))
    run = flows_of(bond, happening)

    share = legs[1]
    assert isinstance(share, ShareLeg)
    on = happening.on.toordinal()
    rest = sum(
        amount for day, kind, amount in run.flows if day == on and kind is FlowKind.PRINCIPAL
    )
    assert 0 <= rest < share.price.minor
    assert total(run, FlowKind.CONVERSION) % share.price.minor == 0
    assert all(day <= on or kind is FlowKind.SHARE_SALE for day, kind, _ in run.flows)


@given(st.data(), terms)
def test_until_it_converts_a_bond_pays_what_it_would_have_paid(
    data: st.DataObject, bond: ConvertibleBond
) -> None:
    """Level payments too: they are those of the whole term."""
    bond = attrs.evolve(bond, premium=Rate(0))
    happening = data.draw(choices(bond))
    on = happening.on.toordinal()
    plain = debt_leg(bond.principal, bond.disbursed_on, bond.rate, bond.repayment)
    expected = run_contract(Contract(id="C1", legs=(plain,))).flows

    found = flows_of(bond, happening).flows
    assert [flow for flow in found if flow[0] < on] == [flow for flow in expected if flow[0] < on]


@given(terms)
def test_a_bond_that_is_never_converted_is_a_loan_with_a_premium(bond: ConvertibleBond) -> None:
    assume(bond.conversion.mandatory_on is None)
    plain = debt_leg(bond.principal, bond.disbursed_on, bond.rate, bond.repayment)
    expected = run_contract(Contract(id="C1", legs=(plain,)))

    run = flows_of(bond)
    assert [flow for flow in run.flows if flow[1] is not FlowKind.FEE] == list(expected.flows)
    fees = [flow for flow in run.flows if flow[1] is FlowKind.FEE]
    assert all(day == bond.repayment.due_dates[-1].toordinal() for day, _, _ in fees)
    assert len(fees) <= 1


def test_cb_01_capitalised_claim_at_a_discount_on_a_round() -> None:
    """Oracle CB-01: 5 000 000 at 6 % capitalised for 3 years, 20 % off a round at 12 500.

    Claim 5 955 080; price 10 000; 595 shares; 5 080 in cash; 12.9489 % beside 4 000 shares.
    """
    run = flows_of(BOND, converted(date(2014, 1, 15), 12_500))

    claim = total(run, FlowKind.DISBURSEMENT) + total(run, FlowKind.CAPITALISED_INTEREST)
    assert claim == 5_955_080
    assert total(run, FlowKind.CONVERSION) == 595 * 10_000
    assert run.units == 595
    assert total(run, FlowKind.PRINCIPAL) == 5_080
    assert total(run, FlowKind.INTEREST) == 0
    holding = Fraction(run.units, run.units + BOND.conversion.other_shares)
    assert f"{float(holding * 100):.4f}" == "12.9489"


def test_a_coupon_is_paid_and_the_premium_comes_with_the_last_due() -> None:
    """By hand: 6 % of 5 000 000 is 300 000 a year; 5 % of it at the end is 250 000."""
    assert told(flows_of(COUPON).flows) == [
        ("2011-01-15", "disbursement", 5_000_000),
        ("2012-01-15", "interest", 300_000),
        ("2013-01-15", "interest", 300_000),
        ("2014-01-15", "fee", 250_000),
        ("2014-01-15", "principal", 5_000_000),
        ("2014-01-15", "interest", 300_000),
    ]


def test_half_a_coupon_is_converted_too_unless_it_is_paid_in_cash() -> None:
    """By hand, on 15 July 2013: half of 300 000 has accrued.

    5 150 000 at 12 000 is 429 shares (5 148 000) and 2 000 in cash; with interest in cash,
    5 000 000 is 416 shares (4 992 000) and 8 000 beside the 150 000. No premium.
    """
    on = date(2013, 7, 15)
    before = [
        ("2011-01-15", "disbursement", 5_000_000),
        ("2012-01-15", "interest", 300_000),
        ("2013-01-15", "interest", 300_000),
    ]
    run = flows_of(COUPON, converted(on))
    assert told(run.flows) == [
        *before,
        ("2013-07-15", "capitalised_interest", 150_000),
        ("2013-07-15", "conversion", 5_148_000),
        ("2013-07-15", "principal", 2_000),
    ]
    assert (run.units, run.value) == (429, 5_148_000)

    paid = attrs.evolve(COUPON.conversion, interest_in_cash=True)
    run = flows_of(attrs.evolve(COUPON, conversion=paid), converted(on))
    assert told(run.flows) == [
        *before,
        ("2013-07-15", "interest", 150_000),
        ("2013-07-15", "conversion", 4_992_000),
        ("2013-07-15", "principal", 8_000),
    ]
    assert run.units == 416


def test_a_delay_lets_interest_run_into_the_claim() -> None:
    """By hand: 30 days late is 14 August, 209 days of 30E/360 at 300 000 a year: 174 166.67.

    5 174 167 at 12 000 is 431 shares (5 172 000) and 2 167 in cash.
    """
    late = Scenario(name="late", delays=(Delay(contract="C1", since=date(2013, 2, 1), days=30),))
    run = flows_of(COUPON, converted(date(2013, 7, 15)), scenario=late)

    assert told(run.flows)[3:] == [
        ("2013-08-14", "capitalised_interest", 174_167),
        ("2013-08-14", "conversion", 5_172_000),
        ("2013-08-14", "principal", 2_167),
    ]
    assert run.units == 431


def test_a_scenario_converts_it_in_a_book_beside_others() -> None:
    """The round comes in one scenario and not in the other; the plain loan is the same in both."""
    held = Contract(id="C1", legs=BOND.legs(), switch=BOND.legs_after)
    other = Contract(id="L1", legs=COUPON.legs())
    happens = Scenario(name="round", happenings=(converted(date(2014, 1, 15), 12_500),))
    projection = run_book(Book.of([held, other]), (BASE, happens))

    assert projection.of(FlowKind.CONVERSION).sum(axis=0).tolist() == [0, 5_950_000]
    assert projection.of(FlowKind.PRINCIPAL).sum(axis=0).tolist() == [
        5_000_000 + 5_618_000,
        5_000_000 + 5_080,
    ]


def test_a_default_before_the_conversion_leaves_no_share() -> None:
    """By hand: 30 % of 5 000 000 comes back."""
    default = Default(contract="C1", on=date(2013, 7, 1), recovery=Rate.parse("30 %"))
    struck = Scenario(name="default", defaults=(default,))
    run = flows_of(COUPON, converted(date(2013, 7, 15)), scenario=struck)

    assert told(run.flows)[3:] == [
        ("2013-07-01", "recovery", 1_500_000),
        ("2013-07-01", "loss", 3_500_000),
    ]
    assert (run.units, run.outstanding) == (0, 0)


def test_a_default_after_the_conversion_takes_the_shares() -> None:
    """By hand: 10 % of the cost of 429 shares at 12 000 comes back, 514 800."""
    default = Default(contract="C1", on=date(2015, 1, 1), recovery=Rate.parse("10 %"))
    struck = Scenario(name="default", defaults=(default,))
    run = flows_of(COUPON, converted(date(2013, 7, 15)), scenario=struck)

    assert told(run.flows)[-2:] == [
        ("2015-01-01", "share_loss", 4_633_200),
        ("2015-01-01", "share_sale", 514_800),
    ]


def test_a_mandatory_day_converts_without_a_happening() -> None:
    """By hand: on 15 January 2013 nothing has accrued but the second coupon, 300 000.

    5 300 000 at 12 000 is 441 shares and 8 000 in cash.
    """
    terms = Conversion(price=Money(12_000, XOF), mandatory_on=date(2013, 1, 15))
    bond = attrs.evolve(COUPON, conversion=terms)
    run = flows_of(bond)

    assert run.units == 441
    assert told(run.flows)[2:] == [
        ("2013-01-15", "capitalised_interest", 300_000),
        ("2013-01-15", "conversion", 5_292_000),
        ("2013-01-15", "principal", 8_000),
    ]
    assert bond.legs_after((converted(date(2012, 6, 1)),))[1].start == date(2012, 6, 1)  # type: ignore[union-attr]


def test_a_round_that_never_comes_leaves_the_agreed_price() -> None:
    terms = Conversion(
        discount=Rate.parse("20 %"), price=Money(9_000, XOF), mandatory_on=date(2014, 1, 15)
    )
    bond = attrs.evolve(BOND, conversion=terms)

    assert bond.legs()[1].price == Money(9_000, XOF)  # type: ignore[union-attr]
    early = bond.legs_after((converted(date(2013, 1, 15), 15_000),))
    assert early[1].price == Money(12_000, XOF)  # type: ignore[union-attr]


def test_a_ratio_is_shares_for_each_bond() -> None:
    """By hand: 3 for a bond of 9 000 is 3 000 a share: 5 955 080 buys 1 985 and leaves 80."""
    terms = Conversion(shares=3, per=Money(9_000, XOF))
    run = flows_of(attrs.evolve(BOND, conversion=terms), converted(date(2014, 1, 15)))

    assert (run.units, total(run, FlowKind.PRINCIPAL)) == (1_985, 80)


@pytest.mark.parametrize(
    ("round_price", "price"), [(12_500, 10_000), (8_000, 9_000), (20_000, 11_000), (12_501, 10_001)]
)
def test_a_discount_stays_within_floor_and_cap(round_price: int, price: int) -> None:
    """Half up: 80 % of 12 501 is 10 000.8."""
    terms = Conversion(discount=Rate.parse("20 %"), floor=Money(9_000, XOF), cap=Money(11_000, XOF))
    rounding = Rounding(principal=RoundingMode.HALF_UP)

    assert terms.price_at(Money(round_price, XOF), rounding) == Money(price, XOF)


def test_shares_received_are_bought_back_at_a_formula() -> None:
    """By hand: 429 shares; 100 at 12 000 plus 4 % simple for a year are 12 480 each, then all.

    Two years later 12 960 each; the exit dated before the conversion falls away.
    """
    leaving = ParPlus(rate=Rate.parse("4 %"))
    terms = attrs.evolve(
        COUPON.conversion,
        exits=(
            Exit(on=date(2013, 1, 1), price=leaving),
            Exit(on=date(2014, 7, 15), price=leaving, shares=100),
            Exit(on=date(2015, 7, 15), price=leaving),
        ),
    )
    run = flows_of(attrs.evolve(COUPON, conversion=terms), converted(date(2013, 7, 15)))

    assert told(run.flows)[-2:] == [
        ("2014-07-15", "share_sale", 1_248_000),
        ("2015-07-15", "share_sale", 4_263_840),
    ]
    assert run.units == 0


def test_a_claim_below_the_price_of_a_share_is_paid() -> None:
    """No share is received; a formula that divides by all shares asks nothing of it."""
    formula = MultipleOf(measure="net_profit", first=date(2015, 1, 1), last=date(2015, 12, 31))
    terms = Conversion(
        price=Money(6_000_000, XOF), exits=(Exit(on=date(2016, 1, 1), price=formula),)
    )
    run = flows_of(attrs.evolve(BOND, conversion=terms), converted(date(2014, 1, 15)))

    assert (run.units, total(run, FlowKind.PRINCIPAL)) == (0, 5_955_080)


def test_its_schedule_ends_with_the_conversion() -> None:
    """By hand: interest of the half year joins the claim, 2 000 is paid, nothing is left."""
    leg = COUPON.legs_after((converted(date(2013, 7, 15)),))[0]
    assert isinstance(leg, DebtLeg)
    last = schedule(leg).rows[-1]

    assert (last.principal, last.interest, last.total, last.outstanding) == (
        2_000,
        150_000,
        2_000,
        0,
    )


WAY = "a conversion has one of price, shares and discount, found "


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        ({"price": None}, f"{WAY}neither of them: give one", "price"),
        ({"discount": Rate(1)}, f"{WAY}price and discount: give one", "discount"),
        (
            {"price": None, "discount": Rate(1), "mandatory_on": date(2014, 1, 15)},
            f"{WAY}discount: with a discount and mandatory_on give price too, for the case that "
            "no round has come",
            "discount",
        ),
        (
            {"per": Money(9_000, XOF)},
            "shares is None and per is 9000 XOF: give both, the shares received and the claim "
            "they are received for",
            "per",
        ),
        (
            {"price": None, "shares": 0, "per": Money(9_000, XOF)},
            "shares is 0: use 1 or more",
            "shares",
        ),
        (
            {"price": None, "shares": 3, "per": Money(10_000, XOF)},
            "10000 XOF for 3 shares makes no whole price of a share: choose a claim that the "
            "number of shares divides",
            "per",
        ),
        (
            {"price": None, "discount": Rate.parse("100 %")},
            "discount is 100 %: use 0 % or more, less than 100 %, so that a share has a price",
            "discount",
        ),
        (
            {"floor": Money(9_000, XOF)},
            "floor is 9000 XOF but the price is fixed: leave it out, or give a discount",
            "floor",
        ),
        (
            {"price": None, "discount": Rate(1), "floor": Money(0, XOF)},
            "floor is 0 XOF: use a price above 0",
            "floor",
        ),
        (
            {"price": None, "discount": Rate(1), "floor": Money(9, XOF), "cap": Money(8, XOF)},
            "cap 8 XOF is below floor 9 XOF: raise the cap or lower the floor",
            "cap",
        ),
        ({"other_shares": -1}, "other_shares is -1: use 0 or more", "other_shares"),
        (
            {"since": date(2013, 1, 2), "until": date(2013, 1, 1)},
            "since 2013-01-02 is after 2013-01-01, the last day to convert: check the order of "
            "the dates",
            "since",
        ),
        (
            {
                "exits": (
                    Exit(on=date(2015, 1, 1), price=ParPlus(rate=Rate(0))),
                    Exit(on=date(2014, 1, 1), price=ParPlus(rate=Rate(0))),
                )
            },
            "an exit on 2014-01-01 stands after one on 2015-01-01: give the exits in the order of "
            "their days",
            "exits",
        ),
    ],
)
def test_a_conversion_that_contradicts_itself_is_refused(
    changes: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(COUPON.conversion, **changes)

    assert (str(caught.value), caught.value.field) == (message, field)


@pytest.mark.parametrize(
    ("conversion", "field"),
    [
        (Conversion(price=Money(0, XOF)), "conversion.price"),
        (Conversion(shares=3, per=Money(0, XOF)), "conversion.per"),
    ],
)
def test_a_conversion_price_of_zero_is_refused_with_the_rule(
    conversion: Conversion, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(BOND, conversion=conversion)

    assert str(caught.value) == (
        "a share is priced 0 XOF for a bond of 2011-01-15: the conditions of issue fix how a claim "
        "becomes shares, and it is divided by their price (Code de commerce, article L228-91, text "
        "as at 2009; verified text): give a price above 0"
    )
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        ({"premium": Rate(-100_000)}, "premium is -1 %: use 0 % or more", "premium"),
        (
            {"conversion": Conversion(price=Money(1_000, EUR))},
            "conversion.price is 10.00 EUR but the bond is in XOF: use one currency",
            "conversion.price",
        ),
        (
            {
                "conversion": Conversion(
                    price=Money(1_000, XOF),
                    exits=(
                        Exit(
                            on=date(2015, 1, 1),
                            price=ParLessLosses(
                                first=date(2014, 1, 1),
                                last=date(2014, 12, 31),
                                capital=Money(100, EUR),
                            ),
                        ),
                    ),
                )
            },
            "conversion.exits[0].price.capital is 1.00 EUR but the bond is in XOF: "
            "use one currency",
            "conversion.exits[0].price.capital",
        ),
        (
            {"conversion": Conversion(price=Money(1, XOF), mandatory_on=date(2014, 1, 16))},
            "mandatory_on is 2014-01-16 but the bond runs from 2011-01-15 to its last due on "
            "2014-01-15: give a day after the first and not after the second",
            "conversion.mandatory_on",
        ),
        (
            {"clauses": Clauses(cap_on_return=Money(100, EUR))},
            "cap_on_return is 1.00 EUR but the instrument is in XOF: use one currency",
            "clauses.cap_on_return",
        ),
        ({"rate": Rate(-1)}, "rate is -0.00001 %: use 0 % or more", "rate"),
    ],
)
def test_terms_that_do_not_fit_the_bond_are_refused(
    changes: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(BOND, **changes)

    assert (str(caught.value), caught.value.field) == (message, field)


@pytest.mark.parametrize(
    ("bond", "happening", "message", "field"),
    [
        (
            BOND,
            converted(date(2014, 1, 15)),
            "the conversion on 2014-01-15 has no price but the terms take a discount on the price "
            "of a round: give price, that of one share in the round",
            "price",
        ),
        (
            COUPON,
            converted(date(2014, 1, 15), 12_500),
            "the conversion on 2014-01-15 has a price of 12500 XOF but the terms fix 12000 XOF: "
            "leave price out",
            "price",
        ),
        (
            attrs.evolve(BOND, conversion=Conversion(discount=Rate.parse("60 %"))),
            converted(date(2014, 1, 15), 1),
            "a round at 1 XOF on 2014-01-15 gives a price of 0 XOF after the discount of 60 %: "
            "give a floor above 0",
            "price",
        ),
        (
            BOND,
            converted(date(2014, 1, 16), 12_500),
            "the conversion on 2014-01-16 comes too late: the bond may be converted up to "
            "2014-01-15, give such a day",
            "on",
        ),
        (
            BOND,
            converted(date(2011, 1, 15), 12_500),
            "the conversion on 2011-01-15 comes too early: the bond may be converted after "
            "2011-01-15, give such a day",
            "on",
        ),
        (
            attrs.evolve(BOND, conversion=Conversion(discount=Rate(0), since=date(2013, 1, 1))),
            converted(date(2012, 12, 31), 12_500),
            "the conversion on 2012-12-31 comes too early: the bond may be converted from "
            "2013-01-01, give such a day",
            "on",
        ),
    ],
)
def test_a_conversion_that_the_terms_do_not_allow_is_refused(
    bond: ConvertibleBond, happening: Happening, message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        bond.legs_after((happening,))

    assert (str(caught.value), caught.value.field) == (message, field)
