"""Which blocks of a page are samples, where each stands, and what is known of it."""

from __future__ import annotations

import pytest

from harness.extract.languages import language
from harness.extract.outputs import announces
from harness.model import Page, Sample
from tests.extract.conftest import PAGES, SmallDocs


def in_place(page: Page, docs: SmallDocs) -> None:
    """Assert that each line of each sample stands in its file where the sample says."""
    for sample in page.samples:
        raw = (docs.root / sample.file).read_text().split("\n")
        code = sample.code.split("\n")
        assert len(code) == len(sample.lines) == len(sample.columns)
        for line, column, text in zip(sample.lines, sample.columns, code, strict=True):
            assert raw[line - 1][column - 1 :].rstrip() == text, (sample.key, line)


BLOCKS = [
    # first line, its column, how many lines, form, language
    (8, 5, 3, "code-block", "python"),
    (21, 5, 4, "code-block", "python"),
    (28, 9, 1, "code-block", "console"),
    (32, 4, 1, "code-block", "json"),
    (36, 5, 1, "code-block", "python"),
    (43, 5, 1, "literal", "python"),
    (47, 5, 1, "literal", "python"),
    (51, 1, 2, "literal", "text"),
    (60, 7, 2, "code-block", "python"),
    (65, 5, 2, "parsed-literal", "python"),
    (71, 1, 5, "doctest", "pycon"),
    (79, 1, 2, "doctest", "pycon"),
    (89, 7, 1, "code-block", "console"),
    (93, 10, 1, "literal", "python"),
    (101, 9, 2, "code-block", "pycon"),
    (107, 9, 1, "literal", "python"),
    (112, 9, 1, "literal", "python"),
    (118, 9, 1, "code-block", "python"),
    (125, 9, 1, "code-block", "python"),
    (130, 7, 2, "literal", "python"),
    (130, 34, 1, "code-block", "text"),
    (136, 2, 3, "literal", "python"),
]


@pytest.fixture(scope="module")
def blocks(small_docs: SmallDocs) -> Page:
    return small_docs.page("blocks").page


def by_line(page: Page, line: int) -> Sample:
    return next(sample for sample in page.samples if sample.lines[0] == line)


def test_every_block_is_found_in_its_place(blocks: Page) -> None:
    found = [(s.lines[0], s.columns[0], len(s.lines), s.form, s.language) for s in blocks.samples]
    assert found == BLOCKS
    assert blocks.problems == ()


def test_code_stands_where_the_sample_says(blocks: Page) -> None:
    raw = (PAGES / "blocks.rst").read_text().split("\n")
    for sample in blocks.samples:
        for line, column, text in zip(sample.lines, sample.columns, sample.code.split("\n"), strict=True):
            rest = raw[line - 1][column - 1 :].rstrip()
            in_cell = sample.lines[0] == 130 and rest.startswith(text)
            marked_up = sample.form == "parsed-literal" and rest.replace("*", "") == text
            assert rest.expandtabs(8) == text or in_cell or marked_up, (line, rest, text)


def test_the_code_is_what_a_reader_copies(blocks: Page) -> None:
    assert by_line(blocks, 21).code == "@app.task\ndef add(x, y):\n\n    return x + y"
    assert by_line(blocks, 60).code == "def f():\n    pass"
    assert by_line(blocks, 65).code == "add.delay(x)\nplain"
    assert by_line(blocks, 136).code == "tabbed = 1\nif tabbed:\n        pass"


def test_a_session_goes_on_over_a_blank_line(blocks: Page) -> None:
    session = by_line(blocks, 71)
    assert session.code == ">>> 1 + 1\n2\n\n>>> 2 + 2\n4"
    assert session.lines == (71, 72, 73, 74, 75)


def test_caption_and_headings(blocks: Page) -> None:
    assert by_line(blocks, 21).caption == "proj/tasks.py"
    assert by_line(blocks, 8).caption == ""
    assert by_line(blocks, 43).headings == ("Blocks", "Literal blocks")


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        pytest.param(8, "A plain block:", id="the paragraph before"),
        pytest.param(28, "", id="another block before"),
        pytest.param(43, "At the end of a sentence:", id="the paragraph that announces the literal block"),
        pytest.param(118, "A quotation:", id="what stands before the quotation"),
        pytest.param(89, "An item", id="the item's paragraph"),
        pytest.param(60, "", id="a heading before"),
    ],
)
def test_lead(blocks: Page, line: int, lead: str) -> None:
    assert by_line(blocks, line).lead == lead


def test_lead_is_the_last_sentence_as_plain_text(small_docs: SmallDocs) -> None:
    page = small_docs.read(
        "Not this, e.g. that one. But *this* one,\ncalled ``a.b``:\n\n.. code-block:: python\n\n    x = 1\n"
    )
    assert page.page.samples[0].lead == "But this one, called a.b:"


