"""SQL about the tables of the database result backend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import tables
from harness.interfaces import Case

MakeCase = Callable[..., Case]
MODELS = """
class Task(Base):

    __tablename__ = 'celery_taskmeta'

    task_id = sa.Column(sa.String(155))
    date_done = sa.Column(sa.DateTime)


class TaskExtended(Task):

    __tablename__ = 'celery_taskmeta'

    worker = sa.Column(sa.String(155))
"""


@pytest.fixture
def case_of(make_case: MakeCase, tmp_path: Path) -> MakeCase:
    path = tmp_path / tables.MODELS
    path.parent.mkdir(parents=True)
    path.write_text(MODELS, encoding="utf-8")

    def make(code: str, **changes) -> Case:
        case = make_case(code, "sql", **changes)
        return replace(case, docs=replace(case.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("code", "place", "suggestion"),
    [
        pytest.param(
            "CREATE INDEX i ON celery_taskmeta (date_dne);", (10, 40, "date_dne"), "date_done", id="column of an index"
        ),
        pytest.param(
            "CREATE INDEX i ON celery_taskmetas (date_done);",
            (10, 23, "celery_taskmetas"),
            "celery_taskmeta",
            id="table",
        ),
        pytest.param(
            "\nALTER TABLE celery_taskmeta DROP COLUMN workers;",
            (11, 45, "workers"),
            "worker",
            id="column of the second model",
        ),
    ],
)
def test_finds(case_of: MakeCase, code: str, place: tuple[int, int, str], suggestion: str):
    (finding,) = tables.find(case_of(code))
    assert (finding.place.line, finding.place.column, finding.place.text) == place
    assert (finding.rule, finding.suggestion) == ("unknown-column", suggestion)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("CREATE INDEX i ON celery_taskmeta (date_done, task_id);", id="there"),
        pytest.param("CREATE INDEX i ON celery_taskmeta (mine);", id="like none"),
        pytest.param("CREATE INDEX i ON other (date_dne);", id="another table"),
        pytest.param("CREATE EXTENSION pgmq;", id="another statement"),
    ],
)
def test_leaves_alone(case_of: MakeCase, code: str):
    assert list(tables.find(case_of(code))) == []


def test_covers(case_of: MakeCase):
    assert tables.covers(case_of("ALTER TABLE celery_taskmeta ADD COLUMN worker TEXT;"))
    assert not tables.covers(case_of("CREATE EXTENSION pgmq;"))
    assert not tables.covers(case_of("CREATE INDEX i ON celery_taskmeta (date_done);", historical=True))
