"""One script an erratum: it shows the mistake with nothing but Celery and, where something has to run, a broker."""

from __future__ import annotations

import ast
import functools
import pprint
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from harness import labels, shell_lines
from harness.model import CALLED, Check, Docs, Erratum, Finding, Observation, Page, Plan, Sample
from harness.repair import diffs, ways
from harness.repair.edit import Edit
from harness.repair.edits import Correction, sample_at
from harness.repair.parts import Part, Subject
from harness.repair.proof import Moved

PARTS = Path(__file__).parent / "scripts"
#: Modules that a script's reader has.
SCENES = PARTS / "scenes"
#: Files without what is said in them for readers of this project.
DOCSTRING = re.compile(r'\A""".*?"""\n+', re.S)

#: What is needed beside Celery.
NEEDS = {
    "session": "a broker at CELERY_BROKER_URL (redis://localhost:6379/0 unless it is set)",
    **dict.fromkeys(("markup", "label_titles", "napoleon"), "Sphinx"),
    "collected": "pytest",
    "processes": "ps",
    **dict.fromkeys(
        ("shipped", "init_script", "references", "broker_table"),
        "the release's sources, unpacked into the folder that CELERY_SOURCE names",
    ),
}
#: Parts that do not need Celery at all.
WITHOUT_CELERY = frozenset(
    {"code", "unset", "markup", "example", "init_script", "references", "label_titles", "napoleon", "broker_table"}
)
#: Packages that Celery's users have beside it, as scripts name them → the requirements that bring them.
PACKAGES: Mapping[str, tuple[str, ...]] = {
    "Django": ("celery[django]", "django!=4.1.0"),  # those of the service of that name
    "SQLAlchemy": ("celery[sqlalchemy]", "sqlalchemy"),
    "boto3": ("celery[dynamodb]", "boto3"),
    "django-celery-beat": ("celery[django]", "django", "django-celery-beat"),
    "django-celery-results": ("celery[django]", "django!=4.1.0", "django-celery-results"),
    "ephem": ("celery[solar]", "ephem"),
    "pydantic": ("celery[pydantic]", "pydantic"),
    "pytest": ("pytest",),
}
#: What is there beside Celery when a sample is run, by the service that brings it.
BROUGHT = {
    "django": "Django",
    "dynamodb": "boto3",
    "sqlite": "SQLAlchemy",
    **{name: name for name in ("django-celery-beat", "django-celery-results", "ephem", "pydantic", "pytest")},
}
#: How a step that was run is wrong, by rule; of every other rule it is wrong when it raises.
HOW = {
    "output-of-assignment": "nothing",
    "wrong-output-shape": "shape",
    "wrong-output": "text",
    "outdated-repr": "text",
    "wrong-exception": "text",
    "wrong-output-remark": "text",
    "wrong-output-key": "text",
}
#: Rules about words that are nowhere in Celery's code, when nothing stronger shows them.
WORDS = frozenset(
    {
        "unknown-field", "unknown-column", "unknown-reference", "unknown-event", "wrong-output", "wrong-output-shape",
        "outdated-repr",
    }
)  # fmt: skip
SHORTEST = 4


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What was held against what."""

    held: Sequence[tuple[Docs, Sequence[Page], Mapping[str, Check]]]
    plans: Sequence[Plan]
    observations: Sequence[Observation]
    lines: Callable[[str, str], Sequence[str]]
    corrections: Mapping[tuple[str, str], Correction] = field(default_factory=dict)  # by erratum's id and docs
    edits: Callable[[str, str], Sequence[Edit]] = lambda docs, file: ()  # that all corrections make together in a file

    def subject(self, erratum: Erratum, own: Sequence[Finding]) -> Subject | None:
        """What is to be shown of an erratum, None when nobody has found it."""
        order = sorted(own, key=lambda item: (item.rule != erratum.rule, labels.newest_first(item.docs)))
        if not order:
            return None
        finding = order[0]
        named = (finding.sample, finding.claim_key)
        numbers = [self._holders[finding.docs, key] for key in named if key and (finding.docs, key) in self._holders]
        if not numbers:
            return self._subject(erratum, finding, None, None, None)
        page, checks = self._pages[min(numbers)]
        sample = next((each for each in page.samples if each.key == finding.sample), None) if finding.sample else None
        check = checks.get(finding.sample) if finding.sample else None
        return self._subject(erratum, finding, page, sample, check.plan if check else None)

    @functools.cached_property
    def _pages(self) -> Sequence[tuple[Page, Mapping[str, Check]]]:
        return [(page, checks) for _, pages, checks in self.held for page in pages]

    @functools.cached_property
    def _holders(self) -> Mapping[tuple[str, str], int]:
        """Docs version and key of a sample or claim → number of the first page that has it."""
        versions = [docs.version for docs, pages, _ in self.held for _ in pages]
        found: dict[tuple[str, str], int] = {}
        for number, (version, (page, _)) in enumerate(zip(versions, self._pages, strict=True)):
            for key in (*(each.key for each in page.samples), *(each.key for each in page.claims)):
                found.setdefault((version, key), number)
        return found

    def _subject(
        self, erratum: Erratum, finding: Finding, page: Page | None, sample: Sample | None, key: str | None
    ) -> Subject:
        own = [item for item in self.plans if item.docs == finding.docs]
        plan = next((item for item in own if item.key == key), None)
        if plan is None and finding.claim_key is not None:
            plan = next((item for item in own if item.experiment == finding.claim_key), None)
        seen = [
            item
            for item in self.observations
            if plan is not None and (item.docs, item.plan, item.target) == (plan.docs, plan.key, finding.target)
        ]
        return Subject(
            erratum=erratum,
            finding=finding,
            page=page,
            sample=sample,
            lines=self.lines(finding.docs, finding.place.file),
            plan=plan,
            observations=sorted(seen, key=lambda item: item.step),
            edits=self.edits(finding.docs, finding.place.file)
            if (erratum.id, finding.docs) in self.corrections
            else (),
        )


def script(erratum: Erratum, own: Sequence[Finding], shown: Shown) -> str | None:
    """The script that shows an erratum, None when there is no way to show it."""
    subject = shown.subject(erratum, own)
    if subject is None:
        return None
    part = next(filter(None, (way(subject) for way in WAYS)), None)
    return None if part is None else _written(subject, part)


def needs_celery(text: str) -> bool:
    """Whether a script shows something of Celery, and not of the docs alone."""
    return _needs(text).startswith("It needs Celery")


def runs_samples(text: str) -> bool:
    """Whether a script does what samples of the docs do, and does not only look something up."""
    return needs_celery(text) and "\nclass Reader:" in text


def has_corrected(text: str) -> bool:
    """Whether a script knows what should stand there instead."""
    return "\nCORRECTED = " in text


def needs_more(text: str) -> bool:
    """Whether a script needs something beside Celery."""
    return " and " in _needs(text)


def needs_sources(text: str) -> bool:
    """Whether a script reads what a release ships and does not install."""
    return "CELERY_SOURCE" in _needs(text)


def requirements(text: str) -> tuple[str, ...]:
    """What is to be installed beside Celery for a script."""
    needs = _needs(text)
    return tuple(each for name in PACKAGES if re.search(rf"\b{name}\b", needs) for each in PACKAGES[name])


def _needs(text: str) -> str:
    return next((line for line in text.splitlines() if line.startswith("It needs ")), "")


# - The ways to show something, strongest first


def _run(subject: Subject) -> Part | None:
    """The sample's own code, as it was run."""
    finding, plan = subject.finding, subject.plan
    source = finding.evidence.get("source")
    if plan is None or source is None:
        return None
    if subject.erratum.rule == "unknown-name" and _path(finding):
        return None  # a name can be looked up with less
    index = _step(subject, str(source))
    if index is None:
        return None
    how = HOW.get(subject.erratum.rule, "raises")
    step = next((item for item in subject.observations if item.step == index), None)
    seen = None if step is None else step.output.strip()
    error = step.raised.type if how == "raises" and step is not None and step.raised is not None else ""
    shown = str(finding.evidence.get("shown") or "")
    steps = list(_steps(subject, plan, index))
    if how == "shape" and seen == "[]":
        # Nobody of these names has answered: have workers that are called so.
        nodes = _nodes(shown, str(source))
        if not nodes:
            return None
        steps[-1] = (steps[-1][0], _addressed(str(source), nodes), *steps[-1][2:4], True, sorted(nodes.values()))
    if subject.erratum.rule == "wrong-output-remark":
        if plan.steps[index].kind != "typed":
            return None
        shown = finding.place.text
        steps[-1] = (*steps[-1][:3], True, *steps[-1][4:])
    text = str(source) + (f"\n{shown}" if shown else "")
    return Part(
        name="session",
        documented={
            "text": text,
            "files": dict(plan.files),
            "app": plan.app,
            "steps": steps,
            "how": how,
            "shown": shown,
            "error": error,
        },
    )


