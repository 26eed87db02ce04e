"""Directives that hold code: each line of it knows where it stands."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst.directives.body import ParsedLiteral as _ParsedLiteral
from docutils.statemachine import StringList
from sphinx.directives import patches
from sphinx.directives.code import CodeBlock as _CodeBlock
from sphinx.util.docutils import SphinxDirective

from harness.extract.marks import AnyOption, Block, literal_blocks, use_of
from harness.extract.reading import READING

#: Directives of sphinx.ext.doctest, which hold code and not text: the language of each.
TEST_BLOCKS = {
    "doctest": "pycon",
    "testcode": "python",
    "testsetup": "python",
    "testcleanup": "python",
    "testoutput": "text",
}


def _first_line(content: StringList) -> tuple[str | None, int]:
    items = cast("list[tuple[str | None, int]]", content.items)
    return items[0] if items else (None, 0)


class _Code(SphinxDirective):
    """A directive whose content is code; each line of it knows its source."""

    def run(self) -> list[nodes.Node]:
        found = list(super().run())
        source, index = _first_line(self.content)
        language = self.arguments[0] if self.arguments else ""
        if not self.content:
            use = use_of(self)
            READING.get().problem_at(use.source, use.line, "empty-block", f"{self.name} without any content")
        for node in literal_blocks(found):
            node["block"] = Block(form="code-block", source=source, index=index, language=language)
        return found


class CodeBlock(_Code, _CodeBlock):
    """`code-block` and `sourcecode`."""


class Code(_Code, patches.Code):
    """`code`."""


class ParsedLiteral(_ParsedLiteral):
    """`parsed-literal`: code with inline markup in it."""

    def run(self) -> list[nodes.Node]:
        """The block that docutils makes, with its place."""
        found: list[nodes.Node] = list(super().run())  # type: ignore[no-untyped-call]
        source, index = _first_line(self.content)
        for node in literal_blocks(found):
            node["block"] = Block(form="parsed-literal", source=source, index=index, language="")
        return found


class TestBlock(SphinxDirective):
    """The directives of sphinx.ext.doctest."""

    __test__ = False
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[Any] = AnyOption()

    def run(self) -> list[nodes.Node]:
        """One literal block."""
        self.assert_has_content()
        code = "\n".join(self.content)
        node = nodes.literal_block(code, code)
        source, index = _first_line(self.content)
        node["block"] = Block(form="code-block", source=source, index=index, language=TEST_BLOCKS[self.name.lower()])
        return [node]
