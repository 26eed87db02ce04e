"""Programs that prose names, misspelt: `:command:`rabbitmqclt``, `:program:`celrey``, `:option:`-b <celrey -b>``.

What a name was meant for is a program of the release, one that nearly every system has, or one that the docs name or
enter elsewhere.  As there are programs of nearly every short name, only a slip of the fingers counts that makes no
other one (two letters that have changed places, one that is missing or too many in the middle, an "s" behind it), in a
word that the docs have nowhere else.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from harness.checks import _found, _history, _misnamed, _modules
from harness.checks._manuals import MANUALS
from harness.checks.old_programs import PROGRAMS
from harness.checks.programs import JUDGES
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "program-names"

rules: Mapping[str, str] = {"misspelt-name": "the name of a program that is misspelt"}

level: CheckName = "none"
sees = frozenset({"command", "xref"})

PROGRAM = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
#: Letters of a name that can be misspelt.
SHORT = 3
#: What systems have beside the programs of which more is known.
USUAL = frozenset({
    "bash", "cat", "chmod", "chown", "cron", "crontab", "curl", "dash", "echo", "export", "find", "git", "gpg", "grep",
    "kill", "killall", "launchd", "less", "mkdir", "mount", "nice", "nohup", "openssl", "ping", "pip", "pipx", "pkill",
    "psql", "pytest", "python", "redis-server", "renice",
    "screen", "service", "ssh", "sudo", "supervisord", "tail", "tmux", "top",
    "tox", "ulimit", "upstart", "virtualenv", "watch", "xargs",
})  # fmt: skip
TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
ROLE = re.compile(r":(?:command|program):`(?P<text>[^`<]+)")
ENTERED = re.compile(r"^\s+[$#] (?:sudo )?(?P<text>[a-z][\w-]*)(?= |$)", re.M)


def find(case: Case) -> Iterable[Finding]:
    """A finding when the case's command begins with such a name."""
    claim = case.claim
    word = "" if claim is None else _word(claim)
    if claim is None or not word or _history.told(case) or word in _known(case):
        return
    meant = sorted(each for each in _known(case) if _is_slip(word, each))
    if len(meant) != 1 or _counts(case.docs.root)[word] > 1:
        return
    yield _misnamed.nobodys(case, _found.place(case, claim, word, column=claim.column + _start(claim, word)), meant[0])


def covers(case: Case) -> bool:
    """Whether the program is one of those that a misspelt one would be held against; of an option others tell more."""
    claim = case.claim
    if claim is None or claim.kind != "command":
        return False
    return bool(_word(claim)) and not _history.told(case) and _word(claim) in _known(case)


def _word(claim: Claim) -> str:
    """The program that a claim names; "" when it is a path, or short."""
    words = claim.text.split() if claim.kind == "command" else []
    if claim.kind == "xref" and claim.fields.get("role") == "option" and claim.fields.get("exact") != "no":
        words = claim.subject.split()[:-1]
        words = words if words and _start(claim, words[0]) >= 0 else []
    word = words[0] if words else ""
    return word if PROGRAM.fullmatch(word) and len(word) >= SHORT and not claim.historical else ""


def _start(claim: Claim, word: str) -> int:
    """Where a word stands in the claim, as the last of its kind; -1 when it does not."""
    found = list(re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", claim.text))
    return found[-1].start() if found else -1


def _known(case: Case) -> frozenset[str]:
    return (
        frozenset(_commands(case.facts.get("commands")))
        | MANUALS.keys()
        | JUDGES.keys()
        | PROGRAMS.keys()
        | USUAL
        | _named(case.docs.root)
    )


def _commands(tree: Any) -> Iterator[str]:
    if tree is not None:
        yield tree["name"]
        for child in tree["commands"].values():
            yield from _commands(child)


def _is_slip(word: str, right: str) -> bool:
    """Whether a word is a program's name with a slip in it, and no word of its own."""
    if word == f"{right}s":
        return True
    if word[0] != right[0] or word[-1] != right[-1]:
        swapped = len(word) == len(right) and word[:-2] == right[:-2] and word[-2:] == right[-2:][::-1]
        return swapped and len(word) > SHORT
    short, long = sorted((word, right), key=len)
    if len(short) == len(long):
        apart = [place for place, (one, other) in enumerate(zip(word, right, strict=True)) if one != other]
        return len(apart) == 2 and apart[1] == apart[0] + 1 and word[apart[0]] == right[apart[1]]
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(1, len(short)))


# - The docs


@functools.lru_cache(maxsize=4)
def _named(root: str) -> frozenset[str]:
    """Programs that the docs enter, or name in a role, and speak of more than once."""
    found: set[str] = set()
    for text in _texts(root):
        for pattern in (ROLE, ENTERED):
            found.update(word for each in pattern.finditer(text) if PROGRAM.fullmatch(word := each["text"].split()[0]))
    return frozenset(word for word in found if _counts(root)[word] > 1 and len(word) >= SHORT)


@functools.lru_cache(maxsize=4)
def _counts(root: str) -> Counter[str]:
    """How often the docs and the modules have each word."""
    found: Counter[str] = Counter()
    for text in _texts(root):
        found.update(TOKEN.findall(text))
    return found


def _texts(root: str) -> Iterator[str]:
    for path in Path(root, "docs").rglob("*.rst"):
        yield path.read_text(encoding="utf-8", errors="replace")
    yield from _modules.texts(root).values()
