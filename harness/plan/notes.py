"""What planning has made of a sample, told for people; and which keys of the contexts it has used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from harness.model import SampleKey
from harness.plan.entries import Match

#: Who gives a sample what it needs.
By = Literal["story", "page", "module", "context", "world", "service", "nobody"]
#: A key of the contexts: the page ("" for all of them) and the key in its file ("sample[2].names.i").
Use = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Who gives a name, a module, a file or a service."""

    by: By
    told: str  # for a person: "sample at line 40", "userguide/canvas.toml: names.sig"
    statement: str = ""  # that gives it, where it is the context's or the module's
    use: Use | None = None  # the key of the contexts that says so


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """Something that a sample needs, and who gives it."""

    what: Literal["name", "module", "file", "service"]
    name: str
    origin: Origin


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """How a sample came by its check."""

    sample: SampleKey
    match: Match | None = None  # its entry of the context
    needs: tuple[Need, ...] = ()
    steps: int = 0  # that it has in its plan


def file_of(page: str) -> str:
    """The file of a page's context."""
    return f"{page or 'default'}.toml"


def of_context(page: str, key: str, statement: str = "") -> Origin:
    """A key of a context, as what gives something."""
    return Origin(by="context", told=f"{file_of(page)}: {key}", statement=statement, use=(page, key))