def _nodes(shown: str, source: str) -> dict[str, str]:
    """Names of workers that answer and are asked, each with what Celery calls a worker that is given that name."""
    try:
        value = ast.literal_eval(shown)
    except (ValueError, SyntaxError):
        return {}
    replies = [reply for reply in (value if isinstance(value, list) else [value]) if isinstance(reply, dict)]
    names = [name for reply in replies for name in reply if isinstance(name, str) and name in source]
    return {name: name if "@" in name else f"celery@{name}" for name in names}


def _addressed(source: str, nodes: Mapping[str, str]) -> str:
    for name, node in nodes.items():
        for quote in "\"'":
            source = source.replace(f"{quote}{name}{quote}", f"{quote}{node}{quote}")
    return source


def _step(subject: Subject, source: str) -> int | None:
    """The step of the plan that the finding is about."""
    assert subject.plan is not None
    found = [
        number
        for number, step in enumerate(subject.plan.steps)
        if step.source == source
        and (subject.sample is None or step.sample in (subject.sample.key, f"{subject.sample.key}{CALLED}"))
    ]
    if subject.sample is not None and len(found) > 1:
        place = subject.finding.place
        lines = subject.sample.lines
        found.sort(key=lambda number: abs(lines[subject.plan.steps[number].first] - place.line) if subject.plan else 0)
    return found[0] if found else None


