"""Sheets for issues: one topic each, whole scripts, nothing hostile in them, none longer than an issue can be."""

from __future__ import annotations

import dataclasses
import os
import random
import re
from pathlib import Path

import pytest

from harness.interfaces import Results
from harness.reports.topics import MANY, SHEET, topics
from tests.reports.results import erratum, place, results, wrong_output
from tests.reports.test_reports import hostile, many, outside_code, secretive, shuffled

GOLDEN = Path(__file__).parent.parent / "golden" / "topics"
SCRIPT = '"""Shows it."""\n\nimport sys\n\nsys.exit(1)\n'


def two_releases() -> Results:
    """Errata with everything that a sheet can tell."""
    named = erratum(
        reproducer=SCRIPT,
        patch="--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n",
        evidence={**erratum().evidence, "observed_on": {"celery53-redis": "one thing", "celery54-redis": "another"}},
    )
    return results(errata=(named, wrong_output(), dataclasses.replace(wrong_output(), id="wrong-output-shape-2")))


@pytest.mark.parametrize("name", ["unknown-name", "wrong-output-shape"])
def test_golden(name: str):
    """The sheets; UPDATE_GOLDEN=1 writes them anew, for a reviewer to read the difference."""
    (topic,) = (item for item in topics(two_releases()) if item.name == name)
    (sheet,) = topic.sheets
    path = GOLDEN / f"{name}.md"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(sheet, encoding="utf-8")
    assert sheet == path.read_text(encoding="utf-8")


def test_a_topic_is_a_rule_with_its_errata():
    found = {topic.name: [item.id for item in topic.errata] for topic in topics(two_releases())}
    assert found == {
        "unknown-name": ["unknown-name-1f0c3a9b"],
        "wrong-output-shape": ["wrong-output-shape-2", "wrong-output-shape-5944a64d"],
    }


def test_a_rule_with_many_errata_is_a_topic_a_page():
    files = ["docs/userguide/tasks.rst"] * MANY + ["celery/canvas.py"]
    places = [dataclasses.replace(erratum().places[0], file=file) for file in files]
    many = [dataclasses.replace(erratum(), id=f"x-{number}", places=(at,)) for number, at in enumerate(places)]
    found = {topic.name: len(topic.errata) for topic in topics(results(errata=(*many, wrong_output())))}
    assert found == {"unknown-name-userguide-tasks": MANY, "unknown-name-celery-canvas": 1, "wrong-output-shape": 1}


def test_what_is_undecided_is_no_topic():
    assert topics(results(errata=())) == ()


def test_a_script_is_there_as_a_whole():
    script = "".join(f"line{number} = {number}\n" for number in range(600))
    (topic,) = topics(results(errata=(erratum(reproducer=script),)))
    assert f"```python\n{script}```" in topic.sheets[0]


def test_an_issue_holds_a_sheet_and_no_erratum_is_cut():
    script = "x = 'abcdefghijklm'\n" * 900
    errata = tuple(erratum(id=f"unknown-name-{number:08}", reproducer=script) for number in range(7))
    (topic,) = topics(results(errata=errata))
    assert len(topic.sheets) == 3
    for number, sheet in enumerate(topic.sheets, 1):
        assert len(sheet) < SHEET + 1_000
        assert sheet.startswith(f"# Documentation: unknown name ({number} of 3)\n")
        assert sheet.count("<details>") == sheet.count("</details>") == sheet.count("\n## ")
    assert sum(sheet.count("\n## ") for sheet in topic.sheets) == 7


def test_names_of_files_are_plain_and_each_is_given_once():
    rules = ("../a", "a", "..", "a/b")
    found = topics(results(errata=tuple(erratum(id=f"x-{rule}", rule=rule) for rule in rules)))
    names = [topic.name for topic in found]
    assert len(set(names)) == len(rules)
    assert all(re.fullmatch(r"[\w-]+", name) for name in names)


def test_brokers_are_named_where_there_are_several():
    one = erratum(fails_on=("celery54-rabbitmq",), holds_on=("celery54-redis",), places=(place("5.4.0", 1, 1, "x"),))
    (topic,) = topics(results(labels=("celery54-redis", "celery54-rabbitmq"), errata=(one,)))
    assert "Celery 5.4.0 on rabbitmq:" in topic.sheets[0]
    assert "It is right on 5.4.0 on redis." in topic.sheets[0]


def test_nothing_hostile_is_outside_of_code():
    (topic,) = topics(hostile())
    text = outside_code(topic.sheets[0])
    for bad in ("<script", "<img", "](", "**bold", "@everyone", "www.", ":tada:", "$x", "\n# Heading"):
        assert bad not in text, bad
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]", topic.sheets[0])


def test_no_secret_and_no_path_of_the_machine():
    text = "".join(sheet for topic in topics(secretive()) for sheet in topic.sheets)
    for secret in ("hunter2", "s3cr3t", "/home/", "someone", "/tmp/run", "C:\\Users"):
        assert secret not in text, secret


def test_equal_results_give_equal_sheets_in_whatever_order():
    assert topics(shuffled(many(), random.Random(1))) == topics(many())
