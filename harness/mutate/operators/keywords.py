"""An argument is given by a name that nobody takes."""

from __future__ import annotations

from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.near import near
from harness.mutate.source import FOREIGN, TASKS, callee, parts, root


def mutants(material: Material) -> Iterator[Mutant]:
    """Renamed keyword arguments of what the release calls so."""
    for part in parts(material):
        for call in part.calls():
            if callee(call) in TASKS or callee(call) not in material.interface or root(call.func) in FOREIGN:
                continue
            for keyword in call.keywords:
                # What the release has no name for is handed on to others.
                new = near(keyword.arg, material.known) if keyword.arg in material.known else None
                if keyword.arg and new is not None and keyword.arg not in material.settings:
                    yield part.mutant(keyword.lineno, keyword.col_offset, keyword.arg, new, named=True)
