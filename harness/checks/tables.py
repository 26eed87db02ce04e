"""SQL about the tables of the database result backend: tables and columns that its models have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from harness.checks import _found, _history, _nearest, _source
from harness.interfaces import Case
from harness.model import Finding, Sample

name = "tables"

rules: Mapping[str, str] = {
    "unknown-column": "a table or column that the models of the database result backend do not have"
}

kinds: frozenset[str] = frozenset()

MODELS = "celery/backends/database/models.py"
CLASS = re.compile(r"^class \w+\((?P<base>\w+)\):\n(?P<body>(?:(?:[ ].*)?\n)+)", re.M)
TABLE = re.compile(r"__tablename__ = ['\"](?P<table>\w+)['\"]")
COLUMN = re.compile(r"^    (?P<column>\w+) = sa\.Column\(", re.M)
#: Statements that name columns of one table.
INDEX = re.compile(r"\bON\s+(?P<table>\w+)\s*\((?P<columns>[\w\s,]+)\)", re.I)
ALTER = re.compile(
    r"\bALTER\s+TABLE\s+(?P<table>\w+)\s+(?:ADD|ALTER|MODIFY|DROP)\s+(?:COLUMN\s+)?(?P<columns>\w+)", re.I
)


def find(case: Case) -> Iterable[Finding]:
    """Findings about the columns that SQL names."""
    sample = case.sample
    if sample is None or _history.told(case):
        return
    for known, at, called in _uses(case, sample):
        if called in known:
            continue
        suggestion = _nearest.nearest(called, known)
        if suggestion is None:
            continue
        before = sample.code[:at]
        spot = _source.Spot(line=before.count("\n"), column=at - (before.rfind("\n") + 1))
        yield _found.finding(
            case,
            _source.place(case, sample, spot, called),
            rule="unknown-column",
            subject=f"column:{called}",
            observed=f"the models have {', '.join(sorted(known))}",
            message=f"the models have no {called}{_found.meant(suggestion)}",
            suggestion=suggestion,
        )


def covers(case: Case) -> bool:
    """Whether a column was looked up and found."""
    sample = case.sample
    return (
        sample is not None
        and not _history.told(case)
        and any(called in known for known, _, called in _uses(case, sample))
    )


def _uses(case: Case, sample: Sample) -> Iterator[tuple[frozenset[str], int, str]]:
    """Tables and columns: among which names each must be, where it stands, what it is called."""
    if sample.language != "sql":
        return
    tables = _tables(case.docs.root)
    for pattern in (INDEX, ALTER):
        for match in pattern.finditer(sample.code):
            if not match["table"].startswith("celery_") or not tables:
                continue
            yield frozenset(tables), match.start("table"), match["table"]
            for column in re.finditer(r"\w+", match["columns"]):
                known = tables.get(match["table"])
                if known is not None:
                    yield known, match.start("columns") + column.start(), column[0]


def _tables(root: str) -> dict[str, frozenset[str]]:
    """The tables of the release's models, with their columns; a subclass without a table adds to its base's."""
    try:
        text = Path(root, MODELS).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return {}
    found: dict[str, frozenset[str]] = {}
    for match in CLASS.finditer(text + "\n"):
        columns = frozenset(each["column"] for each in COLUMN.finditer(match["body"]))
        if table := TABLE.search(match["body"]):
            found[table["table"]] = found.get(table["table"], frozenset()) | columns
    return found
