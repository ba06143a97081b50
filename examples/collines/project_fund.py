"""Project the Collines fund: what a manager would script at the end of a year.

python examples/collines/project_fund.py
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from investisens import Default, Rate, Scenario, project, read_fund, schedule_of

FOLDER = Path(__file__).parent


def main() -> None:
    """Print the cash of each year, a stress, and the next dues of one contract."""
    fund = read_fund(FOLDER)
    on = date(2013, 12, 31)
    base = project(fund, on=on)
    print(f"{fund.terms.name} on {on}: NAV {base.measures.nav}, cash {base.measures.cash}")
    for year in base.by_year():
        print(f"  {year.label}: closing cash {year.closing:>12,}")

    drought = Scenario(
        name="drought",
        defaults=(
            Default(contract="L1", on=date(2014, 2, 1), recovery=Rate.parse("30 %"), lag_days=365),
            Default(contract="L9", on=date(2014, 6, 1), recovery=Rate.parse("55 %"), lag_days=365),
        ),
    )
    stressed = project(fund, on=on, scenario=drought)
    lost = base.outlook.nav - stressed.outlook.nav
    print(f"a drought that stops L1 and L9 costs investors {lost}")

    print("L3 after its amendment:")
    for row in schedule_of(fund, "L3", on).rows[:4]:
        print(f"  {row.due_on}: {row.total:>8,}, then {row.outstanding:>10,} are outstanding")


if __name__ == "__main__":
    main()
