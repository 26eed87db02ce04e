"""Sentences with slots, and where they stand: ``retries for {seconds:float} seconds`` fits whatever number is told.

A slot is ``{name}`` (one word or literal, with whatever markup), ``{name:int}`` and ``{name:float}`` (a number, of up
to twelve in words too), ``{name:text}`` (as few words as fit), or ``{name:lines}`` (the same, and its value has the
lines as they stand).  White space is folded, ``{{`` is a brace.  Where words around a sentence are only there to find
it, ``{<}`` says where the sentence itself begins, and ``{>}`` where it ends.
"""

from __future__ import annotations

import difflib
import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORD = "|".join(WORDS)
#: Markup around a literal or a role's target.
_MARKED = re.compile(r"(?::[\w:+-]+:)?(?P<ticks>`{1,2})[~!@.]*(?P<value>[^`]+)(?P=ticks)")

KINDS: Mapping[str, str] = {
    "": r"(?::[\w:+-]+:)?`{1,2}[^`]+`{1,2}|[\w@][\w@.'()/-]*(?<=[\w)])|[\w@]",
    "int": rf"-?\d+(?![\w.]*\d)|\b(?i:{_WORD})\b",
    "float": rf"-?\d+(?:\.\d+)?|-?\.\d+|\b(?i:{_WORD})\b",
    "text": r".+?",
    "lines": r".+?",
}
#: Ends of the sentence itself within what is quoted, and the groups by which they are known.
ENDS: Mapping[str, str] = {"<": "_begins", ">": "_ends"}

#: The mark of a list's item, or the name of one in a section of a docstring: `limit (int): `, `ValueError: `.
ITEM = re.compile(r"[*+-]\s+|(?:#|\d+)\.\s+|(?P<name>\*{0,2}[A-Za-z_][\w.]*(?: \([^()]*(?:\([^()]*\)[^()]*)*\))?:\s)")
#: Blanks by which docstrings indent what goes on with an item.
DEEPER = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """What stands in one slot."""

    name: str
    kind: str
    start: int
    end: int
    text: str  # as it stands

    @property
    def value(self) -> str | int | float:
        """What it says."""
        word = self.text.lower()
        if self.kind == "int":
            return WORDS.index(word) if word in WORDS else int(word)
        if self.kind == "float":
            return float(WORDS.index(word)) if word in WORDS else float(word)
        if self.kind == "lines":
            return self.text
        folded = " ".join(self.text.split())
        marked = _MARKED.fullmatch(folded) if self.kind == "" else None
        return marked["value"] if marked else folded


@dataclass(frozen=True, kw_only=True, slots=True)
class Quoted:
    """Where a sentence stands in a text."""

    start: int
    end: int
    slots: tuple[Slot, ...]


def find(quote: str, text: str) -> Quoted | None:
    """Where the sentence stands first, whatever its line breaks; ValueError says what is wrong with its slots."""
    match = re.search("".join(pattern for pattern, _ in patterns(quote)), text, re.DOTALL)
    return quoted(quote, match) if match is not None else None


def quoted(quote: str, match: re.Match[str]) -> Quoted:
    """Where a sentence stands that its patterns match."""
    slots = tuple(
        Slot(name=name, kind=kind, start=match.start(name), end=match.end(name), text=match[name])
        for _, name, kind in _parts(quote)
        if name and name not in ENDS
    )
    begins, ends = (
        match.start(group) if group in match.re.groupindex else end
        for group, end in zip(ENDS.values(), match.span(), strict=True)
    )
    return Quoted(start=begins, end=ends, slots=slots)


def patterns(quote: str) -> list[tuple[str, str]]:
    """Patterns of what a sentence is made of, in turn: of words, with "", and of slots, with their names."""
    return [(pattern, name) for pattern, name, _ in _parts(quote)]


def folded(words: str) -> str:
    """A pattern of words, whatever white space stands between them."""
    return r"\s+".join(map(re.escape, re.split(r"\s+", words)))


