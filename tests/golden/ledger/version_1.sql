-- A ledger of the first version of the tables, as text: see tests/ledger/test_schema.py.
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'investisens.ledger','001_events','2017-01-02');
CREATE TABLE batches (
    number INTEGER PRIMARY KEY,
    last_seq INTEGER NOT NULL REFERENCES events (seq),
    hash BLOB NOT NULL
) STRICT;
INSERT INTO "batches" VALUES(1,3,X'A8F9EFD72B2D15D137C3F8338FAD84B2F1B5D1B11E5ABD575D5AEE69E095873E');
INSERT INTO "batches" VALUES(2,5,X'7C6EEA309B6D116043D673EBCEE88061E0A6BC102B80D59F76CFBD919D606F20');
INSERT INTO "batches" VALUES(3,7,X'24010859CF8196F63C5831F06F33C5C89142409876C075391C4C5E694BB27DFB');
CREATE TABLE contracts (
    id TEXT PRIMARY KEY
) STRICT;
INSERT INTO "contracts" VALUES('L1');
CREATE TABLE currencies (
    code TEXT PRIMARY KEY,
    minor_units INTEGER NOT NULL -- minor units in one unit: 1 for XOF, 100 for EUR
) STRICT;
INSERT INTO "currencies" VALUES('EUR',100);
INSERT INTO "currencies" VALUES('XOF',1);
CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    on_day TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    contract TEXT REFERENCES contracts (id),
    amount_minor INTEGER,
    currency TEXT REFERENCES currencies (code),
    author TEXT NOT NULL,
    source TEXT NOT NULL,
    rank INTEGER NOT NULL,
    reverses TEXT REFERENCES events (id),
    content TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO "events" VALUES(1,'fund_stated:2016-12-31','fund_stated','2016-12-31','2017-01-02T09:30:00.000000Z',NULL,NULL,NULL,'Akua','dossier',0,NULL,'{"name":"Test","currency":"XOF","share_price":"10000 XOF","as_of":"2016-12-31","remainder":"largest"}',X'31CBD4E4BFCE81FAFDC99AF05650BAC17484330A190628C424A1775ABE8471C5');
INSERT INTO "events" VALUES(2,'position_signed:L1','position_signed','2010-01-01','2017-01-02T09:30:00.000000Z','L1',NULL,NULL,'Akua','dossier',1,NULL,'{"id":"L1","enterprise":"E1","kind":"loan","principal":"1000000 XOF","disbursed_on":"2010-01-01","rate":"5 %","repayment":{"dues":[{"on":["2012-01-01","2014-01-01"]}],"amortisation":"constant_principal","capitalised_dues":0,"interest_only_dues":0,"day_count":"A/365F","rounding":{"interest":"half_even","principal":"half_even","multiple":1,"interest_multiple":1},"free_dues":0,"deferred_interest_dues":0,"relevel":false,"residual":"last","levelling":false,"whole_totals":false,"parts_by_days":false,"servicing":{"allocation":"interest_first","advance":"next","asks":"total","payoff":"to_the_day","round_at_dues":false}}}',X'5C79C66BD35E2F6FF0F61476CC351EBDDC30F8F87613DD21CFD46498327FBE4B');
INSERT INTO "events" VALUES(3,'enterprise_stated:E1','enterprise_stated','2016-12-31','2017-01-02T09:30:00.000000Z',NULL,NULL,NULL,'Akua','dossier',2,NULL,'{"id":"E1","name":"Miel des collines","sector":"","commune":"","legal_form":"","woman_led":false,"season":"","adviser":""}',X'A8F9EFD72B2D15D137C3F8338FAD84B2F1B5D1B11E5ABD575D5AEE69E095873E');
INSERT INTO "events" VALUES(4,'received:P1','received','2012-01-03','2017-01-02T09:30:00.000000Z','L1',600000,'XOF','Akua','relevé 12',0,NULL,'{"id":"P1","received_on":"2012-01-03","position":"L1","amount":"600000 XOF","channel":"dépôt à l''agence","reference":"échéance \"1\"","payer":"Coopérative de Savalou"}',X'5AD8F662E8242279BF56A5978CA6B73AD95F441F09055E853411FEEC009E14BE');
INSERT INTO "events" VALUES(5,'received:P2','received','2012-01-31','2017-01-02T09:30:00.000000Z','L1',-150,'EUR','Akua','relevé 12',1,NULL,'{"id":"P2","received_on":"2012-01-31","position":"L1","amount":"-1.50 EUR","channel":"","reference":"","payer":""}',X'7C6EEA309B6D116043D673EBCEE88061E0A6BC102B80D59F76CFBD919D606F20');
INSERT INTO "events" VALUES(6,'reversed:received:P2','reversed','2012-01-31','2017-01-03T09:30:00.000000Z',NULL,NULL,NULL,'Kofi','',0,'received:P2','{"event":"received:P2","reason":"wrong currency"}',X'FE05EC83610D0A6335BBE8FECBE84B5CFCCE07520F44318F00429D52EDA7ABF3');
INSERT INTO "events" VALUES(7,'received/2:P2','received','2012-01-31','2017-01-03T09:30:00.000000Z','L1',1000,'XOF','Kofi','',0,NULL,'{"id":"P2","received_on":"2012-01-31","position":"L1","amount":"1000 XOF","channel":"","reference":"","payer":""}',X'24010859CF8196F63C5831F06F33C5C89142409876C075391C4C5E694BB27DFB');
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
CREATE TABLE standing (
    reversal INTEGER NOT NULL REFERENCES events (seq),
    event TEXT NOT NULL REFERENCES events (id),
    stands INTEGER NOT NULL,
    PRIMARY KEY (event, reversal)
) STRICT, WITHOUT ROWID;
INSERT INTO "standing" VALUES(6,'received:P2',0);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE TRIGGER batches_in_order BEFORE INSERT ON batches
WHEN NEW.number IS NOT (SELECT ifnull(max(number), 0) + 1 FROM batches)
BEGIN
    SELECT RAISE(ABORT, 'batches are only appended');
