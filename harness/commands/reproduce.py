"""`doc-harness reproduce`: scripts by which anybody sees an erratum."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness import reproduction, targets
from harness.commands import runs
from harness.errors import MissingError, UsageError
from harness.model import Erratum
from harness.progress import Progress


@click.command()
@click.argument("erratum", required=False, metavar="[ID]")
@click.option("--from", "folder", type=click.Path(file_okay=False, path_type=Path), help="Folder of a run's reports.")
@click.option(
    "--all", "every", is_flag=True, help="All errata of the run; the scripts go to reproducers/ in its folder."
)
@click.option("--verify", is_flag=True, help="Run what would be printed, in the release's own Python, beside a broker.")
@click.option("--broker", default="redis", show_default=True, metavar="redis|rabbitmq|URL", help="For --verify.")
@click.option(
    "--corrected", is_flag=True, help="With --verify: hold what should stand there instead; it should end with 0."
)
def reproduce(
    erratum: str | None, folder: Path | None, every: bool, verify: bool, broker: str, corrected: bool
) -> None:
    """Print a script that shows an erratum with nothing but Celery, and a broker where it has to run.

    A script ends with 1 while the docs are wrong, with 0 when they are right.  Exit status: 0, or 1 when --verify has
    seen a script end in another way, 3 when there is no script.
    """
    if (erratum is None) != every:
        raise UsageError("give the id of an erratum, or --all")
    run = runs.load(folder)
    chosen = [run.erratum(erratum)] if erratum is not None else list(run.errata)
    if not any(item.reproducer for item in chosen):
        raise MissingError(f"{run.folder}/errata.json holds no script for this: run doc-harness check again")
    if verify:
        sys.exit(_verify(run, chosen, broker, corrected))
    if not every:
        click.echo(chosen[0].reproducer, nl=False)
        return
    scripts = run.folder / "reproducers"
    scripts.mkdir(exist_ok=True)
    for item in chosen:
        if item.reproducer is not None:
            (scripts / f"{item.id}.py").write_text(item.reproducer, encoding="utf-8")
    click.echo(f"{sum(item.reproducer is not None for item in chosen)} scripts in {scripts}/")


def _verify(run: runs.Run, chosen: list[Erratum], broker: str, corrected: bool) -> int:
    """Run scripts and print a table; the exit status."""
    versions = [str(item["version"]) for item in run.docs]
    wanted = 0 if corrected else 1
    with Progress(Console(stderr=True, highlight=False, soft_wrap=True)) as progress:
        made = targets.prepare(versions, report=progress.note)
        shown = reproduction.verify(
            chosen,
            dict(zip(versions, made, strict=True)),
            broker,
            corrected=corrected,
            report=lambda done, total: progress.stage("reproducing", done, total),
        )
    table = Table(box=None, pad_edge=False)
    for title in ("erratum", "target", "ended", "as expected", ""):
        table.add_column(title, overflow="fold")
    for item in shown:
        good = item.status == wanted
        last = "" if good else (item.said.strip().splitlines() or [""])[-1]
        table.add_row(
            item.erratum.id,
            item.target,
            "-" if item.status is None else str(item.status),
            Text("yes", style="green") if good else Text("no", style="red"),
            Text(last),
        )
    console = Console(highlight=False)
    console.print(table)
    counts = Counter(item.status == wanted for item in shown)
    console.print(f"{counts[True]} of {len(shown)} as expected")
    return 0 if shown and not counts[False] else 1
