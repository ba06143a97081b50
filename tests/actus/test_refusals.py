"""What is refused, and what the message says."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actus_terms import LOAN, day, interest, market, redemption, resets, run
from investisens.actus import run_case
from investisens.actus.vocabulary import ACCEPTED
from investisens.values.errors import InvalidTerms, InvestisensError, MissingData, NotSupported

YEAR = {"maturityDate": day("2014-01-01")}


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        (
            {"contractType": "SWAPS"},
            "contractType is 'SWAPS': expected one of ANN, CAPFL, CEC, CEG, CLM, CSH, LAM, LAX, "
            "NAM, PAM, STK, UMP",
        ),
        ({"contractRole": "RFL"}, "contractRole is 'RFL': expected one of RPA, BUY, RPL, SEL"),
        ({"currency": "euro"}, "currency is 'euro': expected three capital letters such as 'EUR'"),
        (
            {"notionalPrincipal": None},
            "notionalPrincipal is missing: a contract of type PAM needs it",
        ),
        ({"maturityDate": None}, "maturityDate is missing: a contract of type PAM needs it"),
        (
            {"notionalPrincipal": "many"},
            "notionalPrincipal is 'many': expected a number such as '0.05'",
        ),
        (
            {"lifeCap": True},
            "lifeCap is True: expected a number such as '0.05'",
        ),
        (
            {"lifeCap": "1e19"},
            "lifeCap is '1e19': expected a number within 1e18",
        ),
        (
            {"notionalPrincipal": "-5"},
            "notionalPrincipal is '-5': use 0 or more, the contractRole gives the sign",
        ),
        (
            {"maturityDate": "2014-02-30T00:00:00"},
            "maturityDate is '2014-02-30T00:00:00': expected a date-time such as "
            "'2013-01-01T00:00:00'",
        ),
        (
            {"maturityDate": day("2012-01-01")},
            "maturityDate is 2012-01-01T00:00:00, not after initialExchangeDate "
            "2013-01-01T00:00:00: check the order of the dates",
        ),
        (
            {"cycleOfInterestPayment": "P1M"},
            "cycleOfInterestPayment is 'P1M': expected a cycle such as 'P1ML0' (units D, W, M, Q, "
            "H, Y; stub L0 long or L1 short)",
        ),
        (
            {"dayCountConvention": "B252"},
            "dayCountConvention is 'B252': expected one of A365, A360, 30E360, AA",
        ),
        ({"calendar": "BJ"}, "calendar is 'BJ': expected 'NC' or 'MF'"),
        (
            {"businessDayConvention": "SCX"},
            "businessDayConvention is 'SCX': expected SC or CS followed by F, MF, P or MP",
        ),
        ({"endOfMonthConvention": "E"}, "endOfMonthConvention is 'E': expected one of EOM, SD"),
        (
            {"maturityDat": day("2014-01-01")},
            "maturityDat is '2014-01-01T00:00:00': no term of type PAM; did you mean "
            "'maturityDate'?",
        ),
        (
            {"optionType": "C"},
            "optionType is 'C': no term of type PAM; remove it",
        ),
        (
            {"prepaymentEffect": "A"},
            "prepaymentEffect is 'A': only 'N' is supported",
        ),
        (
            {"purchaseDate": day("2013-06-01")},
            "priceAtPurchaseDate is missing: a contract of type PAM needs it",
        ),
        (
            {"purchaseDate": day("2012-06-01"), "priceAtPurchaseDate": "1"},
            "purchaseDate is 2012-06-01T00:00:00, before initialExchangeDate "
            "2013-01-01T00:00:00: check the order of the dates",
        ),
        (
            {"cycleOfRateReset": "P1ML1"},
            "marketObjectCodeOfRateReset is missing: a contract of type PAM needs it",
        ),
        (
            {**resets("2013-06-01", "P1YL1"), "lifeFloor": "0.05", "lifeCap": "0.02"},
            "lifeFloor is '0.05', above lifeCap '0.02': lower the floor",
        ),
        (
            {"scalingEffect": "IOM"},
            "scalingEffect is 'IOM': expected IOO, ONO, INO or OOO",
        ),
        (
            {"contractType": "LAM"},
            "cycleOfPrincipalRedemption is missing: a contract of type LAM needs it",
        ),
        (
            {"contractType": "NAM", **redemption("2013-07-01", "P6ML1")},
            "nextPrincipalRedemptionPayment is missing: a contract of type NAM needs it",
        ),
        (
            {"contractType": "ANN", "maturityDate": None},
            "maturityDate is missing: give it, or nextPrincipalRedemptionPayment and "
            "cycleOfPrincipalRedemption, from which it follows",
        ),
        (
            {
                "contractType": "NAM",
                "maturityDate": None,
                **redemption("2013-07-01", "P6ML1"),
                "nextPrincipalRedemptionPayment": "60",
            },
            "nextPrincipalRedemptionPayment is '60': it never repays the notional, give a "
            "maturityDate",
        ),
        (
            {
                "contractType": "ANN",
                "amortizationDate": day("2012-12-31"),
                **redemption("2012-06-01", "P6ML1"),
            },
            "amortizationDate is 2012-12-31T00:00:00: no redemption is left to repay the "
            "notional, give a later one",
        ),
        (
            {"contractType": "UMP", "maturityDate": None},
            "to is empty: a contract of type UMP has no end here, give a horizon",
        ),
        (
            {"contractType": "LAX", "maturityDate": None},
            "maturityDate is missing and the plan never repays the whole balance: give one of them",
        ),
        (
            {
                "contractType": "LAX",
                "arrayCycleAnchorDateOfPrincipalRedemption": [day("2013-07-01")],
                "arrayNextPrincipalRedemptionPayment": [1, 2],
                "arrayIncreaseDecrease": ["DEC"],
            },
            "arrayNextPrincipalRedemptionPayment has 2 elements: expected 1, one for each anchor",
        ),
        (
            {
                "contractType": "LAX",
                "arrayCycleAnchorDateOfPrincipalRedemption": [day("2013-07-01")],
                "arrayNextPrincipalRedemptionPayment": [1],
                "arrayIncreaseDecrease": ["UP"],
            },
            "arrayIncreaseDecrease holds 'UP': expected INC or DEC",
        ),
    ],
)
def test_terms_are_refused_with_name_value_and_remedy(terms: dict[str, Any], message: str) -> None:
    with pytest.raises((InvalidTerms, NotSupported)) as caught:
        run(YEAR, terms)

    assert str(caught.value) == message
    assert caught.value.field is not None


def test_a_missing_market_value_names_its_code_and_date() -> None:
    with pytest.raises(MissingData) as caught:
        run(YEAR, resets("2013-06-01", "P3ML1"), data=market(d2013_06_01="0.05"))

    assert str(caught.value) == "IX has no value at 2013-09-01T00:00:00: add it to dataObserved"


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ([], "case is []: expected an object with terms"),
        ({}, "case is {}: expected an object with terms"),
        ({"terms": 3}, "terms is 3: expected an object with term names as keys"),
        (
            {"terms": LOAN | YEAR, "to": "soon"},
            "to is 'soon': expected a date-time such as '2013-01-01T00:00:00'",
        ),
        (
            {"terms": LOAN | YEAR, "dataObserved": {"IX": {}}},
            "dataObserved.IX has no data: found {}",
        ),
        (
            {"terms": LOAN | YEAR, "dataObserved": [1]},
            "dataObserved is [1]: expected an object",
        ),
        (
            {"terms": LOAN | YEAR, "eventsObserved": [{"type": "XX", "time": day("2013-01-01")}]},
            "type of an observed event is 'XX': expected AD, CE, PP or XD",
        ),
        (
            {"terms": LOAN | YEAR, "eventsObserved": [{"type": "XD", "time": day("2013-06-01")}]},
            "an XD event is observed: a contract of type PAM has none",
        ),
    ],
)
def test_a_malformed_case_is_refused(case: Any, message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        run_case(case)

    assert str(caught.value) == message


GUARANTEE: dict[str, Any] = {
    "contractType": "CEG",
    "contractRole": "BUY",
    "currency": "EUR",
    "statusDate": day("2012-12-31"),
    "contractStructure": [{"object": LOAN | YEAR, "referenceRole": "COVE"}],
    "creditEventTypeCovered": "DF",
    "settlementPeriod": "P0D",
}
FEE = {"cycleAnchorDateOfFee": day("2013-01-01"), "cycleOfFee": "P1ML1", "feeRate": "1"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"contractStructure": []},
            "contractStructure names no contract in the role COVE: add one",
        ),
        (
            {"settlementPeriod": "soon"},
            "settlementPeriod is 'soon': expected a period such as 'P31D' (units D, W, M, Q, H, Y)",
        ),
        (
            {"guaranteedExposure": "MV"},
            "guaranteedExposure is 'MV': expected one of NO, NI",
        ),
        ({**FEE, "feeBasis": "N"}, "feeBasis is 'N': only 'A' (an absolute fee) is supported"),
        (FEE, "feeBasis is missing: a contract of type CEG needs it"),
        (
            {"contractStructure": [{"object": {"contractID": "x"}, "referenceRole": "COVE"}]},
            "maturityDate is missing: a contract of type CEG needs it",
        ),
        (
            {"contractType": "CEC"},
            "contractStructure names no contract in the role COVI: add the collateral",
        ),
        (
            {"contractType": "CAPFL", "contractStructure": None},
            "lifeCap is missing: give a lifeCap or a lifeFloor",
        ),
    ],
)
def test_a_cover_is_refused_with_the_reason(change: dict[str, Any], message: str) -> None:
    terms = {**GUARANTEE, **change}
    if terms["contractType"] == "CAPFL":
        terms.pop("creditEventTypeCovered")
        terms.pop("settlementPeriod")

    with pytest.raises((InvalidTerms, NotSupported)) as caught:
        run_case({"terms": {name: value for name, value in terms.items() if value is not None}})

    assert str(caught.value) == message


names = st.sampled_from(sorted(set().union(*ACCEPTED.values())))
junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.floats(),
    st.text(max_size=5),
    st.lists(st.integers(), max_size=2),
    st.just({}),
    st.sampled_from(["P0DL0", "P9999YL1", "1e99", "0.5", "9999-12-31T23:59:59", "NTL", "INO"]),
)


@given(st.sampled_from(sorted(ACCEPTED)), st.dictionaries(names, junk, max_size=4))
def test_whatever_stands_in_the_terms_the_answer_is_rows_or_an_error_of_ours(
    kind: str, change: dict[str, Any]
) -> None:
    """Never a KeyError, a TypeError or a ZeroDivisionError."""
    terms = LOAN | YEAR | redemption("2013-07-01", "P6ML1") | interest("2013-07-01", "P6ML1")
    kept = {name: value for name, value in terms.items() if name in ACCEPTED[kind]}
    kept |= {name: value for name, value in change.items() if name in ACCEPTED[kind]}
    kept["contractType"] = kind
    try:
        rows = run_case({"terms": kept, "to": day("2015-01-01")})
    except InvestisensError as error:
        assert str(error)
    else:
        assert all(row["eventDate"] for row in rows)


CASES = [
    {"terms": LOAN | YEAR | resets("2013-07-01", "P1YL1"), "dataObserved": market(d2013_07_01=1)},
    {
        "terms": GUARANTEE,
        "eventsObserved": [
            {
                "time": day("2013-10-01"),
                "type": "CE",
                "contractId": "x",
                "states": {"contractPerformance": "DF"},
            }
        ],
    },
]


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in nested objects and lists."""
    inside: list[tuple[Any, ...]] = []
    if isinstance(value, dict):
        inside = [place for key in value for place in _places(value[key], (*path, key))]
    elif isinstance(value, list):
        inside = [place for at in range(len(value)) for place in _places(value[at], (*path, at))]
    return [path, *inside] if path else inside


@given(st.sampled_from(CASES), st.data())
def test_whatever_stands_anywhere_in_a_case_the_answer_is_rows_or_an_error_of_ours(
    case: dict[str, Any], data: st.DataObject
) -> None:
    broken = copy.deepcopy(case)
    path = data.draw(st.sampled_from(_places(broken)))
    place: Any = broken
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = data.draw(junk)
    try:
        rows = run_case(broken)
    except InvestisensError as error:
        assert str(error)
    else:
        assert all(row["eventDate"] for row in rows)
