"""URLs of brokers and result stores: schemes that no part of the release takes, queries of which nothing is read."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harness.checks import _bindings, _found, _history, _nearest, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "urls"

rules: Mapping[str, str] = {
    "unknown-scheme": "a URL of a broker or result store of a kind that the release does not know",
    "unread-query": "a part of a URL's query that nothing reads, or that is read as a part of another's value",
}

level: CheckName = "resolve"
sees = frozenset({"sample"})

#: Keywords and settings by which a URL is a broker's or a result store's.
BROKERS = re.compile(r"(?:CELERY_)?broker(?:_(?:read|write))?(?:_url)?", re.I)
BACKENDS = re.compile(r"(?:CELERY_)?(?:result_)?backend", re.I)
URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.]*):{1,2}//[^\s'\"]*")
#: One parameter of a query; behind a second "?" the next one begins, and is taken for the first one's value.
PARAMETER = re.compile(r"(?<=[?&])(?P<key>[A-Za-z_]\w*)=(?P<value>[^&]*)")
SECOND = re.compile(r"\?(?=[A-Za-z_]\w*=)")
#: What stands for any scheme.
STANDS_FOR = frozenset({"transport", "scheme", "protocol", "backend", "broker"})
#: Schemes of other programs.
OTHERS = frozenset({"http", "https", "ftp", "file", "git", "ssh", "tcp", "unix", "postgresql", "mysql"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Url:
    """A URL as it stands."""

    text: str
    scheme: str
    at: _source.Spot  # where the scheme begins
    tables: tuple[str, ...]  # of aliases, among which the scheme must be: "transports", "backends"


def find(case: Case) -> Iterable[Finding]:
    """Findings about the URLs in a sample."""
    sample = case.sample
    if sample is not None:
        for url in _urls(case):
            if _history.told(case, sample.code, url.at.line):
                continue
            if url.text.startswith(f"{url.scheme}:://"):
                yield _doubled(case, sample, url)
            elif not _is_known(case, url):
                yield from _unknown(case, sample, url)
            else:
                yield from _query(case, sample, url)


def covers(case: Case) -> bool:
    """Whether a URL of a broker or result store was looked up; one that nobody knows says nothing."""
    sample = case.sample
    return (
        sample is not None
        and not _history.told(case)
        and any(_is_known(case, url) and _parses(url.text) for url in _urls(case))
    )


def _urls(case: Case) -> Iterator[_Url]:
    sample = case.sample
    if sample is None or "aliases" not in case.facts:
        return
    if sample.language in _source.LANGUAGES:
        yield from _of_python(sample)
    elif sample.language not in ("console", "diff", "pytb"):
        yield from _of_text(sample)


def _of_text(sample: Sample) -> Iterator[_Url]:
    """A block that is nothing but URLs; what else holds one may be about anything."""
    lines = sample.code.split("\n")
    if not all(URL.fullmatch(line.strip()) for line in lines if line.strip()):
        return
    for index, line in enumerate(lines):
        if match := URL.search(line):
            spot = _source.Spot(line=index, column=match.start())
            yield _Url(text=match[0], scheme=match["scheme"], at=spot, tables=("transports", "backends"))


def _of_python(sample: Sample) -> Iterator[_Url]:
    for chunk, nodes in _source.read(sample):
        for name, value in _named(_bindings.walk(nodes)):
            if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
                continue
            tables = ("transports",) if BROKERS.fullmatch(name) else ("backends",) if BACKENDS.fullmatch(name) else ()
            match = URL.match(value.value)
            if tables and match:
                at = _source.spot(chunk, value.lineno, value.col_offset + 1)  # past the quote
                yield _Url(text=value.value, scheme=match["scheme"], at=at, tables=tables)


def _named(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    """Values with the names that they are given to: `broker_url = …`, `conf.broker_url = …`, `Celery(broker=…)`."""
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value
                elif isinstance(target, ast.Attribute):
                    yield target.attr, node.value
        elif isinstance(node, ast.keyword) and node.arg is not None:
            yield node.arg, node.value
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, value


def _is_known(case: Case, url: _Url) -> bool:
    """Whether the part before the first "+" is an alias, as Celery and kombu read it."""
    first, _, _ = url.scheme.partition("+")
    return any(first in case.facts["aliases"].get(table, ()) for table in url.tables)


def _parses(text: str) -> bool:
    try:
        urlsplit(re.sub(r"\[([?&][^\[\]]*)\]", r"\1", text))  # in brackets stands what may be left out
    except ValueError:
        return False
    return True


def _unknown(case: Case, sample: Sample, url: _Url) -> Iterator[Finding]:
    scheme = url.scheme
    # A path to a class is taken for one; what stands for any scheme is the reader's to fill in.
    if "." in scheme or scheme.lower() in STANDS_FOR or (url.tables != ("backends",) and scheme in OTHERS):
        return
    suggestion = _meant_for(case, url)
    if suggestion is None:
        return
    what = "result store" if url.tables == ("backends",) else "broker"
    yield _found.finding(
        case,
        _source.place(case, sample, url.at, scheme),
        rule="unknown-scheme",
        subject=f"scheme:{scheme}",
        claim=url.text,
        observed=f"celery {case.target.celery} knows no {what} called {scheme!r}",
        message=f"no {what} is called {scheme}{_found.meant(suggestion)}",
        suggestion=suggestion,
        evidence={"known": sorted({alias for table in url.tables for alias in case.facts["aliases"].get(table, ())})},
    )


def _doubled(case: Case, sample: Sample, url: _Url) -> Finding:
    """A URL with a colon too many, which is taken for a part of the scheme."""
    return _found.finding(
        case,
        _source.place(case, sample, url.at, f"{url.scheme}:://"),
        rule="unknown-scheme",
        subject=f"scheme:{url.scheme}:",
        claim=url.text,
        observed=f"what stands before :// is {url.scheme}:, and nothing is called so",
        message=f"a colon too many: {url.scheme}:// is meant",
        suggestion=f"{url.scheme}://",
    )


def _query(case: Case, sample: Sample, url: _Url) -> Iterator[Finding]:
    """Parameters that do not reach whom they are meant for."""
    start = url.text.find("?")
    first = SECOND.search(url.text, start + 1) if start >= 0 else None
    if first is not None:
        lost = url.text[first.start() :].partition("&")[0]
        yield _found.finding(
            case,
            _source.place(case, sample, _source.Spot(line=url.at.line, column=url.at.column + first.start()), lost),
            rule="unread-query",
            severity="silent",
            subject=f"query:{url.scheme}:{lost}",
            claim=url.text,
            observed=f"a URL has one query: {lost} is a part of the value before it",
            message=f"{lost} is taken for a part of the value before it: parameters are parted by &",
            suggestion="&" + lost[1:],
        )
    module = _module(case, url)
    for match in PARAMETER.finditer(url.text, max(start, 0)) if module else ():
        key, right = match["key"], _setting(case, url, match["key"], module)
        if right is not None:
            at = _source.Spot(line=url.at.line, column=url.at.column + match.start())
            yield _found.finding(
                case,
                _source.place(case, sample, at, key),
                rule="unread-query",
                severity="silent",
                subject=f"query:{url.scheme}:{key}",
                claim=url.text,
                observed=f"the code of the result store reads {right}, and nothing called {key}",
                message=f"nothing reads {key} from the URL{_found.meant(right)}",
                suggestion=right,
            )


def _setting(case: Case, url: _Url, key: str, module: frozenset[str]) -> str | None:
    """The setting that a parameter is clearly meant for, where the backend reads that and nothing by its name."""
    if key in module:
        return None
    aliases: Mapping[str, str] = case.facts["aliases"].get("backends", {})
    path = aliases.get(url.scheme.partition("+")[0], "").partition(":")[0]
    known = {f"{name}_{key}" for name in (url.scheme, path.rpartition(".")[2])}
    found = known & module & set(case.facts.get("settings", {}).get("keys", ()))
    return found.pop() if len(found) == 1 else None


def _module(case: Case, url: _Url) -> frozenset[str]:
    """Words in quotes in the code of a backend; none when the URL is no backend's, or its code cannot be read."""
    if url.tables != ("backends",):
        return frozenset()
    path = case.facts["aliases"].get("backends", {}).get(url.scheme.partition("+")[0], "")
    return _words(case.docs.root, path.partition(":")[0])


