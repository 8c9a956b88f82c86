"""The command line's door: what a system administrator and a form author type."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import starting
from config import SettingsError
from views import admin_commands, form_commands

SAID = (SettingsError, form_commands.BadFile, admin_commands.BadInput, starting.CannotStart)


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit status is 0 for yes, 1 for no, 2 for a command that could not run."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = chosen.run
    try:
        return command(chosen)
    except SAID as problem:
        print(problem, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.py", description=__doc__)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name, run, words in (
        ("start", starting.start, "prepare everything, then run web and worker until Ctrl-C"),
        ("serve", starting.serve, "run the web only"),
        ("worker", starting.worker, "run one worker only"),
        ("migrate", admin_commands.migrate, "create or update the database"),
    ):
        commands.add_parser(name, help=words, description=words).set_defaults(run=run)
    _add_load(commands)
    _add_account(commands)
    _add_files(commands)
    return parser


def _add_load(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    load = commands.add_parser("load", help="load a catalogue folder, or a ZIP exported elsewhere")
    load.add_argument("what", choices=["catalogue"])
    load.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent / "catalogue")
    load.set_defaults(run=admin_commands.load)


def _add_account(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    create = commands.add_parser("create", help="create an account; asks for the password")
    create.add_argument("what", choices=["account"])
    create.add_argument("login")
    create.add_argument("--name", required=True)
    create.add_argument("--role", required=True)
    create.add_argument("--department")
    create.set_defaults(run=admin_commands.create_account)


def _add_files(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for name, run, words in (
        ("check", form_commands.check, "check form files as publishing would"),
        ("merge", form_commands.merge_files, "merge form files and say whether they agree"),
    ):
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("files", nargs="+", type=Path)
        command.add_argument("--json", action="store_true", help="answer as JSON")
        command.set_defaults(run=run)
    verify = commands.add_parser("verify", help="name every changed file of a bundle ZIP")
    verify.add_argument("file", type=Path)
    verify.set_defaults(run=form_commands.verify)
    audit = commands.add_parser("audit", help="verify the chain of the audit log")
    audit.set_defaults(run=admin_commands.audit)


if __name__ == "__main__":
    os.chdir(Path(__file__).parent)
    sys.exit(main(sys.argv[1:]))
