"""The numbers that ship are those of the law, on their days, with what is known about them.

Each class quotes the rule it stands for. The numbers are copied from the texts and commentaries
that the data names, never from the data.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction

import pytest

from investisens.legal.dated import JURISDICTIONS, Status
from investisens.legal.parameters import names, parameter, table, value
from investisens.legal.units import fits, is_unit
from investisens.values.errors import MissingData

TEXT, SECONDARY, OPEN = Status

NOW = date(2026, 6, 30)


def held(name: str, on: date = NOW) -> tuple[str, Status]:
    """The number as the file writes it, and its status."""
    found = parameter(name).at(on)
    return found.text, found.status


def percent(text: str) -> Fraction:
    return Fraction(text) / 100


def ends(name: str, last: date) -> None:
    """The number changes, or ends, after that day."""
    before = parameter(name).find(last)
    after = parameter(name).find(last + timedelta(1))
    assert before is not None
    assert after is None or after.start == last + timedelta(1)


class TestEveryNumber:
    """Every number of a law, decree, regulator or contract is data, with a start date."""

    @pytest.mark.parametrize("name", names())
    def test_has_a_unit_a_place_a_source_and_both_languages(self, name: str) -> None:
        found = parameter(name)

        assert is_unit(found.unit)
        assert found.jurisdiction in JURISDICTIONS
        assert found.description and found.description_fr
        assert found.description != found.description_fr
        for dated in found.values:
            assert fits(dated.text, found.unit)
            assert dated.source.strip()
            assert round(dated.value, 8) == dated.value

    @pytest.mark.parametrize("name", names())
    def test_is_not_known_before_its_first_day(self, name: str) -> None:
        first = parameter(name).values[0].start

        with pytest.raises(MissingData) as caught:
            value(name, on=first - timedelta(1))

        assert str(caught.value) == (
            f"{name} has no value on {first - timedelta(1)}: the first one holds from {first}"
        )

    @pytest.mark.parametrize("name", names())
    def test_a_number_nobody_checked_says_that_no_text_was_read(self, name: str) -> None:
        """A day that was not found is marked too, whatever is known of the number."""
        for dated in parameter(name).values:
            if re.search("general knowledge|numbers? not read|no text", dated.source):
                assert dated.status is OPEN
            if "day not found" in dated.source and dated.status is not OPEN:
                assert dated.start_status is OPEN


def unread_accounts() -> set[str]:
    """Accounts of a plan and of its execution that no source was read for: all but the grant's."""
    kinds = ("machine", "vehicle", "building", "it")
    groups = {
        "sources": (
            *("capital", "subscribers", "current_account", "participating_loan"),
            *("loan", "bank_loan", "microfinance", "buyer_advance"),
        ),
        "trade": ("bank", "equipment_supplier", "supplier", "equipment_vat", "vat"),
        "equipment": kinds,
        "in_progress": kinds,
        "written_down": kinds,
        "result": (
            *("purchases", "fees", "interest", "account_interest", "depreciation"),
            *("operating_grant", "disposal_value", "disposal_price"),
        ),
        "commitments": ("received", "counterpart"),
        "carried": ("profit", "loss"),
        "classes": ("first_result", "last_result"),
    }
    own = {f"{group}.{key}" for group, keys in groups.items() for key in keys}
    both = {f"accounts.{books}.{name}" for books in ("pcg", "syscohada") for name in own}
    return both | {
        "accounts.pcg.receivable_state",
        "accounts.pcg.receivable_international",
        "accounts.pcg.receivable_operating",
        "accounts.syscohada.receivable_operating",
    }


