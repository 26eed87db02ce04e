"""The house: the order of imports, and what only one module may do."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_imports_go_one_way():
    linter = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_guest_speaks_python_3_8():
    for path in sorted((ROOT / "harness" / "inside").glob("*.py")):
        ast.parse(path.read_text(encoding="utf-8"), path.name, feature_version=(3, 8))


def test_no_import_hides_in_a_function_or_under_type_checking():
    for path in sorted((ROOT / "harness").rglob("*.py")):
        if "inside" in path.parts:
            continue  # the guest imports Celery only where it runs
        tree = ast.parse(path.read_text(encoding="utf-8"))
        hidden = [
            node.lineno
            for outer in ast.walk(tree)
            if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef))
            or (isinstance(outer, ast.If) and "TYPE_CHECKING" in ast.dump(outer.test))
            for node in ast.walk(outer)
            if isinstance(node, (ast.Import, ast.ImportFrom))
        ]
        assert not hidden, f"{path}: imports in functions at lines {hidden}"
