"""The numbers of the law as a report: chosen, counted, and written for readers."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.l10n import Language
from investisens.legal.dated import JURISDICTIONS, DatedValue, Parameter, Status
from investisens.legal.parameters import names, parameter
from investisens.reports.labels import LABELS
from investisens.reports.render import to_csv, to_json
from investisens.reports.rules_report import (
    absence_lines,
    absences,
    number_text,
    parameters_about,
    rules_of,
    rules_report,
    rules_text,
)

EVERY = [parameter(name) for name in names()]
NOW = date(2026, 6, 30)

statuses = st.sampled_from([None, *Status])
days = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2035, 12, 31)))


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@given(days, statuses)
def test_what_applies_on_a_day_is_what_each_parameter_says(
    on: date | None, status: Status | None
) -> None:
    found = rules_of(EVERY, on, status)

    held = {
        (known.name, dated.start)
        for known in EVERY
        for dated in known.values
        if (on is None or known.find(on) == dated) and status in (None, dated.status)
    }
    assert {(rule.parameter.name, rule.dated.start) for rule in found} == held
    assert len(found) == len(held)


@given(days)
def test_the_three_statuses_share_out_the_rules(on: date | None) -> None:
    parts = [rules_of(EVERY, on, status) for status in Status]

    assert sorted(rule.parameter.name for part in parts for rule in part) == sorted(
        rule.parameter.name for rule in rules_of(EVERY, on)
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["EUR_XOF"], ["fx.eur_xof"]),
        (["titre participatif"], ["tp.min_years", "tp.variable_base_max"]),
        (["umoa", "banque"], ["usury.umoa.bank", "usury.umoa.other"]),
        (["99-1060"], ["grant.fr_state.advance", "grant.fr_state.cap"]),
        (["usury", "wine"], []),
    ],
)
def test_words_are_sought_in_names_descriptions_and_sources(
    words: list[str], found: list[str]
) -> None:
    assert [known.name for known in parameters_about(words)] == found


def test_a_jurisdiction_leaves_the_others_out() -> None:
    parts = [parameters_about([], code) for code in JURISDICTIONS]

    assert all(parts)
    assert sum(map(len, parts)) == len(parameters_about([])) == len(names())


def test_the_report_counts_what_nobody_verified() -> None:
    report = rules_report(rules_of(EVERY, NOW), NOW)
    table, _ = report.tables
    column = table.columns["status"]

    assert report.facts.columns == {
        "on": [NOW],
        "rules": [len(column)],
        "unverified": [column.count("unverified")],
        "unknown": [0],
    }


def test_machines_get_plain_numbers_and_every_date() -> None:
    """An amount is in whole euros; a negative figure gets no apostrophe."""
    chosen = [parameter("auscgie.capital_min_sa"), parameter("bceao.policy.minimum_bid")]
    table = json.loads(to_json(rules_report(rules_of(chosen, NOW), NOW)))["tables"]["rules"]

    assert table == [
        {
            "rule": "auscgie.capital_min_sa",
            "value": 10_000_000,
            "unit": "XOF",
            "jurisdiction": "OHADA",
            "from": "2014-05-05",
            "until": None,
            "decided_on": "2014-01-30",
            "status": "unverified",
            "from_status": "unverified",
            "description": "Lowest capital of a SA",
            "source": "AUSCGIE, from general knowledge, not read",
        },
        {
            "rule": "bceao.policy.minimum_bid",
            "value": 0.03,
            "unit": "fraction",
            "jurisdiction": "UMOA",
            "from": "2026-03-16",
            "until": None,
            "decided_on": None,
            "status": "verified secondary",
            "from_status": "verified secondary",
            "description": "Key rate of the BCEAO: lowest bid at the tenders of liquidity",
            "source": "BCEAO (commentary)",
        },
    ]
    negative = rules_report(rules_of([parameter("coop.tmo")], date(2020, 12, 31)))
    assert to_csv(negative.tables[0]).splitlines()[1].startswith("coop.tmo,-0.0002,fraction,FR,")


def test_readers_see_what_is_unverified() -> None:
    chosen = [parameter("imf.threshold"), parameter("accounts.pcg.grant_income")]
    text = rules_text(rules_of(chosen, NOW), NOW, "fr")

    assert plain(text) == (
        "Au : 30 juin 2026\n"
        "Règles : 2\n"
        "Dont non vérifiées : 1\n"
        "Sans valeur ce jour-là : 0\n"
        "\n"
        "imf.threshold : 35 %\n"
        "    Élément don minimal d'un prêt concessionnel\n"
        "    FMI et Banque mondiale, à partir du 11 octobre 2013 (premier jour non vérifié)\n"
        "    commentaire lu, pas le texte (verified secondary) : gecal.gdicdm.com; first day not "
        "found\n"
        "! accounts.pcg.grant_income : compte 747 (NON VÉRIFIÉ)\n"
        "    Plan comptable général : quote-part des subventions d'investissement virée au "
        "résultat\n"
        "    France, à partir du 1er janvier 2025\n"
        "    non vérifié : Règlement ANC 2022-06, from general knowledge, not read"
    )


def test_an_end_and_a_decision_are_told() -> None:
    text = rules_text(rules_of([parameter("usury.umoa.bank")], date(2013, 7, 1)), None, "en")
    later = rules_text(rules_of([parameter("usury.umoa.bank")], NOW), None, "en")

    assert "    UMOA, from June 28, 2013 (first day unverified), until December 31, 2013\n" in text
    assert "    UMOA, from June 1, 2026, decided on December 29, 2025\n" in later


def test_nothing_in_force_is_said() -> None:
    assert rules_text([], date(1900, 1, 1), "en") == (
        "On: January 1, 1900\nRules: 0\nOf which unverified: 0\n"
        "Without a value on that day: 0\n\nnothing"
    )


@given(st.integers(40, 200), st.sampled_from(["fr", "en"]))
def test_no_line_is_wider_than_the_terminal(width: int, lang: Language) -> None:
    lines = rules_text(rules_of(EVERY[::7], None), None, lang, width=width).splitlines()

    assert max(map(len, lines)) <= width


@given(st.dates(date(1990, 1, 1), date(2035, 12, 31)), statuses)
def test_a_parameter_has_a_value_on_a_day_or_is_told_to_have_none(
    on: date, status: Status | None
) -> None:
    held = {rule.parameter.name for rule in rules_of(EVERY, on)}
    absent = absences(EVERY, on, status)

    assert not held & {each.parameter.name for each in absent}
    if status is None:
        assert held | {each.parameter.name for each in absent} == set(names())
    for each in absent:
        assert each.until is not None or each.since is not None
        assert each.until is None or each.until < on
        assert each.since is None or each.since > on


def years(*spans: tuple[int, int | None]) -> Parameter:
    """A parameter with values in some spans of years, each from its first to its last year."""
    return Parameter(
        name="some.rule",
        unit="fraction",
        jurisdiction="BJ",
        description="Some rule",
        values=tuple(
            DatedValue(
                start=date(first, 1, 1),
                until=None if last is None else date(last, 12, 31),
                text="0.1",
                source="example",
                status=Status.UNVERIFIED,
            )
            for first, last in spans
        ),
    )


@pytest.mark.parametrize(
    ("spans", "english", "french"),
    [
        (
            [(2013, None)],
            "some.rule: no value known on June 30, 2010; the first one holds from January 1, 2013",
            "some.rule : aucune valeur connue au 30 juin 2010 ; la première vaut à partir du 1er "
            "janvier 2013",
        ),
        (
            [(2005, 2007), (2008, 2009)],
            "some.rule: no value known on June 30, 2010; the last one ended on December 31, 2009",
            "some.rule : aucune valeur connue au 30 juin 2010 ; la dernière a pris fin le 31 "
            "décembre 2009",
        ),
        (
            [(2005, 2008), (2012, 2013), (2014, None)],
            "some.rule: no value known on June 30, 2010; one ended on December 31, 2008, the next "
            "holds from January 1, 2012",
            "some.rule : aucune valeur connue au 30 juin 2010 ; une a pris fin le 31 décembre "
            "2008, la suivante vaut à partir du 1er janvier 2012",
        ),
    ],
)
def test_a_missing_value_is_told_with_the_nearest_ones(
    spans: list[tuple[int, int | None]], english: str, french: str
) -> None:
    day = date(2010, 6, 30)
    absent = absences([years(*spans)], day)

    assert plain("\n".join(absence_lines(absent, day, "en"))) == english
    assert plain("\n".join(absence_lines(absent, day, "fr"))) == french


def test_what_is_not_known_stands_below_what_is() -> None:
    day = date(2013, 7, 1)
    known = [parameter("usury.umoa.bank"), years((2020, None))]
    text = rules_text(rules_of(known, day), day, "en", absences(known, day))

    assert "\nRules: 1\nOf which unverified: 0\nWithout a value on that day: 1\n\n" in text
    assert text.endswith(
        "\n\nsome.rule: no value known on July 1, 2013; the first one holds from January 1, 2020"
    )


def test_machines_get_a_table_of_what_is_not_known() -> None:
    day = date(2010, 6, 30)
    absent = absences([years((2005, 2008), (2012, None))], day)
    document = json.loads(to_json(rules_report([], day, absent)))

    assert document["facts"]["unknown"] == 1
    assert document["tables"] == {
        "rules": [],
        "unknown": [
            {
                "rule": "some.rule",
                "jurisdiction": "BJ",
                "until": "2008-12-31",
                "from": "2012-01-01",
            }
        ],
    }


def test_without_a_day_nothing_is_missing() -> None:
    assert rules_report(rules_of(EVERY)).facts.columns["unknown"] == [None]


@pytest.mark.parametrize(
    ("text", "unit", "english", "french"),
    [
        ("0.01325", "fraction", "1.325%", "1,325 %"),
        ("-0.0002", "fraction", "-0.02%", "-0,02 %"),
        ("300000", "EUR", "€300,000.00", "300 000,00 €"),
        ("5000", "XOF", "XOF 5,000", "5 000 F CFA"),
        ("655.957", "XOF per EUR", "655.957 XOF per EUR", "655,957 F CFA pour un euro"),
        ("20.5", "XOF per USD", "20.5 XOF per USD", "20,5 XOF per USD"),
        ("2.25", "multiple", "2.25 times", "2,25 fois"),
        ("48", "months", "48 month(s)", "48 mois"),
        ("4494", "account", "account 4494", "compte 4494"),
        ("3", "one part in", "one part in 3", "une partie sur 3"),
        ("15", "count", "15", "15"),
    ],
)
def test_a_number_is_written_with_its_unit(text: str, unit: str, english: str, french: str) -> None:
    assert plain(number_text(text, unit, "en")) == english
    assert plain(number_text(text, unit, "fr")) == french


def test_every_code_has_its_word() -> None:
    units = {known.unit for known in EVERY} - {"fraction", "XOF", "EUR"}

    assert [code for code in JURISDICTIONS if f"jurisdiction.{code}" not in LABELS] == []
    assert [status for status in Status if f"status.{status.value}" not in LABELS] == []
    assert [unit for unit in units if f"unit.{unit}" not in LABELS] == []


def test_every_fraction_is_written_exactly() -> None:
    """A rate has steps of a hundred-thousandth of a per cent."""
    fractions = [rule.dated.value for rule in rules_of(EVERY) if rule.parameter.unit == "fraction"]

    assert [each for each in fractions if (each * 10**7).denominator != 1] == []
