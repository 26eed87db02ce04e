"""doc_snippets/: what a page of the docs leaves unsaid, read from TOML with errors that name file and key.

The tree mirrors the docs: ``doc_snippets/userguide/workers.toml`` belongs to ``docs/userguide/workers.rst``;
``doc_snippets/default.toml`` belongs to every page.  ``doc_snippets/worlds/NAME`` are real packages and modules that
a page presumes.  A context adds what a reader would have, and never repairs a sample.
"""

from __future__ import annotations

import symtable
import textwrap
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from harness import quotes
from harness.errors import UsageError
from harness.model import Blame, Call, Severity

T = TypeVar("T")

#: Why a sample is not run; the word before the colon is the type.
REASONS = (
    "needs-service", "placeholder", "destructive", "interactive", "other-product", "historical", "needs-files", "long",
    "notation",
)  # fmt: skip
#: What a sample can need beside a broker: the extra services of the registry.
SERVICES = (
    "sqlite", "postgresql", "dynamodb", "s3", "sqs", "filesystem", "django", "eventlet", "gevent",
    "django-celery-beat", "django-celery-results", "ephem", "pydantic", "pytest", "requests",
)  # fmt: skip

#: What every experiment has beside it.
CLAIMS = "docs_claims.py"
#: What a reader suffers from a wrong sentence.
SEVERITIES: Mapping[str, Severity] = {
    "breaks": "breaks", "silent": "silent", "wrong-value": "wrong-value", "cosmetic": "cosmetic",
}  # fmt: skip
#: Whose mistake it is when a sentence is contradicted: the library's where the sentence says what is meant.
BLAMES: Mapping[str, Blame] = {"docs": "docs", "library": "library"}


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleEntry:
    """What is said of one sample, found by its first words (and, where given, its heading).

    It says why the sample is not run, or what it needs and where a reader has it.
    """

    opens: str
    heading: str
    reason: str = ""
    services: tuple[str, ...] = ()
    file: str = ""  # that it is saved into, relative to the reader's project
    names: Mapping[str, str] = field(default_factory=dict, hash=False)  # as a page's, for this sample only
    worlds: tuple[str, ...] = ()  # as a page's, for this sample only
    calls: tuple[Call, ...] = ()  # of what it defines


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceEntry:
    """What a reader has beside a service."""

    name: str
    worlds: tuple[str, ...]
    before: str  # the statement that stands before everything else, in modules and at the prompt


