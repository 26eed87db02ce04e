"""Old names of settings in sentences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.checks import prose_settings
from harness.interfaces import Case
from tests.checks.conftest import make_claim
from tests.checks.passages import placed
from tests.conftest import make_sample

MakeCase = Callable[..., Case]

SETTINGS = {
    "keys": {
        "broker_url": {"default": "None", "old": ["BROKER_URL"]},
        "timezone": {"default": "None", "old": ["CELERY_TIMEZONE"]},
        "result_expires": {"default": "None", "old": ["CELERY_TASK_RESULT_EXPIRES"]},
    },
    "read": {}, "daemon": [], "fallbacks": {},
}  # fmt: skip
NEW = "broker_url = 'sqs://'\nresult_expires = 1"


def told(make_case: MakeCase, root: Path, text: str, code: str = NEW, title: str = "Page") -> Case:
    lines = tuple(range(40, 41 + code.count("\n")))
    case = make_case(claim=make_claim(title, "heading", line=1, headings=(title,)))
    text = f"{title}\n====\n\n{text}\n"
    return placed(case, root, text, {"settings": SETTINGS}, samples=[make_sample(code, lines=lines)])


@pytest.mark.parametrize(
    ("text", "column", "right"),
    [
        pytest.param("With roles you can set the BROKER_URL to: ``sqs://``.", 28, ":setting:`broker_url`", id="plain"),
        pytest.param("Set ``BROKER_URL`` to that.", 7, "broker_url", id="a literal"),
        pytest.param("Set *BROKER_URL* to that.", 6, ":setting:`broker_url`", id="emphasised"),
    ],
)
def test_finds(make_case: MakeCase, tmp_path: Path, text: str, column: int, right: str) -> None:
    case = told(make_case, tmp_path, text)
    (finding,) = prose_settings.find(case)
    assert (finding.rule, finding.place.text, finding.place.line) == ("old-setting-name", "BROKER_URL", 4)
    assert (finding.place.column, finding.suggestion) == (column, right)
    assert prose_settings.covers(case)


def test_finds_what_no_namespace_makes(make_case: MakeCase, tmp_path: Path) -> None:
    (finding,) = prose_settings.find(told(make_case, tmp_path, "See CELERY_TASK_RESULT_EXPIRES."))
    assert finding.message == "the setting CELERY_TASK_RESULT_EXPIRES is called result_expires now"


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        pytest.param("Set CELERY_TIMEZONE.", {"code": "timezone = 'x'"}, id="as a namespace makes it"),
        pytest.param("Set the environment variable BROKER_URL.", {}, id="the environment"),
        pytest.param("See :setting:`BROKER_URL`.", {}, id="a reference: another check's"),
        pytest.param("See :envvar:`BROKER_URL`.", {}, id="a variable"),
        pytest.param("BROKER_URL was renamed.", {}, id="history"),
        pytest.param("The old name BROKER_URL works, too.", {}, id="told as the old one"),
        pytest.param("Set BROKER_URL.", {"code": "BROKER_URL = 'x'"}, id="as the page's samples have it"),
        pytest.param("Set BROKER_URL.", {"code": "print(1)"}, id="the page has no new name"),
        pytest.param("Set BROKER_URL.", {"title": "Removals"}, id="a section of what is gone"),
        pytest.param("| ``BROKER_URL`` | :setting:`broker_url` |", {}, id="a table"),
        pytest.param("Set MY_URL in $BROKER_URL.", {}, id="names of others"),
    ],
)
def test_leaves_alone(make_case: MakeCase, tmp_path: Path, text: str, changes: dict[str, Any]) -> None:
    case = told(make_case, tmp_path, text, **changes)
    assert list(prose_settings.find(case)) == []
    assert not prose_settings.covers(case)
