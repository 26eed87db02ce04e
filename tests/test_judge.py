"""Verdicts: nothing is left without one, and nothing that was not checked passes."""

from __future__ import annotations

import dataclasses

import pytest

from harness.judge import judge
from harness.model import Check, Claim, Docs, Finding, Observation, Page, Place, Problem, Raised, Target
from harness.registry.checks import CHECKS
from tests.checks.conftest import make_claim

DOCS = Docs(version="1", root="/", sha256="")
TARGET = Target(name="celery54", celery="5.4.0", kombu="", python="", interpreter="", digest="")
PLACE = Place(docs="1", file="docs/page.rst", line=10, column=5, end_line=10, text="x")
RAISED = Raised(type="ValueError", message="no", line=1, name="", owner="", near=(), traceback="")
SEEN = Observation(
    plan="page:10", step=0, sample=None, docs="1", target="celery54-redis", status="done", source="", first=0,
    shown=None, output="", value=None, raised=None, code=None, sent=(), warnings=(), log="", reason="", seconds=0.5,
)  # fmt: skip


class Says:
    """A check that says what it was told to, at the level of the check whose name it has."""

    rules = {"rule": "for tests"}  # noqa: RUF012
    sees = frozenset({"sample", "claim", "problem"})

    def __init__(self, name="output", blame=None):
        self.name = name
        self.level = CHECKS[name].level if name else "none"
        self.blame = blame

    def covers(self, case):
        return bool(self.name)

    def find(self, case):
        if self.blame and (case.sample or case.problem):
            yield Finding(
                rule="rule", blame=self.blame, severity="breaks", docs="1", target="t", subject="s", place=PLACE,
                claim="c", observed="o", message="told", suggestion=None, token="", sample=None, claim_key=None,
            )  # fmt: skip


def verdict(sample, planned, *observations, name="output", blame=None, reason=""):
    page = Page(name="page", file="docs/page.rst", title="", samples=(sample,), claims=(), problems=())
    seen = [dataclasses.replace(item, sample=sample.key) for item in observations]
    check = Check(sample=sample.key, check=planned, reason=reason, plan=None)
    made = judge(DOCS, [page], TARGET, "celery54-redis", {}, {sample.key: check}, seen, [Says(name, blame)])
    (outcome,) = made.samples
    return outcome.check, outcome.verdict, outcome.reason


def test_only_claims_that_are_wanted_are_judged():
    claims = tuple(make_claim(text, "control", key=text) for text in ("one", "two"))
    page = Page(name="page", file="docs/page.rst", title="", samples=(), claims=claims, problems=())
    for wanted, keys in ((None, ["one", "two"]), (lambda claim: claim.text == "two", ["two"])):
        made = judge(DOCS, [page], TARGET, "celery54-redis", {}, {}, [], [Says()], wanted=wanted)
        assert [outcome.key for outcome in made.claims] == keys


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({"unserved": "dynamodb"}, "needs-service: dynamodb", id="its service is not there"),
        pytest.param({}, "not-run", id="nothing was run"),
    ],
)
def test_an_experiment_that_was_not_made_says_why(fields, reason):
    claim = make_claim("it is so", "experiment", key="one", fields={"plan": "page:one", **fields})
    page = Page(name="page", file="docs/page.rst", title="", samples=(), claims=(claim,), problems=())
    (outcome,) = judge(DOCS, [page], TARGET, "celery54-redis", {}, {}, [], []).claims
    assert (outcome.check, outcome.verdict, outcome.reason) == ("none", "not-checked", reason)


@pytest.mark.parametrize(
    ("planned", "observation", "blame", "expected"),
    [
        pytest.param("run", SEEN, None, ("run", "holds", ""), id="ran"),
        pytest.param("compare", SEEN, "docs", ("compare", "fails", "rule"), id="wrong"),
        pytest.param("run", SEEN, "library", ("run", "fails", "rule"), id="the code is wrong"),
        pytest.param("run", SEEN, "undecided", ("run", "undecided", "told"), id="a check is not sure"),
        pytest.param("run", SEEN, "harness", ("run", "fault", "told"), id="our fault is no pass"),
        pytest.param("run", dataclasses.replace(SEEN, status="fault", reason="worker-failed"), None,
                     ("run", "fault", "worker-failed"), id="the worker did not come up"),
        pytest.param("run", dataclasses.replace(SEEN, status="timeout", reason="no end after 8 s"), None,
                     ("run", "undecided", "timeout: no end after 8 s"), id="did not end"),
        pytest.param("run", dataclasses.replace(SEEN, status="raised", raised=RAISED), None,
                     ("run", "undecided", "raised ValueError: no"), id="raised, and no check knows why"),
        pytest.param("run", dataclasses.replace(SEEN, status="exit", code=69), None,
                     ("run", "undecided", "exit status 69"), id="a command failed"),
    ],
)  # fmt: skip
def test_verdicts_of_what_was_run(sample, planned, observation, blame, expected):
    assert verdict(sample("x"), planned, observation, blame=blame) == expected


