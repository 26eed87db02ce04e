"""Command lines that go on without a backslash."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import cut_commands
from harness.interfaces import Case

MakeCase = Callable[..., Case]


@pytest.mark.parametrize(
    ("code", "right"),
    [
        pytest.param(
            "$ celery multi start w -E --pidfile=%n.pid\n      --logfile=%n.log", "--pidfile=%n.pid \\", id="long"
        ),
        pytest.param("$ celery multi start 10 -Q:4,5 data\n    -Q default -L:4,5 DEBUG", "data \\", id="short"),
        pytest.param("$ celery -A proj worker\n    -l:1,2 INFO\n$ ls", "worker \\", id="before another command"),
        pytest.param("$ celery call t '#1 #2'\n    -q x", "#2' \\", id="with a sign of comments in quotes"),
    ],
)
def test_finds(make_case: MakeCase, code: str, right: str):
    (finding,) = cut_commands.find(make_case(code, "console"))
    assert (finding.rule, finding.suggestion) == ("cut-command", right)
    assert finding.place.text == right.removesuffix(" \\")
    assert code.split("\n")[0].endswith(finding.place.text)


def test_suggests_no_backslash_within_a_comment(make_case: MakeCase):
    (finding,) = cut_commands.find(make_case("$ celery -A proj worker   # start it\n    -l INFO", "console"))
    assert (finding.place.text, finding.suggestion) == ("worker", None)


@pytest.mark.parametrize(
    ("code", "language", "changes"),
    [
        pytest.param("$ celery multi start w -E \\\n      --logfile=%n.log", "console", {}, id="with a backslash"),
        pytest.param("$ celery multi start w\n$ celery multi stop w", "console", {}, id="two commands"),
        pytest.param("$ celery worker --help\n  --app TEXT", "console", {}, id="help"),
        pytest.param("$ celery help\n  -A, --app TEXT", "console", {}, id="a list of options"),
        pytest.param("$ celery -A proj worker\n -------------- celery@host", "console", {}, id="a banner"),
        pytest.param("$ celery -A proj status\n-> w: OK", "console", {}, id="output"),
        pytest.param("$ ps aux\n    -x and so on", "console", {}, id="another program"),
        pytest.param("celery multi start w\n    --logfile=x", "console", {}, id="no prompt"),
        pytest.param("$ celery multi start w\n    --logfile=x", "text", {}, id="no commands"),
        pytest.param("$ celery multi start w\n    --logfile=x", "console", {"historical": True}, id="history"),
        pytest.param("$ celery call t --args='[1,\n   -x]'", "console", {}, id="within quotes"),
        pytest.param("$ celery call t --args='[1,\n   -x 2]'", "console", {}, id="a word within quotes"),
        pytest.param("PS C:\\proj> celery -A proj worker `\n    --pool=solo", "console", {}, id="PowerShell"),
        pytest.param("C:\\proj> celery -A proj worker ^\n    --pool=solo", "console", {}, id="Windows"),
        pytest.param("$ celery\n  --version  Show the version", "console", {}, id="no sub-command"),
        pytest.param("$ celery -A proj\n  --version  Show the version", "console", {}, id="an application alone"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, language: str, changes: dict):
    assert list(cut_commands.find(make_case(code, language, **changes))) == []
