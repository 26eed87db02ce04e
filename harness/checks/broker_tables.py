"""Tables of brokers: what they say of each against the release, against the page's own list of brokers, and against
what other pages say of them.

    | **Name**      | **Status**   | **Monitoring** | **Remote Control** |
    | *Amazon SQS*  | Stable       | No             | No                 |

    :``celery[sqs]``:
        for using Amazon SQS as a message ❨transport (*experimental*)❩.

    ❨This is comparison table❩ of the different transports supports …

Remote control goes through fanout exchanges: a transport has these or not, unless that is configured.  A page that has
instructions for brokers, and a table of them, has a row for each of these.

Evidence: the `broker`, as the table has it or is to have it; of its state what is `told`, and what is `right`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.checks import _found, _history, _parts, _passages, _prose
from harness.checks._passages import Passage
from harness.interfaces import Case
from harness.model import CheckName, Finding, Place

name = "broker-tables"

rules: Mapping[str, str] = {
    "wrong-list": "a table of brokers that lacks one of which its page has instructions",
    "wrong-support": "what is told of a broker's state or abilities, and the release or the table of brokers denies",
}

level: CheckName = "none"
sees = frozenset({"claim"})

#: The columns of a table of brokers.
NAME, STATUS, REMOTE = "name", "status", "remote control"
STABLE = "stable"
HEADER = re.compile(r"^\|(?=.*\bName\b)(?=.*\bStatus\b).*\|[ \t]*$", re.M)
EXPERIMENTAL = re.compile(r"\bexperimental\b", re.I)
KINDS = r"(?:transports?|brokers?|solutions?|implementations?)"
#: Documents of a list of contents, by the last part of their paths.
CONTENTS = re.compile(r"^\.\. toctree::\n(?:[ \t]+:.*\n|[ \t]*\n)*(?P<documents>(?:[ \t]+[\w/-]+[ \t]*\n)+)", re.M)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """A row: what stands in it, and where, by the titles of its columns."""

    file: str
    cells: Mapping[str, tuple[str, int, int]]  # column → text, line, column

    def text(self, column: str) -> str:
        return self.cells[column][0] if column in self.cells else ""


def find(case: Case) -> Iterable[Finding]:
    """Findings about a table, or about a sentence that says of a broker that it is experimental."""
    if not _applies(case):
        return
    for passage in _passages.telling(case, HEADER):
        rows = _tables(case.docs.root).get(passage.file, ())
        yield from _remote(case, rows)
        yield from _left_out(case, passage, rows)
    for passage in _passages.telling(case, EXPERIMENTAL):
        yield from _state(case, passage)


def covers(case: Case) -> bool:
    """Whether a table was held against the release."""
    return _applies(case) and any(True for _ in _passages.telling(case, HEADER))


def _applies(case: Case) -> bool:
    return case.claim is not None and "aliases" in case.facts and not _history.told(case)


# - What a table says


def _remote(case: Case, rows: Iterable[_Row]) -> Iterator[Finding]:
    for row in rows:
        path = _parts.part(case, "transports", _parts.plain(row.text(NAME)))
        has = case.facts.get("fanout", {}).get(_parts.module(path)) if path else None
        told = {"yes": True, "no": False}.get(row.text(REMOTE).lower())
        if has is None or told is None or has == told:
            continue
        text, line, column = row.cells[REMOTE]
        called = row.text(NAME)
        why = f"its transport has {'fanout exchanges' if has else 'no fanout exchanges'}"
        yield _found.finding(
            case,
            Place(docs=case.docs.version, file=row.file, line=line, column=column, end_line=line, text=text),
            rule="wrong-support",
            severity="wrong-value",
            subject=f"support:remote:{called.lower()}",
            claim=f"{called}: remote control {text}",
            observed=f"{path} {'has' if has else 'has no'} fanout exchanges, which remote control goes through",
            message=f"remote control {'works' if has else 'cannot work'} with {called}: {why}",
            suggestion="Yes" if has else "No",
        )


def _left_out(case: Case, passage: Passage, rows: tuple[_Row, ...]) -> Iterator[Finding]:
    """Brokers of which the page has instructions, and the table no row."""
    told = {_parts.part(case, "transports", _parts.plain(row.text(NAME))) for row in rows}
    names = [row.text(NAME) for row in rows]
    text = "\n".join(_prose.lines(case.docs.root, passage.file)) + "\n"
    documents = [each for match in CONTENTS.finditer(text) for each in match["documents"].split()]
    parts = {each: _parts.part(case, "transports", each.rpartition("/")[2].lower()) for each in documents}
    missing = [each for each, path in parts.items() if path and path not in told]
    # A table of a few may be one of the best.
    if not missing or 2 * len(missing) > len(rows):
        return
    match = HEADER.search(passage.text)
    assert match is not None
    shown = ", ".join(each.rpartition("/")[2] for each in missing)
    yield _found.finding(
        case,
        passage.place(case, match.start(), match.end()),
        rule="wrong-list",
        severity="wrong-value",
        subject=f"table:{case.page.name}:{','.join(missing)}",
        claim=f"the brokers are {', '.join(names)}",
        observed=f"the page has instructions for {', '.join(documents)}",
        message=f"the table of brokers has no row for {shown}, for which the page has instructions",
        evidence={"broker": missing[0].rpartition("/")[2]},
    )


# - What is said elsewhere


def _state(case: Case, passage: Passage) -> Iterator[Finding]:
    """That something is experimental of which a table says that it is stable."""
    for row in (row for rows in _tables(case.docs.root).values() for row in rows):
        called = row.text(NAME)
        if row.text(STATUS).lower() != STABLE:
            continue
        words = re.escape(called).replace(r"\ ", r"\s+")
        for pattern in (
            rf"\b{words}\b[^.()]*\b(?P<all>(?P<kept>{KINDS})\s+\(\*?experimental\*?\))",
            rf"\b(?P<all>experimental\s+(?P<kept>{KINDS}))[^.]*\bincluding\b[^.]*\b{words}\b",
        ):
            if (match := re.search(pattern, passage.text, re.I)) is None:
                continue
            yield _found.finding(
                case,
                passage.place(case, match.start("all"), match.end("all")),
                rule="wrong-support",
                severity="wrong-value",
                subject=f"support:state:{called.lower()}",
                claim=f"{called} is experimental",
                observed=f"the table of brokers in {row.file} has {called} as {row.text(STATUS)}",
                message=f"{called} is no experimental broker: the table of brokers has it as {row.text(STATUS)}",
                suggestion=match["kept"],
                evidence={"broker": called, "told": "experimental", "right": row.text(STATUS)},
            )


@functools.lru_cache(maxsize=16)
def _tables(root: str) -> Mapping[str, tuple[_Row, ...]]:
    """The rows of all tables of brokers, by their files."""
    found: dict[str, tuple[_Row, ...]] = {}
    for path in sorted(Path(root, "docs").rglob("*.rst")):
        file = path.relative_to(root).as_posix()
        lines = _prose.lines(root, file)
        if (first := next((number for number, line in enumerate(lines) if HEADER.match(line)), None)) is not None:
            found[file] = tuple(_rows(file, lines, first))
    return found


def _rows(file: str, lines: tuple[str, ...], first: int) -> Iterator[_Row]:
    titles = [cell.strip("* ").lower() for cell in lines[first].strip().strip("|").split("|")]
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if not line.startswith(("|", "+")):
            return
        bars = [match.start() for match in re.finditer(r"\|", line)]
        if len(bars) != len(titles) + 1:
            continue
        cells: dict[str, tuple[str, int, int]] = {}
        for title, start, end in zip(titles, bars, bars[1:], strict=False):
            text = line[start + 1 : end].strip().strip("*`")
            cells[title] = text, number + 1, line.find(text, start) + 1
        yield _Row(file=file, cells=cells)
