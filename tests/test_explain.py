"""`doc-harness explain`: every rule has its page, and the examples are what the checks find and what they leave alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from harness import explain, labels
from harness.checks import _others, _passages, _prose, handed_on
from harness.cli import cli
from harness.extract.reader import reader
from harness.extract.records import Record
from harness.interfaces import Case
from harness.model import Call, Docs, Finding, Observation, Raised, Sample, Sent, Target
from harness.recording import Recording
from harness.registry.checks import CHECKS
from harness.registry.languages import LANGUAGES
from harness.registry.reports import REPORTS
from tests.checks import (
    test_daemons,
    test_objects,
    test_replies,
    test_request_attributes,
    test_tables,
    test_uncallable_names,
    test_urls,
)
from tests.inside import mini
from tests.reports.results import erratum, results

#: The rule that no example can be held to here, and what it needs.
NOT_HELD = {"contradicted-sentence": "an experiment in doc_snippets/"}
RULES = explain.rules()
HELD = [rule for rule in RULES.values() if rule.rule not in NOT_HELD]


def error(kind: str, message: str) -> Raised:
    return Raised(type=kind, message=message, line=1, name="", owner="", near=(), traceback="")


def sent(result: str, raised: Raised | None = None) -> Sent:
    return Sent(id="1", name="proj.tasks.f", state="FAILURE" if raised else "SUCCESS", result=result, raised=raised)


MISSING = "add() missing 2 required positional arguments: 'x' and 'y'"
EXCESS = "add() takes 2 positional arguments but 3 were given"
ID = "<AsyncResult: 4cc7438e-afd4-4f8f-a2f3-f46567e7ca77>"
LIBRARY = 'Traceback (most recent call last):\n  File "/x/site-packages/celery/schedules.py", line 1, in crontab\n'
#: What a run shows of the last step of a sample: of rules that compare, the same whatever the docs say.
SEEN: dict[str, dict[str, Any]] = {
    "bad-call": {"status": "raised", "raised": error("TypeError", MISSING)},
    "refused-call": {
        "status": "raised",
        "raised": replace(error("ValueError", "Invalid end range: 61 > 59."), traceback=LIBRARY),
    },
    "raises": {"status": "raised", "raised": error("TypeError", "'AsyncResult' object is not subscriptable")},
    "fails-in-worker": {"sent": (sent("", error("TypeError", "add() missing 1 required positional argument: 'y'")),)},
    "hangs": {"status": "timeout"},
    "dies": {"status": "died"},
    "exits": {"status": "exit", "code": 2, "output": "Error: Unable to load celery application."},
    "wrong-exception": {"status": "raised", "raised": error("TypeError", EXCESS)},
    "outdated-repr": {"output": "<Signals.SIGINT: 2>\n", "value": "<Signals.SIGINT: 2>"},
    "output-of-assignment": {"output": "", "sent": (sent("4"),)},
    "wrong-output-remark": {"value": ID, "sent": (sent("20"),)},
    "wrong-output-assertion": {"status": "raised", "raised": error("AssertionError", "")},
}
#: The same, of right examples.
SEEN_RIGHT: dict[str, dict[str, Any]] = {
    "outdated-repr": SEEN["outdated-repr"],
    "output-of-assignment": {"output": ID + "\n", "value": ID, "sent": (sent("4"),)},
    "wrong-exception": SEEN["wrong-exception"],
    "wrong-output-remark": SEEN["wrong-output-remark"],
}
#: How a reader uses what a sample defines.
CALL = Call(source="lock_id('x')", about="md5(url)", right="md5(url.encode())")
RECORDED = Recording(signals={"task_success": {"sender": frozenset({"celery.app.task.Task"})}}, complete=True)
TITLE = "Workers Guide\n=============\n\n"
TARGET = Target(name="celery54", celery="5.4.0", kombu="5.3.7", python="", interpreter="", digest="")

#: What the miniature release has beside its Python code.
FILES = {
    "extra/generic-init.d/celeryd": test_daemons.SCRIPT,
    "celery/apps/worker.py": "platforms.signals['SIGUSR1'] = handler\n",
    "celery/backends/database/models.py": test_tables.MODELS,
    "celery/worker/control.py": test_replies.SOURCE,
    "celery/app/wrapped.py": test_uncallable_names.SOURCE,
    "celery/app/task.py": "eager = app.conf.task_always_eager, app.conf.task_store_eager_result\n",
}
SITES = {
    "task-succeeded": [{"at": "", "fields": ["uuid", "result", "runtime"]}],
    "task-rejected": [{"at": "", "fields": ["uuid", "requeue"]}],
}


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The facts of the miniature, with what single checks ask for besides."""
    text = json.dumps(mini.facts(tmp_path_factory.mktemp("mini")))
    for name, real in (("ScalerStep", "WorkerComponent"), ("Scaler", "Autoscaler")):
        text = re.sub(rf"\b{name}\b", real, text)
    told = json.loads(text)
    context = {"members": {name: {"kind": "data"} for name in ("id", "reply_to")}, "instance": [], "mro": []}
    keys = told["settings"]["keys"]
    later = test_objects.method("secs", "fun", "args=()", "kwargs=None", "priority=0")
    timer = {
        "call_after": later,
        "call_at": test_objects.method("eta", "fun"),
        "call_repeatedly": later,
        "clear": test_objects.method(),
    }
    control = told["classes"]["celery.app.control.Control"]
    revoke = control["members"]["revoke"]
    task = told["classes"]["celery.app.task.Task"]
    sends = {name: {"kind": "data"} for name in ("delay", "s", "si", "signature", "name", "request")}
    classes = {
        "celery.app.task.Task": {**task, "members": {**sends, **task["members"]}},
        "kombu.asynchronous.timer.Timer": {"mro": [], "members": timer},
        test_request_attributes.request_attributes.CONTEXT: context,
        "celery.app.control.Control": {**control, "members": {**control["members"], "broadcast": revoke}},
    }
    return {
        **told,
        "classes": {**told["classes"], **classes},
        "control": {
            **told["control"],
            "ping": {**told["control"]["active"], "alias": None},
            "add_consumer": {**told["control"]["revoke"], "variadic": "queue"},
        },
        "settings": {
            **told["settings"],
            "keys": {
                **keys,
                **dict.fromkeys(
                    ("task_store_eager_result", "worker_concurrency", "worker_send_task_events"),
                    keys["task_always_eager"],
                ),
            },
        },
        "extras": {"redis": [], "gevent": [], "zstd": ["zstandard==0.23.0"]},
        "imports": {"celery.utils.debug": ["psutil"], "kombu.compression": ["compression", "compression.zstd"]},
        "optional": {"compressions": ["zstd"], "serializers": []},
        "requires": {"kombu": ["amqp>=5.1.1", "vine"]},
        "states": {**told["states"], "sets": {**told["states"]["sets"], "PROPAGATE_STATES": ["FAILURE", "REVOKED"]}},
        "versions": {"celery": "5.4.0", "kombu": "5.3.7"},
        "aliases": {
            **test_urls.ALIASES,
            "backends": {"redis": "celery.backends.redis:RedisBackend", "riak": "celery.backends.riak:RiakBackend"},
        },
        "events": SITES,
        "words": sorted({*keys, "task_store_eager_result", "worker_concurrency"}),  # the others are read
    }


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, str, str], tuple[str, Record]]]:
    """Reads an example as the docs are read: the release tree and what was found in it."""
    root = tmp_path_factory.mktemp("release")
    for path, text in FILES.items():
        _write(root / path, text)
    for rule in RULES.values():
        for side in ("wrong", "right"):
            if not rule.example.file:
                _write(root / f"docs/userguide/{rule.rule}-{side}.rst", TITLE + getattr(rule.example, side) + "\n")
    with reader(root, tmp_path_factory.mktemp("work")) as pages:

        def read_one(rule: str, side: str, file: str) -> tuple[str, Record]:
            if file:
                _write(root / file, getattr(RULES[rule].example, side) + "\n")
                return str(root), pages.read(file.removesuffix(".py"), file)
            return str(root), pages.read(f"userguide/{rule}-{side}", f"docs/userguide/{rule}-{side}.rst")

        yield read_one


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def found(
    read: Callable[[str, str, str], tuple[str, Record]],
    facts: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str, str], list[Finding]]:
    """What all checks find in an example."""

    for name in ("django/core", "django/dispatch"):
        _write(tmp_path_factory.getbasetemp() / name / "__init__.py", "")
    _write(tmp_path_factory.getbasetemp() / "django/__init__.py", "")
    _write(tmp_path_factory.getbasetemp() / "flower/options.py", 'define("port", default=5555)')
    _write(tmp_path_factory.getbasetemp() / "pgmq/queue.py", 'execute("CREATE EXTENSION IF NOT EXISTS pgmq CASCADE")')

    def find(rule: str, side: str) -> list[Finding]:
        root, record = read(rule, side, RULES[rule].example.file)
        # Both sides of an example of a module's are in one file.
        for kept in (_prose.lines, _prose.tree, _passages.paragraphs, handed_on._source):
            kept.cache_clear()
        page = record.page
        given = Case(
            docs=Docs(version="5.4.0", root=root, sha256=""), page=page, target=TARGET, facts=facts,
            label="celery54-redis", samples={each.key: each for each in page.samples},
            recorded=RECORDED if rule == "wrong-class" else Recording(),
        )  # fmt: skip
        cases = [
            *(replace(given, claim=each) for each in page.claims),
            *(replace(given, problem=each) for each in page.problems),
            *(replace(given, sample=each, observations=_observed(rule, side, each)) for each in page.samples),
        ]
        if rule == "fails-when-used":
            status = _observation(page.samples[0], 0, **(SEEN["raises"] if side == "wrong" else {}))
            cases = [replace(each, called=((CALL, status),)) if each.sample else each for each in cases]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(_others, "installed", lambda target, requirements: tmp_path_factory.getbasetemp())
            for check in CHECKS.values():
                # A check covers what it sees, and nothing else: `declared` holds it to that.
                assert all(check.covers(case) in (True, False) for case in cases)
            return [finding for case in cases for check in CHECKS.values() for finding in check.find(case)]

    return find


