"""Programs that Celery once installed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import old_programs
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
SETUP = "setup(entry_points={'console_scripts': ['celery = celery.__main__:main']})\n"
METADATA = "[console_scripts]\ncelery = celery.__main__:main\n\n[other]\nceleryev = x:y\n"


@pytest.fixture
def case(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    def make(text: str, prose: str = "", files: dict[str, str] | None = None, **changes) -> Case:
        for name, content in ({"setup.py": SETUP} if files is None else files).items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(content)
        page = tmp_path / "docs/userguide/page.rst"
        page.parent.mkdir(parents=True)
        page.write_text(f"\n\n{prose or f'Run :program:`{text}`.'}\n")
        fields = {"role": "program", **changes.pop("fields", {})}
        made = make_case(claim=make_claim(text, "command", fields=fields, **changes))
        commands = {"commands": {"events": {}, "beat": {}, "worker": {}}}
        return dataclasses.replace(
            made, facts={**made.facts, "commands": commands}, docs=dataclasses.replace(made.docs, root=str(tmp_path))
        )

    return make


@pytest.mark.parametrize(
    ("text", "files", "suggestion"),
    [
        pytest.param("celeryev", None, "celery events", id="a command now"),
        pytest.param("celeryd-detach", None, "celery worker --detach", id="with an option"),
        pytest.param("celeryctl", None, None, id="became two"),
        pytest.param("camqadm", None, None, id="a command that this release does not have"),
        pytest.param("celerybeat -l INFO", None, "celery beat", id="with its options"),
        pytest.param("celeryev", {old_programs.METADATA: METADATA}, "celery events", id="by the metadata"),
    ],
)
def test_finds(case, text: str, files: dict[str, str] | None, suggestion: str | None):
    made = case(text, files=files)
    (finding,) = old_programs.find(made)
    assert (finding.rule, finding.suggestion) == ("unknown-command", suggestion)
    assert finding.place.text == text.split()[0]
    assert old_programs.covers(made)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        pytest.param("celery worker", {}, id="a command"),
        pytest.param("celerymon", {}, id="never Celery's"),
        pytest.param("supervisorctl", {}, id="another's"),
        pytest.param("celeryev", {"historical": True}, id="history"),
        pytest.param("celeryev", {"headings": ("Page", "Old programs")}, id="under a title of history"),
        pytest.param("celeryev", {"prose": "It replaced :program:`celeryev` long ago."}, id="told as gone"),
        pytest.param("celeryd", {"prose": "The init-script :program:`celeryd` starts it."}, id="a script"),
        pytest.param(
            "celeryev", {"files": {"setup.py": SETUP.replace("main'", "main', 'celeryev = x:y'")}}, id="there"
        ),
        pytest.param("celeryev", {"files": {}}, id="nothing says what is installed"),
        pytest.param("celeryev", {"files": {"setup.py": "def half(:"}}, id="nor can it be read"),
    ],
)
def test_leaves_alone(case, text: str, changes: dict):
    assert list(old_programs.find(case(text, **changes))) == []