class TestUnverifiedNumbers:
    """A number marked unverified ships with that status."""

    def test_are_these_and_no_others(self) -> None:
        found = {
            name
            for name in names()
            if any(dated.status is OPEN for dated in parameter(name).values)
        }

        margins = {
            f"eu.reference.margin.{rating}.{collateral}"
            for rating in ("aaa_a", "bbb", "bb", "b", "ccc")
            for collateral in ("high", "normal", "low")
        }
        lives = {
            f"depreciation.life_{end}.{asset}"
            for end in ("min", "max")
            for asset in ("mill", "dryer", "vehicle", "it", "building")
        }
        classes = {
            f"sfd.{table}.{rank}"
            for table in ("class_end_days", "provision_rates")
            for rank in ("first", "second", "third")
        }
        grants = {
            f"accounts.syscohada.{name}"
            for name in (
                *("grant", "grant_other", "grant_released"),
                *("receivable_state", "receivable_international"),
            )
        }
        assert found == margins | lives | classes | grants | unread_accounts() | {
            "accounts.pcg.grant_income",
            "auscgie.capital_min_sa",
            "auscgie.sa_legal_reserve",
            "auscgie.sa_legal_reserve_target",
            "auscoop.members_min.coop_ca",
            "auscoop.members_min.scoops",
            "coop.capital_floor",
            "eu.deminimis.fiscal_years",
            "eu.deminimis.guarantee_cover_max",
            "eu.deminimis.guarantee_limit_10_years",
            "eu.deminimis.loan_collateral_min",
            "eu.deminimis.loan_limit_10_years",
            "eu.deminimis.loan_limit_5_years",
            "eu.gber.intensity.medium",
            "eu.gber.intensity.small",
            "eu.gber.own_contribution",
            "eu.gber.repayable_advance_bonus",
            "eu.gber.startup_grant_c_areas",
            "eu.guarantee.cover_max",
            "eu.guarantee.reduction.other",
            "eu.guarantee.reduction.sme",
            "eu.guarantee.reduction_years",
            "eu.reference.discount_margin",
            "eu.reference.margin_unrated",
            "irpme.redemption_years",
            "oecd.mobilised.half",
            "scic.college_votes.max",
            "scic.college_votes.min",
            "sfd.provision_start_days",
            "tax.france.vat",
        }


class TestPublicShare:
    """The cap on public aid.

    The 80 % cap on State co-financing (decree 99-1060) ended on 30 Sep 2018. Since 1 Oct 2018
    (decree 2018-514) total public aid may reach, not exceed, the planned eligible expense.
    """

    def test_of_a_grant_of_the_state(self) -> None:
        assert held("grant.fr_state.cap", date(2018, 9, 30)) == ("0.80", SECONDARY)
        assert held("grant.fr_state.cap", date(2018, 10, 1)) == ("1", TEXT)

    def test_of_a_project_of_a_local_authority(self) -> None:
        """Local authorities still owe at least 20 % of public money on their own projects."""
        assert held("grant.fr_local.own_share") == ("0.20", SECONDARY)


class TestAdvanceOnAGrant:
    """Payments before completion.

    Decree 2018-514, from 2018-10-01: a = 30 % (60 % with a first-demand guarantee); i = 80 %
    (90 % when the project lasts more than 48 months). Earlier regime: advance 5 %.
    """

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("advance", "0.30"),
            ("advance_guaranteed", "0.60"),
            ("interim", "0.80"),
            ("interim_long", "0.90"),
            ("interim_long_months", "48"),
        ],
    )
    def test_since_2018(self, name: str, text: str) -> None:
        assert held(f"grant.fr_state.{name}") == (text, TEXT)
        assert parameter(f"grant.fr_state.{name}").at(NOW).start == date(2018, 10, 1)

    def test_before(self) -> None:
        assert held("grant.fr_state.advance", date(2018, 9, 30)) == ("0.05", SECONDARY)


class TestOwnContribution:
    """GBER art. 14 regional aid: 25 % free of any public support: unverified."""

    def test_in_regional_aid(self) -> None:
        assert held("eu.gber.own_contribution") == ("0.25", OPEN)


class TestValueAddedTax:
    """Benin and France.

    Benin single rate 18 %, exports 0 %: verified (secondary). France standard 20 %: unverified.
    """

    def test_rates(self) -> None:
        assert held("tax.benin.vat") == ("0.18", SECONDARY)
        assert held("tax.benin.vat_exports") == ("0", SECONDARY)
        assert held("tax.france.vat") == ("0.20", OPEN)


class TestDepreciation:
    """Mills and dryers 5 to 10 years, vehicles 3 to 5, IT 3, buildings 20 to 25: unverified."""

    @pytest.mark.parametrize(
        ("asset", "shortest", "longest"),
        [
            ("mill", 5, 10),
            ("dryer", 5, 10),
            ("vehicle", 3, 5),
            ("it", 3, 3),
            ("building", 20, 25),
        ],
    )
    def test_usual_lives(self, asset: str, shortest: int, longest: int) -> None:
        assert value(f"depreciation.life_min.{asset}", on=NOW) == shortest
        assert value(f"depreciation.life_max.{asset}", on=NOW) == longest

    def test_declining_balance_in_france(self) -> None:
        """1.25 for 3 to 4 years, 1.75 for 5 to 6 years, 2.25 for 7 years or more."""
        assert dict(table("depreciation.fr_declining", on=NOW)) == {
            "from_3_to_4_years": Fraction(5, 4),
            "from_5_to_6_years": Fraction(7, 4),
            "over_6_years": Fraction(9, 4),
        }

    def test_a_grant_for_land_goes_by_tenths(self) -> None:
        """Ten years where the asset may be sold. Verified (text for CGI, secondary otherwise)."""
        assert held("grant.land_release_years.cgi") == ("10", TEXT)
        assert held("grant.land_release_years.pcg") == ("10", SECONDARY)
        assert held("grant.land_release_years.syscohada") == ("10", SECONDARY)


