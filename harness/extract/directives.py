"""Directives as this project reads them: exact places, nothing from outside the tree, unknown ones kept."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import Directive, DirectiveError, roles
from docutils.parsers.rst import directives as rst
from docutils.parsers.rst.directives.body import ParsedLiteral as _ParsedLiteral
from docutils.parsers.rst.languages import en as english
from docutils.statemachine import StateMachine, StringList
from sphinx.config import Config
from sphinx.directives import ObjectDescription, patches
from sphinx.directives.code import CodeBlock as _CodeBlock
from sphinx.directives.code import LiteralInclude as _LiteralInclude
from sphinx.directives.code import LiteralIncludeReader
from sphinx.directives.other import Include as _Include
from sphinx.domains import Domain
from sphinx.util.docutils import CustomReSTDispatcher, SphinxDirective
from sphinx.util.parsing import nested_parse_to_nodes

from harness.extract.marks import Block, Use, generic, mark
from harness.extract.names import EXTENSIONS, nearest
from harness.extract.reading import READING, Reading

#: Directives of Sphinx's that make claims and are no object descriptions.
_CLAIMING = frozenset(
    {"versionadded", "versionchanged", "versionremoved", "deprecated", "module", "currentmodule", "program", "envvar"}
)
#: Directives of sphinx.ext.doctest, which hold code and not text: the language of each.
_TEST_BLOCKS = {
    "doctest": "pycon",
    "testcode": "python",
    "testsetup": "python",
    "testcleanup": "python",
    "testoutput": "text",
}


def registered_directives() -> dict[str, Any]:
    """Docutils' register of the directives that programs add."""
    return rst._directives  # type: ignore[attr-defined,no-any-return]


def registered_roles() -> dict[str, Any]:
    """Docutils' register of the roles that programs and pages add."""
    return roles._roles  # type: ignore[attr-defined,no-any-return]


class _AnyOption(dict[str, Callable[[str], Any]]):
    """An option list that takes every option as it stands."""

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, name: str) -> Callable[[str], Any]:
        return rst.unchanged


def _use(directive: Directive, known: bool = True) -> Use:
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


class _Recorded(Directive):
    """A directive of Sphinx's that leaves a mark before what it makes."""

    def run(self) -> Sequence[nodes.Node]:
        # Sphinx's directives change their arguments and options while they run.
        return [mark(_use(self)), *super().run()]


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
    option_spec: ClassVar[Any] = _AnyOption()

    def run(self) -> list[nodes.Node]:
        """The mark, and the content in a node of its own."""
        node = generic()
        # Some take sections (automodule), and none minds that they may.
        node += nested_parse_to_nodes(self.state, self.content, offset=self.content_offset, allow_section_headings=True)
        return [mark(_use(self, known=False)), node]


def _blocks(found: Iterable[nodes.Node]) -> Iterator[nodes.literal_block]:
    for node in found:
        if isinstance(node, nodes.Element):
            yield from node.findall(nodes.literal_block)


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
            use = _use(self)
            READING.get().problem_at(use.source, use.line, "empty-block", f"{self.name} without any content")
        for node in _blocks(found):
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
        for node in _blocks(found):
            node["block"] = Block(form="parsed-literal", source=source, index=index, language="")
        return found


class TestBlock(SphinxDirective):
    """The directives of sphinx.ext.doctest."""

    __test__ = False
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[Any] = _AnyOption()

    def run(self) -> list[nodes.Node]:
        """One literal block."""
        self.assert_has_content()
        code = "\n".join(self.content)
        node = nodes.literal_block(code, code)
        source, index = _first_line(self.content)
        node["block"] = Block(form="code-block", source=source, index=index, language=_TEST_BLOCKS[self.name.lower()])
        return [node]


def _refuse(directive: Directive, message: str) -> list[nodes.Node]:
    use = _use(directive)
    READING.get().problem_at(use.source, use.line, "include", f"{directive.name}: {message}")
    return []


def _page_relative(directive: SphinxDirective, name: str) -> Path:
    """The path that Sphinx means by a file's name; "/name" is relative to the docs folder."""
    return Path(directive.env.relfn2path(name)[1])


class Include(_Include):
    """`include`, inside the release tree; included lines keep the numbers that they have in their file."""

    # `:parser:` imports a module by its name: not for text that may be anybody's.
    option_spec: ClassVar[Any] = {name: kind for name, kind in (_Include.option_spec or {}).items() if name != "parser"}

    def run(self) -> Sequence[nodes.Node]:
        """Insert the file's lines, or refuse to."""
        name = self.arguments[0]
        standard = name.startswith("<") and name.endswith(">")
        path = _page_relative(self, name)
        if not standard and (why := READING.get().admit(path)):
            return _refuse(self, f"{name} {why}")
        self.options.setdefault("encoding", "utf-8-sig")
        machine = self.state_machine
        clipped = any(option in self.options for option in ("start-line", "end-line", "start-after", "end-before"))
        if clipped:
            machine.insert_input = functools.partial(_insert_numbered, machine)  # type: ignore[method-assign]
        try:
            found = super().run()
        except DirectiveError as error:
            return _refuse(self, error.msg)
        finally:
            if clipped:
                del machine.insert_input
        for node in _blocks(found):
            node["block"] = Block(
                form="literalinclude", source=str(path), index=0, language=self.options.get("code") or ""
            )
        return found


