"""Grant element: worked cases to the printed digit, and what must hold for any loan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from investisens.engine.present_value import present_value
from investisens.funding.debt_service import DebtService, expected_service
from investisens.funding.grant_element import Benchmark, GrantElement, grant_element, judge
from investisens.funding.soft_loan import Profile, SoftLoan
from investisens.legal.dated import Status
from investisens.values.currency import EUR, XOF
from investisens.values.errors import MissingData
from investisens.values.money import Money
from investisens.values.rates import Rate
from soft_loans import (
    GROWING,
    INSTALMENTS,
    closed_form,
    effective,
    frequencies,
    longer,
    rates,
    soft_loans,
)

TODAY = date(2026, 6, 30)
HUNDRED = Money.of(100, EUR)


def percent(text: str) -> Rate:
    return Rate.parse(f"{text} %")


def loan(maturity: str, rate: str, first: str = "", per_year: int = 1, **terms: Any) -> SoftLoan:
    """A loan of 1,000 euros unless *face* is given; maturity and first repayment in years."""
    months = int(12 * Fraction(first)) if first else None
    return SoftLoan(
        face=terms.pop("face", Money.of(1_000, EUR)),
        rate=percent(rate),
        maturity_months=int(12 * Fraction(maturity)),
        first_repayment_months=months,
        payments_per_year=per_year,
        **terms,
    )


def printed(of: SoftLoan | DebtService, discount: str) -> str:
    service = of.service() if isinstance(of, SoftLoan) else of
    return str(grant_element(service, percent(discount)).printed)


def with_principal(rate: str, per_year: int, principal: dict[Fraction, int]) -> DebtService:
    """A thousand drawn at once, interest on the balance each period, principal as given."""
    balance, payments = 1_000, []
    for period in range(1, int(max(principal) * per_year) + 1):
        time = Fraction(period, per_year)
        due = principal.get(time, 0)
        payments.append((time, balance * percent(rate).fraction / per_year + due))
        balance -= due
    return DebtService(draws=((0, Money(1_000, XOF)),), payments=tuple(payments))


# The sample loan of the OECD's formula paper: 1,000 on 1 January 2001, 2.5 %, half-yearly interest
# from 1 July 2001, principal from 1 July 2003 to 1 January 2011.
SAMPLE: dict[str, Any] = {"maturity": "10", "rate": "2.5", "first": "2.5", "per_year": 2}
EQUAL = loan(**SAMPLE)
ANNUITY = loan(**SAMPLE, profile=Profile.ANNUITY)
LUMP_SUM = loan("10", "2.5", profile=Profile.SIMPLE)
IRREGULAR = with_principal(
    "2.5",
    2,
    {Fraction(5 + place, 2): due for place, due in enumerate([75] * 8 + [60] * 6 + [20] * 2)},
)


class TestGrantElement:
    """GE = 100 × (1 − present value of debt service / face), at the effective yearly rate *I*.

    The payment at *t* is divided by (1 + I)^t; a half-yearly loan thus uses the period rate
    (1 + I)^(1/2) − 1. Cases marked F in the notes: the rule and its inputs are sourced, the number
    is of an independent script; P: the number is printed in the source.
    """

    @pytest.mark.parametrize(
        ("of", "discount", "expected"),
        [
            pytest.param(IRREGULAR, "10", "30.4322 %", id="CON-01 F"),
            pytest.param(EQUAL, "10", "32.3909 %", id="CON-02 F"),
            pytest.param(ANNUITY, "10", "32.9126 %", id="CON-03 F"),
            pytest.param(LUMP_SUM, "10", "51.8071 %", id="CON-04 F"),
            pytest.param(EQUAL, "9", "28.9924 %", id="CON-05 F equal principal"),
            pytest.param(ANNUITY, "9", "29.472 %", id="CON-05 F annuity"),
            pytest.param(LUMP_SUM, "9", "47.1986 %", id="CON-05 F lump sum"),
            pytest.param(IRREGULAR, "9", "27.1833 %", id="CON-05 F irregular"),
            pytest.param(EQUAL, "5", "12.7487 %", id="CON-06 F equal principal"),
            pytest.param(ANNUITY, "5", "12.9835 %", id="CON-06 F annuity"),
            pytest.param(LUMP_SUM, "5", "23.2608 %", id="CON-06 F lump sum"),
            pytest.param(IRREGULAR, "5", "11.8456 %", id="CON-06 F irregular"),
            pytest.param(
                loan("20", "4.85", profile=Profile.BULLET), "10", "43.8449 %", id="CON-11 P"
            ),
            pytest.param(
                loan("10", "2", profile=Profile.COMPOUNDED), "5", "25.1643 %", id="CON-12 F"
            ),
            pytest.param(loan("12", "5", "4"), "5", "0 %", id="CON-13 F"),
            pytest.param(loan("10", "5", "0.5", 2), "5", "-0.2695 %", id="CON-14 F"),
            pytest.param(loan("5", "12"), "9", "-7.4023 %", id="CON-15 F"),
            pytest.param(loan("10", "2", "3"), "5", "16.0326 %", id="CON-16 F without fee"),
            pytest.param(
                loan("10", "2", "3", fee=percent("1")), "5", "15.0326 %", id="CON-16 F with fee"
            ),
        ],
    )
    def test_the_share_is_the_printed_one(
        self, of: SoftLoan | DebtService, discount: str, expected: str
    ) -> None:
        """CON-11: the source prints 43.9, exact rounding gives 43.8."""
        assert printed(of, discount) == expected

    def test_staged_draws_are_discounted_too(self) -> None:
        """CON-17 F: 60 % at 0 and 40 % at year 1; 2 % on the balance, 7 payments, years 4 to 10.

        Staged disbursements: divide by the present value of disbursements. → ge_pct = 16.3239.
        """
        interest = [Fraction(12, 10), Fraction(2), Fraction(2)]
        interest += [Fraction(7 - repaid, 7) * 2 for repaid in range(7)]
        dues = [Fraction(100, 7) if year >= 4 else 0 for year in range(1, 11)]
        service = DebtService(
            draws=((0, Money(60, XOF)), (1, Money(40, XOF))),
            payments=tuple(
                (year, paid + due)
                for year, (paid, due) in enumerate(zip(interest, dues, strict=True), 1)
            ),
        )

        assert printed(service, "5") == "16.3239 %"

    def test_an_honour_loan_is_a_gift_in_part(self) -> None:
        """PH-01 F: 20,000 EUR, 0 %, 12 months deferral then 48 equal monthly repayments, 6.2 %."""
        honour = SoftLoan(
            face=Money.of(20_000, EUR),
            rate=Rate(0),
            maturity_months=60,
            first_repayment_months=13,
            payments_per_year=12,
        )

        element = grant_element(honour.service(), percent("6.2"))
        assert element.printed == percent("16.5196")
        assert element.equivalent == Money.of("3303.92", EUR)

    def test_a_repayable_advance_is_worth_what_success_makes_likely(self) -> None:
        """AR-01 U: 6,000,000 at zero rate, discounted at 9 %; success has a probability of 60 %.

        Success: 1,500,000 in years 3 to 6; failure: 20 % repaid in year 3.
        → pv_success = 4,090,211.11; pv_failure = 926,620.18; expected_ge_pct = 52.9204.
        """
        draws = ((0, Money(6_000_000, XOF)),)
        success = DebtService(
            draws=draws, payments=tuple((year, 1_500_000) for year in range(3, 7))
        )
        failure = DebtService(draws=draws, payments=((3, 1_200_000),))
        expected = expected_service([(Fraction(6, 10), success), (Fraction(4, 10), failure)])

        worth = [round(grant_element(case, percent("9")).repaid, 2) for case in (success, failure)]
        assert worth == [Fraction("4090211.11"), Fraction("926620.18")]
        assert printed(expected, "9") == "52.9204 %"


class TestBenchmarks:
    """A loan counts when its grant element, at the benchmark's rate, reaches its threshold."""

    @pytest.mark.parametrize(
        ("of", "expected"),
        [
            pytest.param(
                loan("20", "1.5", "6", 2, face=Money.of(5_000_000, EUR)),
                [
                    ("54.1114 %", True, "2705571.95 EUR"),
                    ("44.4359 %", True, "2221794.20 EUR"),
                    ("38.592 %", True, "1929600.35 EUR"),
                ],
                id="CON-07 F",
            ),
            pytest.param(
                loan("8", "2", "2", 2, face=Money.of(800_000, EUR)),
                [
                    ("26.4009 %", False, "0.00 EUR"),
                    ("19.9538 %", True, "159630.15 EUR"),
                    ("16.4306 %", True, "131444.74 EUR"),
                ],
                id="CON-08 F",
            ),
        ],
    )
    def test_official_loans_are_judged_by_income_group(
        self, of: SoftLoan, expected: list[tuple[str, bool, str]]
    ) -> None:
        """LDC/LIC 9 % and 45 %, LMIC 7 % and 15 %, UMIC 6 % and 10 %, from data of 2018 on."""
        groups = (
            Benchmark.ODA_LOW_INCOME,
            Benchmark.ODA_LOWER_MIDDLE_INCOME,
            Benchmark.ODA_UPPER_MIDDLE_INCOME,
        )

        verdicts = [judge(of.service(), group, on=TODAY) for group in groups]
        assert expected == [
            (str(verdict.element.printed), verdict.passes, str(verdict.reported))
            for verdict in verdicts
        ]

    @pytest.mark.parametrize(
        ("of", "share", "passes"),
        [
            pytest.param(loan("38", "0.75", "6.5", 2), "53.1741 %", True, id="CON-09 F"),
            pytest.param(
                loan("15", "2", "3", profile=Profile.ANNUITY), "21.2022 %", False, id="CON-10 F"
            ),
        ],
    )
    def test_the_imf_discounts_at_five_per_cent(
        self, of: SoftLoan, share: str, passes: bool
    ) -> None:
        """One rate, 5 %, for all currencies since 11 October 2013; concessional from 35 % on."""
        verdict = judge(of.service(), Benchmark.IMF, on=TODAY)

        assert (str(verdict.element.printed), verdict.passes) == (share, passes)

    @pytest.mark.parametrize(
        ("of", "share", "passes"),
        [
            pytest.param(loan("10", "3", "3", 2), "31.1924 %", True, id="CON-18 F a"),
            pytest.param(loan("6", "5", "1", 2), "13.4382 %", False, id="CON-18 F b"),
        ],
    )
    def test_loans_to_companies_are_judged_by_the_older_test(
        self, of: SoftLoan, share: str, passes: bool
    ) -> None:
        """Until the revised rules are in full use: grant element of 25 % at 10 %."""
        verdict = judge(of.service(), Benchmark.PRIVATE_SECTOR, on=TODAY)

        assert (str(verdict.element.printed), verdict.passes) == (share, passes)

    @pytest.mark.parametrize("benchmark", Benchmark)
    def test_a_verdict_names_the_source_of_its_numbers(self, benchmark: Benchmark) -> None:
        verdict = judge(EQUAL.service(), benchmark, on=TODAY)

        assert verdict.discount.source
        assert verdict.threshold.source
        assert Status.UNVERIFIED not in (verdict.discount.status, verdict.threshold.status)

    def test_the_rates_of_the_day_apply(self) -> None:
        """Before the data of 2018 every official loan was judged at 10 %, from 25 % on."""
        verdict = judge(EQUAL.service(), Benchmark.ODA_LOW_INCOME, on=date(2017, 12, 31))

        assert (str(verdict.element.printed), verdict.passes) == ("32.3909 %", True)

    def test_a_day_before_the_rule_has_no_verdict(self) -> None:
        with pytest.raises(MissingData):
            judge(EQUAL.service(), Benchmark.IMF, on=date(2013, 10, 10))