def _steps(subject: Subject, plan: Plan, last: int) -> Iterator[tuple[Any, ...]]:
    """What the reader does up to a step: kind, source, module, echo, worker, nodes."""
    for module, text in plan.heads.items():
        yield "module", text, module, False, False, []
    if plan.preamble:
        yield "typed", plan.preamble, "", False, False, []
    sent = {item.step for item in subject.observations if item.sent}
    for number, step in enumerate(plan.steps[: last + 1]):
        starts = step.kind == "shell" and re.search(r"\bcelery\b.*\bworker\b", step.source) is not None
        if starts and number < last:
            continue  # the script has a worker of its own
        yield step.kind, step.source, step.module, step.echo, step.worker or number in sent, list(step.nodes)


def _experiment(subject: Subject) -> Part | None:
    """A sentence about behaviour."""
    finding, plan = subject.finding, subject.plan
    if subject.erratum.rule != "contradicted-sentence" or finding.claim_key is None or plan is None:
        return None
    documented = {
        "text": finding.claim,
        "files": dict(plan.files),
        "app": plan.app,
        "steps": list(_steps(subject, plan, len(plan.steps) - 1)),
        "how": "contradicts",
    }
    told, right = "\ncorrected = False", finding.suggestion
    if right is None or not plan.preamble.endswith(told):
        return Part(name="session", documented=documented)
    other = replace(plan, preamble=plan.preamble.removesuffix(told) + "\ncorrected = True")
    steps = list(_steps(subject, other, len(plan.steps) - 1))
    return Part(name="session", documented=documented, corrected={**documented, "text": right, "steps": steps})


