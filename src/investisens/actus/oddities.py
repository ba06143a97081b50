"""What the ACTUS reference results do and a fund must not inherit: named switches, in one place."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class Oddities:
    """Switches, all on to equal the reference results; rule numbers are those of the reference.

    Attributes:
        repayment_accrues: A constant repayment (LAM, LAX) accrues interest first (rule 1). Off,
            as the specification is written, the interest since the last event is lost.
        fixing_after_reset: An instalment is fixed anew after a reset of the same day, with the
            new rate (rule 7). Off, before it, as the dictionary orders events.
        rate_outlives_end: The rate keeps its last value after termination (rule 3). Off, it
            becomes zero.
        base_at_exchange_follows: Calculation base ``NTIED`` behaves as ``NT`` (rule 11). Off, the
            notional of the initial exchange, or the given amount, stays the base.
        signed_interest_in_price: Purchase and termination add *signed* accrued interest to the
            price, so for a liability the interest has the wrong sign (section on signs). Off, the
            interest has the direction of the price.
        notice_hides_interest: The row of a notice of one day or more shows no accrued interest
            (rule 13). Off, it always shows it.
        notice_starts_at_exchange: Capitalisation of a callable contract without an anchor starts
            at the initial exchange (rule 13). Off, one cycle later.
        horizon_is_open: A contract without an end does not capitalise on the horizon itself
            (section on dates). Off, it does.
        fee_to_buyer: The buyer of a guarantee receives its fee (section on signs). Off, the buyer
            pays it.
        cover_after_events: A guarantee looks at the covered contracts after their events of the
            day (rule 15). Off, before them.

    >>> REFERENCE.horizon_is_open, PLAIN.horizon_is_open
    (True, False)
    """

    repayment_accrues: bool = True
    fixing_after_reset: bool = True
    rate_outlives_end: bool = True
    base_at_exchange_follows: bool = True
    signed_interest_in_price: bool = True
    notice_hides_interest: bool = True
    notice_starts_at_exchange: bool = True
    horizon_is_open: bool = True
    fee_to_buyer: bool = True
    cover_after_events: bool = True


REFERENCE = Oddities()
"""As the reference results."""

PLAIN = Oddities(**{field.name: False for field in attrs.fields(Oddities)})
"""None of them."""
