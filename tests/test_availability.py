from __future__ import annotations

import contextlib
from types import SimpleNamespace

from harness import availability
from harness.errors import MissingError
from harness.registry.services import SERVICES


def _service(name, requires=(), problem=None):
    @contextlib.contextmanager
    def start(directory, url):
        if problem:
            raise MissingError(f"{problem} ({url})")
        yield SimpleNamespace(label=url or name)

    return SimpleNamespace(name=name, role="extra", purpose=f"{name} things", requires=requires, start=start)


def test_a_row_a_service_says_how_it_is_had_or_why_not(monkeypatch):
    services = {
        "here": _service("here", ("celery[x]", "one", "two")),
        "given": _service("given", ("one",)),
        "gone": _service("gone", problem="no program"),
        "plain": _service("plain"),
    }
    monkeypatch.setattr(availability, "SERVICES", services)
    rows = availability.rows({"given": "x://host", "gone": None})
    assert [(row.name, row.available, row.how) for row in rows] == [
        ("here", True, "adds one, two to the target"),
        ("given", True, "x://host; adds one to the target"),
        ("gone", False, "no program (None)"),
        ("plain", True, "part of Celery"),
    ]
    assert rows[0].purpose == "here things"


def test_every_service_has_a_row():
    assert [row.name for row in availability.rows()] == list(SERVICES)
