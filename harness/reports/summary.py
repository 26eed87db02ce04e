"""What stands below a pull request or on the page of a job: Markdown that fits a comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness import labels
from harness.interfaces import Results
from harness.model import Erratum
from harness.reports import _told
from harness.reports._prepared import prepared
from harness.reports._text import cut
from harness.reports.markdown import code, line, text

name: str = "summary"
filename: str | None = "summary.md"

#: By which a workflow finds its comment again.
MARK = "<!-- doc-harness -->"
#: Characters that a comment on GitHub takes, and those that are left for what stands below the table.
COMMENT, BELOW = 65_536, 8_000
#: Characters of a message, stale entries.
MESSAGE, STALE = 300, 20


def render(results: Results, *, width: int | None = None, colour: bool = False) -> str:
    """The report, no longer than a comment may be: the worst errata are told, the rest is counted."""
    results = prepared(results)
    above, below = "\n".join(_above(results)), "\n".join(_below(results))
    lines, used, told = [], len(above) + min(len(below), BELOW), 0
    found = _told.failing(results)
    for row in _rows(found):
        used += len(row) + 1
        if used > COMMENT - 1_000:
            break
        lines.append(row)
        told += 1
    rest = [f"\nand {len(found) - told:,} more, in `errata.md`"] if told < len(found) else []
    whole = "\n".join([above, *lines, *rest, "", below]) if lines else f"{above}\n{below}"
    return cut(whole.rstrip("\n"), COMMENT - 200) + "\n"


def _above(results: Results) -> Iterator[str]:
    versions = _told.joined([text(item.version) for item in results.docs]) if results.docs else ""
    yield MARK
    yield f"### Celery documentation {versions}".rstrip()
    yield ""
    yield f"{text(_told.total(results))}."
    yield ""
    yield from _stale(results)
    if _told.failing(results):
        yield "| | where | what | instead |"
        yield "|---|---|---|---|"


def _stale(results: Results) -> Iterator[str]:
    entries = _told.stale(results)
    for entry in entries[:STALE]:
        yield f"- {code(f'{entry.file}:{entry.line}')}: {text(cut(entry.message, MESSAGE))}"
    if len(entries) > STALE:
        yield f"- and {len(entries) - STALE:,} more stale entries"
    if entries:
        yield ""


def _rows(found: Sequence[Erratum]) -> Iterator[str]:
    for erratum in found:
        place = labels.newest_place(erratum.places)
        others = len(erratum.places) - 1
        where = code(f"{place.file}:{place.line}") + (f" and {others:,} more" if others else "")
        instead = code(cut(_told.correction(erratum), MESSAGE)) if _told.correction(erratum) else ""
        yield line([text(erratum.severity), where, text(cut(_told.headline(erratum), MESSAGE)), instead])


def _below(results: Results) -> Iterator[str]:
    rows = _told.rows(results.samples)
    if rows:
        yield line(["docs", "target", "samples", *(_told.TITLES[verdict] for verdict in _told.VERDICTS)])
        yield line(["---", "---", "---:", *("---:" for _ in _told.VERDICTS)])
    for row in rows:
        yield line([text(row.docs), text(row.target), f"{row.total:,}", *(f"{n:,}" for n in row.verdicts)])
