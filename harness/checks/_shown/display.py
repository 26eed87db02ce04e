"""Trees back to text, as Python shows them."""

from __future__ import annotations

from harness.checks._shown.nodes import Angle, Bare, Call, Dots, Items, Marked, Node, Pipe, Scalar, Table

BRACKETS = {"list": ("[", "]"), "tuple": ("(", ")"), "set": ("{", "}")}


def show(node: Node) -> str:
    """The node on one line."""
    match node:
        case Scalar(value=value):
            return repr(value)
        case Bare(text=text):
            return text
        case Dots():
            return "..."
        case Angle(text=text):
            return f"<{' '.join(text.split())}>"
        case Marked(mark=mark, inner=inner):
            return f"{mark}{show(inner)}"
        case Pipe(parts=parts):
            return " | ".join(map(show, parts))
        case Call(name=name, args=args, named=named):
            return f"{name}({', '.join([*map(show, args), *(f'{key}={show(value)}' for key, value in named)])})"
        case Items() | Table():
            opening, shown, closing = _parts(node)
            return f"{opening}{', '.join(shown)}{closing}"
    raise TypeError(type(node).__name__)


def layout(node: Node, *, width: int, indent: int = 0) -> str:
    """The node in lines of at most `width` columns where that can be had; later lines are indented by `indent`.

    Containers are broken as pprint breaks them: a part a line, below each other.
    """
    line = show(node)
    if indent + len(line) <= width or not isinstance(node, (Items, Table)):
        return line
    opening, _, closing = _parts(node)
    inner = indent + len(opening)
    if isinstance(node, Items):
        parts = [layout(item, width=width - 1, indent=inner) for item in node.items]
        if node.kind == "tuple" and len(parts) == 1:
            parts[0] += ","
    else:
        parts = [_pair(key, value, width - 1, inner) for key, value in node.pairs]
    return opening + (",\n" + " " * inner).join(parts) + closing


def _pair(key: Node, value: Node, width: int, indent: int) -> str:
    if isinstance(key, Dots):
        return "..."
    head = f"{show(key)}: "
    line = head + show(value)
    if indent + len(line) <= width:
        return line
    return head + layout(value, width=width, indent=indent + len(head))


def _parts(node: Items | Table) -> tuple[str, list[str], str]:
    if isinstance(node, Table):
        return "{", [_pair(key, value, 1 << 30, 0) for key, value in node.pairs], "}"
    if node.kind == "set" and not node.items:
        return "set(", [], ")"
    opening, closing = BRACKETS[node.kind]
    parts = [show(item) for item in node.items]
    if node.kind == "tuple" and len(parts) == 1:
        parts[0] += ","
    return opening, parts, closing


def shorten(text: str, limit: int = 70) -> str:
    """The text on one line, its middle left out where it is long."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    half = (limit - 1) // 2
    return f"{text[:half]}…{text[-half:]}"
