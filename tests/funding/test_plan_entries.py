"""The entries of a plan: balanced to the unit, and at nil once all is paid, repaid and released."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from booked_plans import DEBTS, BookedPlan, booked_plans
from investisens.funding.accounting import Entry, EntryKind, balances
from investisens.funding.agreements import GrantAgreement
from investisens.funding.chart import AssetKind, Books, Chart
from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import Source, SourceKind, Use, UseKind
from investisens.funding.plan_calendar import plan_calendar
from investisens.funding.plan_entries import Execution, entries_of
from investisens.values.currency import XOF
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.money import Money, total
from investisens.values.rates import Rate

CHARTS = [Chart(books=books) for books in Books]
charts = st.sampled_from(CHARTS)
LATE = date(2026, 1, 1)
AT_NIL = (
    *("trade.equipment_supplier", "trade.supplier", "sources.subscribers"),
    *("commitments.received", "commitments.counterpart"),
    *("grant", "grant_released", "receivable_state", "receivable_operating"),
)


def xof(minor: int) -> Money:
    return Money(minor, XOF)


def held(entries: tuple[Entry, ...], chart: Chart, name: str, on: date = LATE) -> int:
    """Minor units on the account of that name; 0 where nothing was ever booked."""
    found = balances(entries).get(chart.account(name, on=on).number)
    return found.minor if found is not None else 0


def booked(entries: tuple[Entry, ...]) -> list[tuple[str, str, dict[str, int]]]:
    """Day, kind and amounts by account, as a table to compare with."""
    return [
        (
            f"{entry.on}",
            entry.kind.value,
            {line.account.number: (line.debit - line.credit).minor for line in entry.lines},
        )
        for entry in entries
    ]


class TestEveryPlan:
    """Whatever the plan and the books, in francs and in euros."""

    @given(booked_plans(), charts)
    def test_debits_equal_credits(self, made: BookedPlan, chart: Chart) -> None:
        entries = entries_of(made.plan, made.execution, chart)
        nothing = made.plan.currency

        assert total((each.debit for each in entries), nothing) == total(
            (each.credit for each in entries), nothing
        )
        assert sum(balance.minor for balance in balances(entries).values()) == 0

    @given(booked_plans(), charts)
    def test_entries_come_by_day(self, made: BookedPlan, chart: Chart) -> None:
        days = [each.on for each in entries_of(made.plan, made.execution, chart)]

        assert days == sorted(days)

    @given(booked_plans(), charts)
    def test_what_passes_through_ends_at_nil(self, made: BookedPlan, chart: Chart) -> None:
        """Grants are released to the last unit; suppliers, funders and shareholders are quits."""
        entries = entries_of(made.plan, made.execution, chart)

        assert {name: held(entries, chart, name) for name in AT_NIL} == dict.fromkeys(AT_NIL, 0)

    @given(booked_plans(), charts)
    def test_the_whole_grant_is_income_once(self, made: BookedPlan, chart: Chart) -> None:
        """Through release for equipment, at once for working capital."""
        entries = entries_of(made.plan, made.execution, chart)
        granted = made.plan.paid_by(lambda source: source.kind is SourceKind.GRANT)
        lines = [
            line
            for entry in entries
            if entry.kind in (EntryKind.RELEASE, EntryKind.GRANT_NOTIFIED)
            for line in entry.lines
            if chart.holds_result(line.account, LATE)
        ]

        assert sum((line.credit - line.debit).minor for line in lines) == granted.minor

    @given(booked_plans(), charts)
    def test_debts_end_at_nil_when_they_are_repaid(self, made: BookedPlan, chart: Chart) -> None:
        """Interest that was added to a debt is repaid with it."""
        parties = {source.id for source in made.plan.sources if source.kind in DEBTS}
        owed: dict[str, int] = {}
        for entry in entries_of(made.plan, attrs.evolve(made.execution, signed_on=None), chart):
            for line in entry.lines:
                owed[line.party] = owed.get(line.party, 0) + (line.debit - line.credit).minor

        assert {party: owed.get(party, 0) for party in parties} == dict.fromkeys(parties, 0)

    @given(booked_plans(sold=True), charts)
    def test_what_is_sold_leaves_the_books(self, made: BookedPlan, chart: Chart) -> None:
        entries = entries_of(made.plan, made.execution, chart)
        names = [
            f"{group}.{kind.value}"
            for group in ("equipment", "in_progress", "written_down")
            for kind in AssetKind
        ]

        assert {name: held(entries, chart, name) for name in names} == dict.fromkeys(names, 0)

    @given(booked_plans(), charts, st.dates(date(2009, 1, 1), date(2040, 12, 31)))
    def test_a_day_cuts_the_same_entries(self, made: BookedPlan, chart: Chart, on: date) -> None:
        whole = entries_of(made.plan, made.execution, chart)

        assert entries_of(made.plan, made.execution, chart, on=on) == tuple(
            each for each in whole if each.on <= on
        )

    @given(booked_plans())
    def test_both_books_hold_the_same_money(self, made: BookedPlan) -> None:
        """What differs is the numbers, and that the French plan sets a grant off at its end."""
        first, second = (
            [
                (each.on, each.kind, each.debit)
                for each in entries_of(made.plan, made.execution, chart)
                if each.kind is not EntryKind.GRANT_CLOSED
            ]
            for chart in CHARTS
        )

        assert first == second


PRESS = Use(
    enterprise="E1",
    id="U1",
    label="Press",
    kind=UseKind.EQUIPMENT,
    cost=xof(10_000),
    life_years=2,
    in_service=date(2018, 7, 1),
    paid_on=date(2018, 6, 10),
)
STOCK = Use(
    enterprise="E1",
    id="U2",
    label="Stock",
    kind=UseKind.WORKING_CAPITAL,
    cost=xof(3_000),
    paid_on=date(2018, 8, 1),
)
REGION = Source(id="REGION", name="Region", public=True, kind=SourceKind.GRANT)
SHARES = Source(id="IS_EQ", name="Shares", own=True, kind=SourceKind.EQUITY)
WORK = Source(id="WORK", name="Work", kind=SourceKind.IN_KIND)
PLAN = FundingPlan(
    enterprise="E1",
    uses=(PRESS, STOCK),
    sources=(REGION, SHARES, WORK),
    amounts=((4_000, 5_000, 1_000), (500, 2_500, 0)),
    currency=XOF,
)
AGREED = GrantAgreement(
    source="REGION", agreed_on=date(2018, 5, 1), ceiling=xof(4_500), advance=Rate.parse("50 %")
)
DONE = Execution(
    calendar=plan_calendar(PLAN, agreements=[AGREED]),
    signed_on=date(2018, 5, 1),
    agreements=(AGREED,),
)


class TestAPlanByHand:
    """A press of 10,000 for two years from 1 July 2018, and a stock of 3,000.

    The Region grants 4,000 and 500, half at once (2,250) and half when the last use is paid, on
    1 August: 1,750 ends what is for the press, 500 is for the stock. Shares bring the rest but for
    1,000 of work. The press is written down by 6 / 24, 12 / 24 and 6 / 24, and the grant of 4,000
    released at that pace.
    """

    def test_in_west_african_books(self) -> None:
        assert booked(entries_of(PLAN, DONE, CHARTS[0])) == [
            (
                "2018-05-01",
                "grant_notified",
                {"4494": 4_000, "4495": 500, "141": -4_000, "718": -500},
            ),
            ("2018-05-01", "receipt", {"521": 2_250, "4494": -2_250}),
            ("2018-05-01", "commitment", {"901": 7_500, "911": -7_500}),
            ("2018-06-10", "subscription", {"461": 5_000, "101": -5_000}),
            ("2018-06-10", "receipt", {"521": 5_000, "461": -5_000}),
            ("2018-06-10", "commitment_met", {"911": 5_000, "901": -5_000}),
            ("2018-06-10", "purchase", {"249": 10_000, "4812": -10_000}),
            ("2018-06-10", "settlement", {"4812": 1_000, "462": -1_000}),
            ("2018-06-10", "settlement", {"4812": 9_000, "521": -9_000}),
            ("2018-07-01", "service", {"241": 10_000, "249": -10_000}),
            ("2018-08-01", "receipt", {"521": 2_250, "4494": -1_750, "4495": -500}),
            ("2018-08-01", "subscription", {"461": 2_500, "101": -2_500}),
            ("2018-08-01", "receipt", {"521": 2_500, "461": -2_500}),
            ("2018-08-01", "commitment_met", {"911": 2_500, "901": -2_500}),
            ("2018-08-01", "purchase", {"602": 3_000, "401": -3_000}),
            ("2018-08-01", "settlement", {"401": 3_000, "521": -3_000}),
            ("2018-12-31", "depreciation", {"6813": 2_500, "2841": -2_500}),
            ("2018-12-31", "release", {"141": 1_000, "799": -1_000}),
            ("2019-12-31", "depreciation", {"6813": 5_000, "2841": -5_000}),
            ("2019-12-31", "release", {"141": 2_000, "799": -2_000}),
            ("2020-12-31", "depreciation", {"6813": 2_500, "2841": -2_500}),
            ("2020-12-31", "release", {"141": 1_000, "799": -1_000}),
        ]

    def test_in_french_books_the_grant_is_set_off_at_its_end(self) -> None:
        made = booked(entries_of(PLAN, DONE, CHARTS[1]))

        assert [
            each for each in made if each[1] in ("grant_notified", "release", "grant_closed")
        ] == [
            (
                "2018-05-01",
                "grant_notified",
                {"4411": 4_000, "4417": 500, "131": -4_000, "740": -500},
            ),
            ("2018-12-31", "release", {"139": 1_000, "777": -1_000}),
            ("2019-12-31", "release", {"139": 2_000, "777": -2_000}),
            ("2020-12-31", "release", {"139": 1_000, "777": -1_000}),
            ("2020-12-31", "grant_closed", {"131": 4_000, "139": -4_000}),
        ]

    def test_a_grant_of_an_international_body_is_due_by_it(self) -> None:
        abroad = attrs.evolve(DONE, abroad=frozenset({"REGION"}))

        assert "4582" in balances(entries_of(PLAN, abroad, CHARTS[0]))

    def test_a_source_may_be_credited_elsewhere(self) -> None:
        """The work of the entrepreneur, made capital at once."""
        elsewhere = attrs.evolve(DONE, accounts={"WORK": "sources.capital"})

        assert balances(entries_of(PLAN, elsewhere, CHARTS[0]))["101"] == xof(-8_500)

    def test_shares_of_the_result_are_interest(self) -> None:
        shared = attrs.evolve(DONE, participations={"IS_EQ": ((date(2019, 6, 30), xof(80)),)})

        assert balances(entries_of(PLAN, shared, CHARTS[0]))["671"] == xof(80)

    def test_a_flow_without_a_day_has_no_entry(self) -> None:
        """Nothing tells when the stock is paid: it, and what pays it, wait."""
        open_plan = attrs.evolve(PLAN, uses=(PRESS, attrs.evolve(STOCK, paid_on=None)))
        undated = attrs.evolve(DONE, calendar=plan_calendar(open_plan), agreements=())
        made = entries_of(open_plan, undated, CHARTS[0])

        assert "602" not in balances(made)
        assert balances(made)["101"] == xof(-5_000)


class TestRefusals:
    """What the books cannot say is refused, with what to do."""

    @pytest.mark.parametrize(
        ("field", "execution"),
        [
            ("schedules", attrs.evolve(DONE, schedules={"REGON": ()})),
            ("participations", attrs.evolve(DONE, participations={"REGON": ()})),
            ("accounts", attrs.evolve(DONE, accounts={"REGON": "sources.loan"})),
            ("abroad", attrs.evolve(DONE, abroad=frozenset({"REGON"}))),
        ],
    )
    def test_a_source_that_the_plan_does_not_know(self, field: str, execution: Execution) -> None:
        with pytest.raises(InvalidTerms) as caught:
            entries_of(PLAN, execution, CHARTS[0])

        assert str(caught.value) == (
            f"{field} names 'REGON': the plan of E1 has IS_EQ, REGION, WORK"
        )

    def test_a_use_that_the_plan_does_not_know(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            entries_of(PLAN, attrs.evolve(DONE, kinds={"U9": AssetKind.IT}), CHARTS[0])

        assert str(caught.value) == "kinds names 'U9': the plan of E1 has U1, U2"

    def test_equipment_without_a_life(self) -> None:
        plan = attrs.evolve(PLAN, uses=(attrs.evolve(PRESS, life_years=None), STOCK))

        with pytest.raises(MissingData) as caught:
            entries_of(plan, DONE, CHARTS[0])

        assert str(caught.value) == "E1 U1 has no life_years: fill it in in uses.csv"

    def test_a_day_before_the_first_plan_of_accounts(self) -> None:
        early = attrs.evolve(DONE, signed_on=date(2000, 12, 31))

        with pytest.raises(MissingData) as caught:
            entries_of(PLAN, early, CHARTS[0])

        assert str(caught.value) == (
            "accounts.syscohada.commitments.received has no value on 2000-12-31: the first one "
            "holds from 2001-01-01"
        )
