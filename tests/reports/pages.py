"""Pages of docs in memory, for reports that quote them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.reports.results import NEW, OLD, WORKERS

LINES = 1100


def workers(shift: int) -> list[str]:
    """The page whose errata the results tell of: the names at their lines, prose between them."""
    lines = [f"Prose in line {number}." for number in range(1, LINES + 1)]
    for line, column in ((474, 14), (476, 3), (480, 44), (502, 21), (504, 21), (506, 21), (514, 7), (521, 20)):
        lines[line + shift - 1] = " " * (column - 1) + "revoke_by_stamped_header"
    lines[1007 + shift] = "    [{'worker1.example.com': 'pong'},"
    lines[1008 + shift] = "     {'worker2.example.com': 'pong'}]"
    return lines


class Pages:
    """Lines of files, by release."""

    def __init__(self, files: Mapping[tuple[str, str], Sequence[str]] | None = None) -> None:
        self.files = {(OLD, WORKERS): workers(-3), (NEW, WORKERS): workers(0), **(files or {})}

    def lines(self, docs: str, file: str) -> Sequence[str]:
        return self.files.get((docs, file), ())
