"""Which pages a change concerns."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from harness.commands import changed
from harness.errors import UsageError

FILES = ("docs/one.rst", "docs/deep/two.rst", "docs/includes/words.txt", "celery/app.py", "README.rst", "tests/test.py")


def git(root: Path, *words: str) -> None:
    who = ("-c", "user.name=n", "-c", "user.email=e@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", root, *who, *words], check=True, capture_output=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "before")
    return tmp_path


def edit(root: Path, *names: str) -> None:
    for name in names:
        (root / name).write_text("after\n")


@pytest.mark.parametrize(
    ("edited", "pages"),
    [
        pytest.param((), (), id="nothing"),
        pytest.param(("docs/one.rst",), ("docs/one.rst",), id="a page"),
        pytest.param(("docs/one.rst", "docs/deep/two.rst"), ("docs/deep/two.rst", "docs/one.rst"), id="two"),
        pytest.param(("docs/new page.rst",), ("docs/new page.rst",), id="a new one"),
        pytest.param(("README.rst", "tests/test.py"), ("README.rst",), id="the page outside the docs"),
        pytest.param(("tests/test.py",), (), id="what no page has to do with"),
        pytest.param(("docs/one.rst", "celery/app.py"), None, id="code"),
        pytest.param(("docs/includes/words.txt",), None, id="what pages include"),
    ],
)
@pytest.mark.parametrize("committed", [False, True])
def test_pages(root: Path, edited: tuple[str, ...], pages: tuple[str, ...] | None, committed: bool):
    edit(root, *edited)
    revision = "HEAD"
    if committed and edited:
        git(root, "add", ".")
        git(root, "commit", "-qm", "after")
        revision = "HEAD~1"
    assert changed.since(root, revision) == pages


def test_a_page_that_is_gone_is_not_checked(root: Path):
    (root / "docs/one.rst").unlink()
    assert changed.since(root, "HEAD") == ()


def test_a_checkout_within_a_repository(root: Path):
    inner = root / "inner"
    (inner / "docs").mkdir(parents=True)
    edit(root, "inner/docs/page.rst", "docs/one.rst")
    assert changed.since(inner, "HEAD") == ("docs/page.rst",)


@pytest.mark.parametrize("revision", ["no-such", "--output=file"])
def test_a_revision_that_is_none(root: Path, revision: str):
    with pytest.raises(UsageError, match="--changed-since"):
        changed.since(root, revision)
    assert not (root / "file").exists()


def test_no_repository(tmp_path: Path):
    with pytest.raises(UsageError, match="not a git repository"):
        changed.since(tmp_path, "HEAD")
