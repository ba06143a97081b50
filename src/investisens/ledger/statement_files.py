"""Statement files of every kind, read by the name of their format."""

from __future__ import annotations

from pathlib import Path

from investisens.ledger.file import AnyPath
from investisens.statements.lines import Statement
from investisens.statements.mapping_file import read_mapping, shipped_mapping, shipped_names
from investisens.statements.problems import shown
from investisens.statements.reading import read_camt053, read_csv, read_mt940
from investisens.values.errors import InvalidTerms

STANDARDS = ("camt053", "mt940")
"""Formats that say themselves what stands where."""

LONGEST_ACCOUNT = 100
"""Characters of the longest name of an account or a wallet of one's own."""


def read_statements(path: AnyPath, mapping: str, account: str = "") -> tuple[Statement, ...]:
    """The statements of a file; what is wrong with it is in their findings.

    Args:
        path: The file.
        mapping: ``camt053``, ``mt940``, the name of a CSV mapping that comes with the package, or
            the path of a TOML file with one.
        account: The fund's own account; for CSV alone, which does not tell it.

    Raises:
        InvalidFolder: The mapping cannot be read, or has problems.
        InvalidTerms: The account is missing, or told though the file tells it.
        MissingData: There is no mapping of that name.

    >>> path = "examples/collines/statements/momo_statement.csv"
    >>> len(read_statements(path, "momo", "229 00 00 00 99")[0].lines)
    11
    """
    if mapping in STANDARDS:
        if account:
            raise InvalidTerms(
                f"account is {account!r}, but {mapping} tells the account itself: leave it out",
                field="account",
                value=account,
            )
        return read_camt053(path) if mapping == "camt053" else read_mt940(path)
    _check_account(account)
    shipped = mapping in shipped_names() or not Path(mapping).exists()
    found = shipped_mapping(mapping) if shipped else read_mapping(mapping)
    return (read_csv(path, found, account=account),)


def _check_account(account: str) -> None:
    if not account.strip():
        why = "empty: name the fund's own account or wallet, which a CSV file does not tell"
    elif not account.isprintable() or len(account) > LONGEST_ACCOUNT:
        why = (
            f"{shown(account)}: write it on one line, in visible characters, at most "
            f"{LONGEST_ACCOUNT}"
        )
    else:
        return
    raise InvalidTerms(f"account is {why}", field="account", value=account)
