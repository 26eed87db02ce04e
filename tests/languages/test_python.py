from __future__ import annotations

import pytest

from harness.languages import python


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        pytest.param("from celery import Celery\napp = Celery()", ["module"], id="definitions are saved"),
        pytest.param("add.delay(2, 2)", ["typed"], id="sending is typed"),
        pytest.param("app.control.revoke('id')", ["typed"], id="asking workers is typed"),
        pytest.param(
            "import os\nres = add.delay(1, 1)\nprint(res)", ["module", "typed"], id="what uses a result is typed"
        ),
        pytest.param("@app.task\ndef f():\n    return g.delay()", ["module"], id="bodies of functions run later"),
        pytest.param("app.conf.update(task_serializer='json')", ["module"], id="configuration is saved"),
        pytest.param("x = os.environ.get('A')\ny = conf.get('b')", ["module"], id="get of a mapping"),
        pytest.param(
            "res = add.delay(1, 1)\ndef later():\n    return res", ["typed", "module"], id="definitions stay saved"
        ),
        pytest.param("import os; add.delay(1)", ["typed"], id="one line is one step"),
        pytest.param("", [], id="nothing"),
        pytest.param("# only a comment", [], id="a comment"),
    ],
)
def test_steps(sample, code, kinds):
    assert [step.kind for step in python.steps(sample(code))] == kinds


def test_steps_know_their_first_line_decorators_included(sample):
    first, second = python.steps(sample("import x\n\n@app.task\ndef f():\n    pass\n\nf.delay()"))
    assert (first.first, first.source) == (0, "import x\n\n@app.task\ndef f():\n    pass")
    assert (second.first, second.source) == (6, "f.delay()")


@pytest.mark.parametrize(
    ("code", "binds", "needs"),
    [
        pytest.param("a = b", {"a"}, {"b"}, id="assignment"),
        pytest.param("import a.b, c as d\nfrom e import f", {"a", "d", "f"}, set(), id="imports"),
        pytest.param("@app.task\ndef f(x=y):\n    return z", {"f"}, {"app", "y"}, id="a function's body runs later"),
        pytest.param("class A(B):\n    c = d\n    e = c", {"A"}, {"B", "d"}, id="a class's body runs now"),
        pytest.param("x = [i for i in y]", {"x"}, {"y"}, id="comprehension"),
        pytest.param("with a as b:\n    c = b", {"b", "c"}, {"a"}, id="with"),
        pytest.param("for i in range(3):\n    x = i", {"i", "x"}, set(), id="for, builtins"),
        pytest.param("try:\n    a()\nexcept E as e:\n    print(e)", {"e"}, {"a", "E"}, id="try"),
        pytest.param("f = lambda x: y", {"f"}, set(), id="lambda"),
        pytest.param("a += 1", {"a"}, {"a"}, id="augmented assignment"),
    ],
)
def test_names(code, binds, needs):
    assert python.binds(code) == binds
    assert python.needs(code) == needs


@pytest.mark.parametrize("code", ["def f(:", "x = ", "@app.task():\ndef f(): pass", "\0"])
def test_what_does_not_compile_is_refused(code):
    with pytest.raises((SyntaxError, ValueError)):
        python.parse(code)
