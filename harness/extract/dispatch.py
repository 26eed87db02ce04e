"""Which class a directive has and which function a role: ours, Sphinx's, or a general one for what Sphinx lacks."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, roles
from docutils.parsers.rst import directives as rst
from docutils.parsers.rst.languages import en as english
from sphinx.directives import ObjectDescription
from sphinx.domains import Domain
from sphinx.util.docutils import CustomReSTDispatcher, SphinxDirective
from sphinx.util.parsing import nested_parse_to_nodes

from harness.extract.blocks import TEST_BLOCKS, Code, CodeBlock, ParsedLiteral, TestBlock
from harness.extract.inclusion import CSVTable, Figure, Include, LiteralInclude
from harness.extract.marks import AnyOption, generic, mark, use_of
from harness.extract.names import EXTENSIONS, nearest
from harness.extract.reading import Reading

#: Directives of Sphinx's that make claims and are no object descriptions.
_CLAIMING = frozenset(
    {"versionadded", "versionchanged", "versionremoved", "deprecated", "module", "currentmodule", "program", "envvar"}
)
_OWN: dict[str, type[Directive]] = {
    "code-block": CodeBlock,
    "sourcecode": CodeBlock,
    "code": Code,
    "parsed-literal": ParsedLiteral,
    "literalinclude": LiteralInclude,
    "include": Include,
    "csv-table": CSVTable,
    "figure": Figure,
    **dict.fromkeys(TEST_BLOCKS, TestBlock),
}


def registered_directives() -> dict[str, Any]:
    """Docutils' register of the directives that programs add."""
    return rst._directives  # type: ignore[attr-defined,no-any-return]


def registered_roles() -> dict[str, Any]:
    """Docutils' register of the roles that programs and pages add."""
    return roles._roles  # type: ignore[attr-defined,no-any-return]


class _Recorded(Directive):
    """A directive of Sphinx's that leaves a mark before what it makes."""

    def run(self) -> Sequence[nodes.Node]:
        # Sphinx's directives change their arguments and options while they run.
        return [mark(use_of(self)), *super().run()]


_RECORDED: dict[type[Directive], type[Directive]] = {}


def _recorded(cls: type[Directive]) -> type[Directive]:
    if cls not in _RECORDED:
        _RECORDED[cls] = type(cls.__name__, (_Recorded, cls), {})
    return _RECORDED[cls]


class Generic(SphinxDirective):
    """A directive that Sphinx does not know: its content is taken for text."""

    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[Any] = AnyOption()

    def run(self) -> list[nodes.Node]:
        """The mark, and the content in a node of its own."""
        node = generic()
        # Some take sections (automodule), and none minds that they may.
        node += nested_parse_to_nodes(self.state, self.content, offset=self.content_offset, allow_section_headings=True)
        return [mark(use_of(self, known=False)), node]


class Dispatcher(CustomReSTDispatcher):
    """Finds directives and roles for docutils: ours, Sphinx's, and a general one for what Sphinx does not know."""

    def __init__(self, reading: Reading, domains: Iterable[Domain]) -> None:
        super().__init__()
        self._reading = reading
        self._domains = [domain for domain in domains if domain.name in ("std", "py", "changeset", "math", "index")]

    def directive(
        self, directive_name: str, language_module: ModuleType, document: nodes.document
    ) -> tuple[type[Directive] | None, list[nodes.system_message]]:
        """The class for a directive: never None."""
        name = directive_name.lower()
        if name in _OWN:
            return _OWN[name], []
        found, messages = super().directive(directive_name, language_module, document)
        if found is None:
            if name not in EXTENSIONS:
                near = nearest(name, self.known_directives)
                source, line = document.current_source, document.current_line
                self._reading.stranger("directive", name, near, source, line, f"{directive_name}::")
            return Generic, []
        if issubclass(found, ObjectDescription) or name.rpartition(":")[2] in _CLAIMING:
            return _recorded(found), messages
        return found, messages

    def role(
        self, role_name: str, language_module: ModuleType, lineno: int, reporter: Any
    ) -> tuple[Any, list[nodes.system_message]]:
        """The function for a role, made to leave a note in the node: never None."""
        found, messages = super().role(role_name, language_module, lineno, reporter)
        if found is None:
            near = nearest(role_name.lower(), self._known_roles)
            source, line = reporter.get_source_and_line(lineno)
            self._reading.stranger("role", role_name.lower(), near, source, line, f":{role_name}:")
            return _noted(_plain_role), []
        return _noted(found), messages

    @functools.cached_property
    def known_directives(self) -> frozenset[str]:
        """The names of all directives that need no declaration."""
        domains = (set(domain.directives) for domain in self._domains)
        return frozenset(english.directives).union(_OWN, EXTENSIONS, registered_directives(), *domains)

    @functools.cached_property
    def _known_roles(self) -> frozenset[str]:
        return frozenset(english.roles).union(registered_roles(), *(set(domain.roles) for domain in self._domains))


def _plain_role(
    name: str, rawtext: str, text: str, lineno: int, inliner: Any, options: Any = None, content: Sequence[str] = ()
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """The role function of a role that Sphinx does not know."""
    return [nodes.inline(rawtext, text)], []


def _noted(role: Any) -> Any:
    """The role function, with what it is called with noted in what it makes: all of it in the first element."""

    def noted(
        name: str, rawtext: str, text: str, lineno: int, inliner: Any, *rest: Any, **options: Any
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        found, messages = role(name, rawtext, text, lineno, inliner, *rest, **options)
        elements = [node for node in found if isinstance(node, nodes.Element)]
        for node in elements:
            node["role"] = name.lower()
        for node in elements[:1]:
            node["raw"], node["inside"] = rawtext, nodes.unescape(text, restore_backslashes=True)
        return found, messages

    functools.update_wrapper(noted, role, assigned=())
    return noted
