"""Environment variables that the docs say Celery reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.checks import environment
from harness.interfaces import Case
from harness.model import Docs
from tests.checks.conftest import make_claim

Told = Callable[..., Case]


@pytest.fixture
def told(make_case: Callable[..., Case], tmp_path: Path) -> Told:
    """A case of the first variable in a sentence, as a claim of the kind."""
    script = tmp_path / "extra/generic-init.d/celeryd"
    script.parent.mkdir(parents=True)
    script.write_text('echo "$CELERYD_NODES"\n')

    def make(sentence: str, name: str, kind: str = "literal", *, others: tuple[str, ...] = (), **changes: Any) -> Case:
        path = tmp_path / "docs/userguide/page.rst"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Page\n\n{sentence}\n")
        claim = make_claim(name, kind, column=sentence.index(name) + 1, **changes)
        return replace(make_case(claim=claim, others=others), docs=Docs(version="5.4.0", root=str(tmp_path), sha256=""))

    return make


@pytest.mark.parametrize(
    ("sentence", "name", "kind", "changes", "right"),
    [
        pytest.param("Set ``CELERY_TRACES`` there.", "CELERY_TRACES", "envvar", {}, "CELERY_TRACE", id="declared"),
        pytest.param(
            "Set :envvar:`CELERY_MOTS`.", "CELERY_MOTS", "xref", {"fields": {"role": "envvar"}}, "CELERY_MOST", id="role"
        ),
        pytest.param(
            "The environment variable ``CELERY_LOGLEVEL`` decides.", "CELERY_LOGLEVEL", "literal", {},
            "CELERY_LOG_LEVEL", id="words before",
        ),
        pytest.param(
            "The ``CELERY_LEAST`` and ``CELERY_NOTHING`` environment variables.", "CELERY_NOTHING", "literal", {}, None,
            id="words behind several, like none",
        ),
    ],
)  # fmt: skip
def test_finds(told: Told, sentence: str, name: str, kind: str, changes: dict[str, Any], right: str | None) -> None:
    (finding,) = environment.find(told(sentence, name, kind, **changes))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("unknown-variable", name, right)


@pytest.mark.parametrize(
    ("sentence", "name", "kind", "changes"),
    [
        pytest.param("Set ``CELERY_TRACE`` there.", "CELERY_TRACE", "envvar", {}, id="read below an if"),
        pytest.param("Set ``CELERY_WORKER_CONCURRENCY``.", "CELERY_WORKER_CONCURRENCY", "envvar", {}, id="click's own"),
        pytest.param("Set ``CELERYD_NODES`` there.", "CELERYD_NODES", "envvar", {}, id="a script's"),
        pytest.param("Set ``AWS_ACCESS_KEY_ID`` there.", "AWS_ACCESS_KEY_ID", "envvar", {}, id="somebody else's"),
        pytest.param("The setting ``CELERY_TRACES``.", "CELERY_TRACES", "literal", {}, id="not said to be a variable"),
        pytest.param(
            "In an environment variable; see ``CELERY_TRACES``.", "CELERY_TRACES", "literal", {}, id="words elsewhere"
        ),
        pytest.param("Set ``CELERY_TRACES``.", "CELERY_TRACES", "envvar", {"headings": ("Removed",)}, id="history"),
        pytest.param(
            "``CELERY_TRACES`` is no longer read.", "CELERY_TRACES", "envvar", {}, id="named because it is gone"
        ),
        pytest.param(
            "Set ``CELERY_TRACES``.", "CELERY_TRACES", "envvar", {"others": ("os.environ['CELERY_TRACES']",)},
            id="the reader's own",
        ),
    ],
)  # fmt: skip
def test_leaves_alone(told: Told, sentence: str, name: str, kind: str, changes: dict[str, Any]) -> None:
    assert list(environment.find(told(sentence, name, kind, **changes))) == []


def test_command_lines(make_case: Callable[..., Case]) -> None:
    (finding,) = environment.find(make_case("$ DEBUG_IT=1 CELERY_TRACES=1 celery -A proj worker", "console"))
    assert (finding.place.line, finding.place.column, finding.suggestion) == (10, 18, "CELERY_TRACE")
    assert not list(environment.find(make_case("$ CELERY_TRACES=1 python run.py", "console")))
    assert not list(environment.find(make_case("$ celery -A proj worker CELERY_TRACES=1", "console")))


def test_covers(told: Told) -> None:
    assert environment.covers(told("Set ``CELERY_TRACE``.", "CELERY_TRACE", "envvar"))
    assert not environment.covers(told("Set ``AWS_REGION_NAME``.", "AWS_REGION_NAME", "envvar"))
