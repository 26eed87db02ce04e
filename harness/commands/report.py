"""`doc-harness report`: runs that are done, as one report for people."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console

from harness import explain, labels, sources
from harness.commands import gathering
from harness.compare.places import Sources
from harness.errors import HarnessError, MissingError
from harness.interfaces import Results
from harness.model import Docs
from harness.plan import reasons
from harness.progress import Progress
from harness.repair import diffs
from harness.reports import html
from harness.reports.html import Glossary
from harness.reports.topics import topics as by_topic

#: What no plan gives for a reason.
REASONS = {
    "about-a-change": "a version in which something changed, told in words",
    "about-a-feature": "a version of what a section is about, which is no one thing by its name",
    "address": "an address, and no name",
    "common-name": "a name that many things have, or that is common elsewhere",
    "file": "a file or a folder of somebody's",
    "later-release": "it came in a later release of that minor than its first: a newer one may be told as well",
    "no-check": "nothing in it that a check decides",
    "not-shipped": "a label of a file that the release does not ship",
    "option": "an option of any program, or a letter that options of several commands have",
    "other-name": "a name that neither Celery nor its docs have a second time: a reader's, or another product's",
    "shape": "what a value is made of, or a pattern",
    "short-name": "a name of so few letters that a slip of the fingers would be another",
    "since-unknown": "since when it is there, the sources of older releases do not tell for certain",
    "title": "a title that names nothing",
    "told-as-gone": "a sentence that tells of something gone, or to be replaced",
    "told-beside": "the same words are told in another way, too: see there",
    "value": "a value, and no name",
    "words": "words, and no code",
    "not-run": "an experiment that was not made: nothing is run with --static",
}
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("folders", nargs=-1, required=True, metavar="RUN...", type=FOLDER)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as one HTML file.")
@click.option(
    "--topics",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a sheet and a patch for each kind of mistake into this folder (of each page, where there are many):"
    " RULE.md for an issue, RULE.patch.",
)
@click.option("--docs", "checkouts", multiple=True, type=FOLDER, help="A checkout that a run has checked, repeatable.")
def report(folders: tuple[Path, ...], out: Path | None, topics: Path | None, checkouts: tuple[Path, ...]) -> None:
    """Tell what runs have found, given their folders: one release or several, together in one report.

    The HTML file needs nothing else and can be sent around.  Docs of releases come from the cache or the index.
    """
    if out is None and topics is None:
        raise click.UsageError("say what to write: --out FILE.html, --topics FOLDER, or both")
    with Progress(Console(stderr=True, highlight=False, soft_wrap=True)) as progress:
        trees = _Trees(checkouts, progress)
        results = gathering.joined([gathering.read(folder, trees.tree) for folder in folders])
        if out is not None:
            text = html.render(results, Sources(results.docs), _glossary())
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_text(text, encoding="utf-8")
            progress.note(f"report in {out} ({len(text.encode()) / 1e6:.1f} MB)")
        if topics is not None:
            written = _topics(results, topics, progress)
            progress.note(f"{written} files in {topics}/")
    sys.exit(0)


class _Trees:
    """Where docs stand on this machine."""

    def __init__(self, checkouts: tuple[Path, ...], progress: Progress) -> None:
        self._checkouts = {found.sha256: found.root for found in map(sources.checkout, checkouts)}
        self._progress = progress

    def tree(self, version: str, sha256: str) -> Docs:
        """Docs of a run; with an empty root where they are not to be had as they were then."""
        root = self._checkouts.get(sha256, "")
        if not root and labels.version(version) != labels.version(""):
            root = self._released(version, sha256)
        if not root:
            self._progress.note(f"the docs of {version} are not at hand: their pages are left out")
        return Docs(version=version, root=root, sha256=sha256)

    def _released(self, version: str, sha256: str) -> str:
        try:
            found = sources.release(version)
        except HarnessError as error:
            self._progress.note(str(error))
            return ""
        return found.root if found.sha256 == sha256 else ""


def _topics(results: Results, folder: Path, progress: Progress) -> int:
    """Write sheets and patches; how many files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for topic in by_topic(results):
        for number, sheet in enumerate(topic.sheets, 1):
            name = f"{topic.name}.md" if number == 1 else f"{topic.name}-{number}.md"
            (folder / name).write_text(sheet, encoding="utf-8")
            written += 1
        patches = {item.id: item.patch for item in topic.errata if item.patch and item.patch_verified}
        patch, conflicts = diffs.merge(patches)
        for conflict in conflicts:
            progress.note(f"left out of {topic.name}.patch: {conflict}")
        if patch:
            (folder / f"{topic.name}.patch").write_text(patch, encoding="utf-8")
            written += 1
    if not written:
        raise MissingError("there are no errata to write of")
    return written


def _glossary() -> Glossary:
    """What names mean that stand in the report."""
    return Glossary(
        rules={name: " ".join(dict.fromkeys(item.finds for item in found)) for name, found in explain.found().items()},
        reasons={**reasons.TYPES, **REASONS},
        severities=explain.SUFFERS,
        checks=reasons.CHECKS,
    )
