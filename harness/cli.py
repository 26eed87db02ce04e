"""The command line.  Exit statuses: 0 clean, 1 errata, 2 usage, 3 something is missing, 4 internal fault."""

from __future__ import annotations

import dataclasses
import json
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness import __version__, availability, listing, live, pipeline
from harness.commands.explain import explain
from harness.commands.fix import fix
from harness.commands.reproduce import reproduce
from harness.errors import HarnessError, MissingError, UsageError
from harness.progress import Progress
from harness.registry.reports import REPORTS

OUT, ERR = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)


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
@click.argument("versions", nargs=-1, metavar="[VERSION]...")
@click.option(
    "--docs",
    "checkout",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Check the docs of this checkout instead of a release's.",
)
@click.option("--celery", metavar="REQUIREMENT", help="Celery to hold the docs against: a version, a path, a git URL.")
@click.option(
    "--broker",
    "brokers",
    multiple=True,
    metavar="redis|rabbitmq|URL",
    help="Broker of the live workers, repeatable: samples are run on each.  [default: redis]",
)
@click.option(
    "--service", "services", multiple=True, metavar="URL", help="A service that some samples need, repeatable."
)
@click.option("--services", "listing", is_flag=True, help="Say which services this machine has, and check nothing.")
@click.option("--page", "pages", multiple=True, metavar="GLOB", help="Only these pages (userguide/*), repeatable.")
@click.option("--static", is_flag=True, help="No broker, no workers: only what can be seen without running samples.")
@click.option("--no-repair", is_flag=True, help="Propose corrections without checking them.")
@click.option("-n", "runners", type=click.IntRange(min=1), help="Plans that run at a time.  [default: three a core]")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder of the reports.")
@click.option(
    "--format",
    "form",
    default="terminal",
    show_default=True,
    type=click.Choice(["terminal", "markdown", "json", "github"]),
    help="What is printed; the files in the folder of the reports are always written.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option(
    "--target-python",
    "adopted",
    multiple=True,
    metavar="NAME=PYTHON",
    help="Use this interpreter, with its Celery, as the target of that name (tox environments do).",
)
def check(
    versions: tuple[str, ...],
    checkout: Path | None,
    celery: str | None,
    brokers: tuple[str, ...],
    services: tuple[str, ...],
    listing: bool,
    pages: tuple[str, ...],
    static: bool,
    no_repair: bool,
    runners: int | None,
    out: Path | None,
    form: str,
    adopted: tuple[str, ...],
) -> None:
    """Check docs and report their errata.

    Without VERSION, the newest release.  Reports go to reports/VERSION/.  Exit status: 0 nothing is wrong, 1 errata,
    2 usage, 3 something needed is missing, 4 an internal fault.
    """
    if listing:
        _services({**live.brokers_of(brokers), **live.services_of(services)}, as_json=form == "json")
        return
    request = pipeline.Request(
        versions=versions,
        checkout=checkout,
        celery=celery,
        brokers=brokers,
        services=services,
        pages=pages,
        static=static,
        repair=not no_repair,
        runners=runners,
        out=out,
        adopted=adopted,
    )
    with Progress(ERR) as progress:
        results = pipeline.check(request, progress)
    width = OUT.width if OUT.is_terminal else None
    click.echo(REPORTS[form].render(results, width=width, colour=OUT.is_terminal), nl=False)
    sys.exit(1 if results.errata else 0)


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


def _services(urls: Mapping[str, str | None], *, as_json: bool) -> None:
    """A line a service; exit status 3 when there is no broker at all."""
    rows = availability.rows(urls)
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(row) for row in rows], indent=2))
    else:
        table = Table(box=None, pad_edge=False)
        for title in ("service", "role", "there", "for", "how, or why not"):
            table.add_column(title, overflow="fold")
        for row in rows:
            there = Text("yes", style="green") if row.available else Text("no", style="red")
            table.add_row(row.name, row.role, there, row.purpose, Text(row.how))
        Console(highlight=False).print(table)
    if not any(row.available for row in rows if row.role == "broker"):
        sys.exit(3)


def _summary(groups: Sequence[listing.Group], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(group) for group in groups], ensure_ascii=False, indent=2))
        return
    for group in groups:
        click.echo(f"{group.title} ({group.total} samples)")
        for name, count in sorted(group.counts.items(), key=lambda pair: -pair[1]):
            share = 100 * count / group.total if group.total else 0.0
            click.echo(f"  {count:5}  {share:5.1f} %  {name}")


cli.add_command(explain)
cli.add_command(fix)
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
