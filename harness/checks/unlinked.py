"""Names of a page's own link targets in single quotes: the reference lacks its last character, and is no link.

    There is also the `CloudAMQP tutorial`,               `CloudAMQP tutorial`_ is meant

    .. _`CloudAMQP tutorial`: https://www.cloudamqp.com/blog/

Only a target that nothing on its page refers to is told: one that is used has its link, and the text may be a mention.
So may one lower-case word be, unless the target stands in its section.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Mapping

from harness.checks import _found, _prose, bare_references
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "unlinked"

rules: Mapping[str, str] = {"bare-reference": "the name of a link target of the page, which is written as no link"}

level: CheckName = "none"
sees = frozenset({"literal"})

TARGET = re.compile(r"^\s*\.\. _(?P<quote>`?)(?P<name>[^`:]+(?:\\:[^`:]*)*)(?P=quote):(?:\s+\S|\s*$)", re.M)
TITLE = re.compile(r"([=~\-^\"'*+#.])\1{2,}\s*$")
USED = re.compile(r"`(?P<quoted>[^`<]+)`__?(?!\w)|(?<![\w`])(?P<word>[A-Za-z][\w.-]*)__?(?![\w`])")


def find(case: Case) -> Iterable[Finding]:
    """A finding when a claim is such a name."""
    if (told := bare_references.in_quotes(case)) is None:
        return
    claim, line, quoted = told
    start = claim.column - 1
    # A role, or the mark of a link, may stand around it.
    if line[: start - 1].endswith((":", "_")):
        return
    if line[start + len(claim.text) + 1 :].startswith("_"):
        return
    unused = _unused(case.docs.root, claim.file)
    target = unused.get(_folded(claim.text))
    if target is None:
        return
    number, address = target
    if re.search(r"[A-Z\s]", claim.text) or _is_near(case, claim, number):
        plain = re.fullmatch(r"\S*", address) is not None
        but = "" if plain else ", whose address has blanks in it"
        yield _found.finding(
            case,
            _found.place(case, claim, quoted, claim.line, claim.column - 1),
            rule="bare-reference",
            severity="cosmetic",
            subject=f"unlinked:{claim.text}",
            observed="it is shown as it stands, and nothing leads to the page's target of that name",
            message=f"no link: {quoted}_ is meant, a target of the page{but}",
            suggestion=f"{quoted}_" if plain else None,
        )


def covers(case: Case) -> bool:
    """Never: that text in single quotes is no link says nothing of it."""
    return False


def _is_near(case: Case, claim: Claim, number: int) -> bool:
    """Whether no title stands between a claim and a line below it."""
    between = _prose.lines(case.docs.root, claim.file)[claim.line : number - 1]
    return number > claim.line and not any(TITLE.match(line) for line in between)


@functools.lru_cache(maxsize=64)
def _unused(root: str, file: str) -> Mapping[str, tuple[int, str]]:
    """Targets of a file, for other pages, that nothing in it refers to: their lines, and their addresses."""
    text = "\n".join(_prose.lines(root, file))
    targets = {
        _folded(match["name"]): (text.count("\n", 0, match.start("name")) + 1, address)
        for match in TARGET.finditer(text)
        if (address := _address(text, match))
    }
    used = {_folded(match["quoted"] or match["word"]) for match in USED.finditer(TARGET.sub("", text))}
    return {name: target for name, target in targets.items() if name not in used}


def _address(text: str, match: re.Match[str]) -> str:
    """Where a target leads, "" for a label of the page."""
    first, *below = text[match.end() - 1 :].split("\n")
    lines = [first.strip(), *(line.strip() for line in itertools.takewhile(_is_indented, below))]
    return "".join(lines)


def _is_indented(line: str) -> bool:
    return line.startswith((" ", "\t")) and bool(line.strip())


def _folded(name: str) -> str:
    """The name as docutils compares it."""
    return " ".join(name.replace("\\", "").lower().split())
