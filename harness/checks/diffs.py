"""What a diff adds: calls on a task must be of methods that tasks have."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import _bindings, _found, _history, _nearest, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "diffs"

rules: Mapping[str, str] = {"unknown-name": "a method that no task has, clearly meant for one that tasks have"}

level: CheckName = "resolve"
sees = frozenset({"sample"})

TASK = "celery.app.task.Task"
#: By these methods what they are called on is seen to be a task.
SENDING = frozenset({"delay", "apply_async", "s", "si", "signature", "retry"})


def find(case: Case) -> Iterable[Finding]:
    """Findings about added lines of Python."""
    sample = case.sample
    if sample is None or not _applies(case):
        return
    methods = _methods(case.facts)
    for line, node in _calls(sample):
        if node.attr in methods:
            continue
        suggestion = _nearest.nearest(node.attr, methods)
        if suggestion is None:
            continue
        column = sample.code.split("\n")[line].find(f".{node.attr}") + 1
        yield _found.finding(
            case,
            _source.place(case, sample, _source.Spot(line=line, column=column), node.attr),
            rule="unknown-name",
            subject=_found.subject_of_name(TASK, node.attr),
            observed=_found.lacks(case, TASK, node.attr),
            message=f"a task has no {node.attr}{_found.meant(suggestion)}",
            suggestion=suggestion,
        )


def covers(case: Case) -> bool:
    """Whether a method of a task was looked up and found."""
    if case.sample is None or not _applies(case):
        return False
    methods = _methods(case.facts)
    return any(node.attr in methods for _, node in _calls(case.sample))


def _applies(case: Case) -> bool:
    sample = case.sample
    if sample is None or sample.language not in ("diff", "patch") or TASK not in case.facts.get("classes", ()):
        return False
    # That something is to be written instead of something else is what a diff is for.
    return not sample.historical and not _history.any_title((case.page.title, *sample.headings))


def _methods(facts: Mapping[str, Mapping[str, Mapping[str, object]]]) -> frozenset[str]:
    """What tasks have, those of Celery's own subclasses included."""
    found: set[str] = set()
    for ref, entry in facts["classes"].items():
        bases = entry.get("mro", entry.get("bases", ()))
        # Of a class that was only read, bases are known as they are written.
        if ref == TASK or (isinstance(bases, list) and ({TASK, "Task"} & set(bases))):
            members = entry["members"]
            assert isinstance(members, (dict, list))
            found.update(members)
    return frozenset(found)


def _calls(sample: Sample) -> Iterator[tuple[int, ast.Attribute]]:
    """Methods that added lines take of what the diff shows to be a task, with the lines' indexes."""
    changed = [
        (index, line[0], attribute)
        for index, line in enumerate(sample.code.split("\n"))
        if line[:1] in ("+", "-", " ")
        for attribute in _attributes(line[1:])
    ]
    tasks = {ast.unparse(node.value) for _, _, node in changed if node.attr in SENDING}
    for index, sign, node in changed:
        if sign == "+" and ast.unparse(node.value) in tasks:
            yield index, node


def _attributes(text: str) -> list[ast.Attribute]:
    """Attributes that are called in a line of Python; none when it is no statement by itself."""
    try:
        tree = ast.parse(text.strip())
    except SyntaxError:
        return []
    nodes = _bindings.walk(tree.body)
    return [node.func for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
