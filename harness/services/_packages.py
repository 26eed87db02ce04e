"""Extras that are no more than packages, environment and settings: nothing is started, and nobody shares anything."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from harness.errors import UsageError
from harness.interfaces import Lease, RunningService

#: As many plans at a time as there are runners.
UNLIMITED = 1 << 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Packages:
    """A service and its running self in one; `files` are laid into the plan's directory."""

    name: str
    env: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The service's name."""
        return self.name

    @property
    def slots(self) -> int:
        """There is nothing to be short of."""
        return UNLIMITED

    @contextlib.contextmanager
    def start(self, directory: Path, url: str | None) -> Iterator[RunningService]:
        """Nothing is started.  Raises UsageError for a URL: there is no server."""
        if url is not None:
            raise UsageError(f"--service {self.name}: it is installed for the plans that need it, and has no URL")
        yield self

    def connect(self, address: str) -> RunningService:
        """The same as here."""
        return self

    @contextlib.contextmanager
    def lease(self, slot: int) -> Iterator[Lease]:
        """Its environment and files."""
        yield Lease(env=self.env, label=self.name, files=self.files)

    def address(self) -> str:
        """Nothing has to be said."""
        return ""
