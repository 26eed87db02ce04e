"""Settings that nothing knows, set or read in a sample, each clearly meant for one that is known."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.checks import _bindings, _found, _history, _nearest, _scope, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "settings"

rules: Mapping[str, str] = {
    "unknown-setting": "a setting that nothing reads, clearly meant for one that exists",
    "old-setting-name": "a setting set by its old name where other samples of the page set theirs by the new ones",
}

level: CheckName = "resolve"
sees = frozenset({"sample"})

#: Prefix under which the docs put settings among those of another program.
NAMESPACE = "CELERY_"
#: Of Celery's plug-in for pytest: a mark that takes settings, and fixtures that return them.
MARK = "pytest.mark.celery"
FIXTURES = frozenset({"celery_config"})
#: Samples that set something by its new name, where a page does so throughout.
PLAIN = 3
#: How many times as many samples have the setting that a page is about.
MOST = 3
#: What is said where a page shows the same setting under both its names: how it was, and how it is.
CHANGED = re.compile(r"\b(?:before|after|old|new|now|today|becomes?)\b", re.I)


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """A name used as a setting: a node that stands where it stands."""

    name: str
    line: int
    offset: int


def find(case: Case) -> Iterable[Finding]:
    """Findings about the settings that a sample of Python sets or reads."""
    sample = case.sample
    if sample is not None and _applies(case):
        known = known_names(case.facts)
        for chunk, key in _keys(sample, known):
            yield from _check(case, sample, chunk, key, known)


def covers(case: Case) -> bool:
    """Whether the sample sets or reads a setting that was looked up."""
    if case.sample is None or not _applies(case) or _history.told(case):
        return False
    known = known_names(case.facts)
    return any(is_known(key.name, known) or meant_for(key.name, known) for _, key in _keys(case.sample, known))


def _applies(case: Case) -> bool:
    return case.sample is not None and case.sample.language in _source.LANGUAGES and "settings" in case.facts


def _keys(sample: Sample, known: frozenset[str]) -> Iterator[tuple[_source.Chunk, Key]]:
    read = _source.read(sample)
    file_of_settings = is_configuration([node for _, nodes in read for node in nodes], known)
    for chunk, nodes in read:
        yield from ((chunk, key) for key in _used(nodes))
        if file_of_settings:
            yield from ((chunk, key) for key in _assigned(nodes))


def known_names(facts: Mapping[str, Any]) -> frozenset[str]:
    """Every name under which a setting is taken, but for those with a namespace."""
    settings = facts["settings"]
    old = {name for entry in settings["keys"].values() for name in entry["old"]}
    return frozenset(settings["keys"]) | old | frozenset(settings["read"]) | frozenset(settings["daemon"])


def is_known(key: str, known: frozenset[str]) -> bool:
    """Whether a setting is taken under this name: new, old, or under the namespace that the docs use."""
    return key in known or (key.startswith(NAMESPACE) and key[len(NAMESPACE) :].lower() in known)


def is_configuration(statements: Sequence[ast.stmt], known: frozenset[str]) -> bool:
    """Whether the statements are those of a configuration file.

    It holds assignments, with the imports, functions and classes that they need, and nothing else; one of the names
    is a setting's, or all are like one.
    """
    names = [target.id for node in statements for target in _targets(node)]
    beside = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    if not names or not all(_targets(node) or isinstance(node, beside) or _changes(node, names) for node in statements):
        return False
    return any(is_known(each, known) or _is_slip(each, known) for each in names) or all(
        meant_for(each, known) or otherwise(each, known) for each in names
    )


def _is_slip(name: str, known: frozenset[str]) -> bool:
    """Whether a name of several words is nearly a setting's."""
    return "_" in name and name.islower() and meant_for(name, known) is not None


