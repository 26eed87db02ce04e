"""``doc-harness samples``: every sample of a release's docs, and how it is checked."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from harness import listing
from harness.errors import UsageError
from harness.progress import Progress

ERR = Console(stderr=True, highlight=False, soft_wrap=True)


@click.command()
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
