"""What was recorded on each position, held against its terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from operator import attrgetter

import attrs

from investisens.folder.content import Content
from investisens.folder.problems import Located, Place, refusal
from investisens.instruments.ordinary_shares import check_share_events
from investisens.portfolio.fund import Amendment, Position
from investisens.portfolio.records import Payment, PositionEvent, Result
from investisens.values.currency import Currency
from investisens.values.errors import Finding, InvestisensError, Severity
from investisens.values.legs import DebtLeg, Leg, ParticipationLeg
from investisens.values.misreads import shown
from investisens.values.shares import ShareEvent, ShareEventKind, ShareLeg

_GONE = (ShareEventKind.BUY_BACK, ShareEventKind.SALE, ShareEventKind.WRITE_OFF)


@attrs.frozen
class Contract:
    """A position by its legs, whatever its kind.

    Attributes:
        item: The position.
        debt: Its debt leg, if it has one.
        shares: Its share leg, if it has one.
        measures: Results that its participations, dividends and price formulas look at.
    """

    item: Located[Position]
    debt: DebtLeg | None
    shares: ShareLeg | None
    measures: frozenset[str]


Contracts = Mapping[str, Contract]


def _measures(leg: Leg) -> frozenset[str]:
    """The results that a leg looks at."""
    match leg:
        case ParticipationLeg():
            return frozenset({leg.measure})
        case ShareLeg():
            return leg.measures
        case _:
            return frozenset()


def contracts(content: Content, home: Currency) -> Contracts:
    """The positions whose terms make legs, by id; what is wrong with the others is added."""
    held: dict[str, Contract] = {}
    for item in content.of(Position):
        try:
            legs = item.value.instrument.legs()
        except Exception as error:
            content.findings.append(refusal(error, item.place))
            continue
        contract = _contract(item, legs)
        content.findings += _foreign(contract, item.place, home)
        held.setdefault(item.value.id, contract)
    return held


def _contract(item: Located[Position], legs: tuple[Leg, ...]) -> Contract:
    return Contract(
        item,
        next((leg for leg in legs if isinstance(leg, DebtLeg)), None),
        next((leg for leg in legs if isinstance(leg, ShareLeg)), None),
        frozenset(measure for leg in legs for measure in _measures(leg)),
    )


def _foreign(contract: Contract, place: Place, home: Currency) -> Iterator[Finding]:
    """The fund keeps its positions in its own currency."""
    for key, amount in (
        ("principal", contract.debt and contract.debt.principal),
        ("price", contract.shares and contract.shares.price),
    ):
        if amount and amount.currency != home:
            yield place.key(key).finding(
                f"an amount in {home}", str(amount), "write the terms in the fund's currency"
            )


def _no_debt(contract: Contract) -> str:
    """What a position is that owes nothing."""
    position = contract.item.value
    if contract.shares is not None:
        return f"{shown(position.id)}, which are shares"
    return f"{shown(position.id)}, of kind {shown(position.instrument.kind)}"


def check_payments(content: Content, held: Contracts) -> None:
    """Adds payments on shares, and payments before anything was lent."""
    for item in content.of(Payment):
        contract = held.get(item.value.position)
        if contract is None:
            continue
        if contract.debt is None:
            content.findings.append(
                item.place.key("position").finding(
                    "a debt",
                    _no_debt(contract),
                    "record what shares bring in events.csv",
                )
            )
        elif item.value.received_on < contract.debt.start:
            content.findings.append(
                _too_early(item.place.key("received_on"), contract, item.value.received_on)
            )


def _too_early(place: Place, contract: Contract, on: date) -> Finding:
    start = contract.debt.start if contract.debt else on
    expected = f"a day from {start} on, when {contract.item.value.id!r} was disbursed"
    return place.finding(expected, str(on), "correct one of the two days")


def check_events(content: Content, held: Contracts) -> None:
    """Adds events that do not suit their position; rows of a file may stand in any order."""
    by_position: dict[str, list[Located[PositionEvent]]] = {}
    for item in content.of(PositionEvent):
        by_position.setdefault(item.value.position, []).append(item)
    for name, items in by_position.items():
        contract = held.get(name)
        if contract is None:
            continue
        items.sort(key=attrgetter("value.on"))
        if contract.shares is not None:
            content.findings += _share_problems(items, contract.shares)
        else:
            content.findings += _debt_problems(items, contract)


def _share_problems(items: list[Located[PositionEvent]], leg: ShareLeg) -> Iterator[Finding]:
    held = leg.units
    for item in items:
        row = item.value
        if row.shares is None or row.per_share is None:
            remedy = "say how many shares, and the price or value of each"
            yield item.place.key("shares").finding("shares", "an empty cell", remedy)
            continue
        try:
            event = ShareEvent(
                on=row.on, event=row.event, shares=row.shares, per_share=row.per_share
            )
            check_share_events((event,), held, leg.start, leg.price)
        except InvestisensError as error:
            yield refusal(error, item.place.key(error.field or "event"))
            continue
        if row.event in _GONE:
            held -= row.shares
        elif row.event is ShareEventKind.REVALUATION and row.per_share > leg.price:
            yield item.place.key("per_share").finding(
                f"at most {leg.price}, the cost of a share",
                str(row.per_share),
                "a value is kept at cost or below; record a higher price when shares are sold",
            )


def _debt_problems(items: list[Located[PositionEvent]], contract: Contract) -> Iterator[Finding]:
    written_off: Place | None = None
    for item in items:
        row = item.value
        if row.shares is not None:
            found = f"{row.event.value!r} of {row.shares} shares"
            remedy = "name a position of shares, or leave shares and per_share empty"
            yield item.place.key("event").finding("a write-off of a debt", found, remedy)
        elif contract.debt is not None and row.on <= contract.debt.start:
            yield item.place.key("on").finding(
                f"a day after {contract.debt.start}, when {contract.item.value.id!r} starts",
                str(row.on),
                "what is written off was owed at the end of a day",
            )
        elif written_off is not None:
            found = f"another at {written_off.path}"
            yield item.place.key("event").finding("one write-off", found, "keep one of them")
        else:
            written_off = item.place


def check_amendments(content: Content, held: Contracts, home: Currency) -> None:
    """Adds amendments of shares, out of order, or whose new terms start on another day."""
    latest: dict[str, date] = {}
    for item in content.of(Amendment):
        contract = held.get(item.value.position)
        if contract is None:
            continue
        debt = contract.debt
        if debt is None:
            found = _no_debt(contract)
            remedy = "only debts are amended"
            content.findings.append(item.place.key("position").finding("a debt", found, remedy))
            continue
        after = latest.get(item.value.position, debt.start)
        content.findings += _amendment_problems(item, after, home)
        latest[item.value.position] = max(after, item.value.on)


def _amendment_problems(item: Located[Amendment], after: date, home: Currency) -> Iterator[Finding]:
    amendment, place = item.value, item.place
    if amendment.capitalised.minor < 0:
        yield place.key("capitalised").finding(
            "an amount of 0 or more", str(amendment.capitalised), "write what is capitalised"
        )
    try:
        legs = amendment.instrument.legs()
    except Exception as error:
        yield refusal(error, place)
        return
    new = next((leg for leg in legs if isinstance(leg, DebtLeg)), None)
    if new is None:
        found = shown(amendment.instrument.kind)
        yield place.key("kind").finding("the kind of a debt", found, "write the terms of a debt")
        return
    yield from _start_problems(item, new, after)
    yield from _new_principal_problems(item, new, home)


def _start_problems(item: Located[Amendment], new: DebtLeg, after: date) -> Iterator[Finding]:
    on = item.value.on
    if on <= after:
        yield item.place.key("on").finding(
            f"a day after {after}, when the terms before it start",
            str(on),
            "give the amendments of a debt in the order of their days",
        )
    elif new.start != on:
        yield item.place.key("disbursed_on").finding(
            f"{on}, the day of the amendment",
            str(new.start),
            "write the same day, from which interest of the new terms runs",
        )


def _new_principal_problems(
    item: Located[Amendment], new: DebtLeg, home: Currency
) -> Iterator[Finding]:
    if new.principal.currency != home:
        yield item.place.key("principal").finding(
            f"an amount in {home}", str(new.principal), "write the terms in the fund's currency"
        )
    elif new.principal < item.value.capitalised:
        yield item.place.key("capitalised").finding(
            f"at most {new.principal}, the new principal",
            str(item.value.capitalised),
            "what is capitalised is part of the new principal",
        )


def check_results(content: Content, held: Contracts) -> None:
    """Adds a warning for each result that no participation uses."""
    if content.broken.get(Position) or Position in content.unread | content.absent:
        return
    used = {
        (contract.item.value.enterprise, measure)
        for contract in held.values()
        for measure in contract.measures
    }
    for item in content.of(Result):
        if (item.value.enterprise, item.value.measure) not in used:
            content.findings.append(
                item.place.key("measure").finding(
                    f"a result that a position in {shown(item.value.enterprise)} looks at",
                    shown(item.value.measure),
                    "check its name, or keep it as information",
                    Severity.WARNING,
                )
            )
