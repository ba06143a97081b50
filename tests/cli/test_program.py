"""The program as a shell sees it: exit codes, streams, languages, encodings, cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from investisens import __version__, cli
from investisens.cli.options import process_language
from investisens.cli.program import MOST_FINDINGS, Program, explain

Run = Callable[..., Result]

HEAVY = {"numpy", "rich", "babel", "cattrs", "sqlite_utils", "tomlkit", "holidays"}


def start(*words: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """A process of its own, in English unless told otherwise."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**kept, "LC_ALL": "C.UTF-8", **environ},
        capture_output=True,
        check=False,
    )


def failing(error: BaseException) -> Program:
    """A program whose only command raises *error*."""

    @click.group(cls=Program)
    def program() -> None:
        """Program."""

    @program.command()
    def fail() -> None:
        raise error

    assert isinstance(program, Program)
    return program


@given(st.sampled_from(["fr", "fr_FR", "fr_BJ.UTF-8", "FR"]), st.sampled_from(["", "C", "de_DE"]))
def test_the_first_locale_that_is_set_counts(french: str, other: str) -> None:
    assert process_language({"LC_ALL": french, "LANG": other}) == "fr"
    assert process_language({"LC_ALL": other, "LANG": french}) == ("en" if other else "fr")


@given(st.text().filter(lambda text: not text.lower().startswith("fr")))
def test_any_other_locale_is_english(locale: str) -> None:
    assert process_language({"LANG": locale}) == "en"


def test_the_variable_comes_before_the_locale(run: Run, folder: Path) -> None:
    assert run("check", "essai", INVESTISENS_LANG="fr").stdout == "essai : rien à corriger\n"
    assert run("check", "essai", LC_ALL="fr_FR.UTF-8").stdout == "essai : rien à corriger\n"
    assert run("check", "essai", INVESTISENS_LANG="en", LC_ALL="fr_FR.UTF-8").stdout == (
        "essai: nothing to correct\n"
    )


def test_a_language_may_be_in_capitals(run: Run, folder: Path) -> None:
    assert run("check", "essai", INVESTISENS_LANG="FR").stdout == "essai : rien à corriger\n"


def test_the_option_comes_before_the_variable(run: Run, folder: Path) -> None:
    result = run("check", "essai", "--lang", "en", INVESTISENS_LANG="fr")

    assert result.stdout == "essai: nothing to correct\n"


def test_a_language_that_is_not_spoken_is_wrong_usage(run: Run, folder: Path) -> None:
    result = run("check", "essai", INVESTISENS_LANG="de")

    assert result.exit_code == 2
    assert "'de' is not one of 'fr', 'en'" in result.stderr


@pytest.mark.parametrize(
    ("text", "lang", "message"),
    [
        (
            "31/12/2012",
            "en",
            "'31/12/2012' is not a day: write it as YYYY-MM-DD, such as 2012-12-31",
        ),
        (
            "2011-02-30",
            "fr",
            "'2011-02-30' n'est pas un jour : écrivez-le AAAA-MM-JJ, par exemple 2012-12-31",
        ),
        ("20121231", "en", "'20121231' is not a day: write it as YYYY-MM-DD, such as 2012-12-31"),
    ],
)
def test_a_day_written_another_way_is_wrong_usage(
    run: Run, folder: Path, text: str, lang: str, message: str
) -> None:
    """Also where the language is told after the day."""
    result = run("project", "essai", "--on", text, "--lang", lang)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.endswith(f"Error: Invalid value for '--on': {message}\n")


def test_a_broken_folder_shows_its_errors_and_nothing_else(run: Run, folder: Path) -> None:
    (folder / "fund.toml").write_text("format = \n", encoding="utf-8")
    result = run("project", "essai")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("error: fund.toml")
    assert "Traceback" not in result.stderr


def test_many_errors_are_cut_short_and_check_shows_them_all(run: Run, folder: Path) -> None:
    lines = "".join(f"C{k},2010-01-01,FR01,many\n" for k in range(MOST_FINDINGS + 7))
    (folder / "calls.csv").write_text("call,called_on,investor,amount\n" + lines, encoding="utf-8")
    result = run("project", "essai")
    shown = result.stderr.splitlines()

    assert len(shown) == MOST_FINDINGS + 1
    assert shown[-1] == "... and 7 more: investisens check shows them all"
    assert run("check", "essai").stdout.count("error: ") == MOST_FINDINGS + 7


def test_a_file_problem_is_one_line() -> None:
    error = PermissionError(13, "Permission denied", "essai/fund.toml")
    result = CliRunner(env={"LC_ALL": "fr_FR"}).invoke(failing(error), ["fail"])

    assert result.exit_code == 1
    assert result.stderr == "erreur : essai/fund.toml : Permission denied\n"


