"""What a page tells of as past: topics and sidebars beside the text, and settings of past releases."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import _history
from harness.interfaces import Case
from harness.model import Docs
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
FILE = "docs/page.rst"
CODE = "\n\n        add.delay(1)\n"


def case(make_case: MakeCase, root: Path, text: str, lead: str) -> Case:
    """A case of the sample `add.delay(1)` in a page of that text."""
    (root / "docs").mkdir(exist_ok=True)
    (root / FILE).write_text(text, encoding="utf-8")
    line = next(number for number, each in enumerate(text.split("\n"), 1) if "add.delay(1)" in each)
    made = make_case("add.delay(1)", file=FILE, lines=(line,), lead=lead)
    return dataclasses.replace(made, docs=Docs(version="5.4.0", root=str(root), sha256=""))


@pytest.mark.parametrize(
    ("title", "announces"),
    [
        ("Migrating to 5.0", True),
        ("Deprecated Signals", True),
        ("celery.contrib.migrate", False),
        ("``celery.utils.deprecated``", False),
        ("Calling Tasks", False),
    ],
)
def test_titles(title: str, announces: bool):
    assert _history.any_title([title]) is announces


@pytest.mark.parametrize(
    ("before", "lead", "told"),
    [
        pytest.param(".. topic:: Tasks\n\n    ", "They were written so:", True, id="in the past tense"),
        pytest.param(".. sidebar:: Tasks\n\n    ", "In 2009 it was written so:", True, id="a sidebar"),
        pytest.param("  .. topic:: Tasks\n\n    ", "Tasks had no names:", True, id="indented itself"),
        pytest.param(".. topic:: Tasks\n\n    ", "Tasks are called so:", False, id="of today"),
        pytest.param(".. topic:: Tasks\n\n    Why.\n\n", "They were replaced by tasks:", False, id="behind the topic"),
        pytest.param(".. note::\n\n    ", "They were replaced by tasks:", False, id="a note is about today"),
    ],
)
def test_topics_and_sidebars(make_case: MakeCase, tmp_path: Path, before: str, lead: str, told: bool):
    assert _history.told(case(make_case, tmp_path, f"{before}{lead}:{CODE}", lead)) is told


@pytest.mark.parametrize(
    ("lead", "told"),
    [
        pytest.param("Bad:", False, id="no good"),
        pytest.param("The following is considered bad practice:", False, id="no good practice"),
        pytest.param("This is wrong:", True, id="fails"),
        pytest.param("This is bad and does not work:", True, id="no good and fails"),
        pytest.param("A bad call of a task:", True, id="what is bad is the call"),
    ],
)
def test_what_is_no_good_works(make_case: MakeCase, lead: str, told: bool):
    sample = make_case("add.delay(1)", lead=lead)
    assert _history.told(sample)
    assert _history.told(sample, works=True) is told


@pytest.mark.parametrize(
    ("lead", "told"),
    [
        pytest.param("instead of:", True, id="shown is what was"),
        pytest.param("Instead of calling the task directly:", True, id="so it begins"),
        pytest.param("Use the decorator instead of writing:", True, id="written before"),
        pytest.param("and not, instead of this:", True, id="this"),
        pytest.param("Name it explicitly instead of relying on its name:", False, id="shown is what is now"),
        pytest.param("You may give a list instead of a dict to choose the tasks:", False, id="a list is shown"),
    ],
)
def test_what_stands_in_place_of_something(make_case: MakeCase, lead: str, told: bool):
    assert _history.told(make_case("add.delay(1)", lead=lead)) is told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        pytest.param("The module ``celery.task`` was there until 5.0.", True, id="in the past tense"),
        pytest.param("It was so. The module ``celery.task`` is there.", False, id="another sentence is"),
    ],
)
def test_sentences_in_topics(make_case: MakeCase, tmp_path: Path, sentence: str, told: bool):
    (tmp_path / "docs").mkdir()
    (tmp_path / FILE).write_text(f".. topic:: Tasks\n\n    {sentence}\n", encoding="utf-8")
    claim = make_claim("celery.task", "literal", file=FILE, column=5 + sentence.index("``"))
    made = dataclasses.replace(make_case(claim=claim), docs=Docs(version="5.4.0", root=str(tmp_path), sha256=""))
    assert _history.told(made) is told


@pytest.mark.parametrize(
    ("path", "text", "had"),
    [
        pytest.param("docs/history/whatsnew-2.5.rst", "see :setting:`CELERY_UTC`.", True, id="referred to"),
        pytest.param("Changelog.rst", "- :setting:`CELERY_UTC` works", True, id="in the change log"),
        pytest.param("docs/history/whatsnew-4.0.rst", "``CELERY_UTC``  :setting:`utc`", False, id="in a table only"),
        pytest.param("docs/userguide/tasks.rst", "see :setting:`CELERY_UTC`.", False, id="on a page of today"),
    ],
)
def test_settings_of_past_releases(tmp_path: Path, path: str, text: str, had: bool):
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text(text, encoding="utf-8")
    assert _history.had_setting(str(tmp_path), "CELERY_UTC") is had


@pytest.mark.parametrize(
    ("code", "told"),
    [
        pytest.param("# This doesn't work\nx", True, id="above"),
        pytest.param("x  # don't", True, id="beside"),
        pytest.param("# so that nobody doesnt have it\nx", True, id="without apostrophe"),
        pytest.param("# The worker doesn't have to serialize it\nx", False, id="no need"),
        pytest.param("x  # you don't need to", False, id="no need, beside"),
    ],
)
def test_comments(code: str, told: bool):
    assert _history.commented(code.split("\n"), code.count("\n")) is told
