"""Settings as attributes of the configuration."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.checks import conf_names
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
METHOD: dict[str, Any] = {"kind": "method", "signature": [["self", "either"]]}
SETTINGS: dict[str, Any] = {
    "keys": {
        each: {"old": [], "default": "None"} for each in ("task_queues", "task_routes", "beat_routes", "timezone")
    },
    "read": [],
    "daemon": [],
}
CLASSES = {conf_names.SETTINGS: {"mro": [], "members": {"update": METHOD, "humanize": METHOD}}}
MODULES = {
    "celery": {"members": {}},
    "celery.app": {"members": {}},
    "celery.app.utils": {"members": {"Settings": {"kind": "class", "ref": conf_names.SETTINGS}}},
}


@pytest.fixture
def case(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    def make(text: str, said: str = "", **changes) -> Case:
        """The claim is text in quotes, below other lines."""
        (tmp_path / "page.rst").write_text(f"Of Django.\n\n{said}\n``{text}``\n\nOf Sphinx.\n")
        made = make_case(claim=make_claim(text, "literal", file="page.rst", line=4, column=5, **changes))
        facts = {**made.facts, "settings": SETTINGS, "classes": CLASSES, "modules": MODULES}
        return dataclasses.replace(made, facts=facts, docs=dataclasses.replace(made.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("text", "said", "wrong", "right"),
    [
        pytest.param("conf.queues", "Of Celery:", "queues", "task_queues", id="without its first word"),
        pytest.param("app.conf.queues", "", "queues", "task_queues", id="of the application"),
        pytest.param("app.conf.queues", "With Django", "queues", "task_queues", id="of the application, with Django"),
        pytest.param("app.conf.queues = ()", "", "queues", "task_queues", id="set"),
        pytest.param("app.conf.timezonee", "", "timezonee", "timezone", id="a slip"),
    ],
)
def test_finds(case, text: str, said: str, wrong: str, right: str):
    (finding,) = conf_names.find(case(text, said))
    assert finding.rule == "unknown-setting"
    assert (finding.place.text, finding.suggestion) == (wrong, right)
    assert finding.place.column == 5 + text.index(wrong)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        pytest.param("conf.task_queues", {}, id="a setting"),
        pytest.param("app.conf.timezone = 'UTC'", {}, id="a setting that is set"),
        pytest.param("conf.routes", {}, id="of two settings"),
        pytest.param("conf.lost", {}, id="nobody knows what"),
        pytest.param("conf.update", {}, id="a method"),
        pytest.param("conf.update(queues=())", {}, id="a call"),
        pytest.param("conf.py", {}, id="a file"),
        pytest.param("theirs.conf.queues", {}, id="somebody else's"),
        pytest.param("conf.queues.first", {}, id="a longer path"),
        pytest.param("queues", {}, id="no attribute"),
        pytest.param("conf.queues", {"said": "In the file conf.py"}, id="of a file"),
        pytest.param("conf.queues", {"said": "Of Django's settings"}, id="of Django"),
        pytest.param("conf.queues", {"said": "Sphinx reads"}, id="of Sphinx"),
        pytest.param("conf.queues", {"historical": True}, id="history"),
    ],
)
def test_leaves_alone(case, text: str, changes: dict):
    assert list(conf_names.find(case(text, **changes))) == []


def test_covers(case):
    assert conf_names.covers(case("conf.task_queues"))
    assert conf_names.covers(case("conf.humanize"))
    assert not conf_names.covers(case("conf.lost"))
