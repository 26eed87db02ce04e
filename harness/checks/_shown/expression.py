"""What was typed, as far as it tells whether its output is the same whenever and wherever it is typed."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from harness.checks._shown import volatile

#: What a statement prints by itself: an expression its value, a binding nothing; of others nothing is known.
Form = Literal["expression", "binding", "print", "other", "broken"]

#: Attributes that a name has because it is a task, an application or a class, whatever else happened before.
_BUILDING = frozenset(
    {
        "s", "si", "signature", "subtask", "delay", "apply_async", "apply", "map", "starmap", "chunks", "Task", "task",
        "control", "send_task",
    }
)  # fmt: skip

#: Arguments that say how long to wait for a value, whatever that is.
_WAITING = frozenset({"timeout", "interval"})
#: How many there are in what has a name: as many as were put into it.
COUNT = re.compile(r"len\(\w+\)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Expression:
    """What is known of the last statement of a step."""

    form: Form
    text: str  # on one line
    variables: frozenset[str]  # names whose value, not whose definition, the output depends on
    telling: str  # the name by which the value is volatile, "" for none
    setting: str = ""  # the setting that it reads from a configuration, "" for none


def read(source: str) -> Expression:
    """The last statement of what was typed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            body = ast.parse(source).body
        except (SyntaxError, ValueError, RecursionError):
            body = []
    if not body:
        return Expression(form="broken", text=_line(source), variables=frozenset(), telling="")
    last = body[-1]
    return Expression(
        form=_form(last),
        text=_line(ast.unparse(last)),
        variables=_carried(body),
        telling=_telling(last),
        setting=_setting(last),
    )


def binds(source: str) -> frozenset[str]:
    """Names that a step binds, as far as it can be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError):
            return frozenset(
                re.findall(r"(?m)^\s*(?:>>> |\.\.\. )?(?:def |class )?([^\W\d]\w*)\s*(?:=(?!=)|\()", source)
            )
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
    return frozenset(found)


def _form(node: ast.stmt) -> Form:
    if isinstance(node, ast.Expr):
        call = node.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "print":
            return "print"
        return "expression"
    if isinstance(node, (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)):
        return "binding"
    return "other"


def _carried(body: Sequence[ast.stmt]) -> frozenset[str]:
    """Names that the statements read for their value, and do not bind themselves before."""
    found: set[str] = set()
    bound: set[str] = set()
    for node in body:
        found |= _variables(node) - bound
        bound |= binds(ast.unparse(node))
    return frozenset(found)


def _variables(node: ast.stmt) -> frozenset[str]:
    """Names that are read for their value: neither called nor asked for what a definition gives them."""
    definitions: set[int] = set()
    own: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.keyword) and part.arg in _WAITING:
            definitions |= {id(each) for each in ast.walk(part.value)}
        elif isinstance(part, ast.Call) and isinstance(part.func, ast.Name):
            definitions.add(id(part.func))
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.attr in _BUILDING:
            definitions.add(id(part.value))
        elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            own.add(part.id)
    return (
        frozenset(
            part.id
            for part in ast.walk(node)
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load) and id(part) not in definitions
        )
        - own
    )


def _telling(node: ast.stmt) -> str:
    """The attribute or function that makes the value volatile: the one that is read or called last."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Compare) and _of_constants(node.value):
        return ""
    for name in _outermost(node.value if isinstance(node, ast.Expr) else node):
        if volatile.named(name):
            return name
    return ""


def _of_constants(node: ast.expr) -> bool:
    """Whether a value is made of constants alone: `state('PROGRESS') > state(STARTED)` asks for no state."""
    match node:
        case ast.Compare(left=left, comparators=others):
            return all(map(_of_constants, (left, *others)))
        case ast.Call(func=ast.Name(), args=[_, *_] as args, keywords=[]):
            return all(map(_of_constants, args))
        case ast.Name(id=name):
            return name.isupper()
    return isinstance(node, ast.Constant)


def _setting(node: ast.stmt) -> str:
    """The setting that `app.conf.timezone` or `app.conf['timezone']` reads: what it is, is the reader's affair."""
    value = node.value if isinstance(node, ast.Expr) else None
    if isinstance(value, ast.Attribute):
        name: object = value.attr
    elif isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Constant):
        name = value.slice.value
    else:
        return ""
    return str(name) if isinstance(value.value, ast.Attribute) and value.value.attr == "conf" else ""


def _outermost(node: ast.AST) -> list[str]:
    """Names of what gives an expression its value, the outermost first; operators look at both sides."""
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        # What is left out by a condition is no part of the value.
        return [*_outermost(node.elt), *(name for each in node.generators for name in _outermost(each.iter))]
    if isinstance(node, ast.Call):
        return _outermost(node.func) if not _passes_on(node) else [n for arg in node.args for n in _outermost(arg)]
    if isinstance(node, ast.Attribute):
        # `.get()` gives what a task returned, whatever led to the result.
        return [node.attr] if node.attr in ("get", "join", "wait") else [node.attr, *_outermost(node.value)]
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Subscript):
        key = node.slice
        named = [key.value] if isinstance(key, ast.Constant) and isinstance(key.value, str) else []
        return [*named, *_outermost(node.value)]
    return [name for child in ast.iter_child_nodes(node) for name in _outermost(child)]


def _passes_on(node: ast.Call) -> bool:
    """Whether the call gives its argument in another container."""
    return isinstance(node.func, ast.Name) and node.func.id in ("list", "tuple", "sorted", "dict", "set", "str", "repr")


def _line(source: str) -> str:
    return " ".join(source.split())
