"""A legal number as a message cites it: its name, the day, the source and how far it was read."""

from __future__ import annotations

from datetime import date

from investisens.legal.parameters import parameter


def cited(name: str, *, on: date) -> str:
    """Name, day, source and status of the number in force on a day.

    Raises:
        MissingData: The name is unknown, or has no value on that day.

    >>> cited("fx.eur_xof", on=date(2026, 6, 30))[:25]
    'fx.eur_xof on 2026-06-30:'
    """
    dated = parameter(name).at(on)
    return f"{name} on {on}: {dated.source}; {dated.status.value}"
