"""What is changed in the docs, and what is left as it is because nobody is sure."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from harness.model import Place
from harness.repair import diffs
from harness.repair.edit import Edit
from harness.repair.edits import Correction, awaited, corrections
from tests.repair.making import FILE, erratum_of, finding_of, place_of, sample_of


def corrected(
    text: str, wrong: str, suggestion: str | None, code: str = "", language: str = "python", **changes: Any
) -> str | None:
    """The file once the erratum about `wrong` is corrected, None when nothing is proposed."""
    finding = finding_of(changes.pop("place", None) or place_of(text, wrong), suggestion, **changes)
    samples = {"5.7.0": [sample_of(text, code, language)] if code else []}
    found = corrections(erratum_of(finding), [finding], samples, lambda docs, file: text.split("\n"))
    if not found:
        return None
    assert found[0].whole
    return diffs.edited(text, found[0].edits)


def page(code: str, before: str = "Text::\n\n") -> str:
    return before + textwrap.indent(code, "    ") + "\n\nMore text.\n"


@pytest.mark.parametrize(
    ("text", "wrong", "right", "expected"),
    [
        pytest.param("Call ``revok(x)``.\n", "revok", "revoke", "Call ``revoke(x)``.\n", id="a word in prose"),
        pytest.param(
            "    @app.task(base=X):\n    def f(): ...\n", ":\n", None, None, id="no suggestion, no correction"
        ),
        pytest.param("revok\n=====\n\ntext\n", "revok", "revoked", "revoked\n=======\n\ntext\n", id="a title's line"),
        pytest.param(
            "=====\nrevok\n=====\n", "revok", "revoke", "======\nrevoke\n======\n", id="a title between two lines"
        ),
        pytest.param(
            "title\n-----\nrevok\n", "revok", "revoke", "title\n-----\nrevoke\n", id="a line below another's title"
        ),
        pytest.param("revok\n==========\n", "revok", "revoke", "revoke\n==========\n", id="a line that is long enough"),
        pytest.param(
            "==== ====\nabc  def\n==== ====\n", "abc", "a", "==== ====\na    def\n==== ====\n", id="a cell of a table"
        ),
        pytest.param(
            "====== ====\nabc    def\n====== ====\n",
            "abc",
            "abcde",
            "====== ====\nabcde  def\n====== ====\n",
            id="a longer cell",
        ),
        pytest.param("revok\n-----\n", "revok", "rev", "rev\n-----\n", id="a title that becomes shorter"),
    ],
)
def test_words(text: str, wrong: str, right: str | None, expected: str | None):
    assert corrected(text, wrong.rstrip("\n"), right) == expected


def test_lines_without_their_margin_get_it():
    text = page(">>> x\n[{'a':\n    1}]")
    place = Place(docs="5.7.0", file=FILE, line=4, column=5, end_line=5, text="[{'a':\n    1}]")
    assert corrected(text, "", "{'a': 1,\n 'b': 2}", place=place) == page(">>> x\n{'a': 1,\n 'b': 2}")


def test_lines_with_the_margin_of_the_file():
    text = page(">>> with f():\n... pass\n... # done")
    place = Place(docs="5.7.0", file=FILE, line=4, column=9, end_line=5, text="pass\n    ... # done")
    expected = page(">>> with f():\n...     pass\n...     # done")
    assert corrected(text, "", "    pass\n    ...     # done", place=place) == expected


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(Place(docs="5.7.0", file=FILE, line=1, column=2, end_line=1, text="Text"), id="another column"),
        pytest.param(Place(docs="5.7.0", file=FILE, line=99, column=1, end_line=99, text="Text"), id="behind the end"),
        pytest.param(Place(docs="5.7.0", file=FILE, line=3, column=5, end_line=4, text="a\nc"), id="other lines below"),
        pytest.param(Place(docs="5.7.0", file=FILE, line=1, column=1, end_line=1, text=""), id="no text"),
    ],
)
def test_where_the_words_do_not_stand_nothing_is_changed(place: Place):
    assert corrected(page("a\nb"), "", "z", place=place) is None


@pytest.mark.parametrize(
    ("code", "statement", "expected"),
    [
        pytest.param("x = uuid4()", "from uuid import uuid4", "from uuid import uuid4\n\nx = uuid4()", id="none yet"),
        pytest.param(
            "# tasks.py\nx = uuid4()",
            "from uuid import uuid4",
            "# tasks.py\nfrom uuid import uuid4\n\nx = uuid4()",
            id="below a comment that names the file",
        ),
        pytest.param(
            "# The first way\nx = uuid4()",
            "from uuid import uuid4",
            "from uuid import uuid4\n\n# The first way\nx = uuid4()",
            id="above a comment about the statement below it",
        ),
        pytest.param(
            "# All of it.\n\nx = uuid4()",
            "from uuid import uuid4",
            "# All of it.\n\nfrom uuid import uuid4\n\nx = uuid4()",
            id="below a comment that stands apart",
        ),
        pytest.param(
            "from celery import Celery\n\nx = uuid4()",
            "from uuid import uuid4",
            "from uuid import uuid4\n\nfrom celery import Celery\n\nx = uuid4()",
            id="the standard library's first",
        ),
        pytest.param(
            "from celery import Celery\n\nx = Task()",
            "from celery import Task",
            "from celery import Celery\nfrom celery import Task\n\nx = Task()",
            id="behind others of its kind",
        ),
        pytest.param(
            "from .models import M\n\nx = Task()",
            "from celery import Task",
            "from celery import Task\n\nfrom .models import M\n\nx = Task()",
            id="before the reader's own",
        ),
        pytest.param(
            ">>> from proj.tasks import add\n>>> x = uuid4()",
            "from uuid import uuid4",
            ">>> from uuid import uuid4\n>>> from proj.tasks import add\n>>> x = uuid4()",
            id="at the prompt",
        ),
        pytest.param(
            ">>> from proj.tasks import add\n\n>>> ~tsum.map([1])",
            "from proj.tasks import tsum",
            ">>> from proj.tasks import tsum\n\n>>> ~tsum.map([1])",
            id="in the stead of one that is not used",
        ),
    ],
)
def test_imports(code: str, statement: str, expected: str):
    text = page(code)
    wrong = statement.split()[-1]
    language = "pycon" if ">>>" in code else "python"
    place = place_of(text, wrong)
    assert corrected(text, wrong, statement, code, language, rule="undefined-name", place=place) == page(expected)


@pytest.mark.parametrize(
    ("source", "typed"),
    [
        pytest.param("x = f()", "x", id="a name"),
        pytest.param("a, b = f()", "a, b", id="several"),
        pytest.param("app.x = f()", "app.x", id="an attribute"),
        pytest.param("x += 1", None, id="no plain assignment"),
        pytest.param("d['k'] = f()", None, id="an item"),
    ],
)
def test_output_of_an_assignment(source: str, typed: str | None):
    code = f">>> {source}\n[1]"
    text = page(code)
    found = corrected(text, "[1]", None, code, "pycon", rule="output-of-assignment", evidence={"source": source})
    assert found == (None if typed is None else page(f">>> {source}\n>>> {typed}\n[1]"))


@pytest.mark.parametrize(
    ("suggestion", "expected"),
    [
        pytest.param("<T at 0x...>", "<T at 0x100469fd0>", id="an address of the page's own"),
        pytest.param("<R: <uuid>>", None, id="an id cannot be made up"),
    ],
)
def test_what_is_different_each_time(suggestion: str, expected: str | None):
    text = page(">>> app\n<T: 0x100469fd0>\n>>> x\n<T>")
    place = place_of(text, "<T>")
    assert corrected(text, "<T>", suggestion, place=place) == (expected and text.replace("<T>", expected))


@pytest.mark.parametrize(
    ("text", "observed", "expected"),
    [
        pytest.param(
            ".. tip::\n\nDo this::\n\n    x = 1\n\nMore.\n",
            'Sphinx: Content block expected for the "tip" directive; none found.',
            ".. tip::\n\n    Do this::\n\n        x = 1\n\nMore.\n",
            id="content beside its directive, with its literal block",
        ),
        pytest.param(
            ".. code-block:: python\n\nMore.\n",
            "Sphinx: code-block without any content",
            "More.\n",
            id="an empty block",
        ),
        pytest.param(
            ".. note::\n\n.. tip::\n\n    x\n", "Sphinx: Content block expected", None, id="another directive below it"
        ),
        pytest.param("a\n  b\n c\n", "Sphinx: Unexpected indentation.", None, id="nobody knows what was meant"),
    ],
)
def test_empty_directives(text: str, observed: str, expected: str | None):
    wrong = text.split("\n")[0]
    assert corrected(text, wrong, None, rule="broken-rst", observed=observed) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("---", "Title\n-----\n\nText.\n", id="too short"),
        pytest.param("-----", None, id="long enough"),
        pytest.param("Text", None, id="no line below a title"),
    ],
)
def test_lines_below_titles(line: str, expected: str | None):
    text = f"Title\n{line}\n\nText.\n"
    observed = "Sphinx: Title underline too short."
    place = place_of(text, line)
    assert corrected(text, line, None, place=place, rule="broken-rst", observed=observed) == expected


DIRECTIVE = """\
.. method:: hub.add(fd,
                    flags)

    Readable when ``fd`` is; see :meth:`hub.remove(fd) <hub.remove>`.

    Also ``fd.fileno()``, ``x.fd``, ``fds`` and fd.

