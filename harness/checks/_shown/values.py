"""What an interactive session displays, as trees: Python's literals, and how objects show themselves.

    4   'a'   [1, 2]   {'a': 1}   add(2, 2)   a.b(1) | c(2)   <@task: add>   d6b3aea2-fb9b-4ebc-8da4-848818db9114   ...

The reader is tolerant where displays are: an unquoted identifier or id is a `Bare`, three dots are `Dots`, comments and
line breaks between parts are passed over.
"""

from __future__ import annotations

import ast
import re
import warnings
from typing import Any, Literal

from harness.checks._shown.nodes import Angle, Bare, Call, Dots, Items, Marked, Node, Pipe, Scalar, Table

#: Longer texts are not read, nor are deeper nestings.
LONGEST, DEEPEST = 200_000, 60


class Unreadable(ValueError):
    """The text is no display that this reader knows."""


_SPACE = re.compile(r"(?:\s+|#[^\n]*)*")
_STRING = re.compile(r"""(?i)(?P<prefix>[ubr]{0,2})(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")""", re.S)
_UUID = re.compile(r"(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])")
_HEX = re.compile(r"(?i)0x[0-9a-f]+\b")
_NUMBER = re.compile(r"(?i)[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(?P<suffix>[lj])?(?![\w.])")
_ENDLESS = re.compile(r"[-+](?:inf|nan)\b")
_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_WORDS = {"True": True, "False": False, "None": None, "inf": float("inf"), "nan": float("nan")}
_CLOSING = {"[": "]", "(": ")", "{": "}"}


def read(text: str) -> Node:
    """The one value that the text shows.  Raises Unreadable."""
    nodes = read_all(text)
    if len(nodes) != 1:
        raise Unreadable("several values")
    return nodes[0]


def read_all(text: str) -> tuple[Node, ...]:
    """The values that the text shows, each beginning on a line of its own.  Raises Unreadable."""
    if len(text) > LONGEST:
        raise Unreadable("too long")
    reader = _Reader(text)
    found: list[Node] = []
    reader.skip()
    while reader.at < len(text):
        if found and "\n" not in text[found[-1].end : reader.at]:
            raise Unreadable("several values on one line")
        found.append(reader.value(0))
        reader.skip()
    if not found:
        raise Unreadable("nothing")
    return tuple(found)


