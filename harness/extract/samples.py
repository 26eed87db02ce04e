"""Literal blocks of a document → Samples."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from docutils import nodes
from sphinx import addnodes

from harness.extract.languages import language
from harness.extract.marks import Block, Form, docstring, dropped, mark
from harness.extract.outputs import announces, can_show, is_shown, is_traceback
from harness.extract.reading import Reading
from harness.extract.text import Spot, Text, find_block, shown
from harness.model import Sample, SampleKey

#: What stands between two blocks without being text.
_SILENT = (nodes.comment, nodes.target, nodes.substitution_definition, addnodes.index, addnodes.highlightlang, mark)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')]?\s+(?=[A-Z`\"'(*])")


def walk(root: nodes.Element) -> Iterator[nodes.Node]:
    """All nodes below `root` in the order of the document, without docutils' own messages."""
    stack: list[nodes.Node] = list(reversed(root.children))
    while stack:
        node = stack.pop()
        if isinstance(node, nodes.system_message):
            continue
        yield node
        stack.extend(reversed(node.children))


def headings(node: nodes.Node) -> tuple[str, ...]:
    """Titles from the page's down to the one of the innermost section around the node."""
    found: list[str] = []
    parent = node.parent
    while parent is not None:
        if isinstance(parent, nodes.section) and isinstance(parent.children[0], nodes.title):
            found.append(parent.children[0].astext())
        parent = parent.parent
    return tuple(reversed(found))


def scope(node: nodes.Node) -> str:
    """The dotted name of the object whose docstring the node stands in, "" on a page."""
    parent = node.parent
    while parent is not None and not isinstance(parent, docstring):
        parent = parent.parent
    return parent.scope if isinstance(parent, docstring) else ""


def is_dropped(node: nodes.Node) -> bool:
    """True for what was saved of a block that the parser gave up."""
    parent = node.parent
    while parent is not None and not isinstance(parent, dropped):
        parent = parent.parent
    return parent is not None


def samples(reading: Reading, document: nodes.document, historical: bool) -> list[Sample]:
    """The document's samples, in its order; a block that cannot be found in the source is a Problem."""
    found: list[tuple[nodes.Element, Sample]] = []
    declared = ""
    for node in walk(document):
        if isinstance(node, addnodes.highlightlang):
            declared = node.get("lang", "")
        if not isinstance(node, (nodes.literal_block, nodes.doctest_block)) or is_dropped(node):
            continue
        sample = _sample(reading, node, declared, historical)
        if sample is None:
            continue
        if found and _goes_on(found[-1][0], node):
            found[-1] = node, _joined(found[-1][1], sample)
        else:
            found.append((node, sample))
    return _with_outputs(_with_keys(reading.name, found))


def _goes_on(earlier: nodes.Node, node: nodes.Node) -> bool:
    """True for a doctest block right below another one: a blank line in a session does not end it for a reader."""
    return (
        isinstance(earlier, nodes.doctest_block) and isinstance(node, nodes.doctest_block) and before(node) is earlier
    )


def _joined(sample: Sample, rest: Sample) -> Sample:
    between = range(sample.lines[-1] + 1, rest.lines[0])
    return replace(
        sample,
        lines=(*sample.lines, *between, *rest.lines),
        columns=(*sample.columns, *[1] * len(between), *rest.columns),
        code="\n".join([sample.code, *[""] * len(between), rest.code]),
    )


def _with_keys(page: str, found: list[tuple[nodes.Element, Sample]]) -> list[tuple[nodes.Element, Sample]]:
    seen: Counter[str] = Counter()
    result = []
    for node, sample in found:
        digest = hashlib.sha256(f"{sample.language}\n{sample.code}".encode()).hexdigest()[:8]
        seen[digest] += 1
        result.append((node, replace(sample, key=SampleKey(f"{page}:{digest}:{seen[digest]}"))))
    return result


def _sample(reading: Reading, node: nodes.Element, declared: str, historical: bool) -> Sample | None:
    block = _block(node, declared)
    code, skipped = _trimmed(_raw(node, block))
    if not code:
        return None
    text = reading.text(block.source)
    spots = _spots(text, code, block, skipped)
    if text is None or spots is None:
        reading.problem_at(block.source, block.index + 1, "position", f"block not found in the source: {code[0]!r}")
        return None
    content = "\n".join(_trimmed(node.astext())[0] if block.form == "parsed-literal" else code)
    return Sample(
        key=SampleKey(""),
        page=reading.name,
        file=text.file,
        lines=tuple(spot.line for spot in spots),
        columns=tuple(spot.column for spot in spots),
        language=language(block.language, content),
        form=block.form,
        code=content,
        headings=headings(node),
        lead=lead(node),
        caption=_caption(node),
        output=None,
        scope=scope(node),
        historical=historical,
    )


