"""Quality of the debts of a fund, by group and over a period; the Collines case to the franc."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from funds import fund, loan, xof
from golden import rows_of
from investisens.folder import read_fund, write_fund
from investisens.ledger import Ledger
from investisens.portfolio.arrears import arrears_on, receipts_of
from investisens.portfolio.fund import Fund, Position
from investisens.portfolio.parties import Enterprise
from investisens.portfolio.quality import Axis, exposure_of, losses, quality_by, quality_of
from investisens.portfolio.records import Payment, PositionEvent
from investisens.servicing.losses import Losses
from investisens.values.errors import InvalidTerms
from investisens.values.shares import ShareEventKind

EXPECTED = rows_of("collines/portfolio_quality.csv")
START = date(2012, 1, 1)


def tenths(share: Fraction | None) -> str:
    """Per cent with one decimal."""
    assert share is not None
    return f"{float(round(share * 100, 1)):.1f}"


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["as_of"])
def test_portfolio_at_risk_of_the_case_is_met(collines: Fund, row: dict[str, str]) -> None:
    """L2 at the end of 2012 is 31 days late: one day decides whether it enters PAR 30."""
    (found,) = quality_of(arrears_on(collines, date.fromisoformat(row["as_of"])))
    thirty, ninety = found.beyond(30), found.beyond(90)

    assert {
        "outstanding_xof": str(found.outstanding),
        "par30_xof": str(thirty.amount),
        "par90_xof": str(ninety.amount),
        "par30_pct": tenths(thirty.share),
        "par90_pct": tenths(ninety.share),
    } == {name: cell for name, cell in row.items() if name != "as_of"}


def test_one_day_before_l2_was_not_in_it(collines: Fund) -> None:
    """L2 and L3 are 30 days late: L5 alone is beyond, with its 1,957,075."""
    (found,) = quality_of(arrears_on(collines, date(2012, 12, 30)))

    assert (found.beyond(30).amount, found.beyond(30).contracts) == (1_957_075, 1)


@pytest.mark.parametrize("axis", Axis)
def test_groups_add_up_to_the_whole(collines: Fund, axis: Axis) -> None:
    """Property 43."""
    debts = arrears_on(collines, date(2012, 12, 31))
    (whole,) = quality_of(debts)
    parts = [found for _, found in quality_by(axis, debts)]

    assert sum(part.outstanding for part in parts) == whole.outstanding
    assert sum(part.beyond(30).amount for part in parts) == whole.beyond(30).amount
    assert sum(part.beyond(30).contracts for part in parts) == whole.beyond(30).contracts


def test_debts_of_an_adviser_stand_together() -> None:
    people = (
        Enterprise(id="E1", name="Miel", adviser="Akua"),
        Enterprise(id="E2", name="Soja", adviser="Bio"),
        Enterprise(id="E3", name="Savon", adviser="Akua"),
    )
    positions = tuple(
        Position(id=f"L{n}", enterprise=f"E{n}", instrument=loan(100 * n, START, date(2013, 1, 1)))
        for n in (1, 2, 3)
    )
    debts = arrears_on(fund(enterprises=people, positions=positions), date(2012, 6, 1))

    assert [(name, found.outstanding) for name, found in quality_by(Axis.ADVISER, debts)] == [
        ("Akua", 400),
        ("Bio", 200),
    ]


def test_the_mark_of_a_restructured_debt_survives_storage(collines: Fund, tmp_path: Path) -> None:
    """Property 49: through a folder, and through a ledger; so does its absence."""
    (signed,) = collines.amendments
    for mark in (True, False):
        marked = attrs.evolve(collines, amendments=(attrs.evolve(signed, restructured=mark),))
        folder, file = tmp_path / f"{mark}", tmp_path / f"{mark}.ledger"
        write_fund(marked, folder)
        with Ledger.create(file) as ledger:
            ledger.import_fund(marked, datetime(2017, 1, 2, tzinfo=UTC))
            stored = ledger.fund()
        for each in (read_fund(folder), stored):
            found = {debt.position: debt for debt in arrears_on(each, date(2013, 12, 31))}
            assert exposure_of(found["L3"]).restructured is mark


# Over a period.


def one_loan(*paid: tuple[date, int], lost_on: date | None = None) -> Fund:
    """100 lent on 1 January 2012, 25 due on 1 July and 1 January until 2014; no interest."""
    dues = (date(2012, 7, 1), date(2013, 1, 1), date(2013, 7, 1), date(2014, 1, 1))
    position = Position(id="L1", enterprise="E1", instrument=loan(100, START, *dues))
    payments = tuple(
        Payment(id=f"P{n}", received_on=on, position="L1", amount=xof(minor))
        for n, (on, minor) in enumerate(paid)
    )
    gone = PositionEvent(on=lost_on or START, position="L1", event=ShareEventKind.WRITE_OFF)
    return fund(positions=(position,), payments=payments, events=(gone,) if lost_on else ())


def of_2013(held: Fund) -> Losses:
    (found,) = losses(held, date(2013, 1, 1), date(2013, 12, 31))
    return found


def test_what_is_collected_is_set_against_what_fell_due_or_was_overdue() -> None:
    """25 were overdue before, 50 fell due in the year; 60 came, so 15 are still overdue."""
    found = of_2013(one_loan((date(2013, 8, 1), 60)))

    assert (found.collected, found.uncollected) == (60, 15)
    assert found.collection_rate == Fraction(60, 75)
    assert (found.opening, found.closing) == (100, 40)


def test_an_advance_is_not_collected() -> None:
    """100 came, of which 75 were due or overdue."""
    found = of_2013(one_loan((date(2013, 8, 1), 100)))

    assert (found.collected, found.uncollected) == (75, 0)
    assert found.collection_rate == 1


def test_a_debt_repaid_before_asks_for_nothing() -> None:
    found = of_2013(one_loan((date(2012, 8, 1), 100)))

    assert (found.collected, found.uncollected, found.collection_rate) == (0, 0, None)


def test_write_offs_and_recoveries() -> None:
    """25 repaid, 75 lost in 2013 of a portfolio of 75 before and 0 after; 30 recovered."""
    held = one_loan((date(2012, 7, 1), 25), (date(2013, 9, 1), 30), lost_on=date(2013, 3, 1))
    found = of_2013(held)

    assert (found.written_off, found.recovered, found.net_loss) == (75, 30, 45)
    assert found.average_portfolio == Fraction(75, 2)
    assert found.write_off_ratio == 2
    assert (found.recovery_ratio, found.loss_given_default) == (Fraction(2, 5), Fraction(3, 5))


def test_recoveries_of_earlier_losses_count_in_their_own_year() -> None:
    held = one_loan((date(2012, 7, 1), 25), (date(2013, 9, 1), 30), lost_on=date(2012, 12, 31))
    found = of_2013(held)

    assert (found.written_off, found.recovered, found.written_off_so_far) == (0, 30, 75)
    assert found.write_off_ratio is None


def test_receipts_may_be_given_beside_the_fund() -> None:
    held = one_loan((date(2013, 8, 1), 60))
    bare = attrs.evolve(held, payments=())
    year = date(2013, 1, 1), date(2013, 12, 31)

    assert losses(bare, *year, receipts=receipts_of(held)) == losses(held, *year)


def test_the_failure_of_the_case_is_a_loss_of_2013(collines: Fund) -> None:
    """L5, written off on 31 December 2013 with 1,379,332 outstanding; see ledger_state.csv."""
    found = of_2013(collines)

    assert (found.written_off, found.recovered, found.opening, found.closing) == (
        *(1_379_332, 0),
        *(27_942_251, 19_554_197),
    )


def test_a_period_ends_after_it_starts(collines: Fund) -> None:
    with pytest.raises(InvalidTerms) as caught:
        losses(collines, date(2013, 1, 1), date(2012, 12, 31))

    assert str(caught.value) == (
        "last 2012-12-31 is before first 2013-01-01: check the order of the dates"
    )


def test_no_debt_gives_no_losses() -> None:
    assert losses(fund(), date(2013, 1, 1), date(2013, 12, 31)) == ()