class TestAccountsOfAGrant:
    """Where a grant is booked.

    French plan: credit 131 (138 other); debit 139, credit 777; from 2025, account 747 under ANC
    2022-06: unverified. SYSCOHADA: credit 141 or 148; receivable 4494 (State) or 4582
    (international bodies); debit 14, credit 799 in the revised plan (2018), 865 in the older
    one.
    """

    def test_french(self) -> None:
        accounts = ("grant", "grant_other", "grant_released", "grant_income")

        assert [held(f"accounts.pcg.{name}", date(2024, 12, 31)) for name in accounts] == [
            (number, SECONDARY) for number in ("131", "138", "139", "777")
        ]
        assert held("accounts.pcg.grant_income", date(2025, 1, 1)) == ("747", OPEN)

    def test_west_african(self) -> None:
        accounts = (
            "grant",
            "grant_other",
            "receivable_state",
            "receivable_international",
            "grant_released",
            "grant_income",
        )

        assert [held(f"accounts.syscohada.{name}") for name in accounts] == [
            (number, SECONDARY) for number in ("141", "148", "4494", "4582", "14", "799")
        ]
        assert held("accounts.syscohada.grant_income", date(2017, 12, 31)) == ("865", SECONDARY)


class TestOfficialAid:
    """Discount rate and threshold.

    LDC and other low income 9 %, 45 %; lower middle income 7 %, 15 %; upper middle income 6 %,
    10 %; multilateral 5 % (global) or 6 % (other), 10 %: verified (text). Before 2018 data,
    all, 10 % and 25 %: verified (secondary).
    """

    @pytest.mark.parametrize(
        ("recipient", "rate", "threshold"),
        [
            ("ldc", "9", "45"),
            ("lmic", "7", "15"),
            ("umic", "6", "10"),
            ("multilateral_global", "5", "10"),
            ("multilateral_other", "6", "10"),
        ],
    )
    def test_by_recipient(self, recipient: str, rate: str, threshold: str) -> None:
        names = (f"oda.rate.{recipient}", f"oda.threshold.{recipient}")
        first, before = date(2018, 1, 1), date(2017, 12, 31)

        assert [value(name, on=first) for name in names] == [percent(rate), percent(threshold)]
        assert [value(name, on=before) for name in names] == [percent("10"), percent("25")]
        assert {held(name, first)[1] for name in names} == {TEXT}
        assert {held(name, before)[1] for name in names} == {SECONDARY}

    def test_the_rates_are_that_of_the_imf_and_four_two_and_one_points(self) -> None:
        points = {"ldc": 4, "lmic": 2, "umic": 1}

        for recipient, more in points.items():
            assert value(f"oda.rate.{recipient}", on=NOW) == (
                value("imf.discount", on=NOW) + percent(str(more))
            )

    def test_to_private_companies(self) -> None:
        """Loans to private companies count on the older test: GE of at least 25 % at 10 %."""
        assert held("oda.psi.rate") == ("0.10", SECONDARY)
        assert held("oda.psi.threshold") == ("0.25", SECONDARY)


class TestImf:
    """Concessional loans.

    One discount rate, 5 %, for all currencies since 11 Oct 2013; concessional if GE is at least
    35 %. Threshold 35 %: verified (secondary).
    """

    def test_numbers(self) -> None:
        assert held("imf.discount") == ("0.05", TEXT)
        assert parameter("imf.discount").values[0].start == date(2013, 10, 11)
        assert held("imf.threshold") == ("0.35", SECONDARY)


class TestReferenceRate:
    """Margins over the base rate.

    Basis points, high / normal / low collateral: AAA-A 60/75/100; BBB 75/100/220; BB
    100/220/400; B 220/400/650; CCC or below 400/650/1000; no rating or start-up: at least 400.
    Discount rate = base + 100. Unverified.
    """

    @pytest.mark.parametrize(
        ("rating", "points"),
        [
            ("aaa_a", (60, 75, 100)),
            ("bbb", (75, 100, 220)),
            ("bb", (100, 220, 400)),
            ("b", (220, 400, 650)),
            ("ccc", (400, 650, 1000)),
        ],
    )
    def test_margins(self, rating: str, points: tuple[int, int, int]) -> None:
        found = table(f"eu.reference.margin.{rating}", on=NOW)

        assert [found[each] * 10_000 for each in ("high", "normal", "low")] == [*points]

    def test_others(self) -> None:
        assert value("eu.reference.margin_unrated", on=NOW) * 10_000 == 400
        assert value("eu.reference.discount_margin", on=NOW) * 10_000 == 100
        assert parameter("eu.reference.margin_unrated").values[0].start == date(2008, 7, 1)


