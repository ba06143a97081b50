"""Jobs and other counts: what was created, and who may claim how much of it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.portfolio.impact import (
    Reading,
    attributed,
    financed_share,
    jobs_created,
    shared_out,
)
from investisens.values.currency import EUR, XOF
from investisens.values.errors import CurrencyMismatch, InvalidTerms
from investisens.values.money import Money

counts = st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 200) | st.fractions(0, 200))
amounts = st.integers(0, 10**10).map(lambda minor: Money(minor, XOF))


def millions(units: int) -> Money:
    return Money(units * 1_000_000, XOF)


class TestOracles:
    """Rules note, section 7.3: [F] follows from the formula, [P] is a published sample."""

    @pytest.mark.parametrize("reading", Reading)
    def test_jobs_created_are_those_of_today_less_those_maintained(self, reading: Reading) -> None:
        """IMP-01 [P]: 15 jobs in financed enterprises, 10 maintained: 5 created (PI3687)."""
        assert jobs_created({"honey": 10}, {"honey": 15}, reading) == 5

    def test_a_fund_claims_its_share_of_equity_and_debt(self) -> None:
        """IMP-02 [F]: 4,000,000 of 6,000,000 + 10,000,000: factor 0.25, of 12 jobs 3."""
        share = financed_share(millions(4), millions(6), millions(10))

        assert share == Fraction(1, 4)
        assert attributed(12, [share]) == 3

    def test_an_investor_claims_a_share_of_the_share(self) -> None:
        """IMP-03 [F]: 10 % of a fund whose factor is 25 %: of 12 jobs, fund 3, investor 0.3."""
        assert attributed(12, [Fraction(25, 100)]) == 3
        assert attributed(12, [Fraction(25, 100), Fraction(10, 100)]) == Fraction(3, 10)

    def test_whole_jobs_are_shared_by_the_largest_remainder(self) -> None:
        """IMP-04 [F]: 12 jobs over fund 4, private 3, entrepreneur 1, public 5: 4, 3, 1 and 4."""
        funders = {name: millions(units) for name, units in zip("FPEG", (4, 3, 1, 5), strict=True)}
        whole = millions(13)
        shares = [
            attributed(12, [financed_share(amount, whole, Money(0, XOF))])
            for amount in funders.values()
        ]

        assert [round(share, 6) for share in shares] == [
            Fraction(each) for each in ("3.692308", "2.769231", "0.923077", "4.615385")
        ]
        assert shared_out(12, funders) == {"F": 4, "P": 3, "E": 1, "G": 4}


@given(counts, counts)
def test_created_gross_is_at_least_created_net_and_never_negative(
    before: dict[str, Fraction], now: dict[str, Fraction]
) -> None:
    net, gross = (jobs_created(before, now, reading) for reading in Reading)

    assert gross >= net
    assert gross >= 0


@given(counts, counts)
def test_both_readings_agree_where_no_enterprise_shrank(
    before: dict[str, Fraction], more: dict[str, Fraction]
) -> None:
    now = {name: before.get(name, 0) + more.get(name, 0) for name in before | more}

    net, gross = (jobs_created(before, now, reading) for reading in Reading)
    assert net == gross == sum(more.values())


@given(st.lists(amounts, min_size=1, max_size=5).filter(any), st.integers(0, 10_000))
def test_the_claims_of_all_funders_make_one_whole(brought: list[Money], count: int) -> None:
    whole = Money(sum(amount.minor for amount in brought), XOF)
    shares = [financed_share(amount, whole, Money(0, XOF)) for amount in brought]
    funders = {str(at): amount for at, amount in enumerate(brought)}

    assert sum(attributed(count, [share]) for share in shares) == count
    assert sum(shared_out(count, funders).values()) == count
    for share, claimed in zip(shares, shared_out(count, funders).values(), strict=True):
        assert abs(claimed - count * share) < 1


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (
            lambda: jobs_created({"honey": -1}, {}, Reading.NET),
            "before['honey'] is -1: give a whole number or a Fraction, 0 or more",
        ),
        (
            lambda: jobs_created({}, {"honey": 12.5}, Reading.NET),  # type: ignore[dict-item]
            "now['honey'] is 12.5: give a whole number or a Fraction, 0 or more",
        ),
        (
            lambda: attributed(12, [Fraction(5, 4)]),
            "shares[0] is 5/4: use a share from 0 to 1",
        ),
        (
            lambda: financed_share(millions(17), millions(6), millions(10)),
            "outstanding is 17000000 XOF but equity and debt are 16000000 XOF together: give book "
            "values of the enterprise that contain the investment",
        ),
        (
            lambda: financed_share(millions(0), millions(0), millions(0)),
            "outstanding is 0 XOF but equity and debt are 0 XOF together: give book values of the "
            "enterprise that contain the investment",
        ),
        (
            lambda: financed_share(millions(1), millions(-1), millions(10)),
            "equity is -1000000 XOF: use 0 or more",
        ),
        (
            lambda: shared_out(Fraction(1, 2), {"fund": millions(1)}),  # type: ignore[arg-type]
            "count is 1/2: give a whole number, or multiply by a share, which is exact",
        ),
        (
            lambda: shared_out(3, {}),
            "weights is []: give at least one weight above 0",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused(ask: Any, message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        ask()

    assert str(caught.value) == message


def test_two_currencies_are_not_compared() -> None:
    with pytest.raises(CurrencyMismatch) as caught:
        financed_share(millions(1), millions(6), Money(100, EUR))
    assert str(caught.value) == (
        "outstanding is 1000000 XOF, equity 6000000 XOF and debt 1.00 EUR: give all three in one "
        "currency"
    )

    with pytest.raises(CurrencyMismatch) as caught:
        shared_out(3, {"fund": millions(1), "region": Money(100, EUR)})
    assert str(caught.value) == "funders bring 1000000 XOF, 1.00 EUR: give all in one currency"
