"""Words of headers, labels and names, compared without case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NO_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=4_096)
def plain(text: str) -> str:
    """Capital letters without accents, and digits; one space between words.

    >>> plain("  Libellé de l'opération "), plain("229 00-00.07")
    ('LIBELLE DE L OPERATION', '229 00 00 07')
    """
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in letters if not unicodedata.combining(char))
    return _NO_WORD.sub(" ", text.upper()).strip()


def account_number(text: str) -> str:
    """The letters and digits of a wallet or an account, so that spellings can be compared.

    A leading ``+`` or ``00`` of an international telephone number is left out.

    >>> account_number("+229 00 00 00 07"), account_number("00229 00000007")
    ('22900000007', '22900000007')
    """
    number = plain(text).replace(" ", "")
    return number[2:] if number.startswith("00") and len(number) > 10 else number
