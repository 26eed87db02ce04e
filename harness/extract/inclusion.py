"""Directives that take other files in: nothing from outside the release tree, and lines keep their own numbers."""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, DirectiveError
from docutils.statemachine import StateMachine
from sphinx.config import Config
from sphinx.directives import patches
from sphinx.directives.code import LiteralInclude as _LiteralInclude
from sphinx.directives.code import LiteralIncludeReader
from sphinx.directives.other import Include as _Include
from sphinx.util.docutils import SphinxDirective

from harness.extract.marks import Block, literal_blocks, use_of
from harness.extract.reading import READING

#: No file has control characters in its name that anybody could type, and some make every look-up raise.
NO_NAME = "the file's name has control characters in it"


def _refuse(directive: Directive, message: str) -> list[nodes.Node]:
    use = use_of(directive)
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
        if not name.isprintable():
            return _refuse(self, NO_NAME)
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
        for node in literal_blocks(found):
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
            if name and not name.isprintable():
                return _refuse(self, NO_NAME)
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
        for node in literal_blocks(found):
            node["block"] = Block(form="literalinclude", source=str(path), index=0, language=language, numbers=numbers)
        return found


class CSVTable(patches.CSVTable):
    """`csv-table`, from its content or from a file of the release tree; never from an address."""

    def run(self) -> list[Any]:
        """The table, or a refusal."""
        if "url" in self.options:
            return _refuse(self, f"{self.options['url']} leaves the release tree: not read")
        if name := self.options.get("file"):
            if not name.isprintable():
                return _refuse(self, NO_NAME)
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
