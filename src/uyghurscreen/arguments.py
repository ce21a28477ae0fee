"""A parser of arguments that says what may have been meant."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import Final, NamedTuple, NoReturn

from uyghurscreen.suggestions import did_you_mean

__all__ = ["Command", "Parser", "add_command", "commands"]

_NO_CHOICE: Final = re.compile(r"invalid choice: '(?P<word>[^']*)'")
_NO_OPTION: Final = re.compile(r"unrecognized arguments: (?P<word>-[^\s=]+)")


class Command(NamedTuple):
    """A command: its parser, and what it does."""

    parser: argparse.ArgumentParser
    told: str


class Parser(argparse.ArgumentParser):
    """`ArgumentParser`, with errors that name the nearest command, option or choice."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong, and what may have been meant; leave with code 2."""
        if found := _NO_CHOICE.search(message):
            choices = [c for action in self._actions for c in action.choices or ()]
            message += did_you_mean(found["word"], map(str, choices))
        elif found := _NO_OPTION.search(message):
            options = {
                option: name
                for name, command in commands(self).items()
                for option in command.parser._option_string_actions
            }
            if other := options.get(found["word"]):
                message += f"; it is an option of `{other}`"
            else:
                message += did_you_mean(found["word"], options)
        super().error(message)


def add_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    help: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    """Add a command that can print for programs, and return its parser."""
    parser = commands.add_parser(name, help=help)
    parser.add_argument("--json", action="store_true", help="print for programs")
    parser.set_defaults(run=run)
    return parser


def commands(parser: argparse.ArgumentParser) -> dict[str, Command]:
    """Return each command and what it does, in the order they were added."""
    return {
        told.dest: Command(action.choices[told.dest], told.help or "")
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for told in action._choices_actions
    }
