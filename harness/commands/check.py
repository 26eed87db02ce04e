"""`doc-harness check`: docs held against Celery, and what is printed of it."""

from __future__ import annotations

import dataclasses
import glob
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness import availability, baseline_file, live, pipeline, settings, targets
from harness.baseline_file import Baseline
from harness.commands import changed
from harness.errors import NoPageError, NothingCheckedError, UsageError
from harness.interfaces import Results
from harness.progress import Progress
from harness.registry.reports import PRINTED, REPORTS
from harness.settings import Settings

#: The key of the settings for each parameter that has one.
KEYS = {
    "checkout": "docs",
    "celery": "celery",
    "brokers": "broker",
    "services": "service",
    "pages": "page",
    "static": "static",
    "repair": "repair",
    "runners": "runners",
    "out": "out",
    "known": "baseline",
    "form": "format",
}
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
#: Endings of files that are pages, or hold docstrings.
PAGES = (".rst", ".txt", ".py")


class _Share(click.ParamType[tuple[int, int]]):
    """A share of some: "2/4"."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Its number, from 1, and how many there are."""
        match = re.fullmatch(r"(\d+)/(\d+)", str(value))
        if match is None or not 1 <= int(match[1]) <= int(match[2]):
            self.fail(f"{value!r}: expected I/N, I from 1 to N (2/4)", param, ctx)
        return int(match[1]), int(match[2])