def _scene(subject: Subject) -> Part | None:
    """What only running tasks show: attributes of their request, fields of the events that are sent."""
    finding = subject.finding
    if finding.rule == "unknown-attribute" and (match := re.fullmatch(r"attribute:request:(.+)", finding.subject)):
        scene, name = "attributes", match[1]
        look = "assert has.delay({!r}).get(timeout=30), 'the request has no such attribute'"
    elif finding.rule == "unknown-event-field" and (match := re.fullmatch(r"event-field:(.+):(.+)", finding.subject)):
        scene, name = "watched", match[2]
        look = f"seen = fields({match[1]!r})\nassert {{!r}} in seen, f'the fields are {{{{seen}}}}'"
    else:
        return None

    def held(name: str, text: str) -> Mapping[str, Any]:
        typed = f"from {scene} import *\n" + look.format(name)
        return {
            "text": text,
            "files": {f"{scene}.py": (SCENES / f"{scene}.py").read_text(encoding="utf-8")},
            "app": scene,
            "steps": [("typed", typed, "", False, True, [])],
            "how": "contradicts",
        }

    return Part(
        name="session",
        documented=held(name, finding.claim),
        corrected=_or_none(finding.suggestion, lambda new: held(new, finding.claim.replace(name, new))),
    )


def _path(finding: Finding) -> str:
    """The dotted path that leads nowhere, "" where the finding is about something else."""
    if match := re.search(r"there is no module ([\w.]+?)(?:;|$)", finding.message):
        return match[1]
    if match := re.fullmatch(r"[a-z]\w* [\w.+]+ has no (?:[a-z]+ )?([A-Za-z_]\w*(?:\.\w+)+)", finding.observed):
        return match[1]
    if finding.rule in ("unknown-module", "unknown-signal") and (
        match := re.fullmatch(r"([a-z][\w.]+) has no (?:module )?(\w+)", finding.observed)
    ):
        return f"{match[1]}.{match[2]}"
    match = re.match(r"([A-Za-z_][\w.]*) has no (?:module )?([A-Za-z_][\w.]*)(?:;|$)", finding.message)
    if match is None or finding.rule != "unknown-name":
        return ""
    return match[2] if match[2].startswith(match[1] + ".") else f"{match[1]}.{match[2]}"


def _name(subject: Subject) -> Part | None:
    finding = subject.finding
    if finding.rule == "wrong-kind":
        path = finding.subject.removeprefix("kind:")
        base = "celery.bootsteps.Step"
        return Part(
            name="names",
            documented={"text": finding.claim, "path": path, "base": base},
            corrected=_or_none(finding.suggestion, lambda new: {"text": new, "path": new, "base": base}),
        )
    if finding.rule == "wrong-base":
        told = {"text": finding.claim, "path": finding.evidence["path"], "base": finding.evidence["base"]}
        right = finding.evidence.get("right", "")
        text = f"{told['path']} inherits from {right.rpartition('.')[2]}"
        return Part(name="names", documented=told, corrected={**told, "text": text, "base": right} if right else None)
    path = _path(finding)
    if not path:
        return None
    if finding.subject == f"module:{path}":  # one of Python's own that is called otherwise
        right = finding.evidence.get("path", "")
        return Part(
            name="names",
            documented={"text": finding.claim, "path": path, "own": True},
            corrected={"text": right, "path": right, "own": True} if right else None,
        )
    owner = path.rpartition(".")[0]

    def corrected(new: str) -> Mapping[str, Any]:
        # A reference may be written with an abbreviation.
        leads = finding.evidence.get("path") or (new if re.search(r"[.:]", new) else f"{owner}.{new}")
        return {"text": new, "path": leads}

    return Part(
        name="names",
        documented={"text": finding.claim, "path": path},
        corrected=_or_none(subject.erratum.suggestion, corrected),
    )


def _remote(subject: Subject) -> Part | None:
    finding = subject.finding
    if finding.rule != "unknown-name":
        return None
    kind, name = "", ""
    if match := re.search(r"(\S+) is not among the commands of celery (\w+)", finding.observed):
        name, kind = match[1], match[2]
    elif match := re.search(r"no remote control command (\S+)", finding.observed):
        name = match[1]
    else:
        return None
    return Part(
        name="remote",
        documented={"text": finding.claim, "command": name, "kind": kind},
        corrected=_or_none(finding.suggestion, lambda new: {"text": new, "command": new, "kind": kind}),
    )


