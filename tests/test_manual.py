"""Every command is documented, on its help page and in docs/cli.md, and so is true.

`UPDATE_GOLDEN=1 pytest tests/test_manual.py` writes docs/cli.md anew.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from uyghurscreen import cli
from uyghurscreen.arguments import Command, commands
from uyghurscreen.manual import EXAMPLES

PAGE = Path(__file__).parents[1] / "docs" / "cli.md"
COMMANDS = commands(cli.parser())
BEGIN = "<!-- written by tests/test_manual.py from here on -->\n"

# what prints no table, and so nothing for programs
WITHOUT_JSON = {"completion"}


def _options(command: Command) -> str:
    """Return the options of a command as the rows of a table."""
    rows = []
    for action in command.parser._actions:
        if action.dest == "help":
            continue
        names = ", ".join(action.option_strings) or action.metavar or action.dest
        told = action.help or ""
        if action.choices:
            told = f"{told}: " if told else ""
            told += ", ".join(f"`{choice}`" for choice in action.choices)
        if action.required and action.option_strings:
            told += " (required)"
        if isinstance(action.default, int) and not isinstance(action.default, bool):
            told += f" ({action.default} unless given)"
        rows.append(f"| `{names}` | {told} |")
    return "\n".join(("| | |", "|---|---|", *rows))


def _section(name: str, command: Command) -> str:
    examples = "\n".join(EXAMPLES[name])
    return (
        f"## {name}\n\n{command.parser.description}\n\n"
        f"```\n{examples}\n```\n\n{_options(command)}\n"
    )


def test_the_page_of_commands_is_up_to_date() -> None:
    written = "\n".join(_section(*named) for named in COMMANDS.items())
    head, begin, found = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    assert begin
    if os.environ.get("UPDATE_GOLDEN"):
        PAGE.write_text(f"{head}{BEGIN}\n{written}", encoding="utf-8")
        found = f"\n{written}"
    assert found == f"\n{written}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    command = COMMANDS[name]
    assert command.told
    assert EXAMPLES[name][0] in command.parser.format_help()
    assert ("--json" in command.parser._option_string_actions) == (
        name not in WITHOUT_JSON
    )
    for action in command.parser._actions:
        assert action.help or action.choices, f"{name}: {action.dest} has no help"


@pytest.mark.parametrize(
    ("name", "call"), [(name, call) for name in EXAMPLES for call in EXAMPLES[name]]
)
def test_examples_are_calls_of_their_command(name: str, call: str) -> None:
    found = re.search(r"uyghurscreen [^)>]*", call.replace("\\\n", " "))
    assert found
    words = shlex.split(found[0], comments=True)
    assert words[:2] == ["uyghurscreen", name]
    cli.parser().parse_args(words[1:])
