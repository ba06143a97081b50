"""What every registered instrument keeps, whoever wrote it.

An instrument of kind ``k`` is tested in ``test_k.py``, whose ``terms`` is a strategy of its terms.
"""

from __future__ import annotations

import inspect
import re
import runpy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import investisens
from investisens.engine import projection as engine
from investisens.engine.book import Book
from investisens.engine.contract import Contract, run_contract
from investisens.engine.debt import ON_BALANCE
from investisens.engine.grid import KINDS
from investisens.engine.projection import run_book
from investisens.engine.scenario import BASE, Default, Delay, Scenario
from investisens.instruments.registry import INSTRUMENTS
from investisens.values.cashflow import FlowKind
from strategies import first_day_of_risk

every_instrument = pytest.mark.parametrize("kind", INSTRUMENTS)


def exposed(kind: str) -> st.SearchStrategy[Any]:
    """The strategy that the instrument's own test file exposes."""
    path = Path(__file__).with_name(f"test_{kind}.py")
    strategy = runpy.run_path(str(path))["terms"]
    assert isinstance(strategy, st.SearchStrategy)
    return strategy


TERMS = {kind: exposed(kind) for kind in INSTRUMENTS}


def futures(contract: Contract) -> tuple[Scenario, ...]:
    """As signed, defaulted after a year and delayed by three months."""
    first = first_day_of_risk(contract)
    default = Default(
        contract=contract.id,
        on=first + timedelta(days=365),
        recovery=investisens.Rate.parse("33.3 %"),
        lag_days=200,
    )
    delay = Delay(contract=contract.id, since=first + timedelta(days=100), days=90)
    return (
        BASE,
        Scenario(name="default", defaults=(default,)),
        Scenario(name="delay", delays=(delay,)),
    )


def contract_of(instrument: Any) -> Contract:
    results = {("net_profit", year): 10_000 * (year - 2014) for year in range(2008, 2034)}
    return Contract(id="C1", legs=instrument.legs(), results=results)


def test_a_kind_names_one_instrument() -> None:
    assert [cls.kind for cls in INSTRUMENTS.values()] == list(INSTRUMENTS)
    assert len({*INSTRUMENTS.values()}) == len(INSTRUMENTS)


@every_instrument
def test_a_kind_is_the_name_of_its_module(kind: str) -> None:
    assert INSTRUMENTS[kind].__module__ == f"investisens.instruments.{kind}"


@every_instrument
@given(data=st.data())
def test_terms_are_frozen_and_hashable(kind: str, data: st.DataObject) -> None:
    instrument = data.draw(TERMS[kind])
    name = attrs.fields(type(instrument))[0].name

    assert {instrument: 1}[attrs.evolve(instrument)] == 1
    assert isinstance(instrument, INSTRUMENTS[kind])
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(instrument, name, None)


@every_instrument
@given(data=st.data())
def test_a_repr_evaluates_back_to_the_terms(kind: str, data: st.DataObject) -> None:
    """Public names are enough to write any terms down."""
    instrument = data.draw(TERMS[kind])
    names = {name: getattr(investisens, name) for name in investisens.__all__}
    written = re.sub(r"<(\w+\.\w+): [^>]*>", r"\1", repr(instrument))

    assert eval(written, {"datetime": __import__("datetime"), **names}) == instrument


@every_instrument
@given(data=st.data())
def test_the_same_terms_give_the_same_legs(kind: str, data: st.DataObject) -> None:
    instrument = data.draw(TERMS[kind])

    assert instrument.legs() == attrs.evolve(instrument).legs()
    assert instrument.legs()


@every_instrument
@given(data=st.data())
def test_principal_is_conserved_in_every_scenario(kind: str, data: st.DataObject) -> None:
    contract = contract_of(data.draw(TERMS[kind]))
    for scenario in futures(contract):
        result = run_contract(contract, scenario)
        moved = sum(ON_BALANCE.get(each, 0) * amount for _, each, amount in result.flows)
        assert moved == result.outstanding


@every_instrument
@given(data=st.data())
def test_every_amount_is_a_whole_number_that_is_not_negative(
    kind: str, data: st.DataObject
) -> None:
    contract = contract_of(data.draw(TERMS[kind]))
    for scenario in futures(contract):
        for _, _, amount in run_contract(contract, scenario).flows:
            assert type(amount) is int
            assert amount >= 0


@every_instrument
@given(data=st.data())
def test_a_batch_equals_single_contracts(kind: str, data: st.DataObject) -> None:
    """Three of one kind, in three scenarios, on arrays."""
    drawn = data.draw(st.lists(TERMS[kind], min_size=1, max_size=3))
    every = [attrs.evolve(contract_of(each), id=f"C{n}") for n, each in enumerate(drawn)]
    held = [each for each in every if each.currencies == every[0].currencies]
    scenarios = futures(held[0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_FEW", 0)
        projection = run_book(Book.of(held), scenarios)

    for column, scenario in enumerate(scenarios):
        expected: dict[tuple[FlowKind, date], int] = {}
        for contract in held:
            for day, flow, amount in run_contract(contract, scenario).flows:
                key = (flow, date.fromordinal(day).replace(day=1))
                expected[key] = expected.get(key, 0) + amount
        table = projection.amounts[:, :, column]
        found = {
            (KINDS[k], projection.months[m]): int(table[k, m])
            for k, m in np.argwhere(table != 0).tolist()
        }
        assert found == {key: amount for key, amount in expected.items() if amount}


@every_instrument
def test_a_docstring_gives_the_french_name_a_source_and_an_example(kind: str) -> None:
    doc = inspect.getdoc(INSTRUMENTS[kind]) or ""

    assert re.search(r"^[^\n]+\([^)]+\)\.$", doc.splitlines()[0]), "French name in brackets"
    assert "\nSource: " in doc
    assert "\n>>> " in doc


@every_instrument
def test_every_field_is_explained(kind: str) -> None:
    doc = inspect.getdoc(INSTRUMENTS[kind]) or ""
    fields: tuple[Any, ...] = attrs.fields(INSTRUMENTS[kind])  # type: ignore[arg-type]

    for field in fields:
        assert f"\n    {field.name}: " in doc


@every_instrument
def test_it_has_what_the_protocol_asks_and_is_public(kind: str) -> None:
    cls = INSTRUMENTS[kind]

    assert isinstance(cls.kind, str)
    assert callable(cls.legs)
    assert getattr(investisens, cls.__name__) is cls
