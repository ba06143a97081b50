"""All that is recorded of a debt: what its state on any day is folded from."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.engine.tape import Fixings
from investisens.servicing.history import Era, Receipt
from investisens.servicing.running import Days
from investisens.values.components import Component


@attrs.frozen(kw_only=True)
class Waived:
    """A part of a debt that is given up, in minor units."""

    on: date
    component: Component
    minor: int


@attrs.frozen(kw_only=True)
class Story:
    """What is recorded of a debt; what comes after the day of a question is left out by it.

    Attributes:
        eras: The terms as signed, then one era for each amendment up to the day.
        receipts: Everything received, or handed back to the debtor where negative.
        written_off_on: The day it was written off, or ``None``.
        waivers: What was given up.
        still: Days on which no late interest runs.
        fixings: Values of the indices.
    """

    eras: tuple[Era, ...]
    receipts: tuple[Receipt, ...] = ()
    written_off_on: date | None = None
    waivers: tuple[Waived, ...] = ()
    still: Days = ()
    fixings: Fixings | None = attrs.field(default=None, repr=False)
