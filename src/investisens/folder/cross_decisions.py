"""Waivers, standstills and confirmed balances, held against the debts they name."""

from __future__ import annotations

from collections.abc import Iterator

from investisens.folder.content import Content
from investisens.folder.cross_contracts import Contracts
from investisens.folder.layout import FILE_OF
from investisens.folder.problems import Located, Place
from investisens.portfolio.decisions import Confirmation, Standstill, Waiver
from investisens.portfolio.fund import Position
from investisens.portfolio.parties import Enterprise
from investisens.values.errors import Finding
from investisens.values.misreads import nearest, shown


def check_decisions(content: Content, held: Contracts) -> None:
    """Adds decisions on shares, or before anything was lent, and confirmations given twice."""
    for waiver in content.of(Waiver):
        content.findings += _of_no_debt(waiver, waiver.value.position, held, "on")
    confirmed: dict[tuple[str, object], Place] = {}
    for item in content.of(Confirmation):
        content.findings += _of_no_debt(item, item.value.position, held, "on")
        key = (item.value.position, item.value.on)
        if key in confirmed:
            found = f"another at {confirmed[key].path}"
            expected = "one confirmation of a debt on a day"
            content.findings.append(item.place.key("on").finding(expected, found, "keep one"))
        confirmed.setdefault(key, item.place)
    for standstill in content.of(Standstill):
        if standstill.value.position:
            content.findings += _of_no_debt(standstill, standstill.value.position, held, "until")
    content.findings += _nobody_concerned(content)


def _of_no_debt(
    item: Located[Waiver] | Located[Confirmation] | Located[Standstill],
    position: str,
    held: Contracts,
    day: str,
) -> Iterator[Finding]:
    contract = held.get(position)
    if contract is None:
        return
    if contract.debt is None:
        yield item.place.key("position").finding("a debt", shown(position), "name a debt")
    elif getattr(item.value, day) < contract.debt.start:
        yield item.place.key(day).finding(
            f"a day from {contract.debt.start} on, when {position!r} was disbursed",
            str(getattr(item.value, day)),
            "correct one of the two days",
        )


def _nobody_concerned(content: Content) -> Iterator[Finding]:
    """A position, a sector or a commune that the fund does not know."""
    enterprises = [item.value for item in content.of(Enterprise)]
    known = {
        "position": content.ids(Position),
        "sector": {each.sector for each in enterprises},
        "commune": {each.commune for each in enterprises},
    }
    for item in content.of(Standstill):
        for name, values in known.items():
            given = getattr(item.value, name)
            if given and values is not None and given not in values:
                file = FILE_OF[Position if name == "position" else Enterprise]
                expected = f"a {name} of {file}"
                remedy = nearest(given, values, f"write {expected}")
                yield item.place.key(name).finding(expected, shown(given), remedy)
