"""Files and applications of the reader's own that command lines name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from harness.checks import reader_files
from harness.interfaces import Case
from tests.conftest import make_sample

MakeCase = Callable[..., Case]
APPS = "INSTALLED_APPS = (..., 'django_celery_results')"


def test_finds(make_case: MakeCase):
    (finding,) = reader_files.find(
        make_case("$ python manage.py migrate django_celery_result", "console", others=(APPS,))
    )
    assert (finding.rule, finding.blame, finding.suggestion) == (
        "unknown-application",
        "undecided",
        "django_celery_results",
    )
    assert (finding.place.column, finding.place.text) == (32, "django_celery_result")


@pytest.mark.parametrize(
    ("code", "others"),
    [
        pytest.param("$ python manage.py migrate django_celery_results", (APPS,), id="installed"),
        pytest.param("$ python manage.py migrate", (APPS,), id="all of them"),
        pytest.param("$ python manage.py migrate auth", (APPS,), id="like none"),
        pytest.param("$ python manage.py shell django_celery_result", (APPS,), id="another command"),
        pytest.param("$ python manage.py migrate django_celery_result", (), id="page installs none"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, others: tuple[str, ...]):
    assert list(reader_files.find(make_case(code, "console", others=others))) == []


def test_covers(make_case: MakeCase):
    assert reader_files.covers(make_case("$ python manage.py migrate django_celery_results", "console", others=(APPS,)))
    case = make_case("$ python install.py", "console")
    assert not reader_files.covers(case)
    named = make_sample("x = 1", lead="Create install.py:")
    assert reader_files.covers(replace(case, page=replace(case.page, samples=(named, *case.page.samples))))
