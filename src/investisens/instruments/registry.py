"""The instruments a fund folder may name, and what an instrument must offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import ClassVar, Protocol, runtime_checkable

from investisens.instruments.association_bond import AssociationBond
from investisens.instruments.buyer_advance import BuyerAdvance
from investisens.instruments.clauses import NO_CLAUSES, Clauses
from investisens.instruments.convertible_bond import ConvertibleBond
from investisens.instruments.cooperative_shares import CooperativeShares
from investisens.instruments.counter_guarantee import CounterGuarantee
from investisens.instruments.demand_dividend import DemandDividend
from investisens.instruments.equipment_lease import EquipmentLease
from investisens.instruments.equipment_pledge import EquipmentPledge
from investisens.instruments.grant import Grant
from investisens.instruments.guarantee import Guarantee
from investisens.instruments.honour_loan import HonourLoan
from investisens.instruments.loan import Loan
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.instruments.participating_loan import ParticipatingLoan
from investisens.instruments.participating_security import ParticipatingSecurity
from investisens.instruments.portfolio_guarantee import PortfolioGuarantee
from investisens.instruments.repayable_advance import RepayableAdvance
from investisens.instruments.returnable_contribution import ReturnableContribution
from investisens.instruments.revenue_share import RevenueShare
from investisens.instruments.shareholder_account import ShareholderAccount
from investisens.values.errors import Finding
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.legs import Leg


@runtime_checkable
class Instrument(Protocol):
    """Frozen terms that become legs. Any class with these two members is an instrument.

    It may offer four more: ``clauses``, an attribute of the type ``Clauses``; a method
    ``legs_after(happenings)``, which gives the legs once something has happened: a conversion, a
    success, a notice (with no happening it gives the same as ``legs()``); beside it ``knows``, the
    kinds of happenings that it looks at, so that others are refused (without it all are taken);
    and a method ``notes()``, which gives as findings what a reader should know of the terms.

    >>> isinstance(Loan, type) and hasattr(Loan, "legs"), Loan.kind
    (True, 'loan')
    """

    kind: ClassVar[str]

    def legs(self) -> tuple[Leg, ...]:
        """The legs of these terms; the same terms always give the same legs."""


def clauses_of(instrument: Instrument) -> Clauses:
    """The clauses of an instrument, or none.

    >>> clauses_of(Loan)
    Clauses(rank=None, covenants=(), cap_on_return=None)
    """
    clauses = getattr(instrument, "clauses", NO_CLAUSES)
    return clauses if isinstance(clauses, Clauses) else NO_CLAUSES


def notes_of(instrument: Instrument) -> tuple[Finding, ...]:
    """What a reader should know of the terms of an instrument.

    >>> notes_of(Loan)
    ()
    """
    notes: Callable[[], tuple[Finding, ...]] | None = getattr(instrument, "notes", None)
    return notes() if callable(notes) else ()


def switch_of(
    instrument: Instrument,
) -> Callable[[tuple[Happening, ...]], tuple[Leg, ...]] | None:
    """What gives the legs of an instrument once something has happened, if anything can."""
    return getattr(instrument, "legs_after", None)


def known_happenings(instrument: Instrument) -> frozenset[HappeningKind]:
    """The kinds of happenings that something follows from; all where the terms do not say.

    >>> sorted(kind.value for kind in known_happenings(RepayableAdvance))
    ['failed', 'succeeded']
    """
    if switch_of(instrument) is None:
        return frozenset()
    return frozenset(getattr(instrument, "knows", HappeningKind))


INSTRUMENTS: Mapping[str, type[Instrument]] = MappingProxyType(
    {
        cls.kind: cls
        for cls in (
            Loan,
            OrdinaryShares,
            CooperativeShares,
            ParticipatingLoan,
            ShareholderAccount,
            HonourLoan,
            ReturnableContribution,
            RepayableAdvance,
            ConvertibleBond,
            ParticipatingSecurity,
            AssociationBond,
            Grant,
            Guarantee,
            CounterGuarantee,
            PortfolioGuarantee,
            EquipmentPledge,
            RevenueShare,
            DemandDividend,
            EquipmentLease,
            BuyerAdvance,
        )
    }
)
"""Kind, as written in a fund folder, to class. Pass ``{**INSTRUMENTS, "mine": Mine}`` to the
reader to add one."""
