"""The console blocks of the documentation are really compared with what the commands do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doc_console import Outcome, click_command, list_folder, read_session, run_session, show_file


def greet(words: Sequence[str]) -> Outcome:
    """Greets by name; fails without one."""
    if not words:
        return Outcome("who?\n", 2)
    return Outcome("".join(f"hello {word}\n" for word in words))


COMMANDS = {"greet": greet}


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1))
def test_a_faithful_session_passes(names: list[str]) -> None:
    session = "".join(f"$ greet {name}\nhello {name}\n" for name in names)

    assert run_session(session, COMMANDS) is None


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1), st.data())
def test_one_wrong_line_anywhere_fails(names: list[str], data: st.DataObject) -> None:
    wrong = data.draw(st.integers(0, len(names) - 1))
    session = "".join(
        f"$ greet {name}\nhello {'nobody' if row == wrong else name}\n"
        for row, name in enumerate(names)
    )

    assert run_session(session, COMMANDS) == (
        f"$ greet {names[wrong]}\nExpected:\n    hello nobody\nGot:\n    hello {names[wrong]}\n"
    )


@pytest.mark.parametrize(
    ("session", "words"),
    [
        ("$ greet 'Abla Kossi'\nhello Abla Kossi\n", ("greet", "Abla Kossi")),
        ("$ greet \\\n    Abla\nhello Abla\n", ("greet", "Abla")),
        ("$ greet \\\n>   Abla\nhello Abla\n", ("greet", "Abla")),
    ],
)
def test_words_are_split_as_a_shell_splits_them(session: str, words: tuple[str, ...]) -> None:
    (step,) = read_session(session)

    assert step.words == words
    assert run_session(session, COMMANDS) is None


def test_dots_stand_for_any_lines() -> None:
    assert run_session("$ greet a b c\nhello a\n...\nhello c\n", COMMANDS) is None


def test_blanks_at_the_end_of_a_line_do_not_matter() -> None:
    """Tables are padded, and editors strip what pads them."""
    padded = {"table": lambda _: Outcome("due   total  \n2011    500  \n\n")}

    assert run_session("$ table\ndue   total\n2011    500\n", padded) is None
    assert run_session("$ table\ndue  total\n2011    500\n", padded) is not None


def test_output_that_is_not_written_fails() -> None:
    assert run_session("$ greet a\n", COMMANDS) == (
        "$ greet a\nExpected nothing\nGot:\n    hello a\n"
    )


def test_a_failure_must_be_announced() -> None:
    assert run_session("$ greet\nwho?\n", COMMANDS) == (
        "$ greet\nended with exit code 2: if this is meant, "
        "write '$ echo $?' and 2 under its output"
    )


def test_an_announced_failure_passes() -> None:
    assert run_session("$ greet\nwho?\n$ echo $?\n2\n", COMMANDS) is None


def test_a_wrong_exit_code_fails() -> None:
    assert run_session("$ greet\nwho?\n$ echo $?\n1\n", COMMANDS) == (
        "$ echo $?\nExpected:\n    1\nGot:\n    2\n"
    )


def test_an_unknown_command_is_refused_rather_than_skipped() -> None:
    assert run_session("$ pip install investisens\n", COMMANDS) == (
        "$ pip install investisens\nis not a command of console blocks (known: echo $?, greet): "
        "put text that is not executed in a block marked sh"
    )


def test_a_line_that_needs_a_shell_is_refused() -> None:
    assert run_session("$ greet a > out.txt\n", COMMANDS) == (
        "$ greet a > out.txt\nneeds a shell ('>'): write one plain command per line"
    )


def test_a_block_that_starts_with_output_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a command such as"):
        read_session("hello\n$ greet a\n")


def test_click_commands_report_output_and_exit_code() -> None:
    @click.command()
    @click.argument("name")
    def hello(name: str) -> None:
        click.echo(f"hello {name}")

    run = click_command(lambda: hello, "hello")

    assert run(["Abla"]) == Outcome("hello Abla\n", 0)
    assert run([]).exit_code == 2
    assert run([]).output.startswith("Usage: hello [OPTIONS] NAME\n")


def test_an_unexpected_exception_is_not_swallowed() -> None:
    @click.command()
    def broken() -> None:
        raise ZeroDivisionError("here")

    with pytest.raises(ZeroDivisionError, match="here"):
        click_command(lambda: broken, "broken")([])


def test_a_folder_is_listed_in_order_and_a_file_is_shown(tmp_path: Path) -> None:
    (tmp_path / "fund.toml").write_text("format = 1\n", encoding="utf-8")
    (tmp_path / "calls").mkdir()
    (tmp_path / ".hidden").touch()

    assert list_folder([str(tmp_path)]) == Outcome("calls/\nfund.toml\n")
    assert show_file([str(tmp_path / "fund.toml")]) == Outcome("format = 1\n")
