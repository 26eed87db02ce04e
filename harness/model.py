"""Every record that crosses a stage: frozen, without behaviour.

Vocabulary: a *page* of the docs holds *samples* (code, shown output, configuration) and *claims* (statements
outside samples).  A *plan* is a story of samples that are run together as *steps* on one *target* (a Celery
release with its Python and dependencies) and one *service* (a broker).  What happened is an *observation*; a
*check* turns observations and facts into *findings*; findings that tell of one mistake are one *erratum*.

Lines and columns are 1-based.  Files are POSIX paths relative to the release tree.  Durations are seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NewType

SampleKey = NewType("SampleKey", str)

#: Behind a sample's key in steps that use what it defines.
CALLED = "#called"
#: States of tasks whose end nobody has seen.
UNSEEN = frozenset({"SENT", "RETRY", "ABORTED"})

CheckName = Literal["compare", "run", "bind", "resolve", "keys", "parse", "none"]
#: The ladder of checks, weakest first.
CHECK_LADDER: tuple[CheckName, ...] = ("none", "parse", "keys", "resolve", "bind", "run", "compare")

Verdict = Literal["holds", "fails", "undecided", "not-checked", "fault"]
Blame = Literal["docs", "library", "harness", "environment", "undecided"]
#: What a reader suffers: a copied sample breaks, silently does something else, shows a wrong value, or is a blemish.
Severity = Literal["breaks", "silent", "wrong-value", "cosmetic"]
StepKind = Literal["module", "typed", "shell"]
StepStatus = Literal["done", "raised", "exit", "timeout", "died", "skipped", "fault"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where something stands: of a wrong token, `text` is that token as it stands."""

    docs: str  # the release whose docs these are ("5.4.0"), or the label of a checkout
    file: str
    line: int
    column: int
    end_line: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """A block that a reader can copy: code, a prompt session, a command line, a configuration, or shown output."""

    key: SampleKey  # "userguide/calling:1f0c3a9b:1": page, digest of language and code, occurrence on the page
    page: str  # the Sphinx document ("userguide/calling"), or the module's path for docstrings ("celery/app/task")
    file: str
    lines: tuple[int, ...]  # the source line of each line of `code`
    columns: tuple[int, ...]  # the column at which each line of `code` begins
    language: str  # python, pycon, console, or what the docs call it (ini, json, text, …)
    form: Literal["code-block", "doctest", "literal", "literalinclude", "parsed-literal"]
    code: str  # dedented, without a newline at its end
    headings: tuple[str, ...]  # titles from the page's down to the innermost section's
    lead: str  # the sentence before the block, as text ("" when nothing leads in)
    caption: str  # the caption of the block ("" without)
    output: SampleKey | None  # the block below that shows what this one prints
    scope: str  # the dotted name of the object whose docstring holds it ("" on a page)
    historical: bool  # stands in history/ or the changelog: told about one past release


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A checkable statement outside samples."""

    key: str
    kind: str  # control, command, heading, literal, xref, setting, signal, event, option, version, experiment, …
    page: str
    file: str
    line: int
    column: int
    end_line: int
    text: str  # the words at line and column, as they stand
    subject: str  # the name that is claimed ("revoke_by_stamped_headers")
    headings: tuple[str, ...]
    scope: str
    historical: bool
    fields: Mapping[str, str] = field(default_factory=dict)  # what the kind adds: {"role": "meth"}, {"default": "…"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something that extraction could not read; the rest of the page goes on."""

    file: str
    line: int
    column: int
    kind: str  # broken-rst, encoding, nesting, include, docstring, …
    message: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One document of the docs, or one module's docstrings."""

    name: str
    file: str
    title: str
    samples: tuple[Sample, ...]
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Docs:
    """A tree of docs on disk: `root` is the release tree that holds docs/ and, for a release, celery/."""

    version: str  # the release, or a label for a checkout
    root: str
    sha256: str  # of the sdist; of the content for a checkout


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """A Celery with the Python and the dependencies that it was released with."""

    name: str  # "celery54", or "celery-5.3.1" for a release that tox.ini does not list
    celery: str
    kombu: str
    python: str  # "3.11.7"
    interpreter: str  # path of its python
    digest: str  # of everything installed: two equal digests behave equally


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One thing that a reader does with a sample: save it, type it, or enter it in a terminal."""

    sample: SampleKey | None  # None: from the context, not from the page
    kind: StepKind
    source: str  # what is executed
    first: int  # index into the sample's lines of the first line of `source`
    shown: str | None  # the output that the page shows for this step, None where it shows none
    worker: bool  # needs a running worker
    limit: float  # seconds
    echo: bool = False  # values of expressions are printed, as at the prompt
    module: str = ""  # of a `module` step: where a reader saves it ("tasks", "proj.celery")
    nodes: tuple[str, ...] = ()  # names of workers that it speaks to beside the plan's own ("worker1@example.com")


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Samples that share a namespace, a directory and a worker, with the steps that run them."""

    key: str  # "userguide/calling:102": page and first line
    docs: str
    page: str
    files: Mapping[str, str]  # saved before the first step: path relative to the plan's directory → content
    app: str  # what -A names ("proj", "tasks")
    heads: Mapping[str, str]  # what stands above the samples in a module that they are saved into: module → text
    preamble: str  # typed before the first step
    steps: tuple[Step, ...]
    services: tuple[str, ...]  # that it needs beside a broker ("django", "postgresql")
    experiment: str = ""  # key of the claim that this plan is the experiment of


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """How a reader uses what a sample defines: it holds when nothing fails."""

    source: str  # what is typed, or entered in a terminal
    shell: bool = False
    about: str = ""  # words of the sample that are wrong when it fails; "" for the line that the traceback tells
    right: str = ""  # what to write in their stead
    severity: Severity = "breaks"  # of what a reader suffers


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """What is planned for a sample: the strongest honest check, or a typed reason why there is none."""

    sample: SampleKey
    check: CheckName
    reason: str  # "" or a typed reason: "needs-service: kafka", "placeholder", "historical", "other-program", …
    plan: str | None
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Raised:
    """An exception, as data."""

    type: str  # "AttributeError", with its module where that is not builtins
    message: str
    line: int  # line of the step's source, 1-based; 0 when it was not raised from there
    name: str  # the name that was missing, for AttributeError, NameError, ImportError and unexpected arguments
    owner: str  # what lacks it: "celery.app.control.Control", a module's name, a callable's name
    near: tuple[str, ...]  # real names of the owner that are close, nearest first
    traceback: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A task that a step sent, and how it ended in the worker."""

    id: str
    name: str
    state: str  # a Celery state, or what has become of it otherwise: "SENT" when its end was not seen
    result: str
    raised: Raised | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """An event that a worker has sent."""

    type: str  # "task-received"
    fields: Mapping[str, str]  # name → repr of the value


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """What happened when a step was run on a target."""

    plan: str
    step: int
    sample: SampleKey | None
    docs: str
    target: str  # "celery54-redis": the target's name and the service's
    status: StepStatus
    source: str
    first: int
    shown: str | None
    output: str  # what it printed, as the reader's terminal would show it (values of expressions included)
    value: str | None  # repr of the last expression's value, None when there was none
    raised: Raised | None
    code: int | None  # exit status of a shell step
    sent: tuple[Sent, ...]
    warnings: tuple[str, ...]
    log: str  # the worker's log while the step ran
    reason: str  # why it was skipped or is a fault
    seconds: float
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One check's word on one place and one target."""

    rule: str
    blame: Blame
    severity: Severity
    docs: str
    target: str
    subject: str  # what is wrong, without place and version: equal subjects of one rule are one mistake
    place: Place
    claim: str  # what the docs say
    observed: str  # what Celery does
    message: str  # for a person, one sentence
    suggestion: str | None  # what to write in the place's text's stead
    token: str  # a name that is proven not to exist, to be looked for elsewhere in the docs ("" for none)
    sample: SampleKey | None
    claim_key: str | None
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """One line of samples.jsonl or claims.jsonl: the verdict on a sample or claim, on one target."""

    docs: str
    target: str
    file: str
    line: int
    end_line: int
    kind: str  # a sample's language, a claim's kind
    check: CheckName
    verdict: Verdict
    reason: str
    seconds: float
    key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Erratum:
    """One mistake of the docs: every place and release in which it stands.  Public: see errata.json."""

    id: str
    rule: str
    severity: Severity
    blame: Blame
    claim: str
    observed: str
    message: str
    suggestion: str | None
    places: tuple[Place, ...]
    fails_on: tuple[str, ...]
    holds_on: tuple[str, ...]
    patch: str | None
    patch_verified: bool | None
    reproducer: str | None
    evidence: Mapping[str, Any] = field(default_factory=dict)
