"""The HTML report: whole, the same for the same results, and nothing in it that acts but its own script."""

from __future__ import annotations

import base64
import dataclasses
import gzip
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.interfaces import Results
from harness.model import Place
from harness.reports import html
from harness.reports.html import packed, sides, statements
from harness.reports.html.lines import excerpt, pieces, span
from tests.reports.pages import Pages
from tests.reports.results import EMPTY, NEW, OLD, WORKERS, erratum, outcome, place, results, undecided, wrong_output
from tests.reports.test_reports import HOSTILE, hostile, many, secretive, shuffled

#: Elements that the template has; whatever else stands in a report came from somewhere else.
ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        "a body button caption code dd desc details div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 head "
        "header html input kbd label legend li link main mark meta nav noscript option p pre rect script section select "
        "span strong style summary svg table tbody td text th thead title tr ul ",
    )
)
VOID = frozenset({"input", "link", "meta"})
PRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]")


class Document(HTMLParser):
    """The elements of a page, its attributes, and the text of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> ends <{self.open[-1] if self.open else None}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.raw:
            self.raw[self.open[-1]].append(data)

    def values(self, name: str) -> Iterator[str]:
        return (str(attributes[name]) for _, attributes in self.elements if name in attributes)


def unpacked(text: str) -> Any:
    found = re.search(r'id="pack">([^<]*)</script>', text)
    assert found
    return json.loads(gzip.decompress(base64.b64decode(found[1])))


def lines_of(data: Any, runs: list[int]) -> list[str]:
    return [line for at in range(0, len(runs), 2) for line in data["lines"][runs[at] : runs[at] + runs[at + 1]]]


@pytest.fixture(params=["whole", "packed"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports as small ones are written, and as large ones are."""
    if request.param == "packed":
        monkeypatch.setattr(html, "ROOM", 0)


def documents(text: str) -> Iterator[Document]:
    """The report as it is opened, and what its script puts into it."""
    yield Document(text)
    yield from map(Document, unpacked(text).get("bodies", {}).values())


#: Breaks out of what a page or a sample can be put into.
BREAKS = (
    "</script><script>alert(1)</script>",
    "</style><style>*{display:none}",
    "<!-- <script>",
    "]]><img src=x onerror=alert(1)>",
    '" onfocus=alert(1) autofocus x="',
    "' onmouseover='alert(1)",
    "</code></pre></details></main><iframe src=//evil>",
    "</title><base href=//evil>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "\u2028\u2029",
    "\u202egnirts\u202c \u2066x\u2069 a\u200bb \x00 \x1b[31m \x9b \x85 \ud800",
)


def hostile_pages() -> Pages:
    """Pages whose every line is hostile, at the places of the hostile results."""
    lines = [f"{text} {HOSTILE.splitlines()[0]}" for text in BREAKS] * 4
    return Pages({(OLD, WORKERS): lines, (NEW, WORKERS): lines, (NEW, HOSTILE): lines})


def every_break(text: str) -> Any:
    bad = erratum(
        id=text, rule=text, claim=text, observed=text, message=text, suggestion=text, patch=f"+{text}\n-{text}",
        reproducer=text, places=(place(NEW, 3, 2, text, end_line=5),), fails_on=(text,), holds_on=(text,),
        evidence={
            text: text, "traceback": text, "log": text, "interval": text, "source_line": text, "reason": text,
            "observed_on": {text: text}, "unverified": text,
            "steps": [{
                "target": text, "status": text, "source": text, "output": text, "code": 1, "events": {text: 2},
                "tasks": [{"name": text, "state": text, "result": text, "traceback": text}], "warnings": [text], "log": text,
            }],
        },
    )  # fmt: skip
    return results(
        errata=(bad, dataclasses.replace(bad, severity="cosmetic", blame="library")),
        undecided=(dataclasses.replace(bad, blame="undecided"),),
        undocumented=({"docs": NEW, "target": text, "kind": text, "name": text},),
        faults=({text: text},),
        containment=f"limits {text}",
        samples=(dataclasses.replace(outcome(NEW, 1, text, "undecided"), reason=text),),
        claims=(dataclasses.replace(outcome(NEW, 1, text, "not-checked"), reason=f"x: {text}"),),
    )


