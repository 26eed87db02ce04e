"""Experiments: a sentence of a page and the live proof that stands beside it in doc_snippets/."""

from __future__ import annotations

import ast
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from packaging.version import InvalidVersion, Version

from harness import misquotes, quotes
from harness.contexts import Context, Experiment
from harness.misquotes import SLOT, Misquoted
from harness.model import Claim, Docs, Page, Plan, Step
from harness.quotes import Quoted


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sentence:
    """The sentence of an experiment, as it stands on a page."""

    quoted: Quoted
    corrected: bool = False  # as it should be
    turned: Misquoted | None = None  # what it says otherwise than the experiment's, in one word


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
        sentence = _find(experiment, text)
        if sentence is None:
            continue
        plan = _plan(docs, page, experiment, sentence)
        plans.append(plan)
        claims.append(_claim(page, experiment, plan, text, sentence))
    return claims, plans


def _find(experiment: Experiment, text: str) -> _Sentence | None:
    """Where the sentence stands: in any of its wordings, as it should be, or with another word in one of these.

    What is as it should be, and the script cannot hold it, is not looked at.
    """
    wordings = [(quote, False) for quote in (experiment.quote, *experiment.reworded)]
    if experiment.right:
        wordings.append((experiment.right.replace("{", "{{").replace("}", "}}"), True))
    able = _reads_corrected(experiment.script)
    for quote, corrected in wordings:
        if (found := quotes.find(quote, text)) is not None:
            return _Sentence(quoted=found, corrected=corrected) if able or not corrected else None
    for quote, corrected in wordings:
        if (able or not corrected) and (turned := misquotes.find(quote, text)) is not None:
            return _Sentence(quoted=turned.quoted, corrected=corrected, turned=turned)
    return None


@cache
def _reads_corrected(script: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "corrected" for node in ast.walk(ast.parse(script)))


def _concerns(experiment: Experiment, version: str) -> bool:
    try:
        return Version(version) >= Version(experiment.since)
    except InvalidVersion:
        return True  # the label of a checkout: as new as can be


def _claim(page: Page, experiment: Experiment, plan: Plan, text: str, sentence: _Sentence) -> Claim:
    where = sentence.quoted
    line, column = _position(text, where.start)
    slots = {slot.name: (*_position(text, slot.start), slot.text) for slot in where.slots}
    if (turned := sentence.turned) is not None:
        slots[SLOT] = (*_position(text, turned.start), turned.text)
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


def _plan(docs: Docs, page: Page, experiment: Experiment, sentence: _Sentence) -> Plan:
    corrected, turned = sentence.corrected, sentence.turned
    # Who gets to the end has shown what is quoted.
    script = experiment.script + ("" if turned is None else f"\ncontradicted({SLOT!r}, {turned.right!r})\n")
    claimed = {slot.name: slot.value for slot in sentence.quoted.slots}
    step = Step(sample=None, kind="typed", source=script, first=0, shown=None, worker=True, limit=experiment.limit)
    digest = hashlib.sha256(f"{script}{claimed}{corrected or ''}".encode()).hexdigest()[:8]
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
