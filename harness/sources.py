"""Docs to check: of a release, from the package index, or of a checkout."""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from packaging.version import InvalidVersion, Version

from harness import caches, releases
from harness.errors import MissingError, UsageError
from harness.model import Docs

cache_dir = caches.cache_dir

#: What pages can include from outside docs/, and the modules whose docstrings are docs.
PARTS = ("docs", "examples", "celery")
#: Built or generated: no part of the sources.
BUILT = frozenset({"_build", "__pycache__", "node_modules"})


def newest() -> str:
    """The newest final release of Celery on the user's package index; without network the newest in the cache.

    Raises MissingError when neither tells.
    """
    return releases.newest()


def release(version: str) -> Docs:
    """The docs of a release: the tree of its sdist, fetched once, verified, and then kept in the cache.

    Raises UsageError for a version that is none or that the index does not have, and MissingError when it cannot be
    had (no network and not in the cache, a wrong hash, an sdist without docs).
    """
    found = releases.unpacked(version)
    if not _holds_pages(found.root / "docs"):
        raise MissingError(f"the source distribution of Celery {found.version} holds no docs/ ({found.root})")
    return Docs(version=found.version, root=str(found.root), sha256=found.sha256)


def copied(docs: Docs, folder: Path) -> Path:
    """A copy, in a new folder, of all that the docs are read from."""
    root = Path(docs.root)
    folder.mkdir()
    for part in PARTS:
        if (root / part).is_dir():
            shutil.copytree(root / part, folder / part, ignore=shutil.ignore_patterns(*BUILT))
    for path in root.iterdir():
        if path.is_file():
            shutil.copyfile(path, folder / path.name)
    return folder


def upload_time(version: str) -> datetime | None:
    """When the release was uploaded, None where the index does not tell.  Raises UsageError for a bad version."""
    return releases.uploaded(version)


def checkout(directory: Path, label: str | None = None) -> Docs:
    """The docs of a working tree: `directory` is the tree that holds docs/, or the docs/ in it.

    The version is `label`, or the tree's own with "+checkout" ("5.7.0+checkout").  Raises UsageError when there is no
    such directory, MissingError when there are no docs in it.
    """
    directory = directory.expanduser().absolute()
    if not directory.is_dir():
        raise UsageError(f"{directory} is not a directory; --docs takes a checkout of Celery or the docs/ in it")
    root = _root(directory)
    return Docs(version=label or _own_version(root), root=str(root), sha256=_digest(root))


def _root(directory: Path) -> Path:
    if _holds_pages(directory / "docs"):
        return directory
    if directory.name == "docs" and _holds_pages(directory):
        return directory.parent
    raise MissingError(
        f"{directory} holds no docs: neither docs/*.rst in it, nor is it a docs/ that holds *.rst itself"
    )


def _holds_pages(docs: Path) -> bool:
    return docs.is_dir() and next(docs.glob("**/*.rst"), None) is not None


def _own_version(root: Path) -> str:
    try:
        tree = ast.parse((root / "celery" / "__init__.py").read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return "checkout"
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if "__version__" in names and _is_version(str(node.value.value)):
                return f"{node.value.value!s}+checkout"
    return "checkout"


def _is_version(value: str) -> bool:
    try:
        Version(value)
    except InvalidVersion:
        return False
    return True


def _digest(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(_sources(root)):
        name = path.relative_to(root).as_posix()
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{name}\0{content}\n".encode())
    return digest.hexdigest()


def _sources(root: Path) -> Iterator[Path]:
    yield from (path for path in root.glob("*.rst") if path.is_file())
    for part in PARTS:
        for directory, folders, files in os.walk(root / part):
            folders[:] = [name for name in folders if name not in BUILT and not name.startswith(".")]
            wanted = (Path(directory, name) for name in files if part != "celery" or name.endswith(".py"))
            yield from (path for path in wanted if path.is_file())
