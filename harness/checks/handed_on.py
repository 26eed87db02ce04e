"""Documented arguments of which nothing comes: what `**kwargs` takes and nobody reads.

    def connection(self, hostname=None, **kwargs):
        \"\"\"Establish connection to the message broker.

        Arguments:
            url: Either the URL or the hostname of the broker to use.
            ❨**kwargs❩: Additional arguments to :class:`kombu.Connection`.
        \"\"\"
        return self._connection(hostname, **kwargs)

    def _connection(self, url, userid=None, **kwargs):
        return Connection(url, userid or self.conf.broker_user)

The source beside the docstring is followed, from a callable to those of the same class or module that it hands its
keywords on to.  Where they go anywhere else, or are looked into, nothing is said.  And defaults in words that only the
source can tell: "``None`` by default", "Default is taken from the setting task_publish_retry".
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.checks import _defaults, _found, _history, _prose
from harness.checks._body import Function
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "handed-on"

rules: Mapping[str, str] = {
    "ignored-argument": "a documented keyword argument that the callable takes, and nobody reads or that is refused",
    "wrong-argument-default": "a documented default of an argument that is another in the signature",
}

level: CheckName = "none"
sees = frozenset({"parameter"})

#: Words by which a docstring itself says that nothing comes of an argument.
TOLD = re.compile(r"\b(?:ignored|unused|not used|no effect|discarded|compat\w*|backwards?|reserved|deprecated)\b", re.I)
#: As far as keywords are followed.
DEPTH = 4
#: What stands for anything that has no name of its own.
ANY = "**"
BY_DEFAULT = re.compile(
    r"\((?P<value>``[^`]+``|`[^`]+`|'[^']*'|\"[^\"]*\"|True|False|None|[-+]?\d+(?:\.\d+)?) by default\)"
)
FROM_SETTING = re.compile(
    r"\bDefault(?:s to|\s+is)(?:\s+the\s+value\s+of)?(?:\s+taken)?(?:\s+from)?\s+the\s+"
    r"(?P<whole>:setting:`(?P<name>\w+)`)\s+setting"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Fate:
    """What comes of a keyword: `kind` is dropped, refused or twice; `where` is the callable that does it."""

    kind: str
    where: str


def find(case: Case) -> Iterable[Finding]:
    """Findings about an argument of a docstring."""
    claim = case.claim
    if claim is None or not _applies(case, claim) or (own := _function(case, claim)) is None:
        return
    tree, function = own
    fate = _fate(tree, function, _sought(function, claim), DEPTH) if _is_extra(function, claim) else None
    if fate is not None and not _is_trivial(function) and TOLD.search(" ".join(_item(case, claim))) is None:
        yield _ignored(case, claim, fate)
    yield from _defaults_told(case, claim, function)


def covers(case: Case) -> bool:
    """Whether a keyword that the signature does not name was followed to its end."""
    claim = case.claim
    if claim is None or not _applies(case, claim) or (own := _function(case, claim)) is None:
        return False
    return _is_extra(own[1], claim) and _fate(*own, _sought(own[1], claim), DEPTH) is not None


def _applies(case: Case, claim: Claim) -> bool:
    # The source is the release's only if the docs are.
    own = case.docs.version == case.target.celery and claim.file.endswith(".py")
    return claim.kind in sees and own and not _history.told(case)


def _function(case: Case, claim: Claim) -> tuple[ast.Module, Function] | None:
    """The function of a docstring with its module; of a class, what makes an instance."""
    module = claim.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    tree, functions = _source(case.docs.root, claim.file)
    path = claim.scope.removeprefix(f"{module}.")
    found = functions.get(f"{path}.__init__") or functions.get(path)
    return (tree, found) if found is not None else None


@functools.lru_cache(maxsize=8)
def _source(root: str, file: str) -> tuple[ast.Module, Mapping[str, Function]]:
    """A module, and its functions by their paths within it."""
    tree = _prose.tree(root, file)
    return tree, dict(_functions(tree, ""))


def _functions(node: ast.Module | ast.ClassDef, path: str) -> Iterator[tuple[str, Function]]:
    for each in node.body:
        if isinstance(each, Function):
            yield f"{path}{each.name}", each
        elif isinstance(each, ast.ClassDef):
            yield from _functions(each, f"{path}{each.name}.")


def _names(function: Function) -> list[str]:
    taken = function.args
    return [each.arg for each in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)]


def _is_extra(function: Function, claim: Claim) -> bool:
    """Whether only `**kwargs` takes what is documented."""
    rest = function.args.kwarg
    if rest is None or claim.subject in _names(function) or claim.text.lstrip("*") != claim.subject:
        return False
    stars = len(claim.text) - len(claim.subject)
    return stars == 2 if stars else claim.subject != rest.arg


def _sought(function: Function, claim: Claim) -> str:
    return ANY if claim.text.startswith("**") else claim.subject


def _is_trivial(function: Function) -> bool:
    """Whether a body does nothing: others are to fill it."""
    return all(
        isinstance(each, (ast.Pass, ast.Raise))
        or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
        or (isinstance(each, ast.Return) and (each.value is None or isinstance(each.value, (ast.Constant, ast.Dict))))
        for each in function.body
    )


# - Where a keyword goes


def _fate(tree: ast.Module, function: Function, sought: str, depth: int) -> _Fate | None:
    """What comes of a keyword that is given to a function; None when somebody reads it, or may."""
    if _is_trivial(function) or depth == 0:
        return None
    inner = list(_inner(function))
    if any(isinstance(each, ast.Call) and getattr(each.func, "id", "") in ("locals", "vars") for each in inner):
        return None
    if sought in _names(function):
        read = any(isinstance(each, ast.Name) and each.id == sought for each in inner)
        return None if read else _Fate(kind="dropped", where=function.name)
    rest = function.args.kwarg
    if rest is None:
        return _Fate(kind="refused", where=function.name) if sought != ANY else None
    uses = [each for each in inner if isinstance(each, ast.Name) and each.id == rest.arg]
    if not uses:
        return _Fate(kind="dropped", where=function.name)
    calls = [
        each
        for each in inner
        if isinstance(each, ast.Call)
        and any(keyword.arg is None and getattr(keyword.value, "id", "") == rest.arg for keyword in each.keywords)
    ]
    if len(calls) != len(uses):
        return None
    fates = [_in_call(tree, function, call, sought, depth) for call in calls]
    return fates[0] if all(fates) else None


def _inner(function: Function) -> Iterator[ast.AST]:
    for each in function.body:
        yield from ast.walk(each)


def _in_call(tree: ast.Module, caller: Function, call: ast.Call, sought: str, depth: int) -> _Fate | None:
    """What comes of a keyword where it is handed on, when that is to a function of the same class or module."""
    callee = _callee(tree, caller, call)
    if callee is None or callee.decorator_list or any(isinstance(each, ast.Starred) for each in call.args):
        return None
    given = [each.arg for each in call.keywords if each.arg]
    positional = [each.arg for each in (*callee.args.posonlyargs, *callee.args.args)]
    if isinstance(call.func, ast.Attribute):
        positional = positional[1:]
    if sought in given or sought in positional[: len(call.args)]:
        return _Fate(kind="twice", where=callee.name)
    return _fate(tree, callee, sought, depth - 1)


def _callee(tree: ast.Module, caller: Function, call: ast.Call) -> Function | None:
    if isinstance(call.func, ast.Name):
        return _defined(tree.body, call.func.id)
    own = caller.args.args[0].arg if caller.args.args else ""
    if isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", None) == own == "self":
        owner = next((each for each in ast.walk(tree) if isinstance(each, ast.ClassDef) and caller in each.body), None)
        return _defined(owner.body, call.func.attr) if owner is not None else None
    return None


def _defined(body: list[ast.stmt], called: str) -> Function | None:
    """The one function of a name."""
    found = [each for each in body if isinstance(each, Function) and each.name == called]
    return found[0] if len(found) == 1 else None


def _ignored(case: Case, claim: Claim, fate: _Fate) -> Finding:
    short = claim.scope.rpartition(".")[2]
    what = "keyword arguments" if claim.text.startswith("**") else claim.subject
    comes = {
        "dropped": f"nothing comes of them: {fate.where} does not look at them"
        if claim.text.startswith("**")
        else f"nothing comes of it: {fate.where} does not look at it",
        "refused": f"{fate.where} takes no {claim.subject}: TypeError",
        "twice": f"{fate.where} gets {claim.subject} twice: TypeError",
    }[fate.kind]
    return _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="ignored-argument",
        severity="silent" if fate.kind == "dropped" else "breaks",
        subject=f"parameter:{claim.scope}:{claim.subject}",
        claim=f"{claim.scope} takes {what}",
        observed=comes,
        message=f"{short} takes {what}, and {comes}",
    )


# - Defaults that the source tells


def _defaults_told(case: Case, claim: Claim, function: Function) -> Iterator[Finding]:
    default = _default(function, claim.subject)
    if default is None or claim.text != claim.subject:
        return
    lines = _item(case, claim)
    text = "\n".join(lines)
    match = BY_DEFAULT.search(text)
    if match is not None and _differs(match["value"].strip("`"), ast.unparse(default)):
        yield _wrong(case, claim, lines, match.start("value"), match["value"], ast.unparse(default))
    match = FROM_SETTING.search(text)
    read = match is not None and any(match["name"] in _words(each) for each in _inner(function))
    if match is not None and _is_set(default) and not read:
        yield _wrong(case, claim, lines, match.start("whole"), match["whole"], ast.unparse(default))


def _differs(told: str, real: str) -> bool:
    """Whether two literals are not the same; None as the real one says nothing: something else may be taken."""
    one, other = _defaults.literal(told), _defaults.literal(real)
    if one is None or other is None or other.value is None:
        return False
    return one.value is None or _defaults.contradicts(one, other.value)


def _default(function: Function, argument: str) -> ast.expr | None:
    """The expression of an argument's default."""
    taken = function.args
    plain = [*taken.posonlyargs, *taken.args]
    pairs = [*zip(plain[len(plain) - len(taken.defaults) :], taken.defaults, strict=True)]
    pairs += [(each, value) for each, value in zip(taken.kwonlyargs, taken.kw_defaults, strict=True) if value]
    return next((value for each, value in pairs if each.arg == argument), None)