def test_keys_are_stable_and_distinct(small_docs: SmallDocs) -> None:
    block = ".. code-block:: python\n\n    x = 1\n\n"
    once, twice = small_docs.read(block, "keys").page, small_docs.read(f"Moved.\n\n{block * 2}", "keys").page
    assert once.samples[0].key == twice.samples[0].key
    assert twice.samples[0].key.rpartition(":")[0] == twice.samples[1].key.rpartition(":")[0]
    assert twice.samples[1].key.endswith(":2")


def test_a_declared_highlight_language_counts(small_docs: SmallDocs) -> None:
    page = small_docs.read("::\n\n    a = 1\n\n.. highlight:: ini\n\n::\n\n    a = 1\n").page
    assert [sample.language for sample in page.samples] == ["python", "ini"]


def test_blocks_of_doctest_directives_are_code(small_docs: SmallDocs) -> None:
    page = small_docs.read(".. testcode::\n\n    print(1)\n\n.. testoutput::\n    :hide:\n\n    1\n").page
    assert [(sample.lines[0], sample.language) for sample in page.samples] == [(3, "python"), (8, "text")]


def test_included_files_keep_their_own_lines(small_docs: SmallDocs) -> None:
    page = small_docs.page("includes").page
    part, example = "docs/includes/part.txt", "docs/examples/example.py"
    assert [(s.file, s.lines, s.columns[0], s.form, s.caption) for s in page.samples] == [
        (part, (3,), 5, "literal", ""),
        (part, (11,), 5, "code-block", ""),
        (part, (11,), 5, "code-block", ""),
        (part, (11,), 5, "code-block", ""),
        (example, tuple(range(1, 13)), 1, "literalinclude", ""),
        (example, (11, 12), 1, "literalinclude", ""),
        (example, (1, 5, 6), 1, "literalinclude", "Three lines"),
        (example, (6, 6, 7), 1, "literalinclude", ""),
        (example, tuple(range(1, 13)), 1, "literalinclude", ""),
        (part, (9, 10, 11), 1, "literalinclude", ""),
    ]
    assert page.samples[7].code == "# added\na = 1\nb = 2"
    assert page.samples[7].columns == (1, 5, 5)
    assert page.problems == ()


def test_windows_line_ends_and_a_byte_order_mark(small_docs: SmallDocs) -> None:
    page = small_docs.read(b"\xef\xbb\xbfText::\r\n\r\n    a = 1\r\n    b = 2\r\n").page
    assert (page.samples[0].lines, page.samples[0].columns, page.problems) == ((3, 4), (5, 5), ())


def test_what_only_str_splitlines_takes_for_a_line_end(small_docs: SmallDocs) -> None:
    page = small_docs.read("A\x0cB\x1cC\u2028D\x85E::\n\n    a = 1\n").page
    assert page.samples[0].lines == (3,)


OUTPUTS = {6: 12, 16: 22, 26: 31}


def test_shown_outputs(small_docs: SmallDocs) -> None:
    page = small_docs.page("outputs").page
    lines = {sample.key: sample.lines[0] for sample in page.samples}
    assert {s.lines[0]: lines[s.output] for s in page.samples if s.output} == OUTPUTS


@pytest.mark.parametrize(
    "lead",
    [
        "Will generate output like this:",
        "When the worker starts you should see a banner and some messages:",
        "Starting the worker with this step installed will give us the following logs:",
        "which results in:",
        "This prints:",
    ],
)
def test_announces(lead: str) -> None:
    assert announces(lead)


@pytest.mark.parametrize(
    "lead",
    [
        pytest.param("It prints a line. Then add:", id="said of something before"),
        pytest.param("where the URL format is:", id="a format"),
        pytest.param("You can also specify the queue:", id="a further way"),
        pytest.param("", id="nothing"),
    ],
)
def test_announces_nothing(lead: str) -> None:
    assert not announces(lead)


@pytest.mark.parametrize(
    ("declared", "code", "expected"),
    [
        ("python3", "x", "python"),
        ("py", "x = 1", "python"),
        ("python", ">>> x\n1", "pycon"),
        ("console", ">>> x\n1", "pycon"),
        ("python", "x\n>>> y", "python"),
        ("python-console", "1", "pycon"),
        ("pycon", ">> broken", "pycon"),
        ("bash", "pip install celery", "console"),
        ("sh", "[Unit]", "console"),
        ("INI", "[a]", "ini"),
        ("javascript", "{}", "javascript"),
        ("", ">>> 1\n1", "pycon"),
        ("default", "$ celery", "console"),
        ("", "celery -A proj worker", "console"),
        ("", "broker_url = 'x'", "python"),
        ("", "add.apply_async(queue='x')", "python"),
        ("", "from celery import Celery\napp = Celery(", "python"),
        ("", "@app.task(\n", "python"),
        ("", "{'a': 1}", "text"),
        ("", "transport://userid:password@hostname", "text"),
        ("", "name", "text"),
        ("", "a - b\n", "text"),
        ("", "import of goods", "text"),
        ("", "\x00", "text"),
        ("", "(" * 5000, "text"),
    ],
)
def test_language(declared: str, code: str, expected: str) -> None:
    assert language(declared, code) == expected
