"""Justification of a grant: each franc is proven by an invoice, or lost for a reason."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.agreements import Document, GrantAgreement, GrantPayment, Invoice
from investisens.funding.eligibility import eligible_cost
from investisens.funding.justification import Item, Justification, justify
from investisens.funding.plan import Source, Use, UseKind
from investisens.funding.rejection import Reason, numbered
from investisens.legal.fx import parity
from investisens.values.currency import EUR, XOF, Currency
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode
from oracles import rounded

AGREED = date(2010, 5, 1)
ON = date(2012, 12, 31)
REGION = Source(id="REGION", name="Region", public=True, equipment_only=True)


def xof(minor: int) -> Money:
    return Money(minor, XOF)


def agreement(**terms: Any) -> GrantAgreement:
    start = {
        "source": "REGION",
        "agreed_on": AGREED,
        "ceiling": xof(30_000_000),
        "advance": Rate.parse("70 %"),
    }
    return GrantAgreement(**{**start, **terms})


def use(number: int = 1, cost: int = 1_000, **terms: Any) -> Use:
    start = {
        "enterprise": "E1",
        "id": f"U{number}",
        "label": "Press",
        "kind": UseKind.EQUIPMENT,
        "cost": xof(cost),
    }
    return Use(**{**start, **terms})


def invoice(name: str = "F1", amount: int | Money = 1_000, **terms: Any) -> Invoice:
    start = {
        "id": name,
        "enterprise": "E1",
        "use": "U1",
        "invoiced_on": date(2010, 6, 30),
        "amount": xof(amount) if isinstance(amount, int) else amount,
        "document": Document.INVOICE,
    }
    return Invoice(**{**start, **terms})


def justified(
    *invoices: Invoice,
    items: list[Item] | None = None,
    terms: GrantAgreement | None = None,
    source: Source = REGION,
    on: date = ON,
) -> Justification:
    """A grant of 500 on an item of 1,000, unless said otherwise."""
    return justify(
        terms or agreement(),
        source,
        [(use(), xof(500))] if items is None else items,
        numbered(invoices, on),
        on=on,
        fx=parity(),
    )


Told = tuple[int | None, int, int, int, Reason | None]


def told(made: Justification) -> list[Told]:
    """Amount, eligible, justified, unjustified and reason of each row."""
    return [
        (
            row.amount.minor if row.amount else (None if row.amount is None else 0),
            row.eligible.minor,
            row.justified.minor,
            row.unjustified.minor,
            row.reason,
        )
        for row in made.rows
    ]


class TestReasons:
    """An invoice counts if it is an invoice, dated on or after the agreement."""

    def test_a_good_invoice_proves_the_grant(self) -> None:
        assert told(justified(invoice())) == [(1_000, 1_000, 500, 0, None)]

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"document": Document.PRO_FORMA}, Reason.PRO_FORMA),
            ({"invoiced_on": date(2010, 4, 30)}, Reason.BEFORE_AGREEMENT),
            ({"invoiced_on": date(2011, 7, 1)}, Reason.AFTER_END),
        ],
    )
    def test_an_invoice_that_does_not_count_loses_the_grant(
        self, change: dict[str, Any], reason: Reason
    ) -> None:
        made = justified(invoice(**change), terms=agreement(until=date(2011, 6, 30)))

        assert told(made) == [(1_000, 0, 0, 500, reason)]

    @pytest.mark.parametrize("on", [AGREED, date(2011, 6, 30)])
    def test_the_first_and_the_last_day_count(self, on: date) -> None:
        made = justified(invoice(invoiced_on=on), terms=agreement(until=date(2011, 6, 30)))

        assert made.justified == xof(500)

    def test_an_item_that_the_funder_does_not_pay_loses_the_grant(self) -> None:
        """The Region pays equipment only."""
        stock = use(kind=UseKind.WORKING_CAPITAL)

        assert told(justified(invoice(), items=[(stock, xof(500))])) == [
            (1_000, 0, 0, 500, Reason.NOT_ELIGIBLE)
        ]

    def test_a_second_invoice_of_one_number_does_not_count(self) -> None:
        """By hand: 600 of 1,000 proves 300 of 500, and the other 200 are the duplicate's."""
        assert told(justified(invoice(amount=600), invoice(amount=400))) == [
            (600, 600, 300, 0, None),
            (400, 0, 0, 200, Reason.DUPLICATE),
        ]

    def test_a_currency_without_a_rate_does_not_count(self) -> None:
        dollars = Money(500_00, Currency.of("USD"))

        assert told(justified(invoice(amount=dollars))) == [
            (None, 0, 0, 500, Reason.UNKNOWN_CURRENCY)
        ]

    def test_euros_count_at_the_parity_half_up(self) -> None:
        """By hand: 1.53 EUR × 655.957 = 1,003.61 → 1,004, of which 1,000 was planned."""
        assert told(justified(invoice(amount=Money(153, EUR)))) == [
            (1_004, 1_000, 500, 0, Reason.OVER_COST)
        ]

    def test_recovered_vat_does_not_count_and_loses_nothing(self) -> None:
        """By hand: 1,180 with VAT of 18 % are 1,000 net; all of the grant is proven."""
        taxed = use(cost=1_180, vat=Rate.parse("18 %"), vat_recovered=True)

        assert told(justified(invoice(amount=1_180), items=[(taxed, xof(500))])) == [
            (1_180, 1_000, 500, 0, Reason.VAT)
        ]

    def test_two_reasons_of_one_invoice_have_a_row_each(self) -> None:
        """By hand: 1,416 with VAT of 18 % are 1,200 net, 200 more than planned."""
        taxed = use(cost=1_180, vat=Rate.parse("18 %"), vat_recovered=True)

        assert told(justified(invoice(amount=1_416), items=[(taxed, xof(500))])) == [
            (1_216, 1_000, 500, 0, Reason.VAT),
            (200, 0, 0, 0, Reason.OVER_COST),
        ]

    def test_the_earlier_invoice_counts_first(self) -> None:
        later = invoice("F1", 700, invoiced_on=date(2010, 7, 1))

        assert told(justified(later, invoice("F2", 700))) == [
            (700, 700, 350, 0, None),
            (700, 300, 150, 0, Reason.OVER_COST),
        ]

    def test_what_was_not_spent_loses_its_part(self) -> None:
        """By hand: 500 × 801 / 1,000 = 400.5, half up 401."""
        assert told(justified(invoice(amount=801))) == [(801, 801, 401, 99, Reason.UNDERSPENT)]

    def test_a_franc_that_rounding_gives_back_needs_no_reason(self) -> None:
        """By hand: 500 × 999 / 1,000 = 499.5, half up 500."""
        assert told(justified(invoice(amount=999))) == [(999, 999, 500, 0, None)]

    def test_a_rejected_invoice_explains_its_part_and_no_more(self) -> None:
        """By hand: 500 × 200 / 1,000 = 100 is proven; 300 + 500 of spending lose 150 + 250."""
        quote = invoice("F1", 300, document=Document.PRO_FORMA)

        assert told(justified(quote, invoice("F2", 200))) == [
            (300, 0, 0, 150, Reason.PRO_FORMA),
            (200, 200, 100, 250, Reason.UNDERSPENT),
        ]

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"document": Document.PRO_FORMA}, Reason.PRO_FORMA),
            ({"invoiced_on": date(2010, 4, 30)}, Reason.BEFORE_AGREEMENT),
        ],
    )
    def test_where_nothing_that_counts_came_the_rest_is_not_invoiced(
        self, change: dict[str, Any], reason: Reason
    ) -> None:
        """Of 1,000 planned 300 are rejected: the other 700 are not spent for less."""
        assert told(justified(invoice("F1", 300, **change))) == [
            (300, 0, 0, 150, reason),
            (0, 0, 0, 350, Reason.NO_INVOICE),
        ]

    def test_a_use_without_an_invoice_is_a_row(self) -> None:
        assert told(justified()) == [(0, 0, 0, 500, Reason.NO_INVOICE)]

    def test_an_item_of_which_nothing_is_eligible_is_told(self) -> None:
        barred = use(eligible=xof(0))

        assert told(justified(invoice(), items=[(barred, xof(500))])) == [
            (1_000, 0, 0, 0, Reason.OVER_COST),
            (0, 0, 0, 500, Reason.NOT_ELIGIBLE),
        ]

    def test_a_grant_beyond_the_eligible_cost_of_its_item_is_lost(self) -> None:
        """300 of 1,000 are eligible: of a grant of 500, 200 can never count."""
        partly = use(eligible=xof(300))

        assert told(justified(invoice(), items=[(partly, xof(500))])) == [
            (1_000, 300, 300, 0, Reason.OVER_COST),
            (0, 0, 0, 200, Reason.NOT_ELIGIBLE),
        ]

    def test_equipment_sold_too_early_takes_its_grant_back(self) -> None:
        sold = use(in_service=date(2010, 7, 1), sold_on=date(2011, 7, 1))
        made = justified(invoice(), items=[(sold, xof(500))], terms=agreement(keep_years=3))

        assert told(made) == [
            (1_000, 1_000, 500, 0, None),
            (0, 0, -500, 500, Reason.CLAWED_BACK),
        ]
        assert made.payable == xof(-350)

    def test_the_rate_of_the_agreement_is_a_limit(self) -> None:
        """By hand: 40 % of 1,000 spent is 400, 100 less than the plan."""
        made = justified(invoice(), terms=agreement(rate=Rate.parse("40 %")))

        assert told(made)[1:] == [(0, 0, -100, 100, Reason.OVER_RATE)]
        assert made.justified == xof(400)

    def test_the_ceiling_of_the_agreement_is_a_limit(self) -> None:
        """Planned 500, ceiling 450: 450 granted; of 400 proven nothing is lost, of 500 it is 50."""
        capped = agreement(ceiling=xof(450))
        part, whole = (justified(invoice(amount=amount), terms=capped) for amount in (800, 1_000))

        assert told(part)[1:] == [(0, 0, 0, -50, Reason.CEILING)]
        assert told(whole)[1:] == [(0, 0, -50, 0, Reason.CEILING)]
        assert (part.granted, part.justified, part.unjustified) == (xof(450), xof(400), xof(50))
        assert (whole.granted, whole.justified, whole.unjustified) == (xof(450), xof(450), xof(0))


