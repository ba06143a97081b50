"""What every registered instrument keeps, whoever wrote it.

An instrument of kind ``k`` is tested in ``test_k.py``, whose ``terms`` is a strategy of its terms.
"""

from __future__ import annotations

import inspect
import re
import runpy
import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pytest
from cattrs import BaseValidationError
from hypothesis import given
from hypothesis import strategies as st

import investisens
from investisens.engine import projection as engine
from investisens.engine.book import Book
from investisens.engine.contract import Contract, ContractRun, flows_of, run_contract
from investisens.engine.debt import ON_BALANCE
from investisens.engine.grid import KINDS
from investisens.engine.projection import run_book
from investisens.engine.scenario import BASE, Default, Delay, Scenario
from investisens.folder.converter import toml_converter
from investisens.folder.problems import Place, findings_of
from investisens.folder.writer import fund_files
from investisens.instruments.loan import Loan
from investisens.instruments.registry import INSTRUMENTS
from investisens.instruments.repayment import Repayment
from investisens.portfolio.fund import Fund, FundTerms, Position
from investisens.reports.cells import chosen_terms
from investisens.reports.labels import LABELS, label, term_name
from investisens.reports.schedule_report import page_lines, schedule_page
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF, Currency
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.schedule import OnDates
from investisens.values.steps import ResetRate
from strategies import first_day_of_risk
from yearly import results

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
    defaults = tuple(
        Default(
            contract=name,
            on=first + timedelta(days=365),
            recovery=investisens.Rate.parse("33.3 %"),
            lag_days=200,
        )
        for name in (contract.id, *contract.covers)
    )
    delay = Delay(contract=contract.id, since=first + timedelta(days=100), days=90)
    return (
        BASE,
        Scenario(name="default", defaults=defaults),
        Scenario(name="delay", delays=(delay,)),
    )


def contract_of(instrument: Any) -> Contract:
    known = {("net_profit", year): 10_000 * (year - 2014) for year in range(2008, 2034)}
    return Contract(id="C1", legs=instrument.legs(), results=results(known))


def covered_by(contracts: Iterable[Contract]) -> dict[str, Contract]:
    """A debt for each name that some contract covers, in the currency of that contract."""
    return {
        name: Contract(id=name, legs=_debt(next(iter(contract.currencies))).legs())
        for contract in contracts
        for name in contract.covers
    }


def _debt(currency: Currency) -> Loan:
    return Loan(
        principal=Money(2_000_003, currency),
        disbursed_on=date(2010, 1, 1),
        rate=investisens.Rate.parse("6 %"),
        repayment=Repayment(dues=(OnDates((date(2030, 1, 1),)),)),
    )


def flows_in(contract: Contract, scenario: Scenario) -> ContractRun:
    """One contract in one scenario, with the debts that it covers."""
    covered = flows_of(contract.covers, covered_by([contract]), scenario)
    return run_contract(contract, scenario, covered)


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

    standard = {"datetime": __import__("datetime"), "Fraction": Fraction}
    assert eval(written, {**standard, **names}) == instrument


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
        result = flows_in(contract, scenario)
        moved = sum(ON_BALANCE.get(each, 0) * amount for _, each, amount in result.flows)
        assert moved == result.outstanding


@every_instrument
@given(data=st.data())
def test_every_amount_is_a_whole_number_that_is_not_negative(
    kind: str, data: st.DataObject
) -> None:
    contract = contract_of(data.draw(TERMS[kind]))
    for scenario in futures(contract):
        for _, _, amount in flows_in(contract, scenario).flows:
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
        home = next(iter(held[0].currencies), XOF)  # a grant that waits has no amount yet
        book = Book.of([*held, *covered_by(held).values()], home)
        projection = run_book(book, scenarios)

    for column, scenario in enumerate(scenarios):
        expected: dict[tuple[FlowKind, date], int] = {}
        for contract in book.contracts:
            for day, flow, amount in flows_in(contract, scenario).flows:
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


def alone(instrument: Any) -> Fund:
    """A fund in the instrument's currency that holds nothing else."""
    home = next((each for leg in instrument.legs() for each in leg.currencies), XOF)
    terms = FundTerms(name="F", currency=home, share_price=Money(1, home), as_of=date(2030, 1, 1))
    return Fund(terms=terms, positions=(Position(id="P1", enterprise="E1", instrument=instrument),))


def written(instrument: Any) -> str:
    """A position of the instrument as its line of a fund folder."""
    return fund_files(alone(instrument))["positions.toml"]


@every_instrument
@given(data=st.data())
def test_terms_come_back_from_a_fund_folder(kind: str, data: st.DataObject) -> None:
    instrument = data.draw(TERMS[kind])
    (keys,) = tomllib.loads(written(instrument))["positions"]

    for home in (XOF, EUR):
        currencies = {each for leg in instrument.legs() for each in leg.currencies}
        if currencies <= {home}:
            read = toml_converter(home, INSTRUMENTS).structure(keys, Position)
            assert read.instrument == instrument


@every_instrument
@given(data=st.data())
def test_an_unknown_field_is_refused_with_the_nearest_known_name(
    kind: str, data: st.DataObject
) -> None:
    instrument = data.draw(TERMS[kind])
    (keys,) = tomllib.loads(written(instrument))["positions"]
    name = attrs.fields(type(instrument))[0].name
    keys[f"{name}x"] = keys.get(name, "1")
    home = next((each for leg in instrument.legs() for each in leg.currencies), XOF)

    with pytest.raises(BaseValidationError) as caught:
        toml_converter(home, INSTRUMENTS).structure(keys, Position)
    (finding,) = findings_of(caught.value, Place("positions.toml"))
    assert str(finding) == (
        f"positions.toml: {name}x: expected a known key, found '{name}x': did you mean '{name}'?"
    )


@every_instrument
@given(data=st.data())
def test_every_debt_has_a_schedule_page_that_tells_all_its_terms(
    kind: str, data: st.DataObject
) -> None:
    """Whatever is chosen is told by a fact or among the other terms, in both languages."""
    instrument = data.draw(TERMS[kind])
    debt = next((leg for leg in instrument.legs() if isinstance(leg, DebtLeg)), None)
    if debt is None or any(isinstance(step, ResetRate) for step in debt.plan.steps):
        return
    page = schedule_page(alone(instrument), "P1")
    told = {"principal", "cost", "disbursed_on", "rate", "day_count", "repayment", "rounding"}
    chosen = {name for name, _ in chosen_terms(instrument)} - told

    assert chosen <= {name for name, _ in page.terms}
    for lang in ("en", "fr"):
        lines = "\n".join(page_lines(page, lang))
        for name in chosen:
            assert term_name(name, lang)[1:] in lines


@every_instrument
def test_it_has_a_page_and_a_name_in_both_languages(kind: str) -> None:
    page = Path("docs/reference/instruments") / f"{kind}.md"
    names = {label(f"kind.{kind}", lang) for lang in ("en", "fr")}

    assert page.exists()
    assert f"kind.{kind}" in LABELS
    assert "" not in names
