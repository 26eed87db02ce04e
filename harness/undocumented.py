"""What a release takes and no page tells of: settings, and options of `apply_async`.  No errata; for docs to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from harness.model import Claim, Docs, Page

#: What `apply_async` gives for itself on the way: no options of a caller's.
OWN = frozenset({"name", "args", "kwargs", "message", "event_dispatcher"})
APPLY_ASYNC = "celery.app.task.Task.apply_async"


def find(docs: Docs, label: str, pages: Iterable[Page], facts: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    """What is not documented, by kind and name.  `pages` are all of the release."""
    claims = [claim for page in pages for claim in page.claims if not claim.historical]
    told = {"setting": _settings(claims), "execution-option": _options(claims)}
    taken = {"setting": set(facts.get("settings", {}).get("keys", ())), "execution-option": _taken(facts)}
    for kind, names in taken.items():
        for name in sorted(names - told[kind]):
            yield {"docs": docs.version, "target": label, "kind": kind, "name": name}


def _settings(claims: Iterable[Claim]) -> set[str]:
    """Settings that have an entry of their own: a directive or a title."""
    return {claim.subject for claim in claims if claim.kind in ("setting", "heading")}


def _options(claims: Iterable[Claim]) -> set[str]:
    """Options that the docstring lists, or a page of the user guide names on its own."""
    listed = (claim for claim in claims if claim.kind == "parameter" and claim.scope == APPLY_ASYNC)
    named = (claim for claim in claims if claim.kind == "literal" and claim.page == "userguide/calling")
    return {claim.subject for claim in (*listed, *named)}


def _taken(facts: Mapping[str, Any]) -> set[str]:
    """Options of the calls on the way to the message, and those of its parts that the way reads by name."""
    execution = facts.get("execution", {})
    parts = ("apply_async", "send_task", "send_task_message", "exec_options")
    names = {name for part in parts for name in execution.get(part, ())}
    return (names | set(execution.get("as_task_v2", ())) & set(execution.get("read", ()))) - OWN