class TestPayable:
    """The grant is paid in advance, on invoices, and on completion."""

    def test_without_records_the_advance_is_paid(self) -> None:
        """By hand: 70 % of 500 is 350."""
        made = justified(invoice())

        assert (made.paid, made.payable) == (xof(350), xof(150))

    def test_more_paid_than_proven_is_to_be_repaid(self) -> None:
        assert justified().payable == xof(-350)

    def test_recorded_payments_replace_the_advance(self) -> None:
        came = (
            GrantPayment(on=date(2010, 6, 1), amount=xof(200)),
            GrantPayment(on=date(2011, 6, 1), amount=xof(100)),
        )
        terms = agreement(payments=came)

        assert justified(invoice(), terms=terms).payable == xof(200)
        assert justified(invoice(), terms=terms, on=date(2011, 5, 31)).payable == xof(300)
        assert justified(terms=terms, on=date(2010, 5, 31)).paid == xof(0)

    def test_before_completion_payments_stop_at_the_interim_limit(self) -> None:
        """By hand: 80 % of 500 is 400, so 50 more than the advance; then the last 100."""
        terms = agreement(interim=Rate.parse("80 %"))
        done = attrs.evolve(terms, completed_on=ON)

        assert justified(invoice(), terms=terms).payable == xof(50)
        assert justified(terms=terms).payable == xof(0)
        assert justified(invoice(), terms=done).payable == xof(150)
        assert justified(invoice(), terms=done, on=ON - timedelta(days=1)).payable == xof(50)


