"""Shown output against real: what is certainly wrong, what is let alone, and what is left to a person.

The real outputs are those of Celery 5.7.0 with a worker on Redis, as they were printed.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from harness.checks import output
from harness.interfaces import Case
from harness.model import Docs, Finding, Observation, Page, Raised, Sample, SampleKey, Sent, Target

NODE = "celery@machine"
SCHEDULED = """\
{'celery@machine': [{'eta': '2026-11-22T13:04:33.706493+00:00', 'priority': 6, 'request': {'id': \
'2a7934c6-d4f5-43e9-916c-70800dfd8bd1', 'name': 'proj.tasks.sleeptask', 'args': [1], 'kwargs': {}, 'type': \
'proj.tasks.sleeptask', 'hostname': 'celery@machine', 'time_start': None, 'acknowledged': False, 'delivery_info': \
{'exchange': '', 'routing_key': 'celery', 'priority': 0, 'redelivered': False}, 'worker_pid': None}}]}"""
ACTIVE = """\
{'celery@machine': [{'id': '66d1aea4-8452-498a-a299-b77d51fda468', 'name': 'proj.tasks.sleeptask', 'args': [3], \
'kwargs': {}, 'type': 'proj.tasks.sleeptask', 'hostname': 'celery@machine', 'time_start': 1795352613.7221282, \
'acknowledged': True, 'delivery_info': {'exchange': '', 'routing_key': 'celery', 'priority': 0, 'redelivered': False}, \
'worker_pid': 15115}]}"""
TASKS = """\
{'celery.chain': <@task: celery.chain of __main__ at 0x7f72f2fc1690>, 'celery.chord': <@task: celery.chord of __main__ \
at 0x7f72f2fc1690>, 'celery.chord_unlock': <@task: celery.chord_unlock of __main__ at 0x7f72f2fc1690>, \
'celery.backend_cleanup': <@task: celery.backend_cleanup of __main__ at 0x7f72f2fc1690>}"""
PONGS = "[{'celery@machine': {'ok': 'pong'}}]"
BOUND = "i = app.control.inspect()"


def find(
    source: str,
    shown: str,
    real: str | Raised = "",
    *,
    before: str = "",
    value: str | None = None,
    status: str = "",
    page: tuple[Sample, ...] = (),
    version: str = "5.7.0",
    **changes: Any,
) -> list[Finding]:
    """What the check says of a session of two steps, `before` (which worked) and `source`, with its output."""
    code = "\n".join([*(prompted(before) if before else []), *prompted(source), shown])
    sample = session(code, **changes)
    steps = [observed(before, 0, None, "")] if before else []
    first = len(before.split("\n")) if before else 0
    raised = real if isinstance(real, Raised) else None
    text = "" if raised else str(real)
    kind = "raised" if raised else "done"
    steps.append(
        observed(
            source, first, shown, text and text + "\n", raised=raised, status=status or kind,
            value=value if value is not None else text or None,
        )
    )  # fmt: skip
    samples = (*page, sample)
    case = Case(
        docs=Docs(version=version, root="/nowhere", sha256=""),
        page=Page(name="page", file=sample.file, title="", samples=samples, claims=(), problems=()),
        target=Target(name="celery57", celery=version, kombu="", python="", interpreter="", digest=""),
        facts={},
        label="celery57-redis",
        sample=sample,
        observations=tuple(steps),
        samples={item.key: item for item in samples},
    )
    return list(output.find(case))


def prompted(source: str) -> list[str]:
    return [f"{'...' if number else '>>>'} {line}" for number, line in enumerate(source.split("\n"))]


def session(code: str, first: int = 10, **changes: Any) -> Sample:
    lines = code.split("\n")
    blank = Sample(
        key=SampleKey(f"page:{first}:1"), page="userguide/page", file="docs/userguide/page.rst",
        lines=tuple(range(first, first + len(lines))), columns=tuple(5 for _ in lines), language="pycon",
        form="code-block", code=code, headings=("Page", "Section"), lead="", caption="", output=None, scope="",
        historical=False,
    )  # fmt: skip
    return dataclasses.replace(blank, **changes)


def observed(source: str, first: int, shown: str | None, text: str, **changes: Any) -> Observation:
    blank = Observation(
        plan="page:10", step=first, sample=SampleKey("page:10:1"), docs="5.7.0", target="celery57-redis",
        status="done", source=source, first=first, shown=shown, output=text, value=None, raised=None, code=None,
        sent=(), warnings=(), log="", reason="", seconds=0.1,
    )  # fmt: skip
    return dataclasses.replace(blank, **changes)


def error(kind: str, message: str) -> Raised:
    return Raised(type=kind, message=message, line=1, name="", owner="", near=(), traceback="")


FINDS = [
    pytest.param(
        "signum('INT')", "2", "<Signals.SIGINT: 2>", {},
        ("outdated-repr", "a member of an enumeration is displayed as <Signals.SIGINT: 2>", "<Signals.SIGINT: 2>"),
        id="a member of an enumeration",
    ),
    pytest.param(
        "r = f.delay(1)\nprint(r.get())", "{'result': 10}\nhello: 10", "{'result': 2, 'id': 1}\nhello: 2",
        {"lead": "Prints something like this:"},
        ("wrong-output", "shows 10, but 2 is returned (at ['result'])", "{'result': 2}\nhello: 2"),
        id="values with lines of text between them",
    ),
    pytest.param(
        "signature(s)", "{'task': 'tasks.add', args=(2, 2)}", "tasks.add(2, 2)", {"before": "s = add.s(2, 2)"},
        ("outdated-repr", "which Python never displays", "tasks.add(2, 2)"), id="a dict that is no Python",
    ),
    pytest.param(
        "conf.find('x')", "('worker', 'y'))", "found(namespace='worker', key='x')", {"before": "conf = app.conf"},
        ("wrong-output", "shows 'y', but 'x' is returned", "'x'"), id="a part of a tuple with names",
    ),
    pytest.param(
        "res.dot", "285fa253-fcf8-42ef-8b95-0078897e83e6(1)",
        "285fa253-fcf8-42ef-8b95-0078897e83e6(1)\n463afec2-5ed4-4036-b22d-ba067ec64f52(0)", {"before": "res = c()"},
        ("wrong-output", "shows lines of the forms 1 × uuid(1), but they are 1 × uuid(0), 1 × uuid(1)", None),
        id="lines of ids that are more",
    ),
    pytest.param(
        "res.dot", "285fa253-fcf8-42ef-8b95-0078897e83e6(1)\n    463afec2-5ed4-4036-b22d-ba067ec64f52(0)",
        "11111111-5ed4-4036-b22d-ba067ec64f52(1)\n     22222222-5ed4-4036-b22d-ba067ec64f52(0)\n"
        "22222222-5ed4-4036-b22d-ba067ec64f52(0)",
        {"before": "res = c()"},
        (
            "wrong-output", "shows lines of the forms 1 × uuid(0), 1 × uuid(1), but they are 2 × uuid(0), 1 × uuid(1)",
            "285fa253-fcf8-42ef-8b95-0078897e83e6(1)\n     463afec2-5ed4-4036-b22d-ba067ec64f52(0)\n"
            "463afec2-5ed4-4036-b22d-ba067ec64f52(0)",
        ),
        id="lines of ids that are more: the page's own are put where they belong",
    ),
    pytest.param(
        "res.dot", "285fa253-fcf8-42ef-8b95-0078897e83e6(0)\n463afec2-5ed4-4036-b22d-ba067ec64f52(0)",
        "11111111-5ed4-4036-b22d-ba067ec64f52(0)", {"before": "res = c()"},
        ("wrong-output", "shows lines of the forms 2 × uuid(0), but they are 1 × uuid(0)", None),
        id="of two ids nobody knows which is meant",
    ),
    pytest.param(
        "res.get(timeout=TIMEOUT)", "[[4, 6]]", "[4, 6]", {"before": "res = g.apply_async()"},
        ("wrong-output", "shows 1 item, but there are 2", "[4, 6]"),
        id="how long it is waited decides nothing",
    ),
    pytest.param(
        "result.ready()", "[False]", "True", {"before": "result = add.delay(4, 4)"},
        ("wrong-output-shape", "shows a list, but it is a truth value", "False"),
        id="a list where a state is one value, whichever",
    ),
    pytest.param(
        "app.control.purge()", "'1753'", "0", {}, ("wrong-output-shape", "shows a string, but it is a number", None),
        id="a text where a state is a number, whichever",
    ),
    pytest.param(
        "res.failed()", "False", "True",
        {"page": (session(">>> res = add.delay(2, '2')\n>>> res.get(propagate=False)", 2),)},
        ("wrong-output", "shows False, but True is returned", "True"), id="what a result is once it has ended",
    ),
    pytest.param(
        "len(s)", "50001", "50000", {"before": "s = LimitedSet(maxlen=50000)"},
        ("wrong-output", "shows 50001, but 50000 is returned", "50000"),
        id="how many there are in what the sample has made",
    ),
    pytest.param(
        "[value for child, value in result.collect() if not child.children]", "[1, 1]", "[0, 1]",
        {"before": "result = A.delay(2)"}, ("wrong-output", "shows 1, but 0 is returned", "0"),
        id="what a condition asks for is no part of the value",
    ),
    pytest.param(
        "app.control.ping()", "[[{'w1.local': {'ok': 'pong'}}]]", PONGS, {},
        ("wrong-output-shape", "shows a list around the replies", "[{'w1.local': {'ok': 'pong'}}]"),
        id="a list around the replies",
    ),
    pytest.param(
        "state('PROGRESS') > state('SUCCESS')", "True", "False", {}, ("wrong-output", "shows True, but False", "False"),
        id="a comparison of constants asks for no state",
    ),
    pytest.param(
        "result.get()", "20", "4", {"before": "result = add.apply_async((2, 2), countdown=3)"},
        ("wrong-output", "shows 20, but 4 is returned", "4"),
        id="a sum that is another",
    ),
    pytest.param(
        "res.get()", "<GroupResult: ...>", "[0, 2, 4, 6]", {"before": "res = c3()"},
        ("wrong-output-shape", "shows <GroupResult: ...>, but [0, 2, 4, 6] is returned", "[0, 2, 4, 6]"),
        id="a result shown as what waits for it",
    ),
    pytest.param(
        "c.options", "{'header': 'value', 'stamped_headers': ['header']}", "{}", {"before": "c = chord([], xsum.s())"},
        ("wrong-output", "shows the key 'header', which is not there", "{}"),
        id="keys that are not there",
    ),
    pytest.param(
        "padlist(['George', 'Costanza'], 3)", "('George', 'Costanza', None)", "['George', 'Costanza', None]", {},
        ("wrong-output-shape", "shows a tuple, but it is a list", "['George', 'Costanza', None]"),
        id="a tuple for a list",
    ),
    pytest.param(
        "crontab_parser(60).parse('*/15')", "[0, 15, 30, 45]", "{0, 45, 30, 15}", {},
        ("wrong-output-shape", "shows a list, but it is a set", "{0, 15, 30, 45}"),
        id="a list for a set",
    ),
    pytest.param(
        "app.control.ping(timeout=0.5)",
        "[{'worker1.example.com': 'pong'},\n {'worker2.example.com': 'pong'},\n {'worker3.example.com': 'pong'}]",
        PONGS, {},
        (
            "wrong-output-shape", "shows a string, but it is a dict (at ['worker1.example.com'])",
            "[{'worker1.example.com': {'ok': 'pong'}},\n {'worker2.example.com': {'ok': 'pong'}},\n"
            " {'worker3.example.com': {'ok': 'pong'}}]",
        ),
        id="the answers of workers without their wrapping",
    ),
    pytest.param(
        "i.registered()", "[{'worker1.example.com': ['tasks.add',\n                          'tasks.sleeptask']}]",
        "{'celery@machine': ['proj.tasks.add', 'proj.tasks.mul', 'proj.tasks.sleeptask']}", {"before": BOUND},
        (
            "wrong-output-shape", "shows a list of dicts, but it is a dict",
            "{'worker1.example.com': ['tasks.add', 'tasks.sleeptask']}",
        ),
        id="a list of replies where they are in a dict",
    ),
    pytest.param(
        "i.registered()", "[{'worker1.example.com': ['tasks.add']}]", "{'celery@machine': ['proj.tasks.add']}", {},
        ("wrong-output-shape", "shows a list of dicts, but it is a dict", "{'worker1.example.com': ['tasks.add']}"),
        id="the form of a reply is certain wherever the variable comes from",
    ),
    pytest.param(
        "i.scheduled()",
        "[{'worker1.example.com':\n    [{'eta': '2010-06-07 09:07:52', 'priority': 0,\n      'request': {\n"
        "        'name': 'tasks.sleeptask',\n        'id': '1a7980ea-8b19-413e-91d2-0b74f3844c4d',\n"
        "        'args': '[1]',\n        'kwargs': '{}'}}]}]",
        SCHEDULED, {"before": BOUND},
        (
            "wrong-output-shape", "shows a list of dicts, but it is a dict",
            "{'worker1.example.com': [{'eta': '2010-06-07 09:07:52',\n"
            "                          'priority': 0,\n"
            "                          'request': {'name': 'tasks.sleeptask',\n"
            "                                      'id': '1a7980ea-8b19-413e-91d2-0b74f3844c4d',\n"
            "                                      'args': [1],\n"
            "                                      'kwargs': {}}}]}",
        ),
        id="arguments as text where they are a list",
    ),
    pytest.param(
        "app.control.inspect().active()", "[{'worker1.example.com': [{'name': 'tasks.add', 'args': '(8,)'}]}]",
        "{'celery@machine': []}", {},
        (
            "wrong-output-shape", "shows a list of dicts, but it is a dict",
            "{'worker1.example.com': [{'name': 'tasks.add', 'args': '(8,)'}]}",
        ),
        id="of what the items consist was not seen: the list's brackets go",
    ),
    pytest.param(
        "app.control.inspect().active()", "[{'worker1.example.com':\n    [{'name': 'tasks.add',\n      'args': '(8,)'}]}]",
        "{'celery@machine': []}", {},
        (
            "wrong-output-shape", "shows a list of dicts, but it is a dict",
            "{'worker1.example.com':\n    [{'name': 'tasks.add',\n      'args': '(8,)'}]}",
        ),
        id="lines that are indented by a tab stay where they are",
    ),
    pytest.param(
        "app.control.inspect().active()", "[{'worker1.example.com': [{'name': 'tasks.add',\n"
        "                           'args': '(8,)'}]}]",
        "{'celery@machine': []}", {},
        (
            "wrong-output-shape", "shows a list of dicts, but it is a dict",
            "{'worker1.example.com': [{'name': 'tasks.add',\n                          'args': '(8,)'}]}",
        ),
        id="lines below a bracket move with it",
    ),
    pytest.param(
        "app.control.inspect().active()", "[{'worker1.example.com': [{'args': '(8,)'}]},\n"
        " {'worker2.example.com': [{'args': '(8,)'}]}]",
        "{'celery@machine': []}", {},
        ("wrong-output-shape", "shows a list of dicts, but it is a dict", None),
        id="of two dicts nobody has written one",
    ),
    pytest.param(
        "app.control.broadcast('rate_limit', limits, reply=True)",
        "[{'worker1.example.com': 'New rate limit set successfully'}]",
        "[{'celery@machine': {'ok': 'new rate limit set successfully'}}]", {},
        (
            "wrong-output-shape", "shows a string, but it is a dict (at ['worker1.example.com'])",
            "{'ok': 'new rate limit set successfully'}",
        ),
        id="one wrong part is the place, not the whole",
    ),
    pytest.param(
        "app.control.cancel_consumer('foo', reply=True)",
        """[{u'worker1.local': {u'ok': u"no longer consuming from u'foo'"}}]""",
        "[{'celery@machine': {'ok': 'no longer consuming from foo'}}]", {},
        (
            "wrong-output",
            """shows "no longer consuming from u'foo'", but 'no longer consuming from foo' is returned""",
            "[{'worker1.local': {'ok': 'no longer consuming from foo'}}]",
        ),
        id="a message worded otherwise",
    ),
    pytest.param(
        "app.control.add_consumer('foo', reply=True)", "[{u'worker1.local': {u'ok': 'add consumer foo'}}]",
        "[{'celery@machine': {'ok': 'add consumer foo'}}]", {},
        (
            "outdated-repr", "shows u'worker1.local', as only Python 2 does",
            "[{'worker1.local': {'ok': 'add consumer foo'}}]",
        ),
        id="literals of Python 2",
    ),
    pytest.param(
        "app", "<Celery __main__:0x100469fd0>", "<Celery __main__ at 0x7f72f2fc1690>", {},
        ("outdated-repr", "<Celery __main__ at 0x...> is returned", "<Celery __main__ at 0x100469fd0>"),
        id="the display of an application",
    ),
    pytest.param(
        "add", "<@task: __main__.add>", "<@task: __main__.add of __main__ at 0x7f72f2fc1690>", {},
        ("outdated-repr", "<@task: __main__.add of __main__ at 0x...> is returned",
         "<@task: __main__.add of __main__ at 0x...>"),
        id="the display of a task",
    ),
    pytest.param(
        "app.tasks",
        "{'celery.chord_unlock':\n    <@task: celery.chord_unlock>,\n 'celery.backend_cleanup':\n"
        "    <@task: celery.backend_cleanup>,\n 'celery.chord':\n    <@task: celery.chord>}",
        TASKS, {},
        (
            "outdated-repr", "shows <@task: celery.chord_unlock>, but",
            "{'celery.chord_unlock':\n    <@task: celery.chord_unlock of __main__ at 0x...>,\n"
            " 'celery.backend_cleanup':\n    <@task: celery.backend_cleanup of __main__ at 0x...>,\n"
            " 'celery.chord':\n    <@task: celery.chord of __main__ at 0x...>}",
        ),
        id="the display of tasks within their registry",
    ),
    pytest.param(
        "add.__class__.mro()",
        "[<class add of <Celery __main__:0x1012b4410>>,\n <unbound MyBaseTask>,\n <unbound Task>,\n <type 'object'>]",
        "[<class '__main__.add'>, <class '__main__.MyBaseTask'>, <class 'celery.app.task.Task'>, <class 'object'>]", {},
        (
            "outdated-repr", "shows <unbound MyBaseTask>, but <class '__main__.MyBaseTask'> is returned",
            "[<class '__main__.add'>,\n <class '__main__.MyBaseTask'>,\n <class 'celery.app.task.Task'>,\n"
            " <class 'object'>]",
        ),
        id="the display of classes",
    ),
    pytest.param(
        "group(add.s(2, 2), add.s(4, 4))", "(proj.tasks.add(2, 2), proj.tasks.add(4, 4))",
        "group((proj.tasks.add(2, 2), add(4, 4)))", {},
        ("outdated-repr", "without group(…) around it", "group((proj.tasks.add(2, 2), add(4, 4)))"),
        id="the display of a group",
    ),
    pytest.param(
        "s = add.s(2)", "proj.tasks.add(2)", "", {},
        ("output-of-assignment", "below a statement that prints nothing", None),
        id="an assignment with output",
    ),
    pytest.param(
        "c.get()",
        'Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\n'
        "celery.exceptions.ChordError: Dependency 97de6f3f-ea67-4517-a21c-d867c61fcb47\n"
        "    raised ValueError('something something',)",
        error("ValueError", "something something"), {"before": "c = chord([fail.s()])(xsum.s())"},
        ("wrong-exception", "shows ChordError, but ValueError is raised", "ValueError: something something"),
        id="another exception for the same failure",
    ),
    pytest.param(
        "add.delay(8)",
        'Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\n'
        '  File "celery/app/task.py", line 376, in delay\n    return self.apply_async(args, kwargs)\n'
        "TypeError: add() takes exactly 2 arguments (1 given)",
        error("TypeError", "add() missing 1 required positional argument: 'y'"), {},
        ("outdated-repr", "shows the message 'add() takes exactly 2", "TypeError: add() missing 1 required positional"
         " argument: 'y'"),
        id="a message of Python 2's own",
    ),
]  # fmt: skip

GRAPH = "285fa253-fcf8-42ef-8b95-0078897e83e6(1)\n    463afec2-5ed4-4036-b22d-ba067ec64f52(0)"
OTHER_GRAPH = "463afec2-5ed4-4036-b22d-ba067ec64f52(0)\n285fa253-fcf8-42ef-8b95-0078897e83e6(1)"

HOLDS = [
    pytest.param(
        "list(steps)", "{step:proj.B{()}, step:proj.A{()}", "{step:proj.A{()}, step:proj.B{()}}", id="a set's order",
    ),
    pytest.param("signals['INT']", "my_handler", "<function my_handler at 0x7f>", id="a function by its name"),
    pytest.param("s.options", "{'heads': ['b', 'a']}", "{'heads': ['a', 'b']}", id="texts that Celery has in a set"),
    pytest.param("res.graph", GRAPH, OTHER_GRAPH, id="lines of ids in another order"),
    pytest.param("conf.find('x')", "('worker', 'x')", "found(namespace='worker', key='x')", id="a tuple with names"),
    pytest.param("add(2, 2)", "(1, 2))", "(1, 2)", id="a bracket too many"),
    pytest.param("add(2, 2)", "4", "4", id="equal"),
    pytest.param("add.name", "__main__.add", "'__main__.add'", id="a text without its quotes"),
    pytest.param("add.name", "'tasks.add'", "'proj.tasks.add'", id="the reader's own module"),
    pytest.param(
        "res.id", "d6b3aea2-fb9b-4ebc-8da4-848818db9114", "'b90b287f-7e43-492c-a401-fc2580d70f0d'", id="an id",
    ),
    pytest.param(
        "add.delay(2, 2)", "<AsyncResult: 373550e8-b9a0-4666-bc61-ace01fa4f91d>",
        "<AsyncResult: b90b287f-7e43-492c-a401-fc2580d70f0d>", id="another result's id",
    ),
    pytest.param(
        "list(res.collect())",
        "[(<AsyncResult: 7b720856-dc5f-4415-9134-5c89def5664e>, 4),\n"
        " (<AsyncResult: 8c350acf-519d-4553-8a53-4ad3a5c5aeb4>, 64)]",
        "[(<AsyncResult: b90b287f-7e43-492c-a401-fc2580d70f0d>, 4),"
        " (<AsyncResult: 0510940f-1a00-4446-9c0d-34214535e551>, 64)]",
        id="broken over lines",
    ),
    pytest.param("app.control.purge()", "1753", "0", id="how many messages there were"),
    pytest.param("result.ready()", "False", "True", id="how far it is"),
    pytest.param("res.state", "'PENDING'", "'SUCCESS'", id="a state at another moment"),
    pytest.param("len(registry)", "50000", "3", id="a count"),
    pytest.param("result.get()", "None", "", id="None is not displayed and is the value"),
    pytest.param(
        "app.control.inspect().clock()", "{'celery@node1': {'clock': 12}}", "{'celery@machine': {'clock': 51}}",
        id="a clock",
    ),
    pytest.param(
        "app.control.inspect().ping()", "{'celery@node1': {'ok': 'pong'}, 'celery@node2': {'ok': 'pong'}}",
        "{'celery@machine': {'ok': 'pong'}}", id="other workers",
    ),
    pytest.param(
        "app.control.inspect().revoked()", "{'celery@node1': ['16f527de-1c72-47a6-b477-c472b92fef7a']}",
        "{'celery@machine': []}", id="nothing there now",
    ),
    pytest.param(
        "app.control.inspect().registered('serializer', 'max_retries')",
        "{'celery@node1': ['task_foo [serializer=json max_retries=3]', 'tasb_bar [serializer=json max_retries=3]']}",
        "{'celery@machine': ['proj.tasks.add [serializer=json max_retries=3]']}", id="the reader's own tasks",
    ),
    pytest.param(
        "app.control.inspect().active()",
        "{'worker1.example.com': [{'id': '32666e9b-809c-41fa-8e93-5ae0c80afbbf', 'args': [8]}]}", ACTIVE,
        id="fields left out of a reply",
    ),
    pytest.param("app.control.inspect().active_queues()", "[...]", "{'celery@machine': []}", id="all left out"),
    pytest.param("add.s(2, 2)", "tasks.add(2, 2)", "proj.tasks.add(2, 2)", id="a signature of the reader's own module"),
    pytest.param(
        "chain(add.s(4, 4), mul.s(8), mul.s(10))", "proj.tasks.add(4, 4) | proj.tasks.mul(8) | proj.tasks.mul(10)",
        "proj.tasks.add(4, 4) | mul(8) | mul(10)", id="a chain's later modules",
    ),
    pytest.param(
        "chain(add.s(2, 2), group(add.s(1), add.s(2)), add.s(1))", "add(2, 2) | %add((add(1), add(2)), 1)",
        "proj.tasks.add(2, 2) | %add((add(1), add(2)), 1)", id="a chord within a chain",
    ),
    pytest.param("add.s(2, 2).reprcall()", "'add(2, 2)'", "'proj.tasks.add(2, 2)'", id="a signature within a text"),
    pytest.param("s.options", "{'b': 1, 'a': 2}", "{'a': 2, 'b': 1}", id="the order of keys"),
    pytest.param("s.options", "{'keys': ['b', 'a']}", "{'keys': ['a', 'b']}", id="a list that is made of a set"),
    pytest.param("s.options", '{"a": "x"}', "{'a': 'x'}", id="the style of quotes"),
    pytest.param("s.options", "{'a': 1, ...}", "{'a': 1, 'b': 2}", id="keys left out with dots"),
    pytest.param("res.get()", "[0, 2, ..., 18]", "[0, 2, 4, 6, 18]", id="items left out with dots"),
    pytest.param("add(2, 2)", "4  # the sum", "4", id="a comment behind the value"),
    pytest.param("add(2, 2)", "# this returns the sum", "4", id="a comment in the value's place"),
    pytest.param("OrderedDict(a=1)", "OrderedDict([('a', 1)])", "OrderedDict({'a': 1})", id="another Python's dict"),
    pytest.param("res.get(propagate=False)", "TypeError('x',)", "TypeError('x')", id="another Python's exception"),
    pytest.param("result.ready()", "False", "True", id="a state"),
    pytest.param("result.traceback", "'Traceback'", "None", id="a state that is not there yet"),
    pytest.param("len(app.tasks)", "9", "12", id="how many the reader has"),
    pytest.param("res.state == 'SUCCESS'", "True", "False", id="a comparison of a state"),
    pytest.param("len(queue) > 3", "True", "False", id="a comparison of what varies"),
    pytest.param("time.time()", "1466760000.1", "1795352613.7", id="a time"),
    pytest.param("res.get()", "2.5", "2.5000001", id="a float"),
    pytest.param("app.broker_connection()", "<Connection: amqp at 0x1>", "<Connection: amqp at 0x7f>", id="an address"),
    pytest.param("i = app.control.inspect()", "# inspects all", "", id="a comment below an assignment"),
    pytest.param("res = chain(add.s(2), add.s(4))()", "...", "", id="dots below an assignment"),
]  # fmt: skip

PAGE = (session(">>> res = add.delay(2, 2)", 2), session(">>> s = add.s(2)", 4, headings=("Page", "Other")))

UNDECIDED = [
    pytest.param(
        "app.conf.broker_read_url", "['a', 'b']", "'a'", {}, "tells of a state",
        id="a setting may be of one kind or another",
    ),
    pytest.param(
        "res.get()", "20", "4", {"headings": ("Page", "Third")}, "bound in another section",
        id="a variable of another section",
    ),
    pytest.param("mystery.get()", "20", "4", {}, "was not bound in this sample", id="a variable from nowhere"),
    pytest.param(
        "app.control.broadcast('rate_limit', limits, reply=True)", "[{'worker1.example.com': 'New rate limit set'}]",
        "[{'celery@machine': {'error': 'unknown task'}}]", {}, "answered with an error", id="a worker that refused",
    ),
    pytest.param(
        "app.control.ping(destination=['celery@node2'])", "[{'celery@node2': {'ok': 'pong'}}]", "[]", {},
        "no worker of such a name", id="a worker of another name",
    ),
    pytest.param(
        "app.control.add_consumer('foo', reply=True)", "[{'w.local': {'ok': 'already consuming from foo'}}]",
        "[{'celery@machine': {'ok': 'add consumer foo'}}]", {}, "more to say", id="another message of a worker's",
    ),
    pytest.param(
        "dict(s.options)", "{'countdown': 10}", "{'countdown': 10, 'link': [sig()]}", {"before": "s = add.s(2)"},
        "may leave keys out", id="keys that are not shown",
    ),
    pytest.param(
        "signature(d)", "{step:proj.StepB{()}", "tasks.add(2, 2)", {}, "cannot be read as a value", id="no Python",
    ),
    pytest.param(
        "add.delay(2, 2)", "<AsyncResult: 373550e8-b9a0-4666-bc61-ace01fa4f91d>",
        "<EagerResult: 373550e8-b9a0-4666-bc61-ace01fa4f91d>", {}, "another object", id="an object of another class",
    ),
    pytest.param(
        "import bz2",
        'Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\nImportError: No module',
        "", {}, "another situation", id="a failure that needs a situation",
    ),
    pytest.param(
        "res.get()", 'Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\nValueError: boom',
        error("KeyError", "'x'"), {"before": "res = add.delay(2)"}, "another failure", id="an unrelated failure",
    ),
]  # fmt: skip


TRACEBACK = 'Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\n'

#: What the page does not claim of this release, here and now: neither found nor compared.
UNCLAIMED = [
    pytest.param(
        "chain(group(add.s(1, 1)), add.s(2))", "%add([add(1, 1)], 2)", "proj.tasks.add(1, 1) | add(2)",
        {"lead": "In Celery 4.x the group would not unroll due to a bug."}, id="the page speaks of another release",
    ),
    pytest.param(
        "app", "<Celery __main__:0x100469fd0>", "<Celery __main__ at 0x7f>", {"lead": "It used to be shown so:"},
        id="the page tells of what is gone",
    ),
    pytest.param(
        "import bz2", TRACEBACK + "ImportError: No module named 'bz2'", "",
        {"lead": "If you get the following ImportError:"}, id="a failure that needs a situation",
    ),
    pytest.param(
        "add.delay(2, 2)", TRACEBACK + "kombu.exceptions.OperationalError: [Errno 61] Connection refused",
        "<AsyncResult: b90b287f-7e43-492c-a401-fc2580d70f0d>",
        {"lead": "When the connection is lost, an OperationalError will be raised:"}, id="a broker that is away",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("source", "shown", "real", "more"), UNCLAIMED)
def test_what_is_told_of_another_time_or_situation_is_no_claim(
    source: str, shown: str, real: str, more: dict[str, Any]
):
    assert find(source, shown, real, **more) == []


def of_steps(sample: Sample, *steps: Observation, root: str = "/nowhere") -> list[Finding]:
    """What the check says of a sample whose steps went so."""
    case = Case(
        docs=Docs(version="5.7.0", root=root, sha256=""),
        page=Page(name="page", file="", title="", samples=(sample,), claims=(), problems=()),
        target=Target(name="t", celery="5.7.0", kombu="", python="", interpreter="", digest=""),
        facts={}, label="t-redis", sample=sample, observations=steps, samples={},
    )  # fmt: skip
    return list(output.find(case))


CALLED = "c = chord([add.s(4, 4)])\nresult = c()"
BODY = "'NoneType' object has no attribute 'clone'"


def raised_in(path: str, kind: str = "AttributeError") -> Raised:
    inner = f'  File "{path}", line 2379, in __call__\n    body.clone()'
    return dataclasses.replace(error(kind, BODY), traceback=f'  File "<typed-1>", line 1\n{inner}\n{kind}: {BODY}\n')


def chord(raised: Raised, **changes: Any) -> list[Finding]:
    shown = TRACEBACK + "celery.exceptions.ChordError: Dependency x"
    sample = session(f">>> c = chord([add.s(4, 4)])\n>>> result = c()\n>>> result.get()\n{shown}")
    return of_steps(
        sample,
        observed("c = chord([add.s(4, 4)])", 0, None, ""),
        observed("result = c()", 1, None, "", status="raised", raised=raised, **changes),
        observed("result.get()", 2, shown, "9900\n", value="9900", reason="after-failure"),
    )


def test_a_failure_that_no_reader_gets_to_because_celery_fails_before():
    cause, found = chord(raised_in("/site-packages/celery/canvas.py"))
    assert (cause.place.line, cause.place.text, cause.severity) == (11, "result = c()", "breaks")
    assert (found.blame, found.rule, found.place.line) == ("docs", "wrong-exception", 15)
    assert (cause.rule, cause.subject) == (found.rule, found.subject)
    assert found.message == f"shows ChordError, but result = c() before it raises AttributeError: {BODY}"


@pytest.mark.parametrize(
    ("raised", "changes"),
    [
        pytest.param(raised_in("/work/tasks.py"), {}, id="the reader's own code failed"),
        pytest.param(raised_in("/site-packages/celery/canvas.py", "OSError"), {}, id="what a machine lacks"),
        pytest.param(
            raised_in("/site-packages/celery/canvas.py"), {"reason": "after-failure"}, id="it went wrong before"
        ),
    ],
)
def test_a_failure_after_another_is_left_to_a_person(raised: Raised, changes: dict[str, Any]):
    (found,) = chord(raised, **changes)
    assert found.blame == "undecided"


def test_what_a_failing_task_makes_of_the_output_is_told_where_it_failed():
    sent = Sent(id="1", name="tasks.hello", state="FAILURE", result="NameError()", raised=None)
    assert of_steps(session(">>> r.get()\n4"), observed("r.get()", 0, "4", "5\n", value="5", sent=(sent,))) == []


@pytest.mark.parametrize(
    ("before", "blame"),
    [("", ""), ("app.conf.timezone = 'Europe/London'", "undecided")],
    ids=["the reader's configuration", "configured here"],
)
def test_what_a_setting_is_set_to(before: str, blame: str):
    found = find("app.conf.timezone", "'Europe/London'", "'UTC'", before=before or "app = Celery()")
    assert [item.blame for item in found] == ([blame] if blame else [])


HANDLERS = """
@inspect_command(alias='add')
def add_consumer(state, queue):
    return ok(f'add consumer {queue}')

