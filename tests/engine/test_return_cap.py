"""A cap on return cuts remuneration in the order of the days, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.debt import outstanding
from investisens.engine.return_cap import capped
from investisens.values.cashflow import FlowKind

PUT_IN = (FlowKind.DISBURSEMENT, FlowKind.SHARE_PURCHASE)
BACK = (FlowKind.PRINCIPAL, FlowKind.SHARE_SALE, FlowKind.RECOVERY, FlowKind.DELIVERY)
PAID = (FlowKind.INTEREST, FlowKind.FEE, FlowKind.PARTICIPATION, FlowKind.DIVIDEND)
OTHER = (FlowKind.LOSS, FlowKind.CAPITALISED_INTEREST, FlowKind.CONVERSION)

flows = st.lists(
    st.tuples(
        st.integers(1, 400),
        st.sampled_from([*PUT_IN, *BACK, *PAID, *OTHER]),
        st.integers(1, 10**6),
    ),
    max_size=20,
).map(lambda each: sorted(each, key=lambda flow: flow[0]))


def gained(each: list[tuple[int, FlowKind, int]]) -> int:
    """What came in beyond what was put in before it, remuneration included."""
    put_in = gain = 0
    for _, kind, amount in each:
        if kind in PUT_IN:
            put_in += amount
        elif kind in BACK:
            gain += max(0, amount - put_in)
            put_in = max(0, put_in - amount)
        elif kind in PAID:
            gain += amount
    return gain


@given(flows, st.integers(0, 10**7))
def test_the_cap_is_reached_exactly_if_there_is_enough_and_never_passed(
    each: list[tuple[int, FlowKind, int]], cap: int
) -> None:
    assert gained(capped(each, cap)) == min(cap, gained(each))


@given(flows, st.integers(0, 10**7))
def test_what_is_put_in_lost_or_converted_is_left_as_it_is(
    each: list[tuple[int, FlowKind, int]], cap: int
) -> None:
    def others(flows: list[tuple[int, FlowKind, int]]) -> list[tuple[int, FlowKind, int]]:
        cut = (*BACK, *PAID, FlowKind.FORGIVENESS)
        return [flow for flow in flows if flow[1] not in cut]

    assert others(capped(each, cap)) == others(each)


@given(flows, st.integers(0, 10**7))
def test_a_debt_adds_up_whatever_the_cap_cuts(
    each: list[tuple[int, FlowKind, int]], cap: int
) -> None:
    """What was owed and is cut is given up: lent + capitalised is conserved."""
    assert outstanding(capped(each, cap)) == outstanding(each)


def test_capitalised_interest_beyond_the_cap_is_given_up() -> None:
    """100 lent and 21 capitalised; of the 121 repaid the cap of 5 leaves 105."""
    each = [
        (1, FlowKind.DISBURSEMENT, 100),
        (2, FlowKind.CAPITALISED_INTEREST, 21),
        (3, FlowKind.PRINCIPAL, 121),
    ]

    assert capped(each, 5)[2:] == [(3, FlowKind.PRINCIPAL, 105), (3, FlowKind.FORGIVENESS, 16)]


@given(flows)
def test_a_cap_that_is_not_reached_changes_nothing(
    each: list[tuple[int, FlowKind, int]],
) -> None:
    assert capped(each, gained(each)) == each


def test_the_gain_on_shares_counts_with_dividends() -> None:
    """100 put in; 30 of dividend, then 200 of sale: 100 is cost, 70 fill the cap of 100."""
    each = [
        (1, FlowKind.SHARE_PURCHASE, 100),
        (2, FlowKind.DIVIDEND, 30),
        (3, FlowKind.SHARE_SALE, 200),
    ]

    assert capped(each, 100)[-1] == (3, FlowKind.SHARE_SALE, 170)
