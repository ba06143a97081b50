"""Every word that a report or a command shows, in English and in French."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from investisens.reports.labels.headings import COLUMNS, TABLES
from investisens.reports.labels.sentences import SENTENCES
from investisens.reports.labels.terms import TERMS
from investisens.reports.labels.wording import Wording
from investisens.reports.labels.words import WORDS

if TYPE_CHECKING:
    from investisens.l10n import Language

LABELS: Final[Mapping[str, Wording]] = MappingProxyType(
    {
        **{f"table.{name}": wording for name, wording in TABLES.items()},
        **{f"column.{name}": wording for name, wording in COLUMNS.items()},
        **{f"term.{name}": wording for name, wording in TERMS.items()},
        **WORDS,
        **SENTENCES,
    }
)
"""Key to wording. Keys of words are ``group.code``."""


def label(key: str, lang: Language, **places: object) -> str:
    """The wording of *key* with its places filled.

    >>> label("column.due_on", "fr"), label("title", "en", table="Cash", currency="XOF")
    ('Échéance', 'Cash, in XOF')
    """
    wording = LABELS[key]
    return (wording.fr if lang == "fr" else wording.en).format(**places)


def word(group: str, code: str, lang: Language) -> str:
    """The wording of a code, or the code itself: a third party's instrument has no label here.

    >>> word("kind", "loan", "fr"), word("kind", "sukuk", "fr")
    ('prêt', 'sukuk')
    """
    key = f"{group}.{code}"
    return label(key, lang) if key in LABELS else code


def term_name(name: str, lang: Language) -> str:
    """What a term of a contract is called; its own name where there is no label for it.

    >>> term_name("balloon", "fr"), term_name("rate", "en"), term_name("moon_phase", "fr")
    ('Laissé à la dernière échéance', 'Yearly rate', 'moon phase')
    """
    for key in (f"term.{name}", f"column.{name}"):
        if key in LABELS:
            return label(key, lang)
    return name.replace("_", " ")
