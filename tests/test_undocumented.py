"""What a release takes and no page tells of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from harness import undocumented
from harness.model import Claim, Docs, Page
from tests.checks.conftest import make_claim

FACTS = {
    "settings": {"keys": {"told": {}, "titled": {}, "untold": {}, "past": {}}},
    "execution": {
        "apply_async": ["args", "task_id"],
        "send_task": ["name", "countdown", "router"],
        "as_task_v2": ["stamped_headers", "now"],
        "read": {"stamped_headers": [], "--cmd": []},
    },
}
DOCS = Docs(version="5.4.0", root="/", sha256="")


def found(*claims: Claim) -> list[tuple[str, str]]:
    page = Page(name="page", file="page.rst", title="", samples=(), claims=claims, problems=())
    return [(item["kind"], item["name"]) for item in undocumented.find(DOCS, "celery54", [page], FACTS)]


def argument(name: str, **changes: Any) -> Claim:
    return make_claim(name, "parameter", scope=undocumented.APPLY_ASYNC, **changes)


def test_settings() -> None:
    claims = [make_claim("told", "setting"), make_claim("titled", "heading")]
    past = replace(make_claim("past", "setting"), historical=True)
    kept = [name for kind, name in found(*claims, past) if kind == "setting"]
    assert kept == ["past", "untold"]


def test_options() -> None:
    calling = make_claim("router", "literal", page="userguide/calling")
    other = make_claim("stamped_headers", "literal", page="userguide/other")
    kept = [name for kind, name in found(argument("countdown"), argument("task_id"), calling, other) if "opt" in kind]
    assert kept == ["stamped_headers"]
