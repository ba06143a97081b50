"""VAT inside a price: net is rounded, tax is the difference."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.award import award_on
from investisens.funding.vat import benin_vat, eligible_of, split_vat
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.rates import MBP, Rate
from plans import xof

HALF = Rate.parse("50 %")


@pytest.mark.parametrize(("recovered", "grant"), [(True, 2_500_000), (False, 2_950_000)])
def test_the_eligible_base_follows_the_recovery_of_vat(recovered: bool, grant: int) -> None:
    """HYB-09 F: 5,900,000 XOF including 18 %; grant rate 50 %.

    → net = 5,000,000; vat = 900,000; grant_recoverable = 2,500,000;
    grant_not_recoverable = 2,950,000.
    """
    price, rate = xof(5_900_000), benin_vat(on=date(2026, 6, 30))
    taxed = split_vat(price, rate)
    eligible = eligible_of(price, rate, recovered=recovered)

    assert (taxed.net, taxed.vat) == (xof(5_000_000), xof(900_000))
    assert award_on(price, eligible, HALF).granted == xof(grant)


@given(st.integers(0, 10**12), st.integers(0, 2 * MBP).map(Rate))
def test_10_net_and_vat_make_the_gross_and_vat_is_the_rate_of_net(gross: int, rate: Rate) -> None:
    """Invariant 10: net + VAT = gross, VAT within one unit of rate × net.

    Net is within half a unit of the exact net, so for a rate r the tax is within (1 + r) / 2 of
    r × net: one unit up to a rate of 100 %.
    """
    taxed = split_vat(xof(gross), rate)

    assert taxed.gross == xof(gross)
    assert abs(taxed.vat.minor - rate.fraction * taxed.net.minor) <= (1 + rate.fraction) / 2
    if rate.fraction <= 1:
        assert abs(taxed.vat.minor - rate.fraction * taxed.net.minor) <= Fraction(1)


def test_a_rate_asked_for_a_day_before_it_existed_is_told() -> None:
    with pytest.raises(MissingData, match=r"^tax\.benin\.vat has no value on 1900-01-01"):
        benin_vat(on=date(1900, 1, 1))


def test_a_negative_rate_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        split_vat(xof(5), Rate.parse("-1 %"))

    assert str(caught.value) == "rate is -1 %: use 0 % or more"
