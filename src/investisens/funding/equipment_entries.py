"""Entries of what a plan buys: invoiced, paid, put to work, written down, sold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import attrs

from investisens.funding.accounting import Entry, EntryKind, Journal, credit, debit
from investisens.funding.chart import AssetKind, Chart
from investisens.funding.equipment import Equipment, equipment_of
from investisens.funding.plan import Use, UseKind
from investisens.funding.vat import Taxed, split_vat
from investisens.values.checking import checked
from investisens.values.money import Money, total


@attrs.frozen(kw_only=True, field_transformer=checked)
class BookedUse:
    """One use of a plan, as its enterprise books it.

    Attributes:
        use: What is bought.
        kind: Which account holds it, for equipment.
        grants: Grants for it, and the day each is notified.

    >>> from investisens import UseKind, XOF
    >>> press = Use(enterprise="E2", id="U2", label="Press", kind=UseKind.EQUIPMENT,
    ...             cost=Money(1_900_000, XOF))
    >>> BookedUse(use=press).piece
    'E2 U2'
    """

    use: Use
    kind: AssetKind = AssetKind.MACHINE
    grants: tuple[tuple[date, Money], ...] = ()

    @property
    def piece(self) -> str:
        """What proves its entries: the line of the plan."""
        return f"{self.use.enterprise} {self.use.id}"

    @property
    def price(self) -> Taxed:
        """Its cost: net of the VAT that the enterprise gets back, and that VAT."""
        use = self.use
        if use.vat is not None and use.vat_recovered:
            return split_vat(use.cost, use.vat)
        return Taxed(net=use.cost, vat=Money.zero(use.cost.currency))

    @property
    def equipment(self) -> Equipment:
        """The equipment as it is written down: without the VAT that the enterprise gets back.

        Raises:
            MissingData: The use does not say its life, or when it starts to work.
        """
        bought = equipment_of(self.use)
        parts = tuple(attrs.evolve(part, cost=self.price.net) for part in bought.components)
        return attrs.evolve(bought, components=parts)


def purchase_entry(chart: Chart, booked: BookedUse, on: date) -> Entry:
    """The supplier invoices a use; equipment that does not work yet stays in progress.

    >>> from investisens import Rate, UseKind, XOF
    >>> from investisens.funding.chart import Books
    >>> press = Use(enterprise="E2", id="U2", label="Press", kind=UseKind.EQUIPMENT,
    ...             cost=Money(118, XOF), vat=Rate.parse("18 %"), vat_recovered=True)
    >>> made = purchase_entry(
    ...     Chart(books=Books.SYSCOHADA), BookedUse(use=press), date(2010, 10, 16))
    >>> [(line.account.number, (line.debit - line.credit).minor) for line in made.lines]
    [('249', 100), ('4451', 18), ('4812', -118)]
    """
    use, price = booked.use, booked.price
    if use.kind is UseKind.WORKING_CAPITAL:
        held, tax, owed = "result.purchases", "trade.vat", "trade.supplier"
    else:
        works = use.in_service is not None and use.in_service <= on
        held = f"{'equipment' if works else 'in_progress'}.{booked.kind.value}"
        tax, owed = "trade.equipment_vat", "trade.equipment_supplier"
    lines = [debit(chart.account(held, on=on), price.net, use.label)]
    if price.vat:
        lines.append(debit(chart.account(tax, on=on), price.vat, use.label))
    lines.append(credit(chart.account(owed, on=on), use.cost, use.label))
    return Entry(
        kind=EntryKind.PURCHASE,
        on=on,
        journal=Journal.PURCHASES,
        piece=booked.piece,
        lines=tuple(lines),
    )


def settlement_entry(chart: Chart, booked: BookedUse, on: date, paid: Mapping[str, Money]) -> Entry:
    """The supplier of a use is paid by the bank, or by what somebody brings in kind.

    Args:
        chart: The accounts.
        booked: The use.
        on: The day.
        paid: Amounts above 0 by the name in the chart of what pays: ``trade.bank`` for money,
            ``sources.current_account`` for what the entrepreneur brings in kind.

    >>> from investisens import UseKind, XOF
    >>> from investisens.funding.chart import Books
    >>> press = Use(enterprise="E2", id="U2", label="Press", kind=UseKind.EQUIPMENT,
    ...             cost=Money(118, XOF))
    >>> made = settlement_entry(Chart(books=Books.PCG), BookedUse(use=press), date(2010, 10, 16),
    ...                         {"trade.bank": Money(100, XOF),
    ...                          "sources.current_account": Money(18, XOF)})
    >>> [(line.account.number, (line.debit - line.credit).minor) for line in made.lines]
    [('404', 118), ('512', -100), ('455', -18)]
    """
    use = booked.use
    working_capital = use.kind is UseKind.WORKING_CAPITAL
    owed = "trade.supplier" if working_capital else "trade.equipment_supplier"
    amount = total(paid.values(), use.cost.currency)
    return Entry(
        kind=EntryKind.SETTLEMENT,
        on=on,
        journal=Journal.BANK if "trade.bank" in paid else Journal.OPERATIONS,
        piece=booked.piece,
        lines=(
            debit(chart.account(owed, on=on), amount, use.label),
            *(credit(chart.account(by, on=on), part, use.label) for by, part in paid.items()),
        ),
    )


def service_entry(chart: Chart, booked: BookedUse, on: date) -> Entry:
    """Equipment that was in progress starts to work.

    >>> from investisens import UseKind, XOF
    >>> from investisens.funding.chart import Books
    >>> shed = Use(enterprise="E2", id="U3", label="Shed", kind=UseKind.EQUIPMENT,
    ...            cost=Money(9, XOF))
    >>> made = service_entry(Chart(books=Books.SYSCOHADA),
    ...                      BookedUse(use=shed, kind=AssetKind.BUILDING), date(2010, 10, 1))
    >>> [line.account.number for line in made.lines]
    ['231', '239']
    """
    kind, amount = booked.kind.value, booked.price.net
    return Entry(
        kind=EntryKind.SERVICE,
        on=on,
        journal=Journal.OPERATIONS,
        piece=booked.piece,
        lines=(
            debit(chart.account(f"equipment.{kind}", on=on), amount, booked.use.label),
            credit(chart.account(f"in_progress.{kind}", on=on), amount, booked.use.label),
        ),
    )


def depreciation_entry(chart: Chart, booked: BookedUse, charge: Money, on: date) -> Entry:
    """A part of the cost of equipment is written down.

    >>> from investisens import UseKind, XOF
    >>> from investisens.funding.chart import Books
    >>> press = Use(enterprise="E2", id="U2", label="Press", kind=UseKind.EQUIPMENT,
    ...             cost=Money(9, XOF))
    >>> made = depreciation_entry(
    ...     Chart(books=Books.PCG), BookedUse(use=press), Money(3, XOF), date(2010, 12, 31))
    >>> [line.account.number for line in made.lines]
    ['6811', '28154']
    """
    written_down = chart.account(f"written_down.{booked.kind.value}", on=on)
    return Entry(
        kind=EntryKind.DEPRECIATION,
        on=on,
        journal=Journal.OPERATIONS,
        piece=booked.piece,
        lines=(
            debit(chart.account("result.depreciation", on=on), charge, booked.use.label),
            credit(written_down, charge, booked.use.label),
        ),
    )


def disposal_entries(
    chart: Chart, booked: BookedUse, net_book_value: Money, price: Money, on: date
) -> Iterator[Entry]:
    """Equipment is sold or scrapped: it leaves the books, and its price comes to the bank.

    Args:
        chart: The accounts.
        booked: The equipment.
        net_book_value: What is left of its cost that day.
        price: What the sale brings; 0 for nothing.
        on: The day.

    >>> from investisens import UseKind, XOF
    >>> from investisens.funding.chart import Books
    >>> press = Use(enterprise="E2", id="U2", label="Press", kind=UseKind.EQUIPMENT,
    ...             cost=Money(9, XOF))
    >>> for made in disposal_entries(Chart(books=Books.SYSCOHADA), BookedUse(use=press),
    ...                              Money(6, XOF), Money(7, XOF), date(2012, 12, 31)):
    ...     print([(line.account.number, (line.debit - line.credit).minor) for line in made.lines])
    [('2841', 3), ('812', 6), ('241', -9)]
    [('521', 7), ('822', -7)]
    """
    kind, cost, label = booked.kind.value, booked.price.net, booked.use.label
    left = (
        (f"written_down.{kind}", cost - net_book_value),
        ("result.disposal_value", net_book_value),
    )
    gone = [debit(chart.account(name, on=on), part, label) for name, part in left if part]
    equipment = chart.account(f"equipment.{kind}", on=on)
    yield Entry(
        kind=EntryKind.DISPOSAL,
        on=on,
        journal=Journal.OPERATIONS,
        piece=booked.piece,
        lines=(*gone, credit(equipment, cost, label)),
    )
    if price:
        yield Entry(
            kind=EntryKind.SALE,
            on=on,
            journal=Journal.BANK,
            piece=booked.piece,
            lines=(
                debit(chart.account("trade.bank", on=on), price, label),
                credit(chart.account("result.disposal_price", on=on), price, label),
            ),
        )