def _changes(node: ast.stmt, names: list[str]) -> bool:
    """Whether a statement is a call of a method of one of the names: `broker_transport_options.update(…)`."""
    call = node.value if isinstance(node, ast.Expr) else None
    method = call.func if isinstance(call, ast.Call) else None
    owner = method.value if isinstance(method, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id in names


def _targets(node: ast.stmt) -> list[ast.Name]:
    if not isinstance(node, ast.Assign):
        return []
    return [target for target in node.targets if isinstance(target, ast.Name)]


def _assigned(statements: Iterable[ast.stmt]) -> list[Key]:
    return [_key(target.id, target) for node in statements for target in _targets(node)]


def _used(statements: Iterable[ast.stmt]) -> Iterator[Key]:
    """Settings named on a configuration object, and those of a class or mapping that becomes one."""
    nodes = list(_bindings.walk(statements))
    configured = {
        node.args[0].id
        for node in nodes
        if isinstance(node, ast.Call)
        and _called(node) == "config_from_object"
        and node.args
        and isinstance(node.args[0], ast.Name)
    }
    for node in nodes:
        if isinstance(node, ast.Attribute) and is_conf(node.value) and not node.attr.startswith("_"):
            assert node.end_lineno is not None and node.end_col_offset is not None
            offset = node.end_col_offset - len(node.attr.encode())
            yield Key(name=node.attr, line=node.end_lineno, offset=offset)
        elif isinstance(node, ast.Subscript) and is_conf(node.value):
            yield from _constant(node.slice)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_conf(node.func.value):
            yield from _call(node)
        elif isinstance(node, ast.Call) and _called(node) == "config_from_object":
            yield from _mapping(node.args[:1])
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == MARK:
            yield from (_key(each.arg, each) for each in node.keywords if each.arg is not None)
        elif isinstance(node, ast.FunctionDef) and node.name in FIXTURES:
            yield from _mapping(each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value)
        elif isinstance(node, ast.ClassDef) and node.name in configured:
            yield from _assigned(node.body)


def is_conf(node: ast.expr) -> bool:
    """Whether an expression is an application's configuration: `app.conf`, `celery.conf`, `current_app.conf`.

    Handlers get it as `conf`.
    """
    if isinstance(node, ast.Name):
        return node.id == "conf"
    if not isinstance(node, ast.Attribute) or node.attr != "conf":
        return False
    owner = node.value
    return isinstance(owner, ast.Name) and owner.id in ("app", "celery", "current_app", "celery_app")


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _call(node: ast.Call) -> Iterator[Key]:
    method = _called(node)
    if method == "update":
        yield from (_key(each.arg, each) for each in node.keywords if each.arg is not None)
        yield from _mapping(node.args)
    elif method in ("get", "setdefault", "pop") and node.args:
        yield from _constant(node.args[0])


def _mapping(nodes: Iterable[ast.expr]) -> Iterator[Key]:
    for node in nodes:
        if isinstance(node, ast.Dict):
            for key in node.keys:
                if key is not None:
                    yield from _constant(key)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
            yield from (_key(each.arg, each) for each in node.keywords if each.arg is not None)


def _constant(node: ast.expr) -> Iterator[Key]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
        # Past the quote.
        yield Key(name=node.value, line=node.lineno, offset=node.col_offset + 1)


def _key(name: str, node: ast.expr | ast.keyword) -> Key:
    return Key(name=name, line=node.lineno, offset=node.col_offset)


def _check(case: Case, sample: Sample, chunk: _source.Chunk, key: Key, known: frozenset[str]) -> Iterator[Finding]:
    members = set(configuration_members(case.facts))
    if is_known(key.name, known) or key.name in members:
        yield from _mixed(case, sample, chunk, key, known)
        return
    at = _source.spot(chunk, key.line, key.offset)
    if _history.told(case, sample.code, at.line):
        return
    near = meant_for(key.name, known) or _spoken_of(case, sample, key, known)
    if near is None:
        return
    yield _found.finding(
        case,
        _source.place(case, sample, at, key.name),
        rule="unknown-setting",
        severity="silent",
        subject=f"name:{key.name}",
        observed=f"nothing reads a setting {key.name}",
        message=f"there is no setting {key.name}; did you mean {near}?",
        suggestion=near,
        token=_found.distinctive(key.name, case.facts),
    )


def _mixed(case: Case, sample: Sample, chunk: _source.Chunk, key: Key, known: frozenset[str]) -> Iterator[Finding]:
    """An old name beside new ones: a program that has both is refused."""
    keys = case.facts["settings"]["keys"]
    new = next((each for each, entry in keys.items() if key.name in entry["old"]), None)
    if new is None:
        return
    at = _source.spot(chunk, key.line, key.offset)
    if _history.told(case, sample.code, at.line) or _has_namespace(case, sample):
        return
    others = [each for each in case.page.samples if each.key != sample.key and each.language in _source.LANGUAGES]
    beside = [(other, key.name) for other in others for _, key in _keys(other, known) if key.name in keys]
    if not beside or any(each == new and _is_changed(sample, other) for other, each in beside):
        return
    if key.name.startswith(NAMESPACE) and key.name[len(NAMESPACE) :].lower() in known:
        # A namespace makes the same name of the new one: that is meant, unless the page has the new one throughout.
        plain = [other for other, each in beside if each == new]
        if len(plain) < PLAIN or any(other.headings == sample.headings for other in plain):
            return
    written = [
        match[1] for other, each in beside if (match := re.search(rf"(\b\w+\.conf\.|^){each}\s*=", other.code, re.M))
    ]
    owner = max(written, key=written.count, default="")
    yield _found.finding(
        case,
        _source.place(case, sample, at, key.name),
        rule="old-setting-name",
        severity="breaks",
        subject=f"mixed:{key.name}",
        observed=f"{key.name} is the old name of {new}; beside new names it is ImproperlyConfigured",
        message=f"{key.name} is the old name of {new}; Celery refuses old names beside new ones, as {beside[0][1]}",
        suggestion=f"{owner}{new}",
    )


def _has_namespace(case: Case, sample: Sample) -> bool:
    """Whether settings have a namespace in the sample's section, or in one around it."""
    around = (each.headings for each in case.page.samples if "namespace=" in each.code)
    return any(sample.headings[: len(headings)] == headings for headings in around)


def _is_changed(sample: Sample, other: Sample) -> bool:
    """Whether two samples are told as what was and what is, before them or in the titles that part them."""
    told = (sample.lead, other.lead, *(set(sample.headings) ^ set(other.headings)))
    return any(map(CHANGED.search, told))


def meant_for(key: str, known: frozenset[str]) -> str | None:
    """The known setting that an unknown one clearly stands for, in the spelling of the unknown one."""
    if key.isupper():
        old = {each for each in known if each.isupper()}
        return _nearest.nearest(key, old | {NAMESPACE + each.upper() for each in known if each.islower()})
    return _nearest.nearest(key, (each for each in known if each.islower()))


def otherwise(key: str, known: frozenset[str]) -> tuple[str, ...]:
    """The known settings of which an unknown one has all but the first word, that begins none: `job_queues`."""
    first, mark, rest = key.partition("_")
    settings = [each for each in known if each.islower()]
    if not mark or not key.islower() or any(each.startswith(f"{first}_") for each in settings):
        return ()
    return tuple(sorted(each for each in settings if each.partition("_")[2] == rest))


def _spoken_of(case: Case, sample: Sample, key: Key, known: frozenset[str]) -> str | None:
    """The only one of these, or the one that the section of the sample speaks of, or else the page far the most.

    What a sample reads itself is no setting, and one that it has is not meant.
    """
    if key.name in _scope.of(sample).read:
        return None
    found = [each for each in otherwise(key.name, known) if not _has_word(sample.code, each)]
    if len(found) == 1 and "_" in key.name.partition("_")[2]:
        return found[0]
    claims = [each for each in case.page.claims if each.headings == sample.headings]
    text = " ".join([*sample.headings, sample.lead, *(each.subject for each in claims)])
    near = [each for each in found if _has_word(text, each)]
    if len(near) == 1:
        return near[0]
    texts = [*(other.code for other in case.page.samples), *(claim.subject for claim in case.page.claims)]
    counted = Counter({each: sum(_has_word(text, each) for text in texts) for each in found})
    ranked = counted.most_common(2)
    return ranked[0][0] if ranked and ranked[0][1] > sum(count for _, count in ranked[1:]) * MOST else None


def _has_word(text: str, word: str) -> bool:
    return re.search(rf"\b{word}\b", text) is not None


def configuration_members(facts: Mapping[str, Any]) -> Iterator[str]:
    """Names of the configuration object's own methods."""
    classes = facts["classes"]
    ref = "celery.app.utils.Settings"
    for each in (ref, *classes.get(ref, {}).get("mro", ())):
        yield from classes.get(each, {}).get("members", ())
