"""Daemon configuration, held against the scripts that a release ships."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import daemons
from harness.interfaces import Case

MakeCase = Callable[..., Case]
SCRIPT = """#!/bin/sh
. "$CELERY_DEFAULTS"
CELERY_CREATE_RUNDIR=$CELERY_CREATE_DIRS
CELERYD_NODES=${CELERYD_NODES:-celery}
CELERYD_LOG_LEVEL=${CELERYD_LOG_LEVEL:-INFO}
case "$1" in
    start)
    ;;
    restart|reload)
    ;;
esac
"""


@pytest.fixture
def case_of(make_case: MakeCase, tmp_path: Path) -> MakeCase:
    for path, text in {
        "generic-init.d/celeryd": SCRIPT,
        "systemd/celery.conf": '# CELERYBEAT_PID_FILE="/x"\n',
        "systemd/celery.tmpfiles": "d /run/celery 0755 celery celery -\n",
    }.items():
        (tmp_path / "extra" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "extra" / path).write_text(text, encoding="utf-8")

    def make(code: str, language: str = "console", **changes) -> Case:
        case = make_case(code, language, **changes)
        return replace(case, docs=replace(case.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("code", "rule", "place", "suggestion"),
    [
        pytest.param('CELERYD_NODE="w1"', "unknown-variable", (10, 5, "CELERYD_NODE"), "CELERYD_NODES", id="singular"),
        pytest.param(
            '# Level:\n#CELERYD_LOGLEVL="INFO"',
            "unknown-variable",
            (11, 6, "CELERYD_LOGLEVL"),
            "CELERYD_LOG_LEVEL",
            id="commented out",
        ),
        pytest.param(
            "ExecStart=/bin/x --pidfile=${CELERYBEAT_PIDFILE}",
            "unknown-variable",
            (10, 34, "CELERYBEAT_PIDFILE"),
            "CELERYBEAT_PID_FILE",
            id="read in a unit",
        ),
        pytest.param(
            "# sh -x /etc/init.d/celeryd restrt",
            "unknown-action",
            (10, 33, "restrt"),
            "restart",
            id="action of a script",
        ),
    ],
)
def test_finds(case_of: MakeCase, code: str, rule: str, place: tuple[int, int, str], suggestion: str):
    (finding,) = daemons.find(case_of(code))
    assert (finding.rule, finding.suggestion) == (rule, suggestion)
    assert (finding.place.line, finding.place.column, finding.place.text) == place


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param("CELERYD_NODES=10", {}, id="read by the script"),
        pytest.param("CELERYBEAT_PID_FILE=/x", {}, id="set in the unit's file"),
        pytest.param("CELERY_LOG_LEVEL=INFO", {}, id="read by Celery itself"),
        pytest.param("CELERY_OF_MY_OWN_KIND=1", {}, id="the reader's own"),
        pytest.param("# /etc/init.d/mine strat", {}, id="another script"),
        pytest.param("# /etc/init.d/celeryd reload", {}, id="one of two actions"),
        pytest.param("CELERYD_NODE=1", {"historical": True}, id="historical page"),
    ],
)
def test_leaves_alone(case_of: MakeCase, code: str, changes: dict):
    assert list(daemons.find(case_of(code, **changes))) == []


def test_covers(case_of: MakeCase):
    assert daemons.covers(case_of('export X=1\nCELERYD_NODES="a"'))
    assert daemons.covers(case_of("d /run/celery 0755 celery celery -"))
    assert not daemons.covers(case_of("d /run/other 0755 celery celery -"))
    assert not daemons.covers(case_of("PATH=$PATH:/x"))
