"""The funding plans of a programme checked and rebuilt, beside plain fractions in Python.

A programme of 1,000 enterprises × 20 uses × 10 sources. *Rebuilt*: each use is split again by the
share of each source, by largest remainder, among those that may pay it. *Checked*: each use is
paid in full, by sources that may, public money is at most half of each item, and each source keeps
to its rate and its ceiling.

Ours runs twice: plan by plan, as for one enterprise, and all plans as arrays. The peer is the
textbook rule in fractions, with nothing of this library. All three give the same amounts and find
as many breaches, or the benchmark stops.

    python benchmarks/bench_plan.py
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import partial
from math import floor
from statistics import median
from typing import Any

from investisens import XOF, FundingPlan, Money, PlanRules, Rate, Source, Use, UseKind
from investisens.funding.matrix_checks import matrix_breaches
from investisens.funding.programme import Programme
from investisens.funding.solver import plan_by_rates

PLANS, USES, SOURCES = 1_000, 20, 10
TURNS = 5
ON = date(2026, 6, 30)
RULES = PlanRules(public_share_of_item=Rate.parse("50 %"))
SHARES = [Rate.parse(f"{share} %") for share in (5, 15, 20, 10, 5, 25, 5, 7, 6, 2)]
PUBLIC, EQUIPMENT_ONLY = (5, 6), (1, 2, 3, 4, 5)


def sources() -> tuple[Source, ...]:
    """Ten sources: the fund and one funder pay equipment only, two are public, one has limits."""
    return tuple(
        Source(
            id=f"S{at}",
            name=f"Source {at}",
            public=at in PUBLIC,
            equipment_only=at in EQUIPMENT_ONLY,
            rate=Rate.parse("28 %") if at == 5 else None,
            ceiling=Money(26_000_000, XOF) if at == 5 else None,
        )
        for at in range(SOURCES)
    )


def uses(plan: int) -> tuple[Use, ...]:
    """Twenty uses, one in five of them working capital, of costs that do not divide."""
    return tuple(
        Use(
            enterprise=f"E{plan}",
            id=f"U{use}",
            label="item",
            kind=UseKind.WORKING_CAPITAL if use % 5 == 4 else UseKind.EQUIPMENT,
            cost=Money(1_000_003 + 7_919 * ((plan * 31 + use * 17) % 997), XOF),
        )
        for use in range(USES)
    )


def drafts() -> list[FundingPlan]:
    """The plans before they are split: one source pays it all."""
    payers = sources()
    return [
        FundingPlan(
            enterprise=f"E{plan}",
            currency=XOF,
            uses=(rows := uses(plan)),
            sources=payers,
            amounts=tuple((use.cost.minor, *[0] * (SOURCES - 1)) for use in rows),
        )
        for plan in range(PLANS)
    ]


def objects(plans: list[FundingPlan]) -> tuple[list[Any], int]:
    """Ours, one plan after the other."""
    shares = {f"S{at}": share for at, share in enumerate(SHARES)}
    made = [plan_by_rates(each.enterprise, each.uses, each.sources, shares, XOF) for each in plans]
    found = sum(1 for plan in made for _ in matrix_breaches(plan, RULES, on=ON))
    return [plan.amounts for plan in made], found


def arrays(plans: list[FundingPlan]) -> tuple[Any, int]:
    """Ours, all plans at once, from the same objects."""
    made = Programme.of(plans).split(SHARES)
    found = made.check(RULES)
    parts = (found.gaps, found.misplaced, found.public_of_item, found.over_rate, found.over_ceiling)
    return made.amounts, sum(int((part != 0).sum()) for part in parts)


def peer(plans: list[FundingPlan]) -> tuple[list[Any], int]:
    """The textbook rule: floor of each exact share, missing units to the largest fractions."""
    shares = [Fraction(share.mbp, 10**7) for share in SHARES]
    amounts, found = [], 0
    for plan in plans:
        matrix = []
        for use in plan.uses:
            stock = use.kind is UseKind.WORKING_CAPITAL
            weights = [0 if stock and at in EQUIPMENT_ONLY else w for at, w in enumerate(shares)]
            whole = sum(weights)
            exact = [use.cost.minor * weight / whole for weight in weights]
            cells = [floor(part) for part in exact]
            lost = [part - cell for part, cell in zip(exact, cells, strict=True)]
            order = sorted(range(SOURCES), key=lost.__getitem__, reverse=True)
            for at in order[: use.cost.minor - sum(cells)]:
                cells[at] += 1
            matrix.append(tuple(cells))
            found += sum(cells) != use.cost.minor
            found += any(stock and cells[at] for at in EQUIPMENT_ONLY)
            found += not stock and sum(cells[at] for at in PUBLIC) > Fraction(use.cost.minor, 2)
        total = sum(row[5] for row in matrix)
        base = sum(use.cost.minor for use in plan.uses if use.kind is UseKind.EQUIPMENT)
        found += (total > Fraction(28, 100) * base) + (total > 26_000_000)
        amounts.append(tuple(matrix))
    return amounts, found


def seconds(task: Callable[[], object]) -> float:
    """The time of one run."""
    gc.collect()
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def main() -> None:
    """Print the times and the ratios as a table; fail where answers differ."""
    plans = drafts()
    one, all_at_once, textbook = objects(plans), arrays(plans), peer(plans)
    same = one[0] == textbook[0] == [tuple(map(tuple, plan)) for plan in all_at_once[0].tolist()]
    if not same or not one[1] == all_at_once[1] == textbook[1]:
        raise SystemExit("the three do not agree")
    times = [
        [seconds(partial(task, plans)) for task in (objects, arrays, peer)] for _ in range(TURNS)
    ]
    theirs = median(turn[2] for turn in times)
    print(f"{PLANS:,} plans × {USES} uses × {SOURCES} sources, {one[1]:,} breaches found by each\n")
    print(f"| Checked and rebuilt | Seconds, median of {TURNS} turns | Fractions' time ÷ ours |")
    print("|---|---:|---:|")
    print(f"| plain fractions | {theirs:.2f} | 1.0 |")
    for place, name in enumerate(("plan by plan, as objects", "all plans as arrays")):
        ours = median(turn[place] for turn in times)
        print(f"| {name} | {ours:.2f} | {theirs / ours:.1f} |")


if __name__ == "__main__":
    main()
