"""The instruments a fund folder may name, and what an instrument must offer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Protocol, runtime_checkable

from investisens.instruments.loan import Loan
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.instruments.participating_loan import ParticipatingLoan
from investisens.instruments.shareholder_account import ShareholderAccount
from investisens.values.legs import Leg


@runtime_checkable
class Instrument(Protocol):
    """Frozen terms that become legs. Any class with these two members is an instrument.

    >>> isinstance(Loan, type) and hasattr(Loan, "legs"), Loan.kind
    (True, 'loan')
    """

    kind: ClassVar[str]

    def legs(self) -> tuple[Leg, ...]:
        """The legs of these terms; the same terms always give the same legs."""


INSTRUMENTS: Mapping[str, type[Instrument]] = MappingProxyType(
    {cls.kind: cls for cls in (Loan, OrdinaryShares, ParticipatingLoan, ShareholderAccount)}
)
"""Kind, as written in a fund folder, to class. Pass ``{**INSTRUMENTS, "mine": Mine}`` to the
reader to add one."""
