"""What funders bring above a maximum is cut back, by an agreed rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.cut_back import CutBack, cut_back
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode
from plans import xof

grants = st.lists(st.integers(0, 10**12), min_size=1, max_size=6)
maxima = st.integers(0, 10**12)


def cut(amounts: list[int], most: int, rule: CutBack, named: int | None = None) -> list[int]:
    return [each.minor for each in cut_back([*map(xof, amounts)], xof(most), rule, named)]


class TestPublicShareCap:
    """If the sum of grants exceeds its share of eligible cost, it is cut back."""

    def test_the_printed_case_is_reproduced(self) -> None:
        """HYB-03 F: eligible 20,000,000; grants 9, 6 and 3 million; cap 80 %; pro rata.

        → total_before = 18,000,000; maximum = 16,000,000; excess = 2,000,000;
        reduced = [8,000,000; 5,333,333; 2,666,667].
        """
        before = [9_000_000, 6_000_000, 3_000_000]
        maximum = xof(20_000_000).times(Rate.parse("80 %"), RoundingMode.DOWN)

        assert maximum == xof(16_000_000)
        assert sum(before) - maximum.minor == 2_000_000
        assert cut(before, maximum.minor, CutBack.PRO_RATA) == [8_000_000, 5_333_333, 2_666_667]

    @given(grants, maxima, st.sampled_from(CutBack), st.data())
    def test_6_the_sum_becomes_the_maximum_and_no_grant_rises(
        self, amounts: list[int], most: int, rule: CutBack, data: st.DataObject
    ) -> None:
        """Invariant 6: Σ = min(before, cap), each grant <= before, twice is once."""
        places = st.integers(0, len(amounts) - 1)
        named = data.draw(places) if rule is CutBack.NAMED_FUNDER else None

        after = cut(amounts, most, rule, named)

        assert sum(after) == min(sum(amounts), most)
        assert all(0 <= new <= old for new, old in zip(after, amounts, strict=True))
        assert cut(after, most, rule, named) == after

    @given(grants, maxima)
    def test_last_in_first_out_spares_those_who_came_first(
        self, amounts: list[int], most: int
    ) -> None:
        after = cut(amounts, most, CutBack.LAST_IN_FIRST_OUT)
        touched = [new < old for new, old in zip(after, amounts, strict=True)]

        first = touched.index(True) if any(touched) else len(amounts)
        assert not any(after[first + 1 :])

    def test_what_is_beyond_the_named_funder_falls_on_the_others_pro_rata(self) -> None:
        """12 too much: 5 of the named one, 7 of 10 and 20: 7 × 1/3 and 7 × 2/3, to 23 in all."""
        assert cut([10, 5, 20], 23, CutBack.NAMED_FUNDER, 1) == [8, 0, 15]


class TestRefusals:
    @pytest.mark.parametrize("named", [None, 2, -1])
    def test_the_named_funder_is_one_of_them(self, named: int | None) -> None:
        with pytest.raises(InvalidTerms) as caught:
            cut([1, 2], 1, CutBack.NAMED_FUNDER, named)

        assert str(caught.value) == (
            f"named is {named} under named_funder with 2 amounts: give the place of the named "
            "funder, from 0, under named_funder, and only there"
        )

    def test_amounts_are_not_negative(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            cut_back([xof(-1)], xof(5))

        assert str(caught.value) == "amounts holds -1 XOF: use 0 or more"
        assert isinstance(caught.value.value, Money)
