"""The command line: ``investisens project``, ``schedule``, ``check`` and ``new``."""

from investisens.cli.commands import check, new, project, schedule
from investisens.cli.program import main

for _command in (project, schedule, check, new):
    main.add_command(_command)

__all__ = ["main"]