def _setting(subject: Subject) -> Part | None:
    finding = subject.finding
    if finding.rule == "old-setting-name" and (match := re.match(r"(\w+) is the old name of", finding.observed)):
        return _listed(finding, "old name", match[1], wanted=False)
    if finding.rule == "old-setting-name" and (match := re.fullmatch(r"old:(\w+):(\w*[^\W_])", finding.subject)):
        return _listed(finding, "old name", match[1], of=match[2])
    if finding.rule == "old-setting-name" and (match := re.match(r"old:(\w+)", finding.subject)):
        return _listed(finding, "old name", match[1])
    if match := re.match(r"the default of (\w+) is (.*)", finding.observed, re.S):
        told = {"text": finding.claim, "setting": match[1], "value": finding.place.text, "observed": match[2]}
        return Part(name="defaults", documented=told)
    name = re.search(r"(?:nothing reads a|no) setting (\w+)", finding.observed)
    if name is None:
        return None
    # What is no setting is written as a literal, and is not to be looked up.
    right = None if finding.suggestion is None or finding.suggestion.startswith("`") else finding.suggestion
    return Part(
        name="settings",
        documented={"text": finding.claim, "setting": name[1]},
        corrected=_or_none(right, lambda new: {"text": new, "setting": new}),
    )


def _table(subject: Subject) -> Part | None:
    """Names that stand in one of Celery's tables."""
    finding = subject.finding
    kind = {"unknown-scheme": "scheme", "unknown-state": "state", "unknown-extra": "extra"}.get(finding.rule)
    if finding.rule == "unknown-choice":
        kind = finding.subject.partition(":")[0].removesuffix("s")
    if kind is None and (match := re.fullmatch(r"no state (\w+)", finding.observed)):
        return _listed(finding, "state", match[1])
    return None if kind is None else _listed(finding, kind, finding.place.text)


def _limits(subject: Subject) -> Part | None:
    """The order of the two time limits of a message."""
    if subject.finding.rule != "wrong-order" or not subject.finding.subject.startswith("order:timelimit"):
        return None
    return Part(name="limits", documented={"text": subject.finding.claim})


def _listed(finding: Finding, kind: str, name: str, *, wanted: bool = True, of: str = "") -> Part:
    told = {"text": finding.claim, "kind": kind, "name": name, "wanted": wanted, "of": of}
    new = finding.suggestion
    # A whole address is no name of a table.
    corrected = None if new is None or "://" in new else {**told, "text": new, "name": new}
    return Part(name="aliases", documented=told, corrected=corrected)


def _wording(subject: Subject) -> Part | None:
    """Words that the docs show as Celery's own: messages, fields, names of any kind."""
    finding = subject.finding
    if finding.rule not in WORDS or "\n" in finding.place.text or len(finding.place.text) < SHORTEST:
        return None
    # What the code makes of other words stands nowhere in it.
    literal = None if finding.rule.startswith(("wrong-output", "outdated-repr")) else finding.suggestion
    corrected = _or_none(literal, lambda new: {"text": new, "words": new})
    return Part(name="wording", documented={"text": finding.claim, "words": finding.place.text}, corrected=corrected)


def _arguments(subject: Subject) -> Part | None:
    finding = subject.finding
    if finding.rule == "unknown-option" and (match := re.fullmatch(r"nothing reads an option (\S+)", finding.observed)):
        return Part(
            name="arguments",
            documented={"text": finding.claim, "keyword": match[1]},
            corrected=_or_none(finding.suggestion, lambda new: {"text": new, "keyword": new}),
        )
    if part := _described(finding):
        return part
    match = re.fullmatch(r"argument:((?:celery|kombu|billiard|vine)[\w.]+):(\w+)", finding.subject)
    if match is None:
        return None
    path, what = match[1], match[2]
    if what.isdigit():
        return Part(name="arguments", documented={"text": finding.claim, "path": path, "count": int(what)})
    if finding.suggestion is not None and "(" in finding.suggestion:
        # The class takes it: `inspect(timeout=1).stats()`.
        right = {"text": finding.suggestion, "path": path.rpartition(".")[0], "keyword": what}
        return Part(
            name="arguments", documented={"text": finding.claim, "path": path, "keyword": what}, corrected=right
        )
    return Part(
        name="arguments",
        documented={"text": finding.claim, "path": path, "keyword": what},
        corrected=_or_none(finding.suggestion, lambda new: {"text": new, "path": path, "keyword": new}),
    )