def _trimmed(code: str) -> tuple[list[str], int]:
    """Lines without blank ones around them and without their common margin; how many were cut above."""
    lines = [shown(line) for line in code.split("\n")]
    first = next((number for number, line in enumerate(lines) if line), len(lines))
    last = next((number for number in range(len(lines), 0, -1) if lines[number - 1]), 0)
    kept = lines[first:last]
    margin = min((len(line) - len(line.lstrip()) for line in kept if line), default=0)
    return [line[margin:] for line in kept], first


def _block(node: nodes.Element, declared: str) -> Block:
    if "block" in node:
        block: Block = node["block"]
        block.language = block.language or declared
        return block
    form: Form = "doctest" if isinstance(node, nodes.doctest_block) else "literal"
    return Block(form=form, source=_source(node), index=(node.line or 1) - 1, language=declared)


def _source(node: nodes.Node) -> str | None:
    """The node's source; a doctest block has none of its own."""
    while node is not None and not node.source:
        node = node.parent
    return node.source if node is not None else None


def _raw(node: nodes.Element, block: Block) -> str:
    """The block as it stands in the source; inline markup of a parsed literal included."""
    return node.rawsource if block.form == "parsed-literal" and node.rawsource else node.astext()


def _spots(text: Text | None, code: list[str], block: Block, skipped: int) -> list[Spot] | None:
    if text is None:
        return None
    if block.numbers:
        return [_numbered(text, number, line) for number, line in zip(block.numbers[skipped:], code, strict=False)]
    found = find_block(text, code, block.index + skipped)
    return None if found is None else [text.spot(index, offset) for index, offset in found]


def _numbered(text: Text, number: int, line: str) -> Spot:
    """Where a line of a literalinclude stands; one that the directive adds is taken for the start of its neighbour."""
    whole = text.lines[number - 1]
    return text.spot(number - 1, len(whole) - len(line) if line and whole.endswith(line) else 0)


def _caption(node: nodes.Element) -> str:
    parent = node.parent
    if isinstance(parent, nodes.container) and parent.get("literal_block"):
        return next((child.astext() for child in parent.children if isinstance(child, nodes.caption)), "")
    return ""


def outer(node: nodes.Node) -> nodes.Node:
    """The node that stands for a block among its neighbours: its container when it has a caption."""
    parent = node.parent
    return parent if isinstance(parent, nodes.container) and parent.get("literal_block") else node


def before(node: nodes.Node) -> nodes.Node | None:
    """What stands before the node.

    An indented block is a quotation to docutils, and the body of a term a definition: what stands before the first
    part of a quotation is what stands before the quotation, and before that of a definition the term.
    """
    while node.parent is not None:
        previous = None
        for sibling in node.parent.children:
            if sibling is node:
                break
            if not isinstance(sibling, _SILENT):
                previous = sibling
        if previous is not None:
            return previous
        if not isinstance(node.parent, (nodes.block_quote, nodes.definition)):
            return None
        node = node.parent
    return None


def lead(node: nodes.Node) -> str:
    """The sentence that leads to a block, as plain text; "" when something else than text stands before it."""
    previous = before(outer(node))
    if not isinstance(previous, (nodes.paragraph, nodes.term)):
        return ""
    return _SENTENCE_END.split(" ".join(previous.astext().split()))[-1]


def _with_outputs(found: list[tuple[nodes.Element, Sample]]) -> list[Sample]:
    """The samples; each that a following block shows the output of has that block's key."""
    result: list[Sample] = []
    for number, (node, sample) in enumerate(found):
        following = found[number + 1] if number + 1 < len(found) else None
        shown_by = following[1].key if following and _shows(node, sample, *following) else None
        result.append(replace(sample, output=shown_by))
    return result


def _shows(node: nodes.Node, sample: Sample, other: nodes.Node, below: Sample) -> bool:
    """True when the block below shows this one's output: the one paragraph between them says so, or it needs none."""
    between = before(outer(other))
    if not can_show(sample) or between is None:
        return False
    if between is outer(node):
        return is_traceback(below)
    told = isinstance(between, nodes.paragraph) and announces(below.lead)
    return told and before(between) is outer(node) and is_shown(below)
