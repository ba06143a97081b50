"""How principal comes back: the closed list of amortisations, and rows made by hand."""

from __future__ import annotations

from enum import Enum

import attrs

from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money


class Amortisation(Enum):
    """How principal comes back over the dues that follow a deferral.

    Attributes:
        BULLET: All at the last due (in fine).
        CONSTANT_PRINCIPAL: Equal parts of principal (amortissement constant).
        LEVEL_PAYMENT: Equal totals of principal and interest (annuités constantes).
        FIXED_INSTALMENT: Totals agreed by hand until nothing is left (échéance convenue).
        FLAT: Equal parts, with interest on the initial principal all along (intérêts fixes): to
            the last due, also where a multiple has repaid all principal before it.
        SEASONAL: Parts that follow the weights of the dues (échéances saisonnières).
        HAND_MADE: The rows of a list (échéancier fait à la main).

    >>> Amortisation("bullet")
    <Amortisation.BULLET: 'bullet'>
    """

    BULLET = "bullet"
    CONSTANT_PRINCIPAL = "constant_principal"
    LEVEL_PAYMENT = "level_payment"
    FIXED_INSTALMENT = "fixed_instalment"
    FLAT = "flat"
    SEASONAL = "seasonal"
    HAND_MADE = "hand_made"


class Residual(Enum):
    """Which due takes what rounding leaves.

    Attributes:
        LAST: The last one.
        FIRST: The first one after each time that equal parts are fixed.

    >>> Residual("first")
    <Residual.FIRST: 'first'>
    """

    LAST = "last"
    FIRST = "first"


@attrs.frozen(kw_only=True, field_transformer=checked)
class HandMadeRow:
    """What one due of a list made by hand repays and pays.

    Attributes:
        principal: Principal repaid, >= 0; left out for all that is left, in the last row alone.
        pays_interest: Whether interest accrued so far is paid; if not it waits for a later row,
            without interest on interest.

    Raises:
        InvalidTerms: The principal is negative.

    >>> from investisens import XOF
    >>> print(HandMadeRow(principal=Money(250_000, XOF)).principal)
    250000 XOF
    """

    principal: Money | None = None
    pays_interest: bool = True

    def __attrs_post_init__(self) -> None:
        if self.principal is not None and self.principal.minor < 0:
            raise InvalidTerms(
                f"principal is {self.principal}: repay 0 or more, and write a later draw in draws",
                field="principal",
                value=self.principal,
            )
