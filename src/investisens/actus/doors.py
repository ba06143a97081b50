"""The two friendly doors: ACTUS terms to an instrument, and an instrument to ACTUS terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from investisens.actus.dumping import day_before, debt_candidates, midnight, money_text
from investisens.actus.dumping_guarantee import NO_TYPE, guarantee_terms
from investisens.actus.dumping_shares import share_end
from investisens.actus.loading import check_plain, money_of, repayment_of
from investisens.actus.terms import Terms
from investisens.engine.schedule import schedule
from investisens.instruments.cooperative_shares import CooperativeShares
from investisens.instruments.guarantee import Guarantee
from investisens.instruments.loan import Loan
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.instruments.participating_loan import ParticipatingLoan
from investisens.instruments.registry import Instrument
from investisens.instruments.repayment import Amortisation, Repayment
from investisens.instruments.shareholder_account import ShareholderAccount
from investisens.values.errors import InvalidTerms, MissingData, NotSupported
from investisens.values.legs import DebtLeg
from investisens.values.rates import MBP, Rate
from investisens.values.shares import ShareEvent, ShareEventKind

_LOANS = ("PAM", "LAM", "ANN", "LAX")
_NOTHING: Mapping[str, Instrument] = MappingProxyType({})


def load(terms: Mapping[str, Any]) -> Instrument:
    """The instrument of ACTUS terms: a loan (PAM, LAM, ANN, LAX) or shares (STK).

    The instrument rounds to the minor unit, which ACTUS does not. One ACTUS position of shares
    is one share.

    Raises:
        InvalidTerms: The terms are malformed or contradict themselves.
        NotSupported: No instrument here does what the terms say.

    >>> loan = load({"contractType": "PAM", "contractRole": "RPA", "currency": "XOF",
    ...              "statusDate": "2012-12-31T00:00:00", "notionalPrincipal": "100000",
    ...              "initialExchangeDate": "2013-01-01T00:00:00", "nominalInterestRate": "0.06",
    ...              "maturityDate": "2014-01-01T00:00:00", "dayCountConvention": "30E360"})
    >>> schedule(loan.legs()[0]).rows[0].total
    106000
    """
    read = Terms.read(terms)
    read.need("contractRole", "currency", "statusDate")
    if read.sign < 0:
        raise NotSupported(
            f"contractRole is {read.given['contractRole']!r}: an instrument is held, not owed",
            field="contractRole",
            value=read.given["contractRole"],
        )
    if read.kind == "STK":
        return _shares(read)
    if read.kind in _LOANS:
        return _loan(read)
    raise NotSupported(
        f"contractType is {read.kind!r}: instruments exist for {', '.join(_LOANS)} and STK",
        field="contractType",
        value=read.kind,
    )


def dump(instrument: Instrument, covered: Mapping[str, Instrument] = _NOTHING) -> dict[str, Any]:
    """The ACTUS terms of an instrument: PAM, LAM, ANN or LAX for debt, STK for shares.

    A guarantee received on one debt is a CEG; the credit event that calls it is told to a run. Of a
    participating loan the debt part is written. Rounding has no ACTUS term and is lost.

    Args:
        instrument: What to write.
        covered: For a guarantee, the instrument it covers, by its id.

    Raises:
        MissingData: What a guarantee covers is not given.
        NotSupported: ACTUS has no type or no cycle for what the instrument does.

    >>> from investisens import OnDates, XOF, Money
    >>> terms = dump(Loan(principal=Money(5_000, XOF), disbursed_on=date(2013, 1, 1),
    ...                   rate=Rate.parse("6 %"),
    ...                   repayment=Repayment(dues=(OnDates((date(2014, 1, 1),)),))))
    >>> terms["contractType"], terms["maturityDate"]
    ('PAM', '2014-01-01T00:00:00')
    """
    match instrument:
        case ShareholderAccount(open_ended=True):
            raise NotSupported(
                "open_ended is True: the terms that ACTUS has for a notice need its day, write "
                "the account with a term",
                field="open_ended",
                value=True,
            )
        case Loan() | ShareholderAccount() | ParticipatingLoan():
            return _debt_terms(instrument)
        case OrdinaryShares() | CooperativeShares():
            return _share_terms(instrument)
        case Guarantee():
            return _guarantee_terms(instrument, covered)
    reason = NO_TYPE.get(
        instrument.kind, "ACTUS terms exist for loans, accounts, shares and guarantees"
    )
    raise NotSupported(
        f"kind is {instrument.kind!r}: {reason}",
        field="kind",
        value=instrument.kind,
    )


def _guarantee_terms(guarantee: Guarantee, covered: Mapping[str, Instrument]) -> dict[str, Any]:
    name = guarantee.covers[0] if guarantee.covers else ""
    debt = covered.get(name)
    if debt is None and not guarantee.given:
        raise MissingData(
            f"{name!r} is covered but not given: pass its terms, {{{name!r}: ...}}",
            field="covered",
            value=name,
        )
    legs = () if debt is None else debt.legs()
    return guarantee_terms(guarantee, {} if debt is None else dump(debt), legs)


def _loan(terms: Terms) -> Loan:
    check_plain(terms)
    rate = terms.number("nominalInterestRate") * MBP
    if rate.denominator != 1:
        raise NotSupported(
            f"nominalInterestRate is {terms.given['nominalInterestRate']!r}: finer than 0.00001 %",
            field="nominalInterestRate",
            value=terms.given["nominalInterestRate"],
        )
    loan = Loan(
        principal=money_of(terms, "notionalPrincipal"),
        disbursed_on=terms.exchange.date(),
        rate=Rate(int(rate)),
        repayment=repayment_of(terms),
    )
    _check_instalment(terms, loan)
    return loan


def _check_instalment(terms: Terms, loan: Loan) -> None:
    """Refuse an instalment that is not the one the instrument computes."""
    name = "nextPrincipalRedemptionPayment"
    if name not in terms or loan.repayment.amortisation is Amortisation.BULLET:
        return
    leg = loan.legs()[0]
    if not isinstance(leg, DebtLeg):
        return
    deferred = loan.repayment.capitalised_dues + loan.repayment.interest_only_dues
    first = schedule(leg).rows[deferred]
    level = loan.repayment.amortisation is Amortisation.LEVEL_PAYMENT
    computed = first.total if level else first.principal
    asked = terms.number(name) * 10**loan.principal.currency.digits
    if abs(asked - computed) >= 1:
        raise NotSupported(
            f"{name} is {terms.given[name]!r}: no instrument is repaid by an instalment other "
            "than the one it computes",
            field=name,
            value=terms.given[name],
        )


def _shares(terms: Terms) -> OrdinaryShares:
    terms.need("purchaseDate", "priceAtPurchaseDate")
    for name in ("cycleAnchorDateOfDividendPayment", "cycleOfDividendPayment"):
        if name in terms:
            raise NotSupported(
                f"{name} is given: dividends of an instrument are planned amounts, not a cycle",
                field=name,
                value=terms.given[name],
            )
    bought, sold = terms.instant("purchaseDate"), terms.instant("terminationDate")
    planned: tuple[ShareEvent, ...] = ()
    if sold is not None:
        terms.need("priceAtTerminationDate")
        price = money_of(terms, "priceAtTerminationDate")
        kind = ShareEventKind.SALE if price.minor else ShareEventKind.WRITE_OFF
        planned = (ShareEvent(on=sold.date(), event=kind, shares=1, per_share=price),)
    return OrdinaryShares(
        shares=1,
        price=money_of(terms, "priceAtPurchaseDate"),
        subscribed_on=bought.date() if bought else date.min,
        planned=planned,
    )


def _share_terms(line: OrdinaryShares | CooperativeShares) -> dict[str, Any]:
    (leg,) = line.legs()
    cost = leg.price * leg.units
    terms = {
        "contractType": "STK",
        "contractRole": "RPA",
        "currency": leg.price.currency.code,
        "statusDate": midnight(day_before(leg.start)),
        "notionalPrincipal": money_text(cost),
        "purchaseDate": midnight(leg.start),
        "priceAtPurchaseDate": money_text(cost),
    }
    end = share_end(leg)
    if end is None:
        return terms
    on, brought = end
    return {
        **terms,
        "terminationDate": midnight(on),
        "priceAtTerminationDate": money_text(brought),
    }


def _debt_terms(instrument: Loan | ShareholderAccount | ParticipatingLoan) -> dict[str, Any]:
    """The first way to write the debt that reads back with the same dues."""
    wanted = instrument.repayment
    for terms in debt_candidates(
        instrument.principal, instrument.disbursed_on, instrument.rate, wanted
    ):
        try:
            found = _loan(Terms.read(terms)).repayment
        except (InvalidTerms, NotSupported):
            continue
        if _same(found, wanted):
            return terms
    raise NotSupported(
        f"repayment is {wanted.amortisation.value} on dues, deferral or rounding that no ACTUS "
        "cycle gives: use a regular calendar",
        field="repayment",
        value=wanted,
    )


def _same(one: Repayment, other: Repayment) -> bool:
    return (
        one.due_dates == other.due_dates
        and one.capitalised_dues == other.capitalised_dues
        and _paid_rows(one) == _paid_rows(other)
    )


def _paid_rows(repayment: Repayment) -> tuple[str, int]:
    """What the dues repay, whichever words say it: a single repayment is a bullet."""
    deferred = repayment.capitalised_dues + repayment.interest_only_dues
    parts = len(repayment.due_dates) - deferred
    if repayment.amortisation is Amortisation.BULLET or parts == 1:
        return Amortisation.BULLET.value, 1
    return repayment.amortisation.value, parts
