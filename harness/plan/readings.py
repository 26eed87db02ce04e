"""A sample as its language reads it, with what its page and its context say of it."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from harness.contexts import Context, SampleEntry
from harness.interfaces import Language
from harness.languages import _names, console, python
from harness.model import Sample, Step
from harness.plan import packages, saving
from harness.plan.entries import Match

#: An imported name: (module, name), the name "" for the module itself.
Import = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A sample as its language reads it."""

    sample: Sample
    steps: tuple[Step, ...] = ()
    binds: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    imports: tuple[Import, ...] = ()
    file: str = ""  # that the page says it is saved into, relative to the reader's project; "" when it says none
    services: tuple[str, ...] = ()  # that it needs beside a broker
    names: Mapping[str, str] = field(
        default_factory=dict, hash=False
    )  # what the context's entry for it says of its names
    worlds: tuple[str, ...] = ()  # that it has beside those of its page
    match: Match | None = None  # its entry of the context
    problem: str = ""  # why it is not run; "" when it can be

    @property
    def module(self) -> str:
        """The file as a module; "" when it is none."""
        return saving.module(self.file)

    @property
    def saves(self) -> bool:
        """Whether something of it is saved into a module."""
        return any(step.kind == "module" for step in self.steps)


def read(
    sample: Sample,
    languages: Mapping[str, Language],
    contexts: Sequence[Context] = (),
    below: str | None = None,
    root: str = "",
    match: Match | None = None,
) -> Reading:
    """What a sample's language makes of it, and why it cannot be run, if so.

    `below` is the output shown below it, `root` the release tree, `match` its entry of the contexts.
    """
    entry = match.entry if match else None
    file = (entry.file if entry else "") or saving.path(sample, root)
    blank = Reading(sample=sample, file=file, match=match)
    if sample.historical:
        return replace(blank, problem="historical")
    language = languages.get(sample.language)
    if language is None:
        why = entry.reason if entry is not None else ""
        return replace(blank, problem=why or f"other-language: {sample.language}")
    try:
        language.parse(sample.code)
    except (SyntaxError, ValueError) as error:
        return replace(blank, problem=f"syntax: {error.args[0] if error.args else error}")
    steps = saving.parts(sample.code, language.steps(sample))
    if below is not None and steps and steps[-1].shown is None and steps[-1].kind != "module":
        steps[-1] = replace(steps[-1], shown=below)
    imports = tuple(imported(ast.parse(step.source) for step in steps if step.kind != "shell"))
    asked = [*(entry.services if entry else ()), *(name for context in contexts for name in context.services)]
    names = _own_names(entry, steps, imports)
    reading = replace(
        blank,
        steps=tuple(steps),
        binds=language.binds(sample.code),
        needs=language.needs(sample.code).union(names),
        names=names,
        worlds=entry.worlds if entry else (),
        imports=imports,
        services=tuple(dict.fromkeys([*asked, *_recognised(steps, imports)])),
    )
    if entry is not None and entry.reason:
        return replace(reading, problem=entry.reason)
    if not reading.steps:
        return replace(reading, problem=console.why(sample.code) if sample.language == "console" else "nothing-to-run")
    return reading


def imported(trees: Iterable[ast.AST]) -> list[Import]:
    """What the trees import when they run."""
    found: list[Import] = []
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found.extend((alias.name, "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                module = "." * node.level + (node.module or "")
                found.extend((module, alias.name) for alias in node.names)
    return found


def _own_names(entry: SampleEntry | None, steps: Sequence[Step], imports: Sequence[Import]) -> Mapping[str, str]:
    """What the entry says of names that the sample uses, in the bodies of its functions as well."""
    if entry is None:
        return {}
    sources = [step.source for step in steps if step.kind != "shell"]
    used = frozenset().union(*map(uses, sources)) - _names.bound(ast.parse("\n".join(sources)).body)
    used |= frozenset().union(*map(python.needs, sources))
    return {name: text for name, text in entry.names.items() if name in used and not shows(text, imports)}


def uses(source: str) -> frozenset[str]:
    """Names that are read anywhere in the source."""
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name))
    return frozenset(node.id for node in found if isinstance(node.ctx, ast.Load))


def missing(reading: Reading, known: AbstractSet[str] = frozenset(), source: str | None = None) -> frozenset[str]:
    """What is to be bound for a sample, or for the part of it in `source`, and for what the context says of it."""
    needs = reading.needs
    if source is not None:
        needs &= python.needs(source) | (uses(source) & reading.names.keys())
    own = [text for name, text in reading.names.items() if name in needs - known]
    return needs.union(*map(python.needs, own)) - known


def shows(statement: str, imports: Iterable[Import]) -> bool:
    """Whether a sample shows an import of a module that the statement imports from: then it shows all of them."""
    given = {module.partition(".")[0] for module, _ in imported([ast.parse(statement)])}
    return bool(given & {module.partition(".")[0] for module, _ in imports})


def defines(reading: Reading) -> frozenset[str]:
    """Functions and classes that the sample saves: two of one name are two versions of a file."""
    return frozenset(
        node.name
        for step in reading.steps
        if step.kind == "module"
        for node in ast.parse(step.source).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    )


def redefines(reading: Reading) -> frozenset[str]:
    """Functions and classes that a sample defines, whether or not it can be read as a whole."""
    return frozenset(re.findall(r"^(?:>>> |\.\.\. )?(?:async )?(?:def|class) (\w+)", reading.sample.code, re.M))


def makes_app(reading: Reading) -> bool:
    """Whether the sample saves an application."""
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Celery"
        for step in reading.steps
        if step.kind == "module"
        for node in ast.walk(ast.parse(step.source))
    )


def _recognised(steps: Iterable[Step], imports: Iterable[Import]) -> list[str]:
    """Services that the text itself shows the need of: packages that it imports, options of its command lines."""
    found = [packages.service_of(module) for module, _ in imports]
    for step in steps:
        if step.kind == "shell":
            found += console.wants_services(shlex.split(step.source))
    return [name for name in found if name]
