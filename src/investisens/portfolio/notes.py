"""What a reader should know before trusting a projection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import attrs

from investisens.engine.contract import ContractRun
from investisens.instruments.registry import notes_of
from investisens.portfolio.contract import amendments_of
from investisens.portfolio.fixings import NeededFixing
from investisens.portfolio.fund import Fund
from investisens.portfolio.valuation import PositionValue
from investisens.servicing.history import History
from investisens.values.errors import Finding, Severity
from investisens.values.legs import ParticipationLeg
from investisens.values.money import Money
from investisens.values.results import NO_RESULTS, Results, period_name


def record_notes(fund: Fund, on: date) -> Iterator[Finding]:
    """Records that the day of the question leaves out, and calls that were not paid."""
    yield from incomplete_records(fund, on)
    unused = [payment for payment in fund.payments if payment.received_on > on]
    amended = [
        item for each in fund.positions for item in amendments_of(fund, each.id) if item.on > on
    ]
    if (unused or amended) and on >= fund.terms.as_of:
        yield _note(
            f"records on {on}",
            f"{len(unused)} payments and {len(amended)} amendments dated after it",
            "records up to the day of the question",
            "they are not used: move as_of, or ask as of a later day",
        )
    for call in fund.calls:
        if call.paid_on is None and call.called_on <= min(on, fund.terms.as_of):
            yield _note(
                f"{call.investor} on {on}",
                f"{call.amount} of call {call.call}, called on {call.called_on}, unpaid",
                "every call paid on its day",
                "it is not expected any more: record paid_on if it comes",
            )


def incomplete_records(fund: Fund, on: date) -> Iterator[Finding]:
    """Tells that a question looks beyond the day up to which records are complete.

    >>> from investisens import read_fund
    >>> fund = read_fund("examples/collines")
    >>> [each.found for each in incomplete_records(fund, date(2017, 1, 1))]
    ['records complete up to 2016-12-31']
    """
    if on > fund.terms.as_of:
        yield _note(
            f"records on {on}",
            f"records complete up to {fund.terms.as_of}",
            "records complete up to the day of the question",
            "what was received since then is unknown: complete the records and move as_of",
        )


def debt_notes(
    past: History | None, result: ContractRun, value: PositionValue
) -> Iterator[Finding]:
    """What is overdue on a debt, owed after its last due, or received beyond what was owed."""
    if past is None:
        return
    where = f"{value.position} on {past.on}"
    currency = past.leg.principal.currency
    if value.overdue:
        since = past.on - timedelta(days=value.days_past_due)
        yield _note(
            where,
            f"{Money(value.overdue, currency)} overdue since {since}",
            "every due paid on its day",
            "the next due is expected to bring it: use a scenario if that is doubtful",
        )
    if result.outstanding:
        yield _note(
            where,
            f"{Money(result.outstanding, currency)} outstanding and no due left",
            "principal repaid by the last due",
            "record a write-off, or an amendment with new dues",
        )
    if value.credit:
        yield _note(
            where,
            f"{Money(value.credit, currency)} received beyond what was owed",
            "receipts up to what is owed",
            "record it on the right position, or pay it back",
        )


def term_notes(fund: Fund) -> Iterator[Finding]:
    """What the terms themselves have to say, such as a multiple outside the usual range."""
    for position in fund.positions:
        for note in notes_of(position.instrument):
            yield attrs.evolve(note, where=f"{position.id}: {note.where}")


def result_notes(fund: Fund, on: date) -> Iterator[Finding]:
    """Participations that are due while the result they share in is not known, or in part.

    One note tells all periods of which nothing is known, another all missing months of the others.
    """
    for position in fund.positions:
        for leg in position.instrument.legs():
            if not isinstance(leg, ParticipationLeg):
                continue
            known = fund.results_of.get(position.enterprise, NO_RESULTS)
            for what, missing, counted in _missing(leg, known, on):
                one = len(missing) == 1
                yield _note(
                    f"{position.id} on {on}",
                    f"no {leg.measure} of {position.enterprise} for {_told(missing, what)}",
                    "the result of every period whose participation is due",
                    f"add the result{'' if one else 's'}: until then {counted} counted for "
                    f"{'that period' if one else 'those periods'}",
                )


def fixing_notes(needed: Iterable[NeededFixing], on: date) -> Iterator[Finding]:
    """Values of an index that are assumed, as their days are still to come."""
    assumed: dict[str, set[date]] = {}
    for each in needed:
        if each.on > on:
            assumed.setdefault(each.index, set()).add(each.on)
    for index, days in assumed.items():
        first, last = min(days), max(days)
        yield _note(
            f"{index} on {on}",
            f"fixings of {first}" + (f" to {last}" if last > first else ""),
            "fixings up to the day of the question",
            "they are taken as the fund assumes them: replace each once it is known",
        )


def cash_notes(low: Money, low_on: date | None) -> Iterator[Finding]:
    """A cash balance below zero."""
    if low_on is not None and low.minor < 0:
        yield _note(
            f"cash on {low_on}",
            str(low),
            "cash of at least zero",
            "call capital earlier, or commit less",
        )


_Span = tuple[date, date]
"""First and last day."""


def _missing(
    leg: ParticipationLeg, known: Results, on: date
) -> Iterator[tuple[str, list[_Span], str]]:
    """What is missing of the periods due by a day: of whole ones, then single months of others."""
    due = [window for window in leg.windows if window.paid_on <= on]
    whole = [each for each in due if known.of(leg.measure, each.first, each.last) is None]
    parts = [each for each in due if each not in whole]
    months = [month for each in parts for month in known.missing_months(leg.measure, each)]
    if whole:
        yield "periods", [(each.first, each.last) for each in whole], "nothing is"
    if months:
        yield "months", months, "only the other months are"


def _told(missing: list[_Span], what: str) -> str:
    """One period by its name, several by their count and the spans they make."""
    if len(missing) == 1:
        return period_name(*missing[0])
    spans: list[_Span] = []
    for first, last in missing:
        if spans and first == spans[-1][1] + timedelta(days=1):
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return f"{len(missing)} {what} ({', '.join(period_name(*span) for span in spans)})"


def _note(where: str, found: str, expected: str, remedy: str) -> Finding:
    return Finding(
        where=where, found=found, expected=expected, remedy=remedy, severity=Severity.WARNING
    )
