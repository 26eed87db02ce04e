"""Types of arguments that do not stand in brackets behind the argument's name, where Sphinx looks for them.

    Arguments:
        ❨steps Sequence[Union[str, Step]]❩: List of steps.
        ❨paths: List[str]❩: List of file paths.
        ❨dest: (str, kombu.Queue)❩: Destination queue.

Of the first Sphinx makes the arguments ``steps Sequence[Union[str`` and ``Step]]``, of the others' types a part of the
text.  Only what can be nothing but a type is told: names of types, in brackets or with brackets of their own.  Several
names in brackets may be those of a pair, which the text tells.
"""

from __future__ import annotations

import builtins
import re
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence

from harness.checks import _found, _history, _prose
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "misplaced-types"

rules: Mapping[str, str] = {"misplaced-type": "the type of an argument where Sphinx does not take it for one"}

level: CheckName = "none"
sees = frozenset({"parameter"})

#: A type with brackets of its own, up to three deep.
GENERIC = r"[A-Za-z_][\w.]*\[(?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]*\])*\])*\]"
BRACKETED = r"\([^()]+\)"
BEHIND = re.compile(rf"\s*(?P<all>(?P<name>\w+):\s+(?P<type>{GENERIC}|{BRACKETED})):(?=\s|$)")
BESIDE = re.compile(rf"\s*(?P<all>(?P<name>\w+)\s+(?P<type>{GENERIC})):(?=\s|$)")
HEADER = re.compile(r"\s*(?:Args|Arguments|Parameters|Keyword Arg(?:ument)?s):\s*")
NAMES = r"~?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"
PATH = re.compile(rf"{NAMES}(?:\[.*\])?")
#: Types within brackets: names, and what stands between them.
WITHIN = re.compile(rf"(?:{NAMES}|\.\.\.|[\[\],|\s])+")
#: What several names in brackets are the types of the parts of.
TUPLE = re.compile(r"\b(?:pairs?|tuples?|triples?|couples?)\b", re.I)


def find(case: Case) -> Iterable[Finding]:
    """A finding about the item of the claim, or about one above it that is none for its type."""
    claim = case.claim
    if claim is None or claim.kind != "parameter" or not claim.file.endswith(".py") or _history.told(case):
        return
    lines = _prose.lines(case.docs.root, claim.file)
    if not 0 < claim.line <= len(lines):
        return
    match = BEHIND.match(lines[claim.line - 1])
    if match is not None and match.start("name") == claim.column - 1 and _is_type(match["type"]):
        several = match["type"].startswith("(") and "," in match["type"]
        if not several or TUPLE.search(match["name"] + match.string[match.end() :]) is None:
            yield _finding(case, claim, claim.line, match)
    for number, above in _above(lines, claim):
        yield _finding(case, claim, number, above)


def covers(case: Case) -> bool:
    """Never: that a type stands in its place says nothing of it."""
    return False


def _above(lines: Sequence[str], claim: Claim) -> Iterator[tuple[int, re.Match[str]]]:
    """The item right above the claim's, the first of its section, when it is no argument as it stands."""
    own, above, header = (lines[claim.line - back] if claim.line >= back else "" for back in (1, 2, 3))
    match = BESIDE.match(above)
    if match is None or HEADER.fullmatch(header) is None or not _is_type(match["type"]):
        return
    if _margin(own) == _margin(above) == claim.column - 1:
        yield claim.line - 1, match


def _is_type(text: str) -> bool:
    """Whether it can only be a type: all that it names are types."""
    if not text.startswith("("):
        return WITHIN.fullmatch(text) is not None and all(map(_is_type_within, re.findall(NAMES, text)))
    named = [each.strip() for each in re.split(r",|\bor\b", text[1:-1])]
    return all(PATH.fullmatch(each) and _is_name_of_type(each) for each in named)


def _is_name_of_type(path: str) -> bool:
    plain = path.lstrip("~").partition("[")[0]
    return isinstance(getattr(builtins, plain, None), type) or ("." in plain and plain.rpartition(".")[2][0].isupper())


def _is_type_within(path: str) -> bool:
    """Whether a name beside brackets, or within them, is that of a type."""
    last = path.lstrip("~").rpartition(".")[2]
    return last == "None" or last in typing.__all__ or last[0].isupper() or _is_name_of_type(path)


def _finding(case: Case, claim: Claim, line: int, match: re.Match[str]) -> Finding:
    argument, told = match["name"], match["type"]
    right = f"{argument} {told if told.startswith('(') else f'({told})'}"
    wrong = match["all"]
    taken = "a part of its description" if wrong.startswith(f"{argument}:") else "a part of its name"
    return _found.finding(
        case,
        _found.place(case, claim, wrong, line=line, column=match.start("all") + 1),
        rule="misplaced-type",
        severity="cosmetic",
        subject=f"type:{claim.scope}:{argument}",
        claim=match.group().strip(),
        observed=f"Sphinx takes the type of {argument} for {taken}",
        message=f"the type of {argument} is taken for {taken}: write {right}",
        suggestion=right,
        evidence={"argument": argument},
    )


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())
