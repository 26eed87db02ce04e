"""Scripts that show errata: complete, and right about what they show."""

from __future__ import annotations

import ast
import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.model import CALLED, Check, Docs, Finding, Observation, Page, Plan, SampleKey, Step
from harness.repair import lookups, reproducers
from harness.repair.edits import corrections
from harness.repair.scripts import arguments
from tests.repair.making import FILE, erratum_of, finding_of, place_of, sample_of


def script_of(text: str, finding: Finding, code: str = "", language: str = "python") -> str:
    samples = (sample_of(text, code, language),) if code else ()
    if samples:
        finding = dataclasses.replace(finding, sample=samples[0].key)
    page = Page(name="userguide/page", file=FILE, title="", samples=samples, claims=(), problems=())
    docs = Docs(version="5.7.0", root="/nowhere", sha256="")
    shown = reproducers.Shown(held=[(docs, [page], {})], plans=(), observations=(), lines=lambda *_: text.split("\n"))
    found = reproducers.script(erratum_of(finding), [finding], shown)
    assert found is not None
    return found


def ended(script: str, tmp_path: Path, *arguments: str) -> int:
    path = tmp_path / "script.py"
    path.write_text(script, encoding="utf-8")
    ran = subprocess.run([sys.executable, path, *arguments], capture_output=True, text=True, check=False)
    assert "the docs are" in ran.stdout, ran.stderr
    return ran.returncode


def indented(code: str) -> str:
    return "Text::\n\n" + "".join(f"    {line}".rstrip() + "\n" for line in code.split("\n")) + "\nMore.\n"


CODE = [
    pytest.param("syntax", "f(\nx = (1", "x", "python", 1, id="a bracket that is not closed"),
    pytest.param("syntax", "x = (1)", "x", "python", 0, id="one that is"),
    pytest.param("broken-prompt", ">>> f(1,\n      2)", "2", "pycon", 1, id="a line without its prompt"),
    pytest.param("broken-prompt", ">>>> x", ">>>>", "pycon", 1, id="a bracket too many"),
    pytest.param(
        "broken-prompt", ">>> x\n>>> @app.task\n>>> def f(): pass", "@app", "pycon", 1, id="below a decorator"
    ),
    pytest.param("broken-prompt", ">>> x\n >>> y", "y", "pycon", 1, id="a prompt that stands elsewhere"),
    pytest.param("broken-prompt", ">>> f(1,\n...   2)\n3", "2", "pycon", 0, id="a good session"),
    pytest.param(
        "undefined-name", "def f():\n    return uuid4()", "uuid4", "python", 1, id="a name that nothing binds"
    ),
    pytest.param("undefined-name", "def f(uuid4):\n    return uuid4()", "uuid4", "python", 0, id="a parameter"),
    pytest.param("undefined-name", "from uuid import uuid4\nuuid4()", "uuid4", "python", 0, id="an import"),
    pytest.param(
        "undefined-name", "@task(1):\ndef f(): pass", "task", "python", 1, id="beside code that does not compile"
    ),
    pytest.param(
        "undefined-name", "from x import a, task\n@task(1):\ndef f(): pass", "task", "python", 0, id="bound there"
    ),
    pytest.param("undefined-name", ">>> ~tsum.map([1])\n[1]", "tsum", "pycon", 1, id="at the prompt"),
]


@pytest.mark.parametrize(("rule", "code", "wrong", "language", "status"), CODE)
def test_code(rule: str, code: str, wrong: str, language: str, status: int, tmp_path: Path):
    text = indented(code)
    script = script_of(text, finding_of(place_of(text, wrong), None, rule=rule), code, language)
    assert not reproducers.needs_celery(script)
    assert ended(script, tmp_path) == status


@pytest.mark.parametrize(
    ("last", "status"), [pytest.param('  --x="y', 1, id="open"), pytest.param('  --x="y"', 0, id="closed")]
)
def test_a_quotation_of_a_shell(last: str, status: int, tmp_path: Path):
    code = f"$ celery worker\n$ celery multi \\\n{last}"
    text = indented(code)
    finding = finding_of(place_of(text, last.strip()), None, rule="syntax", observed="the shell goes on reading: …")
    assert ended(script_of(text, finding, code, "console"), tmp_path) == status


