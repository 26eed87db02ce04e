"""What the docs list of Celery's parts in prose: bundles (`celery[redis]`), brokers and result stores.

    :``celery[riak]``:
        for using Riak as a result backend.

    - **Result Stores**

        - Apache Cassandra, Elasticsearch, Riak

A bundle is wrong when the release's metadata has no extra of the name.  Names in a list are products', in many
spellings: one is wrong only when it is the alias of a module that the release does not have any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from packaging.utils import canonicalize_name

from harness.checks import _found, _history, _nearest, _prose
from harness.checks._world import Missing, World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "extras"

rules: Mapping[str, str] = {
    "unknown-extra": "an extra that this release of Celery does not have",
    "gone-part": "a broker or result store in a list, whose module the release does not have any more",
}

level: CheckName = "none"
sees = frozenset({"heading", "literal"})

BUNDLE = re.compile(r"(?<![\w.-])celery\[(?P<extras>[\w,\s-]+)\]")
#: Titles of lists, with the aliases whose products they hold.
LISTS = {
    "brokers": "transports",
    "transports": "transports",
    "result stores": "backends",
    "result backends": "backends",
}
ITEM = re.compile(r"(?P<indent>\s*)[-*]\s+\*\*(?P<title>[\w ]+?):?\*\*:?\s*")
PART = re.compile(r"(?<![\w.-])[A-Z]\w+(?![\w-])")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Listed:
    """A word in a list: `shelf` is the kind of the aliases that the list is about."""

    shelf: str
    word: str
    line: int
    column: int


def find(case: Case) -> Iterable[Finding]:
    """Findings about a bundle, or, with a page's first heading, about the page's lists."""
    claim = case.claim
    if claim is None or not case.facts or _history.told(case):
        return
    if claim.kind == "literal":
        for match, extra in _extras(case, claim):
            if canonicalize_name(extra) not in _known(case):
                yield _unknown(case, claim, match, extra)
    elif _opens(case, claim):
        for listed in _lists(_prose.lines(case.docs.root, claim.file)):
            yield from _gone(case, claim, listed)


def covers(case: Case) -> bool:
    """Whether a bundle was looked up."""
    claim = case.claim
    if claim is None or claim.kind != "literal" or not case.facts or _history.told(case):
        return False
    return any(True for _ in _extras(case, claim))


def _known(case: Case) -> frozenset[str]:
    return frozenset(canonicalize_name(each) for each in case.facts["extras"])


def _extras(case: Case, claim: Claim) -> Iterator[tuple[re.Match[str], str]]:
    if not case.facts.get("extras"):
        return
    for match in BUNDLE.finditer(claim.text):
        yield from ((match, each.strip()) for each in match["extras"].split(",") if each.strip())


def _unknown(case: Case, claim: Claim, match: re.Match[str], extra: str) -> Finding:
    near = _nearest.nearest(extra, case.facts["extras"])
    at = claim.text.find(extra, match.start("extras"))
    exact = claim.fields.get("exact") != "no" and "\n" not in claim.text
    place = _found.place(case, claim, extra, column=claim.column + at) if exact else _found.place(case, claim, match[0])
    return _found.finding(
        case,
        place,
        rule="unknown-extra",
        severity="silent",
        subject=f"extra:{extra}",
        claim=match[0],
        observed=f"celery {case.target.celery} has no extra {extra}: pip warns, and installs nothing for it",
        message=f"celery has no extra {extra}{_found.meant(near)}",
        suggestion=near if exact else None,
    )


def _opens(case: Case, claim: Claim) -> bool:
    """Whether a claim is the page's first heading."""
    first = next((each for each in case.page.claims if each.kind == "heading"), None)
    return claim.kind == "heading" and first is not None and first.key == claim.key


def _lists(lines: tuple[str, ...]) -> Iterator[_Listed]:
    """Words that may be names of products, in the lists below a title that is known."""
    shelf, indent = "", 0
    for number, line in enumerate(lines, 1):
        if match := ITEM.fullmatch(line):
            shelf, indent = LISTS.get(match["title"].lower(), ""), len(match["indent"])
        elif line.strip() and len(line) - len(line.lstrip()) <= indent:
            shelf = ""
        elif shelf:
            for word in PART.finditer(line):
                yield _Listed(shelf=shelf, word=word[0], line=number, column=word.start() + 1)


def _gone(case: Case, claim: Claim, listed: _Listed) -> Iterator[Finding]:
    aliases = case.facts.get("aliases", {})
    shelves = [each for each in ("transports", "backends") if listed.word.lower() in aliases.get(each, ())]
    if shelves != [listed.shelf]:
        return  # the name of a protocol as well, which others speak: AMQP
    path = aliases[listed.shelf][listed.word.lower()]
    try:
        World(case.facts).module(path.partition(":")[0]) if ":" in path else None
    except Missing as error:
        what = "broker" if listed.shelf == "transports" else "result backend"
        yield _found.finding(
            case,
            _found.place(case, claim, listed.word, line=listed.line, column=listed.column),
            rule="gone-part",
            severity="wrong-value",
            subject=f"part:{listed.shelf}:{listed.word.lower()}",
            claim=f"Celery supports {listed.word} as a {what}",
            observed=_found.lacks(case, error.owner, error.name),
            message=f"there is no {what} {listed.word} any more: {path.partition(':')[0]} is gone",
        )