def _described(finding: Finding) -> Part | None:
    """A parameter that a method or a docstring is described with, or its default."""
    corrected: Mapping[str, Any] | None
    match = re.fullmatch(r"(?:parameter|default|argument-default):([A-Za-z][\w.]*\.\w+):(\w+)", finding.subject)
    if match is None:
        return None
    told: dict[str, Any] = {"text": finding.claim, "path": match[1], "keyword": match[2]}
    new = finding.suggestion
    if finding.rule == "wrong-parameter":
        keywords = list(dict.fromkeys([*_required(finding.claim), match[2]]))
        told = {"text": finding.claim, "path": match[1], "keywords": keywords}
        right = [new if name == match[2] else name for name in keywords]
        text = re.sub(rf"\b{match[2]}\b", new or "", finding.claim)
        corrected = None if new is None else {**told, "text": text, "keywords": right}
        return Part(name="arguments", documented=told, corrected=corrected)
    if finding.rule == "unknown-parameter":
        told["named"] = True
        corrected = _or_none(new, lambda new: {**told, "text": f"{match[1]} takes {new}", "keyword": new})
        return Part(name="arguments", documented=told, corrected=corrected)
    if finding.rule == "wrong-argument-default":
        corrected = _or_none(new, lambda new: {**told, "text": f"the default of {match[2]} is {new}", "default": new})
        return Part(name="arguments", documented={**told, "default": finding.place.text}, corrected=corrected)
    if finding.rule == "wrong-parameter-default":
        return Part(name="arguments", documented={**told, "default": finding.claim.partition("=")[2]})
    return None


def _required(signature: str) -> list[str]:
    """Names of the parameters that a described method is called with: those without a default."""
    inside = re.sub(r"\\", "", signature[signature.find("(") + 1 : signature.rfind(")")])
    arguments = ast.parse(f"def f({inside}): ...").body[0].args  # type: ignore[attr-defined]
    given = [*arguments.posonlyargs, *arguments.args]
    needed = given[: len(given) - len(arguments.defaults)]
    return [each.arg for each in needed if each.arg not in ("self", "cls")]


def _looked(subject: Subject) -> Part | None:
    """What is found by looking: processes, tests, values, files that the release ships."""
    finding = subject.finding
    text = finding.place.text
    if finding.rule == "pattern-matches-nothing":
        told: dict[str, Any] = {"text": finding.claim, "pattern": text, "whole": "command line" in finding.subject,
                                "commands": list(finding.evidence.get("started", ()))}  # fmt: skip
        corrected = _or_none(finding.suggestion, lambda new: {**told, "text": new, "pattern": new})
        return Part(name="processes", documented=told, corrected=corrected)
    if finding.rule == "uncollected-test":
        corrected = _or_none(finding.suggestion, lambda new: {"text": f"class {new}", "name": new})
        return Part(name="collected", documented={"text": f"class {text}", "name": text}, corrected=corrected)
    if finding.rule == "wrong-example":
        return Part(name="example", documented={"text": finding.claim, "example": text})
    if finding.rule == "unknown-variable":
        corrected = _or_none(finding.suggestion, lambda new: {"text": new, "word": new})
        return Part(name="shipped", documented={"text": finding.claim, "word": text}, corrected=corrected)
    if finding.rule == "unknown-action":
        script, _, action = finding.subject.removeprefix("action:").partition(" ")
        told = {"text": finding.claim, "word": script, "action": action}
        corrected = _or_none(finding.suggestion, lambda new: {**told, "text": f"{script} {new}", "action": new})
        return Part(name="shipped", documented=told, corrected=corrected)
    return None