def test_an_invoice_of_a_later_day_is_not_known_yet() -> None:
    late = invoice(invoiced_on=ON)

    assert justified(late, on=ON - timedelta(days=1)).justified == xof(0)
    assert justified(late).justified == xof(500)


# Properties

minors = st.integers(1, 10**10)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Item], list[Invoice], GrantAgreement]:
    """Items with a grant, and invoices of all kinds on them."""
    items: list[Item] = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        cost = draw(minors)
        taxed = draw(st.booleans())
        item = use(
            number,
            cost,
            vat=Rate.parse("18 %") if taxed else None,
            vat_recovered=taxed,
            kind=draw(st.sampled_from([UseKind.EQUIPMENT] * 4 + [UseKind.WORKING_CAPITAL])),
        )
        items.append((item, xof(draw(st.integers(0, cost)))))
    invoices = [
        invoice(
            f"F{draw(st.integers(1, 9))}",
            Money(draw(minors), draw(st.sampled_from([XOF, XOF, EUR, Currency.of("USD")]))),
            use=f"U{draw(st.integers(1, len(items)))}",
            invoiced_on=AGREED + timedelta(days=draw(st.integers(-30, 900))),
            document=draw(st.sampled_from([Document.INVOICE] * 3 + [Document.PRO_FORMA])),
        )
        for _ in range(draw(st.integers(0, 6)))
    ]
    terms = agreement(
        ceiling=xof(draw(minors)),
        until=draw(st.none() | st.just(date(2011, 12, 31))),
        rate=draw(st.none() | st.just(Rate.parse("30 %"))),
    )
    return items, invoices, terms


