"""A happening comes with the figures that something follows from, and with no others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from investisens.values.currency import XOF
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money


@pytest.mark.parametrize(
    ("what", "figure", "shown"),
    [
        (HappeningKind.NOTICE, {"number": 3}, "3"),
        (HappeningKind.NOTICE, {"amount": Money(5, XOF)}, "5 XOF"),
        (HappeningKind.CONVERTED, {"number": 0}, "0"),
        (HappeningKind.LOST, {"price": Money(5, XOF)}, "5 XOF"),
    ],
)
def test_a_figure_that_nothing_follows_from_is_refused(
    what: HappeningKind, figure: dict[str, Any], shown: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Happening(contract="C1", on=date(2013, 6, 30), what=what, **figure)

    (name,) = figure
    assert str(caught.value) == (
        f"{name} of {what.value} is {shown} but nothing follows from it: leave it out"
    )
    assert (caught.value.field, caught.value.value) == (name, figure[name])
