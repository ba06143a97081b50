"""Values: money, rates, dates, schedules, cash flows and legs."""