# Invariants, for any loan. The numbers are those of the notes.


@given(soft_loans(), rates)
def test_19_only_a_pure_grant_is_given_away_whole(of: SoftLoan, discount: Rate) -> None:
    grant = DebtService(draws=((0, of.face),))

    assert grant_element(of.service(), discount).share < 1
    assert grant_element(grant, discount).share == 1


@given(soft_loans(GROWING, rate=rates))
def test_20_a_loan_at_the_discount_rate_gives_nothing(of: SoftLoan) -> None:
    """Exactly nothing where payments are yearly; elsewhere to forty digits."""
    share = grant_element(of.service(), effective(of)).share

    assert share == 0 if of.payments_per_year == 1 else abs(share) < Fraction(1, 10**36)


@given(soft_loans(), st.integers(1, 10**6), rates, st.integers(1, 10**6))
def test_21_a_grant_element_falls_in_the_rate_and_rises_in_the_discount(
    of: SoftLoan, more: int, discount: Rate, further: int
) -> None:
    dearer = attrs.evolve(of, rate=Rate(of.rate.mbp + more))
    share = grant_element(of.service(), discount).share

    assert grant_element(dearer.service(), discount).share < share
    assert grant_element(of.service(), Rate(discount.mbp + further)).share > share


@given(soft_loans((*INSTALMENTS, Profile.SIMPLE)), st.none() | rates, rates)
def test_22_closed_forms_equal_discounted_payments(
    of: SoftLoan, grace_rate: Rate | None, discount: Rate
) -> None:
    """The formulas of the OECD, with another rate during grace or the same."""
    if of.profile in INSTALMENTS:
        of = attrs.evolve(of, grace_rate=grace_rate)

    share = grant_element(of.service(), discount).share
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    assert abs(exact - closed_form(of, discount)) < Decimal("1e-20")