@dataclass(frozen=True, kw_only=True, slots=True)
class Experiment:
    """A live proof of a sentence about behaviour."""

    id: str
    quote: str  # the sentence, as the page has it, white space folded; with slots: see `harness/quotes.py`
    since: str  # the first release that it is about
    script: str  # Python, run as one typed step: an AssertionError contradicts the sentence
    files: Mapping[str, str]
    app: str
    limit: float
    reworded: tuple[str, ...] = ()  # what other releases say in the sentence's stead
    right: str = ""  # the sentence as it should be, when it is contradicted as a whole; its line breaks are kept
    severity: Severity = "silent"  # unless the entry says so: of a sentence with slots, "wrong-value"
    blame: Blame = "docs"
    mistake: str = ""  # the same in experiments that show one mistake, which has several places then
    about: Mapping[str, str] = field(default_factory=dict, hash=False)  # slot → what it tells, for the message
    services: tuple[str, ...] = ()  # that it needs beside a broker


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What one page leaves unsaid."""

    page: str = ""  # "" for what every page leaves unsaid
    formerly: tuple[str, ...] = ()  # what the page was called in earlier releases
    worlds: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)  # name → the statement that a reader would have typed
    samples: tuple[SampleEntry, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    services: tuple[str, ...] = ()  # that every sample of the page needs
    beside: tuple[ServiceEntry, ...] = ()


def root() -> Path:
    """The folder of contexts: in a clone beside the package, in an installation within it."""
    installed = Path(__file__).parent / "_data" / "doc_snippets"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "doc_snippets"


def load(folder: Path | None = None) -> Mapping[str, Context]:
    """Contexts by page; "" is the default one.  Raises UsageError that names file and key."""
    folder = folder or root()
    found: dict[str, Context] = {}
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        page = "" if name == "default" else name
        found[page] = replace(_read(path, folder), page=page)
    return found


def world_files(worlds: Iterable[str], folder: Path | None = None) -> Mapping[str, str]:
    """Files of the named worlds: path relative to a plan's directory → content.

    A world is a module, a package, or a project: a folder that is no package, whose content stands in the plan's
    directory.  A world takes the place of what an earlier one has under the same name.
    """
    base = (folder or root()) / "worlds"
    files: dict[str, str] = {}
    for world in worlds:
        if not _is_world(base, world):
            raise UsageError(f"{base}: {_no_world(world)}")
        own = dict(_world(base, world))
        replaced = {path.partition("/")[0] for path in own}
        files = {path: text for path, text in files.items() if path.partition("/")[0] not in replaced} | own
    return files


def worlds(folder: Path | None = None) -> tuple[str, ...]:
    """The names of all worlds."""
    base = (folder or root()) / "worlds"
    return tuple(
        sorted({path.stem for path in base.iterdir() if _is_world(base, path.stem) and path.stem.isidentifier()})
    )


def _is_world(base: Path, world: str) -> bool:
    return (base / f"{world}.py").is_file() or (base / world).is_dir()


def _no_world(world: str) -> str:
    return f"there is no world {world!r}: neither {world}.py nor a folder {world}"


def _world(base: Path, world: str) -> Iterator[tuple[str, str]]:
    single, folder = base / f"{world}.py", base / world
    top = base if single.is_file() or (folder / "__init__.py").is_file() else folder
    paths = [single] if single.is_file() else sorted(folder.rglob("*"))
    for path in paths:
        if path.is_file() and path.suffix != ".pyc":
            yield path.relative_to(top).as_posix(), path.read_text(encoding="utf-8")


def _read(path: Path, folder: Path) -> Context:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not TOML: {error}") from None
    table = _Table(path, "", data, folder)
    context = Context(
        worlds=_worlds(table),
        names=_names(table),
        samples=tuple(_sample(entry) for entry in table.tables("sample")),
        experiments=tuple(_experiment(entry) for entry in table.tables("experiment")),
        services=_services(table),
        beside=tuple(_beside(entry) for entry in table.tables("service")),
        formerly=table.texts("formerly"),
    )
    table.finish()
    return context


def _sample(table: _Table) -> SampleEntry:
    entry = SampleEntry(
        opens=table.text("opens"),
        heading=table.text("heading", default=""),
        reason=table.text("reason", default=""),
        services=_services(table),
        file=table.text("file", default=""),
        names=_names(table),
        worlds=_worlds(table),
        calls=tuple(_call(entry) for entry in table.tables("call")),
    )
    kind = entry.reason.partition(":")[0]
    if entry.reason and kind not in REASONS:
        raise table.error("reason", f"unknown reason {kind!r} (known: {', '.join(REASONS)})")
    needs = entry.services or entry.file or entry.names or entry.worlds or entry.calls
    if not entry.reason and not needs:
        raise table.error(
            "reason", "missing: the entry says neither a reason, nor services, file, names, worlds or calls"
        )
    if entry.reason and needs:
        raise table.error("reason", "a sample that is not run needs no services, file, names, worlds or calls")
    table.finish()
    return entry


def _call(table: _Table) -> Call:
    code, shell = table.text("code", default=""), table.text("shell", default="")
    if bool(code) == bool(shell):
        raise table.error("code", "expected either code, which is typed, or shell, which is entered in a terminal")
    call = Call(
        source=code or shell,
        shell=bool(shell),
        about=table.text("about", default=""),
        right=table.text("right", default=""),
        severity=table.choice("severity", SEVERITIES, default="breaks"),
    )
    try:
        compile(code, "<code>", "exec")
    except SyntaxError as error:
        raise table.error("code", f"does not compile: {error.msg}") from None
    if call.right and not call.about:
        raise table.error("right", "without about, nobody knows in what words' stead it is to be written")
    table.finish()
    return call


def _names(table: _Table) -> Mapping[str, str]:
    found = table.mapping("names")
    for name, statement in found.items():
        try:
            scope = symtable.symtable(statement, f"<names.{name}>", "exec")
        except (SyntaxError, ValueError) as error:
            raise table.error(f"names.{name}", f"does not compile: {error.args[0]}") from None
        symbols = {symbol.get_name(): symbol for symbol in scope.get_symbols()}
        if name not in symbols or not (symbols[name].is_assigned() or symbols[name].is_imported()):
            raise table.error(f"names.{name}", f"does not bind {name}: {statement!r}")
    return found


def _worlds(table: _Table) -> tuple[str, ...]:
    found = table.texts("worlds")
    for number, world in enumerate(found):
        if not _is_world(table.folder / "worlds", world):
            raise table.error(f"worlds[{number}]", _no_world(world))
    return found


def _services(table: _Table) -> tuple[str, ...]:
    found = table.texts("services")
    for number, name in enumerate(found):
        if name not in SERVICES:
            raise table.error(f"services[{number}]", f"unknown service {name!r} (known: {', '.join(SERVICES)})")
    return found


def _beside(table: _Table) -> ServiceEntry:
    entry = ServiceEntry(name=table.text("name"), worlds=_worlds(table), before=table.text("before", default=""))
    if entry.name not in SERVICES:
        raise table.error("name", f"unknown service {entry.name!r} (known: {', '.join(SERVICES)})")
    try:
        compile(entry.before, "<before>", "exec")
    except SyntaxError as error:
        raise table.error("before", f"does not compile: {error.msg}") from None
    table.finish()
    return entry


def _experiment(table: _Table) -> Experiment:
    files: dict[str, str] = {CLAIMS: (root() / CLAIMS).read_text(encoding="utf-8")}
    for name in table.texts("files"):
        files[Path(name).name] = table.file("files", name)
    quote, *reworded = _quotes(table)
    slots = quotes.names(quote)
    about = table.mapping("about")
    for name in about:
        if name not in slots:
            raise table.error(f"about.{name}", f"the sentence has no such slot (known: {', '.join(slots)})")
    experiment = Experiment(
        id=table.text("id"),
        quote=quote,
        since=table.text("since"),
        script=table.file("script", table.text("script")),
        files=files,
        app=table.text("app"),
        limit=float(table.number("limit", default=30)),
        reworded=tuple(reworded),
        right=_as_written(table.text("right", default="")),
        severity=table.choice("severity", SEVERITIES, default="wrong-value" if slots else "silent"),
        blame=table.choice("blame", BLAMES, default="docs"),
        mistake=table.text("mistake", default=""),
        about=about,
        services=_services(table),
    )
    table.finish()
    return experiment


def _as_written(text: str) -> str:
    """A sentence on one line, or lines without the margin that they have in common."""
    text = textwrap.dedent(text).strip("\n")
    return text if "\n" in text else " ".join(text.split())


def _quotes(table: _Table) -> tuple[str, ...]:
    """The sentence and its other wordings: `quote`, or `quotes`."""
    several = table.texts("quotes")
    key = "quotes" if several else "quote"
    found = tuple(" ".join(quote.split()) for quote in several or (table.text("quote"),))
    if several and table.text("quote", default=""):
        raise table.error("quote", "there is either one quote, or quotes")
    for quote in found:
        try:
            quotes.names(quote)
        except ValueError as error:
            raise table.error(key, str(error)) from None
    return found


class _Table:
    """A TOML table that knows where it stands, and which of its keys have been asked for."""

    def __init__(self, path: Path, where: str, data: Mapping[str, Any], folder: Path) -> None:
        self.path, self.where, self.data, self.folder = path, where, data, folder
        self.known: list[str] = []

    def error(self, key: str, message: str) -> UsageError:
        return UsageError(f"{self.path}: {self.where}{key}: {message}")

    def _get(self, key: str, kinds: tuple[type, ...], what: str, default: Any) -> Any:
        self.known.append(key)
        value = self.data.get(key, default)
        if value is None:
            raise self.error(key, "missing")
        if not isinstance(value, kinds) or isinstance(value, bool):
            raise self.error(key, f"expected {what}, got {value!r}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        return str(self._get(key, (str,), "a string", default))

    def choice(self, key: str, known: Mapping[str, T], default: str) -> T:
        """One of a few words."""
        word = self.text(key, default)
        if word not in known:
            raise self.error(key, f"unknown {key} {word!r} (known: {', '.join(known)})")
        return known[word]

    def number(self, key: str, default: float | None = None) -> float:
        return float(self._get(key, (int, float), "a number", default))

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._get(key, (list,), "an array of strings", [])
        for number, value in enumerate(values):
            if not isinstance(value, str):
                raise self.error(f"{key}[{number}]", f"expected a string, got {value!r}")
        return tuple(values)

    def mapping(self, key: str) -> Mapping[str, str]:
        values: dict[str, Any] = self._get(key, (dict,), "a table of strings", {})
        for name, value in values.items():
            if not isinstance(value, str):
                raise self.error(f"{key}.{name}", f"expected a string, got {value!r}")
        return values

    def tables(self, key: str) -> list[_Table]:
        values = self._get(key, (list,), "an array of tables", [])
        for number, value in enumerate(values):
            if not isinstance(value, dict):
                raise self.error(f"{key}[{number}]", f"expected a table, got {value!r}")
        return [
            _Table(self.path, f"{self.where}{key}[{number}].", value, self.folder)
            for number, value in enumerate(values)
        ]

    def file(self, key: str, name: str) -> str:
        """A file beside this one."""
        path = self.path.parent / name
        if not path.is_file():
            raise self.error(key, f"no file {name} beside {self.path.name}")
        return path.read_text(encoding="utf-8")

    def finish(self) -> None:
        """Refuse keys that nobody has asked for."""
        for key in self.data:
            if key not in self.known:
                raise self.error(key, f"unknown key (known: {', '.join(self.known)})")
