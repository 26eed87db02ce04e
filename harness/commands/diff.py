"""`doc-harness diff`: what changed between two releases, and what the docs of the newer one make of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from harness import difference, facts, pipeline, sources, targets, told, wire
from harness.commands import runs
from harness.errors import UsageError
from harness.labels import erratum_order, newest_place
from harness.model import Erratum
from harness.progress import Progress
from harness.told import Telling, Told

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
#: What a release manager wants to see first, and how it is called.
TITLES: dict[Telling, str] = {
    "outdated": "The docs of {new} still tell as in {old}",
    "untold": "The docs of {new} do not tell",
    "unclear": "For a reader to compare with the docs of {new}",
    "mentioned": "Named in the docs of {new}, without an entry of its own",
    "told": "The docs of {new} tell",
    "quiet": "Nothing in the docs of {new} is about it",
}


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--run",
    "folders",
    multiple=True,
    type=FOLDER,
    help="Folder of the reports of a run that has checked OLD, NEW or both; given for both, errata are compared, too.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def diff(old: str, new: str, folders: tuple[Path, ...], as_json: bool) -> None:
    """Say which documented facts appeared, went or changed from one release to another.

    Settings with their defaults and types, options of commands, signatures of what the reference describes, remote
    control commands, signals and events, and whether the docs of NEW tell each as it is now.  Exit status: 0, or 1
    when they still tell something as in OLD, or an erratum appeared.
    """
    if old == new:
        raise UsageError(f"both releases are {old}; a difference needs two")
    errata = _errata(folders, old, new)
    with Progress(Console(stderr=True, highlight=False, soft_wrap=True)) as progress:
        found = _told(old, new, progress)
    order = list(TITLES)
    found.sort(key=lambda item: order.index(item.telling))
    if as_json:
        click.echo(json.dumps(_data(old, new, found, errata), ensure_ascii=False, indent=2))
    else:
        for line in _text(old, new, found, errata):
            click.echo(line)
    sys.exit(1 if any(item.telling == "outdated" for item in found) or (errata and errata["appeared"]) else 0)


def _told(old: str, new: str, progress: Progress) -> list[Told]:
    docs = [sources.release(version) for version in (old, new)]
    known = [facts.of(target, sources.cache_dir()) for target in targets.prepare([old, new], report=progress.note)]
    pages = [pipeline.read(item, progress) for item in docs]
    public = difference.modules(pages[0]) | difference.modules(pages[1])
    teller = told.Teller(docs[1], pages[1], known[1])
    return [teller.told(change) for change in difference.between(known[0], known[1], public)]


# -- errata --------------------------------------------------------------------------------------------


def _errata(folders: Sequence[Path], old: str, new: str) -> dict[str, list[Erratum]] | None:
    """The errata of both releases that appeared, went and stayed; None when no run is given."""
    if not folders:
        return None
    found = [runs.load(folder) for folder in folders]
    sides = []
    for version in (old, new):
        having = [run for run in found if any(item["version"] == version for item in run.docs)]
        if not having:
            raise UsageError(f"none of these runs has checked {version}: {', '.join(map(str, folders))}")
        sides.append(having[0])
    before, after = sides
    if (before.seen.sides, before.seen.files) != (after.seen.sides, after.seen.files):
        raise UsageError(
            f"{before.folder} and {after.folder} cannot be compared: they were checked on other brokers or other pages "
            f"({_checked(before)}; {_checked(after)})"
        )
    ids = [_of(run, version) for run, version in ((before, old), (after, new))]
    both = ids[0].keys() & ids[1].keys()
    return {
        "appeared": _sorted(item for name, item in ids[1].items() if name not in both),
        "went": _sorted(item for name, item in ids[0].items() if name not in both),
        "stayed": _sorted(item for name, item in ids[1].items() if name in both),
    }


def _checked(run: runs.Run) -> str:
    return f"{', '.join(sorted(run.seen.sides))}: {', '.join(sorted(run.seen.files)) or 'all pages'}"


def _of(run: runs.Run, version: str) -> dict[str, Erratum]:
    """The errata that stand in the docs of a version."""
    return {item.id: item for item in run.errata if any(place.docs == version for place in item.places)}


def _sorted(errata: Iterable[Erratum]) -> list[Erratum]:
    return sorted(errata, key=erratum_order)


# -- what is printed -----------------------------------------------------------------------------------


def _data(old: str, new: str, found: Sequence[Told], errata: dict[str, list[Erratum]] | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "schema": 1,
        "old": old,
        "new": new,
        "facts": [
            {**wire.to_json(item.change), "docs": item.telling, "places": wire.to_json(item.places)} for item in found
        ],
    }
    if errata is not None:
        data["errata"] = {word: [wire.to_json(item) for item in items] for word, items in errata.items()}
    return data


def _text(old: str, new: str, found: Sequence[Told], errata: dict[str, list[Erratum]] | None) -> Iterator[str]:
    for telling, title in TITLES.items():
        items = [item for item in found if item.telling == telling]
        if items:
            yield f"{title.format(old=old, new=new)} ({len(items)})"
            yield from (f"  {_line(item)}" for item in items)
            yield ""
    if not found:
        yield f"No documented fact differs between {old} and {new}."
    for word, group in (errata or {}).items():
        yield f"Errata that {word} ({len(group)})"
        if word != "stayed":
            yield from (f"  {_erratum(item)}" for item in group)
            yield ""


def _line(item: Told) -> str:
    change = item.change
    what = f"{change.kind} {change.name}{f' {change.part}' if change.part else ''}"
    if change.change == "changed":
        said = f"{_shown(change.old)} → {_shown(change.new)}"
    else:
        value = change.new if change.change == "appeared" else change.old
        said = change.change + (f" (default {value})" if value is not None else "")
    at = "".join(f"\n      {place.file}:{place.line}:{place.column}: {place.text}" for place in item.places)
    return f"{what}: {said}{at if item.telling in ('outdated', 'unclear') else ''}"


def _shown(value: str | None) -> str:
    return "none" if value is None else value


def _erratum(erratum: Erratum) -> str:
    place = newest_place(erratum.places)
    return f"{erratum.id}  {place.file}:{place.line}:{place.column}: {erratum.message}"