class TestGuaranteePremiums:
    """What a guarantee should cost.

    Safe-harbour premiums a year, normal collateral: AAA 0.4 %, AA 0.4, A 0.55, BBB 0.8, BB+/BB
    2.0, BB-/B+ 3.8, B/B- 6.3; unrated start-ups 3.8 %: verified (secondary). Cover at most 80
    %: unverified.
    """

    def test_by_rating(self) -> None:
        found = table("eu.guarantee.premium", on=NOW)

        assert [found[rating] for rating in ("aaa", "aa", "a", "bbb", "bb", "bb_minus", "b")] == [
            percent(text) for text in ("0.4", "0.4", "0.55", "0.8", "2", "3.8", "6.3")
        ]
        assert held("eu.guarantee.premium.b")[1] is SECONDARY
        assert held("eu.guarantee.startup") == ("0.038", SECONDARY)
        assert held("eu.guarantee.cover_max") == ("0.80", OPEN)

    def test_the_reductions_were_temporary(self) -> None:
        """The 2009-10 reductions (25 % for SMEs, 15 % for others, first two years)."""
        day = date(2010, 12, 31)

        assert held("eu.guarantee.reduction.sme", day) == ("0.25", OPEN)
        assert held("eu.guarantee.reduction.other", day) == ("0.15", OPEN)
        assert held("eu.guarantee.reduction_years", day) == ("2", OPEN)
        ends("eu.guarantee.reduction.sme", day)


class TestDeMinimis:
    """Small aid.

    EUR 300,000 from 2024-01-01 to 2030-12-31, 200,000 until 2023-12-31, over any rolling three
    years (no longer fiscal years); loans 1,500,000 for 5 years, or 750,000 for 10 years,
    collateral of at least 50 %; guarantees 2,250,000 for 5 years, 1,125,000 for 10 years, cover of
    at most 80 %; services of general economic interest EUR 750,000.
    """

    def test_ceiling(self) -> None:
        assert held("eu.deminimis.ceiling", date(2023, 12, 31)) == ("200000", SECONDARY)
        assert held("eu.deminimis.ceiling", date(2024, 1, 1)) == ("300000", TEXT)
        assert held("eu.deminimis.sgei_ceiling") == ("750000", SECONDARY)
        assert held("eu.deminimis.window_years") == ("3", TEXT)
        assert held("eu.deminimis.fiscal_years", date(2023, 12, 31)) == ("3", OPEN)
        ends("eu.deminimis.ceiling", date(2030, 12, 31))

    def test_limits_of_the_proportional_rule(self) -> None:
        assert held("eu.deminimis.loan_limit_5_years") == ("1500000", OPEN)
        assert held("eu.deminimis.loan_limit_10_years") == ("750000", OPEN)
        assert held("eu.deminimis.loan_collateral_min") == ("0.50", OPEN)
        assert held("eu.deminimis.guarantee_limit_5_years") == ("2250000", SECONDARY)
        assert held("eu.deminimis.guarantee_limit_10_years") == ("1125000", OPEN)
        assert held("eu.deminimis.guarantee_cover_max") == ("0.80", OPEN)

    def test_the_reply_of_the_commission_under_the_old_rule(self) -> None:
        """Oracle CON-21: 1,000,000 EUR for 1 year, limits 1,000,000 and 5 years, gives 40,000."""
        day = date(2023, 12, 31)
        limit = value("eu.deminimis.loan_limit_5_years", on=day)

        assert value("eu.deminimis.ceiling", on=day) * 1_000_000 / limit * 1 / 5 == 40_000


class TestBlockExemption:
    """Aid that needs no notification.

    GBER art. 17: small 20 %, medium 10 %: unverified; two years of wages: verified (text). Art.
    4: EUR 7.5 million, 2014 text (raised in 2023: unverified). Art. 22: EUR 0.4 million; 0.6
    (c) areas: unverified; 0.8 (a) areas. Art. 7: a bonus of 10 points for repayable advances:
    unverified.
    """

    def test_of_small_and_medium_sized_enterprises(self) -> None:
        assert held("eu.gber.intensity.small") == ("0.20", OPEN)
        assert held("eu.gber.intensity.medium") == ("0.10", OPEN)
        assert held("eu.gber.wage_years") == ("2", TEXT)
        assert held("eu.gber.repayable_advance_bonus") == ("0.10", OPEN)

    def test_the_text_of_2014_holds_until_it_was_raised(self) -> None:
        day = date(2022, 12, 31)

        assert held("eu.gber.sme_notification", day) == ("7500000", TEXT)
        assert held("eu.gber.startup_grant", day) == ("400000", SECONDARY)
        assert held("eu.gber.startup_grant_c_areas", day) == ("600000", OPEN)
        assert held("eu.gber.startup_grant_a_areas", day) == ("800000", SECONDARY)
        with pytest.raises(MissingData) as caught:
            value("eu.gber.startup_grant", on=NOW)
        assert str(caught.value) == (
            "eu.gber.startup_grant has no value on 2026-06-30: the one from 2014-07-01 ended on "
            "2022-12-31"
        )


