"""Distributions that the docs say Celery needs, against what its code imports and its metadata ask for.

    This s3 backend driver requires :pypi:`❨s3❩`.
    Requires the ❨psutils❩ library.
    $ pip install celery[❨zstd❩]

    :``celery[azureblockblob]``:
        for using Azure Storage as a result backend (using ``❨azure-storage❩``)

A backend needs what its module imports, or what the extra of its name brings.  A library is misspelt when nothing is
imported under its name, and one that is imported is clearly meant.  An extra is of no use when all that it brings is
imported nowhere, though there is a part of its name.

Evidence: of a backend its `module` and the `extra` of its name, of an extra its name alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from harness.checks import _found, _history, _nearest, _passages, _source
from harness.checks._passages import Passage
from harness.interfaces import Case
from harness.model import CheckName, Finding

name = "distributions"

rules: Mapping[str, str] = {
    "wrong-distribution": "a distribution that a part is said to need, and that its code does not import",
    "useless-extra": "an extra that brings nothing which the release imports",
}

level: CheckName = "none"
sees = frozenset({"claim", "sample"})

NEEDS = re.compile(
    r"\b(?:This|The)\s+(?P<part>[A-Za-z]\w*)\s+(?:result\s+)?backend(?:\s+driver)?\s+requires\s+(?:the\s+)?"
    r"(?P<role>:pypi:|:mod:)?(?P<mark>`*)(?P<name>[\w.-]+)(?P=mark)(?!\s*(?:and|or)\b)(?=\s+(?:library|package)\b|\s*[.,:])"
)
LIBRARY = re.compile(
    r"\b[Rr]equires?\s+(?:the\s+)?(?P<role>:pypi:|:mod:)?(?P<mark>`*)(?P<name>[A-Za-z][\w.-]+)(?P=mark)\s+"
    r"(?:library|package|distribution)\b"
)
REQUIRES = re.compile(
    r"\brequires?\s+(?:the\s+)?(?::pypi:|:mod:|`|[A-Za-z][\w.-]+\s+(?:library|package|distribution)\b)", re.I
)
USING = re.compile(
    r":``celery\[(?P<extra>[\w-]+)\]``:\s+for\s+using\s[^()]+\(using\s+(?::pypi:`|``)(?P<name>[\w.-]+)`{1,2}\)"
)
USES = re.compile(r"\(using\s+(?::pypi:)?`")
BUNDLE = re.compile(r"(?<![\w.-])celery\[(?P<extras>[\w,\s-]+)\]")


def find(case: Case) -> Iterable[Finding]:
    """Findings about the passages that are the case's claim's, or about the requirements in a sample."""
    if "imports" not in case.facts or _history.told(case):
        return
    if case.sample is not None:
        yield from _installed(case)
    for passage in _passages.telling(case, REQUIRES):
        yield from _needed(case, passage)
    for passage in _passages.telling(case, USES):
        yield from _used(case, passage)


def covers(case: Case) -> bool:
    """Whether something that is said to be needed is what is imported."""
    if case.claim is None or "imports" not in case.facts or _history.told(case):
        return False
    matches = (match for each in _passages.telling(case, REQUIRES) for match in LIBRARY.finditer(each.text))
    return any(canonicalize_name(match["name"]) in _imported(case) for match in matches)


def _needed(case: Case, passage: Passage) -> Iterator[Finding]:
    for match in NEEDS.finditer(passage.text):
        part, told = match["part"].lower(), match["name"]
        module = _backend(case, part)
        if module is None or not match["mark"]:
            continue
        brought = [each.name for each in _brought(case, part)]
        imports = case.facts["imports"].get(module, ())
        if any(_same(told, each) for each in (*brought, *imports)) or not brought:
            continue
        right = brought[0] if len(brought) == 1 else None
        yield _wrong(
            case,
            passage,
            match,
            f"{module} imports {', '.join(sorted({each.partition('.')[0] for each in imports}))}, and celery[{part}] "
            f"brings {', '.join(brought)}",
            right,
            {"module": module, "extra": part},
        )
    for match in LIBRARY.finditer(passage.text):
        known = _imported(case)
        if canonicalize_name(match["name"]) in known or any(_same(match["name"], each) for each in _all_brought(case)):
            continue
        near = _nearest.nearest(match["name"], known)
        if near is not None:
            yield _wrong(case, passage, match, f"the code imports {near}, and nothing from {match['name']}", near, {})


def _used(case: Case, passage: Passage) -> Iterator[Finding]:
    """What an extra is said to be made with, and does not bring."""
    for match in USING.finditer(passage.text):
        told, extra = canonicalize_name(match["name"]), match["extra"]
        brought = [canonicalize_name(each.name) for each in _brought(case, extra)]
        if not brought or told in brought:
            continue
        near = [each for each in brought if each.startswith(f"{told}-") or told.startswith(f"{each}-")]
        right = near[0] if len(near) == 1 else brought[0] if len(brought) == 1 else None
        yield _wrong(case, passage, match, f"celery[{extra}] brings {', '.join(brought)}", right, {"extra": extra})


def _wrong(
    case: Case, passage: Passage, match: re.Match[str], why: str, right: str | None, evidence: Mapping[str, str]
) -> Finding:
    return _found.finding(
        case,
        passage.place(case, match.start("name"), match.end("name")),
        rule="wrong-distribution",
        severity="wrong-value",
        subject=f"distribution:{match['name']}",
        claim=" ".join(match[0].split()),
        observed=why,
        message=f"{match['name']} is not what is needed: {why}",
        suggestion=right,
        evidence=evidence,
    )


def _backend(case: Case, word: str) -> str | None:
    """The module of the backend that a word names."""
    path = case.facts.get("aliases", {}).get("backends", {}).get(word)
    return path.partition(":")[0] if path and ":" in path else None


def _imported(case: Case) -> frozenset[str]:
    """Names of what is imported, as distributions would be called."""
    tops = {each.partition(".")[0] for names in case.facts["imports"].values() for each in names}
    return frozenset(canonicalize_name(each) for each in tops)


def _brought(case: Case, extra: str) -> list[Requirement]:
    """What an extra asks for; nothing when it asks for an extra of another."""
    try:
        found = [Requirement(each) for each in case.facts.get("extras", {}).get(extra, ())]
    except InvalidRequirement:
        return []
    return [] if any(each.extras for each in found) else found


def _all_brought(case: Case) -> Iterator[str]:
    for extra in case.facts.get("extras", ()):
        yield from (each.name for each in _brought(case, extra))


def _same(distribution: str, module: str) -> bool:
    """Whether a module may be a distribution's: a part of one's name begins as a part of the other's does."""
    ours, theirs = _parts(distribution), _parts(module)
    return any(_alike(each, other) for each in ours for other in theirs)


