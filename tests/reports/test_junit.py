"""JUnit XML: what a CI shows of it, and that nothing breaks the file."""

from __future__ import annotations

import dataclasses
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from harness.interfaces import Results
from harness.reports import junit
from tests.reports.results import NEW, OLD, against, erratum, outcome, place, results, wrong_output
from tests.reports.test_reports import HOSTILE, hostile

ON = "celery54-redis"


def suites(found: Results) -> dict[str, Element]:
    return {suite.get("name", ""): suite for suite in ElementTree.fromstring(junit.render(found).encode())}


def test_a_suite_is_a_release_on_a_target_and_a_case_a_page():
    found = suites(results())
    assert list(found) == [f"{OLD} on celery53-redis", f"{NEW} on {ON}"]
    (case,) = found[f"{NEW} on {ON}"].findall("testcase")
    assert (case.get("classname"), case.get("name"), case.get("file")) == (
        "docs.userguide", "workers", "docs/userguide/workers.rst",
    )  # fmt: skip


def test_a_failure_has_every_place_and_message():
    (failure,) = suites(results())[f"{NEW} on {ON}"].iter("failure")
    lines = (failure.text or "").splitlines()
    assert failure.get("message") == "2 errata"
    assert lines[0].startswith("docs/userguide/workers.rst:474:14: unknown-name: celery.app.control.Control has no")
    assert len(lines) == 9


def test_an_erratum_fails_only_where_it_is_wrong():
    found = suites(results(errata=(wrong_output(),)))
    assert [len(list(suite.iter("failure"))) for suite in found.values()] == [0, 1]


def test_counts_are_those_of_the_elements():
    quiet = outcome(NEW, 9, "text", "not-checked", file="docs/quiet.rst", check="none")
    good = outcome(NEW, 9, "pycon", "holds", file="docs/good.rst", seconds=2.0)
    root = ElementTree.fromstring(junit.render(results(samples=(quiet, good), claims=())).encode())
    (suite,) = root
    counted = {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped", "time")}
    assert counted == {"tests": "3", "failures": "1", "errors": "0", "skipped": "1", "time": "2.123"}
    assert {key: root.get(key) for key in ("tests", "failures", "skipped")} == {
        "tests": "3", "failures": "1", "skipped": "1",
    }  # fmt: skip
    assert len(list(root.iter("testcase"))) == 3


def test_faults_are_no_failures():
    found = suites(results(errata=()))
    assert not any(list(suite.iter("failure")) for suite in found.values())
    assert "Inconsistent title style." in (found[f"{NEW} on {ON}"].findtext("system-err") or "")


def test_what_the_baseline_knows_does_not_fail_and_what_is_stale_does():
    found = suites(against())
    (failure,) = found[f"{NEW} on {ON}"].iter("failure")
    assert (failure.text or "").startswith("docs/userguide/workers.rst:521:20: unknown-name")
    assert len((failure.text or "").splitlines()) == 1
    (case,) = found["baseline"]
    assert case.get("name") == "wrong-default-0b0c0d0e"
    assert (case.findtext("failure") or "").startswith("docs/known-errata.toml:12: ")


def test_whatever_it_is_made_of_it_is_xml():
    ElementTree.fromstring(junit.render(hostile()).encode())
    odd = HOSTILE + "\x00\ufffe\uffff]]>"
    bad = erratum(message=odd, places=(place(NEW, 1, 1, "x", file=odd),))
    told = dataclasses.replace(results(errata=(bad,)), faults=({"message": odd},))
    ElementTree.fromstring(junit.render(told).encode())
