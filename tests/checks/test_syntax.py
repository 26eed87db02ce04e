"""Samples that cannot be run as printed: which mistakes are told, with what correction, and what is no mistake."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.checks import _mend, _source, syntax
from harness.interfaces import Case
from tests.conftest import make_sample

MakeCase = Callable[..., Case]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        pytest.param("x = {\n    'a': 1\n    'b': 2\n}", [(11, "1", "1,")], id="comma missing in a dict"),
        pytest.param(
            "f(a=1  # first\n  b=2\n  c=3)",
            [(10, "1  # first\n      b=2", "1,  # first\n      b=2,")],
            id="two commas missing in one call",
        ),
        pytest.param(
            "f(a=1\n  b=2)\ng(a=1\n  b=2)",
            [(10, "1", "1,"), (12, "1", "1,")],
            id="a comma missing in each of two calls",
        ),
        pytest.param("@app.task:\ndef f():\n    pass", [(10, ":", "")], id="decorator with a colon"),
        pytest.param("x = {'a': 'default}", [(10, "'default}", "'default'}")], id="quote missing"),
        pytest.param("x = {\n    'a': 1,\n)", [(12, ")", "}")], id="other bracket"),
        pytest.param(
            "x = [\n    {'a': 1,\n]", [(11, "{'a': 1,", "{'a': 1,\n        },")], id="bracket missing before another"
        ),
        pytest.param(
            "class C:\n\ndef f(self):\n        return 1", [(12, "def", "    def")], id="body that is not indented"
        ),
        pytest.param(
            "class C:\n\n    def f(self, x):\n        # takes it\n    g(x)",
            [(14, "g", "    g")],
            id="body below a comment that is not indented, and uses a parameter",
        ),
        pytest.param(
            "class C:\n    def f(self):\n        # nothing\n    return 1",
            [(13, "return", "    return")],
            id="body below a comment that is not indented, and returns",
        ),
        pytest.param("def f(x):\n    @g\ndef h(y):\n        pass", [(12, "def", "    def")], id="below a decorator"),
        pytest.param(
            "def f(x):\n    # gets it\ny = g()\n\n    h(y)",
            [(12, "y", "    y")],
            id="first line of a body that is not indented",
        ),
        pytest.param("f(g(1)", [(10, "(g(1)", "(g(1))")], id="bracket missing at the end"),
        pytest.param("x = (1))", [(10, ")", "")], id="bracket too many"),
        pytest.param("def f()\n    pass", [(10, ")", "):")], id="colon missing"),
        pytest.param(
            "print x\nprint y  # two",
            [(10, "print x", "print(x)"), (11, "print y", "print(y)")],
            id="Python 2's print",
        ),
        pytest.param("print f(x)  # two", [(10, "print f(x)", "print(f(x))")], id="Python 2's print of a call"),
        pytest.param("try:\n    f()\nexcept E, error:\n    pass", [(12, ",", " as")], id="Python 2's except"),
        pytest.param("Producer(Base):\n    x = 1", [(10, "Producer", "class Producer")], id="class missing"),
        pytest.param(
            "x = 'a\\  # one\nb'", [(10, "'a\\  # one\n    b'", "'a\\\n    b'")], id="comment behind a backslash"
        ),
        pytest.param(
            "x = 'a?\\\n    b\\  # one\n    &c'  # two",
            [
                (
                    10,
                    "'a?\\\n        b\\  # one\n        &c'  # two",
                    "('a?'\n        'b'  # one\n        '&c')  # two",
                )
            ],
            id="a string whose lines are indented is one of several parts",
        ),
        pytest.param(
            "x = 'a\\  # one\n    b\\t\\\n   c'",
            [(10, "'a\\  # one\n        b\\t\\\n       c'", "('a'  # one\n        'b\\t'\n       'c')")],
            id="what is escaped stays",
        ),
        pytest.param("x = “a”", [(10, "“a”", '"a"')], id="typographic quotes"),
        pytest.param("try:\n    f()\ng()", [(10, "try:", None)], id="try alone"),
    ],
)
def test_finds_what_does_not_compile(make_case: MakeCase, code: str, found: list[tuple[int, str, str | None]]):
    findings = list(syntax.find(make_case(code)))
    assert [(each.place.line, each.place.text, each.suggestion) for each in findings] == found
    assert {(each.rule, each.blame, each.severity) for each in findings} == {("syntax", "docs", "breaks")}
    lines = code.split("\n")
    for each in findings:
        assert lines[each.place.line - 10][each.place.column - 5 :].startswith(each.place.text.split("\n")[0])
        assert each.place.end_line == each.place.line + each.place.text.count("\n")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        pytest.param("f(a=1\n  b=2)", "a comma is missing between a=1 and b=2", id="comma"),
        pytest.param("f(a=1\n  b=2\n  c=3)", "2 commas are missing: behind a=1 and b=2", id="commas"),
        pytest.param(
            "f(a={\n    'x': [g(1)\n          h(2)]\n  }, b=1)",
            "a comma is missing between g(1) and h(2)",
            id="innermost",
        ),
        pytest.param(
            "f(a={\n    'x': 1,\n  }\n  b=[\n  ])",
            "a comma is missing between a=… and b=…",
            id="items of several lines",
        ),
        pytest.param("x = {\n    'a': 1,\n)", "the { of line 10 is closed by )", id="other bracket"),
        pytest.param("x = [\n    {'a': 1,\n]", "the { of line 11 is not closed", id="bracket missing before another"),
        pytest.param("f(g(1)", "the ( of line 10 is not closed", id="bracket missing at the end"),
        pytest.param("x = (1))", "the ) closes no bracket: write 'x = (1)'", id="bracket too many"),
        pytest.param("def f()\n    pass", "a colon is missing behind def f()", id="colon"),
        pytest.param("Producer(Base):\n    x = 1", "class is missing before Producer", id="keyword"),
        pytest.param("print x  # y", "this is Python 2: write 'print(x)'", id="Python 2"),
        pytest.param("x = 'a\\  # one\nb'", "line 10: a comment stands behind the backslash", id="comment"),
        pytest.param("x = 1 + \\ \n    2", "blanks stand behind the backslash", id="blank"),
    ],
)
def test_says_what_is_wrong(make_case: MakeCase, code: str, told: str):
    (finding,) = syntax.find(make_case(code))
    assert finding.message == f"does not compile: {told}"


def test_commas_that_are_missing_in_one_call_are_the_mistake_of_the_first(make_case: MakeCase):
    (one,) = syntax.find(make_case("f(a=12345678\n  b=2)"))
    (two,) = syntax.find(make_case("f(a=12345678\n  b=2\n  c=3)"))
    assert one.subject == two.subject


def test_places_that_need_another_correction_are_another_mistake(make_case: MakeCase):
    first, second, third = syntax.find(make_case("print x\nprint y\nprint  x"))
    assert first.subject == third.subject != second.subject


def test_lines_of_brackets_are_one_mistake_on_one_page_only(make_case: MakeCase):
    (here,) = syntax.find(make_case(">>> f(\n... 1,\n)", "pycon"))
    other = make_case(">>> g(\n... 2,\n)", "pycon")
    (again,) = syntax.find(other)
    assert here.subject == again.subject
    object.__setattr__(other.page, "name", "another")
    (elsewhere,) = syntax.find(other)
    assert here.subject != elsewhere.subject


def test_a_string_that_the_correction_would_spoil_gets_none(make_case: MakeCase):
    (finding,) = syntax.find(make_case("x = r'a?\\  # one\n    b\\  # two\n    c'\ny = 1"))
    assert (finding.place.line, finding.place.column, finding.place.end_line) == (10, 9, 12)
    assert finding.suggestion is None


def test_the_bracket_that_is_not_closed_is_the_place(make_case: MakeCase):
    code = "x = [\n    r,\n    {\n        'a': {\n            'b': 1,\n    },\n]"
    (finding,) = syntax.find(make_case(code))
    assert (finding.place.line, finding.place.column, finding.place.end_line) == (13, 18, 14)
    assert finding.suggestion == "{\n                'b': 1,\n            },"
    (finding,) = syntax.find(make_case("f(a,\n  b=1"))
    assert (finding.place.line, finding.place.column, finding.place.end_line) == (10, 6, 11)
    assert finding.suggestion == "(a,\n      b=1)"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        pytest.param(">> add(2)", [(10, ">>", ">>>")], id="one bracket too few"),
        pytest.param("4\n>>>> add(2)", [(11, ">>>>", ">>>")], id="one bracket too many"),
        pytest.param(">>>add(2)", [(10, ">>>add(2)", ">>> add(2)")], id="no space behind the prompt"),
        pytest.param(
            ">>> x = (f() |\n...      g())\n... x.h(a=1,\n...     b=2)", [(12, "...", ">>>")], id="two in one"
        ),
        pytest.param(">>> for x in y:\n...     f(x)\n... g()", [(12, "...", ">>>")], id="another below a block"),
        pytest.param(">>> add(\n.... 2)", [(11, "....", "...")], id="one dot too many"),
        pytest.param(">>> add(\n.. 2)", [(11, "..", "...")], id="one dot too few"),
        pytest.param(">>> add(\n ... 2)", [(11, " ...", "...")], id="dots further right"),
        pytest.param(">>> f()\n1\n>>> g()\n >>> h()", [(13, " >>>", ">>>")], id="prompt further right"),
        pytest.param("    >>> f()\n    >>> g()\n>>> h()", [(12, ">>>", "    >>>")], id="prompt further left"),
        pytest.param(
            ">>> for x in y:\n        f(x)\n        g(x)\n1",
            [(11, "        f(x)\n            g(x)", "...     f(x)\n    ...     g(x)")],
            id="no dots in a block",
        ),
        pytest.param(">> f()\n1", [(10, ">>", ">>>")], id="one bracket too few, and no other prompt"),
        pytest.param("import x\ny = x.f()\nprint(y)", [(10, "import x", None)], id="no prompts at all"),
        pytest.param(
            ">>> with f() as x:\n... g(x)\n...\n... h(x)\n1",
            [(11, "g(x)\n    ...\n    ... h(x)", "    g(x)\n    ...\n    ...     h(x)")],
            id="body of a block at its margin",
        ),
        pytest.param(
            ">>> with f(a,\n...        b):\n... # first\n... g()\n... if x:\n...     h()",
            [
                (
                    12,
                    "# first\n    ... g()\n    ... if x:\n    ...     h()",
                    "    # first\n    ...     g()\n    ...     if x:\n    ...         h()",
                )
            ],
            id="body of a block at its margin, comments before it, a block in it",
        ),
        pytest.param(
            ">>> f(a,\n      b)\n>>> g(a,\n      b)",
            [(11, "      b)", "...   b)"), (13, "      b)", "...   b)")],
            id="two entries",
        ),
        pytest.param(
            ">>> try:\n...     f()\n    except E:\n...     g()",
            [(12, "    except E:", "... except E:")],
            id="no dots on a line between others",
        ),
        pytest.param(
            ">>> @f\n    def g():\n...     return 1",
            [(11, "    def g():", "... def g():")],
            id="no dots below a decorator",
        ),
        pytest.param(">>> add(\n...)", [(11, "...)", "... )")], id="no space behind the dots"),
        pytest.param(">>> add(2,\n        2)\n4", [(11, "        2)", "...     2)")], id="no dots"),
        pytest.param(
            ">>> add([\n  1,\n  2,\n])",
            [(11, "  1,\n      2,\n    ])", "...   1,\n    ...   2,\n    ... ])")],
            id="no dots on several lines",
        ),
        pytest.param(
            ">>> @app.task\n>>> def f():\n...     pass", [(11, ">>>", "...")], id="a prompt below a decorator"
        ),
    ],
)
def test_finds_broken_prompts(make_case: MakeCase, code: str, found: list[tuple[int, str, str]]):
    findings = list(syntax.find(make_case(code, "pycon")))
    assert [(each.place.line, each.place.text, each.suggestion) for each in findings] == found
    assert {(each.rule, each.severity) for each in findings} == {("broken-prompt", "cosmetic")}


@pytest.mark.parametrize(
    ("code", "message"),
    [
        pytest.param(">> add(2)", ">> is no prompt of the interpreter's: write '>>>'", id="one bracket too few"),
        pytest.param(">>>add(2)", "no blank stands behind the prompt >>>: write '>>> add(2)'", id="no blank"),
        pytest.param(
            ">>> @app.task\n>>> def f():\n...     pass",
            "what stands below a decorator goes on with its entry: write '...'",
            id="below a decorator",
        ),
        pytest.param(
            ">>> f()\n1\n>>> g()\n >>> h()",
            "the prompt stands 1 blank further right than the rest of the session",
            id="prompt further right",
        ),
        pytest.param(
            ">>> add(\n  ... 2)", "the prompt stands 2 blanks further right than the rest of the entry", id="dots"
        ),
        pytest.param(">>> f(a,\n      b)", "a line of a session lacks its prompt: write '...   b)'", id="no dots"),
        pytest.param(
            ">>> f([\n  1,\n])",
            "2 lines of a session, from this one on, lack their prompts: write '...   1,'",
            id="no dots on two lines",
        ),
        pytest.param(
            ">>> with f() as x:\n... g(x)", "the body of 'with f' is not indented behind its prompt", id="body"
        ),
    ],
)
def test_says_what_is_wrong_with_a_prompt(make_case: MakeCase, code: str, message: str):
    (finding,) = syntax.find(make_case(code, "pycon"))
    assert finding.message == message


def test_a_prompt_in_the_wrong_column_is_not_taken_for_output(make_case: MakeCase):
    (finding,) = syntax.find(make_case(">>> f()\n1\n>>> g()\n >>> h()", "pycon"))
    assert finding.observed == "an interpreter's prompts stand below one another: this one stands 1 blank further right"


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param("x = {'a': 1, ...}", {}, id="values left out of a dict"),
        pytest.param("f(1, ..., x=2)", {}, id="arguments left out"),
        pytest.param("class C:\n    ...\n\ndef f():\n    ...", {}, id="bodies left out"),
        pytest.param("def f():\n    # use your imagination", {}, id="body of a comment"),
        pytest.param("if x:\n    # left to you\ny = 1", {}, id="block of a comment in the middle"),
        pytest.param("class C:", {}, id="nothing below"),
        pytest.param("a=1, b='x', c=[2]", {}, id="arguments alone"),
        pytest.param("'a': 1,\n'b': 2,", {}, id="items of a dict alone"),
        pytest.param("    def f(self):\n        pass", {}, id="method alone"),
        pytest.param("return await f()", {}, id="statements of a function"),
        pytest.param("f(<your name>, 2)", {}, id="placeholder"),
        pytest.param("def f(x):\n    # your code\n\ny = g(f)", {}, id="a comment for a body, and what follows"),
        pytest.param("class C:\n    def f(self):\n        # later\n    g = 1", {}, id="a comment for a method's body"),
        pytest.param(
            "body = (\n    object[] args,\n    Mapping kwargs,\n    Mapping embed {\n    }\n)", {}, id="pseudo code"
        ),
        pytest.param("Some words that are no code at all.", {}, id="prose"),
        pytest.param("x = {\n'a': 1\n'b': 2}", {"form": "literal"}, id="language guessed"),
        pytest.param("x = {\n'a': 1\n'b': 2}", {"language": "text"}, id="other language"),
        pytest.param("print x", {"historical": True}, id="told about a past release"),
        pytest.param("x = 1\n\n>>> x\n1", {}, id="a file, and below it a session"),
        pytest.param(">>> f()\n<AsyncResult: 3735-50e8>", {"language": "pycon"}, id="output"),
        pytest.param(">>> f()\n...done.", {"language": "pycon"}, id="output that begins with dots"),
        pytest.param(">>> for x in y:\n...     f(x)\n...\n1", {"language": "pycon"}, id="block and its end"),
        pytest.param(">>> for x in f():\n....", {"language": "pycon"}, id="what comes is left out"),
        pytest.param(">>> f(\n...    1,\n... )", {"language": "pycon"}, id="brackets over lines"),
        pytest.param(">>> f'''\n... a\n... '''", {"language": "pycon"}, id="string over lines"),
        pytest.param(">>> f()\nTraceback (most recent call last):\n  ...\nE: x", {"language": "pycon"}, id="traceback"),
        pytest.param(">> Redirecting to /bin/systemctl (", {"language": "pycon"}, id="output like a prompt"),
        pytest.param(">>>", {"language": "pycon"}, id="prompt alone"),
        pytest.param(">>> x = 1; y = 2", {"language": "pycon"}, id="two on a line"),
        pytest.param(">>> @app.task\n... def f():\n...     pass", {"language": "pycon"}, id="one below its decorator"),
        pytest.param(">>> try:\n...     f()\n... except E:\n...     pass", {"language": "pycon"}, id="one of parts"),
        pytest.param("{'a': 1}\n[f(2), g.h(3)]", {"language": "pycon"}, id="output alone"),
        pytest.param("worker1: OK", {"language": "pycon"}, id="output like an annotation"),
        pytest.param(">>> f()\n.... 3", {"language": "pycon"}, id="output that begins with four dots"),
        pytest.param(">>> for x in y:\n...     f(x)\n    1", {"language": "pycon"}, id="output that is indented"),
        pytest.param(">>> f()\n1\n\n    >>> f(a=\n", {"language": "pycon"}, id="quotation of a prompt"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, changes: dict[str, str]):
    assert list(syntax.find(make_case(code, **changes))) == []


@pytest.mark.parametrize(
    ("code", "changes", "covered"),
    [
        pytest.param("x = 1", {}, True, id="code"),
        pytest.param("f(", {}, True, id="wrong code"),
        pytest.param(">>> f()\n1", {"language": "pycon"}, True, id="session"),
        pytest.param("{'a': 1}", {"language": "pycon"}, False, id="output alone"),
        pytest.param("x = 1", {"form": "literal"}, False, id="language guessed"),
        pytest.param("x = 1", {"historical": True}, False, id="history"),
        pytest.param("$ x", {"language": "console"}, False, id="no Python"),
    ],
)
def test_covers(make_case: MakeCase, code: str, changes: dict[str, object], covered: bool):
    assert syntax.covers(make_case(code, **changes)) is covered


def test_leaves_to_a_person_what_is_mostly_code_and_cannot_be_mended(make_case: MakeCase):
    code = "a = 1\nb = 2\nc = 3\nd = ?? of some !\ne = 5"
    (finding,) = syntax.find(make_case(code))
    assert (finding.blame, finding.place.line) == ("undecided", 13)


def test_one_mistake_in_several_samples_has_one_subject(make_case: MakeCase):
    first = syntax.find(make_case("x = {\n    'a': 1\n    'b': 2\n}"))
    second = syntax.find(make_case("# more above\nx = {\n  'a':  1\n  'b': 2\n}"))
    assert {each.subject for each in first} == {each.subject for each in second}


@pytest.mark.parametrize(
    ("code", "language", "found"),
    [
        pytest.param(">>> f(a\n>>> g()\n1", "pycon", [(10, "(a", "(a)")], id="an entry"),
        pytest.param(">>> f['a'\n{step:x{()}, step:y{()}", "pycon", [(10, "['a'", "['a']")], id="output below it"),
        pytest.param(">>> f(a\n    b, c", "pycon", [(10, "(a", "(a)")], id="output that is indented below it"),
        pytest.param("@app.task\ndef f():\nreturn 1", "python", [(12, "return", "    return")], id="a function"),
        pytest.param("(a\n b c", "python", [], id="what anything could begin with"),
        pytest.param("import foo bar", "python", [], id="words that only begin like Python"),
    ],
)
def test_blocks_that_are_python_without_being_called_so(
    make_case: MakeCase, code: str, language: str, found: list[tuple[int, str, str]]
):
    findings = list(syntax.find(make_case(code, language, form="literal")))
    assert [(each.place.line, each.place.text, each.suggestion) for each in findings if each.blame == "docs"] == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        pytest.param(">> app.f('a')\n<AsyncResult: 37>", [(10, ">>")], id="its first line begins with half a prompt"),
        pytest.param(">> # Now:\n>>> app.f('a')", [(10, ">>")], id="half a prompt before a comment"),
        pytest.param(">>> # Now:\n>>> app.f('a')", [], id="a comment"),
        pytest.param("x = (1\n>> 2)", [], id="an operator"),
        pytest.param(">> 'a'", [], id="something else"),
    ],
)
def test_what_is_called_python_may_be_a_session(make_case: MakeCase, code: str, found: list[tuple[int, str]]):
    findings = [each for each in syntax.find(make_case(code)) if each.rule == "broken-prompt"]
    assert [(each.place.line, each.place.text) for each in findings] == found


# - Reading


CODE = st.text(alphabet="ab=()[]{}'\":,.\\#@ \n>x1…é", max_size=80)


@given(CODE, st.sampled_from(["python", "pycon"]))
def test_reading_takes_anything_and_its_places_are_in_the_sample(code: str, language: str):
    lines = code.split("\n")
    for chunk, statements in _source.read(make_sample(code, language)):
        assert chunk.first + len(chunk.lines) <= len(lines)
        for offset, (text, shift) in enumerate(zip(chunk.lines, chunk.shifts, strict=True)):
            assert lines[chunk.first + offset][shift:] == text
        for node in statements:
            at = _source.spot(chunk, node.lineno, node.col_offset)
            assert 0 <= at.line < len(lines)


@given(CODE)
def test_mended_code_compiles(code: str):
    edits = _mend.mend(code)
    if edits is not None:
        ast.parse(_mend.mended(code, edits))


@pytest.mark.parametrize(
    ("code", "spots"),
    [
        pytest.param("print 'é', f(1)\nf(2)", [(0, 11), (1, 0)], id="a bracket put in before"),
        pytest.param("C(f(1)):\n    f(2)", [(0, 2), (1, 4)], id="a word put in before"),
        pytest.param("x = {'a': f(1)\n     'b': f(2)}", [(0, 10), (1, 10)], id="a comma put in behind"),
        pytest.param("@f(1):\ndef g(): f(2)", [(0, 1), (1, 9)], id="a colon taken away"),
    ],
)
def test_mended_code_is_read_and_its_places_are_those_of_the_docs(code: str, spots: list[tuple[int, int]]):
    found = []
    for chunk, statements in _source.read(make_sample(code)):
        for node in (each for statement in statements for each in ast.walk(statement)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "f":
                at = _source.spot(chunk, node.lineno, node.col_offset)
                found.append((at.line, at.column))
    assert sorted(found) == spots


@pytest.mark.parametrize("code", ["x = {'é': f(1)}", "    y = 1\n    x = f(2)", "from a import b\n??\nx = f(1)"])
def test_places_are_counted_in_characters(code: str):
    for chunk, statements in _source.read(make_sample(code)):
        for node in statements:
            for call in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
                at = _source.spot(chunk, call.lineno, call.col_offset)
                assert code.split("\n")[at.line][at.column :].startswith("f(")


def test_reads_imports_of_code_that_nothing_mends():
    code = textwrap.dedent(
        """
        class Broken !:
            from celery import lost
        """
    )
    (read,) = _source.read(make_sample(code))
    assert [type(node) for node in read[1]] == [ast.ImportFrom]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        pytest.param("# How to:\n\ndef f():\nit = 1\nreturn it", True, id="a function below a comment"),
        pytest.param(">> from x import y\n>>> y()", True, id="a session that begins with half a prompt"),
        pytest.param(">> from x import y\n>> y()", False, id="what is no session"),
        pytest.param("# How to:\nCELERYD_NODES='a b'\ncd $HOME", False, id="something else below a comment"),
    ],
)
def test_what_hides_that_a_block_is_python(make_case: MakeCase, code: str, found: bool):
    assert bool(list(syntax.find(make_case(code, form="literal")))) is found
