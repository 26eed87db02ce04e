"""The smaller questions: what is volatile, what was typed, what a display or a traceback is to another, texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.checks._shown import angles, expression, failures, texts, volatile


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("d6b3aea2-fb9b-4ebc-8da4-848818db9114", "uuid"),
        ("0x7f72f2fc1690", "address"),
        ("2010-06-07 09:07:52", "timestamp"),
        ("2026-11-22T13:04:33.706493+00:00", "timestamp"),
        ("2010-06-07", "date"),
        ("09:07:52.1", "time"),
        ("redis://localhost:6379/0", "url"),
        ("celery@machine", "node"),
        ("worker1@example.com", "node"),
        ("worker1.example.com", "host"),
        ("worker1.local", "host"),
        ("127.0.0.1:6379", "ip"),
        ("/var/run/celery/w.pid", "path"),
        ("0.25s", "duration"),
        ("12 seconds", "duration"),
        ("5.7.0 (collider)", "version"),
        ("proj.tasks.add", ""),
        ("celery.backend_cleanup", ""),
        ("200/m", ""),
        ("application/json", ""),
        ("4", ""),
        ("new rate limit set successfully", ""),
        ("1.5", ""),
    ],
)
def test_kinds_of_volatile_text(text: str, kind: str):
    assert volatile.kind_of(text) == kind


def test_stable_text_is_the_same_on_any_machine():
    one = "celery@a: Task t[d6b3aea2-fb9b-4ebc-8da4-848818db9114] succeeded in 0.25s: 4 at 0x7f"
    other = "celery@b: Task t[b90b287f-7e43-492c-a401-fc2580d70f0d] succeeded in 1.5s: 4 at 0x8f"
    assert (
        volatile.stable(one) == volatile.stable(other) == "<node>: Task t[<uuid>] succeeded in <duration>: 4 at 0x..."
    )


@given(st.text())
def test_stable_is_stable(text: str):
    volatile.masked(text)
    volatile.stable(text)


@pytest.mark.parametrize(
    "name", ["pid", "worker_pid", "prefetch_count", "clock", "taskId", "max-size", "time_start", "state"]
)
def test_names_of_volatile_values(name: str):
    assert volatile.named(name)


@pytest.mark.parametrize(
    "name", ["args", "kwargs", "options", "value", "ok", "name", "routing_key", "result", "candidate"]
)
def test_names_of_values_that_are_not(name: str):
    assert not volatile.named(name)


@pytest.mark.parametrize(
    ("source", "form", "variables", "telling"),
    [
        ("add(2, 2)", "expression", set(), ""),
        ("result.get()", "expression", {"result"}, ""),
        ("res.parent.parent.get()", "expression", {"res"}, ""),
        ("add.delay(2, 2)", "expression", set(), ""),
        ("group(add.s(i, i) for i in range(10))().get()", "expression", set(), ""),
        ("result.ready()", "expression", {"result"}, "ready"),
        ("app.control.purge()", "expression", set(), "purge"),
        ("len(s)", "expression", {"s"}, "len"),
        ("list(res.children)", "expression", {"res"}, "children"),
        ("meta['pid']", "expression", {"meta"}, "pid"),
        ("add.app is app1", "expression", {"add", "app1"}, ""),
        ("x = 4", "binding", set(), ""),
        ("import bz2", "binding", set(), ""),
        ("def f():\n    pass", "binding", set(), ""),
        ("print(r.get())", "print", {"r"}, ""),
        ("for x in y:\n    print(x)", "other", {"y"}, ""),
        ("group_dict = {", "broken", set(), ""),
        ("", "broken", set(), ""),
    ],
)
def test_what_was_typed(source: str, form: str, variables: set[str], telling: str):
    found = expression.read(source)
    assert (found.form, set(found.variables), found.telling) == (form, variables, telling)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("res = f()", {"res"}),
        ("a, b = 1, 2", {"a", "b"}),
        ("from celery import group as g", {"g"}),
        ("import celery.app", {"celery"}),
        ("def f(x): y = x", {"f", "y"}),
        ("x = {", {"x"}),
    ],
)
def test_what_it_binds(source: str, names: set[str]):
    assert expression.binds(source) == names


@pytest.mark.parametrize(
    ("shown", "real", "kind"),
    [
        ("Celery __main__:0x1", "Celery __main__ at 0x7f", angles.Changed),
        ("@task: tasks.add", "@task: proj.add of proj at 0x7f", angles.Changed),
        ("type 'object'", "class 'object'", angles.Changed),
        ("unbound Task", "class 'celery.app.task.Task'", angles.Changed),
        ("Celery a at 0x1", "Celery b at 0x2", angles.Same),
        ("class 'a.Task'", "class 'b.Task'", angles.Same),
        ("AsyncResult: ...", "AsyncResult: b90b287f-7e43-492c-a401-fc2580d70f0d", angles.Same),
        ("class 'a.Task'", "class 'a.Other'", angles.Other),
        ("@task: a.add of a at 0x1", "@task: a.mul of a at 0x1", angles.Other),
        ("AsyncResult: ...", "EagerResult: b90b287f-7e43-492c-a401-fc2580d70f0d", angles.Other),
        ("unbound Task", "class 'celery.app.task.Context'", angles.Other),
        ("Foo", "Bar at 0x1", angles.Other),
    ],
)
def test_displays_of_objects(shown: str, real: str, kind: type):
    assert type(angles.compare(shown, real)) is kind


def test_a_changed_display_keeps_the_pages_own_names():
    found = angles.compare("@task: __main__.add", "@task: proj.add of proj at 0x7f")
    assert isinstance(found, angles.Changed)
    assert found.corrected == "@task: __main__.add of __main__ at 0x..."


HEADER = 'Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\n'


@pytest.mark.parametrize(
    ("shown", "kind", "message"),
    [
        (HEADER + "ValueError: boom", "ValueError", "boom"),
        (HEADER + "    raise X\nproj.errors.Boom", "proj.errors.Boom", ""),
        (HEADER + "a.ChordError: Dependency x\n    raised ValueError()", "a.ChordError", "Dependency x raised ValueError()"),
        (HEADER + "    self.sock.connect(sa)\n  kombu.exceptions.OperationalError: [Errno 61] no", "kombu.exceptions.OperationalError", "[Errno 61] no"),
        ("ValueError: boom", "ValueError", "boom"),
    ],
)  # fmt: skip
def test_reads_the_exception_that_is_shown(shown: str, kind: str, message: str):
    found = failures.read(shown)
    assert found is not None
    assert (found.type, found.message) == (kind, message)


@pytest.mark.parametrize("shown", ["4", "TypeError('x')", "[4, 8]", HEADER, "Note: this is text"])
def test_reads_none_where_none_is_shown(shown: str):
    assert failures.read(shown) is None


@pytest.mark.parametrize(
    ("shown", "kind", "message", "agrees"),
    [
        ("ValueError: boom", "ValueError", "boom", True),
        ("ValueError: boom", "proj.ValueError", "boom", True),
        ("ImportError: No module named 'bz2'", "ModuleNotFoundError", "No module named 'bz2'", True),
        ("OSError: ...", "OSError", "[Errno 2] anything", True),
        ("ValueError: at 0x1", "ValueError", "at 0x2", True),
        ("ValueError: boom", "ValueError", "bang", False),
        ("ValueError: boom", "TypeError", "boom", False),
    ],
)
def test_tells_failures_apart(shown: str, kind: str, message: str, agrees: bool):
    failure = failures.read(HEADER + shown)
    assert failure is not None
    assert failures.compare(failure, kind, message).agrees is agrees


@pytest.mark.parametrize(
    ("shown", "real"),
    [
        ("->  celery@a: OK\n        pong", "-> celery@b: OK\n    pong\n"),
        ("one\n...\nfour", "one\ntwo\nthree\nfour"),
        ("one\n...\ntwo", "one\ntwo"),
        ("ready in ... now", "ready in a while now"),
        ("Task t[d6b3aea2-fb9b-4ebc-8da4-848818db9114] ok", "Task t[b90b287f-7e43-492c-a401-fc2580d70f0d] ok"),
    ],
)
def test_texts_that_are_alike(shown: str, real: str):
    assert texts.alike(shown, real)


@pytest.mark.parametrize(("shown", "real"), [("started consuming from foo", "add consumer foo"), ("a\n...\nb", "a\nc")])
def test_texts_that_are_not(shown: str, real: str):
    assert not texts.alike(shown, real)


@pytest.mark.parametrize("shown", ["a...b" * 500, "a\n...\n" * 12 + "z", "...\nb\n" * 5000])
def test_dots_without_end_take_no_time_without_end(shown: str):
    assert not texts.alike(shown, "a\nb\n" * 3000 + "y")
