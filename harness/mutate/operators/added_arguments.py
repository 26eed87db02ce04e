"""A task is sent with an argument more than it takes."""

from __future__ import annotations

from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.source import callee, is_known, parts


def mutants(material: Material) -> Iterator[Mutant]:
    """Calls of tasks with their last argument given once more."""
    for part in parts(material):
        for call in part.calls():
            if callee(call) != "delay" or not call.args or call.keywords or call.lineno != call.end_lineno:
                continue
            if not is_known(material, part, call):
                continue
            last = part.text(call.args[-1])
            if last and not last.startswith("*"):
                yield part.mutant(call.lineno, call.args[-1].col_offset, last, f"{last}, {last}")
