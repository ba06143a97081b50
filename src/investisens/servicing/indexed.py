"""Debts whose capital or interest is indexed: what is paid is not what is repaid."""

from __future__ import annotations

from datetime import date, timedelta

from investisens.servicing.story import Story
from investisens.values.errors import NotSupported
from investisens.values.steps import ScaleInterest, ScalePrincipal


def refuse_indexed(story: Story, on: date) -> None:
    """Refuse a debt that is indexed by the end of *on*.

    Raises:
        NotSupported: A factor other than 1 counts by then.
    """
    for number, era in enumerate(story.eras):
        last = number == len(story.eras) - 1
        until = date.max if last else story.eras[number + 1].leg.start - timedelta(days=1)
        for step in era.leg.plan.steps:
            if isinstance(step, ScaleInterest | ScalePrincipal) and step.on <= min(on, until):
                _refuse_indexed(step)


def _refuse_indexed(step: ScaleInterest | ScalePrincipal) -> None:
    if step.factor != 1:
        raise NotSupported(
            f"the debt is indexed by {step.factor} from {step.on} on, so that what is paid is not "
            "what is repaid: its account does not follow that, keep it by hand, or amend the debt "
            "on that day or before to terms without indexations",
            field="repayment.indexations",
            value=step.on,
        )