@given(soft_loans(GROWING, rate=rates), st.integers(1, 6), rates)
def test_23_time_gives_more_exactly_below_the_discount_rate(
    of: SoftLoan, periods: int, discount: Rate
) -> None:
    later = longer(of, periods)
    waiting = later
    if of.profile in INSTALMENTS:
        first = of.first_repayment_months or 0
        waiting = attrs.evolve(
            later, first_repayment_months=first + periods * 12 // of.payments_per_year
        )
    assume(effective(of) != discount.fraction)
    below = effective(of) < discount.fraction

    share, more, most = (
        grant_element(each.service(), discount).share for each in (of, later, waiting)
    )
    assert (more > share) is below
    assert (most >= more) is (below or waiting is later)


@given(soft_loans((Profile.BULLET,), rate=rates), rates)
def test_24_late_principal_gives_more_below_the_discount_rate(
    bullet: SoftLoan, discount: Rate
) -> None:
    """Without grace: bullet ≥ annuity ≥ equal principal; above the discount rate the reverse."""
    profiles = (Profile.BULLET, Profile.ANNUITY, Profile.EQUAL_PRINCIPAL)
    shares = [
        grant_element(attrs.evolve(bullet, profile=profile).service(), discount).share
        for profile in profiles
    ]

    assume(effective(bullet) != discount.fraction)
    below = effective(bullet) < discount.fraction
    if bullet.periods == 1:
        assert len(set(shares)) == 1
    else:
        assert shares == sorted(shares, reverse=below)


