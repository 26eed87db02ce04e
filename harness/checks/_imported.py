"""What samples import, and what one leaves out that others of its page import."""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Mapping, Sequence

from harness.checks import _scope, _source
from harness.checks._world import TRACKED
from harness.model import Sample

#: Packages of others that the docs write for: what they are called and what is in them is no reader's choice.
OTHERS = frozenset({"cassandra", "click", "django", "pytest"})
#: Whose modules count as one package.
STANDARD = "the standard library"


def of(sample: Sample) -> Mapping[str, frozenset[str]]:
    """The imports of a sample: each name, with the lines that would import it.  Those of the sample's package: none."""
    return _of(sample.language, sample.code) if sample.language in _source.LANGUAGES else {}


@functools.lru_cache(maxsize=1024)
def _of(language: str, code: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for _, statements in _source.read_code(language, code):
        for node in (each for statement in statements for each in ast.walk(statement)):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                for alias in node.names:
                    name = alias.asname or alias.name.partition(".")[0]
                    found.setdefault(name, set()).add(_line(node, alias))
    return {name: frozenset(lines) for name, lines in found.items()}


def _line(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    one: ast.stmt = ast.Import(names=[alias])
    if isinstance(node, ast.ImportFrom):
        one = ast.ImportFrom(module=node.module, names=[alias], level=node.level)
    return ast.unparse(one)


def package(line: str) -> str:
    """The package that an import is from; "" when that may be the reader's."""
    root = line.split()[1].partition(".")[0]
    if root in sys.stdlib_module_names:
        return STANDARD
    return root if root in TRACKED | OTHERS else ""


def left_out(samples: Sequence[Sample], sample: Sample, wanted: str) -> str | None:
    """The import that a sample lacks: others of the page have it, and the sample others of the same package.

    A sample that goes on from another one shows no imports, or the reader's only.
    """
    if sample.language != "python":
        return None
    lines: set[str] = set()
    for each in samples:
        imports = of(each).get(wanted, frozenset())
        if wanted in _scope.of(each).bound and not imports:
            return None
        lines |= imports
    if len(lines) != 1 or not all(_scope.of(each).whole for each in samples if wanted in each.code):
        return None
    (line,) = lines
    own = {package(other) for others in of(sample).values() for other in others}
    if package(line) in OTHERS and any(wanted in of(each) and each.lines[0] <= sample.lines[0] for each in samples):
        return None  # of these a sample goes on from one above
    return line if package(line) and package(line) in own else None
