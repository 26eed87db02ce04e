"""Experiments: a sentence of a page and the live proof that stands beside it in doc_snippets/."""

from __future__ import annotations

import ast
import hashlib
import json
from functools import cache
from pathlib import Path

from packaging.version import InvalidVersion, Version

from harness import quotes
from harness.contexts import Context, Experiment
from harness.model import Claim, Docs, Page, Plan, Step
from harness.quotes import Quoted


def experiments(docs: Docs, page: Page, context: Context) -> tuple[list[Claim], list[Plan]]:
    """Claims and plans of the page's experiments whose sentence stands on it."""
    claims: list[Claim] = []
    plans: list[Plan] = []
    source = Path(docs.root, page.file)
    if not context.experiments or not source.is_file():
        return claims, plans
    text = source.read_text(encoding="utf-8", errors="replace")
    for experiment in context.experiments:
        if not _concerns(experiment, docs.version):
            continue
        where = _find(experiment, text)
        corrected = where is None
        where = where or _find_corrected(experiment, text)
        if where is None:
            continue
        plan = _plan(docs, page, experiment, where, corrected=corrected)
        plans.append(plan)
        claims.append(_claim(page, experiment, plan, text, where))
    return claims, plans


def _find(experiment: Experiment, text: str) -> Quoted | None:
    """Where the sentence stands, in any of its wordings."""
    wordings = (experiment.quote, *experiment.reworded)
    return next((found for quote in wordings if (found := quotes.find(quote, text)) is not None), None)


def _find_corrected(experiment: Experiment, text: str) -> Quoted | None:
    """Where the sentence stands as it should be, if the script knows how to hold that one, too."""
    if not experiment.right or not _reads_corrected(experiment.script):
        return None
    return quotes.find(experiment.right.replace("{", "{{").replace("}", "}}"), text)


@cache
def _reads_corrected(script: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "corrected" for node in ast.walk(ast.parse(script)))


def _concerns(experiment: Experiment, version: str) -> bool:
    try:
        return Version(version) >= Version(experiment.since)
    except InvalidVersion:
        return True  # the label of a checkout: as new as can be


def _claim(page: Page, experiment: Experiment, plan: Plan, text: str, where: Quoted) -> Claim:
    line, column = _position(text, where.start)
    slots = {slot.name: (*_position(text, slot.start), slot.text) for slot in where.slots}
    return Claim(
        key=plan.experiment,
        kind="experiment",
        page=page.name,
        file=page.file,
        line=line,
        column=column,
        end_line=text.count("\n", 0, where.end) + 1,
        text=text[where.start : where.end],
        subject=experiment.id,
        headings=(page.title,),
        scope="",
        historical=False,
        fields={
            "plan": plan.key,
            "slots": json.dumps(slots),
            "right": experiment.right,
            "severity": experiment.severity,
            "blame": experiment.blame,
            "mistake": experiment.mistake,
            "about": json.dumps(experiment.about),
            "indent": str(quotes.margin(text.split("\n"), line - 1)),
        },
    )


def _position(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _plan(docs: Docs, page: Page, experiment: Experiment, where: Quoted, *, corrected: bool) -> Plan:
    claimed = {slot.name: slot.value for slot in where.slots}
    step = Step(
        sample=None, kind="typed", source=experiment.script, first=0, shown=None, worker=True, limit=experiment.limit
    )
    digest = hashlib.sha256(f"{experiment.script}{claimed}{corrected or ''}".encode()).hexdigest()[:8]
    given = [f"claimed = {claimed!r}"]
    given += [f"corrected = {corrected}"] if _reads_corrected(experiment.script) else []
    return Plan(
        key=f"{page.name}:{experiment.id}:{digest}",
        docs=docs.version,
        page=page.name,
        files=experiment.files,
        app=experiment.app,
        heads={},
        preamble="\n".join(["from docs_claims import *", f"proving({experiment.id!r})", *given]),
        steps=(step,),
        services=experiment.services,
        experiment=f"{page.name}:experiment:{experiment.id}",
    )
