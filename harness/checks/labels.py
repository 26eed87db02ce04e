"""References within the docs: labels (`:ref:`), documents (`:doc:`) and terms of the glossary (`:term:`).

What a reference names is looked for in the whole tree of docs.  Other projects' labels are reached by the same role, so
one that is not there is a mistake only when it is clearly meant for one that is.
"""

from __future__ import annotations

import functools
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from harness.checks import _found, _history, _nearest
from harness.interfaces import Case
from harness.model import Claim, Finding

name = "labels"

rules: Mapping[str, str] = {"unknown-label": "a reference to a label, document or term that the docs do not have"}

kinds = frozenset({"xref"})

ROLES = frozenset({"ref", "numref", "doc", "term"})
LABEL = re.compile(
    r"(?m)^\s*\.\. _(?:`(?P<quoted>[^`]+)`|(?P<plain>(?:[^:\n\\]|\\:)+)):[ \t]*(?P<link>\S.*|\n[ \t]+https?://\S+)?"
)
#: Labels that every tree of docs has.
OWN = frozenset({"genindex", "modindex", "search"})
#: An entry of a glossary: a line that another, indented below it, explains.
GLOSSARY = re.compile(r"(?m)^\s*\.\. glossary::")
TERM = re.compile(r"(?m)^(?P<indent>[ \t]+)(?P<term>\S.*?)[ \t]*$")


def find(case: Case) -> Iterable[Finding]:
    """A finding when the reference names nothing and is clearly meant for something."""
    claim = case.claim
    if claim is None or not _applies(claim) or _history.told(case):
        return
    known = _known(case, claim)
    target = _target(claim)
    if target in known:
        return
    meant = _nearest.nearest(target, known)
    # The name of a link to somewhere else is no label, though it is declared like one.
    role = claim.fields["role"]
    link = role == "ref" and target in _links(case.docs.root)
    if link and meant is None:
        meant = _only(target, known)
    if meant is not None or link:
        yield _found.finding(
            case,
            _found.place(case, claim, claim.text),
            rule="unknown-label",
            subject=f"{role}:{target}",
            severity="cosmetic",
            observed=f"{target} is the name of a link, and no label" if link else f"no {role} {target} in the docs",
            message=f"the docs have no {role} {target}{_found.meant(meant)}",
            suggestion=meant,
        )


def covers(case: Case) -> bool:
    """Whether the reference names something, or is clearly meant for something."""
    claim = case.claim
    if claim is None or not _applies(claim):
        return False
    return _target(claim) in _known(case, claim) or bool(list(find(case)))


def _applies(claim: Claim) -> bool:
    # With a colon it is another project's.
    return claim.kind == "xref" and claim.fields.get("role") in ROLES and ":" not in claim.subject


def _target(claim: Claim) -> str:
    target = " ".join(claim.subject.split())
    return target if claim.fields["role"] == "doc" else target.lower()


def _known(case: Case, claim: Claim) -> frozenset[str]:
    role = claim.fields["role"]
    if role == "doc":
        return _documents(case.docs.root, posixpath.dirname(claim.page))
    return _terms(case.docs.root) if role == "term" else known(case.docs.root)


def known(root: str) -> frozenset[str]:
    """The labels of a tree of docs."""
    return OWN | frozenset(_targets(root)[0])


def _links(root: str) -> frozenset[str]:
    """Names of links to somewhere else, that are no labels."""
    return _targets(root)[1] - known(root)


@functools.lru_cache(maxsize=8)
def _targets(root: str) -> tuple[frozenset[str], frozenset[str]]:
    """What is declared as a target: labels, and links to somewhere else."""
    found: tuple[set[str], set[str]] = set(), set()
    for text in _sources(root, "docs/**/*.rst", "docs/**/*.txt", "*.rst", "celery/**/*.py"):
        for match in LABEL.finditer(text):
            found[bool(match["link"])].add(" ".join((match["quoted"] or match["plain"]).split()).lower())
    return frozenset(found[0]), frozenset(found[1])


def _only(target: str, known: Iterable[str]) -> str | None:
    """The only label that the words of a target are all a part of."""
    words = set(re.findall(r"\w+", target))
    named = [each for each in known if words <= set(re.findall(r"[^\W_]+", each))]
    return named[0] if len(named) == 1 else None


@functools.lru_cache(maxsize=64)
def _documents(root: str, folder: str) -> frozenset[str]:
    """Names of the documents, as a document in `folder` may write them."""
    docs = Path(root) / "docs"
    names = [path.relative_to(docs).with_suffix("").as_posix() for path in docs.rglob("*.rst")]
    return frozenset([f"/{name}" for name in names] + [posixpath.relpath(name, folder or ".") for name in names])


@functools.lru_cache(maxsize=8)
def _terms(root: str) -> frozenset[str]:
    return frozenset(term.strip("`").lower() for text in _sources(root, "docs/**/*.rst") for term in _terms_of(text))


def _terms_of(text: str) -> Iterator[str]:
    begin = GLOSSARY.search(text)
    if begin is None:
        return
    entries = [match for match in TERM.finditer(text, begin.end()) if not match["term"].startswith(":")]
    least = min((len(match["indent"]) for match in entries), default=0)
    yield from (match["term"] for match in entries if len(match["indent"]) == least)


def _sources(root: str, *patterns: str) -> Iterator[str]:
    for pattern in patterns:
        for path in Path(root).glob(pattern):
            yield path.read_text(encoding="utf-8", errors="replace")
