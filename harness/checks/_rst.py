"""Pieces of a page as docutils reads them: what would be wrong with a block if it were shown, and rows of tables."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Directive, Parser, directives, roles
from docutils.parsers.rst.directives import admonitions
from docutils.utils import new_document

#: What stands elsewhere on the page.
_ELSEWHERE = re.compile(r"Unknown target name")
#: Directives whose content is no text of the page's, by a part of their names.
_CODE = re.compile(r"code|literal|doctest|test|math|graph|raw|highlight|table")
#: A reference to a page.
_DOC = re.compile(r":doc:`(?:[^`<]*<)?(?P<target>[^`<>]+)>?`")
#: The line above, below and within a simple table, that says where its columns are.
_BORDER = re.compile(r"\s*=+( +=+)+\s*")


class _Options(dict[str, Any]):
    """Options of a directive: all that there may be."""

    def __missing__(self, key: str) -> Any:
        return str


class _Any(Directive):
    """A directive of which nothing is known but its content."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = _Options()

    def run(self) -> list[nodes.Node]:
        """The content, where it is text."""
        holder = nodes.container()
        if not _CODE.search(self.name):
            self.state.nested_parse(self.content, self.content_offset, holder)
        return [holder]


#: Those that say something themselves, and need to have something to say.
_ADMONITIONS: dict[str, type[Directive]] = {
    "attention": admonitions.Attention,
    "caution": admonitions.Caution,
    "danger": admonitions.Danger,
    "error": admonitions.Error,
    "hint": admonitions.Hint,
    "important": admonitions.Important,
    "note": admonitions.Note,
    "seealso": admonitions.Note,
    "tip": admonitions.Tip,
    "warning": admonitions.Warning,
}


def _role(
    name: str, rawtext: str, text: str, *_: Any, **__: Any
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    return [nodes.inline(rawtext, text)], []


@contextmanager
def _own() -> Iterator[None]:
    """Every directive and role is taken; none of those that Sphinx has registered, which need its environment."""
    before = directives.directive, roles.role
    directives.directive = lambda name, *_: (_ADMONITIONS.get(name, _Any), [])
    roles.role = lambda *_: (_role, [])  # type: ignore[assignment]
    try:
        yield
    finally:
        directives.directive, roles.role = before


def objection(text: str, page: Path | None, root: Path) -> str:
    """Why Sphinx would complain of a text on a page, "" when it would not.

    `page` is the page's file and `root` the folder of all pages; without a page references to others are not looked up.
    """
    for said in _said(text):
        return said
    for match in _DOC.finditer(text) if page is not None else ():
        target = match["target"].strip()
        home = root / target.lstrip("/") if target.startswith("/") or page is None else page.parent / target
        if not any(home.with_name(home.name + suffix).is_file() for suffix in (".rst", ".txt")):
            if (root / f"{target}.rst").is_file():
                return f"it refers to {target} beside itself, where there is no such page: /{target} is meant"
            return f"it refers to {target}, and there is no such page"
    return ""


def _said(text: str) -> Iterator[str]:
    """What docutils complains of."""
    settings = get_default_settings(Parser)
    settings.report_level = 5
    settings.halt_level = 5
    settings.warning_stream = io.StringIO()
    settings.file_insertion_enabled = False
    settings.raw_enabled = False
    document = new_document("block", settings)
    told: list[nodes.system_message] = []
    document.reporter.attach_observer(told.append)
    with _own():
        Parser().parse(text, document)
    for message in told:
        said = " ".join(message[0].astext().split()) if len(message) else ""
        if message["level"] > 1 and not _ELSEWHERE.search(said):
            yield said


def too_wide(lines: Sequence[str], index: int) -> list[int]:
    """Indices of the rows of the simple table around a line that reach into the gaps between its columns."""
    first = index
    while first and lines[first - 1].strip():
        first -= 1
    last = index
    while last + 1 < len(lines) and lines[last + 1].strip():
        last += 1
    border = next((line for line in lines[first : last + 1] if _BORDER.fullmatch(line)), "")
    gaps = [match.span() for match in re.finditer(r"(?<==) +(?==)", border)]
    rows = (number for number in range(first, last + 1) if not re.fullmatch(r"[=\s-]*", lines[number]))
    return [number for number in rows if any(lines[number][start:end].strip() for start, end in gaps)]
