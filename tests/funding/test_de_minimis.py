"""De minimis aid over time: rolling years, fiscal years before 2024, and the day they change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.de_minimis import (
    Aid,
    FiscalYears,
    RollingYears,
    check_de_minimis,
    de_minimis_room,
    room_under,
)
from investisens.values.currency import EUR
from investisens.values.dates import YearDay
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.money import Money

THREE = RollingYears(years=3)

days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
amounts = st.integers(0, 40_000_000).map(lambda cents: Money(cents, EUR))
registers = st.lists(
    st.builds(Aid, measure=st.just("aid"), granted_on=days, equivalent=amounts), max_size=8
)


def euros(amount: int) -> Money:
    return Money.of(amount, EUR)


CEILING = euros(300_000)


def aid(year: int, month: int, day: int, amount: int) -> Aid:
    return Aid(measure="grant", granted_on=date(year, month, day), equivalent=euros(amount))


REGISTER = [aid(2023, 6, 15, 120_000), aid(2024, 3, 1, 100_000), aid(2025, 2, 10, 60_000)]


class TestRollingYears:
    """Capped over any rolling three years (no longer fiscal years).

    Headroom on day d = ceiling − Σ aid granted in the three years ending on d. Aid is granted on
    the day the legal right arises, whenever paid.
    """

    @pytest.mark.parametrize(
        ("on", "headroom"),
        [
            (date(2026, 3, 10), 20_000),
            (date(2026, 6, 15), 140_000),
            (date(2027, 3, 1), 240_000),
        ],
    )
    def test_aid_leaves_the_window_on_its_third_anniversary(self, on: date, headroom: int) -> None:
        """CON-23 F: 120,000 in June 2023, 100,000 in March 2024, 60,000 in February 2025.

        The window is strictly after the same day three years before; that edge is our reading.
        """
        assert room_under(REGISTER, CEILING, THREE, on=on).headroom == euros(headroom)
        assert de_minimis_room(REGISTER, on=on).headroom == euros(headroom)

    @given(registers, days, amounts)
    def test_31_each_aid_takes_its_room(
        self, register: list[Aid], on: date, equivalent: Money
    ) -> None:
        more = [*register, Aid(measure="new", granted_on=on, equivalent=equivalent)]

        before, after = (room_under(each, CEILING, THREE, on=on) for each in (register, more))
        assert after.used == before.used + equivalent
        assert after.headroom == max(euros(0), before.headroom - equivalent)

    @given(registers, days, st.integers(0, 1_500))
    def test_31_room_never_rises_but_by_expiry(
        self, register: list[Aid], on: date, later: int
    ) -> None:
        then = on + timedelta(later)
        before, after = (room_under(register, CEILING, THREE, on=day) for day in (on, then))

        expired = [each for each in register if before.since <= each.granted_on < after.since]
        if not expired:
            assert after.headroom <= before.headroom

    @given(registers, days)
    def test_aid_not_yet_granted_does_not_count(self, register: list[Aid], on: date) -> None:
        known = [each for each in register if each.granted_on <= on]

        assert room_under(register, CEILING, THREE, on=on) == room_under(
            known, CEILING, THREE, on=on
        )

    def test_a_leap_day_ends_a_window_like_the_day_before(self) -> None:
        assert THREE.first_day(date(2028, 2, 29)) == date(2025, 3, 1)


class TestFiscalYears:
    """Before 2024: the fiscal year of the aid and the two before it, 200,000 EUR."""

    @pytest.mark.parametrize(
        ("start", "first_day"),
        [
            (YearDay(1, 1), date(2021, 1, 1)),
            (YearDay(7, 1), date(2020, 7, 1)),
            (YearDay(6, 15), date(2021, 6, 15)),
        ],
    )
    def test_the_window_begins_with_a_fiscal_year(self, start: YearDay, first_day: date) -> None:
        window = FiscalYears(years=3, start=start)

        assert window.first_day(date(2023, 6, 15)) == first_day

    def test_the_regulation_of_the_day_decides(self) -> None:
        """An aid of January 2021 counts to the end of 2023, and left the rolling years by then."""
        register = [aid(2021, 1, 10, 150_000)]

        last, first = (
            de_minimis_room(register, on=day) for day in (date(2023, 12, 31), date(2024, 1, 10))
        )
        assert (last.since, last.headroom) == (date(2021, 1, 1), euros(50_000))
        assert (first.since, first.headroom) == (date(2021, 1, 11), CEILING)

    def test_a_day_without_a_regulation_has_no_room(self) -> None:
        for day in (date(2013, 12, 31), date(2031, 1, 1)):
            with pytest.raises(MissingData):
                de_minimis_room([], on=day)


class TestRegister:
    """Each aid is checked on the day it is granted, with those before it."""

    def test_the_aid_that_passes_the_ceiling_is_named(self) -> None:
        register = [*REGISTER, aid(2026, 3, 10, 20_001)]

        (finding,) = check_de_minimis(register)
        assert str(finding) == (
            "grant of 2026-03-10: expected at most 300000.00 EUR (Regulation (EU) 2023/2831 "
            "(EUR-Lex summary); verified text), found 300001.00 EUR since 2023-03-11: lower the "
            "aid by 1.00 EUR, grant it later, or use another basis"
        )

    @given(registers)
    def test_a_register_without_findings_never_passes_the_ceiling(
        self, register: list[Aid]
    ) -> None:
        if not check_de_minimis(register):
            for each in register:
                assert not de_minimis_room(register, on=each.granted_on).excess

    @given(registers)
    def test_the_order_of_the_register_does_not_matter(self, register: list[Aid]) -> None:
        assert len(check_de_minimis(register[::-1])) == len(check_de_minimis(register))


def test_a_negative_aid_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Aid(measure="grant", granted_on=date(2026, 1, 1), equivalent=Money(-1, EUR))

    assert str(caught.value) == "equivalent is -0.01 EUR: an aid is 0 or more"