class TestMobilisation:
    """Private money that official money brings.

    Keep the weight one half as a parameter with status unverified until the OECD Handbook
    (2025) has been read. Guarantee: the whole face value of the instrument covered: verified
    (text).
    """

    def test_weights(self) -> None:
        assert held("oecd.mobilised.half") == ("0.5", OPEN)
        assert held("oecd.mobilised.guarantee_face") == ("1", TEXT)


class TestCostOfCredit:
    """Annual percentage rate and TEG.

    Open-ended credit: one year (20 years if it buys property); overdraft: three months;
    bridging loan: 12 months; no ceiling stated: EUR 1,500 (170,000 property). Result with at
    least one decimal. Directive 2023/2225: up to EUR 100,000, from 2026-11-20.
    """

    def test_what_is_assumed_of_a_silent_contract(self) -> None:
        assert dict(table("credit.eu.assumed_months", on=NOW)) == {"open_ended": 12, "overdraft": 3}
        assert dict(table("credit.eu.assumed_months_property", on=NOW)) == {
            "open_ended": 240,
            "bridging": 12,
        }
        assert held("credit.eu.assumed_ceiling") == ("1500", TEXT)
        assert held("credit.eu.assumed_ceiling_property") == ("170000", TEXT)
        ends("credit.eu.assumed_ceiling", date(2026, 11, 19))

    def test_scope_and_decimals(self) -> None:
        assert held("credit.eu.scope_max", date(2026, 11, 20)) == ("100000", SECONDARY)
        assert held("credit.eu.rate_decimals") == ("1", TEXT)

    def test_of_a_french_professional_loan(self) -> None:
        """A payment interval of at least one month; bills: not under ten days; one decimal."""
        assert held("credit.fr.teg_period_min") == ("1", TEXT)
        assert held("credit.fr.bill_period_min") == ("10", TEXT)
        assert held("credit.fr.rate_decimals") == ("1", TEXT)


class TestUsury:
    """Ceilings in the UMOA.

    Banks 18 % until 31 Dec 2013, 15 % from 1 Jan 2014, 14 % from 1 June 2026. SFD and other
    lenders: 27 % then 24 % from 1 Jan 2014.
    """

    @pytest.mark.parametrize(
        ("day", "lender", "ceiling"),
        [
            (date(2013, 12, 31), "bank", "18"),
            (date(2014, 1, 1), "bank", "15"),
            (date(2026, 5, 31), "bank", "15"),
            (date(2026, 6, 1), "bank", "14"),
            (date(2013, 12, 31), "other", "27"),
            (date(2014, 1, 1), "other", "24"),
            (date(2026, 6, 1), "other", "24"),
        ],
    )
    def test_ceilings(self, day: date, lender: str, ceiling: str) -> None:
        """Oracle USU-04."""
        assert value(f"usury.umoa.{lender}", on=day) == percent(ceiling)
        assert held(f"usury.umoa.{lender}", day)[1] is SECONDARY

    def test_penalties_in_benin(self) -> None:
        """Law 2024-15: 2 months to 2 years, XOF 100,000 to 5,000,000."""
        assert dict(table("usury.benin.prison", on=NOW)) == {"min": 2, "max": 24}
        assert dict(table("usury.benin.fine", on=NOW)) == {"min": 100_000, "max": 5_000_000}


