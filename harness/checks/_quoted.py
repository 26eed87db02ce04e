"""What the docs say, told in a message: as much as reads in one line, without markup; and laid out to be written."""

from __future__ import annotations

import re
import textwrap

from harness.model import Place

#: Letters that are quoted.
QUOTED = 90
#: The width to which the docs are wrapped.
WIDTH = 78
#: Text with markup, within which no line ends, and what stands for its blanks meanwhile.
MARKED = re.compile(r"(`+)[^`]+\1")
KEPT = "\0"
#: Where what is quoted goes over into something else: another paragraph, or a directive.
APART = re.compile(r"\n[ \t]*\n|(?:^|\s)\.\. [\w-]+::")
ROLE = re.compile(r":[\w:+-]+:`(?:(?P<title>[^`<]+?)\s+<[^`>]*>|[~!@.-]*(?P<name>[^`]+))`")
#: Signs of the code around what is said in it: of a comment that is documentation, and of a docstring.
SIGNS = re.compile(r"^(?P<before>[\x02\s]*)#:(?:[ \t]|(?=[\x03\n])|$)|(?:\b[rRuU])?\"{3}", re.M)
TICKS = re.compile(r"(?P<ticks>`{1,2})(?P<text>[^`]+)(?P=ticks)")
#: Characters of nobody's, around the words that are spoken of.
FIRST, LAST = "\x02", "\x03"


def passage(whole: str, start: int, text: str) -> str:
    """Words that stand in a text at an offset, with as much of what stands around them as reads in one line."""
    own, *more = [part for part in APART.split(text) if part.strip()] or [text]
    before, after = APART.split(whole[:start])[-1], "" if more else APART.split(whole[start + len(text) :])[0]
    words = plain(f"{before}{FIRST}{own}{LAST}{after}").split(" ")
    first, last = (next(n for n, word in enumerate(words) if mark in word) for mark in (FIRST, LAST))
    left, right = words[:first], words[last + 1 :]
    kept = words[first : last + 1]
    while (on_right := right and _fits(*kept, right[0])) or (left and _fits(left[-1], *kept)):
        if on_right:
            kept.append(right.pop(0))
        if left and _fits(left[-1], *kept):
            kept.insert(0, left.pop())
    said = " ".join(kept).replace(FIRST, "").replace(LAST, "").strip()
    said = textwrap.shorten(said, QUOTED, placeholder=" …")
    return ("… " if left else "") + said.rstrip(":" if more else "") + (" …" if right or more else "")


def _fits(*words: str) -> bool:
    return len(" ".join(words)) <= QUOTED - 2


def plain(text: str) -> str:
    """What is said, on one line and without markup."""
    text = SIGNS.sub(lambda match: match["before"] or "", text)
    text = ROLE.sub(lambda match: match["title"] or match["name"], text)
    return " ".join(TICKS.sub(lambda match: match["text"], text).split())


def laid_out(sentence: str, place: Place, indent: int) -> str:
    """The sentence broken into lines as the docs are; one that has lines of its own keeps them.

    `indent` is that of the line in which it begins.
    """
    rest = [line for line in place.text.split("\n")[1:] if line.strip()]
    margins = [len(line) - len(line.lstrip()) for line in rest]
    if "\n" in sentence:
        first, *more = sentence.split("\n")
        # One that begins with the mark of an item has lines that already stand deeper than the mark.
        margin = " " * min([indent, place.column - 1, *margins])
        return "\n".join([first.lstrip(), *(f"{margin}{line}".rstrip() for line in more)])
    if not rest and place.column - 1 + len(sentence) <= WIDTH:
        return sentence
    whole = MARKED.sub(lambda match: match[0].replace(" ", KEPT), sentence)
    lines = textwrap.wrap(
        whole, WIDTH, initial_indent=" " * (place.column - 1), subsequent_indent=" " * min(margins or [indent]),
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip
    lines[0] = lines[0][place.column - 1 :]
    return "\n".join(lines).replace(KEPT, " ")
