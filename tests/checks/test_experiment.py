from __future__ import annotations

import ast
import dataclasses
import json
from pathlib import Path

import pytest

from harness.checks import _quoted, experiment
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
    assert finding.message == 'the page says "0.4" in "It takes 0.4 s."; in fact it is 0.6: three times 0.2'
    assert finding.subject == "experiment:it-takes:seconds"


def turned() -> Claim:
    slots = {"seconds": [4, 1, "0.4"], "_turned": [3, 8, "takes"]}
    return dataclasses.replace(CLAIM, fields={**CLAIM.fields, "slots": json.dumps(slots), "right": "It takes 1 s."})


def test_a_word_that_is_not_the_one_that_the_experiment_has_shown():
    (finding,) = found(dataclasses.replace(IN_SLOT, message="_turned is 'lasts'"), turned())
    assert (finding.blame, finding.place.line, finding.place.column) == ("docs", 3, 8)
    assert (finding.place.text, finding.suggestion) == ("takes", "lasts")
    assert finding.message == 'the page says "takes" in "It takes 0.4 s."; in fact it is lasts'


def test_what_contradicts_the_quoted_sentence_need_not_contradict_another():
    (finding,) = found(NOT_SO, turned())
    assert (finding.blame, finding.suggestion) == ("undecided", None)
    (finding,) = found(IN_SLOT, turned())
    assert (finding.blame, finding.suggestion) == ("docs", "0.6")


def test_the_message_tells_what_a_slot_is_about():
    claim = dataclasses.replace(CLAIM, fields={**CLAIM.fields, "about": json.dumps({"seconds": "the time"})})
    (finding,) = found(IN_SLOT, claim)
    assert finding.message.endswith("in fact the time is 0.6: three times 0.2")


def test_of_a_long_value_the_message_tells_why_it_is_so():
    told = dataclasses.replace(IN_SLOT, message=f"seconds is '{'a, ' * 30}'\nthere is another")
    (finding,) = found(told)
    assert finding.message == 'the page says "0.4" in "It takes 0.4 s."; in fact there is another'


SLOTS = {"first": [3, 5, "1"], "second": [4, 1, "2"], "third": [4, 5, "3"]}
SEVERAL = dataclasses.replace(
    CLAIM, text="1,\n2, 3", fields={**CLAIM.fields, "slots": json.dumps(SLOTS), "mistake": "numbers"}
)


def test_several_slots_are_one_mistake_with_as_many_places():
    told = dataclasses.replace(IN_SLOT, message="first is 4\n& second is 5\n& third is 3\n= two ``numbers`` are others")
    first, second = found(told, SEVERAL)
    assert first.subject == second.subject == "experiment:numbers"
    assert first.message == second.message == "two numbers are others"
    assert [(each.place.line, each.place.text, each.suggestion) for each in (first, second)] == [
        (3, "1", "4"), (4, "2", "5"),
    ]  # fmt: skip


def test_a_sentence_of_its_own_for_the_whole():
    told = dataclasses.replace(IN_SLOT, message="= It takes :meth:`longer`.")
    claim = dataclasses.replace(CLAIM, fields={**CLAIM.fields, "right": "It takes long."})
    (finding,) = found(told, claim)
    assert (finding.message, finding.blame, finding.suggestion) == ("It takes longer.", "docs", "It takes long.")
    assert finding.place.text == CLAIM.text


def test_experiments_on_one_mistake_have_one_subject():
    subjects = {found(dataclasses.replace(IN_SLOT, message=f"{name} is 9"), SEVERAL)[0].subject for name in SLOTS}
    assert subjects == {"experiment:numbers"}


def test_the_mistake_may_be_the_librarys():
    claim = dataclasses.replace(CLAIM, fields={**CLAIM.fields, "blame": "library"})
    assert [finding.blame for finding in (*found(NOT_SO, claim), *found(IN_SLOT, claim))] == ["library", "library"]
    broken = dataclasses.replace(NOT_SO, type="ImportError")
    assert [finding.blame for finding in found(broken, claim)] == ["harness"]


def test_of_a_long_sentence_the_message_quotes_what_reads_in_one_line():
    claim = dataclasses.replace(CLAIM, text="It takes\n" + "very " * 30 + "long.")
    (finding,) = found(NOT_SO, claim)
    quoted = finding.message.partition('"')[2].partition('"')[0]
    assert quoted.startswith("It takes very very")
    assert quoted.endswith("very …")
    assert len(quoted) <= _quoted.QUOTED


def test_the_right_sentence_is_wrapped_as_the_docs_are():
    long = "It takes " + "really " * 12 + "long."
    claim = dataclasses.replace(CLAIM, text="It takes\n    0.4 s.", fields={**CLAIM.fields, "right": long})
    (finding,) = found(NOT_SO, claim)
    first, second = (finding.suggestion or "").split("\n")
    assert len(" " * 4 + first) <= _quoted.WIDTH
    assert second.startswith("    ")
    assert f"{first} {second.strip()}" == long


@pytest.mark.parametrize(
    "raised",
    [
        pytest.param(dataclasses.replace(NOT_SO, type="ImportError"), id="a script that is broken"),
        pytest.param(dataclasses.replace(NOT_SO, type="celery.exceptions.TimeoutError"), id="a result that does not come"),
        pytest.param(dataclasses.replace(NOT_SO, traceback=LIBRARY), id="an assertion of the library's"),
        pytest.param(dataclasses.replace(IN_SLOT, message="other is 1"), id="a slot that there is not"),
        pytest.param(dataclasses.replace(IN_SLOT, message="no such form"), id="nothing that can be read"),
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