class TestShareholderAccount:
    """Deductible interest in France.

    Quarterly 2024: 5.97, 5.90, 5.76, 5.37; Q1 2025 4.92; Q4 2025 4.30. Years: 2020 1.18, 2021
    1.17, 2022 2.27, 2023 5.57, 2024 5.75. Verified (secondary).
    """

    def test_quarters(self) -> None:
        days = [date(2024, month, 15) for month in (1, 4, 7, 10)]
        days += [date(2025, 2, 15), date(2025, 11, 15)]

        assert [value("cca.tem.quarterly", on=day) for day in days] == [
            percent(text) for text in ("5.97", "5.90", "5.76", "5.37", "4.92", "4.30")
        ]

    def test_a_quarter_that_was_not_found_has_no_rate(self) -> None:
        assert parameter("cca.tem.quarterly").find(date(2025, 4, 1)) is None

    def test_years(self) -> None:
        found = [
            value("cca.cap.calendar_year", on=date(year, 12, 31)) for year in range(2020, 2025)
        ]

        assert found == [percent(text) for text in ("1.18", "1.17", "2.27", "5.57", "5.75")]

    def test_a_calendar_year_is_the_mean_of_its_quarters(self) -> None:
        """Oracle CCA-01: 5.97, 5.90, 5.76 and 5.37 make 5.75."""
        quarters = [value("cca.tem.quarterly", on=date(2024, month, 1)) for month in (1, 4, 7, 10)]

        assert sum(quarters) / 4 == value("cca.cap.calendar_year", on=date(2024, 12, 31))


class TestParticipatingSecurity:
    """Titre participatif.

    At least seven years; the variable base may not exceed 40 % of nominal. Verified (text, old
    version).
    """

    def test_numbers(self) -> None:
        assert held("tp.variable_base_max") == ("0.40", TEXT)
        assert held("tp.min_years") == ("7", TEXT)


class TestCooperatives:
    """Law 47-1775.

    Interest on shares capped at the mean of the half-yearly bond rate over the three calendar
    years before the meeting, plus 2 points (since Dec 2016). Non-cooperators at most 49 % of
    votes.
    """

    RATES = (
        "3.15 2.41 2.30 2.62 2.28 1.50 0.96 1.19 0.80 0.63 1.15 0.95 "
        "1.04 0.97 0.62 0.12 0.20 -0.02 0.20 0.27 1.325 2.51 3.14 3.37"
    )
    """H1 and H2 of 2012 to 2023."""

    def test_half_yearly_rates(self) -> None:
        days = [date(year, month, 1) for year in range(2012, 2024) for month in (1, 7)]

        assert [value("coop.tmo", on=day) for day in days] == [
            percent(text) for text in self.RATES.split()
        ]
        assert held("coop.tmo", days[0])[1] is SECONDARY
        ends("coop.tmo", date(2023, 12, 31))

    @pytest.mark.parametrize(("meeting", "cap"), [(2024, "3.8025"), (2018, "2.9467")])
    def test_cap_of_the_interest(self, meeting: int, cap: str) -> None:
        """Oracles TMO-01 and TMO-02, at four decimals of a per cent."""
        day = date(meeting, 6, 30)
        years = int(value("coop.interest_years", on=day))
        rates = [
            value("coop.tmo", on=date(year, month, 1))
            for year in range(meeting - years, meeting)
            for month in (1, 7)
        ]

        found = sum(rates) / len(rates) + value("coop.interest_points", on=day)

        assert round(found * 100, 4) == Fraction(cap)

    def test_votes_and_capital(self) -> None:
        """Capital floor one quarter of the highest level: unverified."""
        assert held("coop.non_cooperator_votes_max") == ("0.49", SECONDARY)
        assert held("coop.capital_floor") == ("0.25", OPEN)


class TestScic:
    """Cooperatives of collective interest.

    15 % to legal reserve until it equals capital, then at least 50 % of the balance to
    statutory reserve (57.5 % in all). At least three categories of associates. Public bodies at
    most 50 % of capital; 20 % before the law of 2014. Colleges: 10 to 50 % of votes each:
    unverified.
    """

    def test_reserves(self) -> None:
        legal, statutory = (
            value(f"scic.{name}", on=NOW) for name in ("legal_reserve", "statutory_reserve")
        )

        assert (legal, statutory) == (percent("15"), percent("50"))
        assert legal + (1 - legal) * statutory == percent("57.5")
        assert value("scic.legal_reserve_target", on=NOW) == 1
        assert held("scic.legal_reserve")[1] is SECONDARY

    def test_public_bodies(self) -> None:
        assert held("scic.public_share_max", date(2013, 12, 31)) == ("0.20", SECONDARY)
        assert held("scic.public_share_max", date(2015, 1, 1)) == ("0.50", SECONDARY)

    def test_associates(self) -> None:
        assert held("scic.categories_min") == ("3", SECONDARY)
        assert dict(table("scic.college_votes", on=NOW)) == {
            "min": percent("10"),
            "max": percent("50"),
        }


class TestFrenchCompanies:
    """Code de commerce.

    Floor at least one tenth of statutory capital. Legal reserve: 5 % of profit until 10 % of
    capital. Verified (text as at 2009).
    """

    def test_numbers(self) -> None:
        assert held("company.fr.variable_capital_floor") == ("0.10", TEXT)
        assert held("company.fr.legal_reserve") == ("0.05", TEXT)
        assert held("company.fr.legal_reserve_target") == ("0.10", TEXT)


