"""References within the docs: labels (`:ref:`), documents (`:doc:`) and terms of the glossary (`:term:`).

What a reference names is looked for in the whole tree of docs: in its pages, and in the files that these include.
Other projects' labels are reached by the same role, so one that is not there is a mistake only when it is clearly meant
for one that is; when it is the name of something that the docs declare and that another role refers to (`:ref:` of a
setting); or when only a file that no page includes has it.
"""

from __future__ import annotations

import functools
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from harness.checks import _found, _history, _nearest, _prose
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "labels"

rules: Mapping[str, str] = {"unknown-label": "a reference to a label, document or term that the docs do not have"}

level: CheckName = "none"
sees = frozenset({"xref"})

ROLES = frozenset({"ref", "numref", "doc", "term"})
LABEL = re.compile(
    r"(?m)^\s*\.\. _(?:`(?P<quoted>[^`]+)`|(?P<plain>(?:[^:\n\\]|\\:)+)):[ \t]*(?P<link>\S.*|\n[ \t]+https?://\S+)?"
)
#: What is declared by name, and referred to by the role of the directive's name.
DECLARED = re.compile(r"(?m)^\s*\.\. (?P<role>setting|signal|event|control|state)::[ \t]+(?P<name>[^\s,]+)[ \t]*$")
INCLUDED = re.compile(r"(?m)^\s*\.\. include::[ \t]+(?P<file>\S+)")
REFERENCE = re.compile(r":(?:std:)?ref:`(?:(?P<title>[^`<]*?)[ ]*<(?P<target>[^`<>]+)>|(?P<alone>[^`<>]+))`")
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
    role, root = claim.fields["role"], case.docs.root
    declared = _declared(root).get(" ".join(claim.subject.split())) if role == "ref" else None
    if declared is not None:
        yield _of_another_role(case, claim, declared)
        return
    meant = _nearest.nearest(target, known)
    # The name of a link to somewhere else is no label, though it is declared like one.
    link = role == "ref" and target in _links(root)
    unread = _unread(root).get(target) if role == "ref" else None
    if link and unread is None and meant is None:
        meant = _only(target, known)
    if meant is None and not link and unread is None:
        return
    where = f": only {unread} has it, which no page includes" if unread and meant is None else ""
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="unknown-label",
        subject=f"{role}:{target}",
        severity="cosmetic",
        observed=f"{target} is the name of a link, and no label" if link else f"no {role} {target} in the docs",
        message=f"the docs have no {role} {target}{where}{_found.meant(meant)}",
        suggestion=meant,
    )


def _of_another_role(case: Case, claim: Claim, role: str) -> Finding:
    """That what is referred to as a label is declared as something else."""
    target = " ".join(claim.subject.split())
    line = _prose.line(case, claim.file, claim.line)
    around = (each for each in REFERENCE.finditer(line) if each.start() < claim.column - 1 < each.end())
    match = next(around, None)
    place, right = _found.place(case, claim, claim.text), None
    if match is not None:
        place = _found.place(case, claim, match[0], claim.line, match.start() + 1)
        title = match["title"] or target
        right = f":{role}:`{target}`" if title == target else f":{role}:`{title} <{target}>`"
    return _found.finding(
        case,
        place,
        rule="unknown-label",
        subject=f"ref:{target}",
        severity="cosmetic",
        observed=f"{target} is a {role}, and no label",
        message=f"the docs have no ref {target}: it is a {role}{_found.meant(right)}",
        suggestion=right,
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


@functools.lru_cache(maxsize=8)
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
    for path in [*_pages(root), *_files(root, "celery/**/*.py")]:
        for name, link in _targets_of(path):
            found[link].add(name)
    return frozenset(found[0]), frozenset(found[1])


@functools.lru_cache(maxsize=8)
def _unread(root: str) -> Mapping[str, str]:
    """Labels that stand only where Sphinx does not look, each with the name of such a file."""
    read = _pages(root)
    labels, _ = _targets(root)
    return {
        name: path.relative_to(Path(root).resolve()).as_posix()
        for path in _files(root, "*.rst", "docs/**/*.txt")
        if path not in read
        for name, link in _targets_of(path)
        if not link and name not in labels
    }


@functools.lru_cache(maxsize=8)
def _declared(root: str) -> Mapping[str, str]:
    """What the docs declare by name, with the role that refers to it; names of several kinds are left out."""
    found: dict[str, set[str]] = {}
    for path in _pages(root):
        for match in DECLARED.finditer(_text(path)):
            found.setdefault(match["name"], set()).add(match["role"])
    return {name: next(iter(roles)) for name, roles in found.items() if len(roles) == 1}


def _targets_of(path: Path) -> Iterator[tuple[str, bool]]:
    """Names of a file's targets, and whether each is a link to somewhere else."""
    for match in LABEL.finditer(_text(path)):
        yield " ".join((match["quoted"] or match["plain"]).split()).lower(), bool(match["link"])


@functools.lru_cache(maxsize=8)
def _pages(root: str) -> frozenset[Path]:
    """The files that pages are made of: their own, and what they include."""
    found: set[Path] = set()
    left = _files(root, "docs/**/*.rst")
    while left:
        path = left.pop()
        if path in found:
            continue
        found.add(path)
        for match in INCLUDED.finditer(_text(path)):
            named = match["file"]
            folder = Path(root, "docs") if named.startswith("/") else path.parent
            included = (folder / named.lstrip("/")).resolve()
            if included.is_relative_to(Path(root).resolve()) and included.is_file():
                left.append(included)
    return frozenset(found)


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
    pages = _files(root, "docs/**/*.rst")
    return frozenset(term.strip("`").lower() for path in pages for term in _terms_of(_text(path)))


def _terms_of(text: str) -> Iterator[str]:
    begin = GLOSSARY.search(text)
    if begin is None:
        return
    entries = [match for match in TERM.finditer(text, begin.end()) if not match["term"].startswith(":")]
    least = min((len(match["indent"]) for match in entries), default=0)
    yield from (match["term"] for match in entries if len(match["indent"]) == least)


def _files(root: str, *patterns: str) -> list[Path]:
    return [path for pattern in patterns for path in Path(root).resolve().glob(pattern)]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