def _observed(rule: str, side: str, sample: Sample) -> tuple[Observation, ...]:
    """What is said to have been seen of a sample's steps: all of them ended well, but for the last."""
    seen = SEEN if side == "wrong" else SEEN_RIGHT
    if rule not in SEEN:
        return ()
    steps = LANGUAGES[sample.language].steps(sample)
    last = {"source": steps[-1].source, "shown": steps[-1].shown, **seen.get(rule, {})}
    before = [
        _observation(sample, number, source=step.source, first=step.first) for number, step in enumerate(steps[:-1])
    ]
    return (*before, _observation(sample, len(steps) - 1, first=steps[-1].first, **last))


def _observation(sample: Sample, step: int, **changes: Any) -> Observation:
    blank = Observation(
        plan="page:1", step=step, sample=sample.key, docs="5.4.0", target="celery54-redis", status="done", source="",
        first=0, shown=None, output="", value=None, raised=None, code=None, sent=(), warnings=(), log="", reason="",
        seconds=0.1,
    )  # fmt: skip
    return replace(blank, **changes)


def test_every_rule_has_a_page_and_every_page_a_rule():
    assert explain.written().keys() == explain.found().keys()


@pytest.mark.parametrize("name", explain.written())
def test_a_page_says_all_that_there_is_to_say(name: str):
    table = explain.written()[name]
    assert table.keys() - {"file"} == {"severity", "evidence", "why", "correction", "wrong", "says", "right"}
    assert set(table["severity"]) <= set(labels.SEVERITIES) and table["severity"]
    assert set(table["evidence"]) <= set(explain.EVIDENCE) and table["evidence"]
    assert all(table[key].strip() for key in ("why", "wrong", "says", "right"))
    assert table["wrong"] != table["right"]
    assert "\n" not in table["says"] + table["correction"]


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.rule) for rule in HELD])
def test_the_wrong_example_is_found(found: Callable[[str, str], list[Finding]], rule: explain.Rule):
    findings = found(rule.rule, "wrong")
    # Beside an erratum there may be a question: an assertion that does not hold has raised, too.
    findings = [finding for finding in findings if finding.blame != "undecided"] or findings
    assert {finding.rule for finding in findings} == {rule.rule}
    assert {finding.severity for finding in findings} <= set(rule.severity)
    assert rule.correction or not any(finding.suggestion for finding in findings)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.rule) for rule in RULES.values()])
