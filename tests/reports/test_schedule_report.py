"""A schedule is shown with the conventions that make its figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from enum import Enum
from fractions import Fraction
from types import UnionType
from typing import Any, ClassVar, get_args, get_type_hints

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.schedule import Instalment, RepaymentSchedule, schedule
from investisens.instruments.clauses import Clauses, Rank
from investisens.instruments.conversion import Conversion
from investisens.instruments.convertible_bond import ConvertibleBond
from investisens.instruments.loan import Loan
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.instruments.participating_loan import ParticipatingLoan, Participation
from investisens.instruments.registry import INSTRUMENTS, Instrument
from investisens.instruments.repayment import (
    Amortisation,
    Fee,
    FeeKind,
    Indexation,
    RateReset,
    Repayment,
    Tranche,
)
from investisens.instruments.result_share import RestAtStop, ResultShare
from investisens.instruments.revenue_share import RevenueShare
from investisens.l10n import Language
from investisens.portfolio.fund import Amendment, Fund, FundTerms, Position
from investisens.reports.cells import plain_term, term_text
from investisens.reports.cost_report import cost_table
from investisens.reports.labels import LABELS
from investisens.reports.schedule_report import (
    page_json,
    page_lines,
    schedule_page,
    schedule_report,
    schedule_table,
)
from investisens.reports.text import to_text
from investisens.values.currency import XOF
from investisens.values.dates import Period, YearDay
from investisens.values.daycount import DayCount
from investisens.values.errors import MissingData, NotSupported
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.legs import DebtLeg, Leg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.schedule import Every, OnDates
from investisens.values.shares import Exit, ParPlus
from investisens.values.steps import (
    ChargeFee,
    Convert,
    Deliver,
    Draw,
    GiveUp,
    PayInterest,
    Plan,
    RepayRest,
    Step,
)
from shapes import FIXINGS, shaped

START, NEXT, LAST = date(2010, 1, 1), date(2011, 1, 1), date(2012, 1, 1)
LOAN = Loan(
    principal=Money(100_000, XOF),
    disbursed_on=START,
    rate=Rate.parse("10 %"),
    repayment=Repayment(
        dues=(OnDates((NEXT, LAST)),),
        amortisation=Amortisation.BULLET,
        capitalised_dues=1,
        rounding=Rounding(interest=RoundingMode.HALF_UP, principal=RoundingMode.DOWN, multiple=5),
    ),
)


BOND = ConvertibleBond(
    principal=LOAN.principal,
    disbursed_on=START,
    rate=LOAN.rate,
    premium=Rate.parse("5 %"),
    repayment=LOAN.repayment,
    conversion=Conversion(
        discount=Rate.parse("20 %"),
        since=NEXT,
        exits=(Exit(on=LAST, price=ParPlus(rate=Rate.parse("4 %"), compound=True)),),
    ),
    clauses=Clauses(rank=Rank.SUBORDINATED, cap_on_return=Money(15_000, XOF)),
)
NO_DEBTS = frozenset(
    {
        *("ordinary_shares", "cooperative_shares", "grant", "guarantee", "counter_guarantee"),
        *("portfolio_guarantee", "equipment_pledge"),
    }
)


@attrs.frozen
class HomeMade:
    """An instrument of somebody else, which writes its own steps."""

    kind: ClassVar[str] = "home_made"
    steps: tuple[Step, ...] = (RepayRest(NEXT), PayInterest(NEXT))
    rate: Rate = Rate.parse("10 %")

    def legs(self) -> tuple[Leg, ...]:
        """100 000 at 10 %, repaid after one year, unless other steps are given."""
        leg = DebtLeg(
            principal=Money(100_000, XOF),
            start=START,
            rate=self.rate,
            day_count=DayCount.ACT_365F,
            rounding=Rounding(),
            plan=Plan(self.steps),
        )
        return (leg,)


@attrs.frozen(kw_only=True, cache_hash=True)
class LunarRepayment(Repayment):
    """Terms with attributes that no label knows."""

    moon_phase: str = "new"
    tides: tuple[int, ...] = attrs.field(factory=tuple)


def plain(lines: list[str]) -> list[str]:
    """The lines with ordinary spaces."""
    return [line.replace("\u202f", " ").replace("\u00a0", " ") for line in lines]


def terms_lines(repayment: Repayment, lang: Language) -> list[str]:
    """What is printed between the rows and the cost, title included."""
    return told_of(attrs.evolve(LOAN, repayment=repayment), lang)


def told_of(instrument: Instrument, lang: Language) -> list[str]:
    """The same of any instrument."""
    page = schedule_page(fund(instrument), "P0")
    lines = plain(page_lines(page, lang))
    start = lines.index("")
    return lines[start : lines.index("", start + 1)] if page.terms else []


def attributes(cls: type[Any]) -> Iterator[tuple[str, type[Any]]]:
    """Every attribute of a class of terms and of the classes in it, with each of its types."""
    for name, hint in get_type_hints(cls).items():
        if name in {"dues", "return"} or name not in attrs.fields_dict(cls):
            continue
        for kind in leaves(hint):
            yield name, kind
            if attrs.has(kind) and kind.__str__ is object.__str__:
                yield from attributes(kind)


def leaves(hint: Any) -> Iterator[type[Any]]:
    """The classes of a hint such as ``tuple[Fee, ...]`` or ``Money | None``."""
    if isinstance(hint, type) and not isinstance(hint, UnionType) and not get_args(hint):
        yield hint
    for part in get_args(hint):
        yield from leaves(part)


def fund(*instruments: Instrument, amendments: tuple[Amendment, ...] = ()) -> Fund:
    """A fund whose positions are called P0, P1 ..."""
    return Fund(
        terms=FundTerms(
            name="Essai", currency=XOF, share_price=Money(10_000, XOF), as_of=date(2012, 6, 30)
        ),
        positions=tuple(
            Position(id=f"P{number}", enterprise="E1", instrument=instrument)
            for number, instrument in enumerate(instruments)
        ),
        amendments=amendments,
    )


def test_the_columns_are_those_of_the_schedule() -> None:
    rows = (Instalment(NEXT, 1, 2, 3, 6, 4),)
    table = schedule_table(RepaymentSchedule(currency=XOF, rows=rows))

    assert table.columns == {
        "due_on": [NEXT],
        "principal": [1],
        "interest": [2],
        "fees": [3],
        "total": [6],
        "outstanding": [4],
    }


def test_a_capitalised_row_pays_nothing_and_raises_the_balance() -> None:
    """10 000 a year on 100 000, then 11 000 on 110 000."""
    table = schedule_report(fund(LOAN), "P0").tables[0]

    assert table.rows == (
        (NEXT, 0, 10_000, 0, 0, 110_000),
        (LAST, 110_000, 11_000, 0, 121_000, 0),
    )


def test_every_convention_is_told() -> None:
    facts = schedule_report(fund(LOAN), "P0").facts

    assert {name: cell for name, (cell,) in facts.columns.items()} == {
        "contract": "P0",
        "enterprise": "E1",
        "kind": "loan",
        "principal": 100_000,
        "start": START,
        "rate": 0.1,
        "day_count": "A/365F",
        "rounding_interest": "half_up",
        "rounding_principal": "down",
        "rounding_multiple": 5,
        "amortisation": "bullet",
        "capitalised_dues": 1,
        "interest_only_dues": 0,
        "amended_on": [],
        "dues_left_out": 0,
    }
    assert [name for name in facts.columns if f"column.{name}" not in LABELS] == []


def test_a_schedule_that_a_multiple_shortens_says_so() -> None:
    """10 in four parts by 4: 4, 4 and 2; the fourth due is left out."""
    dues = Every(first=NEXT, every=Period(months=12), count=4)
    short = attrs.evolve(
        LOAN,
        principal=Money(10, XOF),
        repayment=Repayment(dues=(dues,), rounding=Rounding(multiple=4)),
    )
    page = schedule_page(fund(short), "P0")

    assert page.report.tables[0].columns["principal"] == [4, 4, 2]
    assert json.loads(page_json(page))["facts"]["dues_left_out"] == 1
    assert "Dues left out, nothing being owed: 1" in to_text(page.report, "en").splitlines()


def test_after_an_amendment_the_conventions_are_the_new_ones() -> None:
    new = Loan(
        principal=Money(110_000, XOF),
        disbursed_on=NEXT,
        rate=Rate.parse("5 %"),
        repayment=Repayment(dues=(OnDates((LAST,)),)),
    )
    amendment = Amendment(position="P0", on=NEXT, capitalised=Money(10_000, XOF), instrument=new)
    amended = fund(LOAN, amendments=(amendment,))
    signed, in_force = (schedule_report(amended, "P0", on).facts.columns for on in (None, NEXT))

    assert (signed["rate"], in_force["rate"]) == ([0.1], [0.05])
    assert (signed["principal"], in_force["principal"]) == ([100_000], [110_000])
    assert signed["amended_on"] == in_force["amended_on"] == [[NEXT]]


def test_an_instrument_that_writes_its_own_steps_has_a_schedule() -> None:
    report = schedule_report(fund(HomeMade()), "P0")

    assert report.tables[0].columns["total"] == [110_000]
    assert report.facts.columns["kind"] == ["home_made"]
    assert report.facts.columns["amortisation"] == [None]


def test_shares_and_unknown_names_are_refused() -> None:
    shares = OrdinaryShares(shares=5, price=Money(10_000, XOF), subscribed_on=START)

    with pytest.raises(NotSupported, match="has no repayment schedule"):
        schedule_report(fund(shares), "P0")
    with pytest.raises(MissingData, match="no position is called 'P7'"):
        schedule_report(fund(shares), "P7")


class TestOtherTerms:
    """What a contract chooses beyond the facts is printed, whatever it is."""

    def test_terms_at_their_default_are_not_told(self) -> None:
        page = schedule_page(fund(LOAN), "P0")

        assert page.terms == ()
        assert page_lines(page, "en")[1:3] == ["", "Cost of the credit"]
        assert json.loads(page_json(page))["terms"] == {}

    @pytest.mark.parametrize(
        ("lang", "lines"),
        [
            (
                "en",
                [
                    "",
                    "Other terms",
                    "Later draws: On: March 1, 2011, Amount: XOF 50,000",
                    "Fees: Kind: at each draw, Share: 2.5%; Kind: on its day, Amount: XOF 1,000, "
                    "On: June 1, 2011",
                    "Interest in multiples of: 5",
                ],
            ),
            (
                "fr",
                [
                    "",
                    "Autres conditions",
                    "Tranches suivantes : Le : 1er mars 2011, Montant : 50 000 F CFA",
                    "Frais : Nature : à chaque tranche, Part : 2,5 % ; Nature : à sa date, "
                    "Montant : 1 000 F CFA, Le : 1er juin 2011",
                    "Intérêts par multiples de : 5",
                ],
            ),
        ],
    )
    def test_every_other_choice_is_printed(self, lang: Language, lines: list[str]) -> None:
        repayment = attrs.evolve(
            LOAN.repayment,
            draws=(Tranche(on=date(2011, 3, 1), amount=Money(50_000, XOF)),),
            fees=(
                Fee(kind=FeeKind.AT_DRAW, share=Rate.parse("2.5 %")),
                Fee(kind=FeeKind.ON_DATE, amount=Money(1_000, XOF), on=date(2011, 6, 1)),
            ),
            rounding=Rounding(interest_multiple=5),
        )

        assert terms_lines(repayment, lang) == lines

    def test_json_names_terms_as_the_fund_folder_does(self) -> None:
        repayment = attrs.evolve(
            LOAN.repayment, draws=(Tranche(on=date(2011, 3, 1), amount=Money(50_000, XOF)),)
        )
        page = schedule_page(fund(attrs.evolve(LOAN, repayment=repayment)), "P0")

        assert json.loads(page_json(page))["terms"] == {
            "draws": [{"on": "2011-03-01", "amount": {"amount": 50_000, "currency": "XOF"}}]
        }

    def test_a_term_without_a_label_is_told_by_its_own_name(self) -> None:
        known = {
            field.name: getattr(LOAN.repayment, field.name) for field in attrs.fields(Repayment)
        }

        assert terms_lines(LunarRepayment(**known), "en") == []
        assert terms_lines(LunarRepayment(**known, moon_phase="full"), "fr") == [
            "",
            "Autres conditions",
            "Moon phase : full",
        ]

    @pytest.mark.parametrize(
        ("value", "english", "french"),
        [
            (Fraction(103, 100), "1.03", "1,03"),
            (Fraction(100), "100", "100"),
            (Fraction(1, 3), "1/3", "1/3"),
            (True, "yes", "oui"),
            ((), "–", "–"),
            (None, "–", "–"),
            (YearDay(6, 30), "30 June", "30 juin"),
            (YearDay(4, 1), "1 April", "1er avril"),
            (YearDay(2, 29), "end of February", "fin février"),
            (Period(months=3), "quarter", "3 mois"),
            (Period(months=12), "year", "1 an"),
            (Period(days=7), "week", "7 jours"),
            (
                Exit(on=NEXT, price=ParPlus(rate=Rate.parse("4 %"), compound=True)),
                "On: January 1, 2011, Price of a share: (Yearly rate: 4%, Compound: yes)",
                "Le : 1er janvier 2011, Prix d'une part ou action : (Taux annuel : 4 %, "
                "Composé : oui)",
            ),
            ((1, 2_000), "1; 2,000", "1 ; 2 000"),
            (
                Indexation(on=NEXT, interest=Fraction(11, 10)),
                "On: January 1, 2011, Interest: 1.1",
                "Le : 1er janvier 2011, Intérêts : 1,1",
            ),
            (
                RateReset(on=NEXT, index="TMO", fixed_on=START, cap=Rate.parse("9 %")),
                "On: January 1, 2011, Index: TMO, Fixed on: January 1, 2010, Cap: 9%",
                "Le : 1er janvier 2011, Indice : TMO, Constaté le : 1er janvier 2010, "
                "Plafond : 9 %",
            ),
            ("a\x1b[31m", "a\\x1b[31m", "a\\x1b[31m"),
        ],
    )
    def test_a_term_reads_as_its_language_writes(
        self, value: object, english: str, french: str
    ) -> None:
        assert plain([term_text(value, "en"), term_text(value, "fr")]) == [english, french]

    @given(st.fractions(max_denominator=10**6), st.integers(0, 20))
    def test_a_fraction_is_told_exactly(self, fraction: Fraction, decimals: int) -> None:
        exact = Fraction(fraction.numerator, 10**decimals)

        assert Fraction(term_text(exact, "en").replace(",", "")) == exact
        assert Fraction(term_text(fraction, "en").replace(",", "")) == fraction

    @given(st.integers(-(10**15), 10**15), st.dates(), st.booleans())
    def test_terms_survive_json(self, minor: int, on: date, flag: bool) -> None:
        found = json.loads(json.dumps(plain_term((Money(minor, XOF), on, flag, DayCount.ACT_360))))

        assert found == [
            {"amount": minor, "currency": "XOF"},
            on.isoformat(),
            flag,
            DayCount.ACT_360.value,
        ]

    def test_every_term_of_a_repayment_has_its_label(self) -> None:
        terms = {name for name, _ in attributes(Repayment)}
        told_apart = {f"rounding_{field.name}" for field in attrs.fields(Rounding)}
        inside = {field.name for field in attrs.fields(Rounding)} - {"interest", "principal"}
        names = (terms - inside - {"rounding"}) | told_apart

        assert {"draws", "on", "fees", "rounding_multiple"} <= names
        assert [n for n in sorted(names) if not {f"term.{n}", f"column.{n}"} & set(LABELS)] == []

    def test_every_code_of_a_repayment_has_its_word(self) -> None:
        codes = [
            f"{name}.{code.value}"
            for name, kind in attributes(Repayment)
            if issubclass(kind, Enum) and kind not in (DayCount, RoundingMode)
            for code in kind
        ]

        assert {"kind.at_draw", "amortisation.bullet"} <= set(codes)
        assert [code for code in codes if code not in LABELS] == []

    @pytest.mark.parametrize("kind", [kind for kind in INSTRUMENTS if kind not in NO_DEBTS])
    def test_every_term_and_code_of_a_debt_has_its_words(self, kind: str) -> None:
        """But what the facts tell: these are no terms of their own."""
        found = list(attributes(INSTRUMENTS[kind]))
        names = {name for name, _ in found} - {"repayment", "rounding", "cost", "disbursed_on"}
        codes = [
            f"{name}.{code.value}"
            for name, each in found
            if issubclass(each, Enum) and each not in (DayCount, RoundingMode)
            for code in each
        ]

        assert [n for n in sorted(names) if not {f"term.{n}", f"column.{n}"} & set(LABELS)] == []
        assert [code for code in codes if code not in LABELS] == []

    @pytest.mark.parametrize(
        ("lang", "lines"),
        [
            (
                "en",
                [
                    "",
                    "Other terms",
                    "Conversion:",
                    "    Discount on the round: 20%",
                    "    Since: January 1, 2011",
                    "    Expected buy-backs of the shares: On: January 1, 2012, Price of a share: "
                    "(Yearly rate: 4%, Compound: yes)",
                    "Non-conversion premium: 5%",
                    "Clauses:",
                    "    Rank: subordinated",
                    "    Most of all remuneration together: XOF 15,000",
                ],
            ),
            (
                "fr",
                [
                    "",
                    "Autres conditions",
                    "Conversion :",
                    "    Décote sur le tour : 20 %",
                    "    Depuis le : 1er janvier 2011",
                    "    Rachats prévus des actions : Le : 1er janvier 2012, Prix d'une part ou "
                    "action : (Taux annuel : 4 %, Composé : oui)",
                    "Prime de non-conversion : 5 %",
                    "Clauses :",
                    "    Rang : subordonné",
                    "    Maximum de toutes les rémunérations : 15 000 F CFA",
                ],
            ),
        ],
    )
    def test_the_terms_of_the_instrument_itself_are_told(
        self, lang: Language, lines: list[str]
    ) -> None:
        assert told_of(BOND, lang) == lines

    def test_json_holds_the_terms_of_the_instrument_beside_those_of_repayment(self) -> None:
        found = json.loads(page_json(schedule_page(fund(BOND), "P0")))["terms"]

        assert list(found) == ["conversion", "premium", "clauses"]
        assert (found["premium"], found["conversion"]["discount"]) == (0.05, 0.2)
        assert found["clauses"]["cap_on_return"] == {"amount": 15_000, "currency": "XOF"}
        assert found["clauses"]["rank"] == "subordinated"

    def test_a_year_has_no_groups_of_three(self) -> None:
        share = Participation(
            share=Rate.parse("8 %"), first_year=2010, last_year=2011, paid_on=YearDay(6, 30)
        )

        assert plain([term_text(share, "fr")]) == [
            "Part : 8 %, Première année : 2010, Dernière année : 2011, Jours de paiement : 30 juin"
        ]


def test_what_happened_stands_in_json() -> None:
    """The rows are those of the day asked for: a claim of 110 000 at 10 000 became 11 shares."""
    chosen = Happening(
        contract="P0", on=NEXT, what=HappeningKind.CONVERTED, price=Money(12_500, XOF)
    )
    converted = attrs.evolve(fund(BOND), happenings=(chosen,))
    signed, later = (
        json.loads(page_json(schedule_page(converted, "P0", on)))["tables"] for on in (None, NEXT)
    )
    told = {
        "on": "2011-01-01",
        "what": "converted",
        "amount": None,
        "amount_currency": None,
        "price": 12_500,
        "price_currency": "XOF",
        "number": None,
    }

    assert signed["happenings"] == later["happenings"] == [told]
    assert [row["due_on"] for row in signed["schedule"]] == ["2011-01-01", "2012-01-01"]
    assert [(row["due_on"], row["outstanding"]) for row in later["schedule"]] == [("2011-01-01", 0)]


class TestCost:
    """The cost beside the rows, by hand: START to NEXT is a year of 365 days."""

    def cost(self, instrument: Instrument) -> dict[str, Any]:
        """The row of the table of costs."""
        page = schedule_page(fund(instrument), "P0")
        return {name: cell for name, (cell,) in page.cost.columns.items()}

    def test_fees_count(self) -> None:
        """98 000 received, 110 000 paid after a year: 110 / 98 - 1."""
        cost = self.cost(HomeMade((ChargeFee(START, 2_000), RepayRest(NEXT), PayInterest(NEXT))))

        assert (cost["total_interest"], cost["total_fees"]) == (10_000, 2_000)
        assert (cost["total_cost"], cost["total_paid"]) == (12_000, 112_000)
        assert cost["apr"] == cost["teg_effective"] == round(110 / 98 - 1, 7)
        assert cost["rate_status"] == "unique"

    @given(st.integers(0, 50_000))
    def test_one_due_after_a_year_costs_its_fee_over_the_principal(self, fee: int) -> None:
        """(110 000 + fee) / 100 000 - 1, exactly; proportional and effective agree."""
        cost = self.cost(HomeMade((RepayRest(NEXT), PayInterest(NEXT), ChargeFee(NEXT, fee))))

        assert cost["apr"] == cost["teg_proportional"] == (10_000 + fee) / 100_000
        assert cost["periods_per_year"] == 1

    def test_several_rates_are_all_told_and_none_is_chosen(self) -> None:
        """-10, +150, -740, +1200 a year apart: (x - 4)(x - 5)(x - 6) with x = 1 + rate."""
        third, fourth = date(2012, 1, 1), date(2013, 1, 1)
        steps = (
            RepayRest(NEXT),
            ChargeFee(NEXT, 1_400_000),
            Draw(third, 7_400_000),
            RepayRest(fourth),
            ChargeFee(fourth, 4_600_000),
        )
        several = HomeMade(steps, Rate(0))
        cost = self.cost(several)
        lines = page_lines(schedule_page(fund(several), "P0"), "en")

        assert (cost["apr"], cost["teg_proportional"], cost["verdict"]) == (None, None, None)
        assert cost["rate_status"] == "multiple_roots"
        assert cost["rates"] == [3.0, 4.0, 5.0]
        assert "Search for a rate: several rates" in lines
        assert "Rates found: 300%, 400%, 500%" in lines
        assert not any("TEG:" in line for line in lines)

    def test_a_rate_that_no_float_holds_is_said_so(self) -> None:
        """Eleven times the principal after a day: 11³⁶⁵ is beyond 10³⁰⁸."""
        day = date(2010, 1, 2)
        dear = HomeMade((RepayRest(day), ChargeFee(day, 1_000_000)), Rate(0))
        cost = self.cost(dear)
        lines = page_lines(schedule_page(fund(dear), "P0"), "en")

        assert (cost["apr"], cost["teg_effective"], cost["verdict"]) == (None, None, None)
        assert (cost["rate_status"], cost["rates"]) == ("beyond", [])
        assert "Search for a rate: one rate, beyond any figure" in lines

    def test_a_share_of_the_result_is_said_to_be_left_out(self) -> None:
        variable = ParticipatingLoan(
            principal=LOAN.principal,
            disbursed_on=START,
            rate=LOAN.rate,
            repayment=LOAN.repayment,
            participation=Participation(
                share=Rate.parse("8 %"), first_year=2010, last_year=2011, paid_on=YearDay(6, 30)
            ),
        )
        page = schedule_page(fund(variable), "P0")
        english, french = (page_lines(page, lang) for lang in ("en", "fr"))

        assert self.cost(variable)["left_out"] == "participation"
        assert self.cost(LOAN)["left_out"] is None
        assert "Not counted: the share of the result, which is not known in advance" in english
        assert "Non compté : la part du résultat, qui n'est pas connue d'avance" in french

    def test_what_results_repay_has_no_cost_and_no_verdict_before_they_are_known(self) -> None:
        """The total of a royalty is a multiple; when it comes is not known: no rate, no verdict."""
        royalty = RevenueShare(
            principal=Money(1_000_000, XOF),
            disbursed_on=START,
            first_on=START,
            payments=ResultShare(
                share=Rate.parse("6 %"),
                every=Period(months=1),
                total_multiple=Fraction("1.2"),
                stops_on=date(2014, 12, 31),
                rest=RestAtStop.TOTAL_DUE,
            ),
        )
        cost = self.cost(royalty)
        lines = page_lines(schedule_page(fund(royalty), "P0"), "en")

        for name in ("total_paid", "total_cost", "apr", "teg_effective", "verdict"):
            assert cost[name] is None
        assert cost["left_out"] == "participation"
        assert not any("ceiling:" in line and "not above" in line for line in lines)

    @pytest.mark.parametrize(
        "steps",
        [
            (PayInterest(NEXT),),
            (PayInterest(NEXT), GiveUp(NEXT)),
            (PayInterest(NEXT), Deliver(NEXT, 100_000)),
            (Convert(NEXT, 10_000),),
            (),
        ],
        ids=["never due", "given up", "delivered", "converted", "no dues"],
    )
    def test_what_is_not_repaid_in_money_has_a_schedule_and_no_cost(
        self, steps: tuple[Step, ...]
    ) -> None:
        """A cost needs dues that pay all of the credit: every figure of it is left empty."""
        debt = HomeMade(steps)
        cost = self.cost(debt)
        english, french = (
            page_lines(schedule_page(fund(debt), "P0"), lang) for lang in ("en", "fr")
        )

        for name in ("total_interest", "total_fees", "total_paid", "apr", "rate_status", "verdict"):
            assert cost[name] is None
        assert (cost["left_out"], cost["rates"]) == ("not_money", [])
        assert (
            "Not counted: what is not repaid in money (given up, converted, delivered or never "
            "due): without it there is no cost"
        ) in english
        assert (
            "Non compté : ce qui n'est pas remboursé en argent (abandonné, converti, livré ou "
            "jamais exigible) : sans cela il n'y a pas de coût"
        ) in french

    @given(shaped(money=st.just(XOF), most=24))
    def test_every_loan_repays_its_credit_in_money(self, terms: dict[str, Any]) -> None:
        """Later draws, prepayments, fees, capitalised interest and indexed rates included."""
        legs = Loan(**terms).legs()
        cost = cost_table(schedule(legs[0], FIXINGS), legs, "umoa_other")

        assert cost.columns["left_out"] == [None]
        assert cost.columns["total_paid"][0] is not None

    def test_an_unknown_lender_is_refused(self) -> None:
        with pytest.raises(NotSupported) as caught:
            schedule_page(fund(LOAN), "P0", lender="usurer")

        assert str(caught.value) == (
            "lender is 'usurer': use one of umoa_bank, umoa_other, french_overdraft"
        )
