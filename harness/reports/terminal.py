"""What a person at a terminal reads: like a linter, then a table by release."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness import labels
from harness.interfaces import Results
from harness.model import Erratum, Place, Severity
from harness.reports import _told
from harness.reports._prepared import prepared
from harness.reports._text import cut, one_line, visible

name: str = "terminal"
filename: str | None = None

STYLES: dict[Severity, str] = {
    "breaks": "bold red",
    "silent": "bold magenta",
    "wrong-value": "bold yellow",
    "cosmetic": "bold cyan",
}
#: Further places of an erratum, undecided ones and faults, told before the rest is counted.
PLACES, OPEN, FAULTS = 12, 20, 10
#: Characters of a source line.
LINE = 160
#: Columns of a table where nobody says how wide the terminal is.
WIDTH = 110


def render(results: Results, *, width: int | None = None, colour: bool = False) -> str:
    """The report as text; escape sequences only with `colour`, lines longer than `width` are left to the terminal."""
    results = prepared(results)
    out = io.StringIO()
    console = Console(
        file=out,
        width=width or WIDTH,
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for erratum in _told.failing(results):
        _print(console, _erratum(erratum))
    _print(console, _stale(results))
    _print(console, _undecided(results))
    _print(console, _faults(results))
    console.print(_verdicts(results))
    if _told.failing(results):
        console.print()
        console.print(_rules(results))
    console.print()
    if held := _told.containment(results):
        _print(console, [Text(held, style="dim")])
    _print(console, [Text(f"{_told.total(results)}; {results.seconds:.1f} s", style="bold")])
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def of_one(erratum: Erratum) -> Iterator[Text]:
    """All that is told of one erratum: as in the report, then what the docs say, what Celery does, the correction."""
    yield from _erratum(erratum)
    for title, told in (("The docs say", erratum.claim), ("Celery", erratum.observed)):
        yield Text(title, style="bold")
        yield Text(textwrap.indent(visible(told), "  "))
        yield Text()
    if erratum.patch:
        verified = "verified" if erratum.patch_verified else "not verified"
        yield Text(f"Correction ({verified})", style="bold")
        for line in erratum.patch.rstrip("\n").split("\n"):
            yield Text(visible(f"  {line}"), style={"+": "green", "-": "red"}.get(line[:1], ""))
        yield Text()


def _print(console: Console, lines: list[Text] | Iterator[Text]) -> None:
    for line in lines:
        console.print(line, soft_wrap=True)


def _erratum(erratum: Erratum) -> Iterator[Text]:
    place = labels.newest_place(erratum.places)
    yield _headline(erratum, place, STYLES[erratum.severity])
    yield from _source(erratum, place)
    if instead := _told.correction(erratum):
        yield Text(f"    write {cut(one_line(visible(instead)), LINE)}", style="green")
    yield Text(visible(f"    {_told.interval(erratum)}  {erratum.id}"), style="dim")
    yield from _further(erratum, place)
    yield Text()


def _headline(erratum: Erratum, place: Place, style: str) -> Text:
    text = Text(visible(f"{place.file}:{place.line}:{place.column}: "), style="bold")
    text.append(visible(erratum.rule), style=style)
    text.append(f": {visible(_told.headline(erratum))}", style="not bold")
    return text


def _source(erratum: Erratum, place: Place) -> Iterator[Text]:
    """The line, and carets below the token, where the evidence has the line."""
    line = str(erratum.evidence.get("source_line") or "").expandtabs(1)
    if not line.strip() or "\n" in line:
        return
    margin = f"{place.line:>6} | "
    before, token = line[: place.column - 1], line[place.column - 1 :]
    length = len(place.text) if token.startswith(place.text) and place.text else len(token.rstrip())
    shift = len(visible(before))
    yield Text(margin + cut(visible(line), LINE), style="")
    if shift < LINE and length:
        carets = "^" * min(len(visible(token[:length])), LINE - shift)
        yield Text(" " * (len(margin) - 2) + "| " + " " * shift + carets, style=STYLES[erratum.severity])


def _further(erratum: Erratum, place: Place) -> Iterator[Text]:
    """The other places: in the newest docs one by one, in older ones counted."""
    older: dict[str, int] = {}
    for group in _told.spots(item for item in erratum.places if item != place):
        if group.docs != place.docs:
            older[group.docs] = older.get(group.docs, 0) + len(group.spots)
            continue
        line = f"    also {group.file}: {', '.join(group.spots[:PLACES])}"
        if len(group.spots) > PLACES:
            line += f" and {_told.number(len(group.spots) - PLACES, 'more place', 'more places')}"
        yield Text(visible(line), style="dim")
    if older:
        counts = [f"{docs} ({_told.number(count, 'place', 'places')})" for docs, count in older.items()]
        yield Text(visible(f"    also in {_told.joined(counts)}"), style="dim")


def _stale(results: Results) -> Iterator[Text]:
    for entry in _told.stale(results):
        text = Text(visible(f"{entry.file}:{entry.line}: "), style="bold")
        text.append("stale", style="bold cyan")
        text.append(f": {visible(one_line(entry.message))}", style="not bold")
        yield text
    if _told.stale(results):
        yield Text()


def _undecided(results: Results) -> Iterator[Text]:
    if not results.undecided:
        return
    yield Text("Undecided, for a person to look at:", style="bold")
    for erratum in results.undecided[:OPEN]:
        yield _headline(erratum, labels.newest_place(erratum.places), "dim")
    if len(results.undecided) > OPEN:
        yield Text(f"and {len(results.undecided) - OPEN:,} more", style="dim")
    yield Text()


def _faults(results: Results) -> Iterator[Text]:
    if not results.faults:
        return
    yield Text("Faults of the harness or the environment, none of them the docs':", style="bold")
    for fault in results.faults[:FAULTS]:
        where = ":".join(str(fault[key]) for key in ("file", "line") if fault.get(key))
        what = "; ".join(str(fault[key]) for key in ("docs", "target", "kind", "message", "reason") if fault.get(key))
        yield Text(cut(visible(f"{where}: {what}" if where else what).replace("\n", " "), 300))
    if len(results.faults) > FAULTS:
        yield Text(f"and {len(results.faults) - FAULTS:,} more", style="dim")
    yield Text()


def _verdicts(results: Results) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("docs")
    table.add_column("target")
    for title in ("samples", *(_told.TITLES[verdict] for verdict in _told.VERDICTS)):
        table.add_column(title, justify="right")
    for row in _told.rows(results.samples):
        table.add_row(
            Text(visible(row.docs)), Text(visible(row.target)), f"{row.total:,}", *(f"{n:,}" for n in row.verdicts)
        )
    return table


def _rules(results: Results) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("errata by rule")
    for item in results.docs:
        table.add_column(Text(visible(item.version)), justify="right")
    for rule, numbers in _told.by_rule(results):
        table.add_row(Text(visible(rule)), *(f"{n:,}" for n in numbers))
    return table
