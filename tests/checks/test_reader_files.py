"""Files and applications of the reader's own that command lines name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

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


UNPACKED = "$ tar xvfz celery-0.0.0.tar.gz\n$ cd celery-0.0.0\n"


@pytest.fixture
def released(make_case: MakeCase, tmp_path: Path) -> Callable[[str], Case]:
    (tmp_path / "setup.py").write_text("")

    def make(code: str) -> Case:
        case = make_case(code, "console")
        return replace(case, docs=replace(case.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("code", "text", "suggestion"),
    [
        pytest.param("$ tar -xzf celery-5.4.0.tgz\n$ cd celery-5.4", "celery-5.4", "celery-5.4.0", id="folder"),
        pytest.param(UNPACKED + "$ python setups.py build", "setups.py", "setup.py", id="file"),
        pytest.param(UNPACKED + "# python setups.py install", "setups.py", "setup.py", id="as the administrator"),
        pytest.param(UNPACKED + "$ python build.py", "build.py", None, id="file like none"),
    ],
)
def test_finds_what_is_not_in_an_archive(released: Callable[[str], Case], code: str, text: str, suggestion: str | None):
    (finding,) = reader_files.find(released(code))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("unknown-file", text, suggestion)
    assert finding.place.column == 5 + code.split("\n")[-1].index(text)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(UNPACKED + "$ python setup.py build\n# python setup.py install", id="as it is"),
        pytest.param("$ tar xvfz celery-0.0.0.tar.gz\n$ cd /opt\n$ python build.py", id="another folder"),
        pytest.param("$ tar xvfz other-1.0.tar.gz\n$ cd other-1.0\n$ python build.py", id="another's archive"),
        pytest.param("$ tar cvfz celery-0.0.0.tar.gz x\n$ cd celery-0.0", id="an archive that is made"),
        pytest.param("$ cd celery-0.0.0\n$ python build.py", id="nothing unpacked"),
        pytest.param(UNPACKED + "$ cd examples\n$ python -m build", id="a folder in it, a module"),
    ],
)
def test_leaves_archives_alone(released: Callable[[str], Case], code: str):
    assert list(reader_files.find(released(code))) == []


def test_covers_archives(released: Callable[[str], Case]):
    assert reader_files.covers(released(UNPACKED))
    assert not reader_files.covers(released("$ tar xvfz celery-0.0.0.tar.gz"))
    assert not reader_files.covers(released("$ cd celery-0.0.0"))
