"""Questions about parts of displays: what they are, and whether two of them are alike but for what is volatile."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from harness.checks._shown import gaps, volatile
from harness.checks._shown.display import show
from harness.checks._shown.nodes import Angle, Bare, Call, Dots, Items, Marked, Node, Pipe, Scalar, Table

#: Nodes that show an object which is no literal.
DISPLAYS = (Angle, Bare, Call, Marked, Pipe)


def equal(left: object, right: object) -> bool:
    return type(left) is type(right) and (left == right or (left != left and right != right))


def is_text(node: Scalar) -> bool:
    return isinstance(node.value, (str, bytes))


def text_of(node: Scalar) -> str:
    return node.value.decode("latin-1") if isinstance(node.value, bytes) else str(node.value)


def sort(node: Scalar) -> str:
    """Numbers are of one sort, whatever their type."""
    if isinstance(node.value, bool) or node.value is None:
        return type(node.value).__name__
    return "number" if isinstance(node.value, (int, float, complex)) else type(node.value).__name__


def alike(shown: str, real: str) -> str:
    """The kind of hole by which two texts are the same but for what is volatile in them, "" when they are not."""
    if gaps.has(shown) and gaps.fits(shown, real):
        return "ellipsis"
    one, other = volatile.kind_of(shown), volatile.kind_of(real)
    if one and (
        one == other or {one, other} <= {"node", "host", "ip"} or {one, other} <= {"timestamp", "date", "time"}
    ):
        return one
    (left, kinds), (right, others) = volatile.masked(shown), volatile.masked(real)
    if kinds and kinds == others and left.split() == right.split():
        return ", ".join(dict.fromkeys(kinds))
    if shown.split() == real.split():
        return "whitespace"
    return "prefix of a name" if same_name(shown, real) else ""


def same_name(shown: str, real: str) -> bool:
    """Whether two dotted names end alike: the module in front is the reader's affair."""
    if not all(re.fullmatch(r"[^\W\d]\w*(\.[^\W\d]\w*)*", text) for text in (shown, real)):
        return False
    return shown.rpartition(".")[2] == real.rpartition(".")[2]


def wording(text: str) -> str:
    """The text without case, quotes and stops: how a message is worded."""
    return re.sub(r"[^a-z0-9 ]", "", re.sub(r"\bu(?=')", "", text).lower()).strip()


def answers(node: Node) -> tuple[tuple[Node, Node], ...]:
    """The answers of workers, by node, that the tree holds; empty when it is no such thing."""
    if isinstance(node, Table):
        pairs = node.pairs
    elif isinstance(node, Items) and node.kind == "list":
        if not all(isinstance(item, Table) and item.pairs for item in node.items):
            return ()
        pairs = tuple(pair for item in node.items if isinstance(item, Table) for pair in item.pairs)
    else:
        return ()
    named = [pair for pair in pairs if not isinstance(pair[0], Dots)]
    if all(isinstance(key, Scalar) and isinstance(key.value, str) and volatile.is_node(key.value) for key, _ in named):
        return tuple(named)
    return ()


def own_name(key: Node) -> bool:
    """Whether a key is data: a name of the reader's, an id, a node, not a field that the library names."""
    if not isinstance(key, Scalar) or not isinstance(key.value, str):
        return True
    return bool(volatile.kind_of(key.value)) or not re.fullmatch(r"[^\W\d][\w-]*", key.value)


def find(key: Node, keys: Sequence[Node], taken: set[int]) -> int | None:
    """The position of the key among the real ones: the same, or failing that one of the same volatile kind."""
    tests: list[Callable[[Node], bool]] = [lambda node: show(node) == show(key)]
    if isinstance(key, Scalar) and isinstance(key.value, str) and (kind := volatile.kind_of(key.value)):
        tests.append(lambda node: isinstance(node, Scalar) and volatile.kind_of(str(node.value)) == kind)
    for test in tests:
        for index, node in enumerate(keys):
            if index not in taken and test(node):
                return index
    return None


def empty(node: Node) -> bool:
    if isinstance(node, Scalar):
        return node.value is None or node.value == ""
    return isinstance(node, (Items, Table)) and not (node.items if isinstance(node, Items) else node.pairs)


def only_dots(node: Items | Table) -> bool:
    parts = node.items if isinstance(node, Items) else tuple(key for key, _ in node.pairs)
    return bool(parts) and all(isinstance(part, Dots) for part in parts)


def containers(shown: Node, real: Node) -> bool:
    return isinstance(shown, (Items, Table)) and isinstance(real, (Items, Table))


def one_and_many(one: Node, other: Node) -> bool:
    """Whether one is a value that is there, and the other a list or a dict with something in it."""
    pair = (one, other)
    return (
        not any(map(empty, pair))
        and any(isinstance(node, Scalar) for node in pair)
        and any(isinstance(node, (Items, Table)) for node in pair)
    )


def only_item(shown: Node, real: Node) -> Node:
    """The one item of a list that is of the real value's kind; where there is none, what is shown."""
    items = shown.items if isinstance(shown, Items) else ()
    return items[0] if len(items) == 1 and kind(items[0]) == kind(real) else shown


def kind(node: Node) -> str:
    match node:
        case Scalar(value=None):
            return "None"
        case Scalar(value=value):
            return {"str": "a string", "bytes": "bytes", "bool": "a truth value"}.get(type(value).__name__, "a number")
        case Items(kind=kind):
            return f"a {kind}"
        case Table():
            return "a dict"
    return "an object"


def count(number: int) -> str:
    return "1 item" if number == 1 else f"{number} items"


def brief(text: str, limit: int = 60) -> str:
    """The text on one line, its end left out where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def old(node: Scalar) -> str:
    """A literal as Python 2 shows it."""
    return f"u{node.value!r}" if is_text(node) else f"{node.value!r}L"


def across(shown: Node, real: Node, *, reply: bool) -> str:
    """The hole by which nodes of different kinds are the same, "" when they are not."""
    if isinstance(real, Scalar) and isinstance(real.value, str) and isinstance(shown, DISPLAYS):
        text = show(shown)
        if text.split() == real.value.split():
            return "quotes"
        if isinstance(shown, Bare) and (kind := alike(text, real.value)):
            return kind
    if isinstance(shown, Scalar) and isinstance(shown.value, str) and isinstance(real, DISPLAYS):
        return "quotes" if shown.value.split() == show(real).split() else ""
    if isinstance(shown, (Items, Table)) and only_dots(shown):
        return "ellipsis"
    nothing = any(isinstance(node, Scalar) and node.value is None for node in (shown, real))
    return "the worker's own" if reply and nothing else ""
