"""Bank and mobile-money statements: read into lines, checked, and matched with contracts."""

from investisens.statements.camt053 import parse_camt053
from investisens.statements.csv_statement import parse_csv
from investisens.statements.lines import Dropped, LineStatus, Statement, StatementLine
from investisens.statements.mapping import ChargeRule, CsvMapping
from investisens.statements.mapping_file import read_mapping, shipped_mapping
from investisens.statements.matching import Match, Matching, Proposal, Suspended, match
from investisens.statements.mt940_statement import parse_mt940
from investisens.statements.payers import ExpectedDue, Payer
from investisens.statements.reading import read_camt053, read_csv, read_mt940

__all__ = [
    "ChargeRule",
    "CsvMapping",
    "Dropped",
    "ExpectedDue",
    "LineStatus",
    "Match",
    "Matching",
    "Payer",
    "Proposal",
    "Statement",
    "StatementLine",
    "Suspended",
    "match",
    "parse_camt053",
    "parse_csv",
    "parse_mt940",
    "read_camt053",
    "read_csv",
    "read_mapping",
    "read_mt940",
    "shipped_mapping",
]
