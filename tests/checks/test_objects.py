"""Methods that are described with their parameters."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import objects
from harness.interfaces import Case
from harness.model import Claim
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]


def method(*parameters: str) -> dict[str, object]:
    kinds = {"**": "**", "*": "*"}
    entries = []
    for each in ("self", *parameters):
        stars = each[: len(each) - len(each.lstrip("*"))]
        name, equals, default = each.lstrip("*").partition("=")
        entries.append([name, kinds.get(stars, "either"), *([default] if equals else [])])
    return {"kind": "method", "signature": entries}


CLASSES = {
    "kombu.Timer": {
        "mro": [],
        "members": {
            "after": method("secs", "fun", "args=()", "kwargs=None", "priority=0"),
            "stop": method("wait=True"),
            "every": method("secs", "fun"),
        },
    },
    "kombu.fast.Timer": {"mro": ["kombu.Timer"], "members": {"after": method("secs", "fun"), "stop": method()}},
    "celery.Other": {"mro": [], "members": {"after": method("*args"), "halt": method()}},
    "celery.Consumer": {
        "mro": [],
        "members": {"add_queue": method("queue", "exchange=None", "**options"), "apply_task": method("task")},
    },
    "kombu.Hub": {
        "mro": [],
        "members": {"add": method("fd"), "remove": method("fd"), "add_reader": method("fds", "callback", "*args")},
    },
    "kombu.Exchange": {"mro": [], "members": {"declare": method("nowait"), "delete": method("if_unused=False")}},
    "celery.One": {"mro": [], "members": {"begin": method(), "finish": method()}},
    "celery.Two": {"mro": [], "members": {"begin": method(), "finish": method()}},
}


@pytest.fixture
def case(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    """A case of the first of some signatures, all of one section."""

    def make(*signatures: str, objtype: str = "method", **changes) -> Case:
        text = "\n" * 2 + "".join(f".. method:: {each}\n" for each in signatures)
        (tmp_path / "docs" / "userguide").mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / "userguide" / "page.rst").write_text(text)
        claims: list[Claim] = []
        line = 3
        for signature in signatures:
            subject = signature.partition("(")[0]
            fields = {"objtype": objtype, "signature": " ".join(signature.split()), **changes.get("fields", {})}
            claims.append(
                make_claim(subject, "object", key=f"{line}", line=line, column=13, **{**changes, "fields": fields})
            )
            line += 1 + signature.count("\n")
        found = make_case(claim=claims[0])
        docs = dataclasses.replace(found.docs, root=str(tmp_path))
        page = dataclasses.replace(found.page, claims=tuple(claims))
        return dataclasses.replace(found, docs=docs, page=page, facts={**found.facts, "classes": CLASSES, "words": []})

    return make


AFTER = "timer.after(secs, fun)"
STOP = "timer.stop()"


@pytest.mark.parametrize(
    ("signatures", "rule", "place", "suggestion"),
    [
        pytest.param(
            ("timer.after(secs, callback, args=())", STOP), "wrong-parameter", (3, 31, "callback"), "fun", id="another name"
        ),
        pytest.param(
            ("timer.after(secs, fun,\n                        prio=0)", STOP),
            "wrong-parameter",
            (4, 25, "prio"),
            None,
            id="on the next line",
        ),
        pytest.param(("hub.put_reader(fds, callback)", "hub.add(fd)", "hub.remove(fd)"), "unknown-method",
                     (3, 17, "put_reader"), "add_reader", id="another word for a part"),
        pytest.param(("timer.stop(now=True)", AFTER), "wrong-parameter", (3, 24, "now"), "wait", id="keyword"),
        pytest.param(("timer.every(secs, fun, times)", AFTER, STOP), "wrong-parameter", (3, 36, "times"), None, id="one too many"),
        pytest.param(("timer.after(secs, fun, priority=6)", STOP), "wrong-parameter-default", (3, 36, "priority=6"), "priority=0", id="default"),
        pytest.param(("timer.evry(secs, fun)", AFTER, STOP, "timer.every(secs)"), "unknown-method", (3, 19, "evry"), "every", id="method"),
        pytest.param(
            ("timer.afetr(secs, fun)", STOP, "timer.every(secs, fun)", "timer.melt()"),
            "unknown-method",
            (3, 19, "afetr"),
            "after",
            id="method, though half of those beside it are wrong as well",
        ),
        pytest.param(
            (r"consumer.add_queue(name, exchange=None, \*\*options)", "apply_task(task)"),
            "wrong-parameter",
            (3, 32, "name"),
            "queue",
            id="the first, though options are open",
        ),
        pytest.param(
            ("apply_task(request)", "consumer.add_queue(queue, exchange=None)"),
            "wrong-parameter",
            (3, 24, "request"),
            "task",
            id="no prefix, among methods of one thing",
        ),
        pytest.param(
            ("after(self, secs, callback, priority=0)", "every(self, secs, fun)", "stop(self)"),
            "wrong-parameter",
            (3, 31, "callback"),
            "fun",
            id="no prefix: the only class that has them",
        ),
    ],
)  # fmt: skip
def test_finds(case: Callable[..., Case], signatures, rule: str, place: tuple[int, int, str], suggestion: str | None):
    made = case(*signatures)
    (finding,) = objects.find(made)
    assert finding.rule == rule
    assert (finding.place.line, finding.place.column, finding.place.text) == place
    assert finding.suggestion == suggestion
    assert objects.covers(made)


@pytest.mark.parametrize(
    ("signatures", "severity"),
    [
        pytest.param(("timer.after(secs, callback)", STOP), "wrong-value", id="given by position"),
        pytest.param(("timer.stop(now)", AFTER), "wrong-value", id="given by position, though it need not be given"),
        pytest.param(("timer.stop(now=True)", AFTER), "breaks", id="given by its name"),
        pytest.param(("timer.every(secs, fun, times)", AFTER, STOP), "breaks", id="at a place that there is not"),
    ],
)
def test_what_is_given_by_position_breaks_nothing(case: Callable[..., Case], signatures, severity: str):
    (finding,) = objects.find(case(*signatures))
    assert (finding.severity, finding.blame) == (severity, "docs")


def test_what_says_nothing_in_another_way_is_told_where_the_line_is_rewritten_anyway(case: Callable[..., Case]):
    names, default = objects.find(case("timer.after(secs, callback, kwargs=())", STOP))
    assert (names.rule, default.rule, default.severity) == ("wrong-parameter", "wrong-parameter-default", "cosmetic")
    assert (default.place.text, default.suggestion) == ("kwargs=()", "kwargs=None")


@pytest.mark.parametrize(
    ("signatures", "below", "message"),
    [
        pytest.param(
            ("apply_task(request)", "consumer.add_queue(queue, exchange=None)"),
            "\n    Runs it.  (:class:`~celery.worker.request.Request`)\n",
            "celery.Consumer.apply_task calls its parameter task, which is a request",
            id="the page names its class",
        ),
        pytest.param(
            ("hub.add_reader(fd, callback)", "hub.add(fd)", "hub.remove(fd)"),
            "",
            "kombu.Hub.add_reader calls its parameter fds, which add and remove call fd",
            id="other methods of the class call it so",
        ),
    ],
)
def test_a_parameter_that_the_page_names_better_is_the_librarys(
    case: Callable[..., Case], signatures, below: str, message: str
):
    made = case(*signatures)
    file = Path(made.docs.root) / "docs/userguide/page.rst"
    first, second, directive, *rest = file.read_text().split("\n")
    file.write_text("\n".join([first, second, directive, *below.split("\n"), *rest]))
    (finding,) = objects.find(made)
    assert (finding.blame, finding.suggestion, finding.message) == ("library", None, message)


@pytest.mark.parametrize(
    "below",
    [
        pytest.param("    See :class:`~celery.worker.request.Task`.", id="another class"),
        pytest.param("    See :class:`~celery.worker.BadRequest`.", id="a class whose name ends so"),
        pytest.param("Below: :class:`~celery.worker.request.Request`.", id="not of the method"),
    ],
)
def test_a_class_that_is_not_the_parameters_excuses_nothing(case: Callable[..., Case], below: str):
    made = case("apply_task(request)", "consumer.add_queue(queue, exchange=None)")
    file = Path(made.docs.root) / "docs/userguide/page.rst"
    first, second, directive, *rest = file.read_text().split("\n")
    file.write_text("\n".join([first, second, directive, below, *rest]))
    (finding,) = objects.find(made)
    assert (finding.blame, finding.suggestion) == ("docs", "task")


@pytest.mark.parametrize(
    ("signature", "word", "right"),
    [
        pytest.param("exchange.revoek_it()", "revoek_it", None, id="like nothing"),
        pytest.param(
            "exchange.autorery_for(x)", "autorery_for", "autoretry_for", id="a slip for a name of the release"
        ),
    ],
)
def test_finds_what_nobody_has(case: Callable[..., Case], signature: str, word: str, right: str | None):
    found = list(objects.find(case(signature)))
    assert [(each.rule, each.place.text, each.suggestion) for each in found] == (
        [("misspelt-name", word, right)] if right else []
    )


@pytest.mark.parametrize(
    "signatures",
    [
        pytest.param((AFTER, STOP), id="as it is"),
        pytest.param(("timer.after(secs, fun, kwargs=())", STOP), id="nothing, said in another way"),
        pytest.param((r"timer.after(secs, fun, \*args)", STOP), id="stars"),
        pytest.param(("timer.after(secs, fun, priority=HIGH)", STOP), id="a default that is no literal"),
        pytest.param(
            ("consumer.add_queue(queue, colour=None)", "consumer.apply_task(task)"), id="may be among the options"
        ),
        pytest.param(("timer.after(secs, callback)",), id="one method alone tells no class"),
        pytest.param(
            ("exchange.declare(exchange_name, type)", "exchange.delete(name, if_unused=False)"),
            id="another API with the same names: it takes little of what is told",
        ),
        pytest.param(("begin(x)", "finish()"), id="two classes have them"),
        pytest.param(("gadget.after(x)", "gadget.stop()"), id="no class of that name"),
        pytest.param(("timer.after(secs, [fun])", STOP), id="cannot be read"),
        pytest.param(
            ("timer.melt(x)", AFTER, STOP, "timer.every(secs)"), id="unlike anything: perhaps of something else"
        ),
    ],
)
def test_leaves_alone(case: Callable[..., Case], signatures):
    assert list(objects.find(case(*signatures))) == []


@pytest.mark.parametrize("objtype", ["attribute", "class", "data"])
def test_only_methods(case: Callable[..., Case], objtype: str):
    made = case("timer.after(secs, callback)", STOP, objtype=objtype)
    assert (list(objects.find(made)), objects.covers(made)) == ([], False)


def test_history_is_left_alone(case: Callable[..., Case]):
    made = case("timer.after(secs, callback, args=())", STOP, historical=True)
    assert (list(objects.find(made)), objects.covers(made)) == ([], False)


def test_within_the_description_of_a_class_it_is_its(case: Callable[..., Case]):
    made = case("purge(name)", fields={"class": "Control", "module": "celery.app.control"})
    classes = {"celery.app.control.Control": {"mro": [], "members": {"purge": method("connection=None")}}}
    (finding,) = objects.find(dataclasses.replace(made, facts={**made.facts, "classes": classes}))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("wrong-parameter", "name", "connection")
