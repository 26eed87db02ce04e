"""junit.xml: what a CI shows as tests: a suite is a release on a target, a test case is a page.

A page fails with all its errata in one failure, as most readers of the format show one only.  A page of which nothing
could be checked is skipped; faults of the harness are no failures, and stand in the output of their suite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from harness.interfaces import Results
from harness.model import Erratum, Outcome, Place
from harness.reports import _told
from harness.reports._prepared import prepared
from harness.reports._text import cut, one_line, visible

name: str = "junit"
filename: str | None = "junit.xml"

#: Characters of a failure's message and of its text.
MESSAGE, TEXT = 500, 20_000
#: What no XML 1.0 file can hold, and what `visible` leaves.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Suite:
    """The errata, verdicts and faults of one release on one target, by file."""

    docs: str
    target: str
    errata: Mapping[str, Sequence[tuple[Erratum, Place]]]
    outcomes: Mapping[str, Sequence[Outcome]]
    faults: Sequence[str]


def render(results: Results, *, width: int | None = None, colour: bool = False) -> str:
    """The report as XML."""
    results = prepared(results)
    root = Element("testsuites", name="doc-harness")
    for suite in _suites(results):
        _add(root, suite)
    _add_stale(root, results)
    for key in ("tests", "failures", "skipped"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    root.set("errors", "0")
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _suites(results: Results) -> Iterator[_Suite]:
    """A suite for each release and target that has verdicts, in their order; faults stand in the first of a release."""
    outcomes: dict[tuple[str, str], dict[str, list[Outcome]]] = {}
    for outcome in (*results.samples, *results.claims):
        outcomes.setdefault((outcome.docs, outcome.target), {}).setdefault(outcome.file, []).append(outcome)
    told: set[str] = set()
    for (docs, target), by_file in outcomes.items():
        errata: dict[str, list[tuple[Erratum, Place]]] = {}
        for erratum in _told.failing(results):
            for place in erratum.places:
                if place.docs == docs and target in erratum.fails_on:
                    errata.setdefault(place.file, []).append((erratum, place))
        faults = [] if docs in told else [_fault(fault) for fault in results.faults if fault.get("docs", docs) == docs]
        told.add(docs)
        yield _Suite(docs=docs, target=target, errata=errata, outcomes=by_file, faults=faults)


def _fault(fault: Mapping[str, object]) -> str:
    return one_line("; ".join(f"{key}: {value}" for key, value in fault.items() if key != "docs"))


def _add(root: Element, suite: _Suite) -> None:
    files = sorted(suite.outcomes.keys() | suite.errata.keys())
    element = SubElement(root, "testsuite", name=_xml(f"{suite.docs} on {suite.target}"))
    failures = skipped = 0
    seconds = 0.0
    for file in files:
        outcomes = suite.outcomes.get(file, ())
        took = sum(outcome.seconds for outcome in outcomes)
        seconds += took
        page = re.sub(r"\.\w+$", "", _xml(file))
        folder, _, last = page.rpartition("/")
        case = SubElement(
            element,
            "testcase",
            classname=folder.replace("/", ".") or last,
            name=last,
            file=_xml(file),
            time=f"{took:.3f}",
        )
        if found := suite.errata.get(file):
            failures += 1
            _add_failure(case, found)
        elif not any(outcome.verdict in ("holds", "fails", "undecided") for outcome in outcomes):
            skipped += 1
            SubElement(case, "skipped", message="nothing that could be checked")
    if suite.faults:
        SubElement(element, "system-err").text = _xml(cut("\n".join(suite.faults), TEXT))
    counts = {"tests": len(files), "failures": failures, "errors": 0, "skipped": skipped}
    for key, count in counts.items():
        element.set(key, str(count))
    element.set("time", f"{seconds:.3f}")


def _add_failure(case: Element, found: Sequence[tuple[Erratum, Place]]) -> None:
    lines = [
        f"{place.file}:{place.line}:{place.column}: {erratum.rule}: {_told.headline(erratum)} [{erratum.id}]"
        for erratum, place in sorted(found, key=lambda item: (item[1].line, item[1].column, item[0].id))
    ]
    errata = list(dict.fromkeys(erratum.id for erratum, _ in found))
    message = _told.headline(found[0][0]) if len(errata) == 1 else f"{len(errata)} errata"
    rules = ", ".join(sorted({erratum.rule for erratum, _ in found}))
    failure = SubElement(case, "failure", message=_xml(cut(message, MESSAGE)), type=_xml(cut(rules, MESSAGE)))
    failure.text = _xml(cut("\n".join(lines), TEXT))


def _add_stale(root: Element, results: Results) -> None:
    entries = _told.stale(results)
    if not entries:
        return
    count = str(len(entries))
    suite = SubElement(root, "testsuite", name="baseline", tests=count, failures=count, errors="0", skipped="0")
    for entry in entries:
        case = SubElement(suite, "testcase", classname="baseline", name=_xml(entry.id), file=_xml(entry.file))
        where = f"{entry.file}:{entry.line}: {entry.message}"
        SubElement(case, "failure", message=_xml(cut(entry.message, MESSAGE)), type="stale").text = _xml(where)


def _xml(text: str) -> str:
    """The text with what no XML file can hold, and what a reader would not see, as escapes."""
    return _NO_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", visible(text))
