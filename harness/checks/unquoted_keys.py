"""Keys of dicts that have lost their quotes, where the dict is the value of one of Celery's settings.

cassandra_auth_kwargs = {
    username: 'cassandra',
    password: 'cassandra'
}
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from harness.checks import _bindings, _found, _history, _scope, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "unquoted-keys"

rules: Mapping[str, str] = {"undefined-name": "a key of a dict without its quotes"}

level: CheckName = "none"
sees = frozenset({"sample"})

#: What nobody would call a variable that holds a key.
WORD = re.compile(r"[a-z]+(?:_[a-z]+)*")


def find(case: Case) -> Iterable[Finding]:
    """Findings about settings of the case's sample."""
    sample = case.sample
    if sample is None or sample.language not in _source.LANGUAGES or "settings" not in case.facts:
        return
    if _history.told(case):
        return
    for chunk, node, names in _keys(case, sample):
        at = _source.spot(chunk, node.lineno, node.col_offset)
        yield _found.undefined(
            case,
            _source.place(case, sample, at, node.id),
            *names,
            claim=sample.code.split("\n")[at.line].strip(),
            message=_message(names),
            suggestion=repr(node.id),
        )


def covers(case: Case) -> bool:
    """Never: that keys have their quotes says nothing of them."""
    return False


def _message(names: Sequence[str]) -> str:
    meant = ", ".join(map(repr, names))
    if len(names) == 1:
        return f"{names[0]} is not defined: the key {meant} is meant"
    return f"{', '.join(names)} are not defined: the keys {meant} are meant"


def _keys(case: Case, sample: Sample) -> Iterator[tuple[_source.Chunk, ast.Name, Sequence[str]]]:
    """Names that stand for the keys of a setting's dict, all of them, and that nothing on the page binds.

    Each with the names of its dict, which are one mistake.
    """
    settings = case.facts["settings"]["keys"]
    used = _scope.of(sample).used
    for chunk, nodes in _source.read(sample):
        for node in _bindings.walk(nodes):
            if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Dict):
                continue
            names = {_name(target) for target in node.targets}
            keys = [key for key in node.value.keys if isinstance(key, ast.Name)]
            if not names & set(settings) or len(keys) != len(node.value.keys):
                continue
            if all(WORD.fullmatch(key.id) and key.id in used for key in keys) and not any(
                _scope.is_bound_on_page(case, key.id) for key in keys
            ):
                yield from ((chunk, key, [each.id for each in keys]) for key in keys)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
