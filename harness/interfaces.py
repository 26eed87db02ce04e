"""What a member of each shelf must offer.  A member is a module that stands in `registry`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from harness.model import (
    Call,
    CheckName,
    Claim,
    Docs,
    Erratum,
    Finding,
    Observation,
    Outcome,
    Page,
    Problem,
    Sample,
    Step,
    Target,
)
from harness.recording import Recording


class Language(Protocol):
    """How samples of one language are read and run.  A sample that cannot be read raises `SyntaxError`."""

    name: str

    def parse(self, code: str) -> None:
        """Raise SyntaxError, with `lineno` (1-based, within `code`) and `offset`, when a reader could not run it."""

    def steps(self, sample: Sample) -> Sequence[Step]:
        """What the reader does with the sample, in order; empty when nothing in it can be run."""

    def binds(self, code: str) -> frozenset[str]:
        """Names that the code defines at its top level."""

    def needs(self, code: str) -> frozenset[str]:
        """Names that the code uses before it defines them, builtins left out."""


class Guard(Protocol):
    """What stands between one connection of a plan and a server: it keeps the plan to what is its own."""

    def to_server(self, data: bytes) -> bytes:
        """What the server gets when the plan has sent `data`; b"" when it has to wait for the rest."""

    def to_client(self, data: bytes) -> bytes:
        """What the plan gets when the server has sent `data`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Door:
    """A server that a plan's processes reach at a port of their own loopback, and in no other way.

    `connect` opens a connection to the server, credentials given and TLS made; it raises OSError.
    """

    connect: Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]
    guard: Callable[[], Guard] | None = None  # makes the guard of one connection


@dataclass(frozen=True, kw_only=True, slots=True)
class Lease:
    """A part of a service that one plan has for itself: nobody else's messages are in it."""

    #: Environment of the plan's processes (CELERY_BROKER_URL, …).  "{redis}" in a value stands for the port at which
    #: they reach the door of that name.
    env: Mapping[str, str]
    label: str  # for reports: no credentials
    doors: Mapping[str, Door] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)  # of the plan's directory: path → content
    secrets: tuple[str, ...] = ()  # that must not stand in what the plan's processes print


class RunningService(Protocol):
    """A service that has been started or found."""

    @property
    def label(self) -> str:
        """For reports: no credentials."""

    @property
    def slots(self) -> int:
        """How many leases there can be at a time."""

    def lease(self, slot: int) -> AbstractContextManager[Lease]:
        """An empty part of the service, given back empty.  Slots are distinct over concurrent runners."""

    def address(self) -> str:
        """A string by which `Service.connect` finds the same service from another process."""


class Service(Protocol):
    """A broker or other service that plans can need."""

    name: str
    #: "broker": plans are run once on each; "extra": only plans that ask for it have it, beside or in place of what
    #: the broker's lease says.
    role: Literal["broker", "extra"]
    purpose: str  # what samples use it for, in a few words

    @property
    def requires(self) -> tuple[str, ...]:
        """Requirements that a target's Python needs for it beyond celery[redis]."""

    def start(self, directory: Path, url: str | None) -> AbstractContextManager[RunningService]:
        """Start it in `directory`, or use the one at `url`.  Raises `harness.errors.MissingError`."""

    def connect(self, address: str) -> RunningService:
        """The service that another process started."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What a check sees: one sample, claim or problem with everything known about it on one target."""

    docs: Docs
    page: Page
    target: Target
    facts: Mapping[str, Any]  # of the target: see `harness/inside/introspect.py`
    label: str  # the target's name with the service's: "celery54-redis"
    sample: Sample | None = None
    claim: Claim | None = None
    problem: Problem | None = None
    observations: tuple[Observation, ...] = ()  # of the sample's steps, in order
    samples: Mapping[str, Sample] | None = None  # of the page, by key
    recorded: Recording = field(default_factory=Recording)  # of the release; empty when nothing was run
    called: tuple[tuple[Call, Observation], ...] = ()  # how a reader used what the sample defines, and what came of it


class CheckModule(Protocol):
    """One check: what it finds has rules with stable names."""

    name: str
    rules: Mapping[str, str]  # rule → what it finds, in one sentence
    #: What a sample in which it had something to look at has been held to; "none" when that says nothing of the sample.
    #: What "compare" looks at in a sample that was not run it has held against the code: such a sample is "resolve".
    level: CheckName
    #: All that it looks at, and is asked about: "sample", "problem", kinds of claims; "claim" for claims of any kind.
    sees: frozenset[str]

    def find(self, case: Case) -> Iterable[Finding]:
        """Findings about the case's sample, claim or problem; nothing when the check does not apply."""

    def covers(self, case: Case) -> bool:
        """Whether the check had something to look at, so that finding nothing says something."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """An erratum, as far as the baseline has it."""

    erratum: Erratum  # its places are those that the baseline has
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Stale:
    """What the baseline has and the docs have not any more."""

    id: str
    file: str  # the baseline
    line: int  # of the entry
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Against:
    """The errata of a run held against a baseline."""

    file: str
    new: tuple[Erratum, ...]  # their places are those that the baseline does not have
    known: tuple[Known, ...]
    stale: tuple[Stale, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Results:
    """What a report is made of."""

    docs: tuple[Docs, ...]
    targets: tuple[Target, ...]
    labels: tuple[str, ...]
    errata: tuple[Erratum, ...]
    undecided: tuple[Erratum, ...]
    faults: tuple[Mapping[str, Any], ...]
    samples: tuple[Outcome, ...]
    claims: tuple[Outcome, ...]
    seconds: float
    undocumented: tuple[Mapping[str, str], ...] = ()  # what a release takes and no page tells of
    containment: str = ""  # how samples were held: "namespaces", "limits (why)"; "" when none was run
    pages: tuple[str, ...] = ()  # the only pages that were looked at, as globs; empty: all
    against: Against | None = None  # None: there is no baseline, every erratum counts


class Report(Protocol):
    """One way to tell the results.  `filename` is None for a report that goes to the terminal."""

    name: str
    filename: str | None

    def render(self, results: Results, *, width: int | None = None, colour: bool = False) -> str:
        """The report as text."""
