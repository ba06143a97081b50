"""Cooperative shares: redeemed at nominal less losses, interest capped, never a gain."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.contract import Contract, run_contract
from investisens.engine.scenario import Scenario
from investisens.engine.shares import run_shares
from investisens.folder.converter import toml_converter
from investisens.folder.plain import flattened
from investisens.instruments.clauses import Clauses
from investisens.instruments.cooperative_rules import CooperativeForm
from investisens.instruments.cooperative_shares import CooperativeShares, Redemption
from investisens.instruments.registry import INSTRUMENTS
from investisens.instruments.share_interest import CentralBankRate, InterestOnShares
from investisens.portfolio.fund import Position
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period, YearDay
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.results import Results
from investisens.values.schedule import Every, OnDates
from investisens.values.shares import ShareEvent, ShareEventKind
from share_terms import exit_days, gone
from strategies import currencies, days
from yearly import results


@st.composite
def interests(draw: st.DrawFn, start: date) -> InterestOnShares:
    """Any interest, with an assumed cap for days whose cap is not held."""
    first = start.year + draw(st.integers(0, 2))
    return InterestOnShares(
        rate=Rate(draw(st.integers(0, MBP // 10))),
        first_year=first,
        last_year=first + draw(st.integers(0, 5)),
        paid_on=draw(st.sampled_from([YearDay(6, 30), YearDay(2, 29), YearDay(12, 31)])),
        measure=draw(st.sampled_from(["net_profit", "available_for_interest"])),
        part=Rate(draw(st.integers(0, MBP))),
        assumed_cap=Rate(draw(st.integers(0, MBP // 20))),
        central_bank_rate=draw(st.sampled_from(CentralBankRate)),
    )


@st.composite
def lines(draw: st.DrawFn) -> CooperativeShares:
    """Shares of any cooperative, whose others keep enough capital."""
    currency, start = draw(currencies), draw(days)
    shares = draw(st.integers(1, 300))
    nominal = draw(st.integers(1, 20_000))
    events = []
    if draw(st.booleans()):
        sold = draw(st.integers(0, nominal))
        on = start + timedelta(days=draw(st.integers(0, 900)))
        events.append(
            ShareEvent(
                on=on,
                event=ShareEventKind.SALE,
                shares=draw(st.integers(1, shares)),
                per_share=Money(sold, currency),
            )
        )
    redemption = draw(st.none() | st.builds(Redemption, days=exit_days(start)))
    return CooperativeShares(
        shares=shares,
        nominal=Money(nominal, currency),
        subscribed_on=start,
        form=draw(st.sampled_from(CooperativeForm)),
        other_shares=draw(st.integers(shares, 3_000)),
        category=draw(st.sampled_from(["", "investors"])),
        interest=draw(st.none() | interests(start)),
        redemption=redemption,
        planned=tuple(events),
        clauses=Clauses(),
    )


terms = lines()

SCIC = CooperativeShares(
    shares=100,
    nominal=Money(20_00, EUR),
    subscribed_on=date(2018, 6, 30),
    form=CooperativeForm.SCIC,
    other_shares=2_400,
)
STEPS = Redemption(days=(Every(first=date(2022, 6, 30), every=Period(months=12), count=3),))
known_results = st.dictionaries(
    st.tuples(
        st.sampled_from(["net_profit", "available_for_interest", "losses_beyond_reserves"]),
        st.integers(2007, 2040),
    ),
    st.integers(-(10**5), 10**8),
    max_size=20,
).map(results)


def redeemed(on: date, number: int | None) -> Happening:
    return Happening(contract="Q1", on=on, what=HappeningKind.REDEEMED, number=number)


def flows(
    line: CooperativeShares, known: Results, *happened: Happening
) -> list[tuple[str, FlowKind, int]]:
    (leg,) = line.legs_after(happened)
    run = run_shares(leg, results=known)
    return [(str(date.fromordinal(day)), kind, amount) for day, kind, amount in run.flows]


@given(terms)
def test_it_reads_back_from_a_folder_as_it_was(line: CooperativeShares) -> None:
    position = Position(id="Q1", enterprise="E1", instrument=line)

    assert toml_converter(XOF, INSTRUMENTS).structure(flattened(position), Position) == position


@given(terms, known_results, st.data())
def test_nothing_is_gained_above_nominal(
    line: CooperativeShares, known: Results, data: st.DataObject
) -> None:
    """What comes back is at most what was paid; what is redeemed was held, once."""
    happened = data.draw(gone(HappeningKind.REDEEMED, line.subscribed_on, line.shares))
    (leg,) = line.legs_after(happened)
    run = run_shares(leg, results=known)
    back = sum(amount for _, kind, amount in run.flows if kind is FlowKind.SHARE_SALE)

    assert 0 <= run.units <= line.shares
    assert back <= line.cost.minor - run.units * line.nominal.minor


@given(terms, known_results)
def test_interest_stays_below_the_cap_on_the_nominal_of_what_is_held(
    line: CooperativeShares, known: Results
) -> None:
    (leg,) = line.legs()
    caps = {each.window.paid_on.toordinal(): each.cap_of_price for each in leg.dividends}
    for day, kind, amount in run_shares(leg, results=known).flows:
        if kind is FlowKind.DIVIDEND:
            cap = caps[day]
            assert cap is not None
            assert amount <= cap * line.cost.minor


@given(terms)
def test_without_losses_all_of_the_nominal_comes_back(line: CooperativeShares) -> None:
    (leg,) = attrs.evolve(line, planned=(), interest=None, redemption=in_four_steps(line)).legs()
    run = run_shares(leg)

    assert run.units == 0
    assert sum(amount for _, _, amount in run.flows[1:]) == line.cost.minor


def in_four_steps(line: CooperativeShares) -> Redemption:
    return Redemption(days=(Every(first=line.subscribed_on, every=Period(months=6), count=4),))


def test_a_redemption_bears_its_part_of_the_losses() -> None:
    """SCI-05: 100 shares of 20 EUR; capital 50,000; losses exceeding reserves 10,000: 1,600."""
    known = results({("losses_beyond_reserves", 2021): 10_000_00})
    line = attrs.evolve(SCIC, redemption=Redemption(days=(OnDates((date(2022, 6, 30),)),)))

    assert flows(line, known)[1:] == [("2022-06-30", FlowKind.SHARE_SALE, 1_600_00)]


def test_a_later_step_bears_more_because_the_capital_is_lower() -> None:
    """By hand: 34 of 2 500 shares at 20 x 0.8; then losses of 10 000 on 2 466 x 20 = 49 320.

    20 x (1 - 10 000 / 49 320) = 15.9448..., and on the 2 433 left, 48 660: 15.8898...
    """
    known = results({("losses_beyond_reserves", year): 10_000_00 for year in (2021, 2022, 2023)})

    assert flows(attrs.evolve(SCIC, redemption=STEPS), known)[1:] == [
        ("2022-06-30", FlowKind.SHARE_SALE, 34 * 16_00),
        ("2023-06-30", FlowKind.SHARE_SALE, 33 * 15_94),
        ("2024-06-30", FlowKind.SHARE_SALE, 33 * 15_88),
    ]


INTEREST = InterestOnShares(
    rate=Rate.parse("4 %"), first_year=2022, last_year=2023, paid_on=YearDay(6, 30)
)


def test_interest_is_the_lowest_of_the_rate_the_cap_and_what_is_left_for_it() -> None:
    """Of 2 000 EUR on 30 June 2023 and 2024, on 100 of 2 500 shares.

    2023: (0.20 - 0.02 + 0.20 + 0.27 + 1.325 + 2.51) / 6 + 2 = 2.747 5 per cent makes 54.95;
    500 EUR left for interest make 20.00. 2024: 3.8025 per cent (TMO-01) makes 76.05 of 85 000.
    """
    known = results(
        {("available_for_interest", 2022): 500_00, ("available_for_interest", 2023): 85_000_00}
    )
    line = attrs.evolve(SCIC, interest=INTEREST)
    rich = known.updated(results({("available_for_interest", 2022): 85_000_00}))

    assert [amount for _, _, amount in flows(line, known)[1:]] == [20_00, 76_05]
    assert [amount for _, _, amount in flows(line, rich)[1:]] == [54_95, 76_05]


def test_a_part_of_the_whole_surplus_may_be_named() -> None:
    """SCI-01: 42.5 % of a surplus of 20,000 is 8,500; on 100 of 5,000 shares, 170 and 76.05."""
    share = attrs.evolve(INTEREST, measure="surplus", part=Rate.parse("42.5 %"), first_year=2023)
    line = attrs.evolve(SCIC, interest=share, other_shares=4_900)

    assert line.capital == Money.of(100_000, EUR)
    assert flows(line, results({("surplus", 2023): 20_000_00}))[1:] == [
        ("2024-06-30", FlowKind.DIVIDEND, 76_05)
    ]
    assert flows(line, results({("surplus", 2023): 5_000_00}))[1:] == [
        ("2024-06-30", FlowKind.DIVIDEND, 42_50)
    ]


def test_what_is_redeemed_replaces_the_plan_up_to_its_day() -> None:
    """60 on 1 July 2022; 40 are left for 2023 and 2024."""
    line = attrs.evolve(SCIC, redemption=STEPS)

    assert flows(line, results({}), redeemed(date(2022, 7, 1), 60))[1:] == [
        ("2022-07-01", FlowKind.SHARE_SALE, 60 * 20_00),
        ("2023-06-30", FlowKind.SHARE_SALE, 20 * 20_00),
        ("2024-06-30", FlowKind.SHARE_SALE, 20 * 20_00),
    ]


def test_a_scenario_redeems_what_no_plan_foresaw() -> None:
    contract = Contract(id="Q1", legs=SCIC.legs(), switch=SCIC.legs_after)
    future = Scenario(name="leaves", happenings=(redeemed(date(2020, 1, 1), None),))
    run = run_contract(contract, future)

    assert (run.units, run.flows[-1][2]) == (0, 2_000_00)


class TestCapitalFloor:
    """Capital does not fall below one quarter of the highest level it has reached (unverified)."""

    LAST = attrs.evolve(
        SCIC, shares=300, other_shares=1_450, highest_capital=Money.of(120_000, EUR)
    )
    ON = OnDates((date(2024, 6, 30),))

    def test_lets_redemptions_through_that_keep_it(self) -> None:
        """SCI-04: current 35,000, floor 30,000, so 5,000 may be redeemed: 250 shares of 20."""
        line = attrs.evolve(self.LAST, redemption=Redemption(days=(self.ON,), shares=250))

        assert line.capital == Money.of(35_000, EUR)
        assert line.legs()[0].exits[0].shares == 250

    def test_refuses_one_share_more(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            attrs.evolve(self.LAST, redemption=Redemption(days=(self.ON,), shares=251))

        assert str(caught.value) == (
            "redeeming 251 shares on 2024-06-30 leaves 29980.00 EUR of capital: it may not fall "
            "below 30000.00 EUR, 25 % of 120000.00 EUR (coop.capital_floor on 2024-06-30: Law "
            "47-1775, from general knowledge, not read; unverified): redeem fewer shares"
        )
        assert caught.value.field == "redemption"

    def test_holds_against_what_happens(self) -> None:
        with pytest.raises(InvalidTerms, match=r"^redeeming 251 shares on 2023-01-01 leaves "):
            self.LAST.legs_after((redeemed(date(2023, 1, 1), 251),))

    def test_of_ohada_law_is_not_held(self) -> None:
        line = attrs.evolve(self.LAST, form=CooperativeForm.SCOOPS)

        assert attrs.evolve(line, redemption=Redemption(days=(self.ON,))).legs()[0].redeemed


@pytest.mark.parametrize(
    ("change", "message", "field"),
    [
        ({"shares": 0}, "shares is 0: use 1 or more", "shares"),
        ({"nominal": Money(0, EUR)}, "nominal is 0: use 1 or more", "nominal"),
        ({"other_shares": -1}, "other_shares is -1: use 0 or more", "other_shares"),
        (
            {"redemption": Redemption(days=(OnDates((date(2018, 6, 29),)),))},
            "redemption on 2018-06-29 is before 2018-06-30, when the shares are subscribed: check "
            "the order of the dates",
            "redemption.days",
        ),
        (
            {"highest_capital": Money(1, XOF)},
            "highest_capital is in XOF but the shares are in EUR: use one currency",
            "highest_capital",
        ),
        (
            {"highest_capital": Money.of(49_999, EUR)},
            "highest_capital is 49999.00 EUR but the capital is 50000.00 EUR: give the highest "
            "that it has reached",
            "highest_capital",
        ),
        (
            {"clauses": Clauses(cap_on_return=Money(1, XOF))},
            "cap_on_return is 1 XOF but the instrument is in EUR: use one currency",
            "clauses.cap_on_return",
        ),
    ],
)
def test_terms_that_make_no_sense_are_refused(
    change: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(SCIC, **change)

    assert (str(caught.value), caught.value.field) == (message, field)


@pytest.mark.parametrize(
    ("form", "law"),
    [
        (CooperativeForm.SCIC, "law 47-1775, articles 14 and following; verified secondary"),
        (CooperativeForm.SCOOPS, "AUSCOOP; unverified"),
    ],
)
def test_a_sale_above_nominal_is_refused(form: CooperativeForm, law: str) -> None:
    dear = ShareEvent(
        on=date(2020, 1, 1), event=ShareEventKind.SALE, shares=5, per_share=Money(20_01, EUR)
    )

    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(SCIC, form=form, planned=(dear,))

    assert str(caught.value) == (
        "sale on 2020-01-01 is at 20.01 EUR a share: cooperative shares bring no more than their "
        f"nominal, 20.00 EUR ({law}): use a lower price"
    )


def test_a_redemption_before_subscription_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        SCIC.legs_after((redeemed(date(2018, 6, 29), 5),))

    assert str(caught.value) == (
        "what is redeemed on 2018-06-29 is before 2018-06-30, when the shares are subscribed: "
        "check the order of the dates"
    )