def test_the_right_example_is_left_alone(found: Callable[[str, str], list[Finding]], rule: explain.Rule):
    assert found(rule.rule, "right") == []


def run(*arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(cli, ["explain", *arguments])
    return ran.exit_code, ran.output


def test_without_a_rule_all_are_listed():
    status, output = run()
    assert status == 0
    assert "\x1b" not in output
    assert all(f"\n{name} " in output for name in RULES)


def test_a_rule_is_explained():
    status, output = run("unknown-name")
    assert status == 0
    assert "\x1b" not in output
    assert "(imports)" in output and "(names)" in output
    assert "    >>> app.control.revoke_by_stamped_headers(" in output
    titles = [line for line in output.split("\n") if line and not line.startswith(" ")]
    assert titles == ["unknown-name", "What it finds", "Severity", "Why it matters", "Found", "Holds", "Evidence",
                      "Correction", "To silence it"]  # fmt: skip


def test_an_erratum_is_explained_by_its_rule():
    assert run("unknown-name-1a2b3c4d") == run("unknown-name")


def test_an_erratum_of_a_run_is_shown_first(tmp_path: Path):
    shown = erratum(patch="--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n", patch_verified=True)
    (tmp_path / "errata.json").write_text(REPORTS["json"].render(results(errata=(shown,))))
    status, output = run(shown.id, "--from", str(tmp_path))
    assert status == 0
    assert output.startswith("docs/userguide/workers.rst:474:14: unknown-name: ")
    assert "^^^^" in output.split("\n")[2]
    assert "\nCorrection (verified)\n  --- a/x\n" in output
    assert output.endswith(run("unknown-name")[1])


def test_a_run_without_that_erratum_is_one_error(tmp_path: Path):
    (tmp_path / "errata.json").write_text(REPORTS["json"].render(results()))
    status, output = run("unknown-name-00000000", "--from", str(tmp_path))
    assert status == 2
    assert "unknown-name-00000000 is none of its errata" in output


def test_json():
    status, output = run("--json")
    assert status == 0
    assert [each["rule"] for each in json.loads(output)] == list(RULES)
    assert json.loads(run("syntax", "--json")[1])["severity"] == ["breaks"]


@pytest.mark.parametrize(
    ("name", "named"),
    [
        pytest.param("unknow-name", "did you mean unknown-name or ", id="misspelt"),
        pytest.param("unknow-name-1a2b3c4d", "did you mean unknown-name or ", id="erratum of none"),
        pytest.param("wrong-seting", "did you mean unknown-setting or ", id="another word before it"),
        pytest.param("zzz", "doc-harness explain lists them all", id="like none"),
    ],
)
def test_an_unknown_rule_is_one_error(name: str, named: str):
    status, output = run(name)
    assert status == 2
    assert f"doc-harness: there is no rule {name.removesuffix('-1a2b3c4d')}: {named}" in output
    assert len(output.strip().split("\n")) == 1


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        pytest.param("wrong-exception", "`reason`", id="only a run shows it"),
        pytest.param("syntax", "no switch", id="the text shows it"),
        pytest.param("contradicted-sentence", "take the experiment out", id="an experiment shows it"),
    ],
)
def test_how_to_silence_it(rule: str, word: str):
    assert word in RULES[rule].silence
