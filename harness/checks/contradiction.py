"""A page that contradicts itself: a dict shown without a key that the same session then looks up in it.

    >>> c.body.options
    {'header': 'value'}
    >>> c.body.options['link'][0].options
    {'header': 'value', 'on_callback': True}

Whatever Celery does, one of the two is not what a reader gets; what is shown last rests on the key being there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.checks import _found, _source
from harness.checks._shown import comparison, display, failures, origins, places, values
from harness.checks._shown.ledger import Situation
from harness.checks._shown.nodes import Dots, Scalar, Table
from harness.checks._shown.places import Shown
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "contradiction"

rules: Mapping[str, str] = {"wrong-output-key": "a dict shown without a key that the session looks up in it"}

level: CheckName = "none"
sees = frozenset({"sample"})

#: Columns that a corrected dict may take.
WIDTH = 79


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    """An expression at a prompt, and what is shown below it."""

    node: ast.expr
    shown: Shown | None


def find(case: Case) -> Iterable[Finding]:
    """Findings about dicts that the case's sample shows."""
    sample = case.sample
    if sample is None or sample.historical or ">>> " not in sample.code or origins.told(case, sample):
        return
    tables: dict[str, tuple[_Entry, Table]] = {}
    told: set[str] = set()
    for entry in _entries(sample):
        if entry is None:
            tables.clear()  # whatever it was, it may have changed what was shown
            continue
        for text, key in _looked_up(entry.node):
            if (
                text in tables
                and text not in told
                and entry.shown is not None
                and failures.read(entry.shown.text) is None
            ):
                told.add(text)
                first, table = tables[text]
                if key not in [item.value for item, _ in table.pairs if isinstance(item, Scalar)]:
                    yield _finding(case, text, key, first, table, entry)
        if entry.shown is not None and (shown := _table(entry.shown.text)) is not None:
            tables[ast.unparse(entry.node)] = entry, shown


def covers(case: Case) -> bool:
    """Never: that a page does not contradict itself says nothing of Celery."""
    return False


def _entries(sample: Sample) -> Iterator[_Entry | None]:
    """What is entered: expressions that only look something up; None for all else."""
    lines = sample.code.split("\n")
    chunks = _source.read(sample)
    for number, (chunk, body) in enumerate(chunks):
        first = chunk.first + len(chunk.lines)
        last = chunks[number + 1][0].first if number + 1 < len(chunks) else len(lines)
        text = "\n".join(lines[first:last]).rstrip()
        node = body[0].value if len(body) == 1 and isinstance(body[0], ast.Expr) else None
        if node is None or any(isinstance(part, (ast.Call, ast.NamedExpr, ast.Await)) for part in ast.walk(node)):
            yield None
        else:
            yield _Entry(node=node, shown=Shown(sample=sample, index=first, text=text) if text.strip() else None)


def _looked_up(node: ast.expr) -> Iterator[tuple[str, str]]:
    """Expressions in which a key is looked up, and the key."""
    for part in ast.walk(node):
        if (
            isinstance(part, ast.Subscript)
            and isinstance(part.slice, ast.Constant)
            and isinstance(part.slice.value, str)
        ):
            yield ast.unparse(part.value), part.slice.value


def _table(text: str) -> Table | None:
    """The dict that is shown, with nothing left out."""
    try:
        node = values.read(text)
    except values.Unreadable:
        return None
    return node if isinstance(node, Table) and not any(isinstance(key, Dots) for key, _ in node.pairs) else None


def _finding(case: Case, text: str, key: str, first: _Entry, table: Table, later: _Entry) -> Finding:
    assert first.shown is not None and later.shown is not None
    return _found.finding(
        case,
        places.of_span(case, first.shown, table.start, table.end),
        rule="wrong-output-key",
        severity="wrong-value",
        subject=f"output-key:{case.page.name}:{text}:{key}",
        observed=f"{text}[{key!r}] is there",
        message=f"shows {text} without the key {key!r}, which is looked up in it below",
        suggestion=_whole(case, text, key, first.shown),
        evidence={"source": text, "shown": display.show(table), "looked_up": ast.unparse(later.node)},
    )


def _whole(case: Case, text: str, key: str, shown: Shown) -> str | None:
    """The dict as it was displayed when it was run, what the page shows first; None when the key was not there."""
    seen = next((each for each in case.observations if each.status == "done" and each.source.strip() == text), None)
    found = None if seen is None else comparison.compare(shown.text, seen.output, seen.value, Situation())
    for item in found.differences if found is not None else ():
        real = item.corrected
        keys = [each.value for each, _ in real.pairs if isinstance(each, Scalar)] if isinstance(real, Table) else []
        if not item.path and key in keys:
            return display.layout(real, width=WIDTH - shown.sample.columns[shown.index] + 1)
    return None
