"""Who may pay what, as a fund knows it: what the lines of a statement are matched with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import attrs

from investisens.folder.content import Content
from investisens.folder.files import read_text
from investisens.folder.problems import Place, nearest, shown
from investisens.folder.tables import read_csv
from investisens.ledger.file import AnyPath
from investisens.portfolio.contract import amendments_of, schedule_of
from investisens.portfolio.fund import Fund, Position
from investisens.statements.payers import ExpectedDue, Payer
from investisens.values.checking import checked
from investisens.values.errors import Finding, InvalidFolder, InvestisensError
from investisens.values.legs import DebtLeg
from investisens.values.money import Money

_REMARK: Final = re.compile(r"\s*\([^()]*\)\s*$")


@attrs.frozen(kw_only=True, field_transformer=checked)
class KnownAs:
    """How statements name an enterprise, beside its own name.

    Attributes:
        enterprise: Its short name.
        account: A wallet number or an account of it.
        name: Its name as a bank or a payer writes it.

    >>> KnownAs(enterprise="E7", account="229 00 00 00 07").name
    ''
    """

    enterprise: str
    account: str = ""
    name: str = ""


def read_payers(path: AnyPath, fund: Fund) -> tuple[KnownAs, ...]:
    """What a CSV file says of how statements name enterprises.

    Raises:
        InvalidFolder: The file cannot be read, or has problems; all of them are listed.

    >>> from investisens import read_fund
    >>> fund = read_fund("examples/collines")
    >>> known = read_payers("examples/collines/statements/payers.csv", fund)
    >>> known[0].enterprise, known[0].name
    ('E1', 'MIEL FORET')
    """
    file = Path(path)
    content = Content()
    text = read_text(file.parent, file.name)
    if text is None:
        text = Place(file.name).finding("a file", "nothing", "check the path")
    if isinstance(text, Finding):
        raise InvalidFolder((text,))
    read_csv(content, file.name, text, KnownAs, fund.currency)
    found = content.of(KnownAs)
    known = [each.id for each in fund.enterprises]
    for item in found:
        name = item.value.enterprise
        if name not in known:
            remedy = nearest(name, known, "add it to the enterprises")
            finding = item.place.key("enterprise").finding("an enterprise", shown(name), remedy)
            content.findings.append(finding)
    if content.findings:
        raise InvalidFolder(tuple(content.findings))
    return tuple(item.value for item in found)


def payers_of(fund: Fund, known: Iterable[KnownAs] = ()) -> tuple[Payer, ...]:
    """Every enterprise that owes a debt, with the names and accounts that prove it.

    A remark in brackets at the end of a name is no part of it. The commune is a mere clue.

    >>> from investisens import read_fund
    >>> payers = payers_of(read_fund("examples/collines"))
    >>> payers[0].contracts, payers[0].aliases, payers[0].clues
    (('L1',), ('Miel et Foret',), ('Ouesse',))
    """
    told = tuple(known)
    named = {each.id: each for each in fund.enterprises}
    debts: dict[str, list[str]] = {}
    for position in fund.positions:
        if _is_debt(position):
            debts.setdefault(position.enterprise, []).append(position.id)
    payers = []
    for enterprise, contracts in debts.items():
        stated = named.get(enterprise)
        own = [each for each in told if each.enterprise == enterprise]
        aliases = [_REMARK.sub("", stated.name)] if stated else []
        aliases += [each.name for each in own]
        clues = [stated.commune] if stated else []
        payers.append(
            Payer(
                id=enterprise,
                contracts=tuple(contracts),
                accounts=tuple(each.account for each in own if each.account),
                aliases=tuple(filter(None, aliases)),
                clues=tuple(filter(None, clues)),
            )
        )
    return tuple(payers)


def dues_of(fund: Fund) -> tuple[ExpectedDue, ...]:
    """The dues of every debt by its terms, those of amendments included.

    A debt whose dues cannot be told, such as one whose rate is not fixed yet, has none here.

    >>> from investisens import read_fund
    >>> print(dues_of(read_fund("examples/collines"))[0])
    the due of 150205 XOF of 2011-02-28
    """
    return tuple(
        due for position in fund.positions if _is_debt(position) for due in _dues(fund, position.id)
    )


def _dues(fund: Fund, position: str) -> Iterator[ExpectedDue]:
    amended = [each.on for each in amendments_of(fund, position)]
    try:
        for since, until in zip([None, *amended], [*amended, None], strict=True):
            schedule = schedule_of(fund, position, since)
            for row in schedule.rows:
                if row.total > 0 and (until is None or row.due_on < until):
                    amount = Money(row.total, schedule.currency)
                    yield ExpectedDue(contract=position, due_on=row.due_on, amount=amount)
    except InvestisensError:
        return  # dues only help to tell contracts apart


def _is_debt(position: Position) -> bool:
    return any(isinstance(leg, DebtLeg) for leg in position.instrument.legs())
