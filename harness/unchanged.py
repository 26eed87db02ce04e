"""Whether a folder holds what a check would find: the marks that a finished run leaves in it."""

from __future__ import annotations

import hashlib
import json
import sysconfig
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from harness import __version__, caches, remembered
from harness.errors import MissingError
from harness.registry.services import SERVICES
from harness.shelf import DAY

MARKS = "marks.json"
#: What is looked at of this program beside its code: rules, records, contexts of pages.
ENDINGS = frozenset({".py", ".toml", ".json", ".txt"})


def state(parts: Any, folders: Iterable[Path]) -> str:
    """A digest of all that decides what is found: what is asked for, this program, what is installed beside it."""
    digest = hashlib.sha256(json.dumps([__version__, parts], sort_keys=True, default=str).encode())
    for path in sorted(_code(folders)):
        digest.update(f"{path}\n".encode() + path.read_bytes())
    for place in ("purelib", "platlib"):
        names = sorted(path.name for path in Path(sysconfig.get_path(place)).glob("*.dist-info"))
        digest.update("\n".join(names).encode())
    return digest.hexdigest()


def _code(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.suffix in ENDINGS and "__pycache__" not in path.parts)


def leave(out: Path, found: str, missing: Collection[str]) -> None:
    """Mark a folder as that of a run in such a state, for which these services were missing."""
    marks = {"state": found, "made": time.time(), "missing": sorted(missing), "files": _files(out)}
    caches.write_json(out / MARKS, marks)


def forget(out: Path) -> None:
    """Whatever is in the folder now, it is nobody's finished run."""
    (out / MARKS).unlink(missing_ok=True)


def is_marked(out: Path, found: str, urls: Mapping[str, str]) -> bool:
    """Whether a run in that state has filled the folder, and nothing has changed since."""
    marks = caches.read_json(out / MARKS)
    try:
        same: bool = marks["state"] == found and marks["files"] == _files(out)
        young = time.time() - marks["made"] < remembered.DAYS * DAY
        return same and young and not any(_is_there(name, urls.get(name)) for name in marks["missing"])
    except (TypeError, LookupError):
        return False  # there are no marks, or not ours


def _files(out: Path) -> dict[str, list[int]]:
    """What lies in the folder, by size and time of change."""
    return {
        path.name: [path.stat().st_size, path.stat().st_mtime_ns]
        for path in sorted(out.iterdir())
        if path.is_file() and path.name != MARKS and not path.name.startswith(".")
    }


def _is_there(name: str, url: str | None) -> bool:
    """Whether a service that was missing can be had now."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with SERVICES[name].start(Path(folder), url):
                return True
        except MissingError:
            return False