def _command(subject: Subject) -> Part | None:
    """A line of a terminal, for the parser of the command line."""
    finding = subject.finding
    if finding.rule not in ("unknown-option", "unknown-command", "excess-argument", "wrong-value"):
        return None
    words = _words(finding.claim)
    if words is None:
        return None
    corrected = None
    if finding.suggestion is not None:
        right = [word.replace(finding.place.text, finding.suggestion, 1)
                 if word == finding.place.text or word.startswith((f"{finding.place.text}:", f"{finding.place.text}="))
                 else word for word in words]  # fmt: skip
        corrected = {"text": "celery " + " ".join(right), "words": right, "at": _subcommand(right)}
    return Part(
        name="command",
        documented={"text": finding.claim, "words": words, "at": _subcommand(words)},
        corrected=corrected,
    )


def _words(line: str) -> list[str] | None:
    """The arguments of `celery` on a line."""
    for entry in shell_lines.read(line.split("\n")):
        for simple in entry.commands:
            arguments = shell_lines.arguments_of("celery", simple.words)
            if arguments is not None:
                return [word.text for word in arguments]
    return None


def _subcommand(words: Sequence[str]) -> int:
    """How many words there are up to the sub-command, itself included."""
    index = 0
    while index < len(words):
        if not words[index].startswith("-"):
            return index + 1
        index += (
            1 if "=" in words[index] or words[index] in ("--skip-checks", "-q", "--quiet", "--no-color", "-C") else 2
        )
    return 0


def _code(subject: Subject) -> Part | None:
    """Code that cannot be entered, or that uses a name without binding it."""
    finding, place = subject.finding, subject.finding.place
    if finding.subject.startswith("parameters:"):
        parameters = finding.subject.partition(":")[2]
        return Part(name="code", documented={"text": f"def f{parameters}:\n    pass", "language": "python"})
    # What the place stands in: a mistake may be found by running another sample of its story.
    there = sample_at(subject.page.samples, place.file, place.line) if subject.page is not None else None
    sample = there or subject.sample
    if sample is None:
        return None
    if finding.rule == "undefined-name":
        name = finding.place.text
        return _coded(subject, sample, {"text": sample.code, "language": "python", "name": name})
    if finding.rule not in ("syntax", "broken-prompt"):
        return None
    if finding.observed.startswith("the shell"):
        first = min(index for index, line in enumerate(sample.lines) if line == _first_line(subject, sample))
        text = sample.code.split("\n")[first : sample.lines.index(finding.place.line) + 1]
        text[0] = shell_lines.PROMPT.sub("", text[0])
        return Part(name="code", documented={"text": "\n".join(text), "language": "shell"})
    language = "session" if sample.language == "pycon" or ">>>" in sample.code else "python"
    return _coded(subject, sample, {"text": sample.code, "language": language})


def _coded(subject: Subject, sample: Sample, documented: Mapping[str, Any]) -> Part:
    text = _corrected_code(subject, sample)
    return Part(name="code", documented=documented, corrected=_or_none(text, lambda new: {**documented, "text": new}))


def _corrected_code(subject: Subject, sample: Sample) -> str | None:
    """The sample once all that is wrong in it is corrected, None when nobody knows how."""
    edits = subject.edits
    own = [edit for edit in edits if sample.lines[0] <= edit.line <= sample.lines[-1] + 1]
    if not own or sample.lines != tuple(range(sample.lines[0], sample.lines[-1] + 1)):
        return None
    try:
        lines = diffs.edited("\n".join(subject.lines), edits).split("\n")
    except diffs.ConflictError:
        return None
    moved = Moved(edits)
    made = [number for edit in own for number in moved.lines(edit)]
    first = min(moved.line(sample.file, sample.lines[0]), *made)
    last = max(moved.line(sample.file, sample.lines[-1]), *made)
    return textwrap.dedent("\n".join(lines[first - 1 : last])).strip("\n")


def _first_line(subject: Subject, sample: Sample) -> int:
    """The line where the command begins that goes on to the place's line."""
    index = sample.lines.index(subject.finding.place.line)
    code = sample.code.split("\n")
    while index and code[index - 1].endswith("\\"):
        index -= 1
    return sample.lines[index]


