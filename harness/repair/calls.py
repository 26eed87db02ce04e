"""Ways to show calls that are not taken as the docs have them: of tasks, and of commands with options behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harness.repair.parts import Part, Subject

#: Options that a script can give to `celery` without anything of the reader's.
HARMLESS = frozenset({"-b", "--broker", "--result-backend", "-q", "--quiet", "-C", "--no-color"})


def _task(subject: Subject) -> Part | None:
    """A call of a task with arguments that it does not take, or without one that it needs."""
    finding, evidence = subject.finding, subject.finding.evidence
    if "takes" not in evidence:
        return None
    told = {key: evidence[key] for key in ("task", "takes", "positional")}
    wrong, new = finding.place.text.strip("'\""), finding.suggestion
    right = None
    if "options" in evidence:
        right = {**told, "text": new, "keywords": [], "options": evidence["options"]}
    elif new is not None:
        keywords = [new if each == wrong else each for each in evidence["keywords"]]
        right = {**told, "text": finding.claim.replace(wrong, new), "keywords": keywords}
    documented = {"text": finding.claim, **told, "keywords": evidence["keywords"]}
    return Part(name="task_calls", documented=documented, corrected=right)


def _late(subject: Subject) -> Part | None:
    """An option of `celery` itself behind a command of others."""
    finding, evidence = subject.finding, subject.finding.evidence
    if "words" not in evidence:
        return None
    command, *option = evidence["words"]
    told = {"command": command, "option": evidence["option"]}
    right = None
    if evidence["option"] in HARMLESS:
        words = [*option, command]
        right = {"text": " ".join(["celery", *words]), "words": words, **told}
    documented = {"text": finding.claim, "words": [command, *option], **told}
    return Part(name="late_option", documented=documented, corrected=right)


def _kinds(subject: Subject) -> Part | None:
    """A call of one of Celery's methods with arguments of kinds that it does not take."""
    finding, evidence = subject.finding, subject.finding.evidence
    if "kinds" not in evidence:
        return None
    told = {"text": finding.claim, "method": evidence["method"]}
    right = {**told, "text": finding.suggestion, "kinds": evidence["right"]} if evidence["right"] else None
    return Part(name="argument_kinds", documented={**told, "kinds": evidence["kinds"]}, corrected=right)


RULES: Mapping[str, Callable[[Subject], Part | None]] = {
    "excess-argument": _task,
    "missing-argument": _task,
    "unfit-argument": _kinds,
    "unknown-argument": _task,
    "unknown-option": _late,
}
