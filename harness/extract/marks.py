"""What directives and roles leave in the document tree for the extraction to find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.parsers.rst import directives as rst


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """One use of a directive."""

    name: str  # without its domain, in lower case
    arguments: tuple[str, ...]  # as they stand
    options: Mapping[str, str]
    body: str  # its content, as it stands
    source: str | None  # where it begins, as docutils names it
    line: int
    known: bool  # to Sphinx


class mark(nodes.Invisible, nodes.Element):  # docutils takes a node's name from its class
    """Stands before what the directive made; `use` tells of the directive."""

    def __init__(self, use: Use) -> None:
        super().__init__()
        self.use = use


class generic(nodes.General, nodes.Element):
    """The content of a directive that Sphinx does not know."""


class dropped(nodes.General, nodes.Element):
    """What can be read of a block that the parser gave up."""


class docstring(nodes.General, nodes.Element):
    """A docstring of the module whose document this is; `scope` is the dotted name of its object."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope


Form = Literal["code-block", "doctest", "literal", "literalinclude", "parsed-literal"]


@dataclass(kw_only=True, slots=True)
class Block:
    """What is known of a literal block beyond its node; kept in the node's attribute "block"."""

    form: Form
    source: str | None  # where its first line stands, as docutils names it
    index: int  # 0-based
    language: str  # as declared; "" when nothing is
    numbers: tuple[int, ...] = ()  # of a literalinclude: the file's line of each line, 1-based


class AnyOption(dict[str, Callable[[str], Any]]):
    """An option list that takes every option as it stands."""

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, name: str) -> Callable[[str], Any]:
        return rst.unchanged


def use_of(directive: Directive, known: bool = True) -> Use:
    """What a directive that is being run was given."""
    source, line = directive.state_machine.get_source_and_line(directive.lineno)
    return Use(
        name=directive.name.rpartition(":")[2].lower(),
        arguments=tuple(directive.arguments),
        options={name: str(value or "") for name, value in directive.options.items()},
        body="\n".join(directive.content),
        source=source,
        line=line or 1,
        known=known,
    )


def literal_blocks(found: Iterable[nodes.Node]) -> Iterator[nodes.literal_block]:
    """The literal blocks in what a directive made."""
    for node in found:
        if isinstance(node, nodes.Element):
            yield from node.findall(nodes.literal_block)
