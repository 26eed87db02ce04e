"""The abbreviations that Celery's docs write references with: `@control`, `~@Task.apply_async`.

They are defined by the Sphinx extension that comes with the docs, from whose source they are read, not run.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: The extension, relative to the release tree.
EXTENSION = "docs/_ext/celerydocs.py"
#: What the extension calls its tables.
ATTRIBUTES, ABBREVIATIONS, BY_ROLE, OTHERWISE = "APPATTRS", "ABBRS", "ABBR_EMPTY", "DEFAULT_EMPTY"
#: Attributes of the application itself.
DIRECT = "APPDIRECT"


@dataclass(frozen=True, kw_only=True, slots=True)
class Abbreviations:
    """The tables of one release's docs."""

    names: Mapping[str, str]  # first part of the reference → path
    by_role: Mapping[str, str]  # role → what a name that has no abbreviation stands in
    otherwise: str  # the same, for every other role

    def expand(self, target: str, role: str) -> str:
        """The path that a target beginning with "@" or "@-" stands for."""
        name = target.lstrip("@-")
        first, dot, rest = name.partition(".")
        if first in self.names:
            return f"{self.names[first]}{dot}{rest}"
        # The extension refuses what has a dot and begins with nothing that it knows.
        return f"{self.otherwise if dot else self.by_role.get(role, self.otherwise)}.{name}"


@functools.cache
def read(root: str) -> Abbreviations | None:
    """The tables of the docs in a release tree; None where there are none that can be read."""
    try:
        tree = ast.parse((Path(root) / EXTENSION).read_text(encoding="utf-8"))
    except (OSError, SyntaxError, UnicodeDecodeError):
        return None
    told = dict(_constants(tree))
    otherwise = told.get(OTHERWISE)
    if not isinstance(otherwise, str):
        return None
    direct = {name: f"{otherwise}.{name}" for name in told.get(DIRECT, ())}
    return Abbreviations(
        names={**told.get(ABBREVIATIONS, {}), **told.get(ATTRIBUTES, {}), **direct},
        by_role=told.get(BY_ROLE, {}),
        otherwise=otherwise,
    )


def _constants(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            try:
                yield node.targets[0].id, ast.literal_eval(node.value)
            except ValueError:
                continue
