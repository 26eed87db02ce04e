"""Experiments: a sentence of a page and the live proof that stands beside it in doc_snippets/."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from packaging.version import InvalidVersion, Version

from harness.contexts import Context, Experiment
from harness.model import Claim, Docs, Page, Plan, Step


def experiments(docs: Docs, page: Page, context: Context) -> tuple[list[Claim], list[Plan]]:
    """Claims and plans of the page's experiments whose sentence stands on it."""
    claims: list[Claim] = []
    plans: list[Plan] = []
    source = Path(docs.root, page.file)
    if not context.experiments or not source.is_file():
        return claims, plans
    text = source.read_text(encoding="utf-8", errors="replace")
    for experiment in context.experiments:
        where = _find(experiment.quote, text)
        if where is None or not _concerns(experiment, docs.version):
            continue
        plan = _plan(docs, page, experiment)
        plans.append(plan)
        claims.append(_claim(page, experiment, plan, text, *where))
    return claims, plans


def _find(quote: str, text: str) -> tuple[int, int] | None:
    """Where the sentence stands, whatever its line breaks."""
    match = re.search(r"\s+".join(map(re.escape, quote.split())), text)
    return match.span() if match else None


def _concerns(experiment: Experiment, version: str) -> bool:
    try:
        return Version(version) >= Version(experiment.since)
    except InvalidVersion:
        return True  # the label of a checkout: as new as can be


def _claim(page: Page, experiment: Experiment, plan: Plan, text: str, start: int, end: int) -> Claim:
    return Claim(
        key=plan.experiment,
        kind="experiment",
        page=page.name,
        file=page.file,
        line=text.count("\n", 0, start) + 1,
        column=start - text.rfind("\n", 0, start),
        end_line=text.count("\n", 0, end) + 1,
        text=" ".join(text[start:end].split()),
        subject=experiment.id,
        headings=(page.title,),
        scope="",
        historical=False,
        fields={"plan": plan.key},
    )


def _plan(docs: Docs, page: Page, experiment: Experiment) -> Plan:
    step = Step(
        sample=None, kind="typed", source=experiment.script, first=0, shown=None, worker=True, limit=experiment.limit
    )
    digest = hashlib.sha256(experiment.script.encode()).hexdigest()[:8]
    return Plan(
        key=f"{page.name}:{experiment.id}:{digest}",
        docs=docs.version,
        page=page.name,
        files=experiment.files,
        app=experiment.app,
        heads={},
        preamble="",
        steps=(step,),
        services=(),
        experiment=f"{page.name}:experiment:{experiment.id}",
    )
