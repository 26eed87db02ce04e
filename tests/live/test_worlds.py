"""Worlds are real packages: each is imported on a real release, and its application has a real worker.

``DOC_HARNESS_TEST_RELEASES="5.0.5 5.7.0"`` names the releases; without it the newest one is taken.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

import pytest

from harness import contexts, overlays, targets
from harness.interfaces import RunningService
from harness.model import Plan, Target
from harness.plan import packages
from harness.plan.readings import imported
from harness.registry.services import SERVICES
from harness.run import Guest, uncontained

pytestmark = [pytest.mark.live, pytest.mark.slow]

LOADED = contexts.load()


def services_of(world: str) -> list[str]:
    """Services beside which a world stands: what it imports, and what the contexts say that name it."""
    trees = [ast.parse(text) for file, text in contexts.world_files([world]).items() if file.endswith(".py")]
    found = [name for module, _ in imported(trees) if (name := packages.service_of(module))]
    found += [entry.name for context in LOADED.values() for entry in context.beside if world in entry.worlds]
    for context in LOADED.values():
        for entry in context.samples:
            if world in entry.worlds:
                found += [*context.services, *entry.services]
    return list(dict.fromkeys(found))


RELEASES = os.environ.get("DOC_HARNESS_TEST_RELEASES", "").split() or [""]


@pytest.fixture(scope="module", params=RELEASES, ids=lambda release: release or "newest")
def target(request: pytest.FixtureRequest) -> Target:
    if not request.param:
        return request.getfixturevalue("newest_target")
    return targets.prepare([request.param])[0]


@pytest.fixture(scope="module")
def reader(target: Target) -> Iterator[Guest]:
    guest = Guest(target, contained=not uncontained())
    yield guest
    guest.close()


@pytest.mark.parametrize("world", contexts.worlds())
def test_a_world_is_imported_and_its_application_works(
    world: str, reader: Guest, target: Target, broker: RunningService, make_plan: Callable[..., Plan]
):
    own = contexts.world_files([world])
    modules = [_module(file) for file in own if file.endswith(".py")]
    services = services_of(world)
    beside = {entry.name: entry for context in LOADED.values() for entry in context.beside}
    before = "\n".join(beside[name].before for name in services if name in beside)
    app = next((_module(file).removesuffix(".celery") for file, text in own.items() if "\napp = Celery(" in text), "")
    plan = make_plan(
        {"kind": "typed", "source": "\n".join(f"import {module}" for module in modules), "worker": bool(app)},
        files=contexts.world_files([*LOADED[""].worlds, *_beside(services), world]),
        app=app or "proj",
        heads={"before": before} if before else {},
        preamble="import before" if before else "",
        services=tuple(services),
    )
    folders = [str(overlays.of(target, SERVICES[name].requires)) for name in services if SERVICES[name].requires]
    with broker.lease(0) as lease:
        (seen,) = reader.perform(plan, lease, "here-redis", folders)
    assert (seen.status, seen.raised, seen.reason) == ("done", None, ""), seen.log


def _beside(services: list[str]) -> list[str]:
    """Worlds that stand beside the services."""
    entries = [entry for context in LOADED.values() for entry in context.beside if entry.name in services]
    return [world for entry in entries for world in entry.worlds]


def _module(file: str) -> str:
    return ".".join(PurePosixPath(file).with_suffix("").parts).removesuffix(".__init__")
