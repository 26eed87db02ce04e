"""The release tree on disk: which pages and modules it holds, and what may be read of it."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from harness.errors import MissingError
from harness.extract.text import split

DOCS = "docs"
PACKAGE = "celery"
#: What a package index shows of a release: a page that stands outside the docs.
README = "README.rst"
#: Ending of text that pages take in, and of what a README is made from, which takes in text that no page does, too.
TEXT = ".txt"
_INCLUDED = re.compile(rb"^[ \t]*\.\. include::[ \t]+(\S+)", re.M)


def module_of(file: str) -> str:
    """The dotted name of the module whose file it is."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


class Tree:
    """A release tree.  Docs are other people's text: nothing outside the tree is ever read on their behalf."""

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root).resolve()
        if not (self.root / DOCS).is_dir():
            raise MissingError(
                f"{root}: there is no docs/ folder in it; name the folder of a Celery release or checkout"
            )

    def files(self) -> dict[str, str]:
        """Name of each page and module → its file relative to the tree: pages first, each group sorted by name."""
        pages = {file[len(DOCS) + 1 : -len(".rst")]: file for file in self._find(DOCS, "*.rst")}
        for file in (*self._templates(), README):
            if self.is_file(self.root / file):
                pages.setdefault(file.removeprefix(f"{DOCS}/").rpartition(".")[0], file)
        modules = {file[: -len(".py")]: file for file in self._find(PACKAGE, "*.py")}
        return {**dict(sorted(pages.items())), **dict(sorted(modules.items()))}

    def _templates(self) -> list[str]:
        """Texts that are no pages, and take in others."""
        texts = set(self._find(DOCS, f"*{TEXT}"))
        return sorted(file for file in texts if not texts.isdisjoint(self._included(file)))

    def _included(self, file: str) -> Iterator[str]:
        """The files that a file of the docs takes in."""
        for name in _INCLUDED.findall(self.content(file) or b""):
            target = name.decode(errors="replace")
            folder = DOCS if target.startswith("/") else posixpath.dirname(file)
            yield posixpath.normpath(posixpath.join(folder, target.lstrip("/")))

    def _find(self, folder: str, pattern: str) -> Iterator[str]:
        for path in (self.root / folder).rglob(pattern):
            file = path.relative_to(self.root)
            # Folders such as _build, _ext, __pycache__ and .git hold no pages of the docs.
            if not any(part.startswith((".", "_")) for part in file.parts[:-1]):
                yield file.as_posix()

    def relative(self, path: str | Path) -> str | None:
        """The path relative to the tree, links followed; None for what lies outside."""
        try:
            return Path(path).resolve().relative_to(self.root).as_posix()
        except (ValueError, OSError, RuntimeError):
            return None

    def is_file(self, path: str | Path) -> bool:
        """True for a file of the tree."""
        inside = self.relative(path)
        try:
            return inside is not None and (self.root / inside).is_file()
        except OSError:  # a name that no file can have
            return False

    def content(self, file: str) -> bytes | None:
        """The content of a file of the tree; None when it is no readable file or lies outside."""
        inside = self.relative(self.root / file)
        try:
            return (self.root / inside).read_bytes() if inside is not None else None
        except OSError:
            return None


def digest(content: bytes | None) -> str:
    """What a content is known by; "" stands for a file that is not there."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


def decode(content: bytes) -> tuple[str, tuple[int, int, str] | None]:
    """A file's text, and where (line, column) and why its bytes are not UTF-8, which it then was taken for."""
    try:
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        before = split(content[: error.start].decode("utf-8-sig", "replace"))
        where = len(before), len(before[-1]) + 1, f"not UTF-8: byte 0x{content[error.start]:02x} ({error.reason})"
        return content.decode("utf-8-sig", "replace"), where
