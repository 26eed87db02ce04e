"""What a release takes and no page tells of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from harness import undocumented
from harness.model import Claim, Docs, Page, Sample
from tests.checks.conftest import make_claim
from tests.conftest import make_sample

FACTS = {
    "settings": {"keys": {"told": {}, "titled": {}, "untold": {}, "past": {}}},
    "execution": {
        "apply_async": ["args", "task_id"],
        "send_task": ["name", "countdown", "router"],
        "as_task_v2": ["stamped_headers", "now"],
        "read": {"stamped_headers": [], "--cmd": []},
    },
    "signals": {"task_told": {}, "task_untold": {}},
    "control": {name: {"visible": name != "hidden"} for name in ("revoke", "shown", "untold_command", "hidden")},
    "commands": {
        "plugin": False,
        "hidden": False,
        "options": [{"names": ["-A", "--app"], "hidden": False}, {"names": ["--secret"], "hidden": True}],
        "commands": {
            "worker": {
                "plugin": False,
                "hidden": False,
                "options": [{"names": ["--pace"], "hidden": False}, {"names": ["-q"], "hidden": False}],
                "commands": {},
            },
            "flower": {
                "plugin": True,
                "hidden": False,
                "options": [{"names": ["--port"], "hidden": False}],
                "commands": {},
            },
        },
    },
}
DOCS = Docs(version="5.4.0", root="/nowhere", sha256="")


def found(*claims: Claim, samples: tuple[Sample, ...] = (), docs: Docs = DOCS) -> list[tuple[str, str]]:
    page = Page(name="page", file="page.rst", title="", samples=samples, claims=claims, problems=())
    return [(item["kind"], item["name"]) for item in undocumented.find(docs, "celery54", [page], FACTS)]


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
    kept = [
        name
        for kind, name in found(argument("countdown"), argument("task_id"), calling, other)
        if kind == "execution-option"
    ]
    assert kept == ["stamped_headers"]


def test_signals() -> None:
    named = make_claim("task_untold", "literal")
    kept = [name for kind, name in found(make_claim("task_told", "signal"), named) if kind == "signal"]
    assert kept == ["task_untold"]


def test_control_commands() -> None:
    told = make_claim("revoke", "control")
    docstring = make_claim("untold_command", "literal", file="celery/worker/control.py")
    shown = make_sample("$ celery -A proj control shown", "console")
    kept = [name for kind, name in found(told, docstring, samples=(shown,)) if kind == "control-command"]
    assert kept == ["untold_command"]


def test_flags(tmp_path: Path) -> None:
    told = make_claim("--app", "literal")
    assert [name for kind, name in found(told) if kind == "option"] == ["--pace"]
    page = tmp_path / "docs/reference/cli.rst"
    page.parent.mkdir(parents=True)
    page.write_text("Commands\n========\n\n.. click:: celery.bin.celery:celery\n")
    generated = replace(DOCS, root=str(tmp_path))
    assert [name for kind, name in found(told, docs=generated) if kind == "option"] == []