@pytest.mark.usefixtures("size")
class TestSafety:
    @pytest.mark.parametrize("text", [*BREAKS, HOSTILE], ids=range(len(BREAKS) + 1))
    def test_what_comes_from_docs_and_samples_is_text(self, text: str):
        opened, *put_in = documents(html.render(every_break(text), hostile_pages()))
        for document in (opened, *put_in):
            assert {name for name, _ in document.elements} <= ELEMENTS
            assert not document.open
            assert not [name for _, attributes in document.elements for name in attributes if name.startswith("on")]
            assert all(value.startswith("#") for value in document.values("href") if value != "data:,")
            assert not list(document.values("src")) + list(document.values("style"))
        assert len(opened.raw["script"]) == 2
        assert len(opened.raw["style"]) == 1
        assert not [raw for document in put_in for raws in document.raw.values() for raw in raws]

    @pytest.mark.parametrize("text", [*BREAKS, HOSTILE], ids=range(len(BREAKS) + 1))
    def test_no_character_hides_or_turns_text_around(self, text: str):
        told = html.render(every_break(text), hostile_pages())
        assert not PRINTED.search(told)
        data = unpacked(told)
        packed = [*data["lines"], *data["words"], *data["ids"], *data["files"], *data.get("bodies", {}).values()]
        assert not PRINTED.search("\n".join(packed))
        told.encode("utf-8")

    def test_only_its_own_style_and_script_are_let_run(self):
        document = Document(html.render(results(), Pages()))
        (policy,) = (a["content"] for name, a in document.elements if a.get("http-equiv") == "Content-Security-Policy")
        for text in (document.raw["script"][1], document.raw["style"][0]):
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in str(policy)
        assert str(policy).startswith("default-src 'none'; ")
        assert "unsafe" not in str(policy)

    def test_nothing_is_asked_for_anywhere(self):
        text = html.render(results(), Pages())
        assert not re.search(r"""(?:src|href|action)=["'](?!#|data:,)""", text)
        assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest|WebSocket|import\(", text)

    def test_no_secret_and_no_path_of_the_machine(self):
        text = html.render(secretive(), Pages())
        for secret in ("hunter2", "s3cr3t", "/home/", "someone", "/tmp/run", "C:\\Users"):
            assert secret not in text, secret


class TestReport:
    def test_a_large_report_has_everything_and_is_smaller(self, monkeypatch: pytest.MonkeyPatch):
        large = results(
            errata=tuple(erratum(id=f"unknown-name-{number:08x}") for number in range(200))
        )  # and one undecided
        monkeypatch.setattr(html, "ROOM", 10**9)
        whole = html.render(large, Pages())
        monkeypatch.setattr(html, "ROOM", 0)
        packed = html.render(large, Pages())
        bodies = unpacked(packed)["bodies"]
        assert len(bodies) == 201 and all(body in whole for body in bodies.values())
        assert len(packed) < len(whole) / 2

    def test_equal_results_give_equal_bytes_in_whatever_order(self):
        expected = html.render(many(), Pages())
        for seed in range(3):
            assert html.render(shuffled(many(), random.Random(seed)), Pages()) == expected

    def test_nothing_at_all_is_a_report(self):
        document = Document(html.render(EMPTY, Pages({})))
        assert not document.open

    @pytest.mark.parametrize("made", [results, many, hostile, lambda: every_break("x")])
    def test_ids_are_given_once(self, made: Callable[[], Results]):
        found = made()
        ids = list(Document(html.render(found, Pages())).values("id"))
        assert len(ids) == len(set(ids))

    def test_references_within_the_page_lead_somewhere(self):
        document = Document(html.render(results(), Pages()))
        ids = set(document.values("id"))
        plain = {value[1:] for value in document.values("href") if value.startswith("#") and "=" not in value}
        assert plain <= ids
        assert {name for value in document.values("aria-labelledby") for name in value.split()} <= ids

    def test_text_without_end_is_cut(self):
        long = "x" * 3_000_000
        found = results(
            errata=(erratum(claim=long, observed=long, message=long, suggestion=long, evidence={"log": long}),),
            undecided=(),
            samples=(outcome(NEW, 1, "pycon", "undecided", reason=long),),
        )
        assert len(html.render(found, Pages({(NEW, WORKERS): [long] * 30}))) < 300_000

    def test_pages_and_scripts_come_back_as_they_were(self):
        found = results(errata=(erratum(reproducer="import sys\n\nsys.exit(1)\n"), wrong_output()))
        data = unpacked(html.render(found, Pages()))
        for docs in (OLD, NEW):
            assert lines_of(data, data["files"][WORKERS][docs]["runs"]) == list(Pages().lines(docs, WORKERS))
        assert lines_of(data, data["scripts"]["unknown-name-1f0c3a9b"]) == ["import sys", "", "sys.exit(1)"]

    def test_marks_count_what_is_shown(self):
        pages = Pages({(NEW, WORKERS): ["", "\x07\x07 wrong"]})
        found = results(errata=(erratum(places=(place(NEW, 2, 4, "wrong"),)),), undecided=(), samples=(), claims=())
        data = unpacked(html.render(found, pages))
        ((_, _, ((_, start, end),), _),) = data["files"][WORKERS][NEW]["wrong"]
        assert data["lines"][1][start:end] == "wrong"

    def test_without_the_docs_the_lines_of_the_evidence_are_quoted(self):
        text = html.render(results(errata=(erratum(),)), Pages({(OLD, WORKERS): (), (NEW, WORKERS): ()}))
        assert ".. control:: <mark>revoke_by_stamped_header</mark>" in text


def at(line: int, column: int, text: str, end_line: int = 0) -> Place:
    return place(NEW, line, column, text, end_line=end_line)


@pytest.mark.parametrize(
    ("where", "number", "line", "expected"),
    [
        pytest.param(at(3, 5, "name"), 3, "    name = 1", "name", id="the words at their column"),
        pytest.param(at(3, 6, "name"), 3, "name name", "name", id="not the same words before them"),
        pytest.param(at(3, 5, "name"), 4, "    name", None, id="another line"),
        pytest.param(at(3, 5, "one\ntwo", 4), 4, "      two three", "two", id="the second line of several"),
        pytest.param(at(3, 1, "folded words", 4), 4, "  and more  ", "and more", id="folded words: the whole line"),
        pytest.param(
            at(3, 3, "gone"), 3, "a line that says else", "line that says else", id="other words: from the column on"
        ),
        pytest.param(at(3, 90, "x"), 3, "short", "", id="a column behind the line"),
        pytest.param(at(3, 1, ""), 3, "a line", "a line", id="no words"),
    ],
)
def test_span(where: Place, number: int, line: str, expected: str | None):
    found = span(where, number, line)
    assert (None if found is None else line[slice(*found)]) == expected


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], "abcdef"),
        ([(0, 2)], "[ab]cdef"),
        ([(4, 6), (1, 2)], "a[b]cd[ef]"),
        ([(1, 4), (2, 5)], "a[bcd][e]f"),
        ([(2, 2), (5, 3)], "abcdef"),
        ([(0, 6)], "[abcdef]"),
    ],
)
def test_pieces(spans: list[tuple[int, int]], expected: str):
    found = pieces("abcdef", spans)
    assert "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in found) == expected


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        pytest.param([at(10, 1, "line")], [7, 8, 9, 10, 11, 12, 13], id="lines around the first"),
        pytest.param([at(1, 1, "line")], [1, 2, 3, 4], id="at the beginning"),
        pytest.param([at(20, 1, "line")], [17, 18, 19, 20], id="at the end"),
        pytest.param([at(2, 1, "line"), at(15, 1, "line")], [1, 2, 3, 4, 5, 0, 15], id="a gap before the next"),
        pytest.param([at(30, 1, "line")], [], id="behind the end"),
    ],
)
def test_excerpt(places: list[Place], expected: list[int]):
    assert [line.number for line in excerpt(places, ["line"] * 20)] == expected