class TestOhada:
    """AUSCGIE, AUSCOOP and the rates of the BCEAO.

    SARL: capital of at least XOF 1,000,000, share of at least 5,000. SAS: no minimum. SA: at
    least 10,000,000; legal reserve 10 % of profit to one fifth: unverified. SCOOPS at least 5
    members, COOP-CA at least 15: unverified. General reserve and training reserve at least 20 %
    of surplus each until each equals capital; optional reserves at most 20 %.
    """

    def test_companies(self) -> None:
        assert held("auscgie.capital_min.sarl") == ("1000000", SECONDARY)
        assert held("auscgie.capital_min.sas") == ("0", SECONDARY)
        assert held("auscgie.sarl_share_min") == ("5000", SECONDARY)
        assert held("auscgie.capital_min_sa") == ("10000000", OPEN)
        assert held("auscgie.sa_legal_reserve") == ("0.10", OPEN)
        assert held("auscgie.sa_legal_reserve_target") == ("0.20", OPEN)
        assert held("auscgie.variable_capital_floor") == ("0.10", SECONDARY)

    def test_the_act_is_of_30_january_and_in_force_on_5_may_2014(self) -> None:
        first = parameter("auscgie.capital_min.sarl").values[0]

        assert (first.decided_on, first.start) == (date(2014, 1, 30), date(2014, 5, 5))

    def test_cooperatives(self) -> None:
        reserves = ("general", "training", "optional")

        assert [held(f"auscoop.reserves.{name}") for name in reserves] == [("0.20", SECONDARY)] * 3
        assert held("auscoop.reserve_target") == ("1", SECONDARY)
        assert held("auscoop.members_min.scoops") == ("5", OPEN)
        assert held("auscoop.members_min.coop_ca") == ("15", OPEN)

    @pytest.mark.parametrize(
        ("day", "bid", "lending"),
        [
            (date(2025, 6, 15), "3.50", "5.50"),
            (date(2025, 6, 16), "3.25", "5.25"),
            (date(2026, 3, 15), "3.25", "5.25"),
            (date(2026, 3, 16), "3.00", "5.00"),
        ],
    )
    def test_key_rates(self, day: date, bid: str, lending: str) -> None:
        """3.50/5.50 until 2025-06-15; 3.25/5.25 from 2025-06-16; 3.00/5.00 from 2026-03-16."""
        assert dict(table("bceao.policy", on=day)) == {
            "minimum_bid": percent(bid),
            "marginal_lending": percent(lending),
        }
        assert held("bceao.policy.minimum_bid", day)[1] is SECONDARY


class TestSocialUtility:
    """ESUS, ESS and Finansol.

    ESUS: mean of the five best paid at most 7 x SMIC; best paid at most 10 x SMIC; social-
    utility costs at least 66 % of operating costs over three years or a return under TMOP + 5
    points. ESS: at least 20 % of profit to a development fund until reserves reach 20 % of
    capital; at least 50 % of profit kept.
    """

    def test_esus(self) -> None:
        assert held("esus.pay_max.five_best") == ("7", SECONDARY)
        assert held("esus.pay_max.best") == ("10", SECONDARY)
        assert held("esus.social_costs_min") == ("0.66", SECONDARY)
        assert held("esus.social_costs_years") == ("3", SECONDARY)
        assert held("esus.return_margin") == ("0.05", SECONDARY)

    def test_limit_of_the_return(self) -> None:
        """Oracle ESU-01: with a TMOP of 3.37 % the limit is 8.37 %."""
        assert percent("3.37") + value("esus.return_margin", on=NOW) == percent("8.37")

    def test_companies_of_the_social_economy(self) -> None:
        names = ("development_fund", "development_fund_target", "kept")

        assert [held(f"ess.{name}") for name in names] == [
            (text, SECONDARY) for text in ("0.20", "0.20", "0.50")
        ]

    def test_finansol(self) -> None:
        """5 to 10 % of assets (open funds), or 10 % of savings or 25 % of income given away."""
        assert dict(table("finansol.fund_solidarity", on=NOW)) == {
            "low": percent("5"),
            "high": percent("10"),
        }
        assert held("finansol.savings_min") == ("0.10", SECONDARY)
        assert held("finansol.donated_income_min") == ("0.25", SECONDARY)


