"""Pages with mistakes in them, and pages that try to do harm: what is lost is told, and the rest is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from harness.extract.names import is_commented, misspelt
from harness.extract.records import Record
from harness.extract.tree import Tree
from tests.extract.conftest import SmallDocs
from tests.extract.test_blocks import in_place

BROKEN = [
    ("broken-rst", 11, 1, "Malformed table. Text in column margin in table line 4."),
    ("broken-rst", 14, 4, 'Content block expected for the "note" directive; none found.'),
    ("broken-rst", 16, 4, 'Error in "code-block" directive: maximum 1 argument(s) allowed, 4 supplied.'),
    ("empty-block", 19, 1, "code-block without any content"),
    ("broken-rst", 21, 4, 'Error in "image" directive: 1 argument(s) required, 0 supplied.'),
    ("broken-inline", 23, 1, "Inline literal start-string without end-string."),
    ("broken-rst", 23, 4, 'Unknown target name: "dangling target".'),
    ("commented-out", 25, 1, '".. warning:" is a comment and not shown; ".. warning::" is the directive'),
    ("commented-out", 31, 1, '".. code-block:" is a comment and not shown; ".. code-block::" is the directive'),
    ("unprompted", 45, 1, "a session that begins with two brackets is shown as text; its prompt has three"),
]


def kinds(record: Record) -> list[str]:
    return [problem.kind for problem in record.page.problems]


def test_a_mistake_costs_its_own_block_only(small_docs: SmallDocs) -> None:
    page = small_docs.page("broken").page
    assert [(p.kind, p.line, p.column, p.message) for p in page.problems] == BROKEN
    assert [sample.code for sample in page.samples] == ["before = 1", "after = 1"]


def test_a_problem_has_the_text_of_its_line(small_docs: SmallDocs) -> None:
    problem = small_docs.page("broken").page.problems[0]
    assert (problem.file, problem.text) == ("docs/broken.rst", "``old_name``  :setting:`new_name`")


def test_the_rows_of_a_dropped_table_are_read(small_docs: SmallDocs) -> None:
    claims = [claim for claim in small_docs.page("broken").page.claims if claim.fields.get("dropped")]
    assert [(c.kind, c.line, c.column, c.subject) for c in claims] == [
        ("literal", 11, 3, "old_name"),
        ("xref", 11, 25, "new_name"),
    ]


def unknown(small_docs: SmallDocs, *records: Record) -> list[tuple[str, int, int, str]]:
    found = misspelt(records, Tree(small_docs.root))
    return [(p.kind, p.line, p.column, p.message) for problems in found.values() for p in problems]


def test_misspelt_names(small_docs: SmallDocs) -> None:
    assert unknown(small_docs, small_docs.page("broken")) == [
        ("unknown-directive", 35, 4, 'unknown directive "code-blok"; did you mean "code-block"?'),
        ("unknown-role", 39, 3, 'unknown role "fun"; did you mean "func"?'),
    ]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(":own_role:`x`\n", id="close to nothing"),
        pytest.param(":fun:`x` :fun:`y` :fun:`z`\n", id="used often"),
        pytest.param(":met:`x`\n", id="declared by an extension of the docs"),
        pytest.param(".. automodul:: x\n", id="declared by keyword"),
        pytest.param(".. automodule:: x\n\n.. autosummary::\n", id="of an extension that comes with Sphinx"),
        pytest.param(":py:meth:`x` :std:option:`y` :meth:`z`\n", id="known"),
        pytest.param(".. Note:: x\n", id="names have no case"),
    ],
)
def test_names_that_are_meant(small_docs: SmallDocs, content: str) -> None:
    extension = small_docs.write(
        "docs/_ext/own.py", "def setup(app):\n    app.add_role('met', None)\n    app.add_x(directivename='automodul')\n"
    )
    try:
        assert unknown(small_docs, small_docs.read(content)) == []
    finally:
        extension.unlink()


KNOWN = frozenset({"note", "code-block", "versionadded", "automodule"})


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("code-block: python", True),
        ("versionadded: 4.0", True),
        ("automodule: x", True),
        ("note:\n\ncontent", True),
        pytest.param("note: ask Anna", False, id="a remark"),
        pytest.param("note:", False, id="nothing is lost"),
        pytest.param("versionadded::4.2", True, id="a blank is missing"),
        pytest.param("note:::x", False, id="three colons"),
        pytest.param("note:: x", False, id="said to be a directive"),
        pytest.param("todo-later: x", False, id="no directive"),
        pytest.param("just words", False, id="words"),
        pytest.param("", False, id="empty"),
    ],
)
def test_is_commented(comment: str, expected: bool) -> None:
    assert is_commented(comment, KNOWN) is expected


@pytest.fixture
def secrets(small_docs: SmallDocs) -> Path:
    """A file beside the release tree, and a link to it in the tree."""
    outside = small_docs.root.parent / "outside.txt"
    outside.write_text("SECRET\n")
    link = small_docs.root / "docs" / "link.txt"
    if not link.is_symlink():
        link.symlink_to(outside)
    small_docs.page("loop")
    return outside


def test_nothing_outside_the_tree_is_read(small_docs: SmallDocs, secrets: Path) -> None:
    record = small_docs.page("unsafe")
    assert "SECRET" not in repr(record)
    refused = {(p.line, p.message) for p in record.page.problems if "leaves the release tree" in p.message}
    assert refused == {
        (4, "include: /../../outside.txt leaves the release tree: not read"),
        (8, "include: ../../outside.txt leaves the release tree: not read"),
        (10, "include: link.txt leaves the release tree: not read"),
        (14, "literalinclude: ../../outside.txt leaves the release tree: not read"),
        (16, "literalinclude: link.txt leaves the release tree: not read"),
        (18, "literalinclude: ../../outside.txt leaves the release tree: not read"),
        (21, "csv-table: ../../outside.txt leaves the release tree: not read"),
        (24, "csv-table: http://localhost/x leaves the release tree: not read"),
    }
    assert [sample.code for sample in record.page.samples] == ["after = 1"]


def test_files_that_are_not_there(small_docs: SmallDocs, secrets: Path) -> None:
    problems = small_docs.page("unsafe").page.problems
    missing = [p for p in problems if p.message.endswith("is not in the release tree")]
    assert [(p.kind, p.line) for p in missing] == [("include", 6), ("include", 12)]


def test_no_module_is_imported_for_a_page(small_docs: SmallDocs, secrets: Path) -> None:
    problems = [p for p in small_docs.page("unsafe").page.problems if p.line == 34]
    assert [problem.message for problem in problems] == ['Error in "include" directive: unknown option: "parser".']


def test_a_page_that_includes_itself(small_docs: SmallDocs) -> None:
    page = small_docs.page("loop").page
    assert [problem.kind for problem in page.problems] == ["include"]
    assert "circular inclusion" in page.problems[0].message


def test_a_page_that_is_a_link_out_of_the_tree(small_docs: SmallDocs, secrets: Path) -> None:
    link = small_docs.root / "docs" / "linked.rst"
    link.unlink(missing_ok=True)
    link.symlink_to(secrets)
    record = small_docs._reader.read("linked", "docs/linked.rst")
    link.unlink()
    assert kinds(record) == ["include"]
    assert "SECRET" not in repr(record)


def test_bytes_that_are_not_utf_8(small_docs: SmallDocs) -> None:
    page = small_docs.read("Früh\n\nText::\n\n    x = 'é'\n\nMehr::\n\n    y = 1\n".encode("latin-1")).page
    assert [(p.kind, p.line, p.column) for p in page.problems] == [("encoding", 1, 3)]
    assert [sample.lines for sample in page.samples] == [(5,), (9,)]


def test_an_included_file_that_is_not_utf_8(small_docs: SmallDocs) -> None:
    small_docs.write("docs/latin.txt", "é::\n\n    x = 1\n".encode("latin-1"))
    record = small_docs.read(".. include:: latin.txt\n\n.. literalinclude:: latin.txt\n\nText::\n\n    y = 1\n")
    assert kinds(record) == ["include", "include"]
    assert [sample.code for sample in record.page.samples] == ["y = 1"]


def test_nesting_without_end(small_docs: SmallDocs) -> None:
    deep = "\n".join(f"{'  ' * depth}- x\n" for depth in range(2000))
    record = small_docs.read(deep)
    assert kinds(record) == ["nesting"]
    assert small_docs.read("Text::\n\n    x = 1\n").page.samples[0].code == "x = 1"


def test_a_role_of_one_page_is_not_another_ones(small_docs: SmallDocs) -> None:
    assert small_docs.read(".. role:: shiny\n\n:shiny:`x`\n").strangers == ()
    assert [one.name for one in small_docs.read(":shiny:`x`\n").strangers] == ["shiny"]


def test_a_default_role_of_one_page_is_not_another_ones(small_docs: SmallDocs) -> None:
    small_docs.read(".. default-role:: math\n\n`x`\n")
    assert [claim.fields["form"] for claim in small_docs.read("`x`\n").page.claims] == ["title-ref"]


def test_an_empty_page(small_docs: SmallDocs) -> None:
    page = small_docs.read("").page
    assert (page.title, page.samples, page.claims, page.problems) == ("", (), (), ())


PIECES = """
    |::|    |>>> x|.. code-block:: python|.. note::|`|``|*|_|:a:`b`|- |1. |=====|+---+|=  =|.. |text|é|$ celery
    |.. include:: includes/part.txt|.. literalinclude:: examples/example.py|.. csv-table:: x|    :lines: 2|    :dedent:
    |.. |x| replace:: y|[#]_|__ x"""
MARKUP = st.lists(
    st.sampled_from([*PIECES.replace("\n", "").split("|"), "|", "| x |", "\n", "\n\n", "\n\n    ", "\t", "\\", "\x00"]),
    max_size=40,
).map("".join)
RANDOM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@RANDOM
@example(content=b"..\tinclude::\t\x00")
@given(content=st.one_of(st.binary(max_size=300), MARKUP.map(str.encode), st.text(max_size=200).map(str.encode)))
def test_whatever_a_page_holds_it_is_read(small_docs: SmallDocs, content: bytes) -> None:
    record = small_docs.read(content)
    assert "unreadable" not in kinds(record)


@RANDOM
@given(MARKUP)
def test_whatever_a_page_holds_its_samples_stand_where_they_say(small_docs: SmallDocs, content: str) -> None:
    record = small_docs.read(content.replace("\t", "    ").replace("\x00", ""))
    if not any(mark in content for mark in ("|", ".. csv-table")):  # the code of a cell does not end its line
        in_place(record.page, small_docs)
    assert "position" not in kinds(record)


LINE = st.from_regex(r"\A[a-z_]{1,8} = [0-9a-z]{1,6}\Z")
CODE = st.lists(st.tuples(st.sampled_from(["", "    ", "  "]), LINE), min_size=1, max_size=4)
WRAPPERS = st.lists(
    st.sampled_from(["- ", "#. ", ".. note::\n", ".. unknown:: x\n", "term\n", ":field:\n", "  "]), max_size=5
)


def nested(wrappers: list[str], block: list[str]) -> list[str]:
    """The block inside of the wrappers, the first of them outermost."""
    lines = block
    for wrapper in reversed(wrappers):
        if wrapper.endswith("\n"):
            between = [] if wrapper.startswith(("term", ":field")) else [""]
            lines = [wrapper.rstrip("\n"), *between, *(f"    {line}".rstrip() for line in lines)]
        else:
            first = wrapper if wrapper.strip() else "  "
            lines = [f"{first if not n else ' ' * len(first)}{line}".rstrip() for n, line in enumerate(lines)]
    return lines


@RANDOM
@given(WRAPPERS, CODE, st.integers(1, 9), st.booleans(), st.integers(0, 2))
def test_a_block_is_found_however_it_is_nested(
    small_docs: SmallDocs, wrappers: list[str], code: list[tuple[str, str]], margin: int, literal: bool, blanks: int
) -> None:
    lines = [f"{'' if not n else indent}{line}" for n, (indent, line) in enumerate(code)]
    opening = ["Some words::"] if literal else ["Some words.", "", ".. code-block:: python", "   :linenos:"]
    shown = [*opening, *[""] * (blanks + 1), *(f"{' ' * (margin + 3)}{line}" for line in lines)]
    page = ["Start.", "", *nested(wrappers, shown), "", "End."]
    samples = small_docs.read("\n".join(page)).page.samples
    last = max(number for number, line in enumerate(page) if line.strip() and line != "End.") + 1
    assert [sample.lines for sample in samples] == [tuple(range(last - len(lines) + 1, last + 1))]
    for sample in samples:
        for line, column, text in zip(sample.lines, sample.columns, sample.code.split("\n"), strict=True):
            assert page[line - 1][column - 1 :] == text