@control_command()
def rate_limit(state, task_name):
    if task_name not in state.app.tasks:
        return nok('unknown task')
    return ok('new rate limit set successfully')

@control_command()
def revoke(state, task_id):
    return other(task_id)

@inspect_command()
def clock(state):
    return {'clock': state.app.clock.value}

@inspect_command()
def active(state):
    return {name: 1 for name in state}
"""


@pytest.fixture
def root(tmp_path: Path) -> str:
    folder = tmp_path / "celery" / "worker"
    folder.mkdir(parents=True)
    (folder / "control.py").write_text(HANDLERS)
    return str(tmp_path)


@pytest.mark.parametrize(
    ("source", "shown", "real", "rule", "suggestion"),
    [
        pytest.param(
            "app.control.broadcast('rate_limit', {}, reply=True)", "[{'w1.local': 'New rate limit set successfully'}]",
            "[{'celery@m': {'error': 'unknown task'}}]", "wrong-output-shape",
            "{'ok': 'new rate limit set successfully'}", id="a message without its key, where this worker refused",
        ),
        pytest.param(
            "app.control.add_consumer('foo', reply=True)", "[{'w.local': {'ok': 'already consuming from foo'}}]",
            "[{'celery@m': {'ok': 'add consumer foo'}}]", "wrong-output", "'add consumer foo'",
            id="a message that the handler does not have",
        ),
        pytest.param(
            "app.control.broadcast('rate_limit', {}, reply=True)",
            "[{'w1.local': {'ok': 'new rate limit set successfully'}}]", "[{'celery@m': {'error': 'unknown task'}}]",
            "", "", id="as the handler says it, where this worker refused",
        ),
        pytest.param(
            "app.control.add_consumer('foo', destination=['w@a'])", "[{u'w.local': {u'ok': u'already consuming foo'}}]",
            "[]", "wrong-output", "[{'w.local': {'ok': 'add consumer foo'}}]",
            id="nobody answered: what the handler makes of the argument",
        ),
        pytest.param(
            "app.control.add_consumer(queue='foo')", "[{'w.local': {'ok': 'already consuming foo'}}]",
            "[]", "wrong-output", "'add consumer foo'", id="the argument by its name",
        ),
        pytest.param(
            "app.control.add_consumer(name)", "[{'w.local': {'ok': 'already consuming foo'}}]",
            "[]", "wrong-output", None, id="an argument that is not written out",
        ),
        pytest.param(
            "app.control.add_consumer('foo')", "[{'w@a': {'oks': 'add consumer foo'}}]",
            "[{'celery@m': {'ok': 'add consumer foo'}}]", "wrong-output", "{'ok': 'add consumer foo'}",
            id="a key that no answer of the handler has",
        ),
        pytest.param(
            "app.control.rate_limit('t', '1/s')", "[{'w@a': {'oks': 'new rate limit set successfully'}}]",
            "[{'celery@m': {'error': 'unknown task'}}]", "wrong-output", "{'ok': 'new rate limit set successfully'}",
            id="such a key, where this worker refused",
        ),
        pytest.param(
            "app.control.add_consumer('foo', destination=['w@a'])", "[{'w@a': {'oks': 'add consumer foo'}}]", "[]",
            "wrong-output", "{'ok': 'add consumer foo'}", id="such a key, where nobody answered",
        ),
        pytest.param(
            "i.clock()", "{'w@a': {'clcok': 12}}", "{'celery@m': {'clock': 3}}", "wrong-output", "{'clock': 12}",
            id="a key that is not the one of the dict that is written out",
        ),
        pytest.param(
            "i.clock()", "{'w@a': {'error': 'KeyError()'}}", "{'celery@m': {'error': 'KeyError()'}}", "", None,
            id="an error may come of every command",
        ),
        pytest.param(
            "i.active()", "{'w@a': {'mine': 12}}", "{'celery@m': {}}", "", None,
            id="keys that are made as the handler runs",
        ),
        pytest.param(
            "app.control.add_consumer('foo')", "[{u'w.local': {u'ok': 'add consumer foo'}}]", "[]", "", None,
            id="nobody answered: how the reply is written is not told",
        ),
    ],
)  # fmt: skip
def test_what_handlers_of_commands_say_decides(
    root: str, source: str, shown: str, real: str, rule: str, suggestion: str | None
):
    found = of_steps(session(f">>> {source}\n{shown}"), observed(source, 0, shown, real + "\n", value=real), root=root)
    assert [(item.blame, item.rule, item.suggestion) for item in found] == (
        [("docs", rule, suggestion)] if rule else []
    )


@pytest.mark.parametrize(("source", "shown", "real", "more", "expected"), FINDS)
def test_finds(
    source: str, shown: str, real: str | Raised, more: dict[str, Any], expected: tuple[str, str, str | None]
):
    (found,) = find(source, shown, real, **more)
    rule, message, suggestion = expected
    assert (found.blame, found.rule) == ("docs", rule), found.evidence
    assert message in found.message
    assert found.suggestion == suggestion
    assert rule in output.rules


@pytest.mark.parametrize(("source", "shown", "real"), HOLDS)
def test_leaves_alone(source: str, shown: str, real: str):
    assert find(source, shown, real) == []


@pytest.mark.parametrize(("source", "shown", "real", "more", "reason"), UNDECIDED)
def test_leaves_to_a_person(source: str, shown: str, real: str | Raised, more: dict[str, Any], reason: str):
    (found,) = find(source, shown, real, page=PAGE, **more)
    assert (found.blame, found.suggestion) == ("undecided", None)
    assert reason in found.evidence["reason"]


def test_what_is_not_shown_is_no_claim():
    sample = session(">>> add.delay(2, 2)")
    step = observed("add.delay(2, 2)", 0, None, "<AsyncResult: 1>\n", value="<AsyncResult: 1>")
    case = Case(
        docs=Docs(version="5.7.0", root="", sha256=""),
        page=Page(name="page", file="", title="", samples=(sample,), claims=(), problems=()),
        target=Target(name="t", celery="5.7.0", kombu="", python="", interpreter="", digest=""),
        facts={}, label="t-redis", sample=sample, observations=(step,), samples={},
    )  # fmt: skip
    assert list(output.find(case)) == []


def test_it_covers_what_was_compared():
    sample = session(">>> add(2, 2)\n4")
    page = Page(name="page", file="", title="", samples=(sample,), claims=(), problems=())
    blank = Case(
        docs=Docs(version="5.7.0", root="", sha256=""), page=page, facts={}, label="t-redis", sample=sample,
        target=Target(name="t", celery="5.7.0", kombu="", python="", interpreter="", digest=""),
    )  # fmt: skip
    compared = observed("add(2, 2)", 0, "4", "4\n", value="4")
    assert output.covers(dataclasses.replace(blank, observations=(compared,)))
    for other in (
        dataclasses.replace(compared, shown=None),
        dataclasses.replace(compared, shown="# a comment"),
        dataclasses.replace(compared, status="skipped"),
    ):
        assert not output.covers(dataclasses.replace(blank, observations=(other,)))


@pytest.mark.parametrize("status", ["skipped", "fault", "timeout", "died"])
def test_a_step_that_was_not_done_shows_nothing(status: str):
    assert find("add(2, 2)", "5", "4", status=status) == []


def test_what_was_raised_unannounced_is_another_checks_matter():
    assert find("add(2, 2)", "4", error("AttributeError", "no add")) == []


def test_after_a_step_that_failed_values_are_not_certain():
    sample = session(">>> res = gone()\n>>> add(2, 2)\n5")
    steps = (
        observed("res = gone()", 0, None, "", status="raised", raised=error("NameError", "gone")),
        observed("add(2, 2)", 1, "5", "4\n", value="4"),
    )
    case = Case(
        docs=Docs(version="5.7.0", root="", sha256=""),
        page=Page(name="page", file="", title="", samples=(sample,), claims=(), problems=()),
        target=Target(name="t", celery="5.7.0", kombu="", python="", interpreter="", digest=""),
        facts={}, label="t-redis", sample=sample, observations=steps, samples={},
    )  # fmt: skip
    (found,) = output.find(case)
    assert found.blame == "undecided"
    assert "did not work" in found.evidence["reason"]


def test_the_place_is_the_wrong_part_where_it_is_one():
    (found,) = find("s.kwargs", "{'x': 1,\n 'debug': 2}", "{'x': 1, 'debug': 3}", before="s = add.s(1)")
    assert (found.place.line, found.place.column, found.place.text) == (13, 15, "2")
    assert found.suggestion == "3"


def test_the_place_is_the_output_where_several_parts_are_wrong():
    (found,) = find("s.kwargs", "{'x': 1,\n 'debug': 2}", "{'x': 4, 'debug': 3}", before="s = add.s(1)")
    assert (found.place.line, found.place.end_line, found.place.column) == (12, 13, 5)
    assert found.place.text == "{'x': 1,\n 'debug': 2}"
    assert found.suggestion == "{'x': 4, 'debug': 3}"


def test_output_in_a_block_of_its_own_is_placed_there():
    block = session("20", 40, key=SampleKey("page:40:1"), language="text")
    code = ">>> result = add.delay(2, 2)\n>>> result.get()"
    sample = session(code, 10, output=block.key)
    steps = (
        observed("result = add.delay(2, 2)", 0, None, ""),
        observed("result.get()", 1, "20", "4\n", value="4"),
    )
    case = Case(
        docs=Docs(version="5.7.0", root="", sha256=""),
        page=Page(name="page", file="", title="", samples=(sample, block), claims=(), problems=()),
        target=Target(name="t", celery="5.7.0", kombu="", python="", interpreter="", digest=""),
        facts={}, label="t-redis", sample=sample, observations=steps, samples={block.key: block},
    )  # fmt: skip
    (found,) = output.find(case)
    assert (found.place.line, found.place.text, found.suggestion) == (40, "20", "4")


def test_what_a_value_rests_on_is_named():
    provider = session(">>> res = add.delay(2, 2)", 2)
    (found,) = find("res.get()", "20", "4", page=(provider,))
    assert found.evidence["depends_on"] == [provider.key]


def test_equal_forms_are_one_mistake_whatever_they_name():
    one = find("add", "<@task: __main__.add>", "<@task: __main__.add of __main__ at 0x7f>")
    other = find("mul", "<@task: tasks.mul>", "<@task: tasks.mul of tasks at 0x8f>")
    assert one[0].subject == other[0].subject


def test_equal_expressions_of_other_outputs_are_not():
    one = find("add(2, 2)", "5", "4")
    other = find("add(2, 2)", "6", "4")
    assert one[0].subject != other[0].subject


def test_nothing_volatile_is_told_of_the_run():
    again = ACTIVE.replace("66d1aea4", "77d1aea4").replace("1795352613", "1795352699").replace("15115", "20000")
    shown = "[{'w1.example.com': [{'id': '32666e9b-809c-41fa-8e93-5ae0c80afbbf', 'args': '(8,)'}]}]"
    one, other = (find("i.active()", shown, real)[0] for real in (ACTIVE, again))
    assert one == other
    assert "machine" not in one.observed + one.message


def test_the_evidence_tells_what_was_compared_and_what_was_let_through():
    shown = "[{'w1.example.com': [{'id': '32666e9b-809c-41fa-8e93-5ae0c80afbbf', 'args': '(8,)'}]}]"
    (found,) = find("i.active()", shown, ACTIVE)
    assert found.evidence["compared"] == "as values"
    assert {"at": "['w1.example.com'][0]['id']", "kind": "uuid", "shown": "'32666e9b-809c-41fa-8e93-5ae0c80afbbf'"} in (
        found.evidence["let_through"]
    )
    assert [item["certain"] for item in found.evidence["differences"]] == [True, True]


def test_what_was_compared_and_let_through_can_be_told():
    sample = session(">>> add.delay(2)\n<AsyncResult: 1>\n>>> add(2, 2)\n4\n>>> add()\n" + TRACEBACK + "TypeError: x")
    steps = (
        observed("add.delay(2)", 0, "<AsyncResult: 373550e8-b9a0-4666-bc61-ace01fa4f91d>",
                 "<AsyncResult: b90b287f-7e43-492c-a401-fc2580d70f0d>\n"),
        observed("add(2, 2)", 2, "4", "4\n", value="4"),
        observed("add()", 4, TRACEBACK + "TypeError: x", "", status="raised", raised=error("TypeError", "x")),
        observed("add.x", 4, None, "4\n"),
    )  # fmt: skip
    case = Case(
        docs=Docs(version="5.7.0", root="/nowhere", sha256=""),
        page=Page(name="page", file="", title="", samples=(sample,), claims=(), problems=()),
        target=Target(name="t", celery="5.7.0", kombu="", python="", interpreter="", digest=""),
        facts={}, label="t-redis", sample=sample, observations=steps,
    )  # fmt: skip
    assert output.compared(case) == "1 output as failures, 2 outputs as values; let through: uuid"
    assert output.compared(dataclasses.replace(case, observations=())) == ""
