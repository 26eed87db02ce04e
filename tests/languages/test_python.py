from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.languages import python
from tests.conftest import make_sample


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
        pytest.param("p = os.path.join(a, 'b')\nq = ','.join(x)", ["module"], id="join of paths and strings"),
        pytest.param("x = settings.get('A', 1)", ["module"], id="get of a name"),
        pytest.param("import inspect\nx = inspect.getsource(f)", ["module"], id="inspect of the standard library"),
        pytest.param("inspect = app.control.inspect()\ninspect.stats()", ["typed"], id="inspect of Celery's"),
        pytest.param("ping(['a@b'])", ["typed"], id="a method that has been taken out"),
        pytest.param(
            "app = Celery()\nif __name__ == '__main__':\n    add.delay().get()",
            ["module"],
            id="what only a script does",
        ),
        pytest.param(
            "res = add.delay(1)\nif '__main__' == __name__:\n    print(res.get())",
            ["typed", "module"],
            id="what only a script does, with a result",
        ),
        pytest.param("res = add.delay(1)\nclass A:\n    b = res.id", ["typed"], id="a class's body runs at once"),
        pytest.param("res = add.delay(1)\n@f(res)\ndef g(): pass", ["typed"], id="a decorator runs at once"),
        pytest.param("res = add.delay(1)\nres = 1\nx = res", ["typed", "module"], id="bound anew"),
        pytest.param("x = 1\napp.start()\ny = 2", ["module"], id="what is never got to"),
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
        pytest.param("a = 1\nif __name__ == '__main__':\n    app = b()", {"a"}, set(), id="what only a script does"),
        pytest.param("a = b\napp.start()\nc = d", {"a"}, {"b"}, id="what is never got to"),
        pytest.param("a += 1", {"a"}, {"a"}, id="augmented assignment"),
    ],
)
def test_names(code, binds, needs):
    assert python.binds(code) == binds
    assert python.needs(code) == needs


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("import x\napp.start()", [(1, "staying")], id="a program"),
        pytest.param("app.worker_main(['worker'])\nx = 1", [(0, "staying"), (1, "staying")], id="a worker, and the rest"),
        pytest.param("app.Worker(loglevel='INFO').start()", [(0, "staying")], id="a worker of one's own"),
        pytest.param("app.Beat().run()", [(0, "staying")], id="beat"),
        pytest.param("with app.connection() as c:\n    recv.capture(limit=None, timeout=None)", [(0, "staying")],
                     id="events for ever"),
        pytest.param("recv.capture()", [(0, "staying")], id="events for ever, without saying so"),
        pytest.param("recv.capture(limit=10)", [], id="ten events"),
        pytest.param("while True:\n    add.delay()", [(0, "staying")], id="loop"),
        pytest.param("while True:\n    if x: break", [], id="loop with an end"),
        pytest.param("while x:\n    f()", [], id="loop with a condition"),
        pytest.param("name = input('Name: ')\nprint(name)", [(0, "interactive"), (1, "interactive")], id="asks"),
        pytest.param("import pdb; pdb.set_trace()", [(0, "interactive"), (0, "interactive")], id="debugger"),
        pytest.param("def f():\n    while True: pass\nasync def g():\n    input()", [], id="when somebody calls it"),
        pytest.param("class A:\n    def f(self):\n        input()", [], id="when somebody calls a method"),
        pytest.param("@app.task\ndef f():\n    rdb.set_trace()", [], id="when a worker runs it"),
        pytest.param("if __name__ == '__main__':\n    app.start()", [], id="as a script only"),
        pytest.param("thread.start()\nf.input()\nx.interact()", [], id="somebody else's"),
    ],
)  # fmt: skip
def test_statements_that_a_reader_does_not_get_to(code, expected):
    assert list(python.reasons(code)) == expected


@pytest.mark.parametrize(
    ("source", "nodes"),
    [
        pytest.param("app.control.inspect(['a@b', 'c@d']).stats()", ("a@b", "c@d"), id="inspect"),
        pytest.param("i = app.control.inspect('worker1.example.com')", ("worker1.example.com",), id="not completed"),
        pytest.param("app.control.inspect(destination=['a@b'])", ("a@b",), id="inspect, by name"),
        pytest.param("app.control.ping(['a@b'], timeout=1)", ("a@b",), id="ping"),
        pytest.param("ping(['a@b'])", ("a@b",), id="ping, taken out"),
        pytest.param("app.control.inspect().ping(destination=['a@b'])", ("a@b",), id="ping of inspect"),
        pytest.param("app.control.cancel_consumer('q', destination=['a@b'])", ("a@b",), id="destination"),
        pytest.param("app.control.broadcast('shutdown', destination='a@b')", ("a@b",), id="destination, a string"),
        pytest.param("app.control.broadcast('x', {}, ('a@b', 'c@d'))", ("a@b", "c@d"), id="destination by its place"),
        pytest.param("f(app.control.ping(['a@b']), app.control.ping(['a@b']))", ("a@b",), id="told once"),
        pytest.param("app.control.revoke(['id1', 'id2'])", (), id="ids of tasks"),
        pytest.param("app.control.inspect(nodes)", (), id="a variable"),
        pytest.param("app.control.inspect([f'{host}@b', name])", (), id="what nobody knows"),
        pytest.param("shutil.copy(a, destination='/tmp/x')", (), id="a path"),
        pytest.param("copy(destination='a')", (), id="a function of somebody else's"),
        pytest.param("mail.send(['a@b'])", (), id="addresses"),
        pytest.param("app.control.inspect()", (), id="all"),
    ],
)
def test_workers_that_are_spoken_to(source, nodes):
    assert python.nodes(source) == nodes


def test_only_what_is_typed_speaks_to_workers(sample):
    steps = python.steps(sample("def f():\n    app.control.ping(['a@b'])\napp.control.ping(['c@d'])"))
    assert [step.nodes for step in steps] == [(), ("c@d",)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("app.control.ping()", True, id="control"),
        pytest.param("inspect().stats()", True, id="a function"),
        pytest.param("i.active()", True, id="what inspect gives"),
        pytest.param("add.delay()", False, id="sending starts a worker by itself"),
        pytest.param("stats(x)", False, id="somebody else's"),
    ],
)
def test_what_needs_a_worker_first(source, expected):
    assert python.reaches_workers(source) == expected


@given(st.lists(st.sampled_from(
    ["import a", "x = add.delay()", "print(x)", "app.start()", "def f(): return x", "class A: y = x", "x = 1",
     "import a; app.start()", "if __name__ == '__main__': app.start()", "while True: pass", "y = os.path.join('a', x)", "# c", ""]
)))  # fmt: skip
def test_every_statement_is_in_one_step_or_has_a_reason(lines):
    code = "\n".join(lines)
    steps = python.steps(make_sample(code))
    told = {line for line, _ in python.reasons(code)}
    covered = [number for step in steps for number in range(step.first, step.first + step.source.count("\n") + 1)]
    assert len(covered) == len(set(covered))
    for number, line in enumerate(lines):
        if line and not line.startswith("#"):
            assert (number in covered) != (number in told)


@pytest.mark.parametrize("code", ["def f(:", "x = ", "@app.task():\ndef f(): pass", "\0"])
def test_what_does_not_compile_is_refused(code):
    with pytest.raises((SyntaxError, ValueError)):
        python.parse(code)
