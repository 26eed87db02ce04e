"""Words that a piece of the docs may be meant to name: of its own samples, of the code it describes, of the release."""

from __future__ import annotations

import builtins
import functools
import keyword
import re
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from harness import release_code
from harness.checks import _modules, _slips, _standard
from harness.checks._world import FactsKey
from harness.checks.settings import NAMESPACE
from harness.interfaces import Case
from harness.model import Claim

WORD = re.compile(r"[A-Za-z_]\w*")
NAMED = re.compile(r"(?P<name>[A-Za-z_]\w*)")
STRING = re.compile(r"(?P<quote>[\"'])(?P<name>[A-Za-z_]\w*)(?P=quote)")
#: From how many letters on a word that nobody else has is no mere abbreviation.
LONG = 4
#: Letters of a name that can be nothing but one.
PARTICULAR = 6
#: What Python's own things are called, and the signals of processes.
BUILTIN = frozenset(
    name
    for name in (*dir(builtins), *(each.name[start:] for each in signal.Signals for start in (0, len("SIG"))))
    if len(name) >= LONG
)
PYTHON = frozenset({*dir(builtins), *keyword.kwlist, *sys.stdlib_module_names}).union(*_standard.MODULES.values())


def around(case: Case, claim: Claim) -> frozenset[str]:
    """Names in the samples of the claim's page; of a docstring, in the code of its module and its own parameters."""
    return _around(case.docs.root, claim.file, tuple(sample.code for sample in case.page.samples))


def of_release(facts: Mapping[str, Any]) -> frozenset[str]:
    """Names of the release that are told from common words by how they are written, or by what they are."""
    return _of_release(FactsKey(facts))


def callables(facts: Mapping[str, Any]) -> frozenset[str]:
    """What the functions and methods of the release are called."""
    return _callables(FactsKey(facts))


@functools.lru_cache(maxsize=8)
def _callables(known: FactsKey) -> frozenset[str]:
    functions = (name.rpartition(".")[2] for name in known.facts.get("functions", ()))
    classes = known.facts.get("classes", {}).values()
    methods = (name for entry in classes for name, each in entry["members"].items() if each.get("signature"))
    return frozenset(name for name in (*functions, *methods) if not name.startswith("_"))


def is_known(case: Case, word: str) -> bool:
    """Whether anything but the claim itself has the word: the release, Python, or the docs a second time."""
    if word in PYTHON or _slips.is_known(case, word) or word in of_release(case.facts):
        return True
    return word in _repeated(case.docs.root)


def slips(word: str, names: Iterable[str]) -> list[str]:
    """The names that a word is one slip of the fingers from: a letter more, less or other, or two that change places.

    A slip changes no case and no digit, and makes no underscore of a letter.
    """
    return sorted({each for each in names if len(each) >= LONG and _is_slip(word, each)})


def _is_slip(one: str, other: str) -> bool:
    if one.lower() == other.lower() or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    first = next((index for index, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[first:] == long[first + 1 :] and not long[first].isdigit()
    if short[first].isdigit() or long[first].isdigit():
        return False
    if short[first : first + 2] == long[first : first + 2][::-1] and short[first + 2 :] == long[first + 2 :]:
        return True
    return "_" not in short[first] + long[first] and short[first + 1 :] == long[first + 1 :]


@functools.lru_cache(maxsize=64)
def _around(root: str, file: str, codes: tuple[str, ...]) -> frozenset[str]:
    written = frozenset(word for code in codes for word in WORD.findall(code))
    return (written | _coded(root, file) if file.endswith(".py") else written) | _quoted(root)


@functools.lru_cache(maxsize=4)
def _quoted(root: str) -> frozenset[str]:
    """Names that code of the release has as strings: keys of mappings, of messages and replies."""
    return frozenset(
        match["name"]
        for text in _modules.texts(root).values()
        for match in STRING.finditer(release_code.NO_CODE.sub("", text))
        if len(match["name"]) >= LONG
    )


@functools.lru_cache(maxsize=512)
def _coded(root: str, file: str) -> frozenset[str]:
    return frozenset(WORD.findall(release_code.NO_CODE.sub("", _modules.texts(root).get(file, ""))))


@functools.lru_cache(maxsize=8)
def _of_release(known: FactsKey) -> frozenset[str]:
    facts = known.facts
    settings = facts.get("settings", {})
    names = {name for name in _slips.names(facts) if _is_particular(name)}
    names.update(facts.get("words") or (), facts.get("spelled", ()), facts.get("exceptions", ()))
    names.update(*(settings.get(part, ()) for part in ("keys", "daemon", "read", "fallbacks")))
    names.update(old for entry in settings.get("keys", {}).values() for old in entry["old"])
    names.update(f"{NAMESPACE}{key.upper()}" for key in settings.get("keys", ()))
    names.update(facts.get("control", ()), facts.get("signals", ()), facts.get("states", {}).get("names", ()))
    names.update(*facts.get("execution", {}).values(), *facts.get("aliases", {}).values())
    names.update(
        field for sites in facts.get("events", {}).values() for site in sites for field in site["fields"] or ()
    )
    names.update(_commands(facts.get("commands")), facts.get("multi", {}).get("commands", ()), facts.get("extras", ()))
    return frozenset(name for name in names if len(name) >= LONG) | BUILTIN


def _is_particular(name: str) -> bool:
    return len(name) >= PARTICULAR and ("_" in name.strip("_") or re.search(r"[a-z][A-Z]", name) is not None)


def _commands(tree: Any) -> Iterator[str]:
    if tree is not None:
        yield tree["name"]
        for child in tree["commands"].values():
            yield from _commands(child)


@functools.lru_cache(maxsize=4)
def _repeated(root: str) -> frozenset[str]:
    """The words that the docs and the modules of a release have more than once, all in all."""
    docs = (path.read_text(encoding="utf-8", errors="replace") for path in Path(root, "docs").rglob("*.rst"))
    found: set[str] = set()
    repeated: set[str] = set()
    for text in (*docs, *_modules.texts(root).values()):
        once: set[str] = set()
        for word in WORD.findall(text):
            (repeated if word in once else once).add(word)
        repeated |= once & found
        found |= once
    return frozenset(repeated)
