"""Versions that docs tell, as their source has them: `versionadded` and its like, and the words each is known by.

Read by lines, so that the docs of every release can be read, whatever they were built with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

MARK = re.compile(
    r"(?P<margin>\s*(?:#:\s*)?)\.\. (?P<what>versionadded|versionchanged|deprecated)::"
    r" *(?P<version>\d[\w.]*)(?P<rest>.*)"
)
#: The line below a title.
BELOW = re.compile(r"([=~\-^\"'*+#`:.])\1{2,}\s*")
#: What a docstring is of.
DEFINED = re.compile(r"(?P<margin>\s*)(?:async\s+)?(?:def|class)\s+(?P<name>\w+)")
WORD = re.compile(r"\w+")
#: Words by which a text is known again.
MOST = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A version that is told."""

    line: int  # 1-based
    what: str  # versionadded, versionchanged, deprecated
    version: str
    title: str  # of its section, or the name that its docstring is of
    text: str  # its own, else the paragraph below
    keys: tuple[str, ...]  # by which it is known in the docs of another release


def marks(lines: Sequence[str], file: str) -> Iterator[Mark]:
    """The versions that a file tells, in its order."""
    for index, line in enumerate(lines):
        if (match := MARK.fullmatch(line)) is not None:
            yield _mark(lines, file, index, match)


def _mark(lines: Sequence[str], file: str, index: int, match: re.Match[str]) -> Mark:
    is_code = file.endswith(".py")
    above, title = (None, _defined(lines, index, len(match["margin"]))) if is_code else _titled(lines, index)
    below = next((at for at in range(index + 1, len(lines)) if lines[at].strip()), len(lines))
    end = next((at for at in range(below, len(lines)) if not lines[at].strip()), len(lines))
    is_own = bool(match["rest"].strip()) or (below < len(lines) and _margin(lines[below]) > _margin(lines[index]))
    text = " ".join(" ".join([match["rest"], *lines[below:end]]).split())
    keys = []
    # A directive, or the end of a docstring, is no text.
    if text and not text.startswith(("..", '"""')):
        keys.append(("text" if is_own else "below", title, _begin(text)))
    if not is_own and not is_code:
        if above is not None and not any(each.strip() for each in lines[above:index]):
            keys.append(("title", PurePosixPath(file).name, title))
        if (entry := _entry(lines, index)) is not None:
            keys.append(("entry", title, _begin(entry)))
    return Mark(
        line=index + 1,
        what=match["what"],
        version=match["version"].rstrip("."),
        title=title,
        text=text,
        keys=tuple(" | ".join((match["what"], *key)) for key in keys),
    )


def _titled(lines: Sequence[str], index: int) -> tuple[int | None, str]:
    """The section that a line stands in: the line below its title's, and the title."""
    for at in range(index - 1, 0, -1):
        title = lines[at - 1]
        if not BELOW.fullmatch(lines[at]) or not title.strip() or BELOW.fullmatch(title):
            continue
        # Only between two lines does a title have a margin.
        if not title.startswith(" ") or (at > 1 and BELOW.fullmatch(lines[at - 2])):
            return at + 1, title.strip()
    return None, ""


def _defined(lines: Sequence[str], index: int, margin: int) -> str:
    """What the docstring or comment is of that stands at a line with this margin."""
    above = filter(None, (DEFINED.match(line) for line in reversed(lines[:index])))
    return next((each["name"] for each in above if len(each["margin"]) < margin), "")


def _entry(lines: Sequence[str], index: int) -> str | None:
    """The first line of the block that a line stands in; None when it stands in none."""
    margin = _margin(lines[index])
    above = (line for line in reversed(lines[:index]) if line.strip() and _margin(line) < margin)
    return next(above, None)


def _begin(text: str) -> str:
    return " ".join(WORD.findall(text.lower())[:MOST])


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())
