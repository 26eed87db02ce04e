"""What the description of an argument swallows, for it stands a level too deep, or has no empty line before it.

    Arguments:
        type (str): Event type name, with group separated by dash (`-`).
            ❨fields❩: Dictionary of event fields, must be json serializable.
        minlen (int): Minimal residual size of this set.
            ❨.. versionadded:: 4.0❩

Readers are shown the one as a part of what is told of ``type``, and the markup of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from harness.checks import _found, _history, _prose
from harness.checks._world import World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "swallowed"

rules: Mapping[str, str] = {"swallowed-text": "an argument or a directive that the description above it takes in"}

level: CheckName = "none"
sees = frozenset({"parameter"})

DIRECTIVE = re.compile(r"\s+(?P<text>\.\. (?P<name>[a-z][\w-]*)::(?:\s.*)?)$")
ARGUMENT = re.compile(r"\s+(?P<text>(?P<name>\w+))(?:\s+\([^()]*\))?:\s+[A-Z(]")
#: An item without a text: what stands below is all that is told, and read as it is meant.
WITHOUT_TEXT = re.compile(r"\s*\*{0,2}\w+(?:\s*\(.*\))?:\s*")
#: How a sentence ends.
END = re.compile(r"[.!?][`'\")]*\s*$")


def find(case: Case) -> Iterable[Finding]:
    """Findings about what stands right below the claim's argument, and deeper."""
    claim = case.claim
    if claim is None or claim.kind != "parameter" or not claim.file.endswith(".py") or _history.told(case):
        return
    lines = _prose.lines(case.docs.root, claim.file)
    below = list(_below(lines, claim))
    for number, line in below:
        above = lines[number - 2]
        if number == claim.line + 1 and WITHOUT_TEXT.fullmatch(above):
            return
        if (match := DIRECTIVE.match(line)) is not None:
            yield _finding(case, claim, number, match, f"the directive {match['name']}")
            return
        match = ARGUMENT.match(line)
        if match is None or END.search(above) is None or match["name"] not in _left_out(case, claim):
            continue
        if not _are_others(case, claim, [each for _, each in below if _margin(each) == _margin(line)]):
            yield _finding(case, claim, number, match, f"the argument {match['name']}")


def covers(case: Case) -> bool:
    """Never: that nothing stands below it says nothing of an argument."""
    return False


def _below(lines: Sequence[str], claim: Claim) -> Iterator[tuple[int, str]]:
    """Lines right below the item's first, and deeper, up to an empty one."""
    margin = claim.column - 1
    if not 0 < claim.line <= len(lines) or _margin(lines[claim.line - 1]) != margin:
        return
    for number, line in enumerate(lines[claim.line :], claim.line + 1):
        if not line.strip() or _margin(line) <= margin or '"""' in line:
            return
        yield number, line


def _are_others(case: Case, claim: Claim, lines: Iterable[str]) -> bool:
    """Whether one of the lines tells of something that is no argument: then it is a list of other things."""
    told = {match["name"] for line in lines if (match := ARGUMENT.match(line)) is not None}
    return not told <= _arguments(case, claim)


def _left_out(case: Case, claim: Claim) -> frozenset[str]:
    """Arguments of the callable that no docstring describes: a class's may stand at its constructor."""
    scopes = {claim.scope, f"{claim.scope}.__init__"}
    described = {each.subject for each in case.page.claims if each.kind == "parameter" and each.scope in scopes}
    return _arguments(case, claim) - described


def _arguments(case: Case, claim: Claim) -> frozenset[str]:
    world = World(case.facts)
    thing = world.resolve(claim.scope) if case.facts else None
    if thing is None or thing.kind not in ("function", "class"):
        return frozenset()
    signature = thing.signature if thing.kind == "function" else world.constructor(thing)
    return frozenset(each[0] for each in signature or ())


def _finding(case: Case, claim: Claim, line: int, match: re.Match[str], what: str) -> Finding:
    lines = _prose.lines(case.docs.root, claim.file)[claim.line - 1 : line]
    return _found.finding(
        case,
        _found.place(case, claim, match["text"], line=line, column=match.start("text") + 1),
        rule="swallowed-text",
        severity="cosmetic",
        subject=f"swallowed:{claim.scope}:{match['text']}",
        claim="\n".join(each[claim.column - 1 :] for each in lines),
        observed=f"{what} is a part of what is told of {claim.subject}",
        message=f"{what} is shown as a part of what is told of {claim.subject}"
        + (": an empty line is missing before it" if what.startswith("the directive") else ": it stands too deep"),
        evidence={"swallowed": match["text"]},
    )


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())
