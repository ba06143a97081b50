"""The command line: every command of ``investisens``."""

from investisens.cli.amend_command import amend
from investisens.cli.arrears_command import arrears
from investisens.cli.commands import check, new, project, schedule
from investisens.cli.grants_command import grants
from investisens.cli.import_command import import_command
from investisens.cli.ledger_command import ledger
from investisens.cli.ledger_listing import LOOKING
from investisens.cli.plan_command import plan
from investisens.cli.program import main
from investisens.cli.record_command import record
from investisens.cli.record_decisions import DECISIONS
from investisens.cli.rules_command import rules
from investisens.cli.statement_command import statement

_READING = (project, schedule, plan, grants, arrears, statement, rules, check)
_WRITING = (new, import_command, record, amend, ledger)

for _command in DECISIONS:
    record.add_command(_command)

for _command in LOOKING:
    ledger.add_command(_command)

for _command in (*_READING, *_WRITING):
    main.add_command(_command)

__all__ = ["main"]
