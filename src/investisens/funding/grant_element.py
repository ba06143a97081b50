"""Grant element and grant equivalent of a loan, and the tests that funders make of them.

The grant element is the share of what is lent that is given away:
``1 − present value of what is paid / present value of what is drawn``, each discounted at the
effective yearly rate that the test prescribes. Rates and thresholds are dated parameters.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Final

import attrs

from investisens.engine.present_value import ExactRate, present_value
from investisens.funding.debt_service import DebtService
from investisens.legal.dated import DatedValue
from investisens.legal.parameters import parameter
from investisens.values.checking import checked
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode

PRINTED_DECIMALS: Final = 4
"""Decimals of a per cent in a printed share."""


@attrs.frozen(kw_only=True, field_transformer=checked)
class GrantElement:
    """How much of a loan is a gift (élément-don).

    Attributes:
        face: All that is drawn, at its nominal.
        drawn: Present value of what is drawn, in minor units, not rounded.
        repaid: Present value of what is paid, likewise.

    >>> from investisens.values.currency import EUR
    >>> gift = GrantElement(face=Money(100_00, EUR), drawn=Fraction(100_00),
    ...                     repaid=Fraction(60_00))
    >>> print(gift.printed, gift.equivalent)
    40 % 40.00 EUR
    """

    face: Money
    drawn: Fraction
    repaid: Fraction

    @property
    def share(self) -> Fraction:
        """The grant element, exact: at most 1, and negative for a loan dearer than the test."""
        return 1 - self.repaid / self.drawn

    @property
    def printed(self) -> Rate:
        """The grant element to four decimals of a per cent, half up."""
        return Rate.nearest(self.share, PRINTED_DECIMALS)

    @property
    def equivalent(self) -> Money:
        """The grant equivalent: the share of the face, rounded half up."""
        return self.face.times(self.share, RoundingMode.HALF_UP)


def grant_element(service: DebtService, discount: ExactRate) -> GrantElement:
    """The grant element of a debt service at a discount rate.

    Args:
        service: What is drawn and paid: terms, a schedule, or what is to be expected.
        discount: Effective yearly rate.

    Source: OECD DAC formula paper; IMF and World Bank (IDA) definition of concessionality.

    >>> from investisens.funding.soft_loan import SoftLoan
    >>> from investisens.values.currency import EUR
    >>> loan = SoftLoan(face=Money(1_000_00, EUR), rate=Rate.parse("2 %"), maturity_months=120,
    ...                 first_repayment_months=36)
    >>> print(grant_element(loan.service(), Rate.parse("5 %")).printed)
    16.0326 %
    """
    return GrantElement(
        face=service.face,
        drawn=present_value(service.draws, discount),
        repaid=present_value(service.payments, discount),
    )


class Benchmark(Enum):
    """The tests of concessionality; the value names the parameters of rate and threshold.

    Attributes:
        ODA_LOW_INCOME: Official loan to a least developed or other low income country.
        ODA_LOWER_MIDDLE_INCOME: Official loan to a lower middle income country.
        ODA_UPPER_MIDDLE_INCOME: Official loan to an upper middle income country.
        ODA_GLOBAL_INSTITUTION: Official loan to a global institution or development bank.
        ODA_OTHER_INSTITUTION: Official loan to another multilateral institution.
        PRIVATE_SECTOR: Loan to a private company, on the older test of official assistance.
        IMF: Concessional loan in the sense of the IMF and the World Bank.

    Whether Benin counts as low income is read from the OECD's list of the year, not from here.

    >>> Benchmark.IMF.value
    ('imf.discount', 'imf.threshold')
    """

    ODA_LOW_INCOME = ("oda.rate.ldc", "oda.threshold.ldc")
    ODA_LOWER_MIDDLE_INCOME = ("oda.rate.lmic", "oda.threshold.lmic")
    ODA_UPPER_MIDDLE_INCOME = ("oda.rate.umic", "oda.threshold.umic")
    ODA_GLOBAL_INSTITUTION = ("oda.rate.multilateral_global", "oda.threshold.multilateral_global")
    ODA_OTHER_INSTITUTION = ("oda.rate.multilateral_other", "oda.threshold.multilateral_other")
    PRIVATE_SECTOR = ("oda.psi.rate", "oda.psi.threshold")
    IMF = ("imf.discount", "imf.threshold")


@attrs.frozen(kw_only=True, field_transformer=checked)
class Verdict:
    """What a test of concessionality finds, and on which numbers.

    Attributes:
        benchmark: The test.
        element: The grant element at the test's discount rate.
        discount: The discount rate, with its source and status.
        threshold: The least grant element that passes, with its source and status.
    """

    benchmark: Benchmark
    element: GrantElement
    discount: DatedValue
    threshold: DatedValue

    @property
    def passes(self) -> bool:
        """Whether the grant element reaches the threshold; not rounded before it is compared."""
        return self.element.share >= self.threshold.value

    @property
    def reported(self) -> Money:
        """The grant equivalent that counts: nothing below the threshold."""
        return self.element.equivalent if self.passes else Money.zero(self.element.face.currency)


def judge(service: DebtService, benchmark: Benchmark, *, on: date) -> Verdict:
    """The verdict of a test, by the rate and threshold of a day.

    The policies of the IMF on debt limits and of the World Bank on non-concessional borrowing,
    which an official loan must also respect, are not tested here.

    Args:
        service: What is drawn and paid.
        benchmark: The test.
        on: Day of the commitment.

    Raises:
        MissingData: The test has no rate or no threshold on that day.

    Source: OECD, definition and coverage of official development assistance; IMF.

    >>> from investisens.funding.soft_loan import SoftLoan
    >>> from investisens.values.currency import EUR
    >>> loan = SoftLoan(face=Money.of(800_000, EUR), rate=Rate.parse("2 %"), payments_per_year=2,
    ...                 maturity_months=96, first_repayment_months=24)
    >>> for benchmark in (Benchmark.ODA_LOW_INCOME, Benchmark.ODA_LOWER_MIDDLE_INCOME):
    ...     verdict = judge(loan.service(), benchmark, on=date(2026, 6, 30))
    ...     print(verdict.element.printed, verdict.passes, verdict.reported)
    26.4009 % False 0.00 EUR
    19.9538 % True 159630.15 EUR
    """
    rate, threshold = (parameter(name).at(on) for name in benchmark.value)
    return Verdict(
        benchmark=benchmark,
        element=grant_element(service, rate.value),
        discount=rate,
        threshold=threshold,
    )
