"""The contracts that another one refers to: covered, covering, underlying."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

import attrs

from investisens.actus.compiling import EVENTS, events_of
from investisens.actus.frame import Frame
from investisens.actus.replay import state_at
from investisens.actus.terms import UNIT, Terms, read_number
from investisens.values.errors import InvalidTerms, NotSupported


@attrs.frozen
class Reference:
    """A contract referred to.

    Attributes:
        role: ``COVE`` covered, ``COVI`` covering, ``UDL`` underlying.
        given: Its terms, or only its identifier.
    """

    role: str
    given: Mapping[str, Any]

    @property
    def name(self) -> str | None:
        """Its identifier."""
        name = self.given.get("contractID") or self.given.get("contractIdentifier")
        if name is not None and not isinstance(name, str):
            raise InvalidTerms(
                f"contractID is {name!r}: expected a text", field="contractID", value=name
            )
        return name


def references(frame: Frame, *roles: str) -> list[Reference]:
    """The contracts of ``contractStructure``, whose role is one of *roles*.

    Raises:
        InvalidTerms: The structure is missing or malformed, or there is no contract in it.
    """
    frame.terms.need("contractStructure")
    found = []
    for item in frame.terms.array("contractStructure"):
        given = item.get("object") if isinstance(item, Mapping) else None
        role = item.get("referenceRole") if isinstance(item, Mapping) else None
        if not isinstance(given, Mapping) or role not in roles:
            raise InvalidTerms(
                f"contractStructure holds {item!r}: expected an object and a referenceRole among "
                f"{', '.join(roles)}",
                field="contractStructure",
                value=item,
            )
        found.append(Reference(str(role), given))
    if not any(item.role == roles[0] for item in found):
        raise InvalidTerms(
            f"contractStructure names no contract in the role {roles[0]}: add one",
            field="contractStructure",
        )
    return found


def frame_of(frame: Frame, given: Mapping[str, Any], **defaults: object) -> Frame:
    """The frame of a contract referred to by its terms, with the same market.

    Raises:
        NotSupported: It is no contract with a balance.
    """
    terms = Terms.read(given, **defaults)
    if terms.kind not in EVENTS:
        raise NotSupported(
            f"contractStructure refers to a contract of type {terms.kind}: expected one of "
            f"{', '.join(EVENTS)}",
            field="contractStructure",
            value=terms.kind,
        )
    name = terms.given.get("contractID")
    own = tuple(seen for seen in frame.observed if name is not None and seen.contract == name)
    ends = terms.kind not in ("CLM", "UMP")
    return attrs.evolve(frame, terms=terms, observed=own, horizon=None if ends else frame.horizon)


def last_event(frame: Frame, covered: list[Reference]) -> datetime:
    """The date of the last event of all covered contracts."""
    frames = [frame_of(frame, item.given) for item in covered if _has_terms(item)]
    if not frames:
        frame.terms.need("maturityDate")
    return max(event.at for each in frames for event in events_of(each))


def exposure(frame: Frame, covered: list[Reference], at: datetime) -> Fraction:
    """Notional of all covered contracts, with accrued interest where the guarantee says so."""
    kind = frame.terms.text("guaranteedExposure") or "NO"
    total = 0
    for item in covered:
        if not _has_terms(item):
            raise InvalidTerms(
                f"the exposure to {item.name!r} is not known: give its terms, or the "
                "notionalPrincipal of the guarantee",
                field="contractStructure",
                value=item.name,
            )
        owed = state_at(
            frame_of(frame, item.given), at, after_events=frame.oddities.cover_after_events
        )
        if owed is not None:
            total += owed.balance + (owed.accrued if kind == "NI" else 0)
    return Fraction(total, UNIT)


def collateral_value(frame: Frame, covering: list[Reference], at: datetime) -> Fraction:
    """Market value of the collateral: price × quantity, or the notional of cash."""
    total = Fraction(0)
    for item in covering:
        if item.given.get("contractType") == "CSH":
            total += read_number(item.given.get("notionalPrincipal"), "notionalPrincipal")
            continue
        code = item.given.get("marketObjectCode")
        if not isinstance(code, str):
            raise InvalidTerms(
                f"marketObjectCode of collateral {item.name!r} is {code!r}: give the code of its "
                "price",
                field="marketObjectCode",
                value=code,
            )
        quantity = read_number(item.given.get("quantity", 1), "quantity")
        total += quantity * frame.market.value(code, at)
    return total


def _has_terms(item: Reference) -> bool:
    return "contractType" in item.given