class TestTaxReduction:
    """IR-PME.

    Base 18 %. Windows at 25 %: 2021-05-09 to 12-31; 2022-03-18 to 12-31; 2023-03-12 to 12-31;
    2024-06-28 to 2025-12-31 for ESUS (asset-holding ESUS and FCPI only from 2025-09-28); else
    18 %.
    """

    @pytest.mark.parametrize(
        ("first", "last"),
        [
            (date(2021, 5, 9), date(2021, 12, 31)),
            (date(2022, 3, 18), date(2022, 12, 31)),
            (date(2023, 3, 12), date(2023, 12, 31)),
            (date(2024, 6, 28), date(2025, 12, 31)),
        ],
    )
    def test_windows(self, first: date, last: date) -> None:
        """Oracle IRP-01: 18, 25, 25 and 18 % on 2024-06-27, 06-28, 2025-12-31 and 2026-01-01."""
        days = (first - timedelta(1), first, last, last + timedelta(1))

        assert [value("irpme.rate.esus", on=day) for day in days] == [
            percent(text) for text in ("18", "25", "25", "18")
        ]
        assert held("irpme.rate.esus", first)[1] is SECONDARY

    def test_of_enterprises_that_hold_assets(self) -> None:
        days = (date(2025, 9, 27), date(2025, 9, 28), date(2026, 1, 1))

        assert [value("irpme.rate.esus_holding", on=day) for day in days] == [
            percent(text) for text in ("18", "25", "18")
        ]

    def test_others(self) -> None:
        """Kept until 31 December of the fifth year; the seven-year limit: unverified."""
        assert held("irpme.rate.base") == ("0.18", SECONDARY)
        assert held("irpme.hold_years") == ("5", SECONDARY)
        assert held("irpme.redemption_years") == ("7", OPEN)


class TestPractice:
    """Usual terms.

    Prêt d'honneur: 0 %, EUR 1,000 to 80,000 (up to 90,000 in some networks), 1 to 7 years,
    deferral up to 18 months. Royalties: usual multiple 1.2 to 3. Verified (secondary).
    """

    def test_honour_loans(self) -> None:
        assert dict(table("honour_loan.amount", on=NOW)) == {
            "min": 1_000,
            "max": 80_000,
            "max_some_networks": 90_000,
        }
        assert dict(table("honour_loan.years", on=NOW)) == {"min": 1, "max": 7}
        assert held("honour_loan.deferral_max") == ("18", SECONDARY)
        assert held("honour_loan.rate") == ("0", SECONDARY)

    def test_royalties(self) -> None:
        assert dict(table("royalty.multiple", on=NOW)) == {"low": Fraction(6, 5), "high": 3}


class TestProvisions:
    """Past-due loans.

    SFD: up to 6 months, 6 to 12, 12 to 24, written off after 24 months (accounts 291, 292, 293,
    provisions 299). Norm on degraded gross portfolio 3 %. Percentages (40, 80, 100) and the
    start at 90 days: unverified.
    """

    def test_classes_of_microfinance(self) -> None:
        classes = ("first", "second", "third")

        assert [held(f"sfd.class_end_months.{name}") for name in classes] == [
            (text, SECONDARY) for text in ("6", "12", "24")
        ]
        assert held("sfd.write_off_months") == ("24", SECONDARY)
        assert held("sfd.degraded_max") == ("0.03", SECONDARY)

    def test_percentages_of_microfinance(self) -> None:
        """Oracle SFD-01: <=90: 0; <=180: 40 %; <=360: 80 %; <=720: 100 %; >720: written off."""
        classes = ("first", "second", "third")

        assert held("sfd.provision_start_days") == ("90", OPEN)
        assert [held(f"sfd.class_end_days.{name}")[0] for name in classes] == ["180", "360", "720"]
        assert [value(f"sfd.provision_rates.{name}", on=NOW) for name in classes] == [
            percent("40"),
            percent("80"),
            percent("100"),
        ]

    def test_accounts_of_microfinance(self) -> None:
        names = ("past_due_first", "past_due_second", "past_due_third", "provisions")

        assert [value(f"accounts.sfd.{name}", on=NOW) for name in names] == [291, 292, 293, 299]

    def test_banks_until_2017(self) -> None:
        """Instruction 94-05 was replaced by 026-11-2016 (in force Jan 2018)."""
        assert held("bank.past_due_months", date(2017, 12, 31)) == ("6", SECONDARY)
        ends("bank.past_due_months", date(2017, 12, 31))

    def test_international_standards(self) -> None:
        """Stage 1: 12-month expected loss; presumed above 30 days late; default above 90 days."""
        assert held("ifrs9.presumption_days.stage_2") == ("30", SECONDARY)
        assert held("ifrs9.presumption_days.stage_3") == ("90", SECONDARY)
        assert held("ifrs9.stage_1_months") == ("12", SECONDARY)
        assert parameter("ifrs9.stage_1_months").values[0].start_status is OPEN