def _parts(text: str) -> set[str]:
    """The parts of a name, without what only says that it is Python's."""
    words = re.split(r"[-_.\s]+", text.lower())
    return {*words, *(re.sub(r"^py(?=\w{3})|\d+$", "", each) for each in words)} - {"python", "", "driver", "client"}


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= 4 and (one.startswith(other) or other.startswith(one)))


# - Extras


def _installed(case: Case) -> Iterator[Finding]:
    sample = case.sample
    if sample is None or sample.language != "console":
        return
    for index, line in enumerate(sample.code.split("\n")):
        if not re.search(r"\bpip3?\s+install\b", line):
            continue
        for match in BUNDLE.finditer(line):
            for extra in re.finditer(r"[\w-]+", match["extras"]):
                if (why := _useless(case, extra[0])) is not None:
                    yield _found.finding(
                        case,
                        _source.place(
                            case,
                            sample,
                            _source.Spot(line=index, column=match.start("extras") + extra.start()),
                            extra[0],
                        ),
                        rule="useless-extra",
                        severity="silent",
                        blame="library",
                        subject=f"extra:{extra[0]}",
                        claim=match[0],
                        observed=why,
                        message=f"celery[{extra[0]}] brings nothing that is used: {why}",
                        evidence={"extra": extra[0]},
                    )


def _useless(case: Case, extra: str) -> str | None:
    """Why an extra is of no use to the part of its name; None when it is of use, or there is no such part."""
    brought = [each.name for each in _brought(case, extra)]
    module = _of_part(case, extra)
    imports = case.facts["imports"].get(module, ()) if module else ()
    everything = {each for names in case.facts["imports"].values() for each in names}
    if not brought or not imports or any(_imports(name, each) for name in brought for each in everything):
        return None
    meant = sorted(each for each in imports if extra in re.split(r"[._]", each))
    return f"it installs {', '.join(brought)}; {module} imports {' or '.join(meant)}" if meant else None


def _imports(distribution: str, module: str) -> bool:
    """Whether a module is a distribution's, as far as its name tells: of the two names' parts one is the same."""
    return bool(_parts(distribution) & _parts(module))


def _of_part(case: Case, word: str) -> str | None:
    """The module that a compression, serializer or backend of that name is made in."""
    optional = case.facts.get("optional", {})
    aliases = case.facts.get("aliases", {})
    for shelf, module in (("compressions", "kombu.compression"), ("serializers", "kombu.serialization")):
        if word in optional.get(shelf, ()) or word in aliases.get(shelf, ()):
            return module
    return _backend(case, word)