@click.command()
@click.argument("arguments", nargs=-1, metavar="[VERSION|FILE]...")
@click.option("--all", "every", is_flag=True, help="The newest patch of every minor from 5.0 on, in one run.")
@click.option("--docs", "checkout", type=FOLDER, help="Check the docs of this checkout instead of a release's.")
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
@click.option(
    "--changed-since",
    "revision",
    metavar="REV",
    help="Of a checkout, only the pages that changed since; all if code did.",
)
@click.option(
    "--static/--live", default=False, help="No broker, no workers: only what can be seen without running samples."
)
@click.option("--repair/--no-repair", default=True, help="Check the proposed corrections, or only propose them.")
@click.option(
    "--cache/--no-cache",
    default=True,
    envvar="DOC_HARNESS_REMEMBER",
    help="Take what was run before in the same circumstances, or run everything.",
)
@click.option(
    "--shard",
    type=_Share(),
    metavar="I/N",
    help="Run the I-th of N shares of the samples and judge nothing: `--observed` puts shares together.",
)
@click.option(
    "--observed",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="RUN",
    help="Take what a share of this check has seen, given its folder, repeatable.",
)
@click.option("-n", "runners", type=click.IntRange(min=1), help="Plans that run at a time.  [default: four a core]")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder of the reports.")
@click.option(
    "--baseline",
    "known",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Errata that are known and do not count; an entry that nothing answers to does.",
)
@click.option("--no-baseline", is_flag=True, help="Every erratum counts, whatever the settings say.")
@click.option("--if-any", is_flag=True, help="Nothing that can be checked is no failure: for hooks on changed files.")
@click.option(
    "--format",
    "form",
    default="terminal",
    show_default=True,
    type=click.Choice(PRINTED),
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
@click.pass_context
def check(context: click.Context, /, arguments: tuple[str, ...], **given: Any) -> None:
    """Check docs and report their errata.

    Without VERSION, the newest release, or the docs that [tool.doc-harness] in pyproject.toml names.  FILE is a page
    of a checkout, or a module with docstrings.  Reports go to reports/VERSION/.  Exit status: 0 nothing is wrong, or
    nothing new against the baseline; 1 errata; 2 usage; 3 something needed is missing; 4 an internal fault.
    """
    files = tuple(text for text in arguments if text.endswith(PAGES))
    versions = tuple(text for text in arguments if text not in files)
    if given["every"]:
        versions = _every(arguments, given["checkout"])
    found = settings.load(Path.cwd(), PRINTED)
    set_here = found.of_releases() if versions else found
    _take(context, given, set_here)
    if given["listing"]:
        _services({**live.brokers_of(given["brokers"]), **live.services_of(given["services"])}, given["form"])
        return
    checkout, pages = _pages(files, given["checkout"], given["pages"])
    if given["revision"] is not None:
        named = _changed(checkout, given["revision"])
        if named == ():
            click.echo(f"doc-harness: no page has changed since {given['revision']}", err=True)
            return
        pages = (*pages, *(named or ()))
    request = pipeline.Request(
        versions=versions,
        checkout=checkout,
        celery=given["celery"],
        brokers=given["brokers"],
        services=given["services"],
        pages=pages,
        static=given["static"],
        repair=given["repair"],
        remembers=given["cache"],
        observed=given["observed"],
        runners=given["runners"],
        out=given["out"] or (Path("reports") / "all" if given["every"] else None),
        adopted=given["adopted"],
        known=_baseline(given["known"]) if given["known"] and not given["no_baseline"] else None,
    )
    try:
        with Progress(Console(stderr=True, highlight=False, soft_wrap=True)) as progress:
            if given["shard"] is not None:
                _run_share(request, given["shard"], progress)
                return
            results = pipeline.check(request, progress)
    except (NoPageError, NothingCheckedError) as error:
        if not given["if_any"]:
            raise
        click.echo(f"doc-harness: {error}", err=True)
        return
    _print(results, given["form"])
    sys.exit(1 if _fails(results) else 0)


def _run_share(request: pipeline.Request, shard: tuple[int, int], progress: Progress) -> None:
    """Run a share, and say what to do with it."""
    if request.static:
        raise UsageError("--shard shares what is run: there is nothing to share with --static")
    out = pipeline.share(request, *shard, progress)
    progress.note(f"share {shard[0]} of {shard[1]} was run: give --observed {out} to the check that judges all")


def _every(arguments: Sequence[str], checkout: Path | None) -> tuple[str, ...]:
    """The releases of tox.ini, when nothing else is asked for."""
    if arguments or checkout is not None:
        raise UsageError("--all takes all releases: give no VERSION, FILE or --docs beside it")
    return tuple(targets.listed().values())


def _take(context: click.Context, given: dict[str, Any], found: Settings) -> None:
    """Take from the settings what the command line does not say."""
    for name, key in KEYS.items():
        if key == "celery" and given["adopted"]:
            continue
        if key in found.values and context.get_parameter_source(name) is ParameterSource.DEFAULT:
            value = found.values[key]
            given[name] = Path(value) if key in settings.PATHS else value
            if key in ("broker", "service"):
                try:
                    (live.brokers_of if key == "broker" else live.services_of)(value)
                except UsageError as error:
                    raise UsageError(f"{found.path}: {settings.TABLE}.{key}: {error}") from None


def _pages(files: Sequence[str], checkout: Path | None, pages: tuple[str, ...]) -> tuple[Path | None, tuple[str, ...]]:
    """The checkout that the files are of, and them among its pages."""
    if not files:
        return checkout, pages
    paths = [Path(file).absolute() for file in files]
    if missing := next((file for file, path in zip(files, paths, strict=True) if not path.is_file()), None):
        raise UsageError(f"there is no file {missing}")
    root = (checkout or _root(paths[0])).resolve()
    if root.name == "docs" and not (root / "docs").is_dir():
        root = root.parent
    named = []
    for file, path in zip(files, paths, strict=True):
        if not path.resolve().is_relative_to(root):
            raise UsageError(f"{file} is not in the checkout {root}")
        named.append(glob.escape(path.resolve().relative_to(root).as_posix()))
    return root, (*pages, *named)


def _changed(checkout: Path | None, revision: str) -> tuple[str, ...] | None:
    """Globs of the pages that have changed; None for all."""
    if checkout is None:
        raise UsageError("--changed-since is about a checkout: give --docs DIR")
    found = changed.since(checkout.resolve(), revision)
    return None if found is None else tuple(map(glob.escape, found))


def _root(path: Path) -> Path:
    """The checkout that a file is of: the nearest folder above it that has docs/ in it."""
    found = next((folder for folder in path.parents if (folder / "docs").is_dir()), None)
    if found is None:
        raise UsageError(f"{path} is in no checkout: no folder above it has docs/ in it")
    return found


def _baseline(path: Path) -> Baseline:
    """The baseline, called as one would from here."""
    here = Path.cwd()
    path = path.absolute()
    return baseline_file.read(path.relative_to(here) if path.is_relative_to(here) else path)


def _print(results: Results, form: str) -> None:
    out = Console(highlight=False, soft_wrap=True)
    click.echo(
        REPORTS[form].render(results, width=out.width if out.is_terminal else None, colour=out.is_terminal), nl=False
    )
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if form == "github" and summary:
        # Annotations are few; the page of the job has room for the rest.
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(REPORTS["summary"].render(results))


def _fails(results: Results) -> bool:
    if results.against is None:
        return bool(results.errata)
    return bool(results.against.new or results.against.stale)


def _services(urls: Mapping[str, str | None], form: str) -> None:
    """A line a service; exit status 3 when there is no broker at all."""
    rows = availability.rows(urls)
    if form == "json":
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
