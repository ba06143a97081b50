"""Terms of a contract, read exactly from their text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

import attrs

from investisens.actus.instants import BusinessDays, Cycle, read_instant
from investisens.actus.vocabulary import ACCEPTED, INSTANTS, NO_EFFECT, NUMBERS, ROLES, WORDS
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms, NotSupported
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode, round_ratio
from investisens.values.schedule import MAX_DUES

UNIT = 10**12
"""Amounts are whole numbers of 10⁻¹² of a currency unit."""

RATE_UNIT = 10**15
"""Rates are whole numbers of 10⁻¹⁵."""

LARGEST = 10**18
"""Largest number a term may hold."""

_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,2})?"
)
_DAY_COUNTS = {
    "A365": DayCount.ACT_365F,
    "A360": DayCount.ACT_360,
    "30E360": DayCount.THIRTY_E_360,
    "AA": DayCount.ACT_ACT,
}


def read_number(value: object, field: str) -> Fraction:
    """The exact number of a JSON number or of its text, padded or not.

    Raises:
        InvalidTerms: It is no number, or one beyond 10¹⁸.

    >>> read_number("   0.05", "nominalInterestRate"), read_number(0.1, "x")
    (Fraction(1, 20), Fraction(1, 10))
    """
    text = "" if isinstance(value, bool) else str(value).strip()
    if _NUMBER.fullmatch(text) is None:
        raise InvalidTerms(
            f"{field} is {value!r}: expected a number such as '0.05'", field=field, value=value
        )
    number = Fraction(text)
    if abs(number) > LARGEST:
        raise InvalidTerms(
            f"{field} is {value!r}: expected a number within 1e18", field=field, value=value
        )
    return number


def whole(number: Fraction, unit: int) -> int:
    """*number* in whole units of 1 / *unit*, half to even.

    >>> whole(Fraction(1, 3), 1000)
    333
    """
    scaled = number * unit
    return int(round_ratio(scaled.numerator, scaled.denominator, RoundingMode.HALF_EVEN))


@attrs.frozen
class Terms:
    """Terms of one contract, each read when it is asked for.

    Attributes:
        kind: The contract type.
        given: What stands in the terms; empty values count as absent.

    Raises:
        InvalidTerms: The type is unknown, or a term is not one of its type.
    """

    kind: str
    given: Mapping[str, Any]

    @classmethod
    def read(cls, terms: object, **defaults: object) -> Terms:
        """The terms of a contract; *defaults* stand in for absent ones.

        >>> Terms.read({"contractType": "PAM", "notionalPrincipal": " 5"}).amount(
        ...     "notionalPrincipal")
        5000000000000
        """
        if not isinstance(terms, Mapping):
            raise InvalidTerms(
                f"terms is {terms!r}: expected an object with term names as keys",
                field="terms",
                value=terms,
            )
        given = {
            **defaults,
            **{name: value for name, value in terms.items() if value not in ("", None)},
        }
        kind = given.get("contractType")
        if not isinstance(kind, str) or kind not in ACCEPTED:
            raise InvalidTerms(
                f"contractType is {kind!r}: expected one of {', '.join(sorted(ACCEPTED))}",
                field="contractType",
                value=kind,
            )
        for name, value in given.items():
            _check_name(kind, name, value)
        read = cls(kind, given)
        read._check_values()
        return read

    def _check_values(self) -> None:
        """Read every term once, so that a malformed one is refused even where it plays no part."""
        for name in self.given:
            if name not in ACCEPTED[self.kind]:
                continue
            if name in NUMBERS:
                self.number(name)
            elif name in INSTANTS or name.startswith("cycleAnchorDateOf"):
                self.instant(name)
            elif name.startswith("cycleOf"):
                self.cycle(name)
            elif name in WORDS:
                self.text(name, *WORDS[name])
        if "calendar" in ACCEPTED[self.kind]:
            _ = self.business_days

    def __contains__(self, name: str) -> bool:
        return name in self.given

    def need(self, *names: str) -> None:
        """Refuse terms without one of *names*."""
        for name in names:
            if name not in self.given:
                raise InvalidTerms(
                    f"{name} is missing: a contract of type {self.kind} needs it", field=name
                )

    def text(self, name: str, *allowed: str) -> str | None:
        """The text of a term, one of those *allowed*."""
        value = self.given.get(name)
        if value is not None and (not isinstance(value, str) or (allowed and value not in allowed)):
            expected = f"one of {', '.join(allowed)}" if allowed else "a text"
            raise InvalidTerms(f"{name} is {value!r}: expected {expected}", field=name, value=value)
        return value

    def number(self, name: str, default: int = 0) -> Fraction:
        """The number of a term."""
        return read_number(self.given.get(name, default), name)

    def amount(self, name: str) -> int:
        """The amount of a term, in 10⁻¹² of a unit; 0 where it is absent."""
        return whole(self.number(name), UNIT)

    def rate(self, name: str) -> Rate:
        """The rate of a term, in 10⁻¹⁵; 0 where it is absent."""
        return Rate(whole(self.number(name), RATE_UNIT))

    def limit(self, name: str) -> Rate | None:
        """The rate of a term, or ``None`` where it is absent."""
        return self.rate(name) if name in self.given else None

    def instant(self, name: str) -> datetime | None:
        """The instant of a term, if it is given."""
        return read_instant(self.given[name], name) if name in self.given else None

    def cycle(self, name: str) -> Cycle | None:
        """The cycle of a term, if it is given."""
        return Cycle.read(self.given[name], name) if name in self.given else None

    def period(self, name: str) -> Cycle:
        """The period of a term."""
        self.need(name)
        return Cycle.read_period(self.given[name], name)

    def array(self, name: str) -> list[Any]:
        """The elements of an array term; a bare value is an array of one."""
        value = self.given.get(name, [])
        found = list(value) if isinstance(value, list | tuple) else [value]
        if len(found) > MAX_DUES:
            raise InvalidTerms(
                f"{name} has {len(found)} elements: expected {MAX_DUES} or fewer",
                field=name,
                value=len(found),
            )
        return found

    @property
    def sign(self) -> int:
        """+1 for a lender or a buyer, -1 for a borrower or a seller."""
        self.need("contractRole")
        return ROLES[self.text("contractRole", *ROLES) or ""]

    @property
    def currency(self) -> str:
        """The currency, as written."""
        self.need("currency")
        code = str(self.text("currency"))
        if re.fullmatch("[A-Z]{3}", code) is None:
            raise InvalidTerms(
                f"currency is {code!r}: expected three capital letters such as 'EUR'",
                field="currency",
                value=code,
            )
        return code

    @property
    def status(self) -> datetime:
        """The status date."""
        self.need("statusDate")
        return read_instant(self.given["statusDate"], "statusDate")

    @property
    def exchange(self) -> datetime:
        """The date of the initial exchange."""
        self.need("initialExchangeDate")
        return read_instant(self.given["initialExchangeDate"], "initialExchangeDate")

    @property
    def month_end(self) -> bool:
        """Whether dates counted from a month end are month ends."""
        return self.text("endOfMonthConvention") == "EOM"

    @property
    def business_days(self) -> BusinessDays:
        """How dates move off weekends."""
        return BusinessDays.read(self.text("calendar"), self.text("businessDayConvention"))

    @property
    def day_count(self) -> DayCount:
        """The day count of interest."""
        self.need("dayCountConvention")
        return _DAY_COUNTS[str(self.text("dayCountConvention"))]


def _check_name(kind: str, name: str, value: object) -> None:
    if name in ACCEPTED[kind]:
        return
    if name in NO_EFFECT:
        harmless = NO_EFFECT[name]
        if harmless is None or value in harmless:
            return
        raise NotSupported(
            f"{name} is {value!r}: only {' or '.join(map(repr, harmless))} is supported",
            field=name,
            value=value,
        )
    near = difflib.get_close_matches(name, ACCEPTED[kind], n=1, cutoff=0.8)
    remedy = f"did you mean {near[0]!r}?" if near else "remove it"
    raise InvalidTerms(
        f"{name} is {value!r}: no term of type {kind}; {remedy}", field=name, value=value
    )
