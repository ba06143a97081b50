"""Fields take values of their annotation and nothing that merely looks like one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs
import pytest

from investisens import (
    XOF,
    CashFlow,
    Default,
    Delay,
    Every,
    FlowKind,
    FxQuote,
    InvalidTerms,
    Loan,
    Money,
    OnDates,
    OrdinaryShares,
    Participation,
    Period,
    Rate,
    Repayment,
    Rounding,
    ShareEvent,
    ShareEventKind,
    YearDay,
)
from investisens.values.checking import checked

DAY = date(2024, 1, 1)
DUES = (OnDates((date(2025, 1, 1), date(2026, 1, 1))),)
PRICE = Money(10_000, XOF)


@attrs.frozen(field_transformer=checked)
class Sample:
    whole: int = 0
    day: date | None = None
    texts: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"whole": True}, "whole is True: expected a whole number"),
        ({"whole": 1.0}, "whole is 1.0: expected a whole number"),
        ({"whole": "1"}, "whole is '1': expected a whole number"),
        (
            {"day": datetime(2024, 1, 1)},
            "day is datetime.datetime(2024, 1, 1, 0, 0): expected a date without a time or None",
        ),
        ({"texts": ["a"]}, "texts is ['a']: expected a tuple, each item a text"),
        ({"texts": ("a", 1)}, "texts is ('a', 1): expected a tuple, each item a text"),
    ],
)
def test_a_value_of_another_type_is_refused(terms: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Sample(**terms)

    assert str(caught.value) == message
    assert {caught.value.field: caught.value.value} == terms


def test_values_of_the_right_type_pass_unchanged() -> None:
    sample = Sample(whole=3, day=DAY, texts=("a", "b"))

    assert (sample.whole, sample.day, sample.texts) == (3, DAY, ("a", "b"))


LENT = {"principal": PRICE, "disbursed_on": DAY, "rate": Rate(0)}
SOLD = {"on": DAY, "shares": 1, "per_share": PRICE}


@pytest.mark.parametrize(
    ("cls", "terms"),
    [
        (Rounding, {"interest": "half_up"}),
        (Rounding, {"multiple": 2.5}),
        (Rounding, {"multiple": True}),
        (Repayment, {"dues": DUES, "amortisation": "bullet"}),
        (Repayment, {"dues": DUES, "interest_only_dues": 0.5}),
        (Repayment, {"dues": DUES, "rounding": None}),
        (Repayment, {"dues": DUES, "day_count": "A/365F"}),
        (Loan, {**LENT, "repayment": Repayment(dues=DUES), "principal": 5}),
        (Loan, {**LENT, "repayment": Repayment(dues=DUES), "rate": 0.05}),
        (OrdinaryShares, {"shares": 1.5, "price": PRICE, "subscribed_on": DAY}),
        (Period, {"months": 1.5}),
        (YearDay, {"month": True, "day": 3}),
        (Every, {"first": DAY, "every": Period(months=1), "count": 2, "month_end": "false"}),
        (
            Participation,
            {"share": Rate(0), "first_year": "2011", "last_year": 2012, "paid_on": YearDay(6, 30)},
        ),
        (ShareEvent, {**SOLD, "event": "sale"}),
        (Default, {"contract": "L1", "on": "2011-01-01"}),
        (Default, {"contract": "L1", "on": DAY, "lag_days": 1.5}),
        (Delay, {"contract": "L1", "since": DAY, "days": 1.5}),
        (FxQuote, {"base": "EUR", "quote": XOF, "rate": "656", "on": DAY, "source": "parity"}),
        (CashFlow, {"on": DAY, "amount": 3.5, "kind": FlowKind.CALL, "party": "FR01"}),
    ],
)
def test_public_terms_refuse_what_only_looks_right(cls: type, terms: dict[str, Any]) -> None:
    """Each of these was once taken, and changed the figures without a word."""
    with pytest.raises(InvalidTerms, match=": expected "):
        cls(**terms)


def test_an_enum_is_named_with_one_of_its_members() -> None:
    with pytest.raises(InvalidTerms) as caught:
        ShareEvent(on=DAY, event="sale", shares=1, per_share=PRICE)  # type: ignore[arg-type]

    assert str(caught.value) == (
        "event is 'sale': expected a ShareEventKind such as ShareEventKind.DIVIDEND"
    )
    assert ShareEventKind("sale") is ShareEventKind.SALE
