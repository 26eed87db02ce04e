"""Results as a run of two releases gives them, made by hand."""

from __future__ import annotations

import dataclasses
from typing import Any

from harness.interfaces import Against, Known, Results, Stale
from harness.model import Docs, Erratum, Outcome, Place, Target

WORKERS = "docs/userguide/workers.rst"
OLD, NEW = "5.3.6", "5.4.0"
WRONG, RIGHT = "revoke_by_stamped_header", "revoke_by_stamped_headers"


def place(docs: str, line: int, column: int, text: str, *, file: str = WORKERS, end_line: int = 0) -> Place:
    return Place(docs=docs, file=file, line=line, column=column, end_line=end_line or line, text=text)


def erratum(**changes: Any) -> Erratum:
    blank = Erratum(
        id="unknown-name-1f0c3a9b",
        rule="unknown-name",
        severity="breaks",
        blame="docs",
        claim=WRONG,
        observed=f"AttributeError: 'Control' object has no attribute '{WRONG}'",
        message=f"celery.app.control.Control has no {WRONG}",
        suggestion=RIGHT,
        places=tuple(
            place(docs, line + shift, column, WRONG)
            for docs, shift in ((OLD, -3), (NEW, 0))
            for line, column in ((474, 14), (476, 3), (480, 44), (502, 21), (504, 21), (506, 21), (514, 7), (521, 20))
        ),
        fails_on=("celery53-redis", "celery54-redis"),
        holds_on=("celery55-redis",),
        patch=None,
        patch_verified=None,
        reproducer=None,
        evidence={
            "interval": "5.3.6–5.4.0, not from 5.5.3",
            "source_line": ".. control:: revoke_by_stamped_header",
            "near": [RIGHT],
            "traceback": 'File "/home/someone/.tox/celery54/lib/python3.11/site-packages/celery/app/control.py", line 1',
        },
    )
    return dataclasses.replace(blank, **changes)


def wrong_output(**changes: Any) -> Erratum:
    return erratum(
        id="wrong-output-shape-5944a64d",
        rule="wrong-output-shape",
        severity="wrong-value",
        claim="[{'worker1.example.com': 'pong'},\n {'worker2.example.com': 'pong'}]",
        observed="[{'<node>': {'ok': 'pong'}}]",
        message="shows a string, but it is a dict (at ['worker1.example.com'])",
        suggestion="[{'worker1.example.com': {'ok': 'pong'}},\n {'worker2.example.com': {'ok': 'pong'}}]",
        places=(place(NEW, 1008, 5, "[{'worker1.example.com': 'pong'},", end_line=1009),),
        fails_on=("celery54-redis",),
        holds_on=(),
        patch="--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n",
        patch_verified=True,
        evidence={
            "interval": "5.4.0",
            "source_line": "    [{'worker1.example.com': 'pong'},",
            "let_through": [{"at": "['worker1.example.com']", "kind": "node", "shown": "'worker1.example.com'"}],
        },
    )


def undecided(**changes: Any) -> Erratum:
    return erratum(
        id="raises-0a0b0c0d",
        rule="raises",
        blame="undecided",
        message="raises ValueError: destination must be a list",
        claim="app.control.broadcast('shutdown', destination='worker1@example.com')",
        observed="ValueError: destination must be a list",
        suggestion=None,
        places=(place(NEW, 993, 5, "app.control.broadcast("),),
        evidence={"reason": "a person has to look at it"},
    )


def outcome(docs: str, line: int, kind: str, verdict: str, **changes: Any) -> Outcome:
    blank = Outcome(
        docs=docs, target=f"celery{docs.replace('.', '')[:2]}-redis", file=WORKERS, line=line, end_line=line + 2,
        kind=kind, check="run", verdict=verdict, reason="", seconds=0.12345, key=f"{kind}:{line}",  # type: ignore[arg-type]
    )  # fmt: skip
    return dataclasses.replace(blank, **changes)


def target(name: str, celery: str) -> Target:
    return Target(
        name=name,
        celery=celery,
        kombu="5.3.7",
        python="3.11.7",
        interpreter="/home/someone/.tox/bin/python",
        digest="d",
    )


def results(**changes: Any) -> Results:
    """What two releases gave on one broker."""
    blank = Results(
        docs=(
            Docs(version=OLD, root="/home/someone/cache/5.3.6", sha256="a" * 64),
            Docs(version=NEW, root="/home/someone/cache/5.4.0", sha256="b" * 64),
        ),
        targets=(target("celery53", OLD), target("celery54", NEW)),
        labels=("celery53-redis", "celery54-redis"),
        errata=(erratum(), wrong_output()),
        undecided=(undecided(),),
        faults=(
            {
                "docs": NEW,
                "kind": "broken-rst",
                "file": "docs/a.rst",
                "line": 3,
                "message": "Inconsistent title style.",
            },
            {
                "docs": OLD,
                "target": "celery53-redis",
                "kind": "environment",
                "message": "no broker at redis://u:p@h:1/0",
            },
        ),
        samples=(
            outcome(OLD, 10, "pycon", "holds"),
            outcome(OLD, 20, "console", "not-checked", check="none", reason="placeholder"),
            outcome(NEW, 10, "pycon", "holds"),
            outcome(NEW, 20, "pycon", "fails", reason="unknown-name"),
            outcome(NEW, 30, "python", "undecided", reason="raised OSError: /tmp/run.x7/app.py"),
        ),
        claims=(
            outcome(NEW, 474, "control", "fails", check="resolve", reason="unknown-name"),
            outcome(NEW, 476, "heading", "not-checked", check="none", reason="no-check"),
        ),
        seconds=61.2,
    )
    return dataclasses.replace(blank, **changes)


def against(**changes: Any) -> Results:
    """The same, held against a baseline that knows the first erratum but for one place, and one that is gone."""
    whole = erratum()
    places = [item for item in whole.places if item.docs == NEW]
    new = dataclasses.replace(whole, places=(places[-1],))
    known = dataclasses.replace(whole, places=tuple(item for item in whole.places if item != places[-1]))
    found = Against(
        file="docs/known-errata.toml",
        new=(new,),
        known=(Known(erratum=known, reason="Waits for | 5.5."), Known(erratum=wrong_output(), reason="Stays.")),
        stale=(
            Stale(
                id="wrong-default-0b0c0d0e",
                file="docs/known-errata.toml",
                line=12,
                message="wrong-default-0b0c0d0e is not found any more: take it out of the baseline (docs/a.rst: 'x')",
            ),
        ),
    )
    return results(against=found, **changes)


EMPTY = Results(docs=(), targets=(), labels=(), errata=(), undecided=(), faults=(), samples=(), claims=(), seconds=0.0)
