"""The miniature of Celery in `tree`, introspected by this very Python."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

INSIDE = Path(__file__).parent.parent.parent / "harness" / "inside"
TREE = Path(__file__).parent / "tree"


def copy(directory: Path) -> Path:
    """A copy of the miniature, with a module that does not compile (no linter would pass it in the sources)."""
    tree = Path(shutil.copytree(TREE, directory / "site", ignore=shutil.ignore_patterns("__pycache__")))
    (tree / "celery" / "backends" / "broken.py").write_text("def half(:\n", encoding="utf-8")
    return tree


def introspect(tree: Path) -> subprocess.CompletedProcess[str]:
    """Run the guest with `tree` for its site-packages."""
    return subprocess.run(
        [sys.executable, str(INSIDE / "introspect.py")],
        env={**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def facts(directory: Path) -> dict[str, Any]:
    """The facts of the miniature."""
    ran = introspect(copy(directory))
    assert ran.returncode == 0, ran.stderr
    loaded: dict[str, Any] = json.loads(ran.stdout)
    return loaded
