"""What the law of a company asks on a day: refused with the rule, its source and that day."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from investisens.instruments.buy_back import BuyBack
from investisens.instruments.company import Company, CompanyForm, VariableCapital
from investisens.instruments.dividends import DividendPolicy
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.values.currency import EUR, XOF
from investisens.values.dates import YearDay
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates
from investisens.values.shares import ParPlus, ShareEvent, ShareEventKind

SARL = Company(form=CompanyForm.OHADA_SARL)
SA = Company(form=CompanyForm.OHADA_SA)
FRENCH = Company(form=CompanyForm.FRENCH)
LINE = OrdinaryShares(
    shares=75,
    price=Money(10_000, XOF),
    subscribed_on=date(2015, 6, 15),
    other_shares=150,
    company=SARL,
)
POLICY = DividendPolicy(
    payout=Rate.parse("90 %"), first_year=2016, last_year=2017, paid_on=YearDay(6, 30)
)
VARIABLE = VariableCapital(stated=Money(2_250_000, XOF), floor=Money(1_500_000, XOF))


def refused(line: OrdinaryShares, **change: Any) -> tuple[str, str | None]:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(line, **change)
    return str(caught.value), caught.value.field


class TestCapital:
    """SARL: capital >= XOF 1,000,000 unless national law lowers it, share >= 5,000 (AUSCGIE).

    SAS: no minimum. SA: >= 10,000,000. In force on 5 May 2014.
    """

    def test_of_a_sarl_at_the_least_is_accepted(self) -> None:
        """200 shares of 5,000."""
        least = attrs.evolve(LINE, shares=50, price=Money(5_000, XOF))

        assert (least.shares + least.other_shares) * 5_000 == 1_000_000

    def test_of_a_sarl_below_the_least_is_refused(self) -> None:
        assert refused(LINE, shares=49, price=Money(5_000, XOF)) == (
            "the capital is 995000 XOF, below 1000000 XOF (auscgie.capital_min.sarl on "
            "2015-06-15: AUSCGIE, article 853-5 for the SAS (ohada.com); verified secondary): "
            "raise it, or give national_minimum where the national law asks less",
            "company",
        )

    def test_of_a_sarl_may_be_lower_where_the_national_law_says_so(self) -> None:
        lower = attrs.evolve(SARL, national_minimum=Money(100_000, XOF))

        assert attrs.evolve(LINE, shares=1, other_shares=19, company=lower).company == lower

    def test_of_a_sas_has_no_least(self) -> None:
        sas = Company(form=CompanyForm.OHADA_SAS)

        assert attrs.evolve(LINE, shares=1, other_shares=0, company=sas).holding == 1

    def test_of_a_sa_has_a_least_whose_source_is_not_verified(self) -> None:
        assert refused(LINE, company=SA) == (
            "the capital is 2250000 XOF, below 10000000 XOF (auscgie.capital_min_sa on "
            "2015-06-15: AUSCGIE, from general knowledge, not read; unverified): raise it, or "
            "give national_minimum where the national law asks less",
            "company",
        )

    def test_before_the_act_is_in_force_is_not_looked_at(self) -> None:
        old = attrs.evolve(LINE, subscribed_on=date(2014, 5, 4), company=SA)

        assert old.nominal == LINE.price
        assert refused(old, subscribed_on=date(2014, 5, 5))[1] == "company"

    def test_in_another_currency_than_that_of_the_rule_is_not_looked_at(self) -> None:
        assert attrs.evolve(LINE, price=Money(1, EUR)).cost == Money(75, EUR)

    def test_counts_at_nominal_not_at_the_price_with_its_premium(self) -> None:
        """225 x 4,000 = 900,000, and a share below 5,000 is refused before that."""
        small = attrs.evolve(SARL, nominal=Money(4_000, XOF))

        assert refused(LINE, company=small) == (
            "a share of 4000 XOF is below 5000 XOF, the lowest nominal (auscgie.sarl_share_min "
            "on 2015-06-15: AUSCGIE (ohada.com); verified secondary): issue fewer and larger "
            "shares",
            "company.nominal",
        )


class TestLegalReserve:
    """French company: 5 % of profit until 10 % of capital; SA of OHADA law: 10 % until 1/5."""

    def test_leaves_the_rest_to_be_paid_out(self) -> None:
        line = attrs.evolve(LINE, company=FRENCH)

        assert attrs.evolve(line, dividends=POLICY).dividends == POLICY
        assert refused(line, dividends=attrs.evolve(POLICY, payout=Rate.parse("95.1 %"))) == (
            "dividends.payout is 95.1 % of the profit: 5 % of it goes to the legal reserve until "
            "that is complete (company.fr.legal_reserve on 2015-06-15: Code de commerce, article "
            "L232-10, text as at 2009; first day not found; verified text): use 95 % or less, or "
            "write reserve_complete",
            "dividends.payout",
        )

    def test_leaves_all_of_it_once_it_is_complete(self) -> None:
        whole = attrs.evolve(POLICY, payout=Rate.parse("100 %"), reserve_complete=True)

        assert attrs.evolve(LINE, company=FRENCH, dividends=whole).dividends == whole

    def test_of_a_form_without_a_rule_is_not_looked_at(self) -> None:
        whole = attrs.evolve(POLICY, payout=Rate.parse("100 %"))

        assert attrs.evolve(LINE, dividends=whole).dividends == whole


class TestVariableCapital:
    """C. com. L231-5: floor at least one tenth of stated capital; capital may not fall below it."""

    PAR = ParPlus(rate=Rate(0))

    def line(self, shares: int | None, form: CompanyForm = CompanyForm.FRENCH) -> OrdinaryShares:
        plan = BuyBack(price=self.PAR, days=(OnDates((date(2020, 6, 15),)),), shares=shares)
        company = Company(form=form, variable=VARIABLE)
        return attrs.evolve(LINE, buy_back=plan, company=company)

    def test_falls_to_its_floor(self) -> None:
        """225 shares less 75 leave 150 x 10,000."""
        (leg,) = self.line(None).legs()

        assert leg.redeemed

    def test_does_not_fall_below_it(self) -> None:
        higher = attrs.evolve(VARIABLE, floor=Money(1_500_001, XOF))
        company = Company(form=CompanyForm.FRENCH, variable=higher)

        assert refused(self.line(74), company=company, buy_back=self.line(75).buy_back) == (
            "taking 75 shares back leaves 1500000 XOF of capital, below its floor of 1500001 XOF: "
            "take back fewer shares",
            "buy_back",
        )

    def test_counts_planned_buy_backs_too(self) -> None:
        event = ShareEvent(
            on=date(2018, 1, 1),
            event=ShareEventKind.BUY_BACK,
            shares=2,
            per_share=Money(10_000, XOF),
        )
        higher = attrs.evolve(VARIABLE, floor=Money(1_510_000, XOF))
        company = Company(form=CompanyForm.FRENCH, variable=higher)
        line = attrs.evolve(self.line(73), company=company)

        assert refused(line, planned=(event,))[0].startswith("taking 75 shares back leaves 1500000")

    def test_holds_against_what_happens(self) -> None:
        higher = attrs.evolve(VARIABLE, floor=Money(2_000_000, XOF))
        line = attrs.evolve(
            self.line(25), company=Company(form=CompanyForm.FRENCH, variable=higher)
        )
        early = Happening(
            contract="Q1", on=date(2017, 1, 1), what=HappeningKind.BOUGHT_BACK, number=26
        )

        with pytest.raises(InvalidTerms, match=r"^taking 26 shares back leaves 1990000 XOF of "):
            line.legs_after((early,))

    def test_has_a_floor_of_a_tenth_of_what_is_stated(self) -> None:
        low = attrs.evolve(VARIABLE, floor=Money(224_999, XOF))
        company = Company(form=CompanyForm.FRENCH, variable=low)

        assert refused(LINE, company=company) == (
            "company.variable.floor is 224999 XOF, below 225000 XOF, 10 % of the stated capital "
            "of 2250000 XOF (company.fr.variable_capital_floor on 2015-06-15: Code de commerce, "
            "articles L231-1 and L231-5, text as at 2009; first day not found; verified text): "
            "raise the floor",
            "company.variable.floor",
        )

    def test_of_a_sa_has_a_floor_of_the_least_capital_of_a_sa(self) -> None:
        stated = Money(50_000_000, XOF)
        low = VariableCapital(stated=stated, floor=Money(9_999_999, XOF))
        line = attrs.evolve(LINE, other_shares=5_000, company=SA)
        message, field = refused(line, company=attrs.evolve(SA, variable=low))

        assert message.startswith("company.variable.floor is 9999999 XOF, below 10000000 XOF (")
        assert field == "company"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: VariableCapital(stated=Money(0, XOF), floor=Money(0, XOF)),
            "stated is 0 XOF: give the positive capital of the articles",
        ),
        (
            lambda: VariableCapital(stated=Money(9, XOF), floor=Money(10, XOF)),
            "floor is 10 XOF: use an amount from 0 to the stated capital, 9 XOF",
        ),
        (lambda: attrs.evolve(SARL, nominal=Money(0, XOF)), "nominal is 0 XOF: use 1 or more"),
        (
            lambda: attrs.evolve(SARL, national_minimum=Money(-1, XOF)),
            "national_minimum is -1 XOF: use 0 or more",
        ),
    ],
)
def test_amounts_out_of_their_range_are_refused(make: Any, message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        make()

    assert str(caught.value) == message
