"""What samples set `cache_backend` to: a client of the cache backend's, or a key of Django's CACHES.

    CELERY_CACHE_BACKEND = 'django-cache'       the name of a result backend
    cache_backend = 'memcahced://127.0.0.1/'    no client of that name

Other names may be keys of the reader's own CACHES.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.checks import _bindings, _found, _history, _nearest, _source
from harness.interfaces import Case
from harness.model import Finding, Sample

#: The setting, in lower case or as Django's settings have it.
CACHE = re.compile(r"(?:CELERY_)?CACHE_BACKEND|cache_backend")
#: Where its values are looked up, and by which name.
CLIENTS = ("celery/backends/cache.py", "backends")
#: Result backends that django-celery-results brings.
DJANGO = frozenset({"django-db", "django-cache"})
#: Names of fewer letters are as near to another as to none.
LONG = 4


def find(case: Case, sample: Sample) -> Iterator[Finding]:
    """Findings about the caches that a sample chooses."""
    # The source is the release's only if the docs are.
    if sample.language not in _source.LANGUAGES or case.docs.version != case.target.celery:
        return
    clients = _keys_of(case.docs.root, *CLIENTS) if CACHE.search(sample.code) else frozenset()
    for chunk, nodes in _source.read(sample) if clients else ():
        for given in _given(_bindings.walk(nodes)):
            at = _source.spot(chunk, given.line, given.offset)
            if not _history.told(case, sample.code, at.line):
                yield from _cache(case, sample, chunk, given, clients | _shown_caches(case.page.samples))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Given:
    """The setting where a text is given to it: its name, where that stands, and the text."""

    key: str
    line: int
    offset: int
    node: ast.expr
    value: str


def _cache(case: Case, sample: Sample, chunk: _source.Chunk, given: _Given, known: frozenset[str]) -> Iterator[Finding]:
    scheme, url, _ = given.value.partition("://")
    if scheme in known or not scheme:
        return
    # A key of the reader's own CACHES may be called like a backend, where nobody shows these.
    aliases = case.facts.get("aliases", {}).get("backends", {})
    others = DJANGO if given.key.isupper() else DJANGO | aliases.keys()
    right = _nearest.nearest(scheme, known) if len(scheme) >= LONG else None
    if not url and scheme not in others and right is None:
        return
    at, text = _source.spot(chunk, given.node.lineno, given.node.col_offset + 1), scheme  # past the quote
    what = f"there is no cache {scheme}"
    if scheme in others:
        at, text = _source.spot(chunk, given.line, given.offset), given.key
        right = given.key.replace("CACHE", "RESULT").replace("cache", "result")
        what = f"{scheme} is a result backend, and no cache"
    yield _found.finding(
        case,
        _source.place(case, sample, at, text),
        rule="unknown-choice",
        subject=f"cache:{scheme}",
        claim=f"{given.key} = {given.value!r}",
        observed=f"celery.backends.cache knows {', '.join(sorted(known))}",
        message=f"{what}{_found.meant(right)}",
        suggestion=right,
        evidence={"cache": scheme},
    )


def _given(nodes: Iterable[ast.AST]) -> Iterator[_Given]:
    """What the setting is given: `cache_backend = …`, `conf.cache_backend = …`, `update(cache_backend=…)`."""
    for node in nodes:
        found: list[tuple[str, int, int]] = []
        value: ast.expr | None = None
        if isinstance(node, ast.Assign):
            value = node.value
            for each in node.targets:
                if isinstance(each, ast.Name):
                    found.append((each.id, each.lineno, each.col_offset))
                elif isinstance(each, ast.Attribute):
                    end = (each.end_col_offset or 0) - len(each.attr.encode())
                    found.append((each.attr, each.end_lineno or each.lineno, end))
        elif isinstance(node, ast.keyword) and node.arg:
            value, found = node.value, [(node.arg, node.lineno, node.col_offset)]
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            for key, line, offset in found:
                if CACHE.fullmatch(key):
                    yield _Given(key=key, line=line, offset=offset, node=value, value=value.value)


def _shown_caches(samples: Sequence[Sample]) -> frozenset[str]:
    """Keys of Django's CACHES, as the samples of a page have them."""
    return frozenset(
        key
        for sample in samples
        if sample.language in _source.LANGUAGES and "CACHES" in sample.code
        for _, statements in _source.read(sample)
        for node in statements
        for key in _keys(node, "CACHES")
    )


@functools.lru_cache(maxsize=16)
def _keys_of(root: str, file: str, called: str) -> frozenset[str]:
    """Keys of a mapping in a module of the release; none when it cannot be read."""
    try:
        body = ast.parse((Path(root) / file).read_text(encoding="utf-8")).body
    except (OSError, ValueError, SyntaxError):
        return frozenset()
    return frozenset(key for node in body for key in _keys(node, called))


def _keys(node: ast.stmt, called: str) -> Iterator[str]:
    """Texts that are keys of what a statement gives a name to: `CACHES = {"default": …}`, `CACHES["mine"] = …`."""
    for target in node.targets if isinstance(node, ast.Assign) else ():
        keys: Sequence[ast.expr | None] = ()
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and target.id == called and isinstance(value, ast.Dict):
            keys = value.keys
        elif isinstance(target, ast.Subscript) and getattr(target.value, "id", "") == called:
            keys = (target.slice,)
        yield from (each.value for each in keys if isinstance(each, ast.Constant) and isinstance(each.value, str))
