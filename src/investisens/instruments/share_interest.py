"""Interest on cooperative shares, and the cap that the law sets (intérêt aux parts sociales)."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction

import attrs

from investisens.instruments.cooperative_rules import CooperativeForm
from investisens.instruments.dividends import check_years, yearly_windows
from investisens.legal.parameters import value
from investisens.values.checking import checked
from investisens.values.dates import YearDay
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.rates import MBP, Rate
from investisens.values.shares import Dividend


class CentralBankRate(Enum):
    """The rate that plays the part of the central bank's discount rate (AUSCOOP, article 209).

    Which of the two it is was not found: a person has to choose.

    Attributes:
        MINIMUM_BID: Lowest bid at the tenders of liquidity of the BCEAO.
        MARGINAL_LENDING: Marginal lending of the BCEAO.

    >>> CentralBankRate("minimum_bid")
    <CentralBankRate.MINIMUM_BID: 'minimum_bid'>
    """

    MINIMUM_BID = "minimum_bid"
    MARGINAL_LENDING = "marginal_lending"


@attrs.frozen(kw_only=True, field_transformer=checked)
class InterestOnShares:
    """The interest expected on cooperative shares (intérêt aux parts sociales).

    A year pays the lowest of three: *rate* on the nominal of the shares held, the cap of the law on
    the day of payment on that nominal, and the shares' part of what the year leaves for interest.
    It is rounded down once.

    Attributes:
        rate: Yearly rate on nominal that the meeting is expected to vote.
        first_year: First year whose result counts.
        last_year: Last year whose result counts.
        paid_on: Day of the following year on which the meeting pays it.
        measure: The result that holds what a year leaves for interest on all shares, after
            reserves and public aid: ``scic_surplus`` and ``ohada_surplus`` compute it.
        part: Part of that result that may go to interest; 42.5 % of the whole surplus of a Scic
            whose legal reserve is not complete.
        assumed_cap: Cap taken for a day on which that of the law is not held, such as one to come;
            needed if there is one.
        central_bank_rate: For a cooperative of OHADA law, which rate caps interest: that is
            unverified, and so has to be chosen.

    Raises:
        InvalidTerms: A rate or a part is out of its range, or years out of order.

    >>> InterestOnShares(rate=Rate.parse("2 %"), first_year=2018, last_year=2022,
    ...                  paid_on=YearDay(6, 30)).measure
    'available_for_interest'
    """

    rate: Rate
    first_year: int
    last_year: int
    paid_on: YearDay
    measure: str = "available_for_interest"
    part: Rate = Rate(MBP)
    assumed_cap: Rate | None = None
    central_bank_rate: CentralBankRate | None = None

    def __attrs_post_init__(self) -> None:
        for name in ("rate", "assumed_cap"):
            rate = getattr(self, name)
            if rate is not None and rate.mbp < 0:
                raise InvalidTerms(f"{name} is {rate}: use 0 % or more", field=name, value=rate)
        if not 0 <= self.part.mbp <= MBP:
            raise InvalidTerms(
                f"part is {self.part}: use a part between 0 % and 100 %",
                field="part",
                value=self.part,
            )
        check_years(self.first_year, self.last_year)

    def dividends(self, form: CooperativeForm) -> tuple[Dividend, ...]:
        """One dividend for each year, capped as the law of *form* says.

        Raises:
            InvalidTerms: No cap is held for a day and none is assumed, or none was chosen.
        """
        windows = yearly_windows(self.first_year, self.last_year, self.paid_on)
        return tuple(
            Dividend(
                measure=self.measure,
                payout=self.part.fraction,
                window=window,
                cap_of_price=min(self.rate.fraction, self._cap_on(window.paid_on, form)),
            )
            for window in windows
        )

    def _cap_on(self, meeting: date, form: CooperativeForm) -> Fraction:
        try:
            return self._cap_of_law(meeting, form)
        except MissingData as missing:
            if self.assumed_cap is not None:
                return self.assumed_cap.fraction
            raise InvalidTerms(
                f"the cap of the law on interest paid on {meeting} is not known ({missing}): give "
                "assumed_cap, the cap to count with",
                field="interest.assumed_cap",
                value=meeting,
            ) from None

    def _cap_of_law(self, meeting: date, form: CooperativeForm) -> Fraction:
        if form.is_french:
            return french_interest_cap(meeting)
        if self.central_bank_rate is None:
            raise InvalidTerms(
                "central_bank_rate is not given: AUSCOOP, article 209, caps interest at the "
                "central bank's discount rate, and which rate that is was not verified: choose "
                "'minimum_bid' or 'marginal_lending'",
                field="interest.central_bank_rate",
                value=None,
            )
        return ohada_interest_cap(meeting, self.central_bank_rate)


def french_interest_cap(meeting: date) -> Fraction:
    """Most that a French cooperative may pay on its shares, as a part of their nominal.

    The mean of the half-yearly bond rates of the three calendar years before the meeting, plus two
    points; not rounded.

    Source: law 47-1775, article 14 and following (verified secondary): ``coop.tmo``,
    ``coop.interest_points`` and ``coop.interest_years``.

    Raises:
        MissingData: A rate of those years is not held, or the rule is not in force on the day.

    >>> round(100 * french_interest_cap(date(2024, 6, 30)), 4)
    Fraction(1521, 400)
    """
    years = int(value("coop.interest_years", on=meeting))
    halves = [
        value("coop.tmo", on=date(year, month, 1))
        for year in range(meeting.year - years, meeting.year)
        for month in (1, 7)
    ]
    return sum(halves, Fraction(0)) / len(halves) + value("coop.interest_points", on=meeting)


def ohada_interest_cap(meeting: date, rate: CentralBankRate) -> Fraction:
    """Most that a cooperative of OHADA law may pay on its paid-up shares, as a part of them.

    Source: AUSCOOP of 2010, article 209 (verified secondary); which rate of the BCEAO is meant is
    unverified.

    Raises:
        MissingData: The rate of that day is not held.

    >>> ohada_interest_cap(date(2026, 6, 30), CentralBankRate.MARGINAL_LENDING)
    Fraction(1, 20)
    """
    return value(f"bceao.policy.{rate.value}", on=meeting)
