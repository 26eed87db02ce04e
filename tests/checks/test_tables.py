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

    def make(code: str, language: str = "sql", **changes) -> Case:
        case = make_case(code, language, **changes)
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


ALEMBIC = "from alembic import op\n"


@pytest.mark.parametrize(
    ("code", "text", "suggestion"),
    [
        pytest.param("op.create_index('i', 'celery_taskmeta', ['date_dne'])", "date_dne", "date_done", id="column"),
        pytest.param(
            "op.drop_index('i', table_name='celery_taskmetas')", "celery_taskmetas", "celery_taskmeta", id="table"
        ),
        pytest.param(
            "op.create_index('ix_celery_taskmeta_date_dne', 'celery_taskmeta', ['date_done'])",
            "ix_celery_taskmeta_date_dne",
            "ix_celery_taskmeta_date_done",
            id="index",
        ),
    ],
)
def test_finds_in_migrations(case_of: MakeCase, code: str, text: str, suggestion: str):
    (finding,) = tables.find(case_of(ALEMBIC + code, "python"))
    assert (finding.place.line, finding.place.column, finding.place.text) == (11, 5 + code.index(text), text)
    assert (finding.rule, finding.suggestion) == ("unknown-column", suggestion)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("op.create_index('ix_celery_taskmeta_date_done', 'celery_taskmeta', ['date_done'])", id="there"),
        pytest.param("op.create_index('mine', 'celery_taskmeta', ['date_done'])", id="index with a name of one's own"),
        pytest.param("op.create_index('i', 'other', ['date_dne'])", id="another table"),
        pytest.param("op.create_index('i', TABLE, ['date_dne'])", id="a table that is not told"),
        pytest.param("op.create_check_constraint('i', 'celery_taskmetas', 'x')", id="an operation that is not known"),
        pytest.param("db.create_index('i', 'celery_taskmetas', ['date_done'])", id="of something else"),
    ],
)
def test_leaves_migrations_alone(case_of: MakeCase, code: str):
    assert list(tables.find(case_of(ALEMBIC + code, "python"))) == []


def test_covers_migrations(case_of: MakeCase):
    code = "op.create_index('i', 'celery_taskmeta', ['date_done'])"
    assert tables.covers(case_of(ALEMBIC + code, "python"))
    assert not tables.covers(case_of(code, "python"))
