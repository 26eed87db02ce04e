"""`doc-harness baseline`: the file of known errata, made and kept up."""

from __future__ import annotations

from pathlib import Path

import click

from harness import baseline as known
from harness import baseline_file, settings
from harness.baseline_file import Baseline
from harness.commands import runs
from harness.errors import UsageError
from harness.registry.reports import PRINTED


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--from", "folder", type=click.Path(file_okay=False, path_type=Path), help="Folder of a run's reports.")
@click.option("--reason", metavar="TEXT", help="Why errata that are not known yet stay: they are added with it.")
@click.option("--prune", is_flag=True, help="Add nothing: only take out what is not found any more.")
def baseline(file: Path | None, folder: Path | None, reason: str | None, prune: bool) -> None:
    """Make a baseline of a run's errata, or bring one up to date: known errata that `check --baseline` lets pass.

    FILE is the baseline, without it that of [tool.doc-harness] in pyproject.toml.  Entries that the run could have
    found and has not are taken out, text that has moved is followed; reasons and comments stay.  Exit status: 0, or 2
    when there are new errata and no reason for them.
    """
    if (reason is not None) and prune:
        raise UsageError("give --reason or --prune: nothing is added with --prune")
    if reason is not None and not reason.strip():
        raise UsageError("--reason is empty; say why the errata stay")
    path = file or _of_settings()
    old = baseline_file.read(path) if path.exists() else Baseline(path=path)
    seen = runs.load(folder).seen
    new = known.compare(old, seen).new
    if new and reason is None and not prune:
        raise UsageError(
            f"{len(new)} errata are not in {path} ({', '.join(item.id for item in new[:3])}"
            f"{', …' if len(new) > 3 else ''}): say why they stay with --reason, or leave them out with --prune"
        )
    entries = known.update(old, seen, reason)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.doc-harness")
    partial.write_text(baseline_file.render(old, entries), encoding="utf-8")
    partial.replace(path)
    before, after = {entry.id for entry in old.entries}, {entry.id for entry in entries}
    click.echo(
        f"doc-harness: {path}: {len(after)} known errata, {len(after - before)} added, {len(before - after)} taken out",
        err=True,
    )


def _of_settings() -> Path:
    found = settings.load(Path.cwd(), PRINTED)
    if "baseline" not in found.values:
        raise UsageError(f"name the baseline, or set baseline in [{settings.TABLE}] of {settings.FILE}")
    return Path(found.values["baseline"])
