"""Variables of daemon configuration, held against the init script of their section."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import script_variables
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
SCRIPT = """\
DEFAULT_USER="celery"
DEFAULT_PID_FILE="/var/run/beat.pid"
. /etc/default/beat
BEAT_USER=${BEAT_USER:-${D_USER:-$DEFAULT_USER}}
BEAT_SU=${BEAT_SU:-"su"}
CREATE_DIRS=${CREATE_DIRS:-0}
CREATE_RUNDIR=$CREATE_DIRS
if [ -z "$PID_FILE" ]; then
    PID_FILE="$DEFAULT_PID_FILE"
    CREATE_RUNDIR=1
fi
echo "$BEAT_LEVEL"
[ -n "$BEAT_GROUP" ] && chgrp "$BEAT_GROUP" /tmp
BEAT_LEVEL=none
BEAT_OPTS="$BEAT_OPTS $2"
"""


@pytest.fixture
def case_of(make_case: MakeCase, tmp_path: Path) -> MakeCase:
    script = tmp_path / "extra" / "generic-init.d" / "beat"
    script.parent.mkdir(parents=True)
    script.write_text(SCRIPT, encoding="utf-8")

    def make(variable: str, told: str, title: str = "Init-script: beat", **changes) -> Case:
        page = tmp_path / "docs" / "userguide" / "page.rst"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"* ``{variable}``\n\n    {told}\n\nAfter. Default is nothing.\n", encoding="utf-8")
        claim = make_claim(variable, "literal", line=1, column=5, end_line=1, headings=("Page", title), **changes)
        case = make_case(claim=claim)
        return replace(case, docs=replace(case.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("variable", "told", "rule", "place", "suggestion"),
    [
        pytest.param(
            "PID_FILE",
            "The file. Default is :file:`/var/run/d.pid`.",
            "wrong-default",
            (3, 33, "/var/run/d.pid"),
            "/var/run/beat.pid",
            id="file",
        ),
        pytest.param(
            "BEAT_USER",
            "Default is the current user.",
            "wrong-default",
            (3, 16, "the current user"),
            "the value of ``D_USER``, else celery",
            id="user",
        ),
        pytest.param(
            "BEAT_USER", "Default is ``me``.", "wrong-default", (3, 18, "me"), None, id="no place for another variable"
        ),
        pytest.param("BEAT_SU", "Default is sudo.", "wrong-default", (3, 16, "sudo"), "su", id="word"),
        pytest.param(
            "BEAT_GROUP", "Default is current user.", "wrong-default", (3, 16, "current user"), None, id="no default"
        ),
        pytest.param(
            "CREATE_RUNDIR", "Always.", "ineffective-variable", (1, 5, "CREATE_RUNDIR"), None, id="overwritten"
        ),
    ],
)
def test_finds(
    case_of: MakeCase, variable: str, told: str, rule: str, place: tuple[int, int, str], suggestion: str | None
):
    case = case_of(variable, told)
    (finding,) = script_variables.find(case)
    assert (finding.rule, finding.suggestion) == (rule, suggestion)
    assert (finding.place.line, finding.place.column, finding.place.text) == place
    assert (finding.evidence["script"], finding.evidence["variable"]) == ("beat", variable)
    assert (
        finding.evidence.get("default") in finding.message
        if rule == "wrong-default"
        else "default" not in finding.evidence
    )
    assert script_variables.covers(case)


@pytest.mark.parametrize(
    ("variable", "told", "changes"),
    [
        pytest.param("PID_FILE", "Default is /var/run/beat.pid", {}, id="the script's"),
        pytest.param("CREATE_DIRS", "Default is to only create directories for none.", {}, id="words"),
        pytest.param("BEAT_OPTS", "More.", {}, id="only added to"),
        pytest.param("BEAT_LEVEL", "Level.", {}, id="used before it is set"),
        pytest.param("BEAT_GROUP", "Group of the folders.", {}, id="no default is told of what has none"),
        pytest.param("BEAT_OTHER", "Default is the current user.", {}, id="no variable of the script"),
        pytest.param("PID_FILE", "Default is /x.", {"title": "beat"}, id="a section on something else"),
        pytest.param("PID_FILE", "Default is /x.", {"historical": True}, id="historical page"),
    ],
)
def test_leaves_alone(case_of: MakeCase, variable: str, told: str, changes: dict):
    assert list(script_variables.find(case_of(variable, told, **changes))) == []
