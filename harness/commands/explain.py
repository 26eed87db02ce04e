"""`doc-harness explain`: what a rule is about."""

from __future__ import annotations

import dataclasses
import json
import textwrap
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness import explain as pages
from harness.commands import runs
from harness.errors import MissingError, UsageError
from harness.explain import Rule
from harness.reports import terminal
from harness.reports.terminal import STYLES

#: Columns of text that goes to a file or a pipe, and the most that are read with ease.
WIDTH = 110


@click.command()
@click.argument("rule", required=False, metavar="[RULE|ID]")
@click.option("--from", "folder", type=click.Path(file_okay=False, path_type=Path), help="Folder of a run's reports.")
@click.option("--json", "as_json", is_flag=True, help="The rules, as JSON.")
def explain(rule: str | None, folder: Path | None, as_json: bool) -> None:
    """Explain a rule, or an erratum and its rule: what it finds, why it matters, examples, evidence, ways out.

    An erratum is looked up in the last run's reports, or in those that --from names.  Without an argument, a table of
    all rules.  Exit status: 0, or 2 when there is no such rule, or the named run has no such erratum.
    """
    chosen = pages.rules().values() if rule is None else [pages.rule_of(rule)]
    if as_json:
        told = [dataclasses.asdict(each) for each in chosen]
        click.echo(json.dumps(told if rule is None else told[0], ensure_ascii=False, indent=2))
        return
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDTH) if console.is_terminal else WIDTH
    if rule is not None:
        for part in _of_erratum(rule, folder):
            console.print(part, soft_wrap=True)
        for part in _page(*chosen, width=console.width):
            console.print(part, soft_wrap=True)
        return
    table = Table(box=None, pad_edge=False)
    for title in ("rule", "severity", "finds"):
        table.add_column(title, overflow="fold", no_wrap=title == "rule", max_width=24 if title == "severity" else None)
    for each in chosen:
        table.add_row(each.rule, _severities(each), "\n".join(dict.fromkeys(one.finds for one in each.sentences)))
    console.print(table)


def _of_erratum(name: str, folder: Path | None) -> Iterator[Text]:
    """What a run tells of the erratum of that id; nothing when it is none, or no run is here that has it."""
    if not pages.ERRATUM.fullmatch(name):
        return
    try:
        run = runs.load(folder)
        erratum = run.erratum(name)
    except (MissingError, UsageError):
        if folder is not None:
            raise
        return
    yield from terminal.of_one(erratum)


def _severities(rule: Rule) -> Text:
    return Text(", ").join(Text(each, style=STYLES[each]) for each in rule.severity)


def _page(rule: Rule, *, width: int) -> Iterator[Text]:
    example = rule.example
    where = f", in {example.file}" if example.file else ""
    proposed = f"Proposed: {rule.correction}. " if rule.correction else ""
    yield Text(rule.rule, style="bold")
    yield from _part("What it finds", width, *_finds(rule))
    yield from _part("Severity", width, *(f"{each}: {pages.SUFFERS[each]}" for each in rule.severity))
    yield from _part("Why it matters", width, rule.why)
    yield from _block(f"Found{where}", example.wrong, f"  Celery: {example.says}")
    yield from _block(f"Holds{where}", example.right)
    yield from _part("Evidence", width, *(pages.EVIDENCE[each] for each in rule.evidence))
    yield from _part("Correction", width, proposed + rule.verified)
    yield from _part("To silence it", width, rule.silence)


def _finds(rule: Rule) -> Iterator[str]:
    """The sentences of the checks, each once, with the checks that have it."""
    for finds in dict.fromkeys(each.finds for each in rule.sentences):
        yield f"{finds} ({', '.join(each.check for each in rule.sentences if each.finds == finds)})"


def _part(title: str, width: int, *paragraphs: str) -> Iterator[Text]:
    """A title and what stands below it; of several paragraphs each with a dash."""
    yield Text(f"\n{title}", style="bold")
    for each in paragraphs:
        first, rest = ("  - ", "    ") if len(paragraphs) > 1 else ("  ", "  ")
        yield Text(textwrap.fill(each, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False))


def _block(title: str, code: str, *below: str) -> Iterator[Text]:
    """A title and an example as it stands in the docs."""
    yield Text(f"\n{title}", style="bold")
    yield Text("\n".join([textwrap.indent(code, "    "), *(("", *below) if below else ())]))