.. method:: hub.remove(fd)

    Remove ``fd``.
"""


def test_a_parameter_is_corrected_where_its_directive_speaks_of_it():
    found = corrected(DIRECTIVE, "fd", "file", rule="wrong-parameter")
    right = DIRECTIVE.replace("add(fd,", "add(file,").replace("when ``fd``", "when ``file``")
    assert found == right.replace("``fd.fileno()``", "``file.fileno()``")
    # Of other rules only the wrong words are.
    assert corrected(DIRECTIVE, "fd", "file") == DIRECTIVE.replace("add(fd,", "add(file,")


def test_a_place_that_no_finding_names_gets_what_is_suggested_for_the_same_words():
    text = "``revok`` and ``revok`` and ``other``\n"
    finding = finding_of(place_of(text, "revok"), "revoke")
    places = [finding.place, place_of(text, "revok", nth=1)]
    (found,) = corrections(erratum_of(finding, places=places), [finding], {}, lambda *_: text.split("\n"))
    assert diffs.edited(text, found.edits) == "``revoke`` and ``revoke`` and ``other``\n"
    assert found.whole
    places.append(place_of(text, "other"))
    (found,) = corrections(erratum_of(finding, places=places), [finding], {}, lambda *_: text.split("\n"))
    assert not found.whole


@pytest.mark.parametrize(
    ("text", "wrong", "changes", "expected"),
    [
        pytest.param(
            "- Redis, Riak\n", "Riak", {"rule": "gone-part"}, "- Redis\n", id="what is gone goes from its list"
        ),
        pytest.param("- Redis, Riak\n", "Riak", {"rule": "unknown-name"}, None, id="what is only misspelt does not"),
        pytest.param(
            ".. method:: f(a, b)\n", "b",
            {"rule": "wrong-parameter", "observed": "m.f takes a", "claim": "f(a, b)"},
            ".. method:: f(a)\n",
            id="a parameter that is not taken",
        ),
        pytest.param(
            "``A``  a\n``OLD_B`` b\n``C``  c\n", "OLD_B",
            {"rule": "old-setting-name", "observed": "nothing reads the old name OLD_B; b has no old name"},
            "``A``  a\n``C``  c\n",
            id="a setting without an old name",
        ),
        pytest.param(
            "``A``  a\n``OLD_B`` b\n``C``  c\n", "OLD_B",
            {"rule": "old-setting-name", "observed": "nothing reads the old name OLD_B; b has no old name",
             "blame": "library"},
            None,
            id="the library has forgotten it",
        ),
        pytest.param(
            "``A``  a\n``OLD_B`` b\n``C``  c\n", "OLD_B",
            {"rule": "old-setting-name", "observed": "nothing reads the old name OLD_B; the old name of b is B or C"},
            None,
            id="one of several old names",
        ),
    ],
)  # fmt: skip
def test_what_nothing_can_stand_for(text: str, wrong: str, changes: dict[str, Any], expected: str | None):
    assert corrected(text, wrong, None, **changes) == expected


@pytest.mark.parametrize(
    ("rule", "observed", "typed"),
    [
        pytest.param("output-of-assignment", "<GroupResult: <uuid> [<uuid>]>", ">>> res.get()\n", id="what it holds"),
        pytest.param("output-of-assignment", "<AsyncResult: <uuid>>", ">>> res.get()\n", id="one result"),
        pytest.param("output-of-assignment", "[4, 9]", None, id="another value"),
        pytest.param("wrong-output", "<AsyncResult: <uuid>>", None, id="another mistake"),
    ],
)
def test_what_a_result_holds_is_typed(rule: str, observed: str, typed: str | None):
    found = finding_of(place_of("    [4, 8]\n", "[4, 8]"), None, rule="wrong-output", observed=observed)
    edit = Edit(file=FILE, line=1, column=1, old="", new="    >>> res\n")
    old = Correction(docs="5.7.0", edits=(edit,), whole=True)
    told = awaited(erratum_of(found, rule=rule), old, found)
    assert [each.new.lstrip() for each in told.edits] == [typed] if told and typed else told is typed


LONG = "the rest of the line, which stands behind the sentence. And more."


@pytest.mark.parametrize(
    ("text", "wrong", "right", "expected"),
    [
        pytest.param(
            f"It is so, {LONG}\n", "It is so", "It is not so where it is said", f"It is not so where it is said,\n{LONG}\n",
            id="broken behind it",
        ),
        pytest.param(
            f"It is so.  {LONG}\n", "It is so", "It is not so where it is said", f"It is not so where it is said.\n{LONG}\n",
            id="two blanks behind it",
        ),
        pytest.param(
            f"* It is so, {LONG}\n", "It is so", "It is not so where it is", f"* It is not so where it is,\n  {LONG}\n",
            id="of an item",
        ),
        pytest.param(
            f"  It\n  is so, {LONG}\n", "It\n  is so", "It\n  is not so where it is said",
            f"  It\n  is not so where it is said,\n  {LONG}\n", id="of several lines",
        ),
        pytest.param(f"It is, {LONG}\n", "It is", "It was", f"It was, {LONG}\n", id="short enough"),
        pytest.param(
            f"| It is so, {LONG}\n", "It is so", "It is not so where it is", f"| It is not so where it is, {LONG}\n",
            id="no prose",
        ),
        pytest.param(
            f"#: It is so, {LONG}\n", "It is so", "It is not so where it", f"#: It is not so where it, {LONG}\n",
            id="a comment",
        ),
    ],
)  # fmt: skip
def test_lines_do_not_grow_too_long(text: str, wrong: str, right: str, expected: str):
    assert corrected(text, wrong, right, rule="contradicted-sentence") == expected


@pytest.mark.parametrize(
    ("text", "right", "expected"),
    [
        pytest.param('"""\nrun --a\n    --b\n"""\n', "--a \\", '"""\nrun --a \\\\\n    --b\n"""\n', id="a docstring"),
        pytest.param('r"""\nrun --a\n"""\n', "--a \\", 'r"""\nrun --a \\\n"""\n', id="a raw one"),
        pytest.param("# run --a\n", "--a \\", "# run --a \\\n", id="a comment"),
        pytest.param('"""\nrun --a\n"""\n', "--aa", '"""\nrun --aa\n"""\n', id="no backslash"),
        pytest.param('def (:\n"""\nrun --a\n', "--a \\", 'def (:\n"""\nrun --a \\\n', id="what cannot be read"),
    ],
)
def test_backslashes_in_strings(text: str, right: str, expected: str):
    file = "celery/bin/multi.py"
    assert corrected(text, "--a", right, place=place_of(text, "--a", file=file)) == expected


def test_backslashes_in_a_page_are_what_they_are():
    assert corrected('"""\nrun --a\n"""\n', "--a", "--a \\") == '"""\nrun --a \\\n"""\n'


def test_words_of_an_error_are_corrected_one_by_one():
    text = page(">>> import gzip\nImportError: No module named 'gzip'")
    wrong, right = "ImportError: No module named 'gzip'", "ModuleNotFoundError: No module named 'zlib'"
    erratum = erratum_of(finding_of(place_of(text, wrong), right, rule="old-error"))
    (made,) = corrections(erratum, [finding_of(erratum.places[0], right)], {}, lambda docs, file: text.split("\n"))
    assert [(each.old, each.new) for each in made.edits] == [("ImportError", "ModuleNotFoundError"), ("gzip", "zlib")]
    assert diffs.edited(text, made.edits) == text.replace(wrong, right)


def test_nothing_is_corrected_where_what_stands_beside_it_would_contradict_it():
    assert corrected("Python 3.11+\n", "3.11", "3.10", evidence={"more": "Python 3.11"}) is None
