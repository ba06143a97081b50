"""A fund that is written reads back as the same fund, or nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.scenario import Default, Delay, Scenario
from investisens.folder import placing, read_fund, write_fund
from investisens.folder.plain import plain
from investisens.folder.scalars import fraction
from investisens.folder.writer import fund_files
from investisens.funding.agreements import (
    ClawBack,
    Document,
    GrantAgreement,
    GrantPayment,
    Invoice,
)
from investisens.funding.depreciation import DepreciationMethod
from investisens.funding.plan import Allocation, Debt, PlanRules, Source, Use, UseKind
from investisens.instruments.loan import Loan
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.instruments.participating_loan import ParticipatingLoan, Participation
from investisens.instruments.repayment import Repayment
from investisens.instruments.shareholder_account import ShareholderAccount
from investisens.portfolio.fund import Amendment, Fund, FundTerms, ManagementFee, Position
from investisens.portfolio.parties import CapitalCall, Enterprise, Investor
from investisens.portfolio.records import (
    Cost,
    Distribution,
    Fact,
    Fixing,
    Indicator,
    Overlap,
    Payment,
    PositionEvent,
    Result,
)
from investisens.values.currency import EUR, XOF, Currency
from investisens.values.dates import Period, YearDay
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidFolder
from investisens.values.fx import FxQuote
from investisens.values.money import Money, Remainder
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.schedule import Every, OnDates, ScheduleRule, YearDays
from investisens.values.shares import ShareEvent, ShareEventKind
from strategies import PLAIN, between

COLLINES = Path(__file__).parents[2] / "examples" / "collines"
START = date(2010, 6, 15)

odd = st.sampled_from(
    [",", ";", '"', "'", "=", "+", "-", "@", "\n", "\r", "\t", "\\", "#", "é", " "]
)
char = odd | st.characters(exclude_categories=["Cs", "Cc"])
words = st.text(char, max_size=12)
some_words = words.filter(lambda each: bool(each.strip()))
days = st.dates(START, date(2030, 12, 31))
later_days = st.dates(START + timedelta(days=1), date(2030, 12, 31))
"""Days on which a contract of *START* may be lost: nothing is owed yet at the end of its first."""
shares_of_one = st.integers(0, MBP).map(Rate)
rates = st.integers(0, 10 * MBP).map(Rate)
year_days = st.dates(date(2012, 1, 1), date(2012, 12, 31)).map(lambda d: YearDay(d.month, d.day))
years = st.integers(1990, 2100)
flags = st.booleans()


def moneys(currency: Currency, least: int = 1) -> st.SearchStrategy[Money]:
    return st.integers(least, 10**15).map(lambda minor: Money(minor, currency))


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def dues(draw: st.DrawFn) -> tuple[ScheduleRule, ...]:
    """One to three rules, each after the one before it."""
    rules: list[ScheduleRule] = []
    last = START
    for _ in range(draw(st.integers(1, 3))):
        first = last + timedelta(days=draw(st.integers(1, 400)))
        count = draw(st.integers(1, 5))
        rule: ScheduleRule
        match draw(st.integers(0, 3)):
            case 0:
                period = draw(
                    st.integers(1, 24).map(lambda each: Period(months=each))
                    | st.integers(1, 90).map(lambda each: Period(days=each))
                )
                month_end = draw(st.booleans()) and not period.days
                rule = Every(first=first, every=period, count=count, month_end=month_end)
            case 1:
                rule = draw(between(last, 5))
            case 2:
                rule = YearDays(first=first, days=(YearDay(first.month, first.day),), count=count)
            case _:
                rule = OnDates(tuple(first + timedelta(days=7 * k) for k in range(count)))
        rules.append(rule)
        last = rule.dates()[-1]
    return tuple(rules)


@st.composite
def repayments(draw: st.DrawFn) -> Repayment:
    rules = draw(dues())
    count = sum(len(rule.dates()) for rule in rules)
    capitalised = draw(st.integers(0, count - 1))
    return Repayment(
        dues=rules,
        amortisation=draw(st.sampled_from(PLAIN)),
        capitalised_dues=capitalised,
        interest_only_dues=draw(st.integers(0, count - 1 - capitalised)),
        day_count=draw(st.sampled_from(DayCount)),
        rounding=draw(
            st.builds(
                Rounding,
                interest=st.sampled_from(RoundingMode),
                principal=st.sampled_from(RoundingMode),
                multiple=st.integers(1, 100),
            )
        ),
    )


def participations(currency: Currency) -> st.SearchStrategy[Participation]:
    return st.builds(
        Participation,
        share=shares_of_one,
        first_year=st.integers(2000, 2010),
        last_year=st.integers(2010, 2030),
        paid_on=year_days,
        measure=some_words,
        cap_of_principal=optional(shares_of_one),
        floor=optional(moneys(currency, 0)),
    )


def debts(currency: Currency, start: date = START) -> st.SearchStrategy[Any]:
    terms: dict[str, Any] = {
        "principal": moneys(currency),
        "disbursed_on": st.just(start),
        "rate": rates,
        "repayment": repayments(),
    }
    return (
        st.builds(Loan, **terms)
        | st.builds(ShareholderAccount, **terms)
        | st.builds(ParticipatingLoan, participation=participations(currency), **terms)
    )


@st.composite
def lines(draw: st.DrawFn, currency: Currency) -> OrdinaryShares:
    held = draw(st.integers(1, 10**6))
    dividends = st.builds(
        ShareEvent,
        on=days,
        event=st.just(ShareEventKind.DIVIDEND),
        shares=st.integers(1, held),
        per_share=moneys(currency, 0),
    )
    planned = sorted(draw(st.lists(dividends, max_size=2)), key=lambda each: each.on)
    return OrdinaryShares(
        shares=held,
        price=draw(moneys(currency)),
        subscribed_on=START,
        other_shares=draw(st.integers(0, 10**6)),
        planned=tuple(planned),
    )


@st.composite
def funds(draw: st.DrawFn, currency: Currency) -> Fund:
    """A fund that contradicts itself nowhere, with odd texts wherever text is free."""
    many: dict[str, Any] = {"max_size": 2}
    amounts = moneys(currency)
    names = draw(
        st.lists(
            st.text(char.filter(str.isprintable), min_size=1, max_size=8).filter(
                lambda each: each == each.strip()
            ),
            min_size=8,
            max_size=8,
            unique=True,
        )
    )
    enterprise, other, debt, line, investor, source, use, scenario = names
    if scenario == "base":
        scenario = "basis"
    cost = draw(amounts)
    terms = draw(debts(currency))
    holding = draw(lines(currency))
    price, held = draw(amounts), draw(st.integers(1, 10**6))
    called = draw(st.integers(1, min(price.minor * held, 10**15)))
    called_on = draw(days)
    amended_on = START + timedelta(days=draw(st.integers(1, 900)))
    new_terms = draw(
        debts(currency, START).map(lambda each: attrs.evolve(each, principal=each.principal + cost))
    )
    amendments: tuple[Amendment, ...] = ()
    if new_terms.repayment.due_dates[0] > amended_on:
        instrument = attrs.evolve(new_terms, disbursed_on=amended_on)
        amendments = (
            Amendment(position=debt, on=amended_on, capitalised=cost, instrument=instrument),
        )
    event_days = draw(st.lists(days, unique=True, **many))
    return Fund(
        terms=FundTerms(
            name=draw(words),
            currency=currency,
            share_price=price,
            as_of=draw(days),
            remainder=draw(st.sampled_from(Remainder)),
        ),
        management_fee=draw(
            optional(
                st.builds(
                    ManagementFee,
                    rate=shares_of_one,
                    since=st.just(START),
                    until=days,
                    paid_on=year_days,
                )
            )
        ),
        plan_rules=PlanRules(public_share_of_item=draw(optional(st.just(Rate(MBP))))),
        fx=tuple(
            FxQuote(
                base=EUR,
                quote=XOF,
                rate=draw(st.fractions(Fraction(1, 1000), 1000, max_denominator=1000)),
                on=on,
                until=draw(optional(st.just(on))),
                source=draw(some_words),
            )
            for on in event_days
        ),
        sources=(
            Source(
                id=source, name=draw(words), public=draw(st.booleans()), own=draw(st.booleans())
            ),
        ),
        grants=draw(
            st.lists(
                st.builds(
                    GrantAgreement,
                    source=st.just(source),
                    agreed_on=days,
                    ceiling=st.just(cost),
                    advance=shares_of_one,
                    payments=st.lists(st.builds(GrantPayment, on=days, amount=amounts), **many).map(
                        tuple
                    ),
                    keep_years=optional(st.integers(1, 50)),
                    claw_back=st.sampled_from(ClawBack),
                ),
                **many,
            ).map(tuple)
        ),
        positions=(
            Position(id=debt, enterprise=enterprise, instrument=terms),
            Position(id=line, enterprise=other, instrument=holding),
        ),
        amendments=amendments,
        scenarios=(
            Scenario(
                name=scenario,
                defaults=(
                    Default(
                        contract=debt, on=draw(later_days), recovery=draw(shares_of_one), lag_days=9
                    ),
                ),
                delays=(Delay(contract=line, since=draw(days), days=draw(st.integers(0, 99))),),
            ),
        ),
        enterprises=(
            Enterprise(
                id=enterprise,
                name=draw(some_words),
                sector=draw(words),
                commune=draw(words),
                founded=draw(optional(days)),
                woman_led=draw(st.booleans()),
                season=draw(words),
            ),
            Enterprise(id=other, name=draw(some_words)),
        ),
        investors=(
            Investor(
                id=investor,
                country=draw(some_words),
                commitment=draw(moneys(EUR, 0) | moneys(XOF, -(10**9))),
                shares=held,
            ),
        ),
        calls=(
            CapitalCall(
                call=draw(some_words),
                called_on=called_on,
                investor=investor,
                amount=Money(called, currency),
                wired=draw(optional(moneys(EUR) | moneys(XOF))),
                paid_on=draw(optional(st.just(called_on))),
            ),
        ),
        payments=tuple(
            Payment(
                id=f"P{number}",
                received_on=draw(days),
                position=debt,
                amount=draw(amounts),
                channel=draw(words),
                reference=draw(words),
            )
            for number in range(draw(st.integers(0, 3)))
        ),
        events=(
            *(
                PositionEvent(
                    on=on,
                    position=line,
                    event=ShareEventKind.DIVIDEND,
                    shares=1,
                    per_share=cost,
                    amount=draw(optional(st.just(cost))),
                )
                for on in event_days
            ),
            PositionEvent(on=draw(later_days), position=debt, event=ShareEventKind.WRITE_OFF),
        ),
        results=(
            Result(
                enterprise=enterprise,
                year=draw(years),
                measure=draw(some_words),
                amount=draw(moneys(currency, -(10**15))),
            ),
        ),
        costs=draw(
            st.lists(st.builds(Cost, paid_on=days, amount=amounts, label=words), **many).map(tuple)
        ),
        distributions=draw(
            st.lists(st.builds(Distribution, paid_on=days, amount=amounts), **many).map(tuple)
        ),
        uses=(
            Use(
                enterprise=enterprise,
                id=use,
                label=draw(some_words),
                kind=draw(st.sampled_from(UseKind)),
                cost=cost,
                life_years=draw(optional(st.integers(1, 50))),
                in_service=draw(optional(days)),
                depreciation=draw(st.sampled_from(DepreciationMethod)),
                location=draw(some_words),
                idle_since=draw(optional(days)),
                sold_on=START,
                sold_for=draw(optional(amounts)),
            ),
        ),
        allocations=(Allocation(enterprise=enterprise, use=use, source=source, amount=cost),),
        invoices=(
            Invoice(
                id="F1",
                enterprise=enterprise,
                use=use,
                invoiced_on=draw(days),
                amount=draw(amounts),
                grant_planned=draw(optional(moneys(currency, 0))),
                document=draw(st.sampled_from(Document)),
            ),
        ),
        debts=(
            Debt(
                enterprise=other,
                source=source,
                amount=draw(amounts),
                rate=draw(rates),
                term_months=draw(st.integers(0, 400)),
                grace_months=draw(st.integers(0, 400)),
                repayment=draw(some_words),
            ),
        ),
        indicators=(
            Indicator(
                enterprise=other,
                year=draw(years),
                indicator=draw(some_words),
                value=draw(st.integers(-(10**18), 10**18)),
            ),
        ),
        overlaps=(Overlap(year=draw(years), first=enterprise, second=other, people=3),),
        fixings=tuple(
            Fixing(index=use, on=on, value=draw(rates), source=draw(words)) for on in event_days
        ),
        facts=draw(
            st.lists(
                st.builds(Fact, fact=some_words, value=some_words, source=some_words), **many
            ).map(tuple)
        ),
    )


@given(st.sampled_from([XOF, EUR]).flatmap(funds))
def test_a_fund_that_is_written_reads_back_the_same(fund: Fund) -> None:
    with TemporaryDirectory() as name:
        write_fund(fund, f"{name}/fund")

        assert read_fund(f"{name}/fund") == fund
        assert [each.name for each in Path(name).iterdir()] == ["fund"]


@given(st.fractions(-(10**18), 10**18, max_denominator=10**18))
def test_an_exact_number_is_written_exactly(value: Fraction) -> None:
    assert fraction(plain(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(655_957, 1_000), "655.957"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(50), "50"),
    ],
)
def test_an_exact_number_is_decimal_where_it_can_be(value: Fraction, text: str) -> None:
    assert plain(value) == text


def test_the_example_is_written_and_read_again(tmp_path: Path) -> None:
    fund = read_fund(COLLINES)

    write_fund(fund, tmp_path / "copy")

    assert read_fund(tmp_path / "copy") == fund


def test_an_empty_list_has_no_file() -> None:
    fund = Fund(terms=read_fund(COLLINES).terms)

    assert list(fund_files(fund)) == ["fund.toml"]


def test_text_that_looks_like_a_formula_is_kept(tmp_path: Path) -> None:
    """Reports for spreadsheets neutralise it; the folder is for the record."""
    cost = Cost(paid_on=START, amount=Money(5, XOF), label="=HYPERLINK(1)")
    fund = Fund(terms=read_fund(COLLINES).terms, costs=(cost,))

    write_fund(fund, tmp_path / "fund")

    text = (tmp_path / "fund" / "costs.csv").read_text(encoding="utf-8")
    assert text == "paid_on,amount,label\n2010-06-15,5,=HYPERLINK(1)\n"


Obstacle = Callable[[Path], Path]


def _full(folder: Path) -> Path:
    (folder / "full").mkdir()
    (folder / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    return folder / "full"


def _file(folder: Path) -> Path:
    (folder / "file").write_text("mine", encoding="utf-8")
    return folder / "file"


def _link(folder: Path) -> Path:
    (folder / "link").symlink_to(folder)
    return folder / "link"


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (_full, "a folder that is not empty: give another path: nothing is ever written over"),
        (_file, "a file: give another path"),
        (_link, "a link: give another path"),
        (lambda folder: folder / "no" / "where", "no folder to hold it: make {}/no first"),
        (
            lambda folder: folder / "a\0b",
            "a path that cannot be used (embedded null byte): give another path",
        ),
    ],
)
def test_what_stands_there_is_never_touched(tmp_path: Path, make: Obstacle, found: str) -> None:
    path = make(tmp_path)
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(InvalidFolder) as caught:
        write_fund(read_fund(COLLINES), path)

    (finding,) = caught.value.findings
    assert str(finding) == (
        f"{path}: expected a place for a new folder, found {found.format(tmp_path)}"
    )
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "fund").mkdir()

    write_fund(read_fund(COLLINES), tmp_path / "fund")

    assert len(read_fund(tmp_path / "fund").payments) == 121


def test_the_current_folder_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(InvalidFolder, match="found the current folder"):
        write_fund(read_fund(COLLINES), ".")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"payments": ()},
            None,
        ),
        (
            {"positions": ()},
            "expected a position of positions.toml",
        ),
        (
            {"costs": (Cost(paid_on=START, amount=Money(5, EUR)),)},
            "costs.csv: line 2, amount: expected an amount in XOF, found 0.05 EUR",
        ),
        (
            {"costs": (Cost(paid_on=START, amount=Money(5, XOF), label="a\0b"),)},
            "costs.csv: expected text in UTF-8, found a NUL byte",
        ),
        (
            {"costs": (Cost(paid_on=START, amount=Money(5, XOF), label="a\x9bb"),)},
            "the control character '\\x9b'",
        ),
        (
            {"facts": (Fact(fact=" ", value=" ", source=" "),)},
            "expected a fund that a folder can hold, found facts that would read back otherwise",
        ),
    ],
)
def test_a_fund_that_would_not_read_back_is_refused_whole(
    tmp_path: Path, change: dict[str, Any], message: str | None
) -> None:
    fund = attrs.evolve(read_fund(COLLINES), **change)

    if message is None:
        write_fund(fund, tmp_path / "fund")
        assert read_fund(tmp_path / "fund") == fund
    else:
        with pytest.raises(InvalidFolder) as caught:
            write_fund(fund, tmp_path / "fund")
        assert message in str(caught.value)
        assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    def fill(draft: Path) -> None:
        (draft / "fund.toml").write_text("format = 1", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(InvalidFolder) as caught:
        placing.place_folder(tmp_path / "fund", fill)

    assert str(caught.value).endswith(
        "expected a place to write, found a refusal (No space left on device): check it"
    )
    assert list(tmp_path.iterdir()) == []