MARKUP = [
    pytest.param(
        ".. tip:\n\n    x\n", ".. tip:", '".. tip:" is a comment and not shown', ".. tip::", id="a directive that is none"
    ),
    pytest.param(
        ".. tip::\n\nx\n", ".. tip::", 'Content block expected for the "tip" directive; none found.', None, id="empty"
    ),
    pytest.param(".. code-block:: python\n\nx\n", ".. code-block:: python", "code-block without any content", None,
                 id="no code"),
    pytest.param("a\n\n=== ===\nx   y\n=== ===\naaaaaa b\n=== ===\n", "aaaaaa b",
                 "Malformed table. Text in column margin in table line 6.", None, id="a table"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong", "message", "right"), MARKUP)
def test_markup(text: str, wrong: str, message: str, right: str | None, tmp_path: Path):
    finding = finding_of(place_of(text, wrong), right, rule="broken-rst", observed=f"Sphinx: {message}")
    script = script_of(text, finding)
    assert ended(script, tmp_path) == 1
    if right is not None:
        assert ended(script, tmp_path, "--corrected") == 0


PARTS = [
    pytest.param({"message": "celery.app has no Clery; did you mean Celery?"}, "names", id="a name"),
    pytest.param({"message": "there is no module celery.task"}, "names", id="a module"),
    pytest.param(
        {"observed": "revok is not among the commands of celery control"}, "remote", id="a remote control command"
    ),
    pytest.param({"rule": "unknown-setting", "observed": "nothing reads a setting task_x"}, "settings", id="a setting"),
    pytest.param(
        {"rule": "wrong-default", "observed": "the default of task_x is 1", "subject": "default:task_x"}, "defaults",
        id="a default",
    ),
    pytest.param(
        {"rule": "unknown-option", "observed": "celery worker has no option -x", "claim": "$ celery worker -x 1"},
        "command", id="an option of a command",
    ),
    pytest.param(
        {"rule": "unknown-argument", "subject": "argument:celery.app.base.Celery:nam"}, "arguments", id="an argument"
    ),
    pytest.param({"rule": "unknown-option", "observed": "nothing reads an option eta2"}, "arguments", id="an option"),
    pytest.param({"rule": "unknown-scheme", "observed": "no such"}, "aliases", id="a scheme"),
    pytest.param({"rule": "unknown-field", "observed": "no such"}, "wording", id="words"),
    pytest.param({"rule": "unknown-event", "observed": "no such"}, "wording", id="an event"),
    pytest.param(
        {"rule": "wrong-parameter", "subject": "parameter:kombu.x.Hub.add:fd", "claim": r"hub.add(fd, x=(), \*args):"},
        "arguments", id="a parameter of a described method",
    ),
    pytest.param(
        {"rule": "wrong-parameter-default", "subject": "default:kombu.x.Hub.add:x", "claim": "x=1"}, "arguments",
        id="a default of one",
    ),
    pytest.param(
        {"rule": "unknown-parameter", "subject": "parameter:celery.x.f:y"}, "arguments", id="an argument of a docstring"
    ),
    pytest.param(
        {"rule": "wrong-argument-default", "subject": "argument-default:celery.x.f:y"}, "arguments", id="a default of one"
    ),
    pytest.param({"rule": "unknown-module", "observed": "django.core has no module dispatch"}, "names", id="a module"),
    pytest.param({"rule": "unknown-signal", "observed": "celery.signals has no task_x"}, "names", id="a signal"),
    pytest.param(
        {"rule": "pattern-matches-nothing", "subject": "pattern:process name:celery", "evidence": {"started": ["celery"]}},
        "processes", id="a pattern",
    ),
    pytest.param({"rule": "unknown-choice", "subject": "backends:filesystem"}, "aliases", id="a part to choose"),
    pytest.param(
        {"rule": "unknown-choice", "subject": "cache:x", "evidence": {"cache": "x"}}, "aliases", id="a cache to choose"
    ),
    pytest.param({"rule": "other-release"}, "release", id="another release"),
    pytest.param({"rule": "other-release", "evidence": {"form": "series"}}, "release", id="the name of another release"),
    pytest.param({"rule": "wrong-python", "evidence": {"form": "least"}}, "pythons", id="a Python"),
    pytest.param(
        {"rule": "other-release", "evidence": {"release": "5.3.x", "django": "2.2", "right": ["5.4.x", "2.2"]}},
        "release", id="another release, and its Django",
    ),
    pytest.param(
        {
            "rule": "excess-argument", "subject": "argument:userguide/page:f:f.delay(1, 2)",
            "evidence": {"task": "f", "takes": "x", "positional": 2, "keywords": []},
        },
        "task_calls", id="a call of a task",
    ),
    pytest.param(
        {
            "rule": "unknown-argument", "subject": "argument:celery.app.task.Task.delay:eta",
            "evidence": {"task": "f", "takes": "", "positional": 0, "keywords": ["eta"], "options": ["eta"]},
        },
        "task_calls", id="an option of an execution",
    ),
    pytest.param(
        {
            "rule": "unfit-argument", "subject": "kind:apply_async:args:1",
            "evidence": {"method": "apply_async", "kinds": ["number", "number"], "right": ["sequence"]},
        },
        "argument_kinds", id="arguments of other kinds",
    ),
    pytest.param(
        {"rule": "unknown-option", "evidence": {"option": "--broker", "words": ["flower", "--broker=x"]}},
        "late_option", id="an option behind a command of others",
    ),
    pytest.param(
        {"rule": "wrong-default", "evidence": {"setting": "task_x_policy", "key": "y"}}, "defaults",
        id="a key of a setting's default",
    ),
    pytest.param(
        {"rule": "wrong-base", "evidence": {"path": "celery.x.A", "base": "celery.x.B", "right": "builtins.Exception"}},
        "names", id="a class below another",
    ),
    pytest.param({"rule": "uncollected-test"}, "collected", id="a class of tests"),
    pytest.param({"rule": "unknown-variable", "observed": "no script reads it"}, "shipped", id="a variable"),
    pytest.param({"rule": "unknown-action", "subject": "action:celeryd fly"}, "shipped", id="an action"),
    pytest.param({"rule": "unknown-attribute", "subject": "attribute:request:reply-to"}, "session", id="of a request"),
    pytest.param({"rule": "unknown-event-field", "subject": "event-field:task-sent:x"}, "session", id="of an event"),
]  # fmt: skip


def test_a_comment_that_documents_an_attribute_stands_without_its_code():
    text = "x = 1\n    #: Two lines, of\n    #: meth:`info` and others.\n    y = [\n        2,\n    ]\n"
    place = place_of(text, "meth:`info`", file="celery/x.py")
    script = script_of(text, finding_of(place, ":meth:`info`", rule="bare-reference"))
    assert '"""\\\nTwo lines, of\nmeth:`info` and others.\n"""' in script
    assert '"""\\\nTwo lines, of\n:meth:`info` and others.\n"""' in script


@pytest.mark.parametrize(("changes", "part"), PARTS)
def test_what_needs_celery(changes: dict[str, Any], part: str):
    text = "``celery``\n"
    script = script_of(text, finding_of(place_of(text, "celery"), None, **changes))
    ast.parse(script, feature_version=(3, 8))
    assert reproducers.needs_celery(script)
    body = (reproducers.PARTS / f"{part}.py").read_text(encoding="utf-8").split("\n\n\n")[-1]
    assert body.strip() in script


def values_of(script: str) -> dict[str, Any]:
    """What a script is told: DOCUMENTED and CORRECTED."""
    return {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(script).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id.isupper()
        and node.targets[0].id in ("DOCUMENTED", "CORRECTED")
    }  # fmt: skip


def test_a_described_call_has_what_it_needs_and_what_is_wrong():
    text = "hub.add(self, fd, x=(), flags=1)\n"
    changes = {"rule": "wrong-parameter", "subject": "parameter:kombu.x.Hub.add:flags", "claim": text.strip()}
    told = values_of(script_of(text, finding_of(place_of(text, "flags"), "flag", **changes)))
    assert told["DOCUMENTED"]["keywords"] == ["fd", "flags"]
    assert (told["CORRECTED"]["keywords"], told["CORRECTED"]["text"]) == (
        ["fd", "flag"],
        text.strip().replace("flags", "flag"),
    )


EXAMPLES = [pytest.param("[8-17]", 1, id="a range that is none"), pytest.param("[8, 17]", 0, id="a list")]


@pytest.mark.parametrize(("example", "status"), EXAMPLES)
def test_an_example_of_a_value(example: str, status: int, tmp_path: Path):
    text = f"list (like {example})\n"
    script = script_of(text, finding_of(place_of(text, example), None, rule="wrong-example"))
    assert not reproducers.needs_celery(script)
    assert ended(script, tmp_path) == status


WITHOUT_CELERY = [
    pytest.param(
        "paths: List[str]: All.", "paths: List[str]", "paths (List[str])",
        {"rule": "misplaced-type", "claim": "paths: List[str]:", "evidence": {"argument": "paths"}},
        id="a type in the wrong place",
    ),
    pytest.param(
        "type (str): One.\n    .. note::", ".. note::", None,
        {
            "rule": "swallowed-text", "claim": "type (str): One.\n    .. note::",
            "evidence": {"swallowed": ".. note::"},
        },
        id="a directive in a description",
    ),
    pytest.param(
        "type (str): One.\n    fields: Two.", "fields", None,
        {
            "rule": "swallowed-text", "claim": "type (str): One.\n    fields: Two.",
            "evidence": {"swallowed": "fields"},
        },
        id="an argument in another's description",
    ),
    pytest.param(
        "$ celery worker -Q a\n    -l INFO", "a", "a \\",
        {"rule": "cut-command", "claim": "celery worker -Q a\n-l INFO"},
        id="a command that is cut",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong", "right", "changes"), WITHOUT_CELERY)
def test_what_needs_no_celery(text: str, wrong: str, right: str | None, changes: dict[str, Any], tmp_path: Path):
    script = script_of(text, finding_of(place_of(text, wrong), right, **changes))
    ast.parse(script, feature_version=(3, 8))
    assert not reproducers.needs_celery(script)
    assert ended(script, tmp_path) == 1
    if right is not None:
        assert ended(script, tmp_path, "--corrected") == 0


PYTHONS = [
    pytest.param(
        "Like :mod:`signals`.", "signals", "signal",
        {
            "rule": "unknown-reference", "subject": "module:signals", "message": "there is no module signals",
            "evidence": {"path": "signal"},
        },
        id="a module",
    ),
    pytest.param(
        "<type 'dict'>", "<type 'dict'>", "<class 'dict'>", {"rule": "outdated-repr", "subject": "old-repr:<type 'dict'>"},
        id="a type",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong", "right", "changes"), PYTHONS)
def test_what_is_pythons_own(text: str, wrong: str, right: str, changes: dict[str, Any], tmp_path: Path):
    script = script_of(text, finding_of(place_of(text, wrong), right, **changes))
    assert ended(script, tmp_path) == 1
    assert ended(script, tmp_path, "--corrected") == 0


def test_a_name_of_a_package_that_is_not_there_shows_nothing(tmp_path: Path):
    text = "``no_such_package.thing``\n"
    finding = finding_of(place_of(text, "no_such_package.thing"), None, message="no_such_package has no thing")
    path = tmp_path / "script.py"
    path.write_text(script_of(text, finding), encoding="utf-8")
    assert subprocess.run([sys.executable, path], capture_output=True, check=False).returncode == 2


@pytest.mark.parametrize(
    ("path", "packages"),
    [
        pytest.param("django.core.dispatch", ("celery[django]", "django!=4.1.0"), id="of Django"),
        pytest.param("celery.task", (), id="of Celery"),
    ],
)
def test_what_a_script_needs_beside_celery(path: str, packages: tuple[str, ...]):
    text = f"``{path}``\n"
    owner, _, name = path.rpartition(".")
    script = script_of(
        text, finding_of(place_of(text, path), "x.y", rule="unknown-module", observed=f"{owner} has no {name}")
    )
    assert reproducers.requirements(script) == packages
    assert lookups.is_lookup(script) is not bool(packages)


# - Corrected code


def coded(code: str, suggestion: str | None, rule: str, wrong: str) -> dict[str, Any]:
    text = indented(code)
    sample = sample_of(text, code)
    finding = finding_of(place_of(text, wrong), suggestion, rule=rule, sample=sample.key)
    page = Page(name="userguide/page", file=FILE, title="", samples=(sample,), claims=(), problems=())
    docs = Docs(version="5.7.0", root="/nowhere", sha256="")
    erratum = erratum_of(finding)
    made = corrections(erratum, [finding], {"5.7.0": [sample]}, lambda *_: text.split("\n"))
    shown = reproducers.Shown(held=[(docs, [page], {})], plans=(), observations=(), lines=lambda *_: text.split("\n"),
                              corrections={(erratum.id, each.docs): each for each in made},
                              edits=lambda *_: [edit for each in made for edit in each.edits])  # fmt: skip
    script = reproducers.script(erratum, [finding], shown)
    assert script is not None
    return values_of(script)


@pytest.mark.parametrize(
    ("code", "suggestion", "rule", "wrong", "text"),
    [
        pytest.param("@task():\ndef f(): pass", "@task()", "syntax", "@task():", "@task()\ndef f(): pass", id="a line"),
        pytest.param("x = uuid4()", "from uuid import uuid4", "undefined-name", "uuid4",
                     "from uuid import uuid4\n\nx = uuid4()", id="a line before the first"),
        pytest.param("x = (1", None, "syntax", "(", None, id="nobody knows"),
    ],
)  # fmt: skip
def test_the_corrected_sample(
    code: str, suggestion: str | None, rule: str, wrong: str, text: str | None, tmp_path: Path
):
    assert coded(code, suggestion, rule, wrong).get("CORRECTED", {}).get("text") == text


# - What has to be run

EXPERIMENT = Plan(
    key="page:x:1", docs="5.7.0", page="userguide/page", files={"base.py": "app = 1\n"}, app="base", heads={},
    preamble="from docs_claims import *\nclaimed = {}\ncorrected = False", services=(), experiment="page:experiment:x",
    steps=(Step(sample=None, kind="typed", source="assert corrected", first=0, shown=None, worker=True, limit=30),),
)  # fmt: skip


def script_ran(
    finding: Finding, plan: Plan, observed: Observation | None = None, checks: Any = (), text: str = "x\n"
) -> str | None:
    samples = tuple(each.sample for each in plan.steps if each.sample)
    page = Page(name="userguide/page", file=FILE, title="", samples=checks[1] if checks else (), claims=(), problems=())
    docs = Docs(version="5.7.0", root="/nowhere", sha256="")
    planned = {key: Check(sample=key, check="run", reason="", plan=plan.key) for key in samples}
    shown = reproducers.Shown(held=[(docs, [page], planned)], plans=[plan], lines=lambda *_: text.split("\n"),
                              observations=[observed] if observed else [])  # fmt: skip
    return reproducers.script(erratum_of(finding), [finding], shown)


def ran(finding: Finding, plan: Plan, observed: Observation | None = None, checks: Any = (), text: str = "x\n") -> Any:
    script = script_ran(finding, plan, observed, checks, text)
    return script and values_of(script)


@pytest.mark.parametrize(
    ("preamble", "suggestion", "both"),
    [
        pytest.param(EXPERIMENT.preamble, "It is so.", True, id="the script holds the corrected sentence, too"),
        pytest.param(EXPERIMENT.preamble, None, False, id="nobody knows what to write"),
        pytest.param("claimed = {}", "It is so.", False, id="the script knows only the documented one"),
    ],
)
def test_a_sentence(preamble: str, suggestion: str | None, both: bool):
    finding = finding_of(
        place_of("x\n", "x"),
        suggestion,
        rule="contradicted-sentence",
        claim="It is not so.",
        claim_key="page:experiment:x",
    )
    told = ran(finding, dataclasses.replace(EXPERIMENT, preamble=preamble))
    assert (told["DOCUMENTED"]["how"], told["DOCUMENTED"]["text"]) == ("contradicts", "It is not so.")
    assert [step[1] for step in told["DOCUMENTED"]["steps"]] == [preamble, "assert corrected"]
    assert ("CORRECTED" in told) is both
    if both:
        assert told["CORRECTED"]["text"] == suggestion
        assert told["CORRECTED"]["steps"][0][1].endswith("corrected = True")


@pytest.mark.parametrize(
    ("services", "packages"),
    [
        pytest.param((), (), id="nothing"),
        pytest.param(("sqlite",), ("celery[sqlalchemy]", "sqlalchemy"), id="a database"),
        pytest.param(("dynamodb",), ("celery[dynamodb]", "boto3"), id="a client of a service"),
        pytest.param(("ephem",), ("celery[solar]", "ephem"), id="one under its own name"),
        pytest.param(("django", "pytest"), ("celery[django]", "django!=4.1.0", "pytest"), id="several"),
    ],
)
def test_a_sentence_brings_the_packages_of_its_experiment(services: tuple[str, ...], packages: tuple[str, ...]):
    finding = finding_of(place_of("x\n", "x"), None, rule="contradicted-sentence", claim_key="page:experiment:x")
    script = script_ran(finding, dataclasses.replace(EXPERIMENT, services=services))
    assert script is not None
    assert reproducers.requirements(script) == packages


def test_a_sentence_without_an_experiment_is_not_shown():
    finding = finding_of(place_of("x\n", "x"), None, rule="contradicted-sentence", claim_key="page:experiment:other")
    assert ran(finding, EXPERIMENT) is None


def test_what_a_sample_defines_is_used():
    text = indented("def f(): pass")
    sample = sample_of(text, "def f(): pass")
    steps = [
        Step(sample=key, kind="typed", source=source, first=0, shown=None, worker=False, limit=30)
        for key, source in ((sample.key, sample.code), (SampleKey(f"{sample.key}{CALLED}"), "f(1)"))
    ]
    plan = dataclasses.replace(EXPERIMENT, experiment="", preamble="", steps=tuple(steps))
    evidence = {"source": "f(1)"}
    finding = finding_of(place_of(text, "f()"), None, rule="fails-when-used", sample=sample.key, evidence=evidence)
    told = ran(finding, plan, checks=((), (sample,)), text=text)
    assert [step[1] for step in told["DOCUMENTED"]["steps"]] == [sample.code, "f(1)"]


def test_workers_of_the_names_that_a_page_asks_are_started():
    code = "ping(['w2.example.com'])"
    shown = "[{'w2.example.com': 'pong'}]"
    text = indented(f">>> {code}\n{shown}")
    sample = sample_of(text, f">>> {code}\n{shown}", "pycon")
    step = Step(sample=sample.key, kind="typed", source=code, first=0, shown=shown, worker=False, limit=30, echo=True)
    plan = dataclasses.replace(EXPERIMENT, experiment="", preamble="", steps=(step,))
    observed = Observation(
        plan=plan.key, step=0, sample=sample.key, docs="5.7.0", target="celery57-redis", status="done", source=code,
        first=0, shown=shown, output="[]\n", value="[]", raised=None, code=None, sent=(), warnings=(), log="", reason="",
        seconds=0.1,
    )  # fmt: skip
    finding = finding_of(
        place_of(text, shown),
        None,
        rule="wrong-output-shape",
        sample=sample.key,
        evidence={"source": code, "shown": shown},
    )
    told = ran(finding, plan, observed, checks=((), (sample,)), text=text)
    (kind, source, _, echo, worker, nodes) = told["DOCUMENTED"]["steps"][-1]
    assert (kind, echo, worker, nodes) == ("typed", True, True, ["celery@w2.example.com"])
    assert source == "ping(['celery@w2.example.com'])"
    assert told["DOCUMENTED"]["shown"] == shown


# - Several at once


def test_scripts_that_look_something_up_run_in_one_process(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lookups, "SHARED", ("json",))
    scripts = {
        "right": "import sys\nsys.exit(sys.argv[1:] != ['--corrected'])",
        "wrong": "import sys\nprint('told')\nsys.exit(1)",
        "fault": "raise ValueError",
        "text": "import sys\nsys.exit('said')",
        "ends": "import os\nos.kill(os.getpid(), 9)",
        "none": "",
    }
    found = lookups.corrected(scripts, sys.executable)
    assert found == {"right": 0, "wrong": 1, "fault": 2, "text": 1, "ends": -1, "none": 0}
    assert lookups.corrected({}, "/no/such/python") == {}
    assert lookups.corrected({"right": ""}, "/no/such/python") == {"right": None}


def test_texts_of_the_docs_do_not_become_code(tmp_path: Path):
    code = "x = '''\"\"\"\\\nimport os'''\ny = (\n"
    text = indented(code.rstrip("\n"))
    finding = finding_of(place_of(text, "y"), None, rule="syntax", message='is """ wrong\nraise SystemExit(0)')
    assert ended(script_of(text, finding, code.rstrip("\n")), tmp_path) == 1


@pytest.mark.parametrize("path", sorted(reproducers.PARTS.glob("*.py")), ids=lambda path: path.stem)
def test_parts_speak_python_3_8(path: Path):
    ast.parse(path.read_text(encoding="utf-8"), path.name, feature_version=(3, 8))


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        pytest.param({"path": "json.dumps", "keyword": "sort_key"}, False, id="taken by **kw"),
        pytest.param({"path": "json.dumps", "keyword": "sort_key", "named": True}, True, id="but no name of its own"),
        pytest.param({"path": "json.dumps", "keyword": "sort_keys", "named": True}, False, id="one of its own"),
        pytest.param({"path": "textwrap.indent", "keyword": "prefx"}, True, id="not taken"),
        pytest.param({"path": "textwrap.indent", "count": 4}, True, id="one too many"),
        pytest.param({"path": "textwrap.indent", "count": 3}, False, id="as many as there are places"),
        pytest.param({"path": "textwrap.indent", "keywords": ["text", "with"]}, True, id="a call that is refused"),
        pytest.param({"path": "textwrap.indent", "keywords": ["text", "prefix"]}, False, id="a call that is not"),
        pytest.param({"path": "textwrap.TextWrapper.fill", "keywords": ["text"]}, False, id="of a method"),
        pytest.param({"path": "glob.glob", "keyword": "recursive", "default": "True"}, True, id="another default"),
        pytest.param({"path": "glob.glob", "keyword": "recursive", "default": "False"}, False, id="the default"),
    ],
)
def test_arguments(given: dict[str, Any], wrong: bool):
    assert arguments.observe("text", **given)[1] is wrong


@pytest.mark.parametrize(
    ("suggestion", "changes", "corrected"),
    [
        pytest.param(
            "@control.purge",
            {
                "rule": "unknown-reference", "observed": "celery 5.7.0 has no celery.control",
                "evidence": {"path": "celery.app.control.Control.purge"},
            },
            {"text": "@control.purge", "path": "celery.app.control.Control.purge"},
            id="an abbreviation is looked up by what it stands for",
        ),
        pytest.param(
            "celery.app.routes.MapRoute",
            {"rule": "unknown-reference", "observed": "celery 5.7.0 has no celery.routes"},
            {"text": "celery.app.routes.MapRoute", "path": "celery.app.routes.MapRoute"},
            id="a path by itself",
        ),
        pytest.param(
            "inspect(timeout=1).stats()",
            {"rule": "unknown-argument", "subject": "argument:celery.app.control.Inspect.stats:timeout"},
            {"text": "inspect(timeout=1).stats()", "path": "celery.app.control.Inspect", "keyword": "timeout"},
            id="what makes an object takes the argument",
        ),
        pytest.param(
            "``queues``",
            {"rule": "unknown-reference", "observed": "nothing reads a setting queues, and nothing declares it"},
            None,
            id="what is a literal now is no setting",
        ),
    ],
)  # fmt: skip
def test_what_is_looked_up_in_the_stead_of_a_mistake(
    suggestion: str, changes: dict[str, Any], corrected: dict[str, Any] | None
):
    text = "``celery``\n"
    told = values_of(script_of(text, finding_of(place_of(text, "celery"), suggestion, **changes)))
    assert told.get("CORRECTED") == corrected
