"""The grants of a fund: what the invoices justify, what is still to come, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from investisens.funding.agreements import GrantAgreement
from investisens.funding.justification import Item, Justification, JustificationRow, justify
from investisens.funding.plan import Source
from investisens.funding.rejection import Numbered, Reason, at_home, numbered
from investisens.legal.fx import with_parity
from investisens.portfolio.fund import Fund
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.fx import FxTable
from investisens.values.money import Money, total


@attrs.frozen(kw_only=True)
class GrantStatement:
    """What all agreements of a fund have granted and paid, at the end of a day.

    Attributes:
        on: The day.
        justifications: One for each agreement that was signed by then.
        others: Invoices that concern no grant, with the reason.
        currency: Currency of all amounts.

    >>> from investisens import read_fund
    >>> statement = grant_statement(read_fund("examples/collines"))
    >>> print(statement.granted, statement.justified, statement.unjustified)
    30000000 XOF 28781202 XOF 1218798 XOF
    """

    on: date
    justifications: tuple[Justification, ...]
    others: tuple[JustificationRow, ...]
    currency: Currency

    @property
    def rows(self) -> tuple[JustificationRow, ...]:
        """The rows of all agreements, then the invoices that concern none."""
        return (*(row for each in self.justifications for row in each.rows), *self.others)

    @property
    def granted(self) -> Money:
        """Planned, within the ceilings."""
        return total((each.granted for each in self.justifications), self.currency)

    @property
    def justified(self) -> Money:
        """Proven by invoices."""
        return total((each.justified for each in self.justifications), self.currency)

    @property
    def unjustified(self) -> Money:
        """Not proven."""
        return total((each.unjustified for each in self.justifications), self.currency)

    @property
    def paid(self) -> Money:
        """Paid by the funders."""
        return total((each.paid for each in self.justifications), self.currency)

    @property
    def payable(self) -> Money:
        """Still to be paid; negative for what is to be paid back."""
        return total((each.payable for each in self.justifications), self.currency)


def grant_statement(fund: Fund, on: date | None = None) -> GrantStatement:
    """The justification of every grant of a fund.

    Args:
        fund: Its agreements, plans and invoices.
        on: The day: agreements, invoices and payments after it are not known yet; ``None`` for the
            day up to which records are complete.

    Raises:
        MissingData: An agreement names a source that the fund does not know.
        InvalidTerms: One source has several agreements, so that nobody can tell whose invoice one
            is.

    >>> from investisens import read_fund
    >>> for row in grant_statement(read_fund("examples/collines")).rows:
    ...     if row.reason:
    ...         print(row.enterprise, row.use, row.invoice.id, row.unjustified, row.reason.value)
    E2 U2 F04 47368 XOF underspent
    E5 U2 F09 900000 XOF pro_forma
    E7 U1 F12 1 XOF underspent
    E9 U2 F19 271429 XOF before_agreement
    """
    day = fund.terms.as_of if on is None else on
    agreements = [each for each in fund.grants if each.agreed_on <= day]
    _check_sources(agreements)
    invoices = numbered(fund.invoices, day)
    fx = with_parity(fund.fx)
    items = {each.source: _items(fund, each) for each in agreements}
    financed = {(use.enterprise, use.id) for found in items.values() for use, _ in found}
    return GrantStatement(
        on=day,
        justifications=tuple(
            justify(each, _source(fund, each.source), items[each.source], invoices, on=day, fx=fx)
            for each in agreements
        ),
        others=tuple(
            _others(fund, [each for each in invoices if _item_of(each) not in financed], fx)
        ),
        currency=fund.currency,
    )


def _items(fund: Fund, agreement: GrantAgreement) -> list[Item]:
    """The uses on which a source grants something, in the order of the plan."""
    planned = {
        (each.enterprise, each.use): each.amount
        for each in fund.allocations
        if each.source == agreement.source
    }
    return [
        (use, planned[use.enterprise, use.id])
        for use in fund.uses
        if (use.enterprise, use.id) in planned
    ]


def _others(fund: Fund, invoices: Sequence[Numbered], fx: FxTable) -> Iterator[JustificationRow]:
    """Invoices of uses on which no agreement grants anything."""
    uses = {(use.enterprise, use.id): use for use in fund.uses}
    nothing = Money.zero(fund.currency)
    for invoice, repeated in invoices:
        use = uses.get((invoice.enterprise, invoice.use))
        reason = Reason.NO_GRANT if use else Reason.NO_SUCH_USE
        yield JustificationRow(
            source="",
            enterprise=invoice.enterprise,
            use=invoice.use,
            item=use.label if use else "",
            invoice=invoice,
            amount=at_home(invoice, fund.currency, fx),
            eligible=nothing,
            justified=nothing,
            unjustified=nothing,
            reason=Reason.DUPLICATE if repeated else reason,
        )


def _item_of(each: Numbered) -> tuple[str, str]:
    invoice, _ = each
    return invoice.enterprise, invoice.use


def _source(fund: Fund, name: str) -> Source:
    found = next((each for each in fund.sources if each.id == name), None)
    if found is None:
        raise MissingData(
            f"no source is called {name!r}: add it to the sources of the fund",
            field="source",
            value=name,
        )
    return found


def _check_sources(agreements: Sequence[GrantAgreement]) -> None:
    for name, count in Counter(each.source for each in agreements).items():
        if count > 1:
            raise InvalidTerms(
                f"{name} has {count} agreements: give each a source of its own, such as "
                f"'{name}_2', so that its items are known",
                field="source",
                value=name,
            )
