"""The command line.  Exit statuses: 0 clean, 1 errata, 2 usage, 3 something is missing, 4 internal fault."""

from __future__ import annotations

import importlib
import signal
import sys

import click
from rich.console import Console

from harness import __version__
from harness.errors import HarnessError, MissingError

ERR = Console(stderr=True, highlight=False, soft_wrap=True)

#: The commands, and what the list of them says; each is the attribute of its name in `harness.commands.NAME`, which is
#: imported when it is used: Sphinx, the package index and the brokers' clients take a second.
COMMANDS = {
    "baseline": "Make a baseline of a run's errata, or bring one up to date.",
    "bisect": "Name the first release on which the text of an erratum is wrong.",
    "check": "Check docs and report their errata.",
    "diff": "Say which documented facts appeared, went or changed.",
    "explain": "Explain a rule, or the rule of an erratum.",
    "fix": "Print the verified corrections of a run as one patch.",
    "mutate": "Seed faults into a copy of the docs, and count those found.",
    "report": "Tell what runs have found, given their folders.",
    "reproduce": "Print a script that shows an erratum with nothing but Celery.",
    "samples": "List every sample of a release's docs, and how it is checked.",
}


class Group(click.Group):
    """Commands whose modules are imported when they are used, and whose errors are one message and an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"harness.commands.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except HarnessError as error:
            ERR.print(f"doc-harness: {error}", markup=False, style="red" if ERR.is_terminal else None)
            ctx.exit(error.exit_status)
        except OSError as error:
            if error.filename is None:
                raise
            ERR.print(f"doc-harness: {error.filename}: {error.strerror}", markup=False)
            ctx.exit(MissingError.exit_status)
        except KeyboardInterrupt:
            ERR.print("doc-harness: interrupted", markup=False)
            ctx.exit(130)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="doc-harness")
def cli() -> None:
    """Hold Celery's documentation against live workers of the release that it describes.

    \b
    doc-harness check            check the newest release
    doc-harness check 5.3.6 5.4.0
    doc-harness check --docs ~/src/celery --celery ~/src/celery
    """


def main() -> None:
    """Entry point; an unexpected exception is an internal fault, told with its traceback and status 4."""
    # Ended from outside (a cancelled CI job): clean up as on Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        cli(prog_name="doc-harness")
    except Exception:
        ERR.print_exception()
        ERR.print("doc-harness: internal fault; please report it with the lines above", markup=False)
        sys.exit(4)
