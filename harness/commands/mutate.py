"""`doc-harness mutate`: whether the checks see faults that are seeded into the docs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from harness import mutation, pipeline, wire
from harness.mutate import score
from harness.progress import Progress

#: Rows of the tables by page and of what was missed that are shown.
MOST = 20
#: Columns of what goes to a file or a pipe.
WIDTH = 120


@click.command()
@click.argument("version", required=False, default="")
@click.option("--number", "-N", type=click.IntRange(min=1), default=200, show_default=True, help="Faults to seed.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed, the same faults.")
@click.option("--operator", "operators", multiple=True, metavar="NAME", help="Only this kind of fault; repeatable.")
@click.option("--page", "pages", multiple=True, metavar="GLOB", help="Only pages that match; repeatable.")
@click.option("--broker", "brokers", multiple=True, metavar="NAME|URL", help="As of `check`.")
@click.option("--static", is_flag=True, help="Run nothing: only what text and introspection tell.")
@click.option("-n", "--runners", type=click.IntRange(min=1), help="Runner processes.")
@click.option("--least", type=click.FloatRange(0, 100), help="Exit with 1 when a smaller share (per cent) is found.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder of the run.")
@click.option("--json", "as_json", is_flag=True, help="All mutants and what became of them, as JSON.")
def mutate(
    version: str,
    number: int,
    seed: int,
    operators: tuple[str, ...],
    pages: tuple[str, ...],
    brokers: tuple[str, ...],
    static: bool,
    runners: int | None,
    least: float | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Seed faults into a copy of a release's docs, and count those that the checks find.

    A fault is found when an erratum is told at its place that was not told before; for a name, on its very words.
    The docs themselves are not touched.  Exit status: 0, or 1 when --least is not reached.
    """
    request = pipeline.Request(
        versions=(version,) if version else (),
        brokers=brokers,
        pages=pages,
        static=static,
        runners=runners,
        out=out or Path("reports") / f"{version or 'newest'}-mutants",
        repair=False,
    )
    started = time.monotonic()
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    with Progress(console) as progress, pipeline.first(request, progress) as (results, first):
        found = mutation.run(results, first, progress, number=number, seed=seed, operators=operators)
    seconds = time.monotonic() - started
    total = score.total(found.scored)
    share = 100 * total.found / max(total.all, 1)
    if as_json:
        click.echo(json.dumps(_told(found, seconds), ensure_ascii=False, indent=2))
    else:
        _show(found, seconds, share)
    if least is not None and share < least:
        raise SystemExit(1)


def _told(found: mutation.Score, seconds: float) -> dict[str, Any]:
    return {
        "mutants": [wire.to_json(each) for each in found.scored],
        "elsewhere": [wire.to_json(each) for each in found.elsewhere],
        "possible": dict(found.possible),
        "stale": [wire.to_json(each) for each in found.stale],
        "rounds": found.rounds,
        "seconds": round(seconds, 1),
    }


def _show(found: mutation.Score, seconds: float, share: float) -> None:
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = WIDTH
    checked = [each for each in found.scored if each.verdict]
    console.print(_table("operator", score.counts(found.scored, lambda each: each.mutant.operator), found.possible))
    console.print(_table("place", score.counts(found.scored, lambda each: each.mutant.kind)))
    console.print(_table("check", score.counts(found.scored, lambda each: each.check)))
    worst = sorted(score.counts(found.scored, lambda each: each.mutant.page), key=lambda each: -each.missed)
    console.print(_table("page", worst[:MOST]))
    for each in [each for each in found.scored if each.fate not in ("found", "equivalent")][:MOST]:
        mutant = each.mutant
        console.print(f"{each.fate}: {mutant.file}:{mutant.line}:{mutant.column} {mutant.operator}: "
                      f"{mutant.old!r} → {mutant.new!r}")  # fmt: skip
    for erratum in found.elsewhere[:MOST]:
        place = erratum.places[0]
        console.print(f"elsewhere: {place.file}:{place.line} {erratum.rule}: {erratum.message}")
    for entry in found.stale:
        console.print(f"stale: {entry.operator} on {entry.page}: no such mutant of {entry.line!r}")
    total, held = score.total(found.scored), score.total(checked)
    console.print(
        f"{total.found} of {total.all} faults found ({share:.1f} %), in places that are checked "
        f"{held.found} of {held.all} ({100 * held.found / max(held.all, 1):.1f} %); {total.equivalent} are no faults; "
        f"{total.restored} of {total.proposed} corrections of names restore the text; "
        f"{len(found.elsewhere)} errata elsewhere; {found.rounds} rounds, {seconds:.1f} s"
    )


def _table(title: str, rows: Iterable[score.Count], possible: Any = None) -> Table:
    columns: dict[str, Callable[[score.Count], int]] = {
        "faults": lambda row: row.all,
        "found": lambda row: row.found,
        "undecided": lambda row: row.undecided,
        "misplaced": lambda row: row.misplaced,
        "missed": lambda row: row.missed,
        "proposed": lambda row: row.proposed,
        "restored": lambda row: row.restored,
        "no fault": lambda row: row.equivalent,
    }
    table = Table(box=None, pad_edge=False)
    table.add_column(title, overflow="fold")
    for name in columns:
        table.add_column(name, justify="right")
    if possible is not None:
        table.add_column("possible", justify="right")
    for row in rows:
        more = [str(possible.get(row.name, ""))] if possible is not None else []
        table.add_row(row.name, *(str(value(row)) for value in columns.values()), *more)
    return table
