"""What each source signed with an enterprise, held against the plan that counts on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

import attrs

from investisens.funding.agreements import GrantAgreement
from investisens.funding.breaches import Breach
from investisens.funding.equipment import equipment_of
from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import UseKind
from investisens.values.checking import checked
from investisens.values.errors import Severity
from investisens.values.money import Money, total
from investisens.values.rates import Rate


@attrs.frozen(kw_only=True, field_transformer=checked)
class Commitment:
    """A contract by which a source pays an enterprise: shares, a debt.

    Attributes:
        source: Id of the source.
        name: What the contract is called.
        amount: All that it brings.
        payments: Days and amounts it pays, in order; none where no day is known.
        last_due: The last day on which it is repaid; ``None`` for shares, or if not known.
        holding: Share of the enterprise's capital that it gives, or ``None``.

    >>> from investisens.values.currency import XOF
    >>> paid = ((date(2010, 6, 15), Money(4_250_000, XOF)),)
    >>> Commitment(source="IS_CCA", name="L1", amount=Money(4_250_000, XOF), payments=paid,
    ...            last_due=date(2016, 4, 30)).name
    'L1'
    """

    source: str
    name: str
    amount: Money
    payments: tuple[tuple[date, Money], ...] = ()
    last_due: date | None = None
    holding: Fraction | None = None


def commitment_breaches(
    plan: FundingPlan, commitments: Sequence[Commitment], holding_below: Rate | None = None
) -> Iterator[Breach]:
    """What of a plan does not agree with the contracts behind it.

    A source without any contract on record is not judged.
    """
    yield from _promises(plan, commitments)
    yield from _lives(plan, commitments)
    if holding_below is not None:
        for each in commitments:
            if each.holding is not None and each.holding >= holding_below.fraction:
                yield holding_breach(plan.enterprise, each.source, each.holding, holding_below)


def holding_breach(enterprise: str, source: str, holding: Fraction, below: Rate) -> Breach:
    """The breach of a fund that holds too much of an enterprise."""
    return Breach(
        enterprise=enterprise,
        source=source,
        found=f"{holding} of the capital",
        expected=f"a holding below {below}",
        remedy="subscribe fewer shares, or correct other_shares",
        rule=f"the fund holds less than {below} of the capital "
        "(fund.toml, plan_rules.holding_below)",
    )


def ceiling_breaches(
    granted: Mapping[str, Money],
    agreements: Iterable[GrantAgreement],
    *,
    enterprise: str = "",
    listed_in: str = "the plan",
) -> Iterator[Breach]:
    """The breaches of the ceilings of grant agreements.

    Args:
        granted: Id of a source to what plans count on, in all.
        agreements: Those of one source add up.
        enterprise: Whose plan it is; empty for all of them together.
        listed_in: Where the amounts stand, as messages call it.
    """
    ceilings: dict[str, Money] = {}
    for each in agreements:
        before = ceilings.get(each.source, Money.zero(each.ceiling.currency))
        ceilings[each.source] = before + each.ceiling
    for source, ceiling in ceilings.items():
        planned = granted.get(source)
        if planned is not None and planned > ceiling:
            yield Breach(
                enterprise=enterprise,
                source=source,
                found=f"{planned} in {listed_in}",
                expected=f"grants of at most {ceiling} from {source!r}",
                remedy=f"plan {planned - ceiling} less, or amend the agreement",
                rule=f"{source} grants at most {ceiling} in all plans (fund.toml, grants.ceiling)",
            )


def agreement_breaches(agreements: Iterable[GrantAgreement]) -> Iterator[Breach]:
    """Sources that have several agreements, so that nobody can tell which one an invoice serves.

    Their ceilings add up in a plan; the justification of grants refuses them.
    """
    for name, count in Counter(each.source for each in agreements).items():
        if count > 1:
            yield Breach(
                enterprise="",
                source=name,
                found=f"{count} agreements",
                expected=f"one agreement of {name!r}",
                remedy=f"give each a source of its own, such as '{name}_2'",
                rule="each agreement has a source of its own, so that its items and invoices are "
                "known (fund.toml, grants.source)",
                severity=Severity.WARNING,
            )


def _promises(plan: FundingPlan, commitments: Sequence[Commitment]) -> Iterator[Breach]:
    """Each source is used in full, and for no more than it signed."""
    for source in plan.sources:
        own = [each for each in commitments if each.source == source.id]
        if not own:
            continue
        foreign = [each for each in own if each.amount.currency != plan.currency]
        if foreign:
            yield from (_foreign(plan, each) for each in foreign)
            continue
        promised = total((each.amount for each in own), plan.currency)
        difference = plan.by_source[source.id] - promised
        if difference:
            names = ", ".join(each.name for each in own)
            short = difference.minor < 0
            yield Breach(
                enterprise=plan.enterprise,
                source=source.id,
                found=f"{plan.by_source[source.id]} in the plan "
                f"({abs(difference)} {'less' if short else 'more'})",
                expected=f"{promised}, as {names} brings",
                remedy="let it pay more uses, or sign less"
                if short
                else "find another source for the difference, or sign more",
                rule="each source is used in full, and for no more than it signed",
                severity=Severity.WARNING if short else Severity.ERROR,
            )


def _foreign(plan: FundingPlan, commitment: Commitment) -> Breach:
    return Breach(
        enterprise=plan.enterprise,
        source=commitment.source,
        found=f"{commitment.amount} under {commitment.name}",
        expected=f"an amount in {plan.currency}, which is the plan's currency",
        remedy="convert it at the rate of its day",
        rule="a plan has one currency",
    )


def _lives(plan: FundingPlan, commitments: Sequence[Commitment]) -> Iterator[Breach]:
    """Equipment outlives the debts that pay it."""
    for use, row in zip(plan.uses, plan.amounts, strict=True):
        if use.kind is not UseKind.EQUIPMENT or None in (use.life_years, use.in_service):
            continue
        end = equipment_of(use).end_of_life
        paying = {source.id for source, minor in zip(plan.sources, row, strict=True) if minor}
        for debt in commitments:
            if debt.source in paying and debt.last_due is not None and debt.last_due > end:
                yield Breach(
                    enterprise=plan.enterprise,
                    use=use.id,
                    source=debt.source,
                    found=f"a life that ends on {end}",
                    expected=f"a life up to the last due of {debt.name} on {debt.last_due}",
                    remedy="shorten the debt, or plan what replaces the equipment",
                    rule="equipment outlives the debt that pays it",
                    severity=Severity.WARNING,
                )
