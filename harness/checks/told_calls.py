"""Calls that prose writes as code, with what it gives them: `crontab(minute=0, hour='*/3')`, `result.get(timeout=1)`.

Whose function or method is meant is seldom told: a call is wrong when nothing of its name takes it, neither of the
release nor of the page's samples.
"""

from __future__ import annotations

import ast
import builtins
import functools
import math
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.checks import _found, _history, _mentioned, _nearest, _prose, _tasks, options
from harness.checks._world import TRACKED, FactsKey, Missing, Signature, Thing, World
from harness.interfaces import Case
from harness.model import CheckName, Finding

name = "told-calls"

rules: Mapping[str, str] = {
    "unknown-argument": "a keyword argument that nothing of the name takes",
    "unknown-option": "an option of a task or of its execution that nobody reads, clearly meant for one that is read",
    "excess-argument": "more positional arguments than anything of the name takes",
}

level: CheckName = "none"
sees = frozenset({"literal"})

FORMS = frozenset({"literal", "title-ref", "code", "samp"})
#: A call, of a decorator or of a method of something, too.
CALL = re.compile(r"[@.]?(?P<call>[A-Za-z_][\w.]*\(.*\))", re.S)
#: Arguments that are left out: `get(timeout=)`.
LEFT_OUT = re.compile(r"=(?=\s*[,)])")
#: Letters of a name of which a slip makes no other word.
SHORT = 4
#: Functions of Python's that prose may call by their names alone.
PYTHON = frozenset({*dir(builtins), *dir(math), "timedelta", "datetime"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Taker:
    """A function of the name, and what it takes."""

    ref: str
    signature: Signature

    @property
    def is_open(self) -> bool:
        """Whether it takes any keyword."""
        return any(each[1] == "**" for each in self.signature)


def find(case: Case) -> Iterable[Finding]:
    """A finding when the case's literal is a call that nothing takes."""
    claim, node = case.claim, _call(case)
    takers = _takers(case, node) if node is not None else ()
    if claim is None or node is None or not takers:
        return
    lost = next((each.arg for each in node.keywords if each.arg and _is_lost(case, takers, each.arg)), None)
    names, told = _names(takers), _told(takers)
    if lost is not None:
        right = _nearest.nearest(lost, names)
        at = re.search(rf"\b{lost}\b(?=\s*=)", claim.text)
        option = takers[0].ref in options.EXECUTING | options.DECORATING
        yield _found.finding(
            case,
            _found.place(case, claim, lost, column=claim.column + (at.start() if at else 0)),
            rule="unknown-option" if option else "unknown-argument",
            severity="silent" if option else "breaks",
            subject=f"{'option' if option else 'argument'}:{takers[0].ref}:{lost}",
            claim=claim.text,
            observed=f"nothing reads an option {lost}"
            if option
            else f"{told} takes {', '.join(sorted(names)) or 'nothing'}",
            message=f"{told} takes no {'option' if option else 'argument'} {lost}{_found.meant(right)}",
            suggestion=right,
        )
    elif all(options.excess_argument(taker.signature, node) is not None for taker in takers):
        most = max(options.positionals(taker.signature) for taker in takers)
        yield _found.finding(
            case,
            _found.place(case, claim, claim.text),
            rule="excess-argument",
            subject=f"argument:{takers[0].ref}:{len(node.args)}",
            claim=claim.text,
            observed=f"{told} takes {most} positional arguments",
            message=f"{told} takes {most} positional arguments, not {len(node.args)}",
        )


def covers(case: Case) -> bool:
    """Whether something of the name takes the call, and would be seen not to take another."""
    node = _call(case)
    takers = _takers(case, node) if node is not None else ()
    # What is written in the stead of a short name is anybody's.
    if node is None or not takers or len(ast.unparse(node.func)) < SHORT:
        return False
    keywords = {each.arg for each in node.keywords}
    if any(taker.is_open for taker in takers):
        return bool(keywords) and keywords <= _names(takers)
    return not any(each[1] == "*" for taker in takers for each in taker.signature) or bool(keywords)


def _is_lost(case: Case, takers: Sequence[_Taker], keyword: str) -> bool:
    """Whether no taker has a place for a keyword; those that take any are clearly meant to be given one of theirs."""
    names = _names(takers)
    if keyword in names:
        return False
    if not any(taker.is_open for taker in takers):
        return True
    return keyword not in World(case.facts).parameters and _nearest.nearest(keyword, names) is not None


def _names(takers: Sequence[_Taker]) -> frozenset[str]:
    return frozenset().union(*(options.by_name(taker.signature) for taker in takers))


def _told(takers: Sequence[_Taker]) -> str:
    return takers[0].ref if len(takers) == 1 else f"nothing called {takers[0].ref.rpartition('.')[2]}"


# - What is written


def _call(case: Case) -> ast.Call | None:
    """The call that the case's claim writes, with something given to it."""
    claim = case.claim
    if claim is None or claim.kind not in sees or claim.fields.get("form") not in FORMS or not case.facts:
        return None
    match = CALL.fullmatch(claim.text)
    if match is None or claim.fields.get("exact") == "no" or _history.told(case):
        return None
    node = _parsed(LEFT_OUT.sub("=...", match["call"].replace("…", "...")))
    if node is None or not (node.args or node.keywords) or _history.told_in_prose(_prose.sentence(case, claim)):
        return None
    return node


@functools.lru_cache(maxsize=1024)
def _parsed(text: str) -> ast.Call | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            node = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        return None
    return node if isinstance(node, ast.Call) else None


# - What takes it


def _takers(case: Case, node: ast.Call) -> Sequence[_Taker]:
    """All that may be meant; nothing when what one of them takes is not known."""
    world = World(case.facts)
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called in options.EXECUTING | options.DECORATING:
        known = options.execution_options(case.facts) if called in options.EXECUTING else options.task_options(world)
        return (
            _Taker(ref=called, signature=[["*", "*"], *([each, "keyword"] for each in sorted(known)), ["**", "**"]]),
        )
    if isinstance(node.func, ast.Name):
        own = _own(case, called)
        return own if own is not None else _of_name(FactsKey(case.facts), called)
    found: list[_Taker] = []
    for owner in _owners(world, node.func.value) if isinstance(node.func, ast.Attribute) else ():
        try:
            thing = world.member(owner, called)
        except Missing:
            continue
        signature = options.signature_of(world, thing)
        if thing is None or signature is None:
            return ()
        found.append(_Taker(ref=thing.ref, signature=signature))
    return found


def _own(case: Case, called: str) -> Sequence[_Taker] | None:
    """The tasks of a name that the page's samples define; None when they define nothing of the name."""
    tasks = _tasks.on_page(case.page.samples).get(called)
    if tasks is None:
        pattern = re.compile(rf"\b(?:def|class)\s+{called}\b")
        return () if any(pattern.search(sample.code) for sample in case.page.samples) else None
    return [_Taker(ref=f"the task {called}", signature=_signature(each)) for each in tasks]


def _signature(task: _tasks.Defined) -> Signature:
    positional = [[each, "either" if each in task.keywords else "positional"] for each in task.positional]
    others = [[each, "keyword"] for each in sorted(task.keywords - set(task.positional))]
    stars = [["*", "*"]] * task.any_positional, [["**", "**"]] * task.any_keyword
    return [*positional, *stars[0], *others, *stars[1]]


def _owners(world: World, value: ast.expr) -> list[Thing]:
    """What the docs call so: `app`, `app.control`, `result`, a class."""
    if isinstance(value, ast.Name):
        return list(_mentioned.owners(world, value.id))
    if isinstance(value, ast.Attribute):
        try:
            found = [world.member(owner, value.attr) for owner in _owners(world, value.value)]
        except Missing:
            return []
        return [each for each in found if each is not None] if None not in found else []
    return []


@functools.lru_cache(maxsize=1024)
def _of_name(known: FactsKey, called: str) -> tuple[_Taker, ...]:
    """Functions, classes and methods of the release that are called so."""
    if called in PYTHON:
        return ()
    world = World(known.facts)
    found: dict[str, _Taker] = {}
    for thing in _things(world, called):
        signature = options.signature_of(world, thing)
        if signature is None:
            return ()
        found[thing.ref] = _Taker(ref=thing.ref, signature=signature)
    return tuple(found[ref] for ref in sorted(found))


def _things(world: World, called: str) -> Iterator[Thing]:
    for ref, entry in world.facts.get("functions", {}).items():
        if ref.rpartition(".")[2] == called and _is_own(ref):
            yield Thing(kind="function", ref=ref, signature=entry.get("signature"))
    for ref, entry in world.classes.items():
        if ref.rpartition(".")[2] == called and _is_own(ref):
            yield Thing(kind="class", ref=ref)
        if called in entry["members"] and not entry.get("foreign"):
            thing = world.member(world.instance(ref), called)
            yield thing if thing is not None else Thing(kind="function", ref=f"{ref}.{called}")


def _is_own(ref: str) -> bool:
    return ref.partition(".")[0] in TRACKED