def test_a_file_that_is_not_there_is_not_quoted():
    assert excerpt([at(3, 1, "x")], ()) == ()


def shown(row: sides.Row) -> tuple[str | None, str | None]:
    def side(found: Any) -> str | None:
        return None if found is None else "".join(f"[{p.text}]" if p.marked else p.text for p in found)

    return side(row.left), side(row.right)


@pytest.mark.parametrize(
    ("documented", "observed", "expected"),
    [
        pytest.param("4", "4", [("4", "4")], id="equal"),
        pytest.param("{'a': 'x'}", "{'a': 'y'}", [("{'a': '[x]'}", "{'a': '[y]'}")], id="a word of a line"),
        pytest.param("a\nb\nc", "a\nc", [("a", "a"), ("b", None), ("c", "c")], id="a line too many"),
        pytest.param("a\nc", "a\nb\nc", [("a", "a"), (None, "b"), ("c", "c")], id="a line too few"),
        pytest.param("revoke_by", "AttributeError: no such thing", [("revoke_by", "AttributeError: no such thing")], id="nothing in common"),
        pytest.param("\n4\n", "4", [("4", "4")], id="empty lines around it"),
        pytest.param("", "", [("", "")], id="nothing at all"),
    ],
)  # fmt: skip
def test_sides(documented: str, observed: str, expected: list[tuple[str | None, str | None]]):
    assert [shown(row) for row in sides.rows(documented, observed)] == expected


