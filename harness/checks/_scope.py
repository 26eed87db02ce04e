"""What samples bind and what they use, by the rules of Python's own compiler."""

from __future__ import annotations

import builtins
import functools
import re
import symtable
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from harness.checks import _mend, _source
from harness.interfaces import Case
from harness.model import Sample

BUILTINS = frozenset(dir(builtins)) | {"__file__", "__path__", "__class__", "_"}
#: What binds nobody knows which names.
STAR = re.compile(r"\bimport\s+\*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """The names of one sample."""

    used: frozenset[str]  # that no scope within the sample binds where they are used; builtins left out
    top: frozenset[str]  # bound at the top level
    bound: frozenset[str]  # bound anywhere, parameters included
    read: frozenset[str]  # used anywhere, bound or not
    imported: frozenset[str]  # bound by imports, and in no other way
    spare: frozenset[str]  # imported, or assigned in a function, and used nowhere
    whole: bool  # False when parts could not be read, or names come from a star


NOTHING = Scope(
    used=frozenset(),
    top=frozenset(),
    bound=frozenset(),
    read=frozenset(),
    imported=frozenset(),
    spare=frozenset(),
    whole=True,
)


def of(sample: Sample) -> Scope:
    """The names of a sample of Python; none of another."""
    return _of(sample.language, sample.code) if sample.language in _source.LANGUAGES else NOTHING


@functools.lru_cache(maxsize=1024)
def _of(language: str, code: str) -> Scope:
    used: set[str] = set()
    top: set[str] = set()
    bound: set[str] = set()
    read: set[str] = set()
    local: set[str] = set()
    imported: set[str] = set()
    made: set[str] = set()
    whole = not STAR.search(code)
    for text in _texts(language, code):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                table = symtable.symtable(text, "sample", "exec")
        except (SyntaxError, ValueError, RecursionError):
            whole = False
            continue
        for scope, symbol in _symbols(table):
            name = symbol.get_name()
            binds = symbol.is_assigned() or symbol.is_imported() or symbol.is_parameter() or symbol.is_namespace()
            if symbol.is_referenced():
                read.add(name)
                if scope is table or symbol.is_global():
                    used.add(name)
            if symbol.is_imported() or (symbol.is_assigned() and scope.get_type() == "function"):
                local.add(name)
            if binds:
                bound.add(name)
                (imported if symbol.is_imported() else made).add(name)
                if scope is table or symbol.is_declared_global():
                    top.add(name)
    return Scope(
        used=frozenset(used - top - BUILTINS),
        top=frozenset(top),
        bound=frozenset(bound),
        read=frozenset(read),
        imported=frozenset(imported - made),
        spare=frozenset(local - read),
        whole=whole,
    )


def _texts(language: str, code: str) -> Iterator[str]:
    for chunk, statements in _source.read_code(language, code):
        text = "\n".join(chunk.mended or chunk.lines)
        try:
            _mend.parse(text)
        except SyntaxError:
            # What could be read of it, at least.
            if statements:
                yield from (line.strip() for line in chunk.lines if re.match(r"\s*(from\s+\S+\s+)?import\s", line))
            continue
        yield text


def _symbols(table: symtable.SymbolTable) -> Iterator[tuple[symtable.SymbolTable, symtable.Symbol]]:
    for symbol in table.get_symbols():
        yield table, symbol
    for child in table.get_children():
        yield from _symbols(child)


def is_bound_on_page(case: Case, name: str, *, below: bool = True) -> bool:
    """Whether anything on the page binds a name, or its text speaks of its import.

    With `below` off what imports it further down does not count.
    """
    samples = case.page.samples
    if not below and case.sample is not None:
        last = case.sample.lines[-1]
        samples = tuple(
            each
            for each in samples
            if each.file != case.sample.file or each.lines[0] <= last or name not in of(each).imported
        )
    for sample in samples:
        scope = of(sample)
        if name in scope.bound or STAR.search(sample.code):
            return True
        if not scope.whole and re.search(
            rf"\b{re.escape(name)}\b\s*=(?!=)|\b(def|class|as)\s+{re.escape(name)}\b", sample.code
        ):
            return True
        if sample.language not in _source.LANGUAGES and _told(name, sample.code):
            return True
    return any(claim.kind == "literal" and _told(name, claim.text) for claim in case.page.claims)


def _told(name: str, text: str) -> bool:
    escaped = re.escape(name)
    return bool(re.search(rf"\bimport\b.*\b{escaped}\b|\b(def|class)\s+{escaped}\b|^\s*{escaped}\s*=(?!=)", text, re.M))
