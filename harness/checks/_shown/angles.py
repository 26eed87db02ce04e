"""Two displays in angle brackets: the same, the same object in another form, or another object.

<@task: add>            against  <@task: add of proj at 0x7f…>     changed: the form of a task's display
<AsyncResult: 8c35…>    against  <AsyncResult: 1f0c…>              the same
<AsyncResult: 8c35…>    against  <GroupResult: 1f0c… […]>          another
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Same:
    """Nothing but volatile parts differ."""

    hole: str


@dataclass(frozen=True, slots=True)
class Changed:
    """The same object, displayed in another form."""

    corrected: str  # the real form with the page's own names and addresses
    form: str  # the shown form with its names and volatile parts taken out


@dataclass(frozen=True, slots=True)
class Other:
    """Not known to be the same object."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "word", "name" (in quotes), "mark", "dots", or a kind of volatile text
    text: str


_TOKEN = re.compile(
    r"(?P<uuid>[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})|(?P<address>0x[0-9a-fA-F]+)|(?P<dots>\.{3})"
    r"|(?P<name>'[^\W\d]\w*(?:\.[^\W\d]\w*)*')"
    r"|(?P<word>@?[^\W\d]\w*(?:\.[^\W\d]\w*)*)|(?P<number>\d+(?:\.\d+)?)|(?P<mark>\S)"
)
_NAMING = ("word", "name")
#: Words of Python and of grammar that are part of a form.
_GLUE = frozenset({"at", "of", "class", "type", "object", "unbound", "bound", "method", "function", "module", "from"})


def compare(shown: str, real: str) -> Same | Changed | Other:
    """What two displays, both without their brackets, are to each other."""
    left, right = _tokens(shown), _tokens(real)
    if any(token.kind == "dots" for token in left):
        return Same("ellipsis") if _matches(left, right) else Other()
    if [_class(token) for token in left] == [_class(token) for token in right]:
        return _aligned(left, right)
    if _names(left) and _inside(_names(left), _names(right)) and _related(left, right):
        return Changed(corrected=_corrected(left, real), form=_form(left))
    return Other()


def _tokens(text: str) -> list[_Token]:
    found = [_Token(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(text)]
    # However many ids a group has.
    kept: list[_Token] = []
    for token in found:
        if token.kind == "uuid" and len(kept) >= 2 and kept[-1].text == "," and kept[-2].kind == "uuid":
            kept.pop()
        else:
            kept.append(token)
    return kept


def _class(token: _Token) -> str:
    if token.kind == "mark" or token.text in _GLUE:
        return token.text
    return token.kind


def _aligned(left: Sequence[_Token], right: Sequence[_Token]) -> Same | Other:
    """Displays of one form: the same when they are of one class and what they name is."""
    holes = []
    named = False
    for number, (one, other) in enumerate(zip(left, right, strict=True)):
        naming = number > 0 and one.kind in _NAMING and one.text not in _GLUE
        if one.text != other.text:
            if naming and _last(one) == _last(other):
                holes.append("prefix of a name")
            elif one.kind in _NAMING and (not naming or (not named and _told_by_name(left))):
                return Other()
            else:
                holes.append(one.kind)
        named = named or naming
    return Same(", ".join(dict.fromkeys(holes)) or "whitespace")


def _told_by_name(tokens: Sequence[_Token]) -> bool:
    """Whether the object is what its first name says: a class, a function, a task; an application may be any."""
    return _class_of(tokens) in _GLUE or _class_of(tokens).startswith("@")


def _class_of(tokens: Sequence[_Token]) -> str:
    return tokens[0].text if tokens else ""


def _last(token: _Token) -> str:
    return token.text.strip("'").rpartition(".")[2]


def _matches(left: Sequence[_Token], right: Sequence[_Token]) -> bool:
    """Whether `right` begins, up to the dots, and ends as `left` does, and its kind of object is the same."""
    gap = next(index for index, token in enumerate(left) if token.kind == "dots")
    head, tail = left[:gap], [token for token in left[gap + 1 :] if token.kind != "dots"]
    if len(head) + len(tail) > len(right):
        return False
    pairs = [*zip(head, right, strict=False), *zip(reversed(tail), reversed(right), strict=False)]
    return all(
        _class(one) == _class(other) and (one.kind not in _NAMING or _last(one) == _last(other)) for one, other in pairs
    )


def _names(tokens: Sequence[_Token]) -> list[str]:
    return [_last(token) for token in tokens if token.kind in _NAMING and token.text not in _GLUE]


def _inside(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether all of `few` are among `many`."""
    return set(few) <= set(many)


def _related(left: Sequence[_Token], right: Sequence[_Token]) -> bool:
    """Whether both are of one kind: the same class in front, or both of them classes as Python shows them."""
    first, other = _class_of(left), _class_of(right)
    return first == other or (other == "class" and first in ("class", "type", "unbound"))


def _corrected(left: Sequence[_Token], real: str) -> str:
    """The real display with the addresses, the names and the modules of the shown one."""
    addresses = [token.text for token in left if token.kind == "address"]
    names = {_last(token): token.text.strip("'") for token in left if token.kind in _NAMING}
    modules = _modules(names, _tokens(real))

    def put(match: re.Match[str]) -> str:
        kind, text = match.lastgroup or "", match[0]
        if kind == "address":
            return addresses.pop(0) if addresses else "0x..."
        if kind == "uuid":
            return "..."
        if kind not in _NAMING:
            return text
        plain = text.strip("'")
        own = names.get(plain.rpartition(".")[2], "")
        return text.replace(plain, own if "." in own else modules.get(plain, plain))

    return _TOKEN.sub(put, " ".join(real.split()))


def _modules(names: Mapping[str, str], right: Sequence[_Token]) -> dict[str, str]:
    """What the page calls the modules that the real names are in."""
    found = {}
    for token in right:
        module, _, last = token.text.strip("'").rpartition(".")
        if token.kind in _NAMING and module and "." in names.get(last, ""):
            found[module] = names[last].rpartition(".")[0]
    return found


def _form(tokens: Sequence[_Token]) -> str:
    """The form: the class in front and the marks, everything else by its kind."""
    parts = []
    for number, token in enumerate(tokens):
        plain = number == 0 or token.kind == "mark" or token.text in _GLUE
        parts.append(token.text if plain else token.kind)
    return " ".join(parts)