@given(st.lists(st.lists(st.sampled_from(["", "a", "b", "c", "d"]), max_size=30), max_size=6))
def test_runs_give_the_lines_back(texts: list[list[str]]):
    table = packed.Lines()
    runs = [table.runs(text) for text in texts]
    data = {"lines": table.table}
    assert [lines_of(data, found) for found in runs] == texts


def test_releases_of_one_page_share_their_lines():
    table = packed.Lines()
    old = [f"line {number // 2}" if number % 2 else "" for number in range(1000)]
    table.runs(old)
    runs = table.runs([*old[:500], "new", *old[500:]])
    assert len(table.table) - 1000 <= 2
    assert len(runs) <= 8


class TestStatements:
    def test_a_statement_counts_once_on_several_brokers_with_its_worst_verdict(self):
        found = results(
            samples=(
                outcome(NEW, 10, "pycon", "holds"),
                dataclasses.replace(outcome(NEW, 10, "pycon", "fails"), target="celery54-rabbitmq"),
            ),
            claims=(),
        )
        (one,) = statements.statements(found)
        assert one.outcome.verdict == "fails"
        assert one.differs

    def test_two_claims_of_a_line_are_two(self):
        found = results(samples=(), claims=(outcome(NEW, 3, "xref", "holds"), outcome(NEW, 3, "xref", "fails")))
        assert statements.tally(statements.statements(found)).total == 2

    def test_not_checked_here_and_right_there_holds(self):
        other = dataclasses.replace(outcome(NEW, 10, "pycon", "not-checked"), target="celery54-rabbitmq")
        found = results(samples=(outcome(NEW, 10, "pycon", "holds"), other), claims=())
        assert statements.tally(statements.statements(found)).counts == {"holds": 1}

    @pytest.mark.parametrize(
        ("given_reasons", "expected"),
        [
            (["historical", "historical"], [("historical", "of the past", 2)]),
            (["needs-service: kafka", "needs-service: kafka", "needs-service: s3"], [("needs-service", "it needs kafka (2) and s3", 3)]),
            (["strange: thing"], [("strange", "thing", 1)]),
            ([""], [("not-checked", "", 1)]),
            (["{}: {0}"], [("{}", "{0}", 1)]),
        ],
    )  # fmt: skip
    def test_reasons(self, given_reasons: list[str], expected: list[tuple[str, str, int]]):
        samples = tuple(
            outcome(NEW, line, "pycon", "not-checked", reason=reason) for line, reason in enumerate(given_reasons, 1)
        )
        told = {"historical": "of the past", "needs-service": "it needs {}"}
        rows = statements.reasons(statements.statements(results(samples=samples, claims=())), told)
        assert [(row.name, row.told, row.samples) for row in rows] == expected


def test_errata_of_the_newest_docs_stand_before_history():
    past = erratum(id="past-1", places=(place(OLD, 1, 1, "x"),))
    text = html.render(results(errata=(past, erratum(id="now-1")), undecided=(undecided(),)), Pages())
    order = [name for name in Document(text).values("id") if re.fullmatch(r"(past|now|raises)-\w+", name)]
    assert order == ["now-1", "past-1", "raises-0a0b0c0d"]
