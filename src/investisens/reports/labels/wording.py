"""What a label is made of."""

from __future__ import annotations

from typing import NamedTuple


class Wording(NamedTuple):
    """One thing said in each language; both hold the same ``{places}``."""

    en: str
    fr: str
