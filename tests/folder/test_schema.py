"""The schemas that editors use say what the reader says."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest

from investisens.engine.scenario import Default, Delay
from investisens.folder import schema
from investisens.folder.harvests import NamedHarvest
from investisens.folder.layout import KNOWN_FILES, TABLES, TOML_LISTS, lists
from investisens.instruments.participating_loan import Participation
from investisens.instruments.registry import INSTRUMENTS
from investisens.instruments.repayment import Repayment
from investisens.values.currency import EUR, XOF
from investisens.values.harvest import HarvestDue, SeasonMove
from investisens.values.legs import Leg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding
from investisens.values.schedule import Between, Every, OnDates, Recurring, YearDays
from investisens.values.shares import ShareEvent

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "src" / "investisens" / "folder" / "starter"
COLLINES = ROOT / "examples" / "collines"

TYPES: dict[str, type | tuple[type, ...]] = {
    "string": (str, date),
    "integer": int,
    "boolean": bool,
    "number": (int, float),
    "array": list,
    "object": dict,
}


def problems(value: Any, rule: dict[str, Any], root: dict[str, Any], at: str = "") -> list[str]:
    """What breaks a schema; as much of draft 07 as ours use, written apart from them."""
    if "$ref" in rule:
        return problems(value, root["definitions"][rule["$ref"].split("/")[-1]], root, at)
    found = [each for part in rule.get("allOf", ()) for each in problems(value, part, root, at)]
    if "oneOf" in rule:
        fitting = [each for each in rule["oneOf"] if not problems(value, each, root, at)]
        found += [] if len(fitting) == 1 else [f"{at}: fits {len(fitting)} of the choices"]
    if "const" in rule and value != rule["const"]:
        found.append(f"{at}: is not {rule['const']!r}")
    if "enum" in rule and value not in rule["enum"]:
        found.append(f"{at}: is none of {rule['enum']}")
    if "type" in rule:
        fits = isinstance(value, TYPES[rule["type"]])
        if not fits or (isinstance(value, bool) and rule["type"] != "boolean"):
            return [*found, f"{at}: is no {rule['type']}"]
    if "pattern" in rule and not re.search(rule["pattern"], value):
        found.append(f"{at}: does not match")
    if rule.get("format") == "date" and not isinstance(value, date):
        date.fromisoformat(value)
    if rule.get("type") == "object":
        found += [f"{at}: lacks {name}" for name in rule.get("required", ()) if name not in value]
        for name, each in value.items():
            inner = rule.get("properties", {}).get(name)
            place = f"{at}.{name}"
            found += [f"{place}: unknown"] if inner is None else problems(each, inner, root, place)
    if rule.get("type") == "array":
        for index, each in enumerate(value):
            found += problems(each, rule["items"], root, f"{at}[{index}]")
    return found


def test_the_files_of_the_documentation_are_current() -> None:
    """Made again by ``investisens.folder.starting.write_schemas``."""
    folder = ROOT / "docs" / "reference" / "schema"
    stored = {each.name: json.loads(each.read_text(encoding="utf-8")) for each in folder.iterdir()}

    assert stored == {
        file.replace(".toml", ".json"): document for file, document in schema().items()
    }


@pytest.mark.parametrize("folder", [STARTER, COLLINES], ids=["starter", "collines"])
@pytest.mark.parametrize("file", TOML_LISTS)
def test_a_sound_file_fits_its_schema(folder: Path, file: str) -> None:
    path = folder / file
    if not path.exists():
        assert (folder, file) in {(COLLINES, "scenarios.toml"), (COLLINES, "calendars.toml")}
        return
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    rule = schema()[file]

    assert problems(document, rule, rule) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("fund.toml", "format = 1", "format = 2"),
        ("fund.toml", 'rate = "1 %"', "rate = 1"),
        ("fund.toml", 'rate = "1 %"', 'rate = "1"'),
        ("fund.toml", 'share_price = "10 000 XOF"', "share_price = 10000"),
        ("fund.toml", 'share_price = "10 000 XOF"', 'share_price = "10 00 XOF"'),
        ("fund.toml", "own = true", 'own = "true"'),
        ("fund.toml", "[plan_rules]", "[plan_rule]"),
        ("fund.toml", 'remainder = "heaviest"', 'remainder = "heavy"'),
        ("positions.toml", 'kind = "loan"', 'kind = "lone"'),
        ("positions.toml", 'every = "quarter"', 'evry = "quarter"'),
        ("positions.toml", "interest_only_dues", "interest_only_due"),
        ("positions.toml", "shares = 40", "shares = 40.5"),
        ("positions.toml", 'price = "10 000 XOF"', ""),
        ("scenarios.toml", 'recovery = "30 %"', "recovery = 0.3"),
    ],
)
def test_a_fault_breaks_the_schema(file: str, old: str, new: str) -> None:
    text = (STARTER / file).read_text(encoding="utf-8")
    assert old in text
    rule = schema()[file]

    assert problems(tomllib.loads(text.replace(old, new, 1)), rule, rule) != []


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("4250000", True),
        ("4 250 000 XOF", True),
        ("XOF 4\u202f250\u202f000", True),
        ("-3994.16 EUR", True),
        ("4_250_000", True),
        ("4,250,000", False),
        ("3994,16 EUR", False),
        ("42 50", False),
        ("1e6", False),
        ("", False),
    ],
)
def test_the_pattern_of_money_is_its_grammar(text: str, fits: bool) -> None:
    pattern = schema()["fund.toml"]["definitions"]["FundTerms"]["properties"]["share_price"]

    assert bool(re.search(pattern["pattern"], text)) is fits
    if fits:
        Money.read(text, EUR if "." in text else XOF)


@pytest.mark.parametrize("rate", [Rate(0), Rate(450_000), Rate(-1), Rate(123_456_789)])
def test_the_pattern_of_a_rate_takes_what_is_written(rate: Rate) -> None:
    rule = schema()["fund.toml"]["definitions"]["ManagementFee"]["properties"]["rate"]

    assert re.search(rule["pattern"], str(rate))


def test_every_key_is_explained() -> None:
    silent = [
        f"{name}.{key}"
        for document in schema().values()
        for name, rule in document["definitions"].items()
        for key, each in rule["properties"].items()
        if not each.get("description")
    ]

    assert silent == []


def test_the_reference_page_lists_every_file_and_key() -> None:
    page = (ROOT / "docs" / "reference" / "folder.md").read_text(encoding="utf-8")
    classes = [
        *(each for _, _, each in lists()),
        *(*TABLES.values(), *INSTRUMENTS.values(), Repayment, Participation, Rounding),
        *(
            HarvestDue,
            SeasonMove,
            Every,
            Between,
            YearDays,
            OnDates,
            NamedHarvest,
            Recurring,
            ShareEvent,
            Default,
            Delay,
        ),
    ]
    keys = {each.name for cls in classes for each in attrs.fields(cls)} - {"instrument"}

    assert [file for file in KNOWN_FILES if f"\n## {file}\n" not in page] == []
    assert [key for key in sorted(keys) if f"\n| `{key}` |" not in page] == []
    assert [kind for kind in INSTRUMENTS if f'\n### kind = "{kind}"\n' not in page] == []


@attrs.frozen(kw_only=True)
class Gift:
    """A gift, of a third party.

    Attributes:
        weight: In grams.
    """

    kind: ClassVar[str] = "gift"

    weight: int

    def legs(self) -> tuple[Leg, ...]:
        return ()


def test_a_third_partys_instrument_is_described_too() -> None:
    document = schema({**INSTRUMENTS, "gift": Gift})["positions.toml"]
    gift = document["properties"]["positions"]["items"]["oneOf"][-1]

    assert gift["description"] == "A gift, of a third party."
    assert gift["required"] == ["id", "enterprise", "kind", "weight"]
    assert gift["properties"]["kind"] == {"const": "gift"}
    assert gift["properties"]["weight"] == {"type": "integer", "description": "In grams."}
    assert gift["additionalProperties"] is False