@functools.lru_cache(maxsize=64)
def _words(root: str, module: str) -> frozenset[str]:
    if not module:
        return frozenset()
    file = Path(root) / module.replace(".", "/")
    for path in (file.with_name(file.name + ".py"), file / "__init__.py"):
        try:
            return frozenset(re.findall(r"""(?<=['"])\w+(?=['"])""", path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            continue
    return frozenset()


def _meant_for(case: Case, url: _Url) -> str | None:
    """The alias that the scheme clearly stands for.

    One that is spelled nearly so; one whose class is in a module of that name (`gcs` for `gs`); or one that the title
    of the section names and whose class takes the scheme behind a "+" (`socket` for `redis+socket`).
    """
    tables: Mapping[str, Mapping[str, str]] = case.facts["aliases"]
    known = {alias: path for table in url.tables for alias, path in tables.get(table, {}).items()}
    if near := _nearest.nearest(url.scheme, known):
        return near
    modules = {alias: path.partition(":")[0].split(".")[2:] for alias, path in known.items()}
    called = [alias for alias, parts in modules.items() if parts[:1] == [url.scheme]]
    if len(called) == 1:
        return called[0]
    titles = {word.lower() for title in _titles(case) for word in re.findall(r"\w+", title)}
    behind = [alias for alias, path in known.items() if alias in titles and _takes(case, path, url.scheme)]
    return f"{behind[0]}+{url.scheme}" if len(behind) == 1 else None


def _titles(case: Case) -> tuple[str, ...]:
    assert case.sample is not None
    return case.sample.headings[1:]


def _takes(case: Case, path: Any, scheme: str) -> bool:
    """Whether the module of a class compares the scheme of its URLs with this one."""
    file = Path(case.docs.root) / (str(path).partition(":")[0].replace(".", "/") + ".py")
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    return bool(re.search(rf"\bscheme\s*==\s*['\"]{re.escape(scheme)}['\"]", text))
