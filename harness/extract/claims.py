"""Statements outside samples → Claims: one small extractor for each thing that makes them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from docutils import nodes
from sphinx import addnodes

from harness.extract.arguments import Arguments, Part, balanced
from harness.extract.marks import Use, mark
from harness.extract.reading import Reading, Words
from harness.extract.renamings import renamings
from harness.extract.samples import headings, is_dropped, scope, walk
from harness.extract.tree import PACKAGE, module_of
from harness.model import Claim

#: Directives that declare one thing by name: each is a kind of its own.
_DECLARED = ("setting", "signal", "event", "state", "control", "envvar")
_VERSIONS = ("versionadded", "versionchanged", "versionremoved", "deprecated")
_MODULES = ("module", "currentmodule", "automodule")
#: Directives that name a member of the class in whose description they stand.
_MEMBERS = frozenset({"automethod", "autoattribute", "autoproperty"})
_AUTO = re.compile(r"auto[a-z]+")
#: Directives with an argument that is not the name of a thing.
_NAMELESS = frozenset({"program", "currentmodule", "click"})

#: Roles whose text is a command line, code, or only a manner of writing; every other role names a target.
_COMMANDS = frozenset({"command", "program"})
_CODE = frozenset({"code", "literal", "samp", "file"})
_PLAIN = frozenset(
    {"abbr", "abbreviation", "ac", "acronym", "cite", "del", "dfn", "emphasis", "guilabel", "index", "ins", "kbd"}
    | {"mailheader", "makevar", "manpage", "math", "menuselection", "mimetype", "newsgroup", "raw", "regexp"}
    | {"strong", "sub", "subscript", "sup", "superscript", "b", "i", "s"}
    | {"download", "eq", "pep-reference", "rfc", "rfc-reference"}
)
_EXPLICIT = re.compile(r"(?s)(?P<title>.+?)\s*(?<!\x00)<(?P<target>[^<>]*)>")
_DEFAULT = re.compile(r"(?:\*\*)?Defaults?(?:\s+values?)?(?:\s+is\s*:?|\s*:)(?:\*\*)?\s*")
#: The same behind another sentence.
_DEFAULT_BEHIND = re.compile(r"(?<=\.)\s+Default\s+is\s+")
_LITERAL = re.compile(r"``(?P<literal>[^`]+)``|:(?P<role>[\w:]+):`(?P<inside>[^`]+)`")
_NAME = re.compile(r"[A-Za-z_][\w.@-]*")


class Claims:
    """Collects the claims of one document."""

    def __init__(self, reading: Reading, historical: bool) -> None:
        self.found: list[Claim] = []
        self._reading = reading
        self._historical = historical
        self._seen: Counter[str] = Counter()
        self._module = module_of(reading.file) if reading.file.startswith(f"{PACKAGE}/") else ""
        self._program = ""
        self._settings = _OpenSettings()
        self._arguments = Arguments()

    def collect(self, document: nodes.document) -> list[Claim]:
        """All claims of the document, in its order."""
        for node in walk(document):
            if isinstance(node, mark):
                self._directive(node)
            elif isinstance(node, nodes.title):
                self._title(node)
            elif isinstance(node, nodes.paragraph):
                self._default(node)
            elif isinstance(node, nodes.Element) and "position" in node:
                self._inline(node)
            for part in self._arguments.read(node):
                words = self._words(part)
                self._add(node, part.kind, words, part.start, part.name, part.name, part.fields)
        self.found += renamings(self._reading, self.found)
        return self.found

    def _add(
        self,
        node: nodes.Node,
        kind: str,
        words: Words | None,
        start: int,
        text: str,
        subject: str,
        fields: Mapping[str, str],
    ) -> int:
        """Record a claim on characters of some words; returns its index."""
        located = self._reading.locate(words, start, start + len(text))
        told = {**fields, "exact": "" if located.exact else "no", "dropped": "yes" if is_dropped(node) else ""}
        digest = hashlib.sha256(f"{kind}\n{subject}\n{sorted(fields.items())}".encode()).hexdigest()[:8]
        self._seen[digest] += 1
        claim = Claim(
            key=f"{self._reading.name}:{kind}:{digest}:{self._seen[digest]}",
            kind=kind,
            page=self._reading.name,
            file=located.file,
            line=located.spot.line,
            column=located.spot.column,
            end_line=located.end_line,
            text=text,
            subject=subject,
            headings=headings(node),
            scope=scope(node),
            historical=self._historical,
            fields={name: value for name, value in told.items() if value},
        )
        self.found.append(claim)
        return len(self.found) - 1

    def _words(self, part: Part) -> Words | None:
        """The words in which a part of a list stands."""
        words = self._reading.words(part.node)
        if words is None or not part.content:
            return words
        file, spot = words.near()
        text = self._reading.text_of(file)
        return Words([(text, spot.line - 1)], part.content) if text is not None else None

    # Inline markup.

    def _inline(self, node: nodes.Element) -> None:
        role = node.get("role")
        if role is not None and "inside" not in node:
            return  # the second and later parts of what a role makes
        if isinstance(node, nodes.literal) and role is None:
            self._literal(node, node.rawsource[2:-2], 2, "literal")
        elif role == "" or (role is not None and role.rpartition(":")[2] in ("title-reference", "title", "t")):
            self._literal(node, node["inside"], node["raw"].find("`") + 1, "title-ref")
        elif role is not None:
            self._role(node, role.rpartition(":")[2], role)

    def _literal(self, node: nodes.Element, content: str, skip: int, form: str) -> None:
        self._add(node, "literal", node["words"], node["position"] + skip, content, _flat(content), {"form": form})

    def _role(self, node: nodes.Element, name: str, written: str) -> None:
        inside = node["inside"]
        start = node["position"] + node["raw"].find("`") + 1
        if name in _PLAIN:
            return
        if name in _CODE:
            self._literal(node, inside, node["raw"].find("`") + 1, name)
        elif name in _COMMANDS:
            fields = {"role": name, "field": _field(node)}
            self._add(node, "command", node["words"], start, inside, _flat(inside), fields)
        else:
            explicit = _EXPLICIT.fullmatch(inside)
            target = explicit["target"] if explicit else inside
            start += explicit.start("target") if explicit else 0
            fields = {"role": name, "title": _flat(explicit["title"]) if explicit else "", "module": self._module}
            fields["domain"] = written.rpartition(":")[0]
            self._add(node, "xref", node["words"], start, target, _flat(target), fields)

    # Titles and paragraphs.

    def _title(self, node: nodes.title) -> None:
        if not isinstance(node.parent, nodes.section):
            return
        self._settings.title()
        words = self._reading.words(node)
        title = words.content if words else node.astext()
        literal = next((child for child in node.findall(nodes.literal) if "position" in child), None)
        if literal is not None:
            subject, start = literal.astext(), literal["position"] + literal.rawsource.find(literal.astext())
            text = subject
        else:
            subject, start, text = _identifier(title), 0, title
        self._add(node, "heading", words, start, text, subject, {"title": node.astext()})

    def _default(self, node: nodes.paragraph) -> None:
        """A paragraph "Default: …" tells the default of the settings that were declared before it."""
        words = self._reading.words(node)
        if words is None:
            return
        told = _DEFAULT.match(words.content) or _DEFAULT_BEHIND.search(words.content)
        if told is None:
            return
        plain = _DEFAULT.sub("", _DEFAULT_BEHIND.split(_flat(node.astext()), maxsplit=1)[-1], count=1)
        literal = _LITERAL.match(words.content, told.end())
        part = next((name for name in ("literal", "inside") if literal and literal[name]), None)
        start = literal.start(part) if literal and part else told.end()
        text = literal[part] if literal and part else words.content[told.end() :].split("\n")[0]
        form = "text" if literal is None else literal["role"] or "literal"
        for index in self._settings.told():
            setting = self.found[index]
            self.found[index] = replace(setting, fields={**setting.fields, "default": plain})
            self._add(node, "default", words, start, text, setting.subject, {"default": plain, "form": form})

    # Directives.

    def _directive(self, node: mark) -> None:
        use = node.use
        for names, extract in self._EXTRACTORS:
            if names(use.name):
                extract(self, node, use)
                break
        if use.name in _MODULES and use.arguments:
            self._module = _flat(use.arguments[0])
        if use.name == "program" and use.arguments:
            self._program = _flat(use.arguments[0])

    def _argument(self, use: Use) -> Iterator[tuple[Words, str]]:
        """Each thing that the argument names, with where it stands: a line, or lines that a bracket joins."""
        text = self._reading.text(use.source)
        for line in balanced("\n".join(use.arguments)):
            if text is not None:
                yield Words([(text, use.line - 1)], line), line

    def _declared(self, node: mark, use: Use) -> None:
        for words, name in self._argument(use):
            index = self._add(node, use.name, words, 0, name, name, {"module": self._module})
            if use.name == "setting":
                self._settings.declared(index)

    def _version(self, node: mark, use: Use) -> None:
        version = use.arguments[0] if use.arguments else ""
        told = " ".join([*use.arguments[1:], use.body])
        text = self._reading.text(use.source)
        words = Words([(text, use.line - 1)], version) if text else None
        self._add(node, "version", words, 0, version, version, {"directive": use.name, "text": _flat(told)})

    def _option(self, node: mark, use: Use) -> None:
        for words, line in self._argument(use):
            position = 0
            for option in line.split(", "):
                start = line.find(option, position)
                position = start + len(option)
                self._add(node, "option", words, start, option, option, {"program": self._program})

    def _auto(self, node: mark, use: Use) -> None:
        module = "" if use.name == "automodule" else self._module
        fields = {"directive": use.name, "module": module, "options": " ".join(use.options)}
        if use.name in _MEMBERS and (owner := _within_auto(node)):
            fields["class"] = owner
        for words, target in self._argument(use):
            self._add(node, "auto", words, 0, target, target, fields)

    def _object(self, node: mark, use: Use) -> None:
        for words, signature in self._argument(use):
            name = _NAME.search(signature)
            start = name.start() if name else 0
            subject = name[0] if name else signature
            told = _flat(signature)
            fields = {"objtype": use.name, "module": self._module, "signature": told, "class": _within(node)}
            self._add(node, "object", words, start, subject, subject, fields)

    def _ignored(self, node: mark, use: Use) -> None:
        """Nothing is claimed."""

    def _any(self, node: mark, use: Use) -> None:
        if use.known:
            self._object(node, use)
            return
        for words, argument in self._argument(use):
            self._add(node, "directive", words, 0, argument, argument, {"directive": use.name})

    _EXTRACTORS: tuple[tuple[Callable[[str], object], Callable[[Claims, mark, Use], None]], ...] = (
        (_DECLARED.__contains__, _declared),
        (_VERSIONS.__contains__, _version),
        (("option", "cmdoption").__contains__, _option),
        (_AUTO.fullmatch, _auto),
        (_NAMELESS.__contains__, _ignored),
        (lambda name: True, _any),
    )


class _OpenSettings:
    """Which settings a paragraph "Default: …" is about: those declared before the last title, up to the next."""

    def __init__(self) -> None:
        self._indices: list[int] = []
        self._titles = 0

    def declared(self, index: int) -> None:
        if self._titles:
            self._indices = []
            self._titles = 0
        self._indices.append(index)

    def title(self) -> None:
        self._titles += 1
        if self._titles > 1:
            self._indices = []

    def told(self) -> list[int]:
        indices, self._indices = self._indices, []
        return indices


def _flat(text: str) -> str:
    return " ".join(text.split())


def _identifier(title: str) -> str:
    """The title itself when it is written like a name of a program's: one word with a mark of code in it."""
    word = title.strip()
    return word if _NAME.fullmatch(word) and re.search(r"[_.@]|[a-z][A-Z]", word) else ""


def _field(node: nodes.Node) -> str:
    """The name of the field (`:command: …`) in whose body a node stands."""
    parent = node.parent
    while parent is not None and not isinstance(parent, (nodes.field, nodes.section)):
        parent = parent.parent
    return parent.children[0].astext() if isinstance(parent, nodes.field) else ""


def _within_auto(node: nodes.Node) -> str:
    """What the ``autoclass`` names in which a node stands."""
    parent = node.parent
    while parent is not None:
        siblings = parent.parent.children if parent.parent is not None else []
        before = siblings[siblings.index(parent) - 1] if parent in siblings[1:] else None
        if isinstance(before, mark) and before.use.name in ("autoclass", "autoexception"):
            return before.use.arguments[0].strip() if before.use.arguments else ""
        parent = parent.parent
    return ""


def _within(node: nodes.Node) -> str:
    """The full name of the class whose description a node stands in."""
    parent = node.parent
    while parent is not None:
        if isinstance(parent, addnodes.desc) and parent.get("objtype") in ("class", "exception"):
            signature = next(iter(parent.findall(addnodes.desc_signature)), None)
            return str(signature.get("fullname", "")) if signature is not None else ""
        parent = parent.parent
    return ""
