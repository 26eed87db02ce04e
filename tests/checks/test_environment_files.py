"""Files of variables of daemons, and what reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import environment_files
from harness.interfaces import Case

MakeCase = Callable[..., Case]
UNIT = """\
[Unit]
Description=Celery Service
[Service]
EnvironmentFile=-/etc/conf.d/celery
ExecStart=/bin/sh -c '${CELERY_BIN} multi start $CELERYD_NODES'
"""
SCRIPT = '. /etc/default/celeryd\nCELERY_BIN=${CELERY_BIN:-"celery"}\n'
SHIPPED = "[Service]\nEnvironmentFile=/etc/conf.d/celery\nExecStart=${CELERYBEAT_BIN}\n"
FACTS = {"environment": ["CELERY_LOADER"], "spelled": []}
NAMED = {"lead": "/etc/conf.d/celery:"}
INIT = {"headings": ("Page", "Init-script: celeryd"), "lead": "/etc/default/celeryd:"}


@pytest.fixture
def case_of(make_case: MakeCase, tmp_path: Path) -> MakeCase:
    for path, text in {"generic-init.d/celeryd": SCRIPT, "systemd/beat.service": SHIPPED}.items():
        (tmp_path / "extra" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "extra" / path).write_text(text, encoding="utf-8")

    def make(code: str, language: str = "console", unit: str = UNIT, **changes) -> Case:
        case = make_case(code, language, others=(unit,), **changes)
        return replace(case, facts=FACTS, docs=replace(case.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("changes", "reader"),
    [
        pytest.param(NAMED, "the unit with EnvironmentFile=/etc/conf.d/celery", id="the units of a page"),
        pytest.param({"lead": "", "caption": "/etc/conf.d/celery"}, "the unit with", id="a caption"),
        pytest.param(INIT, "celeryd", id="the init script of a section"),
    ],
)
def test_finds(case_of: MakeCase, changes: dict, reader: str):
    case = case_of('# How:\nCELERY_BIN="celery"\nCELERYD_MULTI="multi"', **changes)
    (finding,) = environment_files.find(case)
    assert (finding.rule, finding.place.line, finding.place.text) == ("unread-variable", 12, "CELERYD_MULTI")
    assert finding.message.startswith(f"CELERYD_MULTI has no effect: {reader}")
    assert environment_files.covers(case)


def test_tells_which_units(case_of: MakeCase):
    (finding,) = environment_files.find(case_of("CELERYD_MULTI=x", **NAMED))
    assert finding.evidence == {"variable": "CELERYD_MULTI", "units": [UNIT, SHIPPED]}


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param('CELERY_BIN="x"\n#CELERYD_NODES="y"', NAMED, id="a unit reads them"),
        pytest.param('CELERYBEAT_BIN="x"', NAMED, id="a unit that the release ships reads it"),
        pytest.param('CELERY_LOADER="x"', NAMED, id="Celery reads it"),
        pytest.param('DJANGO_SETTINGS_MODULE="x"', NAMED, id="somebody else's"),
        pytest.param("export CELERY_MINE=x", INIT, id="handed on"),
        pytest.param("CELERYD_MULTI=x", {"lead": "/etc/conf.d/celery-beat:"}, id="another file"),
        pytest.param("CELERYD_MULTI=x", {"lead": "Set it:"}, id="nobody knows where"),
        pytest.param("CELERYD_MULTI=x", {**NAMED, "language": "python"}, id="no shell"),
        pytest.param("CELERYD_MULTI=x", {**NAMED, "unit": "[Service]\nExecStart=x\n"}, id="no unit names a file"),
        pytest.param("CELERYD_MULTI=x", {**NAMED, "historical": True}, id="history"),
    ],
)
def test_leaves_alone(case_of: MakeCase, code: str, changes: dict):
    assert list(environment_files.find(case_of(code, **changes))) == []


def test_covers_no_unit(case_of: MakeCase):
    assert not environment_files.covers(case_of(UNIT, **NAMED))
