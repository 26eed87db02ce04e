"""What samples take from other packages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import _others, foreign_names
from harness.interfaces import Case

MakeCase = Callable[..., Case]
FILES = {
    "flower/__init__.py": "",
    "flower/command.py": "@click.command()\ndef flower(ctx): pass\n\ndef apply_options(prog_name, argv): pass\n",
    "flower/lazy.py": "from elsewhere import *\n",
    "django_celery_beat/__init__.py": "",
    "django_celery_beat/models.py": (
        "try:\n    import tz\nexcept ImportError:\n    tz_missing = True\n"
        "class PeriodicTask(models.Model):\n    name = F()\n    last_run_at = F()\n    objects = M()\n"
        "class Inheriting(PeriodicTask):\n    pass\n"
    ),
}


@pytest.fixture(autouse=True)
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(_others, "installed", lambda target, requirements: tmp_path)


SHELL = "$ python manage.py shell\n>>> from django_celery_beat.models import PeriodicTask\n>>> "


@pytest.mark.parametrize(
    ("code", "language", "rule", "text", "suggestion"),
    [
        pytest.param(
            "from flower.comand import flower", "python", "unknown-module", "flower.comand", "flower.command",
            id="module of an import",
        ),
        pytest.param(
            "from flower.command import aply_options", "python", "unknown-name", "aply_options", "apply_options",
            id="name of an import",
        ),
        pytest.param(
            "from django_celery_beats.models import PeriodicTask", "python", "unknown-module", "django_celery_beats",
            "django_celery_beat", id="the package itself",
        ),
        pytest.param(
            "INSTALLED_APPS = (\n    ...,\n    'django_celery_baet',\n)", "python", "unknown-module",
            "django_celery_baet", "django_celery_beat", id="application in a project",
        ),
        pytest.param(
            "flower.comand:flower", "text", "unknown-module", "flower.comand", "flower.command", id="entry point"
        ),
        pytest.param(
            "setup(entry_points={'celery.commands': ['flower = flower.command:aply_options']})", "python",
            "unknown-name", "aply_options", "apply_options", id="entry point of a distribution",
        ),
        pytest.param(
            SHELL.replace("PeriodicTask", "PeriodicTasks") + "1", "console", "unknown-name", "PeriodicTasks",
            "PeriodicTask", id="typed in a program's shell",
        ),
        pytest.param(
            SHELL + "PeriodicTask.objects.update(last_runs_at=None)", "console", "unknown-argument", "last_runs_at",
            "last_run_at", id="field of a model",
        ),
        pytest.param(
            "from flower.command import apply_options\napply_options(argw=[], prog_nane='x')", "python",
            "unknown-argument", "prog_nane", "prog_name", id="argument of a function",
        ),
    ],
)  # fmt: skip
def test_finds(make_case: MakeCase, code: str, language: str, rule: str, text: str, suggestion: str) -> None:
    (finding,) = foreign_names.find(make_case(code, language))
    assert (finding.rule, finding.place.text, finding.suggestion) == (rule, text, suggestion)
    lines = code.split("\n")
    line = next(number for number, each in enumerate(lines) if text in each)
    assert (finding.place.line, finding.place.column) == (10 + line, 5 + lines[line].index(text))


@pytest.mark.parametrize(
    ("code", "language", "changes"),
    [
        pytest.param("from flower.command import flower", "python", {}, id="as it is"),
        pytest.param("from flower import command", "python", {}, id="a module of a package"),
        pytest.param("from flower.command import something", "python", {}, id="like nothing: of another release"),
        pytest.param("from flower.lazy import appli_options", "python", {}, id="a module with names of others"),
        pytest.param("from django_celery_beat.models import tz_missing", "python", {}, id="bound in a handler"),
        pytest.param("from proj.celery import app", "python", {}, id="the reader's own"),
        pytest.param("INSTALLED_APPS = ('polls', 'demoapp')", "python", {}, id="the reader's own applications"),
        pytest.param("proj.celery:app", "text", {}, id="the reader's own application"),
        pytest.param("see flower.comand:flower for more", "text", {}, id="prose"),
        pytest.param("$ celery flower.comand:flower", "console", {}, id="no prompt of Python"),
        pytest.param("from flower.comand import x", "python", {"historical": True}, id="told of a past release"),
        pytest.param(
            "from flower.command import flower\nflower(ctxx=1)", "python", {}, id="decorated: takes what it likes"
        ),
        pytest.param(
            "from django_celery_beat.models import Inheriting\nInheriting.objects.update(nane=1)", "python", {},
            id="a model that inherits fields",
        ),
        pytest.param(
            "from django_celery_beat.models import PeriodicTask\nPeriodicTask.objects.filter(nane=1)", "python", {},
            id="a method that takes more than fields",
        ),
    ],
)  # fmt: skip
def test_leaves_alone(make_case: MakeCase, code: str, language: str, changes: dict[str, bool]) -> None:
    assert list(foreign_names.find(make_case(code, language, **changes))) == []


@pytest.mark.parametrize(
    ("code", "language", "covered"),
    [
        ("from flower.command import flower", "python", True),
        ("import flower.command", "python", True),
        ("INSTALLED_APPS += ['django_celery_beat']", "python", True),
        ("flower.command:flower", "text", True),
        (SHELL + "1", "console", True),
        ("from flower.command import something", "python", False),
        ("from proj.celery import app", "python", False),
        ("flower", "text", False),
    ],
)
def test_covers(make_case: MakeCase, code: str, language: str, covered: bool) -> None:
    assert foreign_names.covers(make_case(code, language)) is covered