END;
CREATE TRIGGER standing_in_order BEFORE INSERT ON standing
WHEN EXISTS (SELECT 1 FROM standing WHERE event = NEW.event AND reversal >= NEW.reversal)
BEGIN
    SELECT RAISE(ABORT, 'what stands is only appended');
END;
CREATE TRIGGER contracts_once BEFORE INSERT ON contracts
WHEN EXISTS (SELECT 1 FROM contracts WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'contracts are only appended');
END;
CREATE TRIGGER currencies_once BEFORE INSERT ON currencies
WHEN EXISTS (SELECT 1 FROM currencies WHERE code = NEW.code)
BEGIN
    SELECT RAISE(ABORT, 'currencies are only appended');
END;
CREATE TRIGGER events_never_changed BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never changed: record a reversal');
END;
CREATE TRIGGER events_never_deleted BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never deleted: record a reversal');
END;
CREATE TRIGGER batches_never_changed BEFORE UPDATE ON batches
BEGIN
    SELECT RAISE(ABORT, 'batches are never changed: record a reversal');
END;
CREATE TRIGGER batches_never_deleted BEFORE DELETE ON batches
BEGIN
    SELECT RAISE(ABORT, 'batches are never deleted: record a reversal');
END;
CREATE TRIGGER standing_never_changed BEFORE UPDATE ON standing
BEGIN
    SELECT RAISE(ABORT, 'standing are never changed: record a reversal');
END;
CREATE TRIGGER standing_never_deleted BEFORE DELETE ON standing
BEGIN
    SELECT RAISE(ABORT, 'standing are never deleted: record a reversal');
END;
CREATE TRIGGER contracts_never_changed BEFORE UPDATE ON contracts
BEGIN
    SELECT RAISE(ABORT, 'contracts are never changed: record a reversal');
END;
CREATE TRIGGER contracts_never_deleted BEFORE DELETE ON contracts
BEGIN
    SELECT RAISE(ABORT, 'contracts are never deleted: record a reversal');
END;
CREATE TRIGGER currencies_never_changed BEFORE UPDATE ON currencies
BEGIN
    SELECT RAISE(ABORT, 'currencies are never changed: record a reversal');
END;
CREATE TRIGGER currencies_never_deleted BEFORE DELETE ON currencies
BEGIN
    SELECT RAISE(ABORT, 'currencies are never deleted: record a reversal');
END;
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
CREATE TRIGGER events_in_order BEFORE INSERT ON events
WHEN NEW.seq IS NOT (SELECT ifnull(max(seq), 0) + 1 FROM events)
    OR EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'events are only appended: this one is there, or out of order');
END;
COMMIT;
