"""Names of a page's own link targets in single quotes: the reference lacks its last character, and is no link.

    There is also the `CloudAMQP tutorial`,               `CloudAMQP tutorial`_ is meant

    .. _`CloudAMQP tutorial`: https://www.cloudamqp.com/blog/

Only a target that nothing on its page refers to is told: one that is used has its link, and the text may be a mention.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

from harness.checks import _found, _history, _prose
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "unlinked"

rules: Mapping[str, str] = {"bare-reference": "the name of a link target of the page, which is written as no link"}

level: CheckName = "none"
sees = frozenset({"literal"})

TARGET = re.compile(r"^\s*\.\. _(?P<quote>`?)(?P<name>[^`:]+(?:\\:[^`:]*)*)(?P=quote):(?:\s+\S|\s*$)", re.M)
USED = re.compile(r"`(?P<quoted>[^`<]+)`__?(?!\w)|(?<![\w`])(?P<word>[A-Za-z][\w.-]*)__?(?![\w`])")


def find(case: Case) -> Iterable[Finding]:
    """A finding when a claim is such a name."""
    claim = case.claim
    if claim is None or not _applies(claim) or _history.told(case):
        return
    line = _prose.line(case, claim.file, claim.line)
    start = claim.column - 1
    quoted = f"`{claim.text}`"
    # A role, or the mark of a link, may stand around it.
    if line[start - 1 : start + len(claim.text) + 1] != quoted or line[: start - 1].endswith((":", "_")):
        return
    if line[start + len(claim.text) + 1 :].startswith("_"):
        return
    if _folded(claim.text) in _unused(case.docs.root, claim.file):
        yield _found.finding(
            case,
            _found.place(case, claim, quoted, claim.line, claim.column - 1),
            rule="bare-reference",
            severity="cosmetic",
            subject=f"unlinked:{claim.text}",
            observed="it is shown as it stands, and nothing leads to the page's target of that name",
            message=f"no link: {quoted}_ is meant, a target of the page",
            suggestion=f"{quoted}_",
        )


def covers(case: Case) -> bool:
    """Never: that text in single quotes is no link says nothing of it."""
    return False


def _applies(claim: Claim) -> bool:
    return claim.kind == "literal" and claim.fields.get("form") == "title-ref" and "\n" not in claim.text


@functools.lru_cache(maxsize=64)
def _unused(root: str, file: str) -> frozenset[str]:
    """Targets of a file, for other pages, that nothing in it refers to."""
    text = "\n".join(_prose.lines(root, file))
    targets = {_folded(match["name"]) for match in TARGET.finditer(text) if _leads_away(text, match)}
    used = {_folded(match["quoted"] or match["word"]) for match in USED.finditer(TARGET.sub("", text))}
    return frozenset(targets - used)


def _leads_away(text: str, match: re.Match[str]) -> bool:
    """Whether a target has an address, in its own line or in those below it: one without is a label of the page."""
    rest = text[match.end() - 1 :]
    first, *below = rest.split("\n", 3)
    return bool(first.strip()) or any(line.startswith((" ", "\t")) and line.strip() for line in below[:1])


def _folded(name: str) -> str:
    """The name as docutils compares it."""
    return " ".join(name.replace("\\", "").lower().split())
