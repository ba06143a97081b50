"""Runs the ``console`` blocks of Markdown pages and compares what their commands print.

A block is a terminal session: a line that starts with ``$`` is a command, the lines up to the
next one are its output, and ``...`` stands for any text. Commands run inside the test process,
without a shell. A command that fails must be followed by ``$ echo $?`` and its exit code.
"""

from __future__ import annotations

import doctest
import shlex
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import attrs
import click
from click.testing import CliRunner
from sybil import Example
from sybil.parsers.markdown import CodeBlockParser

EXIT_CODE = ("echo", "$?")
SHELL_WORDS = frozenset({"|", ">", ">>", "<", "&&", "||", ";", "&"})
TERMINAL = {"COLUMNS": "100", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}


@attrs.frozen
class Outcome:
    """What a command printed, and its exit code."""

    output: str
    exit_code: int = 0


Command = Callable[[Sequence[str]], Outcome]


@attrs.frozen(kw_only=True)
class Step:
    """One command of a session.

    Attributes:
        line: The command as written, continuation lines joined.
        words: The command split as a shell would.
        expected: The text under it, without blank lines at its end.
    """

    line: str
    words: tuple[str, ...]
    expected: str


def read_session(text: str) -> tuple[Step, ...]:
    """The commands of a console block, with the output written under each."""
    chunks: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            chunks.append((line[2:], []))
        elif not chunks:
            raise ValueError(f"expected a command such as '$ investisens', found {line!r}")
        elif chunks[-1][0].endswith("\\") and not chunks[-1][1]:
            chunks[-1] = (chunks[-1][0][:-1] + line.removeprefix("> ").strip(), [])
        else:
            chunks[-1][1].append(line)
    return tuple(
        Step(line=line, words=tuple(shlex.split(line)), expected=_ended("\n".join(output)))
        for line, output in chunks
    )


def run_session(text: str, commands: Mapping[str, Command]) -> str | None:
    """The first difference between a console block and what its commands do, or ``None``."""
    steps = read_session(text)
    exit_code = 0
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        if step.words == EXIT_CODE:
            outcome = Outcome(f"{exit_code}\n")
        else:
            refusal = _refusal(step, commands)
            if refusal is not None:
                return refusal
            outcome = commands[step.words[0]](step.words[1:])
        difference = _difference(step, outcome, following)
        if difference is not None:
            return difference
        exit_code = outcome.exit_code
    return None


def click_command(load: Callable[[], click.Command], name: str) -> Command:
    """A command run through click, on a terminal of 100 columns without colours.

    Args:
        load: Gives the click command; called at each run, so that nothing loads before.
        name: The name shown in its usage line.
    """

    def run(words: Sequence[str]) -> Outcome:
        result = CliRunner(env=TERMINAL).invoke(
            load(), list(words), prog_name=name, catch_exceptions=False
        )
        return Outcome(result.output, result.exit_code)

    return run


def show_file(words: Sequence[str]) -> Outcome:
    """``cat FILE``: the text of one file."""
    (name,) = words
    return Outcome(Path(name).read_text(encoding="utf-8"))


def list_folder(words: Sequence[str]) -> Outcome:
    """``ls [FOLDER]``: its visible names in order, one per line; a folder ends with ``/``."""
    (name,) = words or (".",)
    entries = sorted(path for path in Path(name).iterdir() if not path.name.startswith("."))
    return Outcome("".join(f"{path.name}{'/' if path.is_dir() else ''}\n" for path in entries))


def console_parser(commands: Mapping[str, Command]) -> CodeBlockParser:
    """A Sybil parser for ``console`` blocks that knows only the given commands."""

    def evaluate(example: Example) -> str | None:
        return run_session(str(example.parsed), commands)

    return CodeBlockParser("console", evaluate)


def _refusal(step: Step, commands: Mapping[str, Command]) -> str | None:
    if not step.words or step.words[0] not in commands:
        known = ", ".join(sorted([*commands, "echo $?"]))
        return (
            f"$ {step.line}\nis not a command of console blocks (known: {known}): "
            "put text that is not executed in a block marked sh"
        )
    found = sorted(SHELL_WORDS.intersection(step.words))
    if found:
        return f"$ {step.line}\nneeds a shell ({found[0]!r}): write one plain command per line"
    return None


def _difference(step: Step, outcome: Outcome, following: Step | None) -> str | None:
    checker, output = doctest.OutputChecker(), _ended(outcome.output)
    if not checker.check_output(step.expected, output, doctest.ELLIPSIS):
        wanted = doctest.Example(step.line, step.expected)
        return f"$ {step.line}\n" + checker.output_difference(wanted, output, doctest.ELLIPSIS)
    if outcome.exit_code and (following is None or following.words != EXIT_CODE):
        return (
            f"$ {step.line}\nended with exit code {outcome.exit_code}: if this is meant, "
            f"write '$ echo $?' and {outcome.exit_code} under its output"
        )
    return None


def _ended(text: str) -> str:
    """The text without blanks at the end of its lines, nor blank lines at its own end."""
    stripped = "\n".join(line.rstrip() for line in text.splitlines()).rstrip()
    return f"{stripped}\n" if stripped else ""
