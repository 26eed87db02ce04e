"""`doc-harness bisect`: the release since which the docs are wrong."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.console import Console

from harness import bisection, wire
from harness.bisection import Since
from harness.commands import runs
from harness.progress import Progress


@click.command()
@click.argument("erratum", metavar="ID")
@click.option(
    "--run",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of a run's reports.  [default: the last below reports/]",
)
@click.option("--broker", default="redis", show_default=True, metavar="redis|rabbitmq|URL", help="Beside the scripts.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def bisect(erratum: str, folder: Path | None, broker: str, as_json: bool) -> None:
    """Name the first release on which the text of an erratum is wrong, or say that it was never right.

    Runs the erratum's script on the newest patch of each minor, then on the releases between the last that is right
    and the first that is wrong.  Exit status: 0 the release is named, or the text was never right; 1 the script does
    not show the erratum on its own release; 3 there is no script, or something needed is missing.
    """
    run = runs.load(folder)
    found = run.erratum(erratum)
    with Progress(Console(stderr=True, highlight=False, soft_wrap=True)) as progress:
        since = bisection.of(found, broker, progress)
    if as_json:
        data = {
            "schema": 1,
            "erratum": found.id,
            "first": since.first,
            "right": since.right,
            "never_right": since.is_never_right,
            "open": since.open,
            "trials": wire.to_json(since.trials),
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{found.id}: {found.message}")
        click.echo(words(since))
    sys.exit(1 if since.first is None else 0)


def words(since: Since) -> str:
    """The outcome for a person."""
    oldest, newest = since.trials[0].release, since.trials[-1]
    if since.first is None:
        known = {"right": "the text is right on it", "unknown": f"its script did not tell: {newest.said}"}
        return f"not shown on {newest.release}: {known[newest.verdict]}"
    doubt = f" (nobody knows on {', '.join(since.open)})" if since.open else ""
    if since.right is None:
        until = f" up to {newest.release}" if newest.release != since.first else ""
        from_oldest = since.first == oldest
        return f"never right: wrong on {'the oldest tried, ' if from_oldest else ''}{since.first}{until}{doubt}"
    return f"wrong since {since.first}, right on {since.right}{doubt}"
