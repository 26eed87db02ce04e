"""What has changed in a checkout, as far as a check needs to know."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from harness.errors import MissingError, UsageError

#: Below these a change may make any page wrong.
CODE, DOCS = "celery", "docs"
#: Ending of files that are pages, and the page outside the docs.
PAGE, README = ".rst", "README.rst"


def since(root: Path, revision: str) -> tuple[str, ...] | None:
    """Pages of the checkout `root` that were changed since a revision, committed or not, as paths relative to it.

    None when something else was that pages tell of, or have in them: code of celery/, a file that they may include.
    Raises UsageError when git does not know the revision, MissingError when there is no git.
    """
    pages: list[str] = []
    for path in map(PurePosixPath, sorted(set(_files(root, revision)))):
        if (path.parts[0] == DOCS and path.suffix == PAGE) or path.as_posix() == README:
            pages.append(path.as_posix())
        elif path.parts[0] in (CODE, DOCS):
            return None
    return tuple(page for page in pages if (root / page).is_file())


def _files(root: Path, revision: str) -> Iterator[str]:
    [commit] = _git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    yield from _git(root, "diff", "--name-only", "--relative", "-z", commit, "--")
    yield from _git(root, "ls-files", "--others", "--exclude-standard", "-z")


def _git(root: Path, *words: str) -> list[str]:
    try:
        ran = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise MissingError("--changed-since asks git, which is not there") from None
    if ran.returncode:
        raise UsageError(f"--changed-since: git says of {root}: {ran.stderr.strip().splitlines()[0]}")
    return [name for name in ran.stdout.rstrip("\n").split("\0") if name]
