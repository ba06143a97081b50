"""Equipment in the books from its service to its sale, with the grants for it."""

from __future__ import annotations

from datetime import date

import pytest

from investisens.funding.accounting import Entry, EntryKind, balances
from investisens.funding.chart import Books, Chart
from investisens.funding.equipment_entries import BookedUse, purchase_entry
from investisens.funding.equipment_life import life_entries
from investisens.funding.plan import Use, UseKind
from investisens.values.currency import XOF
from investisens.values.money import Money
from investisens.values.rates import Rate

CHARTS = [Chart(books=books) for books in Books]
EUROS_OR_FRANCS = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.books.value)


def xof(minor: int) -> Money:
    return Money(minor, XOF)


def pump(cost: int, years: int, in_service: date, **terms: object) -> Use:
    return Use(
        enterprise="E1",
        id="U1",
        label="Pump",
        kind=UseKind.EQUIPMENT,
        cost=xof(cost),
        life_years=years,
        in_service=in_service,
        **terms,  # type: ignore[arg-type]
    )


def told(entries: list[Entry], kind: EntryKind) -> list[tuple[date, int]]:
    return [(entry.on, entry.debit.minor) for entry in entries if entry.kind is kind]


@EUROS_OR_FRANCS
def test_release_follows_depreciation(chart: Chart) -> None:
    """HYB-10 F: asset 5,000,000 XOF, 5 years, in service 1 April; grant 3,000,000.

    → depreciation = [750,000; 1,000,000; 1,000,000; 1,000,000; 1,000,000; 250,000]; release =
    [450,000; 600,000; 600,000; 600,000; 600,000; 150,000].
    """
    use = pump(5_000_000, 5, date(2018, 4, 1))
    booked = BookedUse(use=use, grants=((date(2018, 2, 1), xof(3_000_000)),))
    made = list(life_entries(chart, booked))
    ends = [date(year, 12, 31) for year in range(2018, 2024)]

    assert told(made, EntryKind.DEPRECIATION) == list(
        zip(ends, [750_000, *[1_000_000] * 4, 250_000], strict=True)
    )
    assert told(made, EntryKind.RELEASE) == list(
        zip(ends, [450_000, *[600_000] * 4, 150_000], strict=True)
    )


@EUROS_OR_FRANCS
def test_a_sale_takes_what_is_left_of_the_grant_to_income(chart: Chart) -> None:
    """HYB-13 F: asset 8,000,000, 8 years, grant 4,800,000; sold at the end of year 3 for 5,500,000.

    → net_book_value = 5,000,000; grant_unreleased = 3,000,000; gain_on_sale = 500,000;
    income_effect_of_exit = 3,500,000.
    """
    sold_on = date(2020, 12, 31)
    use = pump(8_000_000, 8, date(2018, 1, 1), sold_on=sold_on, sold_for=xof(5_500_000))
    booked = BookedUse(use=use, grants=((date(2018, 1, 1), xof(4_800_000)),))
    made = list(life_entries(chart, booked))
    held = balances(each for each in made if each.on == sold_on)
    value, price, income = (
        chart.account(name, on=sold_on).number
        for name in ("result.disposal_value", "result.disposal_price", "grant_income")
    )

    assert held[value] == xof(5_000_000)
    assert held[price] == xof(-5_500_000)
    assert told(made, EntryKind.RELEASE)[-2:] == [(sold_on, 600_000), (sold_on, 3_000_000)]
    assert -(held[value] + held[price] + held[income] + xof(600_000)) == xof(3_500_000)


def test_a_scrapped_machine_brings_nothing() -> None:
    """By hand: half of 1,000 is left after one year of two."""
    use = pump(1_000, 2, date(2018, 1, 1), sold_on=date(2018, 12, 31))
    made = list(life_entries(CHARTS[0], BookedUse(use=use)))

    assert {number: amount.minor for number, amount in balances(made).items()} == {
        "6813": 500,
        "2841": 0,
        "812": 500,
        "241": -1_000,
    }
    assert told(made, EntryKind.SALE) == []


def test_a_sale_after_the_end_of_life_has_its_entries() -> None:
    use = pump(1_000, 2, date(2018, 1, 1), sold_on=date(2023, 3, 1), sold_for=xof(50))
    made = list(life_entries(CHARTS[0], BookedUse(use=use)))

    assert told(made, EntryKind.DISPOSAL) == [(date(2023, 3, 1), 1_000)]
    assert "812" not in balances(made)


def test_a_residual_stays_in_the_books() -> None:
    use = pump(1_000, 2, date(2018, 1, 1), residual=xof(100))
    made = list(life_entries(CHARTS[0], BookedUse(use=use)))

    assert balances(made)["2841"] == xof(-900)


def test_a_grant_that_is_notified_after_the_sale_is_income_on_its_day() -> None:
    """A late balance: it is never income before it is due."""
    use = pump(1_000, 2, date(2018, 1, 1), sold_on=date(2018, 6, 30))
    booked = BookedUse(use=use, grants=((date(2018, 9, 1), xof(400)),))

    assert told(list(life_entries(CHARTS[0], booked)), EntryKind.RELEASE) == [
        (date(2018, 9, 1), 400)
    ]


def test_vat_that_is_got_back_is_not_written_down() -> None:
    """HYB-09 F: equipment 5,900,000 XOF incl. VAT 18 % → net = 5,000,000; vat = 900,000."""
    use = pump(5_900_000, 5, date(2018, 1, 1), vat=Rate.parse("18 %"), vat_recovered=True)
    booked = BookedUse(use=use)
    bought = purchase_entry(CHARTS[1], booked, date(2018, 1, 1))

    assert {line.account.number: (line.debit - line.credit).minor for line in bought.lines} == {
        "2154": 5_000_000,
        "44562": 900_000,
        "404": -5_900_000,
    }
    assert (
        sum(
            amount
            for _, amount in told(list(life_entries(CHARTS[1], booked)), EntryKind.DEPRECIATION)
        )
        == 5_000_000
    )


def test_vat_that_is_not_got_back_is_part_of_the_cost() -> None:
    use = pump(5_900_000, 5, date(2018, 1, 1), vat=Rate.parse("18 %"))

    assert BookedUse(use=use).price.net == xof(5_900_000)
