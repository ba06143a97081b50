"""Names that a command is given, held against those that the fund knows."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from investisens.reports.labels import label

if TYPE_CHECKING:
    from investisens.l10n import Language

_MOST_NAMES = 20


def check_name(key: str, name: str, known: Sequence[str], lang: Language) -> None:
    """Refuse a name that the fund does not know, and say which ones come near it."""
    if name in known:
        return
    from investisens.values.errors import MissingData

    folded = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(name.casefold(), folded, n=3)
    names = ", ".join(repr(folded[each]) for each in close)
    near = label("near", lang, names=names) if close else ""
    shown = [*known[:_MOST_NAMES], "..."] if len(known) > _MOST_NAMES else known
    listed = ", ".join(shown) or label("none", lang)
    raise MissingData(label(key, lang, name=name, near=near, known=listed), value=name)