@pytest.mark.parametrize(
    ("planned", "name", "reason", "expected"),
    [
        pytest.param("none", "", "why", ("none", "not-checked", "why"), id="nothing can be checked"),
        pytest.param("none", "names", "why", ("resolve", "holds", "why"), id="a static check found something in it"),
        pytest.param("none", "messages", "why", ("keys", "holds", "why"), id="fields of data were looked up"),
        pytest.param("none", "syntax", "why", ("none", "not-checked", "why"), id="what is not to be parsed"),
        pytest.param(
            "run",
            "names",
            "needs-package: x",
            ("resolve", "not-checked", "needs-package: x"),
            id="a package is missing",
        ),
        pytest.param("resolve", "names", "why", ("resolve", "holds", "why"), id="names were resolved"),
        pytest.param(
            "resolve", "syntax", "why", ("parse", "holds", "why"), id="it compiles, and has no name of Celery's"
        ),
        pytest.param("resolve", "", "why", ("none", "not-checked", "why"), id="nobody had anything to look at"),
        pytest.param("run", "names", "", ("resolve", "holds", ""), id="static: names only"),
        pytest.param("run", "command-line", "", ("bind", "holds", ""), id="static: command lines only"),
        pytest.param("compare", "replies", "", ("resolve", "holds", ""), id="static: replies held against the code"),
        pytest.param("run", "", "", ("none", "not-checked", "nothing-of-celery"), id="static: nothing"),
        pytest.param("parse", "syntax", "syntax: no", ("parse", "undecided", "syntax: no"), id="does not compile"),
    ],
)
def test_verdicts_of_what_was_not_run(sample, planned, name, reason, expected):
    assert verdict(sample("x"), planned, name=name, reason=reason) == expected


LOST = dataclasses.replace(RAISED, type="NameError", name="x", message="name 'x' is not defined")
FAILED = dataclasses.replace(SEEN, status="raised", raised=LOST)


@pytest.mark.parametrize(
    ("seen", "name", "expected"),
    [
        pytest.param((FAILED,), "names", ("resolve", "holds", "unbound: x"), id="its names were resolved all the same"),
        pytest.param((FAILED,), "", ("none", "not-checked", "unbound: x"), id="nothing else can be said of it"),
        pytest.param((FAILED,), "output", ("none", "not-checked", "unbound: x"), id="what it printed counts as little"),
        pytest.param(
            (FAILED, dataclasses.replace(SEEN, step=1, status="raised", raised=RAISED)),
            "names",
            ("resolve", "undecided", "raised ValueError: no"),
            id="another step has no excuse",
        ),
    ],
)
def test_verdicts_of_what_could_not_but_fail(sample, seen, name, expected):
    assert verdict(sample("x"), "run", *seen, name=name) == expected


def test_a_failure_that_is_announced_holds(sample):
    seen = dataclasses.replace(SEEN, status="raised", raised=RAISED)
    assert verdict(sample("f()  # raises"), "run", seen, name="") == ("run", "holds", "announced")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("a=1, b=2", ("parse", "holds", "fragment"), id="arguments"),
        pytest.param("def f():\n    # your code", ("parse", "holds", "elided"), id="a comment for a body"),
        pytest.param("x = {'a': uuid task}\ny = [int a b]", ("parse", "holds", "pseudo-code"), id="no code"),
        pytest.param("x = 1\n>>> x.y()", ("parse", "holds", "file-and-session"), id="a file, and what is typed then"),
        pytest.param("x = [1\ny = 2\nz = 3", ("parse", "undecided", "syntax: no"), id="code with a mistake in it"),
    ],
)
def test_verdicts_of_what_does_not_compile(sample, code, expected):
    assert verdict(sample(code), "parse", name="syntax", reason="syntax: no") == expected


