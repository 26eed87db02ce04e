"""Calls of tasks that the page defines: those that Celery refuses, and those that it does not, or that are not known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import _tasks, names, options, task_calls
from harness.interfaces import Case

MakeCase = Callable[..., Case]
ADD = "@app.task\ndef add(x, y, z=0):\n    return x + y\n"


@pytest.mark.parametrize(
    ("code", "rule", "place"),
    [
        pytest.param("add.delay(2)", "missing-argument", (10, 5, "add.delay"), id="one is missing"),
        pytest.param("add.delay(x=2)", "missing-argument", (10, 5, "add.delay"), id="one is missing, by name"),
        pytest.param("add.delay(1, 2, 3, 4)", "excess-argument", (10, 24, "4"), id="one too many"),
        pytest.param("add.s(1, 2, 3, 'a')", "excess-argument", (10, 20, "'a'"), id="of a signature"),
        pytest.param("add.delay(1, 2, zz=3)", "unknown-argument", (10, 21, "zz"), id="unknown name"),
        pytest.param("add.apply_async((2,), countdown=3)", "missing-argument", (10, 5, "add.apply_async"), id="packed"),
        pytest.param(
            "add.apply_async((2, 2), {'zz': 3})", "unknown-argument", (10, 30, "'zz'"), id="packed, unknown name"
        ),
        pytest.param("def view(request):\n    add.delay(2)", "missing-argument", (11, 9, "add.delay"), id="in a body"),
        pytest.param(
            "from proj.tasks import add\nadd.delay(2)", "missing-argument", (11, 5, "add.delay"), id="imported"
        ),
        pytest.param(
            ">>> add.delay(2)\nTraceback (most recent call last):\nOperationalError: refused",
            "missing-argument",
            (10, 9, "add.delay"),
            id="fails otherwise",
        ),
    ],
)
def test_finds(make_case: MakeCase, code: str, rule: str, place: tuple[int, int, str]):
    language = "pycon" if code.startswith(">>>") else "python"
    (finding,) = task_calls.find(make_case(code, language, others=(ADD,)))
    assert (finding.rule, finding.blame) == (rule, "docs")
    assert (finding.place.line, finding.place.column, finding.place.text) == place


@pytest.mark.parametrize(
    ("definition", "call"),
    [
        pytest.param("@app.task(bind=True)\ndef f(self, x):\n    pass\n", "f.delay(1, 2)", id="bound"),
        pytest.param("@shared_task\ndef f(x, *, y):\n    pass\n", "f.delay(1)", id="by name only"),
        pytest.param(
            "def test(app):\n    @app.task\n    def f(x):\n        pass\n", "    f.delay()", id="in a function"
        ),
        pytest.param("@app.task(base=Mine)\ndef f(x):\n    pass\n", "f.delay()", id="of another class"),
    ],
)
def test_finds_in_the_sample_that_defines(make_case: MakeCase, definition: str, call: str):
    assert [finding.place.line for finding in task_calls.find(make_case(definition + call))] == [
        10 + definition.count("\n")
    ]


@pytest.mark.parametrize(
    ("code", "others"),
    [
        pytest.param("add.delay(2, 2)", (ADD,), id="fits"),
        pytest.param("add.delay(2, y=2)", (ADD,), id="fits, by name"),
        pytest.param("add.s(2)", (ADD,), id="the rest of a signature's arguments comes later"),
        pytest.param("add.s(2, debug=True)", (ADD,), id="a signature of anything"),
        pytest.param("add.apply_async(countdown=3)", (ADD,), id="what is sent is left out"),
        pytest.param("add.apply_async(args, kwargs)", (ADD,), id="what is sent is in names"),
        pytest.param("add.delay(*args)", (ADD,), id="starred"),
        pytest.param("add.delay(...)", (ADD,), id="left to the reader"),
        pytest.param("mul.delay(2)", (ADD,), id="a task of another page"),
        pytest.param("add.delay(2)", (ADD, "@app.task\ndef add(x):\n    pass\n"), id="fits another of the name"),
        pytest.param("add.delay(2)", (ADD, "add = make()\n"), id="bound to something else"),
        pytest.param("def f(add):\n    add.delay(2)", (ADD,), id="a parameter"),
        pytest.param("from celery import add\nadd.delay(2)", (ADD,), id="of Celery's"),
        pytest.param("add.delay(2)  # fails", (ADD,), id="on purpose"),
        pytest.param("with pytest.raises(TypeError):\n    add.delay(2)", (ADD,), id="expected"),
        pytest.param("try:\n    add.delay(2)\nexcept TypeError:\n    pass", (ADD,), id="caught"),
        pytest.param("add.delay(2)", (ADD.replace("task", "task(typing=False)"),), id="not checked"),
        pytest.param("add.delay(2)", (ADD.replace("@app", "@wraps\n@app"),), id="changed by another decorator"),
        pytest.param("f.delay(1)", ("@app.task\ndef f(*args, **kw):\n    pass\n",), id="takes anything"),
        pytest.param("f.delay(1)", ("@app.task\ndef f(x, /, y=1):\n    pass\n",), id="positional only"),
        pytest.param("C.delay(1)", ("class C:\n    @app.task\n    def C(self):\n        pass\n",), id="a method"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, others: tuple[str, ...]):
    assert list(task_calls.find(make_case(code, others=others))) == []


def test_a_refusal_that_is_shown_is_meant(make_case: MakeCase):
    code = ">>> add.delay(2)\nTraceback (most recent call last):\nTypeError: add() missing 1 required argument"
    assert not list(task_calls.find(make_case(code, "pycon", others=(ADD,))))


def test_covers(make_case: MakeCase):
    assert task_calls.covers(make_case("add.delay(2, 2)", others=(ADD,)))
    assert not task_calls.covers(make_case("add.delay(2, 2)"))
    assert not task_calls.covers(make_case("add.delay(2, 2)", "console", others=(ADD,)))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param("add.deley(2, 2)", "deley", id="of a task of the page"),
        pytest.param("from tasks import add\nadd.aply_async()", "aply_async", id="imported"),
    ],
)
def test_attributes_of_a_task_of_the_page(make_case: MakeCase, code: str, text: str):
    (finding,) = names.find(make_case(code, others=(ADD,)))
    assert (finding.rule, finding.place.text) == ("unknown-name", text)
    assert not list(names.find(make_case(code)))


@pytest.mark.parametrize(
    ("code", "places"),
    [
        pytest.param("task.apply_asyncs(args)", ["apply_asyncs"], id="a slip for what sends it"),
        pytest.param("add.deay(2, 2).get()", ["deay"], id="another"),
        pytest.param("timer.display(2)", [], id="anything else"),
        pytest.param("task = make()\ntask.apply_asyncs(args)", [], id="of what the sample makes"),
    ],
)
def test_a_name_that_is_sent_is_a_task(make_case: MakeCase, code: str, places: list[str]):
    assert [finding.place.text for finding in names.find(make_case(code))] == places


@pytest.mark.parametrize(
    ("base", "method", "found"),
    [("Celery", "send_tsak", True), ("Celery", "send_task", False), ("Mine", "send_tsak", False)],
)
def test_attributes_of_the_base_of_a_class(make_case: MakeCase, base: str, method: str, found: bool):
    code = f"from celery import Celery\nclass My({base}):\n    def f(self):\n        return super().{method}()"
    assert [finding.suggestion for finding in names.find(make_case(code))] == (["send_task"] if found else [])


@pytest.mark.parametrize("option", ["base=Mine", "bsae=Mine", "baes=proj.Mine"])
def test_attributes_of_a_task_of_another_class(make_case: MakeCase, option: str):
    assert not list(names.find(make_case("add.deley(2, 2)", others=(ADD.replace("task", f"task({option})"),))))


def test_attributes_of_a_task_that_is_given_classes(make_case: MakeCase):
    (finding,) = names.find(make_case("add.deley(2, 2)", others=(ADD.replace("task", "task(throws=KeyError)"),)))
    assert finding.place.text == "deley"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param("def f(it: Celery):\n    it.control.revoke(1, sigal='K')", "sigal", id="annotation"),
        pytest.param("app.control.revoke(1, destinatoin=[])", "destinatoin", id="of what takes any"),
    ],
)
def test_keywords_with_a_letter_wrong(make_case: MakeCase, code: str, text: str):
    assert [finding.place.text for finding in options.find(make_case(code))] == [text]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("app.control.revoke(1, anything=1)", id="like none"),
        pytest.param("app.control.revoke(1, options={})", id="a name that others take"),
        pytest.param("def f(sender: Mine):\n    sender.revoke(1, destinatoin=[])", id="annotation of the reader's"),
        pytest.param("def f(sender):\n    sender.revoke(1, destinatoin=[])", id="no annotation"),
    ],
)
def test_other_keywords(make_case: MakeCase, code: str):
    assert not list(options.find(make_case(code)))


ONE = "@app.task\ndef f(x):\n    pass\n"


@pytest.mark.parametrize(
    ("code", "others", "lead"),
    [
        pytest.param(ONE + "f.delay(1, 2)", (ONE.replace("(x)", "(x, y)"),), "", id="another sample's would take it"),
        pytest.param(ONE + "f.delay(1, 2)", (), "Bad:", id="bad practice"),
    ],
)
def test_what_the_sample_defines_goes_first(make_case: MakeCase, code: str, others: tuple[str, ...], lead: str):
    (finding,) = task_calls.find(make_case(code, others=others, lead=lead))
    assert (finding.rule, finding.place.text) == ("excess-argument", "2")
    assert finding.evidence == {"task": "f", "takes": "x", "positional": 2, "keywords": []}


@pytest.mark.parametrize(
    ("code", "others", "lead"),
    [
        pytest.param("f.delay(1, 2)", (ONE,), "Bad:", id="who knows what another sample's has to do with it"),
        pytest.param(ONE + "f.delay(1, 2)", (), "This does not work:", id="on purpose"),
        pytest.param(ONE + "f.delay(1, 2)  # fails", (), "Bad:", id="on purpose, by a comment"),
        pytest.param(ONE + "f.delay(1)", (), "Bad:", id="fits"),
    ],
)
def test_bad_practice(make_case: MakeCase, code: str, others: tuple[str, ...], lead: str):
    assert list(task_calls.find(make_case(code, others=others, lead=lead))) == []


@pytest.mark.parametrize(
    ("parameters", "bound", "takes"),
    [
        pytest.param("x: int, y=[1]", False, "x, y=None", id="annotated"),
        pytest.param("self, x, /, y, *, z, w=1", True, "x, /, y, *, z, w=None", id="bound"),
        pytest.param("self, *args, **kw", True, "*args, **kw", id="anything"),
        pytest.param("self, /, x", True, "x", id="bound by position"),
    ],
)
def test_what_a_task_takes(make_case: MakeCase, parameters: str, bound: bool, takes: str):
    code = f"@app.task(bind={bound})\ndef f({parameters}):\n    pass\n"
    (defined,) = _tasks.of(make_case(code).page.samples[0])
    assert defined.takes == takes
