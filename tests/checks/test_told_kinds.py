"""Names with the word that tells what they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.checks import told_kinds
from harness.interfaces import Case
from tests.checks.conftest import make_claim
from tests.conftest import make_sample

STEP = "celery.bootsteps.Step"
FACTS = {
    "signals": {"task_internal_error": {}, "task_prerun": {}},
    "exceptions": {"WorkerLostError": "billiard.exceptions.WorkerLostError"},
    "states": {"names": {"FAILURE": "FAILURE"}, "sets": {}},
    "aliases": {"pools": {"prefork": "", "eventlet": ""}, "serializers": {"json": ""}},
    "optional": {"serializers": ["auth"]},
    "classes": {
        STEP: {"mro": [], "members": {}},
        "celery.worker.components.StateDB": {"mro": [STEP], "members": {}},
        "celery.worker.autoscale.Autoscaler": {"mro": [], "members": {}},
    },
}


@pytest.fixture
def told(make_case: Callable[..., Case], tmp_path: Path) -> Callable[..., Case]:
    def make(sentence: str, *, code: str = "", **changes: Any) -> Case:
        path = tmp_path / "docs/userguide/page.rst"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Page\n\n{sentence}\n")
        start, text = sentence.index("``") + 2, sentence.split("``")[1]
        given = {"fields": {"form": "literal"}, "column": start + 1} | changes
        case = make_case(claim=make_claim(text, "literal", **given))
        page = replace(case.page, samples=(make_sample(code),) if code else ())
        docs = replace(case.docs, root=str(tmp_path))
        return replace(case, docs=docs, page=page, facts={**case.facts, **FACTS})

    return make


@pytest.mark.parametrize(
    ("sentence", "name", "right"),
    [
        pytest.param("Require the ``Statedb`` bootstep.", "Statedb", "StateDB", id="in other letters"),
        pytest.param("Require the ``Autoreloader``\nbootstep.", "Autoreloader", None, id="nothing like it"),
        pytest.param(
            "The ``internal_error`` signal.", "internal_error", "task_internal_error", id="with more before it"
        ),
        pytest.param("The ``task_preurn`` signal.", "task_preurn", "task_prerun", id="a slip"),
        pytest.param("A ``WorkerLostError`` state is set.", "WorkerLostError", None, id="an exception"),
        pytest.param("The ``'evenlet'`` execution pool.", "evenlet", "eventlet", id="in quotes"),
    ],
)
def test_finds(told: Callable[..., Case], sentence: str, name: str, right: str | None) -> None:
    case = told(sentence)
    (finding,) = told_kinds.find(case)
    assert (finding.rule, finding.place.text, finding.suggestion) == ("unknown-name", name, right)
    assert finding.place.column == sentence.index(name) + 1
    assert not told_kinds.covers(case)


@pytest.mark.parametrize(
    ("sentence", "changes"),
    [
        pytest.param("The ``StateDB`` bootstep.", {}, id="there"),
        pytest.param("The ``auth`` serializer.", {}, id="there when something is installed"),
        pytest.param("The ``Autoscaler`` bootstep.", {}, id="by the name of what it starts"),
        pytest.param("The ``TERM`` signal.", {}, id="a signal of processes"),
        pytest.param("The ``my_event_happened`` signal.", {}, id="a signal like nothing"),
        pytest.param("The ``PROGRESS`` state.", {}, id="a state like nothing"),
        pytest.param("The ``task_preurn`` signal.", {"code": "task_preurn = Signal()"}, id="the reader's"),
        pytest.param("The ``Mine`` bootstep.", {"code": "class Mine(Step): ..."}, id="the reader's bootstep"),
        pytest.param("The ``task_preurn`` signals were removed.", {}, id="told as gone"),
        pytest.param("The ``task_preurn``, a signal.", {}, id="other words"),
        pytest.param("The ``task preurn`` signal.", {}, id="no name"),
        pytest.param("The ``task_preurn`` signal.", {"historical": True}, id="history"),
        pytest.param("The ``task_preurn`` signal.", {"fields": {"form": "file"}}, id="a file"),
    ],
)
def test_leaves_alone(told: Callable[..., Case], sentence: str, changes: dict[str, Any]) -> None:
    assert list(told_kinds.find(told(sentence, **changes))) == []


@pytest.mark.parametrize(
    ("sentence", "covered"),
    [
        ("The ``task_prerun`` signal.", True),
        ("The ``FAILURE`` state.", True),
        ("The ``prefork`` pool.", True),
        ("The ``PROGRESS`` state.", False),
        ("The ``task_prerun`` handler.", False),
    ],
)
def test_covers(told: Callable[..., Case], sentence: str, covered: bool) -> None:
    assert told_kinds.covers(told(sentence)) is covered


def test_a_sample_tells_whose_it_is(told: Callable[..., Case]) -> None:
    code = "requires = {'celery.worker.components:Statedb'}"
    (finding,) = told_kinds.find(told("Require the ``Statedb`` bootstep.", code=code))
    assert finding.subject == "name:celery.worker.components.Statedb"
