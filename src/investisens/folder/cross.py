"""What no file can tell alone: names, currencies, contracts and plans held against one another."""

from __future__ import annotations

from investisens.folder.content import Content
from investisens.folder.cross_capital import check_calls, check_currencies
from investisens.folder.cross_contracts import (
    check_amendments,
    check_events,
    check_payments,
    check_results,
    contracts,
)
from investisens.folder.cross_covers import check_covers
from investisens.folder.cross_decisions import check_decisions
from investisens.folder.cross_fixings import check_fixing_rows
from investisens.folder.cross_grants import check_invoices
from investisens.folder.cross_happenings import check_happenings
from investisens.folder.cross_names import check_names
from investisens.folder.cross_plan import check_plan
from investisens.folder.cross_references import check_references
from investisens.folder.cross_scenarios import (
    check_scenario_days,
    check_scenario_names,
    check_scenario_starts,
)
from investisens.folder.cross_sources import check_sources
from investisens.portfolio.fund import FundTerms


def cross_check(content: Content) -> None:
    """Adds what is wrong between the items that could be read.

    An item that could not be read says nothing here, and what depends on it is left out: one
    mistake gives one finding.
    """
    check_names(content)
    check_references(content)
    check_sources(content)
    check_fixing_rows(content)
    check_scenario_names(content)
    terms = content.table(FundTerms)
    if terms is None:
        return  # without a currency, amounts cannot be compared
    check_scenario_days(content, terms.value.as_of)
    check_happenings(content, terms.value.as_of)
    check_currencies(content, terms)
    held = contracts(content, terms.value.currency)
    check_payments(content, held)
    check_events(content, held)
    check_decisions(content, held)
    check_scenario_starts(content, held)
    check_amendments(content, held, terms.value.currency)
    check_results(content, held)
    check_covers(content, held, terms.value.currency)
    check_calls(content, terms.value)
    check_plan(content, terms.value.currency)
    check_invoices(content, terms.value.currency)