@pytest.mark.parametrize(
    ("planned", "name", "blame", "claim", "expected"),
    [
        pytest.param("none", "experiment", None, {}, ("run", "holds", "by experiment: grammar"), id="nothing else"),
        pytest.param("resolve", "syntax", None, {}, ("run", "holds", "by experiment: grammar"), id="only parsed"),
        pytest.param("none", "experiment", "docs", {}, ("run", "fails", "rule"), id="contradicted"),
        pytest.param("none", "names", None, {}, ("resolve", "holds", "why"), id="another check says as much"),
        pytest.param("none", "", None, {"line": 11}, ("none", "not-checked", "why"), id="only a part is quoted"),
        pytest.param("none", "", None, {"file": "other"}, ("none", "not-checked", "why"), id="of another file"),
    ],
)
def test_an_experiment_on_a_block_is_a_check_of_it(sample, planned, name, blame, claim, expected):
    block = sample("a :: b\nb :: c", "bnf" if planned == "none" else "python")
    quoted = Claim(
        **{
            "key": "page:experiment:grammar", "kind": "experiment", "page": "page", "file": block.file, "line": 10,
            "column": 5, "end_line": 12, "text": "", "subject": "grammar", "headings": (), "scope": "",
            "historical": False, "fields": {"plan": "page:grammar"}, **claim,
        }
    )  # fmt: skip

    class Contradicts(Says):
        def find(self, case):
            return super().find(dataclasses.replace(case, sample=block, claim=None)) if case.claim else ()

    page = Page(name="page", file=block.file, title="", samples=(block,), claims=(quoted,), problems=())
    check = Check(sample=block.key, check=planned, reason="why", plan=None)
    seen = [dataclasses.replace(SEEN, plan="page:grammar")]
    made = judge(DOCS, [page], TARGET, "celery54-redis", {}, {block.key: check}, seen, [Contradicts(name, blame)])
    (outcome,) = made.samples
    assert (outcome.check, outcome.verdict, outcome.reason) == expected


def test_a_session_without_prompts_is_shown_output(sample):
    shown = sample("celery.exceptions.Retry: now", "pycon")
    assert verdict(shown, "parse", name="syntax", reason="syntax: no prompt") == ("parse", "holds", "shown-output")


def test_output_that_nobody_compared_is_only_run(sample):
    assert verdict(sample("x"), "compare", SEEN, name="raised") == ("run", "holds", "")


class Notes(Says):
    """A check that notes what it is asked about."""

    def __init__(self, name, sees, asked):
        super().__init__(name)
        self.sees = frozenset(sees.split())
        self.asked = asked

    def covers(self, case):
        return False

    def find(self, case):
        self.asked.append((self.name, case.claim.kind if case.claim else "sample" if case.sample else "problem"))
        return ()


def test_checks_are_asked_in_their_order_about_what_they_see(sample):
    asked = []
    checks = [
        Notes("output", "sample", asked),
        Notes("urls", "claim", asked),
        Notes("control", "control problem", asked),
        Notes("events", "event sample", asked),
    ]
    block = sample("x")
    page = Page(
        name="page", file="docs/page.rst", title="", samples=(block,),
        claims=tuple(make_claim(kind, kind, key=kind) for kind in ("control", "event", "unheard-of")),
        problems=(Problem(file="docs/page.rst", line=1, column=1, kind="encoding", message="no text", text=""),),
    )  # fmt: skip
    planned = {block.key: Check(sample=block.key, check="none", reason="", plan=None)}
    judge(DOCS, [page], TARGET, "t", {}, planned, [], checks)
    assert asked == [
        ("control", "problem"),
        ("output", "sample"),
        ("events", "sample"),
        ("urls", "control"),
        ("control", "control"),
        ("urls", "event"),
        ("events", "event"),
        ("urls", "unheard-of"),
    ]


def test_a_rule_that_says_less_gives_way() -> None:
    class Names:
        name, level, sees = "names", "none", frozenset({"literal"})
        rules = {"misspelt-name": "for tests", "rule": "for tests"}  # noqa: RUF012

        def __init__(self, *told):
            self.told = told

        def covers(self, case):
            return False

        def find(self, case):
            for rule, column in self.told:
                yield Finding(
                    rule=rule, blame="docs", severity="breaks", docs="1", target="t", subject="s",
                    place=dataclasses.replace(PLACE, column=column), claim="c", observed="o", message="told",
                    suggestion=None, token="", sample=None, claim_key=None,
                )  # fmt: skip

    page = Page(
        name="page", file="docs/page.rst", title="", samples=(), claims=(make_claim("x", "literal"),), problems=()
    )
    made = judge(
        DOCS, [page], TARGET, "celery54-redis", {}, {}, [],
        [Names(("misspelt-name", 5), ("misspelt-name", 9)), Names(("rule", 5))],
    )  # fmt: skip
    assert [(each.rule, each.place.column) for each in made.findings] == [("misspelt-name", 9), ("rule", 5)]


def test_a_problem_that_no_check_takes_is_a_fault():
    problem = Problem(file="docs/page.rst", line=1, column=1, kind="encoding", message="no text", text="")
    page = Page(name="page", file="docs/page.rst", title="", samples=(), claims=(), problems=(problem,))
    made = judge(DOCS, [page], TARGET, "t", {"problems": ["no click tree"]}, {}, [], [Says()])
    assert [fault["message"] for fault in made.faults] == ["no click tree", "no text"]
