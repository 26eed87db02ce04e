"""Which services can be had here: each is started as for a run, and ended at once."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from harness.errors import HarnessError
from harness.interfaces import Service
from harness.registry.services import SERVICES


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One service."""

    name: str
    role: Literal["broker", "extra"]
    purpose: str
    available: bool
    how: str  # where it comes from, or why it cannot be had


def rows(urls: Mapping[str, str | None] | None = None) -> list[Row]:
    """Every service of the registry, in its order; `urls` are those that the user has given, by name.

    No target is needed: whether the packages that a service brings fit a target is said when they are installed.
    """
    given = urls or {}
    services = list(SERVICES.values())
    # Most of the time is waiting for servers.  Each is started and ended by one thread: it would end with another.
    with ThreadPoolExecutor(max_workers=len(services)) as pool:
        return list(pool.map(lambda service: _row(service, given.get(service.name)), services))


def _row(service: Service, url: str | None) -> Row:
    try:
        with (
            tempfile.TemporaryDirectory(prefix="doc-harness-") as folder,
            service.start(Path(folder) / service.name, url) as running,
        ):
            available, how = True, _how(service, running.label)
    except HarnessError as error:
        available, how = False, str(error)
    return Row(name=service.name, role=service.role, purpose=service.purpose, available=available, how=how)


def _how(service: Service, label: str) -> str:
    packages = [requirement for requirement in service.requires if not requirement.startswith("celery[")]
    adds = f"adds {', '.join(packages)} to the target" if packages else ""
    return "; ".join(part for part in (label if label != service.name else "", adds) if part) or "part of Celery"
