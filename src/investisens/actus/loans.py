"""Events of loans with a calendar of their own: PAM, LAM, NAM, ANN."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import partial
from math import ceil

from investisens.actus import common
from investisens.actus.frame import Event, Frame
from investisens.actus.instants import Cycle, day_of
from investisens.actus.terms import Terms
from investisens.values.errors import InvalidTerms
from investisens.values.schedule import MAX_DUES
from investisens.values.steps import (
    FixLevel,
    FixShare,
    RepayLevel,
    RepayShare,
    SetInstalment,
)

_PRINCIPAL = "PrincipalRedemption"
_INSTALMENT = "nextPrincipalRedemptionPayment"


def loan_events(frame: Frame) -> list[Event]:
    """Every event of a PAM, LAM, NAM or ANN contract, in no order."""
    terms = frame.terms
    end, derived = _end(frame)
    if end <= terms.exchange:
        raise InvalidTerms(
            f"maturityDate is {end.isoformat()}, not after initialExchangeDate "
            f"{terms.exchange.isoformat()}: check the order of the dates",
            field="maturityDate",
            value=end.isoformat(),
        )
    fixed_end = None if derived else end
    events = common.interest(frame, _interest_dates(frame, end), fixed_end)
    resets = common.resets(frame, end)
    if terms.kind == "PAM":
        events += common.exchange(frame)
    elif terms.kind == "LAM":
        events += _constant(frame, end)
    else:
        events += _level(frame, end, resets)
    events += [*resets, *common.scalings(frame, end), *common.bases(frame, end)]
    return [*events, common.maturity(frame, end, derived=derived)]


def _constant(frame: Frame, end: datetime) -> list[Event]:
    """Start and redemptions of a LAM; equal parts where no instalment is given."""
    dates = _redemptions(frame, end)
    to_come = sum(frame.ahead(cycle) for cycle in dates) + 1
    if _INSTALMENT in frame.terms:
        agreed = abs(frame.terms.amount(_INSTALMENT))
        start = common.exchange(frame, partial(SetInstalment, minor=agreed))
    else:
        start = common.exchange(frame, partial(FixShare, parts=to_come))
    return start + frame.series("PR", dates, RepayShare)


def _level(frame: Frame, end: datetime, resets: list[Event]) -> list[Event]:
    """Start, redemptions and fixings of a NAM or an ANN."""
    terms = frame.terms
    dates = _redemptions(frame, end)
    events = frame.series("PR", dates, partial(RepayLevel, may_grow=True))
    if _INSTALMENT in terms:
        agreed = terms.amount(_INSTALMENT)
        return events + common.exchange(frame, partial(SetInstalment, minor=agreed))
    if terms.kind == "NAM":
        terms.need(_INSTALMENT)
    return events + _fixings(frame, _payments(frame, end), resets)


def _fixings(frame: Frame, over: tuple[datetime, ...], resets: list[Event]) -> list[Event]:
    """Start of an ANN, its first fixing where it is still to come, and one after each reset."""
    fixing = _first_fixing(frame, over)
    if frame.ahead(fixing.at):
        events = [fixing, *common.exchange(frame)]
    else:
        ahead = [cycle for cycle in over if frame.ahead(cycle)]
        if not ahead:
            raise InvalidTerms(
                f"amortizationDate is {over[-1].isoformat()}: no redemption is left to repay "
                "the notional, give a later one",
                field="amortizationDate",
                value=over[-1].isoformat(),
            )
        events = common.exchange(frame, _fix(frame, ahead))
    for reset in resets:
        ahead = [cycle for cycle in over if cycle > reset.cycle]
        if ahead:
            events.append(frame.event("PRF", reset.cycle, _fix(frame, ahead)))
    return events


def _first_fixing(frame: Frame, over: tuple[datetime, ...]) -> Event:
    """The fixing one day before the first redemption, itself never moved."""
    redemption = frame.event("PR", over[0])
    day = timedelta(days=1)
    return Event(
        type="PRF",
        cycle=redemption.cycle - day,
        counted=redemption.counted - day,
        at=redemption.at - day,
        makes=(_fix(frame, list(over)),),
    )


def _fix(frame: Frame, over: list[datetime]) -> partial[FixLevel]:
    days = tuple(frame.business_days.calculation(cycle) for cycle in over)
    return partial(FixLevel, dues=len(days), over=days)


def _payments(frame: Frame, end: datetime) -> tuple[datetime, ...]:
    """The dates over which an annuity is computed: to ``amortizationDate``, included."""
    last = frame.terms.instant("amortizationDate") or end
    return frame.dates(_PRINCIPAL, last, included=True)


def _redemptions(frame: Frame, end: datetime) -> tuple[datetime, ...]:
    terms = frame.terms
    if f"cycleAnchorDateOf{_PRINCIPAL}" not in terms:
        terms.need(f"cycleOf{_PRINCIPAL}")
    return frame.dates(_PRINCIPAL, end)


def _interest_dates(frame: Frame, end: datetime) -> tuple[datetime, ...]:
    """PAM, LAM: the interest cycle. NAM, ANN: it before, then the redemption dates."""
    if frame.terms.kind in ("PAM", "LAM"):
        return frame.dates("InterestPayment", end, included=True)
    redemptions = frame.dates(_PRINCIPAL, end, included=True)
    return (*frame.dates("InterestPayment", redemptions[0]), *redemptions)


def _end(frame: Frame) -> tuple[datetime, bool]:
    """The end of the contract, and whether it is derived from the instalment."""
    terms = frame.terms
    given = terms.instant("maturityDate")
    if given is None and terms.kind == "ANN":
        given = terms.instant("amortizationDate")
    if given is not None:
        return given, False
    if terms.kind == "PAM":
        terms.need("maturityDate")
    cycle = terms.cycle(f"cycleOf{_PRINCIPAL}")
    if _INSTALMENT not in terms or cycle is None:
        raise InvalidTerms(
            f"maturityDate is missing: give it, or nextPrincipalRedemptionPayment and "
            f"cycleOf{_PRINCIPAL}, from which it follows",
            field="maturityDate",
        )
    return _derived_end(frame, cycle), True


def _derived_end(frame: Frame, cycle: Cycle) -> datetime:
    """The first redemption to come, and as many cycles more as the notional needs."""
    terms = frame.terms
    month_end = terms.month_end
    given = terms.instant(f"cycleAnchorDateOf{_PRINCIPAL}")
    anchor = given or cycle.after(terms.exchange, 1, month_end)
    passed = 0
    while not frame.ahead(cycle.after(anchor, passed, month_end)):
        passed += 1
        if passed > MAX_DUES:
            raise InvalidTerms(
                f"cycleAnchorDateOf{_PRINCIPAL} is {anchor.isoformat()}, more than {MAX_DUES} "
                "cycles before the contract starts: give a later one",
                field=f"cycleAnchorDateOf{_PRINCIPAL}",
                value=anchor.isoformat(),
            )
    following = cycle.after(anchor, 1, month_end)
    repaid = _repaid_at_first(terms, day_of(anchor), day_of(following))
    count = max(ceil(terms.number("notionalPrincipal") / repaid), 1)
    return cycle.after(anchor, passed + count - 1, month_end)


def _repaid_at_first(terms: Terms, start: date, end: date) -> Fraction:
    """Principal in the first instalment: what interest of one cycle leaves of it."""
    repaid = abs(terms.number(_INSTALMENT))
    if terms.kind != "LAM":
        year = terms.day_count.fraction(start, end)
        rate = terms.number("nominalInterestRate")
        repaid -= terms.number("notionalPrincipal") * rate * year
    if repaid <= 0:
        raise InvalidTerms(
            f"{_INSTALMENT} is {terms.given[_INSTALMENT]!r}: it never repays the notional, give "
            "a maturityDate",
            field=_INSTALMENT,
            value=terms.given[_INSTALMENT],
        )
    return repaid
