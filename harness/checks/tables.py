"""SQL, and migrations by Alembic, of the tables of the database result backend: what its models have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from harness.checks import _found, _history, _nearest, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "tables"

rules: Mapping[str, str] = {
    "unknown-column": "a table or column that the models of the database result backend do not have"
}

level: CheckName = "keys"
sees = frozenset({"sample"})

MODELS = "celery/backends/database/models.py"
CLASS = re.compile(r"^class \w+\((?P<base>\w+)\):\n(?P<body>(?:(?:[ ].*)?\n)+)", re.M)
TABLE = re.compile(r"__tablename__ = ['\"](?P<table>\w+)['\"]")
COLUMN = re.compile(r"^    (?P<column>\w+) = sa\.Column\(", re.M)
#: Operations of Alembic whose argument of this number, or of this name, is the table.
OPERATIONS: Mapping[str, int] = {
    "create_index": 1, "drop_index": 1, "add_column": 0, "drop_column": 0, "alter_column": 0, "rename_table": 0,
    "drop_table": 0, "create_unique_constraint": 1,
}  # fmt: skip
#: Of these the argument behind the table names columns.
OF_COLUMNS = frozenset({"create_index", "drop_column", "alter_column", "create_unique_constraint"})
#: How SQLAlchemy calls the index of a column.
INDEX_OF = re.compile(r"ix_(?P<table>celery_[a-z]+)_(?P<column>\w+)")
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
    tables = _tables(case.docs.root)
    if sample.language in _source.LANGUAGES:
        yield from _migrated(sample, tables)
    if sample.language != "sql":
        return
    for pattern in (INDEX, ALTER):
        for match in pattern.finditer(sample.code):
            if not match["table"].startswith("celery_") or not tables:
                continue
            yield frozenset(tables), match.start("table"), match["table"]
            for column in re.finditer(r"\w+", match["columns"]):
                known = tables.get(match["table"])
                if known is not None:
                    yield known, match.start("columns") + column.start(), column[0]


def _migrated(sample: Sample, tables: Mapping[str, frozenset[str]]) -> Iterator[tuple[frozenset[str], int, str]]:
    """The same of calls `op.create_index('ix_celery_taskmeta_date_done', 'celery_taskmeta', ['date_done'])`."""
    if not tables or "alembic" not in sample.code:
        return
    for chunk, nodes in _source.read(sample):
        for node in (inner for each in nodes for inner in ast.walk(each)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr not in OPERATIONS or ast.unparse(node.func.value) != "op":
                continue
            number = OPERATIONS[node.func.attr]
            named = {each.arg: each.value for each in node.keywords if each.arg}
            table = named.get("table_name") or (node.args[number] if len(node.args) > number else None)
            at = _string(sample, chunk, table)
            if at is None or not at[1].startswith("celery_"):
                continue
            yield frozenset(tables), *at
            known = tables.get(at[1])
            index = _string(sample, chunk, node.args[0]) if number == 1 and node.args else None
            if known is not None and index is not None and (match := INDEX_OF.fullmatch(index[1])):
                columns = frozenset(f"ix_{at[1]}_{column}" for column in known)
                yield columns, index[0], match[0]
            behind = node.args[number + 1] if len(node.args) > number + 1 else None
            if known is not None and behind is not None and node.func.attr in OF_COLUMNS:
                for each in behind.elts if isinstance(behind, (ast.List, ast.Tuple)) else [behind]:
                    if (column := _string(sample, chunk, each)) is not None:
                        yield known, *column


def _string(sample: Sample, chunk: _source.Chunk, node: ast.expr | None) -> tuple[int, str] | None:
    """Where in the sample the text of a string begins, and what it is; None when the node is none."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return None
    spot = _source.spot(chunk, node.lineno, node.col_offset)
    lines = sample.code.split("\n")
    before = sum(len(line) + 1 for line in lines[: spot.line])
    return before + max(lines[spot.line].find(node.value, spot.column), spot.column), node.value


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
