"""What a release takes and no page tells of.  No errata; for docs to come.

Settings and signals without an entry of their own, options of `apply_async`, remote control commands, and options of
`celery` where no page is made of its command line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from harness.model import Claim, Docs, Page

#: What `apply_async` gives for itself on the way: no options of a caller's.
OWN = frozenset({"name", "args", "kwargs", "message", "event_dispatcher"})
APPLY_ASYNC = "celery.app.task.Task.apply_async"
WORD = re.compile(r"-{0,2}[A-Za-z_][\w-]*")
#: The directive that makes a page of a command line, with all its commands and options.
GENERATED = re.compile(r"^\.\. click:: celery\.bin\.celery:celery\b", re.M)


def find(docs: Docs, label: str, pages: Iterable[Page], facts: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    """What is not documented, by kind and name.  `pages` are all of the release."""
    kept = list(pages)
    claims = [claim for page in kept for claim in page.claims if not claim.historical]
    words = words_of(kept)
    told = {
        "setting": _settings(claims),
        "execution-option": _options(claims),
        "signal": {claim.subject for claim in claims if claim.kind == "signal"},
        "control-command": words,
        "option": words,
    }
    taken = {
        "setting": set(facts.get("settings", {}).get("keys", ())),
        "execution-option": _taken(facts),
        "signal": set(facts.get("signals", ())),
        "control-command": {name for name, entry in facts.get("control", {}).items() if entry["visible"]},
        "option": set() if has_generated(docs) else set(_flags(facts.get("commands"))),
    }
    for kind, names in taken.items():
        for name in sorted(names - told[kind]):
            yield {"docs": docs.version, "target": label, "kind": kind, "name": name}


def words_of(pages: Iterable[Page]) -> set[str]:
    """The words of what pages name and show as code, docstrings left out."""
    found: set[str] = set()
    for page in pages:
        for sample in page.samples:
            if not sample.historical and not sample.scope and not sample.file.endswith(".py"):
                found.update(WORD.findall(sample.code))
        for claim in page.claims:
            if not claim.historical and not claim.file.endswith(".py"):
                found.update(WORD.findall(claim.text))
    return found


def has_generated(docs: Docs) -> bool:
    """Whether a page is made of the command line itself."""
    pages = sorted((Path(docs.root) / "docs").rglob("*.rst"))
    return any(GENERATED.search(path.read_text(encoding="utf-8", errors="replace")) for path in pages)


def _flags(command: Mapping[str, Any] | None) -> Iterator[str]:
    """The long names of all options, plug-ins' and hidden ones left out."""
    if command is None or command["plugin"] or command["hidden"]:
        return
    for option in command["options"]:
        if not option["hidden"]:
            yield from [name for name in option["names"] if name.startswith("--")]
    for child in command["commands"].values():
        yield from _flags(child)


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
