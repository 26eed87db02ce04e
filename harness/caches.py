"""Where downloads and environments are kept, and how they get there whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

#: Raised by `exclusive(path).acquire(timeout=0)` when another process has the lock.
Busy = Timeout


def cache_dir() -> Path:
    """The user's cache directory for the harness; the environment variable DOC_HARNESS_CACHE names another."""
    if chosen := os.environ.get("DOC_HARNESS_CACHE"):
        return Path(chosen).expanduser().absolute()
    return user_cache_path("celery-doc-harness", appauthor=False)


def cores() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def made_once(directory: Path, make: Callable[[Path], None]) -> Path:
    """`directory`, filled by `make` when it is not there.

    `make` is handed an empty directory beside it, which becomes `directory` when `make` returns: whoever finds
    `directory` finds it whole, and a second process waits for the first.
    """
    if directory.is_dir():
        return directory
    with exclusive(directory):
        if directory.is_dir():
            return directory
        partial = directory.with_name(f".{directory.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        try:
            make(partial)
            partial.replace(directory)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return directory


def exclusive(path: Path) -> FileLock:
    """A lock between processes that is about `path`, for a `with` statement; makes the parent directory."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path.with_name(f".{path.name}.lock"))


def write_json(path: Path, data: Any) -> None:
    """Write `data` to `path`, all or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    partial.write_text(json.dumps(data, indent=1), encoding="utf-8")
    partial.replace(path)


def read_json(path: Path) -> Any:
    """What `write_json` wrote, or None when there is nothing that can be read: a cache is asked again, not repaired."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
