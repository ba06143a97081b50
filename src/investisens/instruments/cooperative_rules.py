"""What the law asks of a cooperative: colleges and votes, categories, members, public capital."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum
from fractions import Fraction

import attrs

from investisens.instruments.variable_capital import percent
from investisens.legal.citing import cited
from investisens.legal.parameters import table, value
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate


class CooperativeForm(Enum):
    """The legal form of a cooperative.

    Attributes:
        FRENCH: Cooperative of French law in general (law 47-1775).
        SCIC: French cooperative of collective interest (Scic).
        SCOP: French workers' cooperative (Scop).
        SCOOPS: Simplified cooperative of OHADA law (SCOOPS).
        COOP_CA: Cooperative with a board of OHADA law (COOP-CA).

    >>> CooperativeForm("scic")
    <CooperativeForm.SCIC: 'scic'>
    """

    FRENCH = "french"
    SCIC = "scic"
    SCOP = "scop"
    SCOOPS = "scoops"
    COOP_CA = "coop_ca"

    @property
    def is_french(self) -> bool:
        """Whether the law of 1947 governs it."""
        return self in (CooperativeForm.FRENCH, CooperativeForm.SCIC, CooperativeForm.SCOP)


@attrs.frozen(kw_only=True, field_transformer=checked)
class College:
    """A college of associates and what its vote weighs (collège de vote).

    Attributes:
        name: What it is called.
        weight: Its part of all votes, 0 % to 100 %.

    Raises:
        InvalidTerms: A weight outside 0-100 %.

    >>> print(College(name="employees", weight=Rate.parse("35 %")).weight)
    35 %
    """

    name: str
    weight: Rate

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.weight.mbp <= MBP:
            raise InvalidTerms(
                f"weight is {self.weight}: use a part between 0 % and 100 %",
                field="weight",
                value=self.weight,
            )


def check_colleges(colleges: Sequence[College], *, on: date) -> None:
    """Refuse colleges of a Scic whose votes do not add up, or weigh too little or too much.

    Source: law 47-1775, ``scic.college_votes`` (unverified: the text was not read).

    Raises:
        InvalidTerms: With the rule, its source and the day it applies.

    >>> check_colleges([College(name=name, weight=Rate.parse("25 %")) for name in "ABCD"],
    ...                on=date(2024, 6, 30))
    """
    whole = sum(college.weight.mbp for college in colleges)
    if whole != MBP:
        raise InvalidTerms(
            f"the weights of the colleges add up to {Rate(whole)}: correct them, they make 100 %",
            field="weight",
            value=Rate(whole),
        )
    limits = table("scic.college_votes", on=on)
    for college in colleges:
        if not limits["min"] <= college.weight.fraction <= limits["max"]:
            raise InvalidTerms(
                f"college {college.name!r} has {college.weight} of the votes: a college has from "
                f"{percent(limits['min'])} to {percent(limits['max'])} "
                f"({cited('scic.college_votes.max', on=on)}): change its weight",
                field="weight",
                value=college.weight,
            )


def votes_for(ballots: Sequence[tuple[College, int, int]]) -> Fraction:
    """The part of all votes that is for a resolution: each college by its weight.

    Args:
        ballots: Each college, its votes for, and its votes cast. A college that casts none counts
            as against.

    Raises:
        InvalidTerms: More votes for than cast, or fewer than none.

    >>> votes_for([(College(name="A", weight=Rate.parse("40 %")), 3, 4),
    ...            (College(name="B", weight=Rate.parse("60 %")), 1, 2)])
    Fraction(3, 5)
    """
    share = Fraction(0)
    for college, agreed, cast in ballots:
        if not 0 <= agreed <= cast:
            raise InvalidTerms(
                f"college {college.name!r} has {agreed} votes for of {cast} cast: check the count",
                field="votes",
                value=agreed,
            )
        if cast:
            share += college.weight.fraction * Fraction(agreed, cast)
    return share


def check_public_capital(public: Money, capital: Money, *, on: date) -> None:
    """Refuse more public capital in a Scic than the law in force on a day allows.

    Source: law 47-1775, article 19 septies: ``scic.public_share_max``, 20 % before the law of 2014,
    50 % since (verified secondary).

    Raises:
        InvalidTerms: With the rule, its source and the day it applies.

    >>> from investisens import EUR
    >>> check_public_capital(Money.of(40_000, EUR), Money.of(100_000, EUR), on=date(2024, 6, 30))
    """
    name = "scic.public_share_max"
    most = value(name, on=on)
    if public.minor > most * capital.minor:
        raise InvalidTerms(
            f"public bodies hold {public} of {capital}: at most {percent(most)} "
            f"({cited(name, on=on)}): lower their part",
            field="public",
            value=public,
        )


def check_other_votes(part: Fraction, *, on: date) -> None:
    """Refuse more votes of associates that are no cooperators than the law allows.

    Source: law 47-1775: ``coop.non_cooperator_votes_max`` (verified secondary).

    Raises:
        InvalidTerms: With the rule, its source and the day it applies.

    >>> check_other_votes(Fraction(2, 5), on=date(2024, 6, 30))
    """
    name = "coop.non_cooperator_votes_max"
    most = value(name, on=on)
    if part > most:
        raise InvalidTerms(
            f"associates that are no cooperators have {percent(part)} of the votes: at most "
            f"{percent(most)} ({cited(name, on=on)}): lower their part",
            field="part",
            value=part,
        )


def check_categories(categories: Sequence[str], *, on: date) -> None:
    """Refuse a Scic with fewer categories of associates than the law asks.

    Source: law 47-1775, article 19 septies: ``scic.categories_min``, among them beneficiaries, and
    employees or producers (verified secondary).

    Raises:
        InvalidTerms: With the rule, its source and the day it applies.

    >>> check_categories(["beneficiaries", "employees", "investors"], on=date(2024, 6, 30))
    """
    name = "scic.categories_min"
    least = int(value(name, on=on))
    found = len(set(categories))
    if found < least:
        raise InvalidTerms(
            f"there are {found} categories of associates: at least {least} "
            f"({cited(name, on=on)}): admit another",
            field="categories",
            value=tuple(categories),
        )


def check_members(form: CooperativeForm, count: int, *, on: date) -> None:
    """Refuse fewer members than the law of OHADA asks; French forms have no such rule here.

    Source: AUSCOOP, article 204: ``auscoop.members_min`` (unverified).

    Raises:
        InvalidTerms: With the rule, its source and the day it applies.

    >>> check_members(CooperativeForm.SCOOPS, 5, on=date(2026, 6, 30))
    """
    if form.is_french:
        return
    name = f"auscoop.members_min.{form.value}"
    least = int(value(name, on=on))
    if count < least:
        raise InvalidTerms(
            f"a cooperative of form {form.value!r} has {count} members: at least {least} "
            f"({cited(name, on=on)}): admit more",
            field="count",
            value=count,
        )
