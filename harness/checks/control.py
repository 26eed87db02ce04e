"""Remote control commands that the docs describe and the worker does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from harness.checks import _found, _history, _nearest
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "control"

rules: Mapping[str, str] = {"unknown-name": "a remote control or inspect command that no worker knows"}

level: CheckName = "none"
sees = frozenset({"control"})


def find(case: Case) -> Iterable[Finding]:
    """Findings about a `control` directive or role."""
    claim = case.claim
    if claim is None or not covers(case):
        return
    command = _command(claim)
    if command in commands(case.facts):
        return
    suggestion = _nearest.nearest(command, commands(case.facts))
    column = claim.column + max(claim.text.find(command), 0)
    yield _found.finding(
        case,
        _found.place(case, claim, command, claim.line, column),
        rule="unknown-name",
        subject=_found.subject_of_name("", command),
        claim=claim.text,
        observed=f"no remote control command {command}",
        message=f"there is no remote control command {command}{_found.meant(suggestion)}",
        suggestion=suggestion,
        token=_found.distinctive(command, case.facts),
    )


def covers(case: Case) -> bool:
    """Whether the claim names a command that was looked up."""
    claim = case.claim
    if claim is None or claim.kind not in sees or "control" not in case.facts or _history.told(case):
        return False
    command = _command(claim)
    return bool(re.fullmatch(r"[A-Za-z_]\w*", command)) and not defined_on_page(case, command)


def _command(claim: Claim) -> str:
    return claim.subject.strip().removeprefix("~")


def commands(facts: Mapping[str, Any]) -> frozenset[str]:
    """Names that a worker answers to, aliases included."""
    table = facts.get("control", {})
    return frozenset(table) | frozenset(entry["alias"] for entry in table.values() if entry["alias"])


def defined_on_page(case: Case, command: str) -> bool:
    """Whether a sample of the page defines the command itself."""
    own = re.compile(rf"\bdef {re.escape(command)}\b|\bname=['\"]{re.escape(command)}['\"]")
    return any(own.search(sample.code) for sample in case.page.samples)
