"""Views of a ledger for people who open it with Datasette or another reader of SQLite.

Amounts stand in units of their currency. What was reversed is not shown. `arrears` and `schedule`
are computed by the library, not by SQL: they show the day of the last `refresh`, in their column
`as_of`.
"""

from __future__ import annotations

from typing import Final

SHOWN: Final = """
CREATE TABLE shown_arrears (
    as_of TEXT NOT NULL,
    contract TEXT PRIMARY KEY REFERENCES contracts (id),
    enterprise TEXT NOT NULL,
    currency TEXT NOT NULL REFERENCES currencies (code),
    outstanding_minor INTEGER NOT NULL,
    accrued_minor INTEGER NOT NULL,
    overdue_minor INTEGER NOT NULL,
    days_past_due INTEGER NOT NULL,
    oldest_due TEXT
) STRICT;
CREATE TABLE shown_schedule (
    as_of TEXT NOT NULL,
    contract TEXT NOT NULL REFERENCES contracts (id),
    due_on TEXT NOT NULL,
    number INTEGER NOT NULL,
    currency TEXT NOT NULL REFERENCES currencies (code),
    principal_minor INTEGER NOT NULL,
    interest_minor INTEGER NOT NULL,
    fees_minor INTEGER NOT NULL,
    total_minor INTEGER NOT NULL,
    outstanding_minor INTEGER NOT NULL,
    PRIMARY KEY (contract, number)
) STRICT;
CREATE VIEW standing_events AS
SELECT * FROM events
WHERE reverses IS NULL AND ifnull(
    (SELECT stands FROM standing WHERE event = events.id ORDER BY reversal DESC LIMIT 1), 1);
CREATE VIEW payments AS
SELECT
    json_extract(content, '$.id') AS payment,
    on_day AS received_on,
    contract,
    CASE minor_units WHEN 1 THEN amount_minor ELSE 1.0 * amount_minor / minor_units END AS amount,
    currency,
    json_extract(content, '$.channel') AS channel,
    json_extract(content, '$.reference') AS reference,
    recorded_at,
    author,
    source
FROM standing_events JOIN currencies ON code = currency
WHERE kind = 'received';
CREATE VIEW positions AS
SELECT
    contract,
    json_extract(content, '$.enterprise') AS enterprise,
    json_extract(content, '$.kind') AS kind,
    on_day AS signed_on,
    coalesce(json_extract(content, '$.principal'), json_extract(content, '$.price')) AS terms,
    json_extract(content, '$.shares') AS shares,
    json_extract(content, '$.rate') AS rate,
    recorded_at
FROM standing_events
WHERE kind = 'position_signed';
CREATE VIEW arrears AS
SELECT
    contract,
    enterprise,
    CASE minor_units WHEN 1 THEN outstanding_minor
        ELSE 1.0 * outstanding_minor / minor_units END AS outstanding_principal,
    CASE minor_units WHEN 1 THEN accrued_minor
        ELSE 1.0 * accrued_minor / minor_units END AS accrued_interest,
    CASE minor_units WHEN 1 THEN overdue_minor
        ELSE 1.0 * overdue_minor / minor_units END AS overdue,
    days_past_due,
    oldest_due,
    currency,
    as_of
FROM shown_arrears JOIN currencies ON code = currency;
CREATE VIEW schedule AS
SELECT
    contract,
    number,
    due_on,
    CASE minor_units WHEN 1 THEN principal_minor
        ELSE 1.0 * principal_minor / minor_units END AS principal,
    CASE minor_units WHEN 1 THEN interest_minor
        ELSE 1.0 * interest_minor / minor_units END AS interest,
    CASE minor_units WHEN 1 THEN fees_minor
        ELSE 1.0 * fees_minor / minor_units END AS fees,
    CASE minor_units WHEN 1 THEN total_minor
        ELSE 1.0 * total_minor / minor_units END AS total,
    CASE minor_units WHEN 1 THEN outstanding_minor
        ELSE 1.0 * outstanding_minor / minor_units END AS outstanding_principal,
    currency,
    as_of
FROM shown_schedule JOIN currencies ON code = currency;
"""
