"""Extensions of PostgreSQL that SQL creates: those that the package which needs them creates itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from harness.checks import _found, _history, _nearest, _others, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "extensions"

rules: Mapping[str, str] = {"unknown-extension": "an extension of PostgreSQL that no package which the page needs has"}

level: CheckName = "keys"
sees = frozenset({"sample"})

CREATES = re.compile(r"\bCREATE\s+EXTENSION\s+(?:IF\s+NOT\s+EXISTS\s+)?\"?(?P<extension>[a-z]\w*)", re.I)


def find(case: Case) -> Iterable[Finding]:
    """Findings about the extensions that SQL creates."""
    sample = case.sample
    known = _known(case)
    for match in _created(case) if known else ():
        called = match["extension"]
        near = None if called in known else _nearest.nearest(called, known)
        if near is None:
            continue
        assert sample is not None
        before = sample.code[: match.start("extension")]
        spot = _source.Spot(line=before.count("\n"), column=len(before) - before.rfind("\n") - 1)
        yield _found.finding(
            case,
            _source.place(case, sample, spot, called),
            rule="unknown-extension",
            subject=f"extension:{called}",
            claim=match[0],
            observed=f"{', '.join(sorted(known))} is what the package creates",
            message=f"there is no extension {called}{_found.meant(near)}",
            suggestion=near,
        )


def covers(case: Case) -> bool:
    """Whether an extension is one that a package creates."""
    return any(match["extension"] in _known(case) for match in _created(case))


def _created(case: Case) -> Iterator[re.Match[str]]:
    sample: Sample | None = case.sample
    if sample is not None and sample.language == "sql" and not _history.told(case):
        yield from CREATES.finditer(sample.code)


def _known(case: Case) -> frozenset[str]:
    """Extensions that packages of which the page shows something create."""
    code = "\n".join(sample.code for sample in case.page.samples).lower()
    if not any(True for _ in _created(case)):
        return frozenset()
    found: set[str] = set()
    for package in _others.PACKAGES:
        folder = _others.folder(case, package) if re.search(rf"\b(?:import|from) {package}\b", code) else None
        for path in sorted(Path(folder, package).rglob("*.py")) if folder is not None else ():
            found.update(match["extension"] for match in CREATES.finditer(path.read_text("utf-8", "replace")))
    return frozenset(found)