def _markup(subject: Subject) -> Part | None:
    """What Sphinx drops, or shows raw."""
    finding = subject.finding
    if finding.rule != "broken-rst":
        return None
    message = finding.observed.removeprefix("Sphinx: ")
    line = finding.place.text
    text = ways.block(subject.lines, finding.place.line - 1)
    corrected = None
    if finding.suggestion is not None:
        right = text.replace(line, finding.suggestion, 1)
        corrected = {"text": right, "message": message, "line": finding.suggestion}
    return Part(name="markup", documented={"text": text, "message": message, "line": line}, corrected=corrected)


def _or_none(value: str | None, make: Callable[[str], Mapping[str, Any]]) -> Mapping[str, Any] | None:
    return None if value is None else make(value)


WAYS: Sequence[Callable[[Subject], Part | None]] = (
    _experiment, _scene, _run, _markup, _code, ways.by_rule, _remote, _setting, _name, _table, _limits, _arguments,
    _looked, _command, _wording,
)  # fmt: skip


# - Writing


def _written(subject: Subject, part: Part) -> str:
    """The script as a file."""
    erratum, place = subject.erratum, subject.finding.place
    if erratum.evidence.get("behind"):  # it was found where others are corrected
        place = next((each for each in erratum.places if each.docs == place.docs), place)
    needs = [] if part.name in WITHOUT_CELERY else [f"Celery {place.docs}"]
    needs += [NEEDS[part.name]] if part.name in NEEDS else []
    needs += ["Django"] if part.name == "names" and part.documented["path"].startswith("django.") else []
    if part.name == "session" and subject.plan is not None:
        needs += [BROUGHT[service] for service in subject.plan.services if service in BROUGHT]
    title = f"{place.file}:{place.line} of Celery {place.docs}: {erratum.message}".replace("\\", "\\\\")
    head = title.replace('"""', "'''").splitlines()[0]
    lines = [f'"""{head}', "", "Exits with 1 while the docs are wrong, with 0 when they are right."]
    if part.name in ways.HOW_SHOWN:
        lines.append(ways.HOW_SHOWN[part.name])
    if needs:
        lines.append(f"It needs {' and '.join(needs)}.")
    lines += [f"Erratum {erratum.id} of celery-doc-harness.", '"""', ""]
    body = "\n\n".join(_part(name) for name in ("tell", part.name))
    values = [f"DOCUMENTED = {_literal(part.documented)}"]
    if part.corrected is not None:
        values.append(f"CORRECTED = {_literal(part.corrected)}")
    corrected = ", CORRECTED" if part.corrected is not None else ""
    end = f'if __name__ == "__main__":\n    sys.exit(tell(DOCUMENTED, observe{corrected}))\n'
    return "\n".join(lines) + "\n" + "\n\n".join([body, *values]) + "\n\n" + end


def _part(name: str) -> str:
    text = (PARTS / f"{name}.py").read_text(encoding="utf-8")
    return DOCSTRING.sub("", text).rstrip("\n") + "\n"


def _literal(value: Mapping[str, Any]) -> str:
    """A value as Python, texts of several lines as they stand where that is the same."""
    lines = ["{"]
    for key, item in value.items():
        lines.append(f"    {key!r}: {_item(item)},")
    return "\n".join([*lines, "}"])


def _item(item: Any) -> str:
    if isinstance(item, str):
        return _text(item)
    if isinstance(item, dict):
        return "{\n" + "".join(f"{key!r}: {_item(each)},\n" for key, each in item.items()) + "}"
    if isinstance(item, list) and item and isinstance(item[0], tuple):
        return "[\n" + "".join("(" + ", ".join(_item(each) for each in step) + "),\n" for step in item) + "]"
    return pprint.pformat(item, width=110)


def _text(text: str) -> str:
    plain = "\\" not in text and '"""' not in text and not text.endswith('"')
    if plain and "\n" in text and all(char == "\n" or char.isprintable() for char in text):
        return f'"""\\\n{text}"""'
    return repr(text)
