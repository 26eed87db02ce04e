"""The modules of the release, as they stand beside its docs."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path


@functools.lru_cache(maxsize=4)
def texts(root: str) -> Mapping[str, str]:
    """The text of every module of Celery in a release tree, by its path there, in the order of the paths."""
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(Path(root, "celery").rglob("*.py"))
    }
