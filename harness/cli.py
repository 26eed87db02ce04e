"""The command line.  Exit statuses: 0 clean, 1 errata, 2 usage, 3 something is missing, 4 internal fault."""

from __future__ import annotations

import dataclasses
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from harness import __version__, listing
from harness.commands.baseline import baseline
from harness.commands.bisect import bisect
from harness.commands.check import check
from harness.commands.diff import diff
from harness.commands.explain import explain
from harness.commands.fix import fix
from harness.commands.mutate import mutate
from harness.commands.report import report
from harness.commands.reproduce import reproduce
from harness.errors import HarnessError, MissingError, UsageError
from harness.progress import Progress

ERR = Console(stderr=True, highlight=False, soft_wrap=True)


class Group(click.Group):
    """Commands whose errors are one message and an exit status."""

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


@cli.command()
@click.argument("versions", nargs=-1, required=True, metavar="VERSION...")
@click.option("--json", "as_json", is_flag=True, help="A JSON object a line.")
@click.option("--summary", is_flag=True, help="Counts and shares only.")
@click.option(
    "--run",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="With --summary: the verdicts of the run whose reports are in this folder, too.",
)
@click.option("--claims", is_flag=True, help="Claims outside samples as well.")
@click.option("--why", metavar="FILE:LINE", help="How the sample there came by its check: its entry, needs and plan.")
@click.option("--stale", is_flag=True, help="What in doc_snippets/ none of these releases needs; exit status 1.")
def samples(
    versions: tuple[str, ...],
    as_json: bool,
    summary: bool,
    folder: Path | None,
    claims: bool,
    why: str | None,
    stale: bool,
) -> None:
    """List every sample of a release's docs: place, kind, planned check, reason."""
    if sum((summary, why is not None, stale)) > 1:
        raise UsageError("give one of --summary, --why and --stale")
    if folder is not None and not summary:
        raise UsageError("--run goes with --summary")
    if stale:
        _stale(versions, as_json=as_json)
        return
    if len(versions) > 1:
        raise UsageError("give one release; several go with --stale")
    with Progress(ERR) as progress:
        if why is not None:
            explained = listing.why(versions[0], why, progress)
            click.echo(json.dumps(explained, ensure_ascii=False, indent=2) if as_json else listing.told(explained))
            return
        rows = listing.samples(versions[0], progress, claims=claims)
    if summary:
        groups = listing.planned_figures(versions[0], rows)
        groups += listing.run_figures(versions[0], rows, folder) if folder else []
        _summary(groups, as_json=as_json)
        return
    for row in rows:
        if as_json:
            click.echo(row.json)
        else:
            reason = f"  ({row.reason})" if row.reason else ""
            click.echo(f"{row.file}:{row.line}:{row.column}: {row.kind}: {row.check}{reason}")


def _stale(versions: tuple[str, ...], *, as_json: bool) -> None:
    """A line a key of the contexts that nothing needs; exit status 1 when there is one."""
    with Progress(ERR) as progress:
        found = listing.unneeded(versions, progress)
    for item in found:
        if as_json:
            click.echo(json.dumps(dataclasses.asdict(item), ensure_ascii=False))
        else:
            opens = f" ({' '.join(item.opens.split())[:60]})" if item.opens else ""
            click.echo(f"{item.file}: {item.key + ': ' if item.key else ''}{item.message}{opens}")
    sys.exit(1 if found else 0)


def _summary(groups: Sequence[listing.Group], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(group) for group in groups], ensure_ascii=False, indent=2))
        return
    for group in groups:
        click.echo(f"{group.title} ({group.total} samples)")
        for name, count in sorted(group.counts.items(), key=lambda pair: -pair[1]):
            share = 100 * count / group.total if group.total else 0.0
            click.echo(f"  {count:5}  {share:5.1f} %  {name}")


cli.add_command(baseline)
cli.add_command(bisect)
cli.add_command(check)
cli.add_command(diff)
cli.add_command(explain)
cli.add_command(fix)
cli.add_command(mutate)
cli.add_command(report)
cli.add_command(reproduce)


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
