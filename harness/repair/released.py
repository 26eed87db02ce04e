"""Ways to show what is told of a release itself: its number and name, and the Pythons that it is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from harness.repair.parts import Part, Subject


def _release(subject: Subject) -> Part:
    """The number or the name of another release, or a sentence about the Django that a release can be used with."""
    finding, evidence = subject.finding, subject.finding.evidence
    if "django" in evidence:
        version, django = evidence["right"]
        right = {"text": f"Celery {version} supports Django {django}", "version": version, "django": django}
        told = {"text": finding.claim, "version": evidence["release"], "django": evidence["django"]}
        return Part(name="release", documented=told, corrected=right)
    given = "series" if evidence.get("form") == "series" else "version"
    return _held("release", subject, lambda text: {given: text if given == "series" else _last(text)})


def _last(text: str) -> str:
    """The last of the releases that a text names."""
    found: list[str] = re.findall(r"\d[\w.]*", text)
    return found[-1] if found else text


def _python(subject: Subject) -> Part | None:
    """A Python that the release at hand is said to run on."""
    given = {key: subject.finding.evidence[key] for key in ("form", "major") if key in subject.finding.evidence}
    return _held("pythons", subject, lambda text: {**given, "told": text}) if given else None


def _held(part: str, subject: Subject, told: Callable[[str], Mapping[str, Any]]) -> Part:
    finding = subject.finding
    new = finding.suggestion
    corrected = None if new is None else {"text": new, **told(new)}
    return Part(name=part, documented={"text": finding.claim, **told(finding.place.text)}, corrected=corrected)


RULES: Mapping[str, Callable[[Subject], Part | None]] = {"other-release": _release, "wrong-python": _python}
