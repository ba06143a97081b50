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
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate

_INDENT: Final = "    "


class Rule(NamedTuple):
    """One dated value of one parameter."""

    parameter: Parameter
    dated: DatedValue


class Absence(NamedTuple):
    """A parameter of which no value is known on a day.

    Attributes:
        parameter: The parameter.
        until: Last day of its latest value before; ``None`` where it has none.
        since: First day of its next value; ``None`` where it has none.
    """

    parameter: Parameter
    until: date | None
    since: date | None


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


def rules_report(
    rules: Sequence[Rule], on: date | None = None, absent: Sequence[Absence] = ()
) -> Report:
    """One row for each rule, and for each parameter of which no value is known on the day.

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
                Column(name="unknown", kind="count"),
            ),
            rows=((on, len(rules), unverified, None if on is None else len(absent)),),
        ),
        tables=(
            Table(name="rules", header=_HEADER, rows=tuple(map(_row, rules))),
            Table(
                name="unknown",
                header=_OF_ABSENCES,
                rows=tuple(
                    (known.name, known.jurisdiction, until, since) for known, until, since in absent
                ),
            ),
        ),
    )


def rules_text(
    rules: Sequence[Rule],
    on: date | None,
    lang: Language,
    absent: Sequence[Absence] = (),
    *,
    width: int = 100,
) -> str:
    """The same for readers: what each number is, since when, and who says so.

    An unverified number has a mark before its name and the word after it. Parameters of which no
    value is known on the day come last.

    >>> print(rules_text(rules_of([parameter("tax.france.vat")]), None, "en"))
    On: –
    Rules: 1
    Of which unverified: 1
    Without a value on that day: –
    <BLANKLINE>
    ! tax.france.vat: 20% (UNVERIFIED)
        Standard rate of value added tax
        France, from January 1, 2014
        unverified: From general knowledge, no text read
    """
    told = [*chain.from_iterable(_paragraph(rule, lang) for rule in rules)]
    if absent and on is not None:
        told += ["", *absence_lines(absent, on, lang)] if rules else absence_lines(absent, on, lang)
    elif not rules:
        told = [label("no_rows", lang)]
    lines = [*facts_lines(rules_report(rules, on, absent).facts, lang), ""]
    for line in told:
        lines += textwrap.wrap(line, max(width, 40), subsequent_indent=_INDENT) or [""]
    return "\n".join(lines)


def absences(
    parameters: Iterable[Parameter], on: date, status: Status | None = None
) -> list[Absence]:
    """The parameters of which no value is known on a day.

    Args:
        parameters: Those looked at.
        on: The day.
        status: Only those that have a value of this one on some other day.

    >>> [(each.parameter.name, each.since) for each in
    ...  absences([parameter("fx.eur_xof")], date(1998, 12, 31))]
    [('fx.eur_xof', datetime.date(1999, 1, 1))]
    """
    return [
        Absence(
            parameter=known,
            until=max((x.until for x in known.values if x.until and x.until < on), default=None),
            since=min((x.start for x in known.values if x.start > on), default=None),
        )
        for known in parameters
        if known.find(on) is None and status in (None, *(each.status for each in known.values))
    ]


def absence_lines(absent: Iterable[Absence], on: date, lang: Language) -> list[str]:
    """One line for each parameter of which no value is known on a day, and when one is.

    >>> day = date(1998, 12, 31)
    >>> absence_lines(absences([parameter("fx.eur_xof")], day), day, "en")
    ['fx.eur_xof: no value known on December 31, 1998; the first one holds from January 1, 1999']
    """
    lines = []
    for known, until, since in absent:
        key = "since" if until is None else "until" if since is None else "between"
        days = {"day": on, "until": until, "since": since}
        told = {name: format_date(each, lang) for name, each in days.items() if each is not None}
        lines.append(label(f"unknown_{key}", lang, name=known.name, **told))
    return lines


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

_OF_ABSENCES: Final = (
    Column(name="rule", kind="text"),
    Column(name="jurisdiction", kind="code", words="jurisdiction"),
    Column(name="until", kind="date"),
    Column(name="from", kind="date"),
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