def test_a_fault_of_ours_keeps_its_traceback() -> None:
    """It is to be reported, not to be hidden."""
    assert not explain(ZeroDivisionError("here"), "en")
    result = CliRunner().invoke(failing(ZeroDivisionError("here")), ["fail"])

    assert isinstance(result.exception, ZeroDivisionError)


def test_an_interruption_ends_with_130() -> None:
    result = CliRunner(env={"LC_ALL": "C"}).invoke(failing(KeyboardInterrupt()), ["fail"])

    assert (result.exit_code, result.stderr) == (130, "interrupted\n")


def test_a_reader_that_leaves_ends_with_141() -> None:
    result = CliRunner().invoke(failing(BrokenPipeError(32, "Broken pipe")), ["fail"])

    assert (result.exit_code, result.stdout, result.stderr) == (141, "", "")


def test_a_closed_pipe_leaves_no_traceback(folder: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        process = subprocess.run(
            [sys.executable, "-m", "investisens", "project", "essai", "--format", "json"],
            cwd=folder.parent,
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writer)

    assert (process.returncode, process.stderr) == (141, b"")


def test_an_output_closed_from_the_start_is_no_failure(folder: Path) -> None:
    script = (
        "import sys\n"
        "sys.stdout = None\n"
        "from investisens.cli import main\n"
        "main(['project', 'essai'])\n"
    )
    process = start("-c", script, folder=folder.parent)

    assert (process.returncode, process.stderr) == (0, b"")


def test_the_module_runs_the_command(folder: Path) -> None:
    process = start("-m", "investisens", "check", "essai", folder=folder.parent)

    assert (process.returncode, process.stdout) == (0, b"essai: nothing to correct\n")


def test_the_version_is_the_one_of_the_package(run: Run) -> None:
    assert run("--version").stdout == f"investisens {__version__}\n"


def test_no_command_shows_the_help_as_wrong_usage(run: Run) -> None:
    result = run()

    assert result.exit_code == 2
    assert "Usage: investisens [OPTIONS] COMMAND [ARGS]..." in result.output


def test_machine_formats_are_utf_8_whatever_the_locale(folder: Path) -> None:
    text = (folder / "fund.toml").read_text(encoding="utf-8")
    (folder / "fund.toml").write_text(text.replace("Fonds d'essai", "Forêt"), encoding="utf-8")
    words = ("-m", "investisens", "project", "essai", "--format", "json")
    process = start(*words, folder=folder.parent, PYTHONIOENCODING="ascii")

    assert json.loads(process.stdout.decode("utf-8"))["facts"]["fund"] == "Forêt"


def test_a_poor_terminal_gets_plainer_signs_and_no_error(folder: Path) -> None:
    """ASCII has neither narrow spaces nor rules nor accents."""
    words = ("-m", "investisens", "schedule", "essai", "L2", "--lang", "fr")
    process = start(*words, folder=folder.parent, PYTHONIOENCODING="ascii")

    assert process.returncode == 0
    assert b"Principal" not in process.stdout
    assert b"Contrat : L2\n" in process.stdout
    assert b"100 000 F CFA\n" in process.stdout
    assert b"-----" in process.stdout


def test_help_loads_nothing_heavy(folder: Path) -> None:
    script = (
        "import sys\n"
        "from investisens.cli import main\n"
        "main(['project', '--help'], standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    loaded = start("-c", script, folder=folder).stderr.decode().split()

    assert "investisens.cli.commands" in loaded
    assert sorted({name.split(".")[0] for name in loaded} & HEAVY) == []


def test_a_projection_loads_neither_numpy_nor_the_database(folder: Path) -> None:
    script = (
        "import sys\n"
        "from investisens.cli import main\n"
        "main(['project', 'essai'], standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    loaded = start("-c", script, folder=folder.parent).stderr.decode().split()

    assert "investisens.portfolio.projection" in loaded
    assert sorted({"numpy", "sqlite_utils", "tomlkit"} & set(loaded)) == []


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of words of every command, those of groups included."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize("path", list(commands(cli.main)), ids=" ".join)
def test_every_command_explains_itself(run: Run, path: tuple[str, ...]) -> None:
    result = run(*path, "--help")
    command: click.Command = cli.main
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    asked = [each.name for each in command.params if isinstance(each, click.Argument)]

    assert result.exit_code == 0
    assert f"Usage: investisens {' '.join(path)} [OPTIONS] " in result.stdout
    assert asked
    assert "--lang [fr|en]" in result.stdout
