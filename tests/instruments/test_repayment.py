"""Terms of repayment become steps, or say why they cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from investisens.instruments.repayment import (
    Amortisation,
    Fee,
    FeeKind,
    HandMadeRow,
    Indexation,
    Prepayment,
    PrepaymentEffect,
    RateReset,
    RateStep,
    Repayment,
    Residual,
    Tranche,
    check_disbursement,
    debt_leg,
)
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates
from investisens.values.steps import (
    CapitaliseInterest,
    ChargeFee,
    ChargeShare,
    ChargeWhileOwed,
    Draw,
    FixBase,
    FixLevel,
    FixShare,
    PayInterest,
    RepayAmount,
    RepayExcess,
    RepayLevel,
    RepayPart,
    RepayRest,
    RepayShare,
    ResetRate,
    ScaleInterest,
    ScalePrincipal,
    SetInstalment,
    SetRate,
    Step,
)
from strategies import PLAIN, Terms, debts

START = date(2011, 1, 31)
A, B, C, D = (date(2011, month, 28) for month in (2, 4, 6, 8))
DUES = (OnDates((A, B)), OnDates((C, D)))
FIVE = Rate.parse("5 %")
BULLET, CONSTANT, LEVEL, FIXED, FLAT, SEASONAL, HAND_MADE = Amortisation
SHORTER, SMALLER = PrepaymentEffect


def steps(
    amortisation: Amortisation, capitalised: int = 0, interest_only: int = 0, **terms: Any
) -> list[Step]:
    repayment = Repayment(
        dues=DUES,
        amortisation=amortisation,
        capitalised_dues=capitalised,
        interest_only_dues=interest_only,
        **terms,
    )
    return list(debt_leg(Money(100, XOF), START, FIVE, repayment).plan.steps)


def francs(minor: int) -> Money:
    return Money(minor, XOF)


LAST = [RepayRest(D), PayInterest(D)]


def test_rules_of_dues_follow_each_other() -> None:
    assert Repayment(dues=DUES).due_dates == (A, B, C, D)


def test_a_bullet_pays_interest_at_each_due_and_the_rest_at_the_last() -> None:
    assert steps(Amortisation.BULLET, capitalised=1) == [
        CapitaliseInterest(A),
        PayInterest(B),
        PayInterest(C),
        *LAST,
    ]


def test_constant_principal_fixes_its_part_at_the_first_due_that_repays() -> None:
    assert steps(Amortisation.CONSTANT_PRINCIPAL, capitalised=1, interest_only=1) == [
        CapitaliseInterest(A),
        PayInterest(B),
        FixShare(C, 2),
        RepayShare(C),
        PayInterest(C),
        *LAST,
    ]


def test_a_level_payment_is_fixed_where_its_first_period_starts() -> None:
    repaid = [RepayLevel(C), PayInterest(C), *LAST]

    assert steps(Amortisation.LEVEL_PAYMENT)[0] == FixLevel(START, 4)
    assert steps(Amortisation.LEVEL_PAYMENT, interest_only=2) == [
        PayInterest(A),
        PayInterest(B),
        FixLevel(B, 2),
        *repaid,
    ]


@pytest.mark.parametrize("amortisation", PLAIN)
def test_one_due_that_repays_needs_no_instalment(amortisation: Amortisation) -> None:
    assert steps(amortisation, interest_only=3)[3:] == LAST


def test_an_agreed_instalment_is_set_at_the_start_with_what_it_leaves() -> None:
    repaid = [step for on in (A, B, C) for step in (RepayLevel(on), PayInterest(on))]

    assert steps(FIXED, instalment=francs(30), balloon=francs(8)) == [
        SetInstalment(START, 30, 8),
        *repaid,
        *LAST,
    ]


def test_flat_interest_runs_on_the_balance_of_the_start() -> None:
    assert steps(FLAT, interest_only=2) == [
        FixBase(START),
        PayInterest(A),
        PayInterest(B),
        FixShare(C, 2),
        RepayShare(C),
        PayInterest(C),
        *LAST,
    ]


def test_weights_of_a_year_are_repeated() -> None:
    assert steps(SEASONAL, weights=(3, 2)) == [
        *(FixShare(A, 4), RepayPart(A, 3, 10), PayInterest(A)),
        *(RepayPart(B, 2, 10), PayInterest(B)),
        *(RepayPart(C, 3, 10), PayInterest(C)),
        *LAST,
    ]


def test_rows_made_by_hand_are_steps_as_they_stand() -> None:
    rows = (
        HandMadeRow(principal=francs(0), pays_interest=False),
        HandMadeRow(principal=francs(60)),
        HandMadeRow(principal=francs(15)),
        HandMadeRow(),
    )

    assert steps(HAND_MADE, rows=rows) == [
        RepayAmount(A, 0),
        *(RepayAmount(B, 60), PayInterest(B)),
        *(RepayAmount(C, 15), PayInterest(C)),
        *LAST,
    ]


def test_deferred_dues_stand_in_their_order() -> None:
    """Free of interest, capitalised, deferred; the next due pays what has waited."""
    found = steps(BULLET, capitalised=1, free_dues=1, deferred_interest_dues=1)

    assert found == [
        SetRate(START, Rate(0)),
        RepayAmount(A, 0),
        SetRate(A, FIVE),
        CapitaliseInterest(B),
        RepayAmount(C, 0),
        *LAST,
    ]


def test_a_level_payment_steps_up_by_exact_weights() -> None:
    unit = 10**12
    weights = (unit, unit, 102 * 10**10, 102 * 10**10)
    ten_times = steps(LEVEL, step_up=Rate.parse("2 %"), step_every=2, balloon=francs(7))

    assert ten_times[0] == FixLevel(START, 4, 7, weights, unit)
    assert ten_times[1::2][:3] == [
        RepayLevel(A, unit, unit),
        RepayLevel(B, unit, unit),
        RepayLevel(C, 102 * 10**10, unit),
    ]


def test_parts_step_up_as_weights_of_what_is_shared() -> None:
    unit, of = 10**12, 404 * 10**10
    found = steps(CONSTANT, step_up=Rate.parse("2 %"), step_every=2, balloon=francs(7))

    assert found[:2] == [FixShare(A, 4, 7), RepayPart(A, unit, of)]


def test_the_first_part_may_take_what_rounding_leaves() -> None:
    assert steps(CONSTANT, residual=Residual.FIRST)[:4] == [
        FixShare(A, 4),
        RepayExcess(A, 3),
        PayInterest(A),
        RepayShare(B),
    ]


def test_a_draw_on_a_due_day_comes_after_what_is_due() -> None:
    draws = (Tranche(on=A, amount=francs(50)), Tranche(on=date(2011, 5, 1), amount=francs(20)))

    assert steps(BULLET, draws=draws) == [
        *(PayInterest(A), Draw(A, 50)),
        *(PayInterest(B), Draw(date(2011, 5, 1), 20)),
        *(PayInterest(C), *LAST),
    ]


@pytest.mark.parametrize(
    ("amortisation", "fixed_again"),
    [(LEVEL, FixLevel(date(2011, 3, 1), 3)), (CONSTANT, FixShare(B, 3))],
)
def test_instalments_are_fixed_again_after_a_draw_if_asked(
    amortisation: Amortisation, fixed_again: Step
) -> None:
    draws = (Tranche(on=date(2011, 3, 1), amount=francs(50)),)

    assert fixed_again in steps(amortisation, draws=draws, relevel=True)
    assert fixed_again not in steps(amortisation, draws=draws)


def test_a_smaller_instalment_is_fixed_on_the_prepayment() -> None:
    paid = Prepayment(on=B, amount=francs(10), effect=SMALLER)
    found = steps(LEVEL, prepayments=(paid,))

    at = found.index(RepayAmount(B, 10))
    assert found[at - 1 : at + 2] == [PayInterest(B), RepayAmount(B, 10), FixLevel(B, 2)]


def test_a_shorter_term_keeps_parts_that_were_fixed_before_the_prepayment() -> None:
    on = date(2011, 2, 10)
    found = steps(CONSTANT, prepayments=(Prepayment(on=on, amount=francs(10), effect=SHORTER),))

    assert found[:3] == [FixShare(on, 4), RepayAmount(on, 10), RepayShare(A)]
    assert [step for step in found if isinstance(step, FixShare)] == [FixShare(on, 4)]


def test_a_level_payment_is_fixed_again_where_the_rate_changes() -> None:
    reset = RateReset(on=B, index="TB", fixed_on=A, spread=FIVE, floor=Rate(0))
    found = steps(LEVEL, rate_steps=(RateStep(on=A, rate=FIVE),), resets=(reset,))

    assert found[found.index(SetRate(A, FIVE)) + 1] == FixLevel(A, 3)
    at = found.index(ResetRate(on=B, index="TB", fixed_on=A, spread=FIVE, floor=Rate(0)))
    assert found[at + 1] == FixLevel(B, 2)


def test_fees_come_before_what_is_due_and_beside_each_draw() -> None:
    """1 % of the 250 drawn later is 2.5 francs, half to even."""
    one = Rate.parse("1 %")
    fees = (
        Fee(kind=FeeKind.AT_DRAW, share=one),
        Fee(kind=FeeKind.ON_DATE, amount=francs(4), on=A),
        Fee(kind=FeeKind.EACH_DUE, share=one),
    )
    found = steps(BULLET, draws=(Tranche(on=A, amount=francs(250)),), fees=fees)

    assert found[:6] == [
        ChargeShare(START, one),
        ChargeWhileOwed(A, 4),
        ChargeShare(A, one),
        PayInterest(A),
        Draw(A, 250),
        ChargeFee(A, 2),
    ]


def test_the_base_of_interest_and_factors_have_their_days() -> None:
    found = steps(
        CONSTANT,
        base_fixed_on=(A,),
        indexations=(Indexation(on=B, principal=Fraction(3, 2)),),
    )

    assert found[found.index(PayInterest(A)) + 1] == FixBase(A)
    at = found.index(ScalePrincipal(B, Fraction(3, 2)))
    assert found[at : at + 3] == [
        ScalePrincipal(B, Fraction(3, 2)),
        ScaleInterest(B, Fraction(1)),
        RepayShare(B),
    ]


@given(debts())
def test_the_same_terms_share_one_plan(terms: Terms) -> None:
    """A hundred thousand loans of one product keep one list of steps."""
    assert debt_leg(**terms).plan is debt_leg(**terms).plan


@pytest.mark.parametrize(
    "name", ["free_dues", "capitalised_dues", "deferred_interest_dues", "interest_only_dues"]
)
def test_a_negative_count_is_refused(name: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Repayment(dues=DUES, **{name: -1})  # type: ignore[arg-type]

    assert str(caught.value) == f"{name} is -1: use 0 or a positive number of dues"
    assert (caught.value.field, caught.value.value) == (name, -1)


@pytest.mark.parametrize(
    ("capitalised", "interest_only", "name", "count"),
    [
        (4, 0, "capitalised_dues", 4),
        (0, 4, "interest_only_dues", 4),
        (3, 1, "interest_only_dues", 1),
        (9, 0, "capitalised_dues", 9),
    ],
)
def test_a_deferral_of_every_due_is_refused(
    capitalised: int, interest_only: int, name: str, count: int
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Repayment(dues=DUES, capitalised_dues=capitalised, interest_only_dues=interest_only)

    assert str(caught.value) == (
        f"{name} is {count} but the debt has 4 dues: leave at least one to repay principal"
    )
    assert (caught.value.field, caught.value.value) == (name, count)


def test_a_deferral_of_the_only_due_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Repayment(dues=(OnDates((A,)),), interest_only_dues=1)

    assert str(caught.value) == (
        "interest_only_dues is 1 but the debt has 1 due: leave at least one to repay principal"
    )


def test_dues_are_needed() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Repayment(dues=())

    assert str(caught.value) == "rules is empty: give one schedule rule or more"


# Refusals.


def refused(make: Callable[[], object], message: str, field: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        make()
    assert str(caught.value) == message
    assert caught.value.field == field


NEEDED: dict[Amortisation, dict[str, Any]] = {
    FIXED: {"instalment": francs(40)},
    SEASONAL: {"weights": (1,)},
    HAND_MADE: {"rows": (HandMadeRow(principal=francs(1)),) * 3 + (HandMadeRow(),)},
}
EXAMPLES: dict[str, Any] = {
    "free_dues": 1,
    "capitalised_dues": 1,
    "deferred_interest_dues": 1,
    "interest_only_dues": 1,
    "instalment": francs(40),
    "weights": (1,),
    "rows": NEEDED[HAND_MADE]["rows"],
    "balloon": francs(5),
    "step_up": FIVE,
    "draws": (Tranche(on=B, amount=francs(5)),),
    "relevel": True,
    "prepayments": (Prepayment(on=B, amount=francs(5), effect=SMALLER),),
    "base_fixed_on": (A,),
    "residual": Residual.FIRST,
    "levelling": True,
    "whole_totals": True,
}
UNSUPPORTED: dict[Amortisation, set[str]] = {
    BULLET: {
        *("instalment", "weights", "rows", "balloon", "step_up"),
        *("relevel", "residual", "levelling", "whole_totals"),
    },
    CONSTANT: {"instalment", "weights", "rows", "levelling"},
    LEVEL: {"instalment", "weights", "rows", "residual", "whole_totals"},
    FIXED: {
        *("weights", "rows", "step_up", "relevel", "base_fixed_on"),
        *("residual", "levelling", "whole_totals"),
    },
    FLAT: {
        *("capitalised_dues", "instalment", "weights", "rows", "balloon", "step_up"),
        *("draws", "relevel", "prepayments", "base_fixed_on", "levelling"),
    },
    SEASONAL: {
        *("instalment", "rows", "balloon", "step_up"),
        *("residual", "levelling", "whole_totals"),
    },
    HAND_MADE: {
        *("free_dues", "capitalised_dues", "deferred_interest_dues", "interest_only_dues"),
        *("instalment", "weights", "balloon", "step_up", "relevel", "prepayments"),
        *("residual", "levelling", "whole_totals"),
    },
}


def companions(name: str, own: Amortisation) -> dict[str, Any]:
    """What an option needs beside it."""
    if name == "step_up":
        return {"step_every": 1}
    if name == "relevel":
        return {"draws": EXAMPLES["draws"]}
    if name == "prepayments" and own is FIXED:
        return {"prepayments": (Prepayment(on=B, amount=francs(5), effect=SHORTER),)}
    return {}


@pytest.mark.parametrize("own", Amortisation)
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_option_is_supported_or_refused_and_never_ignored(own: Amortisation, name: str) -> None:
    """What is taken changes the steps; what is not names the option."""
    plain = {"dues": DUES, "amortisation": own, **NEEDED.get(own, {})}
    terms = {**plain, name: EXAMPLES[name], **companions(name, own)}
    if name in UNSUPPORTED[own]:
        with pytest.raises(InvalidTerms) as caught:
            Repayment(**terms)
        assert caught.value.field in (name, "draws")
        assert f"amortisation is {own.value}, which does not support it" in str(caught.value)
    elif name not in plain and (own, name) != (BULLET, "interest_only_dues"):
        # A bullet pays interest alone at all dues but the last, asked or not.
        before, after = (
            debt_leg(francs(100), START, FIVE, Repayment(**each)) for each in (plain, terms)
        )
        assert before.plan != after.plan


@pytest.mark.parametrize(
    ("terms", "message", "field"),
    [
        (
            {"amortisation": LEVEL, "residual": Residual.FIRST},
            "residual is first but amortisation is level_payment, which does not support it: "
            "leave it out, or use constant_principal or flat",
            "residual",
        ),
        (
            {"amortisation": FLAT, "draws": EXAMPLES["draws"]},
            "draws is given but amortisation is flat, which does not support it: leave it out, or "
            "use bullet or constant_principal or level_payment or fixed_instalment or seasonal or "
            "hand_made",
            "draws",
        ),
        (
            {"amortisation": SEASONAL},
            "weights is not given but amortisation is seasonal: add a whole number for each due "
            "that repays principal",
            "weights",
        ),
        (
            {"amortisation": FIXED},
            "instalment is not given but amortisation is fixed_instalment: add the total agreed "
            "for each due",
            "instalment",
        ),
        (
            {"amortisation": HAND_MADE},
            "rows is not given but amortisation is hand_made: add one row for each due",
            "rows",
        ),
        (
            {"whole_totals": True, "step_up": FIVE, "step_every": 1},
            "whole_totals is True and step_up is 5 %: the two cannot stand together, leave one out",
            "whole_totals",
        ),
        ({"relevel": True}, "relevel is True but draws is empty: leave it out", "relevel"),
        (
            {"balloon": francs(0)},
            "balloon is 0 XOF: give a positive amount",
            "balloon",
        ),
        (
            {"step_up": FIVE},
            "step_up is 5 % but step_every is not given: give both or none",
            "step_every",
        ),
        (
            {"step_every": 3},
            "step_every is 3 but step_up is not given: give both or none",
            "step_up",
        ),
        (
            {"step_up": FIVE, "step_every": 0},
            "step_every is 0: use 1 due or more",
            "step_every",
        ),
        (
            {"step_up": Rate(0), "step_every": 1},
            "step_up is 0 %: use more than 0 %",
            "step_up",
        ),
        (
            {"step_up": Rate.parse("1000 %"), "step_every": 1},
            "step_up is 1000 % every 1 dues: the last of 4 instalments is more than 1,000 times "
            "the first, use a smaller step or a longer step_every",
            "step_up",
        ),
        (
            {"amortisation": SEASONAL, "weights": (0, 0)},
            "weights are 0, 0: use whole numbers of 0 or more, one of them above 0",
            "weights",
        ),
        (
            {"amortisation": SEASONAL, "weights": (2, -1)},
            "weights are 2, -1: use whole numbers of 0 or more, one of them above 0",
            "weights",
        ),
        (
            {"amortisation": SEASONAL, "weights": (1, 2, 3)},
            "weights has 3 numbers but 4 dues repay principal: give one for each of them, or one "
            "for each due of a year of whole years",
            "weights",
        ),
        (
            {"amortisation": HAND_MADE, "rows": (HandMadeRow(),)},
            "rows has 1 rows but the debt has 4 dues: give one each",
            "rows",
        ),
        (
            {"amortisation": HAND_MADE, "rows": (HandMadeRow(),) * 4},
            "rows[0].principal is not given but dues follow: write an amount, only the last row "
            "may take what is left",
            "rows[0].principal",
        ),
        (
            {
                "amortisation": HAND_MADE,
                "rows": (HandMadeRow(principal=francs(1), pays_interest=False),) * 4,
            },
            "rows[3].pays_interest is False but no due follows: let the last row pay the interest",
            "rows[3].pays_interest",
        ),
        (
            {"draws": (Tranche(on=B, amount=francs(1)), Tranche(on=A, amount=francs(1)))},
            "draws holds 2011-02-28 after 2011-04-28: give them in the order of their days",
            "draws",
        ),
        (
            {"base_fixed_on": (A, A)},
            "base_fixed_on holds 2011-02-28 after 2011-02-28: give them in the order of their "
            "days, one a day",
            "base_fixed_on",
        ),
        (
            {"draws": (Tranche(on=D, amount=francs(1)),)},
            "draws holds 2011-08-28 but the last due is 2011-08-28: use a day before it",
            "draws",
        ),
        (
            {"fees": (Fee(kind=FeeKind.ON_DATE, share=FIVE, on=D + timedelta(days=1)),)},
            "fees holds 2011-08-29 but the last due is 2011-08-28: use a day up to it",
            "fees",
        ),
        (
            {
                "rate_steps": (RateStep(on=B, rate=FIVE),),
                "resets": (RateReset(on=B, index="TB", fixed_on=A),),
            },
            "resets and rate_steps both hold 2011-04-28: keep one new rate a day",
            "resets",
        ),
        (
            {"free_dues": 2, "rate_steps": (RateStep(on=A, rate=FIVE),)},
            "rate_steps holds 2011-02-28 but no interest runs up to 2011-04-28 (free_dues): use "
            "that day or a later one",
            "rate_steps",
        ),
        (
            {
                "amortisation": BULLET,
                "prepayments": (Prepayment(on=B, amount=francs(1), effect=SHORTER),),
            },
            "prepayments[0].effect is shorter but amortisation is bullet: use smaller",
            "prepayments[0].effect",
        ),
        (
            {
                "amortisation": FIXED,
                "instalment": francs(40),
                "prepayments": (Prepayment(on=B, amount=francs(1), effect=SMALLER),),
            },
            "prepayments[0].effect is smaller but amortisation is fixed_instalment: use shorter",
            "prepayments[0].effect",
        ),
        (
            {
                "interest_only_dues": 2,
                "prepayments": (Prepayment(on=A, amount=francs(1), effect=SHORTER),),
            },
            "prepayments[0].effect is shorter on 2011-02-28 but instalments are fixed on "
            "2011-04-28, at the end of the deferral: use smaller",
            "prepayments[0].effect",
        ),
    ],
)
def test_terms_that_contradict_themselves_are_refused(
    terms: dict[str, Any], message: str, field: str
) -> None:
    refused(lambda: Repayment(**{"dues": DUES, **terms}), message, field)


@pytest.mark.parametrize(
    ("terms", "message", "field"),
    [
        (
            {"balloon": Money(5, EUR)},
            "balloon is 0.05 EUR but the debt is in XOF: use one currency",
            "repayment.balloon",
        ),
        (
            {"draws": (Tranche(on=A, amount=Money(5, EUR)),)},
            "draws[0].amount is 0.05 EUR but the debt is in XOF: use one currency",
            "repayment.draws[0].amount",
        ),
        (
            {"draws": (Tranche(on=START, amount=francs(5)),)},
            "draws holds 2011-01-31, not after disbursed_on 2011-01-31: check the order of the "
            "dates",
            "repayment.draws",
        ),
        (
            {"fees": (Fee(kind=FeeKind.ON_DATE, share=FIVE, on=date(2011, 1, 30)),)},
            "fees holds 2011-01-30, before disbursed_on 2011-01-31: check the order of the dates",
            "repayment.fees",
        ),
        (
            {"balloon": francs(1_000)},
            "balloon is 1000 XOF but 1000 XOF is lent: leave less to the last due",
            "repayment.balloon",
        ),
        (
            {"prepayments": (Prepayment(on=A, amount=francs(1_001), effect=SMALLER),)},
            "prepayments add up to 1001 XOF but 1000 XOF is lent: prepay no more than that",
            "repayment.prepayments",
        ),
        (
            {
                "amortisation": HAND_MADE,
                "rows": (HandMadeRow(principal=francs(600)),) * 3 + (HandMadeRow(),),
            },
            "rows[1].principal is 600 XOF but 400 XOF is owed on 2011-04-28: repay no more than "
            "that",
            "repayment.rows[1].principal",
        ),
        (
            {"amortisation": HAND_MADE, "rows": (HandMadeRow(principal=francs(200)),) * 4},
            "rows leave 200 XOF after the last due: raise them, or leave out principal in the "
            "last row",
            "repayment.rows[3].principal",
        ),
        (
            {"amortisation": FIXED, "instalment": francs(3)},
            "instalment is 3 XOF but the interest due on 2011-02-28 is 4 XOF: agree on more, so "
            "that principal comes back",
            "repayment.instalment",
        ),
        (
            {
                "amortisation": FIXED,
                "instalment": francs(12),
                "deferred_interest_dues": 1,
            },
            "instalment is 12 XOF but the interest due on 2011-04-28 is 12 XOF: agree on more, so "
            "that principal comes back",
            "repayment.instalment",
        ),
    ],
)
def test_terms_that_do_not_fit_their_debt_are_refused(
    terms: dict[str, Any], message: str, field: str
) -> None:
    """1,000 francs at 5 %: 3.8 of interest by 28 February, 8.1 more by 28 April."""
    repayment = Repayment(**{"dues": DUES, **terms})

    refused(lambda: check_disbursement(francs(1_000), START, FIVE, repayment), message, field)


def test_parts_by_days_need_periods_of_few_lengths() -> None:
    days = [date(2011, 3, 1)]
    for length in (101, 103, 107, 109, 113, 127, 131):
        days.append(days[-1] + timedelta(days=length))
    repayment = Repayment(dues=(OnDates(tuple(days)),), parts_by_days=True)

    refused(
        lambda: check_disbursement(francs(1), START, FIVE, repayment),
        "parts_by_days is True but the periods have 8 different lengths: leave it out, or use "
        "dues at a regular distance",
        "parts_by_days",
    )


@pytest.mark.parametrize(
    ("make", "message", "field"),
    [
        (
            lambda: Tranche(on=A, amount=francs(0)),
            "amount is 0 XOF: draw a positive amount",
            "amount",
        ),
        (
            lambda: Prepayment(on=A, amount=francs(-1), effect=SHORTER),
            "amount is -1 XOF: prepay a positive amount",
            "amount",
        ),
        (
            lambda: RateStep(on=A, rate=Rate(-1)),
            "rate is -0.00001 %: use 0 % or more",
            "rate",
        ),
        (
            lambda: RateReset(on=A, index="TB", fixed_on=A, floor=FIVE, cap=Rate(0)),
            "floor 5 % is above cap 0 %: lower the floor or raise the cap",
            "floor",
        ),
        (
            lambda: RateReset(on=A, index="TB", fixed_on=B),
            "fixed_on 2011-04-28 is after on 2011-02-28: take a fixing that is known when the rate "
            "starts to run",
            "fixed_on",
        ),
        (
            lambda: Indexation(on=A, interest=Fraction(0)),
            "interest is 0: give a factor above 0, 1 for no change",
            "interest",
        ),
        (
            lambda: HandMadeRow(principal=francs(-1)),
            "principal is -1 XOF: repay 0 or more, and write a later draw in draws",
            "principal",
        ),
        (
            lambda: Fee(kind=FeeKind.EACH_DUE),
            "neither amount nor share is given for a fee each_due: give one of amount and share",
            "amount",
        ),
        (
            lambda: Fee(kind=FeeKind.EACH_DUE, amount=francs(1), share=FIVE),
            "both are given for a fee each_due: give one of amount and share",
            "amount",
        ),
        (
            lambda: Fee(kind=FeeKind.EACH_DUE, amount=francs(0)),
            "amount is 0 XOF: charge a positive amount",
            "amount",
        ),
        (
            lambda: Fee(kind=FeeKind.AT_DRAW, share=Rate.parse("101 %")),
            "share is 101 %: use a share above 0 % and up to 100 %",
            "share",
        ),
        (
            lambda: Fee(kind=FeeKind.ON_DATE, share=FIVE),
            "on is None for a fee on_date: give the day",
            "on",
        ),
        (
            lambda: Fee(kind=FeeKind.AT_DRAW, share=FIVE, on=A),
            "on is 2011-02-28 for a fee at_draw: leave it out, or use on_date",
            "on",
        ),
    ],
)
def test_a_dated_term_is_refused_where_it_makes_no_sense(
    make: Callable[[], object], message: str, field: str
) -> None:
    refused(make, message, field)
