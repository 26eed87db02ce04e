"""A task is sent without an argument that it needs."""

from __future__ import annotations

from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.source import callee, is_known, parts


def mutants(material: Material) -> Iterator[Mutant]:
    """Calls of tasks without the last of their arguments."""
    for part in parts(material):
        for call in part.calls():
            if callee(call) != "delay" or len(call.args) < 2 or call.keywords or call.lineno != call.end_lineno:
                continue
            if not is_known(material, part, call):
                continue
            before, last = call.args[-2:]
            if before.end_col_offset is None or last.end_col_offset is None:
                continue
            old = part.source[call.lineno - 1].encode()[before.end_col_offset : last.end_col_offset].decode()
            yield part.mutant(call.lineno, before.end_col_offset, old, "")