def _is_set(default: ast.expr) -> bool:
    """Whether a default is a value of its own: in the place of None, or of nothing, something else may be taken."""
    return isinstance(default, ast.Constant) and default.value is not None and default.value != ""


def _words(node: ast.AST) -> tuple[str, ...]:
    """What a node may read a setting by."""
    if isinstance(node, ast.Attribute):
        return (node.attr,)
    return (node.value,) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ()


def _item(case: Case, claim: Claim) -> list[str]:
    """The lines of the argument's item: its first, and those that stand deeper."""
    lines = _prose.lines(case.docs.root, claim.file)[claim.line - 1 :]
    margin = len(lines[0]) - len(lines[0].lstrip())
    end = 1
    while end < len(lines) and lines[end].strip() and len(lines[end]) - len(lines[end].lstrip()) > margin:
        end += 1
    return list(lines[:end])


def _wrong(case: Case, claim: Claim, lines: list[str], start: int, told: str, real: str) -> Finding:
    before = "\n".join(lines)[:start]
    quoted = told.startswith("`")
    text = told.strip("`") if quoted else told
    column = start - (before.rfind("\n") + 1) + 1 + (len(told) - len(told.lstrip("`")) if quoted else 0)
    short = claim.scope.rpartition(".")[2]
    return _found.finding(
        case,
        _found.place(case, claim, text, line=claim.line + before.count("\n"), column=column),
        rule="wrong-argument-default",
        severity="wrong-value",
        subject=f"argument-default:{claim.scope}:{claim.subject}",
        claim=f"the default of {claim.subject} is {text}",
        observed=f"{claim.scope} has {claim.subject}={real}",
        message=f"the default of {short}'s {claim.subject} is {real}",
        suggestion=real if quoted else None,
    )
