"""Command lines within something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from harness.checks import embedded
from harness.interfaces import Case

MakeCase = Callable[..., Case]
UNIT = """[Service]
ExecStart=/bin/sh -c '${CELERY_BIN} -A $CELERY_APP worker \\
    --loglvel=INFO'
"""


@pytest.mark.parametrize(
    ("code", "language", "place"),
    [
        pytest.param(UNIT, "console", (12, 9, "--loglvel"), id="unit, continued"),
        pytest.param('CELERYD_OPTS="-c 3 --loglvel=x"', "console", (10, 24, "--loglvel"), id="options of workers"),
        pytest.param('#CELERYD_OPTS="--loglvel=x"', "console", (10, 20, "--loglvel"), id="commented out"),
        pytest.param("command:\n  - celery worker --loglvel=x", "yaml", (11, 23, "--loglvel"), id="yaml"),
        pytest.param("$ sh -c 'celery worker --loglvel=x'", "console", (10, 28, "--loglvel"), id="sh -c"),
        pytest.param("4> queue.delte q", "console", (10, 8, "queue.delte"), id="shell of celery amqp"),
    ],
)
def test_finds(make_case: MakeCase, code: str, language: str, place: tuple[int, int, str]):
    (finding,) = embedded.find(make_case(code, language))
    assert (finding.place.line, finding.place.column, finding.place.text) == place


def test_finds_in_shown_help(make_case: MakeCase):
    case = make_case("--loglvl=LEVEL\n     Set it.", "text")
    case = replace(case, page=replace(case.page, title="Workers Guide"))
    (finding,) = embedded.find(case)
    assert finding.place.text == "--loglvl"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        pytest.param('CELERYD_OPTS="-c 8 -c:worker2 4"', "console", id="options of some nodes"),
        pytest.param("ExecStart=/usr/bin/other --loglvel", "console", id="another program"),
        pytest.param("args: celery", "yaml", id="no command line"),
        pytest.param("--loglvel\n   of another page", "text", id="title names no command"),
        pytest.param("$ celery worker --loglvel=x", "console", id="the line itself is another check's"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, language: str):
    assert list(embedded.find(make_case(code, language))) == []


def test_covers(make_case: MakeCase):
    assert embedded.covers(make_case("- celery -A proj inspect active", "yaml"))
    assert not embedded.covers(make_case("- other", "yaml"))
