from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.languages import pycon


def told(code):
    return [(entry.source, entry.first, entry.shown) for entry in pycon.entries(code)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(">>> 1 + 1\n2", [("1 + 1", 0, "2")], id="shown value"),
        pytest.param(">>> a = 1\n>>> a", [("a = 1", 0, None), ("a", 1, None)], id="nothing shown"),
        pytest.param(">>> f(1,\n...   2)\n3", [("f(1,\n  2)", 0, "3")], id="continuation"),
        pytest.param(">>> f(1,\n      2)\n3", [("f(1,\n      2)", 0, "3")], id="forgotten continuation prompt"),
        pytest.param(">>> a\n\nx\n\ny\n\n>>> b", [("a", 0, "x\n\ny"), ("b", 6, None)], id="blank lines in output"),
        pytest.param(">>> def f():\n...     pass\n...\n>>> f()", [("def f():\n    pass", 0, None), ("f()", 3, None)],
                     id="a block ends with an empty prompt"),
        pytest.param(">>>> a\n1\n>>> b", [("a", 0, "1"), ("b", 2, None)], id="a prompt with a sign too many"),
        pytest.param(">>> @task\n>>> def f():\n...     pass\n>>> f", [("@task\ndef f():\n    pass", 0, None),
                     ("f", 3, None)], id="a prompt anew below a decorator"),
        pytest.param(">>> @task\n>>> f", [("@task", 0, None), ("f", 1, None)], id="nothing to decorate"),
        pytest.param(">>> x >> y\n>>> > y", [("x >> y", 0, None), ("> y", 1, None)], id="signs that are operators"),
        pytest.param(">> app", [], id="a broken prompt is no entry"),
        pytest.param(">>> x = '''a\n... b'''", [("x = '''a\nb'''", 0, None)], id="open string"),
    ],
)  # fmt: skip
def test_entries(code, expected):
    assert told(code) == expected


def test_steps_echo_and_keep_what_is_shown(sample):
    (step,) = pycon.steps(sample(">>> app.control.ping()\n[]", "pycon"))
    assert (step.kind, step.echo, step.worker, step.shown) == ("typed", True, True, "[]")


def test_comments_at_the_prompt_are_no_steps(sample):
    assert pycon.steps(sample(">>> # nothing\n>>> 1", "pycon"))[0].first == 1


def test_steps_name_the_workers_that_they_speak_to(sample):
    (step,) = pycon.steps(sample(">>> app.control.ping(\n...     destination=['a@b'])", "pycon"))
    assert step.nodes == ("a@b",)


@pytest.mark.parametrize(
    ("code", "sources", "expected"),
    [
        pytest.param(
            ">>> a = 1\n>>> app.worker_main()\n>>> a", ["a = 1"], [(1, "staying"), (2, "staying")], id="stays"
        ),
        pytest.param(">>> a = input()\n>>> a", [], [(0, "interactive"), (1, "interactive")], id="asks"),
        pytest.param(">>> def f():\n...     input()\n>>> f", ["def f():\n    input()", "f"], [], id="asks later"),
    ],
)
def test_entries_that_a_reader_does_not_get_to(sample, code, sources, expected):
    assert [step.source for step in pycon.steps(sample(code, "pycon"))] == sources
    assert list(pycon.reasons(code)) == expected
    assert pycon.needs(code) == frozenset()


def test_syntax_errors_tell_the_line_of_the_sample():
    with pytest.raises(SyntaxError) as caught:
        pycon.parse(">>> a\n>>> b c")
    assert caught.value.lineno == 2


@given(st.lists(st.sampled_from([">>> a", ">>> f(", "... 1)", "text", "", ">>> def f():", "...", ">> x", ">>>"])))
def test_every_prompt_is_read_once_and_in_order(lines):
    entries = pycon.entries("\n".join(lines))
    assert [entry.first for entry in entries] == [number for number, line in enumerate(lines) if line.startswith(">>>")]