@given(soft_loans(), st.integers(0, 10**7).map(Rate), rates)
def test_25_a_fee_at_the_start_is_taken_from_the_gift(
    of: SoftLoan, fee: Rate, discount: Rate
) -> None:
    charged = attrs.evolve(of, fee=fee)

    plain = grant_element(of.service(), discount).share
    assert plain - grant_element(charged.service(), discount).share == fee.fraction


@given(st.lists(soft_loans(), min_size=1, max_size=4), rates)
def test_26_a_portfolio_has_the_mean_weighted_by_face(book: list[SoftLoan], discount: Rate) -> None:
    book = [attrs.evolve(each, face=Money(each.face.minor, XOF)) for each in book]
    services = [each.service() for each in book]
    whole = DebtService(
        draws=tuple(draw for service in services for draw in service.draws),
        payments=tuple(payment for service in services for payment in service.payments),
    )

    weighted = sum(
        service.face.minor * grant_element(service, discount).share for service in services
    )
    assert grant_element(whole, discount).share == weighted / whole.face.minor


@given(soft_loans(), st.integers(2, 1_000), rates)
def test_27_the_share_does_not_depend_on_the_face(of: SoftLoan, many: int, discount: Rate) -> None:
    larger = attrs.evolve(of, face=of.face * many)

    one, more = (grant_element(each.service(), discount) for each in (of, larger))
    assert one.share == more.share
    assert abs((more.equivalent - one.equivalent * many).minor) <= many


@given(soft_loans(), st.sampled_from(Benchmark), st.integers(1, 10**6))
def test_30_what_is_reported_is_all_or_nothing(
    of: SoftLoan, benchmark: Benchmark, more: int
) -> None:
    """It jumps only at the threshold, and never rises with the rate of the loan."""
    dearer = attrs.evolve(of, rate=Rate(of.rate.mbp + more))

    verdict, other = (judge(each.service(), benchmark, on=TODAY) for each in (of, dearer))
    whole = verdict.element.equivalent if verdict.passes else Money.zero(of.face.currency)
    assert verdict.reported == whole
    assert verdict.passes is (verdict.element.share >= verdict.threshold.value)
    assert other.reported <= verdict.reported


def test_a_share_at_the_threshold_passes() -> None:
    """By hand: a grant of 35 in 100 and a loan at 5 % for the rest."""
    service = DebtService(draws=((0, HUNDRED),), payments=((1, 65_00 * Fraction(105, 100)),))

    verdict = judge(service, Benchmark.IMF, on=TODAY)
    assert (verdict.element.share, verdict.passes) == (Fraction(35, 100), True)
    assert verdict.reported == Money.of(35, EUR)


@given(soft_loans(per_year=frequencies), rates)
def test_a_grant_element_tells_its_parts(of: SoftLoan, discount: Rate) -> None:
    element = grant_element(of.service(), discount)

    assert element == GrantElement(
        face=of.face,
        drawn=Fraction(of.face.minor),
        repaid=present_value(of.payments(), discount),
    )
