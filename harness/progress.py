"""Progress of long work: bars on a terminal, a line a stage elsewhere."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars


class Progress:
    """Stages by name; each has a number of steps, or none."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.bars = Bars(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self.stages: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self.bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bars.stop()

    def stage(self, name: str, done: int = 0, total: int | None = None) -> None:
        """Say how far a stage is; a new name begins one."""
        if name not in self.stages:
            self.stages[name] = self.bars.add_task(name, total=total)
            if not self.console.is_terminal:
                self.console.print(f"doc-harness: {name}", markup=False)
        self.bars.update(self.stages[name], completed=done, total=total)

    def note(self, text: str) -> None:
        """One line that stays."""
        self.console.print(f"doc-harness: {text}", markup=False)