def names(quote: str) -> tuple[str, ...]:
    """The names of a sentence's slots; ValueError says what is wrong with them."""
    return tuple(name for _, name, _ in _parts(quote) if name and name not in ENDS)


def spelt(value: object, like: str) -> str:
    """A value in the spelling of what stands on the page: markup, decimals and words for numbers are kept."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if like.lower() in WORDS and value in range(len(WORDS)):
            word = WORDS[int(value)]
            return word.capitalize() if like[:1].isupper() else word
        number = format(value, ".10g")
        return f"{number}.0" if "." in like and number.lstrip("-").isdigit() else number
    marked = _MARKED.fullmatch(like)
    if marked is None:
        return _broken(str(value), like)
    return f"{like[: marked.start('value')]}{value}{like[marked.end('value') :]}"


def _broken(value: str, like: str) -> str:
    """A text broken into lines where the page breaks it: between the same words, and as many others.

    One of far fewer words is not broken.
    """
    old, new = like.split(), value.split()
    if "\n" in value or "\n" not in like or len(new) < len(old) / 2:
        return value
    gaps = re.findall(r"\s+", like.strip())
    found = [" "] * max(len(new) - 1, 0)
    for _, first, last, begin, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for before, after in zip(range(first, last), range(begin, end), strict=False):
            if before and after:
                found[after - 1] = gaps[before - 1]
    return "".join(word + gap for word, gap in zip(new, [*found, ""], strict=True))


def _parts(quote: str) -> Iterator[tuple[str, str, str]]:
    """Patterns of what a sentence is made of, with name and kind where it is a slot."""
    seen: set[str] = set()
    parts = list(string.Formatter().parse(quote))
    for number, (literal, name, spec, _) in enumerate(parts):
        yield folded(literal), "", ""
        if name is None:
            continue
        kind = spec or ""
        if name in ENDS:
            if name in seen or (name == "<" and ">" in seen):
                raise ValueError(f"{{{name}}}: the sentence begins once, and ends once behind that")
            seen.add(name)
            yield f"(?P<{ENDS[name]}>)", name, ""
            continue
        if not name.isidentifier() or name in seen:
            raise ValueError(f"slot {name!r}: expected a name that no other slot has")
        if kind not in KINDS:
            raise ValueError(f"slot {name!r}: unknown kind {kind!r} (known: {', '.join(filter(None, KINDS))})")
        if kind in ("text", "lines") and not _goes_on(parts[number + 1 :]):
            raise ValueError(f"slot {name!r}: nothing stands behind it, so where it ends is not known")
        seen.add(name)
        # A number is not the tail of another.
        guard = r"(?<![\w.])" if kind in ("int", "float") else ""
        yield f"{guard}(?P<{name}>{KINDS[kind]})", name, kind


def _goes_on(parts: list[tuple[str, str | None, str | None, str | None]]) -> bool:
    """Whether words stand next, ends of the sentence apart."""
    for literal, name, _, _ in parts:
        if literal.strip():
            return True
        if name not in ENDS:
            return False
    return False


def margin(lines: Sequence[str], index: int) -> int:
    """The blanks before lines that go on with what stands on a line: those of an item stand deeper than its mark."""
    line = lines[index]
    margin = len(line) - len(line.lstrip())
    below = lines[index + 1] if index + 1 < len(lines) else ""
    if below.strip() and len(below) - len(below.lstrip()) > margin:
        return len(below) - len(below.lstrip())
    item = ITEM.match(line.lstrip())
    if item is None or (item["name"] is None and not ITEM.match(_opening(lines, index))):
        return margin  # what only looks like an item goes on a paragraph
    return margin + (DEEPER if item["name"] else len(item[0]))


def _opening(lines: Sequence[str], index: int) -> str:
    """The first line of what stands between empty lines."""
    while index > 0 and lines[index - 1].strip():
        index -= 1
    return lines[index].lstrip()
