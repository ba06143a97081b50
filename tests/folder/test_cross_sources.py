"""What sources and the rules of plans name, and drafts whose plans break their rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from investisens.folder import check_folder, read_draft, read_fund
from investisens.values.errors import InvalidFolder

Spoilt = Callable[..., list[str]]
Folder = Callable[..., Path]

REGION = 'name = "Region"\npublic = true\n'
RULES = 'holding_below = "50 %"\n'
UNBALANCED = (
    "enterprise,id,label,kind,cost,life_years\nE1,U1,Press,equipment,1000001,10\n"
    "E1,U2,Stock,working_capital,200000,\n"
)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            REGION,
            REGION + 'conditions = ["FUN"]\n',
            "fund.toml: sources[1].conditions (REGION): expected a source of fund.toml, found "
            "'FUN': did you mean 'FUND'?",
        ),
        (
            REGION,
            REGION + 'conditions = ["REGION"]\n',
            "fund.toml: sources[1].conditions (REGION): expected conditions that can be met one "
            "after the other, found REGION after REGION: lift one of them",
        ),
        (
            REGION,
            REGION + 'excludes = ["E1 U9"]\n',
            "fund.toml: sources[1].excludes (REGION): expected a use of uses.csv, found 'E1 U9': "
            "did you mean 'E1 U2'?",
        ),
        (
            REGION,
            REGION + 'excludes = ["E1 U2"]\n',
            "allocations.csv: line 4, source: expected a source that may pay E1 U2, found "
            "'REGION', which excludes it: let another source pay it",
        ),
        (
            REGION,
            REGION + 'instrument = "laon"\n',
            "fund.toml: sources[1].instrument (REGION): expected a kind of instrument, found "
            "'laon': did you mean 'loan'?",
        ),
        (
            REGION,
            REGION + 'ceiling = "400 000 XOF"\n',
            "allocations.csv: line 3, amount: expected at most 400000 XOF from 'REGION', its "
            "ceiling, found 500000 XOF: let other sources pay 100000 XOF of it",
        ),
        (
            REGION,
            REGION + 'kind = "gift"\n',
            "fund.toml: sources[1].kind (REGION): expected one of 'equity', 'quasi_equity', "
            "'loan', 'grant', 'own_contribution', 'in_kind', 'bank', 'microfinance', "
            "'buyer_advance', 'other', found 'gift': write one of them",
        ),
        (
            RULES,
            RULES + 'substitutes = ["FUNDS"]\n',
            "fund.toml: plan_rules.substitutes: expected a source of fund.toml, found 'FUNDS': "
            "did you mean 'FUND'?",
        ),
        (
            RULES,
            RULES + 'cut_back = "named_funder"\ncut_back_funder = "BANK"\n',
            "fund.toml: plan_rules.cut_back_funder: expected a source of fund.toml, found 'BANK': "
            "add it to fund.toml",
        ),
        (
            RULES,
            RULES + 'cut_back_funder = "FUND"\n',
            "fund.toml: plan_rules.cut_back_funder: expected valid terms, found that cut_back is "
            "pro_rata and cut_back_funder is 'FUND': name a funder under named_funder, and only "
            "there",
        ),
        (
            RULES,
            RULES + 'public_share = "40 %"\n',
            "uses.csv: line 2, cost: expected public money of at most 480000 XOF in the plan, "
            "found 500000 XOF of an eligible 1200000 XOF: cut it back by 20000 XOF",
        ),
        (
            RULES,
            RULES + 'own_contribution = "1 %"\n',
            "uses.csv: line 2, cost: expected an own contribution of at least 12000 XOF, found 0 "
            "XOF that counts (0 XOF in cash, 0 XOF in kind): bring 12000 XOF more",
        ),
    ],
)
def test_one_fault_is_one_finding(spoilt: Spoilt, old: str, new: str, message: str) -> None:
    assert spoilt("fund.toml", old, new) == [message]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (
            "grant.fr_stat.cap",
            "no legal parameter 'grant.fr_stat.cap': did you mean 'grant.fr_state.cap'?",
        ),
        (
            "fx.eur_xof",
            "public_share_law is 'fx.eur_xof', a number of XOF per EUR: name a share, such as "
            "'grant.fr_state.cap'",
        ),
    ],
)
def test_a_legal_limit_is_a_known_share(spoilt: Spoilt, name: str, found: str) -> None:
    assert spoilt("fund.toml", RULES, RULES + f'public_share_law = "{name}"\n') == [
        f"fund.toml: plan_rules.public_share_law: expected valid terms, found that {found}"
    ]


def test_a_ceiling_is_in_the_currency_of_the_fund(spoilt: Spoilt) -> None:
    assert spoilt("fund.toml", REGION, REGION + 'ceiling = "400 EUR"\n') == [
        "fund.toml: sources[1].ceiling (REGION): expected an amount in XOF, found 400.00 EUR: "
        "convert it at the rate of its day"
    ]


def test_a_row_that_cannot_be_read_explains_what_the_whole_plan_lacks(spoilt: Spoilt) -> None:
    """Own contribution and public share are judged once every row of the enterprise is read."""
    assert spoilt("allocations.csv", "E1,U1,FUND,700000", "E1,U1,FUND,lots") == [
        "allocations.csv: line 2, amount: expected an amount such as '4250000 XOF', found 'lots': "
        "write it such as '4250000 XOF' or '-3994.16 EUR'"
    ]


class TestDrafts:
    """A draft is a folder whose plans may still break their rules, and nothing else may."""

    def test_a_plan_out_of_balance_can_be_read_as_a_draft(self, folder: Folder) -> None:
        path = folder({"uses.csv": UNBALANCED})

        with pytest.raises(InvalidFolder):
            read_fund(path)
        draft = read_draft(path)

        assert [use.cost.minor for use in draft.uses] == [1_000_001, 200_000]

    def test_every_broken_rule_of_a_plan_is_told_with_its_rule(self, folder: Folder) -> None:
        (finding,) = check_folder(folder({"uses.csv": UNBALANCED}))

        assert finding.rule == "each use is paid in full, and once, by its sources"

    def test_other_errors_are_refused_with_all_findings(self, folder: Folder) -> None:
        path = folder({"uses.csv": UNBALANCED, "facts.csv": "fact,value,source\n,8,report\n"})

        with pytest.raises(InvalidFolder) as caught:
            read_draft(path)

        assert [each.where for each in caught.value.findings] == [
            "uses.csv: line 2, cost",
            "facts.csv: line 2, fact",
        ]
