"""The numbers of the law that apply on a day, each with its source and how far it was checked."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Final, NamedTuple

from investisens.l10n import Language, format_date, format_money, format_number, format_rate
from investisens.legal.dated import DatedValue, Parameter, Status
from investisens.legal.parameters import names, parameter
from investisens.reports.cells import visible
from investisens.reports.labels import LABELS, label
from investisens.reports.tables import Column, Report, Table
from investisens.reports.text import facts_lines
from investisens.values.currency import ISO_4217, Currency
from investisens.values.errors import MissingData
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate

_INDENT: Final = "    "


class Rule(NamedTuple):
    """One dated value of one parameter."""

    parameter: Parameter
    dated: DatedValue


def parameters_about(words: Iterable[str], jurisdiction: str | None = None) -> list[Parameter]:
    """The parameters whose name, description or source holds every word, by name.

    Args:
        words: Matched without regard to capitals, descriptions in both languages.
        jurisdiction: Only those of this one, such as ``BJ``.

    >>> [each.name for each in parameters_about(["usury", "banks"], "UMOA")]
    ['usury.umoa.bank', 'usury.umoa.other']
    """
    sought = [word.casefold() for word in words]
    return [
        known
        for known in map(parameter, names())
        if jurisdiction in (None, known.jurisdiction)
        and all(word in _spoken_of(known) for word in sought)
    ]


def rules_of(
    parameters: Iterable[Parameter], on: date | None = None, status: Status | None = None
) -> list[Rule]:
    """The values in force on a day; without a day every value, from the oldest to the latest.

    >>> fx = [parameter("fx.eur_xof")]
    >>> [rule.dated.text for rule in rules_of(fx, date(2026, 6, 30))]
    ['655.957']
    >>> rules_of(fx, date(1998, 12, 31)), rules_of(fx, status=Status.UNVERIFIED)
    ([], [])
    """
    held = (
        Rule(known, dated)
        for known in parameters
        for dated in (known.values if on is None else [known.find(on)])
        if dated is not None
    )
    return [rule for rule in held if status in (None, rule.dated.status)]


def rules_report(rules: Sequence[Rule], on: date | None = None) -> Report:
    """One row for each rule; how many there are, and how many of them nobody verified.

    A ``value`` is a plain number in its ``unit``; an amount in XOF or EUR is no minor unit.

    >>> report = rules_report(rules_of([parameter("usury.umoa.bank")], date(2026, 6, 30)))
    >>> report.tables[0].columns["value"], report.facts.columns["unverified"]
    ([0.14], [0])
    """
    unverified = sum(rule.dated.status is Status.UNVERIFIED for rule in rules)
    return Report(
        command="rules",
        facts=Table(
            name="facts",
            header=(
                Column(name="on", kind="date"),
                Column(name="rules", kind="count"),
                Column(name="unverified", kind="count"),
            ),
            rows=((on, len(rules), unverified),),
        ),
        tables=(Table(name="rules", header=_HEADER, rows=tuple(map(_row, rules))),),
    )


def rules_text(rules: Sequence[Rule], on: date | None, lang: Language, *, width: int = 100) -> str:
    """The same for readers: what each number is, since when, and who says so.

    An unverified number has a mark before its name and the word after it.

    >>> print(rules_text(rules_of([parameter("tax.france.vat")]), None, "en"))
    On: –
    Rules: 1
    Of which unverified: 1
    <BLANKLINE>
    ! tax.france.vat: 20% (UNVERIFIED)
        Standard rate of value added tax
        France, from January 1, 2014
        unverified: From general knowledge, no text read
    """
    lines = [*facts_lines(rules_report(rules, on).facts, lang), ""]
    for line in chain.from_iterable(_paragraph(rule, lang) for rule in rules):
        lines += textwrap.wrap(line, max(width, 40), subsequent_indent=_INDENT)
    return "\n".join(lines if rules else [*lines, label("no_rows", lang)])


def absences(parameters: Iterable[Parameter], on: date) -> list[str]:
    """Why each parameter that has no value on a day has none.

    >>> absences([parameter("fx.eur_xof")], date(1998, 12, 31))
    ['fx.eur_xof has no value on 1998-12-31: the first one holds from 1999-01-01']
    """
    reasons = []
    for known in parameters:
        try:
            known.at(on)
        except MissingData as error:
            reasons.append(str(error))
    return reasons


def number_text(text: str, unit: str, lang: Language) -> str:
    """A number of the law with its unit, as readers of the language write it.

    >>> number_text("0.14", "fraction", "en"), number_text("5000", "XOF", "en")
    ('14%', 'XOF 5,000')
    >>> number_text("7", "years", "fr"), number_text("4494", "account", "fr")
    ('7 an(s)', 'compte 4494')
    """
    if unit == "fraction":
        return format_rate(Rate(int(Decimal(text) * MBP)), lang)
    if unit in ISO_4217:
        return format_money(Money.of(text, Currency.of(unit)), lang)
    number = text if unit == "account" else format_number(Decimal(text), lang)
    key = f"unit.{unit}"
    return label(key, lang, number=number) if key in LABELS else f"{number} {unit}"


_HEADER: Final = (
    Column(name="rule", kind="text"),
    Column(name="value", kind="ratio"),
    Column(name="unit", kind="text"),
    Column(name="jurisdiction", kind="code", words="jurisdiction"),
    Column(name="from", kind="date"),
    Column(name="until", kind="date"),
    Column(name="decided_on", kind="date"),
    Column(name="status", kind="code", words="status"),
    Column(name="from_status", kind="code", words="status"),
    Column(name="description", kind="text"),
    Column(name="source", kind="text"),
)


def _row(rule: Rule) -> tuple[object, ...]:
    known, dated = rule
    whole = dated.value.denominator == 1
    return (
        known.name,
        int(dated.value) if whole else dated.value,
        known.unit,
        known.jurisdiction,
        dated.start,
        dated.until,
        dated.decided_on,
        dated.status.value,
        (dated.start_status or dated.status).value,
        known.description,
        dated.source,
    )


def _paragraph(rule: Rule, lang: Language) -> list[str]:
    known, dated = rule
    number = number_text(dated.text, known.unit, lang)
    key = "rule_unverified" if dated.status is Status.UNVERIFIED else "rule"
    described = known.description_fr if lang == "fr" and known.description_fr else known.description
    checked = label(f"status.{dated.status.value}", lang)
    return [
        label(key, lang, name=known.name, value=number),
        _INDENT + visible(described),
        _INDENT + _held(rule, lang),
        _INDENT + label("fact", lang, name=checked, value=visible(dated.source)),
    ]


def _held(rule: Rule, lang: Language) -> str:
    """Where and when it holds."""
    known, dated = rule
    key = "rule_from_open" if dated.start_status is Status.UNVERIFIED else "rule_from"
    parts = [
        label(f"jurisdiction.{known.jurisdiction}", lang),
        label(key, lang, day=format_date(dated.start, lang)),
    ]
    if dated.until is not None:
        parts.append(label("rule_until", lang, day=format_date(dated.until, lang)))
    if dated.decided_on is not None:
        parts.append(label("rule_decided", lang, day=format_date(dated.decided_on, lang)))
    return ", ".join(parts)


def _spoken_of(known: Parameter) -> str:
    texts = [known.name, known.description, known.description_fr]
    texts += [dated.source for dated in known.values]
    return "\n".join(texts).casefold()
