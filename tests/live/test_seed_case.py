"""The case that this project grew out of, on live workers of every release since 5.3.

An article on stamped headers found: the docs of 5.3 and 5.4 say `revoke_by_stamped_header`, the method and the remote
control command are `revoke_by_stamped_headers`; a batch is launched with `stamped_headers` and a value for each, and
cancelled by its stamp; stamps survive a canvas.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.live, pytest.mark.slow, pytest.mark.network]

RELEASES = ["5.3.6", "5.4.0", "5.5.3", "5.6.3", "5.7.0"]
WRONG, RIGHT = "revoke_by_stamped_header", "revoke_by_stamped_headers"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seed")
    pages = ["--page", "userguide/workers", "--page", "userguide/canvas"]
    ran = subprocess.run(
        [sys.executable, "-m", "harness", "check", *RELEASES, *pages, "--out", str(folder)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1, ran.stderr
    return folder


@pytest.fixture
def report(out: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((out / "errata.json").read_text(encoding="utf-8"))
    return loaded


def test_one_erratum_has_all_eleven_places_of_both_releases(report):
    (erratum,) = [item for item in report["errata"] if item["suggestion"] == RIGHT]
    assert erratum["rule"] == "unknown-name"
    places = {(place["docs"], place["line"]): place for place in erratum["places"]}
    assert len(places) == len(erratum["places"]) == 22
    assert {place["text"] for place in places.values()} == {WRONG}
    assert {place["file"] for place in places.values()} == {"docs/userguide/workers.rst"}
    assert sorted(line for docs, line in places if docs == "5.4.0") == [
        474,  # the control directive
        476,  # the heading
        480,  # the :command: field
        502, 504, 506,  # three calls
        514,  # a sentence
        521,  # a call behind a broken prompt
        533, 535, 537,  # three command lines
    ]  # fmt: skip
    for (docs, line), place in places.items():
        if docs == "5.4.0" and line in (502, 504, 506):
            assert place["column"] == 21


def test_its_truth_interval_ends_before_5_5(report):
    (erratum,) = [item for item in report["errata"] if item["suggestion"] == RIGHT]
    assert erratum["fails_on"] == ["celery53-redis", "celery54-redis"]
    assert erratum["holds_on"] == ["celery55-redis", "celery56-redis", "celery57-redis"]


def test_nothing_of_it_is_said_of_later_releases(report):
    for item in report["errata"] + report["undecided"]:
        for place in item["places"]:
            if place["docs"] in RELEASES[2:]:
                assert place["text"] not in (WRONG, RIGHT), item


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("docs/userguide/workers.rst", "userguide/workers:experiment:revoke-by-stamp"),
        ("docs/userguide/canvas.rst", "userguide/canvas:experiment:stamps-propagate"),
    ],
)
def test_the_articles_example_holds_on_every_release(out: Path, file: str, key: str):
    # The pages of one release after the other.
    claims = [claim for page in read(out / "pages.jsonl") for claim in page["claims"] if claim["key"] == key]
    lines = dict(zip(RELEASES, (claim["line"] for claim in claims), strict=True))
    verdicts = {
        line["docs"]: (line["check"], line["verdict"])
        for line in read(out / "claims.jsonl")
        if (line["kind"], line["file"], line["line"]) == ("experiment", file, lines[line["docs"]])
    }
    assert verdicts == dict.fromkeys(RELEASES, ("run", "holds"))
