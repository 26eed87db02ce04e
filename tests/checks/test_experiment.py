from __future__ import annotations

import ast
import dataclasses
import json
from pathlib import Path

import pytest

from harness.checks import experiment
from harness.interfaces import Case
from harness.model import Claim, Docs, Observation, Page, Raised, Target

TYPED = 'Traceback (most recent call last):\n  File "<typed-2>", line 3, in <module>\nAssertionError: no\n'
LIBRARY = TYPED.replace("AssertionError", '  File "/lib/celery/result.py", line 1, in get\nAssertionError')
NOT_SO = Raised(
    type="AssertionError", message="it is  not", line=3, name="", owner="", near=(), traceback=TYPED
)  # fmt: skip
IN_SLOT = dataclasses.replace(NOT_SO, type="docs_claims.Contradicted", message="seconds is 0.6\nthree times 0.2")
CLAIM = Claim(
    key="k", kind="experiment", page="page", file="docs/page.rst", line=3, column=5, end_line=4, text="It takes\n0.4 s.",
    subject="it-takes", headings=(), scope="", historical=False,
    fields={"slots": json.dumps({"seconds": [4, 1, "0.4"]}), "right": "", "severity": "wrong-value"},
)  # fmt: skip


EXPERIMENTS = sorted((Path(__file__).parents[2] / "doc_snippets").glob("**/experiments/*.py"))


@pytest.mark.parametrize("script", EXPERIMENTS, ids=lambda path: path.stem)
def test_whatever_an_experiment_asserts_it_says_what_is_so_instead(script: Path):
    """What an assertion says is what a reader of the report is told."""
    asserted = [node for node in ast.walk(ast.parse(script.read_text())) if isinstance(node, ast.Assert)]
    assert [node.lineno for node in asserted if node.msg is None] == []


def found(raised, claim=CLAIM, status="raised"):
    seen = Observation(
        plan="page:x", step=0, sample=None, docs="1", target="celery54-redis", status=status, source="", first=0,
        shown=None, output="", value=None, raised=raised, code=None, sent=(), warnings=(), log="", reason="", seconds=0.1,
    )  # fmt: skip
    given = Case(
        docs=Docs(version="1", root="/", sha256=""),
        page=Page(name="page", file="docs/page.rst", title="", samples=(), claims=(), problems=()),
        target=Target(name="celery54", celery="5.4.0", kombu="", python="", interpreter="", digest=""),
        facts={},
        label="celery54-redis",
        claim=claim,
        observations=(seen,),
    )
    return list(experiment.find(given))


def test_a_contradicted_sentence():
    (finding,) = found(NOT_SO)
    assert (finding.rule, finding.blame, finding.severity) == ("contradicted-sentence", "docs", "wrong-value")
    assert (finding.place.line, finding.place.column, finding.place.end_line) == (3, 5, 4)
    assert (finding.claim, finding.place.text) == ("It takes 0.4 s.", "It takes\n0.4 s.")
    assert finding.message == 'the page says "It takes 0.4 s."; in fact it is not'
    assert finding.suggestion is None


def test_a_contradicted_sentence_of_several_that_share_a_script():
    (finding,) = found(dataclasses.replace(NOT_SO, type="docs_claims.Otherwise", traceback=LIBRARY))
    assert (finding.blame, finding.place.line, finding.observed) == ("docs", 3, "it is not")


def test_a_contradicted_slot():
    (finding,) = found(IN_SLOT)
    assert finding.blame == "docs"
    assert (finding.place.line, finding.place.column, finding.place.text) == (4, 1, "0.4")
    assert finding.suggestion == finding.observed == "0.6"
    assert finding.message == 'the page says "0.4"; in fact it is 0.6: three times 0.2'
    assert finding.subject == "experiment:it-takes:seconds"


def test_of_a_long_sentence_the_message_quotes_what_reads_in_one_line():
    claim = dataclasses.replace(CLAIM, text="It takes\n" + "very " * 30 + "long.")
    (finding,) = found(NOT_SO, claim)
    quoted = finding.message.partition('"')[2].partition('"')[0]
    assert quoted.startswith("It takes very very")
    assert quoted.endswith("very …")
    assert len(quoted) <= experiment.QUOTED


def test_the_right_sentence_is_wrapped_as_the_docs_are():
    long = "It takes " + "really " * 12 + "long."
    claim = dataclasses.replace(CLAIM, text="It takes\n    0.4 s.", fields={**CLAIM.fields, "right": long})
    (finding,) = found(NOT_SO, claim)
    first, second = (finding.suggestion or "").split("\n")
    assert len(" " * 4 + first) <= experiment.WIDTH
    assert second.startswith("    ")
    assert f"{first} {second.strip()}" == long


@pytest.mark.parametrize(
    "raised",
    [
        pytest.param(dataclasses.replace(NOT_SO, type="ImportError"), id="a script that is broken"),
        pytest.param(dataclasses.replace(NOT_SO, type="celery.exceptions.TimeoutError"), id="a result that does not come"),
        pytest.param(dataclasses.replace(NOT_SO, traceback=LIBRARY), id="an assertion of the library's"),
        pytest.param(dataclasses.replace(IN_SLOT, message="other is 1"), id="a slot that there is not"),
    ],
)  # fmt: skip
def test_a_broken_experiment_is_no_erratum(raised):
    assert [finding.blame for finding in found(raised)] == ["harness"]


@pytest.mark.parametrize(
    ("status", "claim"),
    [
        pytest.param("done", CLAIM, id="the sentence holds"),
        pytest.param("timeout", CLAIM, id="it did not end: no finding, and a verdict of its own"),
        pytest.param("done", dataclasses.replace(CLAIM, kind="setting"), id="another claim"),
    ],
)
def test_what_is_left_alone(status, claim):
    assert found(None, claim, status=status) == []