def read_lines(text: str) -> tuple[Node, ...]:
    """The values that the text shows, and between them its lines that show none, as words.  Raises Unreadable.

    At least one value must be a container that takes more than a word, or prose would be read as names.
    """
    if len(text) > LONGEST:
        raise Unreadable("too long")
    reader = _Reader(text)
    found: list[Node] = []
    reader.skip()
    while reader.at < len(text):
        start = reader.at
        line_end = text.find("\n", start)
        line_end = len(text) if line_end < 0 else line_end
        try:
            node = reader.value(0)
            reader.skip()
            if reader.at < len(text) and "\n" not in text[node.end : reader.at]:
                raise Unreadable("several values on one line")
        except Unreadable:
            line = text[start:line_end].rstrip()
            node = Bare(text=line, start=start, end=start + len(line))
            reader.at = line_end
            reader.skip()
        found.append(node)
    if not any(isinstance(node, (Items, Table)) for node in found):
        raise Unreadable("no values")
    return tuple(found)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        assert match is not None
        self.at = match.end()

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        return pattern.match(self.text, self.at)

    def peek(self, what: str) -> bool:
        return self.text.startswith(what, self.at)

    def value(self, depth: int) -> Node:
        """A value, or several joined by bars."""
        start = self.at
        parts = [self.term(depth)]
        while True:
            end = self.at
            self.skip()
            if not self.peek("|"):
                self.at = end
                break
            self.at += 1
            self.skip()
            parts.append(self.term(depth))
        return parts[0] if len(parts) == 1 else Pipe(parts=tuple(parts), start=start, end=self.at)

    def term(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise Unreadable("too deep")
        start = self.at
        if self.peek("..."):
            self.at += 3
            return Dots(start=start, end=self.at)
        head = self.text[start : start + 1]
        if head in ("%", "~"):
            self.at += 1
            inner = self.term(depth + 1)
            return Marked(mark=head, inner=inner, start=start, end=self.at)
        if head == "<":
            return self.angle()
        if head in ("[", "("):
            return self.items(depth)
        if head == "{":
            return self.braces(depth)
        return self.word(depth)

    def word(self, depth: int) -> Node:
        start = self.at
        if self.match(_STRING):
            return self.string()
        for pattern in (_UUID, _HEX):
            if match := self.match(pattern):
                self.at = match.end()
                return Bare(text=match[0], start=start, end=self.at)
        if match := self.match(_NUMBER):
            self.at = match.end()
            return _number(match[0], match["suffix"] or "", start, self.at)
        if match := self.match(_ENDLESS):
            self.at = match.end()
            return Scalar(value=float(match[0]), start=start, end=self.at)
        match = self.match(_NAME)
        if match is None:
            raise Unreadable(f"no value at {start}")
        self.at = match.end()
        if match[0] in _WORDS:
            return Scalar(value=_WORDS[match[0]], start=start, end=self.at)
        if self.peek("("):
            return self.call(match[0], start, depth)
        return Bare(text=match[0], start=start, end=self.at)

    def string(self) -> Node:
        """A string, or several in a row, which are one."""
        start = end = self.at
        values, old = [], False
        while match := self.match(_STRING):
            values.append(_literal(match[0]))
            old = old or "u" in match["prefix"].lower()
            end = self.at = match.end()
            self.skip()
        self.at = end
        try:
            value = values[0] if len(values) == 1 else type(values[0])().join(values)
        except TypeError:
            raise Unreadable("strings and bytes in a row") from None
        return Scalar(value=value, old=old, start=start, end=end)

    def items(self, depth: int) -> Node:
        start = self.at
        opening = self.text[start]
        items, trailing = self.sequence(_CLOSING[opening], depth)
        if opening == "(" and len(items) == 1 and not trailing and not isinstance(items[0], Dots):
            return items[0]
        kind: Literal["list", "tuple"] = "list" if opening == "[" else "tuple"
        return Items(kind=kind, items=tuple(items), start=start, end=self.at)

    def sequence(self, closing: str, depth: int) -> tuple[list[Node], bool]:
        """What stands in brackets, and whether a comma stands behind the last of it."""
        self.at += 1
        items: list[Node] = []
        trailing = False
        while True:
            self.skip()
            if self.peek(closing):
                self.at += 1
                return items, trailing
            if items and not trailing and not isinstance(items[-1], Dots):
                raise Unreadable(f"no comma at {self.at}")
            items.append(self.value(depth + 1))
            self.skip()
            trailing = self.comma()

    def comma(self) -> bool:
        if self.peek(","):
            self.at += 1
            return True
        return False

    def braces(self, depth: int) -> Node:
        """A dict or a set."""
        start = self.at
        self.at += 1
        pairs: list[tuple[Node, Node]] = []
        items: list[Node] = []
        odd = False
        while True:
            self.skip()
            if self.peek("}"):
                self.at += 1
                break
            key = self.value(depth + 1)
            self.skip()
            if self.peek(":") or (isinstance(key, Bare) and self.peek("=") and not self.peek("==")):
                odd = odd or self.peek("=")
                self.at += 1
                self.skip()
                pairs.append((key, self.value(depth + 1)))
            elif isinstance(key, Dots) and not items:
                pairs.append((key, key))
            else:
                items.append(key)
            self.skip()
            if not self.comma() and not self.peek("}") and not isinstance(key, Dots):
                raise Unreadable(f"no comma at {self.at}")
        if pairs and items:
            raise Unreadable("neither dict nor set")
        if items:
            return Items(kind="set", items=tuple(items), start=start, end=self.at)
        return Table(pairs=tuple(pairs), odd=odd, start=start, end=self.at)

    def call(self, name: str, start: int, depth: int) -> Node:
        self.at += 1
        args: list[Node] = []
        named: list[tuple[str, Node]] = []
        while True:
            self.skip()
            if self.peek(")"):
                self.at += 1
                break
            keyword = re.compile(r"([^\W\d]\w*)\s*=(?!=)").match(self.text, self.at)
            if keyword:
                self.at = keyword.end()
                self.skip()
                named.append((keyword[1], self.value(depth + 1)))
            else:
                args.append(self.value(depth + 1))
            self.skip()
            if not self.comma() and not self.peek(")"):
                raise Unreadable(f"no comma at {self.at}")
        return _call(name, tuple(args), tuple(named), start, self.at)

    def angle(self) -> Node:
        """From < to the > that closes it; an arrow closes nothing, nor does what stands in quotes."""
        start, depth = self.at, 0
        for match in re.compile(r"""'[^'\n]*'|"[^"\n]*"|->|=>|<|>""").finditer(self.text, self.at):
            if match[0] == "<":
                depth += 1
            elif match[0] == ">":
                depth -= 1
                if depth == 0:
                    self.at = match.end()
                    return Angle(text=self.text[start + 1 : match.start()], start=start, end=self.at)
        raise Unreadable(f"nothing closes the < at {start}")


def _literal(text: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.literal_eval(text)
        except (ValueError, SyntaxError) as error:
            raise Unreadable(str(error)) from None


def _number(text: str, suffix: str, start: int, end: int) -> Node:
    old = suffix in ("l", "L")
    plain = text[:-1] if old else text
    try:
        value = ast.literal_eval(plain)
    except (ValueError, SyntaxError):  # 010, an octal number once
        value = float(plain) if "." in plain else int(plain)
    return Scalar(value=value, old=old, start=start, end=end)


def _call(name: str, args: tuple[Node, ...], named: tuple[tuple[str, Node], ...], start: int, end: int) -> Node:
    """A call; of the containers that show themselves as one, the container."""
    if named or len(args) > 1:
        return Call(name=name, args=args, named=named, start=start, end=end)
    if name == "set" and not args:
        return Items(kind="set", items=(), start=start, end=end)
    if name == "OrderedDict" and len(args) == 1 and isinstance(args[0], Items):
        # OrderedDict([('a', 1)]) until Python 3.12, OrderedDict({'a': 1}) from then on.
        pairs = [item.items for item in args[0].items if isinstance(item, Items) and len(item.items) == 2]
        if len(pairs) == len(args[0].items):
            table = Table(pairs=tuple((pair[0], pair[1]) for pair in pairs), start=args[0].start, end=args[0].end)
            return Call(name=name, args=(table,), named=(), start=start, end=end)
    return Call(name=name, args=args, named=named, start=start, end=end)