@given(cases())
def test_every_franc_is_proven_or_lost_for_a_reason(
    case: tuple[list[Item], list[Invoice], GrantAgreement],
) -> None:
    items, invoices, terms = case
    made = justified(*invoices, items=items, terms=terms)
    planned = sum(grant.minor for _, grant in items)

    assert made.granted.minor == min(planned, terms.ceiling.minor)
    assert made.justified + made.unjustified == made.granted
    assert made.justified.minor >= 0
    for row in made.rows:
        if row.unjustified or row.rejected is None or row.rejected:
            assert row.reason is not None


@given(cases())
def test_5_the_grant_stays_within_rate_ceiling_and_plan(
    case: tuple[list[Item], list[Invoice], GrantAgreement],
) -> None:
    """Grant ≤ rate × eligible, ≤ ceiling, ≤ eligible, and ≤ what is planned on each item."""
    items, invoices, terms = case
    made = justified(*invoices, items=items, terms=terms)
    eligible = sum(row.eligible.minor for row in made.rows)

    assert made.justified <= terms.ceiling
    assert made.justified.minor <= eligible
    if terms.rate is not None:
        assert made.justified.minor <= terms.rate.fraction * eligible
    for item, grant in items:
        rows = [row for row in made.rows if row.use == item.id]
        spent = sum(row.eligible.minor for row in rows)
        most = min(grant, eligible_cost(item))
        exact = Fraction(most.minor * spent, eligible_cost(item).minor)
        assert sum(row.justified.minor for row in rows) == rounded(exact, RoundingMode.HALF_UP)
        assert spent <= eligible_cost(item).minor


@given(cases(), minors)
def test_one_more_invoice_never_proves_less(
    case: tuple[list[Item], list[Invoice], GrantAgreement], amount: int
) -> None:
    items, invoices, terms = case
    before = justified(*invoices, items=items, terms=terms)
    after = justified(*invoices, invoice("NEW", amount), items=items, terms=terms)

    assert after.justified >= before.justified
    assert after.granted == before.granted
    assert after.payable >= before.payable


@given(cases(), st.randoms())
def test_the_order_of_the_invoices_changes_no_total(
    case: tuple[list[Item], list[Invoice], GrantAgreement], random: Any
) -> None:
    items, invoices, terms = case
    invoices = [attrs.evolve(each, id=f"F{at}") for at, each in enumerate(invoices)]
    shuffled = random.sample(invoices, len(invoices))

    assert justified(*shuffled, items=items, terms=terms).justified == (
        justified(*invoices, items=items, terms=terms).justified
    )