def _insert_numbered(machine: StateMachine[Any], lines: list[str], source: str) -> None:
    """Insert part of a file behind as many blank lines as the file has before it."""
    text = READING.get().text(source)
    body = lines[:-2]  # docutils adds two lines that mark the end
    skipped = _lines_before([line.rstrip() for line in body], text.lines) if text else 0
    StateMachine.insert_input(machine, [""] * skipped + lines, source)


def _lines_before(body: list[str], lines: Sequence[str]) -> int:
    """How many of the file's lines stand before the part; its first and last line may be cut."""
    for start in range(len(lines) - len(body) + 1):
        if not body:
            break
        whole = lines[start : start + len(body)]
        if list(whole[1:-1]) == body[1:-1] and whole[0].endswith(body[0]) and whole[-1].startswith(body[-1]):
            return start
    return 0


class _Numbered(str):
    """A line that knows its number."""

    number = 0


class _NumberedReader(LiteralIncludeReader):
    """Sphinx's reader, asked which lines of the file it takes."""

    numbers: tuple[int, ...] = ()

    def read_file(self, filename: str | os.PathLike[str], location: tuple[str, int] | None = None) -> list[str]:
        lines: list[str] = []
        for number, line in enumerate(super().read_file(filename, location), 1):
            numbered = _Numbered(line)
            numbered.number = number
            lines.append(numbered)
        return lines

    def dedent_filter(self, lines: list[str], location: tuple[str, int] | None = None) -> list[str]:
        self.numbers = tuple(getattr(line, "number", 0) for line in lines)
        return super().dedent_filter(lines, location)


def _line_numbers(path: Path, options: dict[str, Any], config: Config) -> tuple[int, ...]:
    """The number of each line that `literalinclude` shows; a line that it adds has that of the nearest real one."""
    reader = _NumberedReader(path, {**options}, config)
    reader.read()
    numbers = reader.numbers or (1,)
    before = len(options.get("prepend", "").split("\n")) if options.get("prepend") else 0
    after = len(options.get("append", "").split("\n")) if options.get("append") else 0
    return (*[numbers[0]] * before, *numbers, *[numbers[-1]] * after)


class LiteralInclude(_LiteralInclude):
    """`literalinclude`, inside the release tree."""

    def run(self) -> list[nodes.Node]:
        """The block that Sphinx makes, with the file's line of each of its lines."""
        for name in (self.arguments[0], self.options.get("diff")):
            if name and (why := READING.get().admit(_page_relative(self, name))):
                return _refuse(self, f"{name} {why}")
        path = _page_relative(self, self.arguments[0])
        self.options.setdefault("encoding", "utf-8-sig")
        found = super().run()
        for message in found:
            if isinstance(message, nodes.system_message):
                return _refuse(self, message.children[0].astext() if message.children else "cannot be read")
        language = self.options.get("language") or path.suffix.removeprefix(".")
        # A difference of two files has no lines in either of them.
        numbers = () if "diff" in self.options else _line_numbers(path, self.options, self.config)
        for node in _blocks(found):
            node["block"] = Block(form="literalinclude", source=str(path), index=0, language=language, numbers=numbers)
        return found


class CSVTable(patches.CSVTable):
    """`csv-table`, from its content or from a file of the release tree; never from an address."""

    def run(self) -> list[Any]:
        """The table, or a refusal."""
        if "url" in self.options:
            return _refuse(self, f"{self.options['url']} leaves the release tree: not read")
        if name := self.options.get("file"):
            env = self.state.document.settings.env
            base = Path(env.srcdir) if name.startswith("/") else Path(self.state.document.current_source or "").parent
            path = base / name.lstrip("/")
            if why := READING.get().admit(path):
                return _refuse(self, f"{name} {why}")
            self.options["file"] = os.path.relpath(path, Path(self.state.document.current_source or "").parent)
        return list(super().run())


class Figure(patches.Figure):
    """`figure`, without a look into the picture."""

    def run(self) -> list[nodes.Node]:
        """The figure."""
        if self.options.get("figwidth") == "image":
            del self.options["figwidth"]
        return list(super().run())


_OWN: dict[str, type[Directive]] = {
    "code-block": CodeBlock,
    "sourcecode": CodeBlock,
    "code": Code,
    "parsed-literal": ParsedLiteral,
    "literalinclude": LiteralInclude,
    "include": Include,
    "csv-table": CSVTable,
    "figure": Figure,
    **dict.fromkeys(_TEST_BLOCKS, TestBlock),
}


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
