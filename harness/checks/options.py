"""Arguments that what is called does not take, and execution options that nobody reads.

In samples, and where a sentence says that an execution option is given to `delay`, which hands all keywords on to the
task:

    …, by passing the ``ignore_result`` boolean parameter, when calling ❨``apply_async`` or ``delay``❩.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import _bindings, _found, _history, _keywords, _nearest, _passages, _prose, _source, _tasks
from harness.checks._passages import Passage
from harness.checks._world import Missing, Signature, Thing, World
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "options"

rules: Mapping[str, str] = {
    "unknown-argument": "a keyword argument that the function or class does not take",
    "excess-argument": "more positional arguments than the function or class takes",
    "unknown-option": "an option of a task or of its execution that nobody reads, clearly meant for one that is read",
}

level: CheckName = "bind"
sees = frozenset({"claim", "sample"})

#: Methods whose keyword arguments are execution options, whatever they are called on.
EXECUTING = frozenset({"apply_async", "send_task"})
#: Decorators whose keyword arguments are attributes of the task.
DECORATING = frozenset({"task", "shared_task"})

TASK = "celery.app.task.Task"
METHOD = r"(?::meth:)?`{1,2}[~@\w.]*?\w+(?:\(\))?`{1,2}"
METHODS = rf"(?P<methods>(?:the\s+)?{METHOD}(?:\s*(?:,|/|,?\s+(?:or|and))\s*(?:the\s+)?{METHOD})*)"
OPTION = r"``(?P<option>[a-z_]+)(?:=\w+)?``(?:\s+[a-z]+){0,3}?"
CALLING = r"(?:to|(?:when|by|while)\s+calling|in\s+(?:a\s+|the\s+)?calls?\s+(?:to|of))"
GIVEN = tuple(
    re.compile(rf"\b{pattern}\s+{CALLING}\s+{METHODS}", re.I)
    for pattern in (
        rf"(?:pass|giv|specify|provid|us)(?:ing|e)?\s+(?:the\s+|an?\s+)?{OPTION},?",
        rf"the\s+{OPTION}\s+(?:can|may|could)\s+(?:also\s+)?be\s+(?:passed|given|specified|provided)",
    )
)
DELAY = re.compile(r"\bdelay\b")
#: Words of a sentence that tells what not to do, or what comes of it.
NEVER = re.compile(
    r"\b(?:not|cannot|can'?t|\w+n't|never|no|without|instead|rather|unlike|TypeError|errors?|fails?)\b", re.I
)
#: What a call of a task gives it, and what is no option.
ARGUMENTS = frozenset({"args", "kwargs", "name", "message"})


def find(case: Case) -> Iterable[Finding]:
    """Findings about the calls in a sample of Python, or about what a claim's passage says of calls."""
    sample = case.sample
    if case.claim is not None:
        yield from _told(case)
    if sample is None or sample.language not in _source.LANGUAGES or not case.facts:
        return
    world = World(case.facts)
    read = _source.read(sample)
    bindings = _bindings.of(case, sample)
    for chunk, node in _calls(case, sample, read):
        yield from _bound(case, sample, chunk, bindings, node)
        yield from _read(case, sample, chunk, world, node)


def covers(case: Case) -> bool:
    """Whether a call was bound, or its options were looked up."""
    sample = case.sample
    if sample is None or sample.language not in _source.LANGUAGES or not case.facts:
        return False
    read = _source.read(sample)
    bindings = _bindings.of(case, sample)
    return any(_is_bound(bindings, node) for _, node in _calls(case, sample, read))


def _calls(case: Case, sample: Sample, read: _source.Read) -> Iterator[tuple[_source.Chunk, ast.Call]]:
    for chunk, nodes in read:
        for node in _bindings.walk(nodes):
            if isinstance(node, ast.Call):
                line = _source.spot(chunk, node.lineno, node.col_offset).line
                if not _history.told(case, sample.code, line):
                    yield chunk, node


def _is_bound(bindings: _bindings.Bindings, node: ast.Call) -> bool:
    if node.keywords and (
        _called(node) in EXECUTING | DECORATING or _keywords.handed_on(bindings.world, node) is not None
    ):
        return True
    try:
        return signature_of(bindings.world, bindings.value(node.func)) is not None
    except Missing:
        return False


# - Calls that can be bound


def _bound(
    case: Case, sample: Sample, chunk: _source.Chunk, bindings: _bindings.Bindings, node: ast.Call
) -> Iterator[Finding]:
    try:
        callee = bindings.value(node.func)
    except Missing:
        return
    signature = signature_of(bindings.world, callee)
    if callee is None or signature is None:
        return
    for keyword in [*unknown_keywords(signature, node), *_slips(bindings.world, callee, signature, node)]:
        assert keyword.arg is not None
        suggestion = _nearest.nearest(keyword.arg, by_name(signature)) or _nearest.nearest(
            keyword.arg, _beside(bindings.world, callee)
        )
        place = _source.place(case, sample, _source.spot(chunk, keyword.lineno, keyword.col_offset), keyword.arg)
        if suggestion is None and (right := _of_maker(bindings, chunk, node, keyword)) is not None:
            offset, text, suggestion = right
            place = _source.place(case, sample, _source.spot(chunk, node.lineno, offset), text)
        yield _found.finding(
            case,
            place,
            rule="unknown-argument",
            subject=f"argument:{callee.ref}:{keyword.arg}",
            claim=ast.unparse(node),
            observed=f"{callee.ref} takes {', '.join(each[0] for each in signature) or 'no arguments'}",
            message=f"{callee.ref} takes no argument {keyword.arg}{_found.meant(suggestion)}",
            suggestion=suggestion,
        )
    excess = excess_argument(signature, node)
    if excess is not None:
        text = ast.unparse(excess)
        yield _found.finding(
            case,
            _source.place(case, sample, _source.spot(chunk, excess.lineno, excess.col_offset), text),
            rule="excess-argument",
            subject=f"argument:{callee.ref}:{len(node.args)}",
            claim=ast.unparse(node),
            observed=f"{callee.ref} takes {positionals(signature)} positional arguments",
            message=f"{callee.ref} takes {positionals(signature)} positional arguments, not {len(node.args)}",
        )


def _of_maker(
    bindings: _bindings.Bindings, chunk: _source.Chunk, node: ast.Call, keyword: ast.keyword
) -> tuple[int, str, str] | None:
    """The call with its one argument given to the call that makes the object: `inspect(timeout=1).stats()`.

    Where that begins, how it is written, and how it should be; None when it is not so, or takes several lines.
    """
    maker = node.func.value if isinstance(node.func, ast.Attribute) else None
    if not isinstance(maker, ast.Call) or node.args or node.keywords != [keyword] or chunk.mended:
        return None
    try:
        made = bindings.value(maker)
    except Missing:
        return None
    signature = bindings.world.constructor(made) if made is not None else None
    taken = {each.arg for each in maker.keywords} | {each[0] for each in (signature or ())[: len(maker.args)]}
    if signature is None or keyword.arg not in by_name(signature) or {keyword.arg, None} & taken:
        return None
    name = ast.unparse(maker.func).rpartition(".")[2]
    end = maker.func.end_col_offset
    text = (
        chunk.text.split("\n")[node.lineno - 1].encode()[(end or 0) - len(name.encode()) : node.end_col_offset].decode()
    )
    if node.lineno != node.end_lineno or not text.startswith(f"{name}("):
        return None
    inner = ", ".join(map(ast.unparse, (*maker.args, *maker.keywords, keyword)))
    return (end or 0) - len(name.encode()), text, f"{name}({inner}).{ast.unparse(node.func).rpartition('.')[2]}()"


def signature_of(world: World, callee: Thing | None) -> Signature | None:
    """What a call of `callee` takes, None when that is not certain."""
    if callee is None:
        return None
    return world.constructor(callee) if callee.kind == "class" else callee.signature


def unknown_keywords(signature: Signature, node: ast.Call) -> list[ast.keyword]:
    """Keyword arguments that the signature has no place for."""
    if any(each[1] == "**" for each in signature):
        return []
    names = by_name(signature)
    return [keyword for keyword in node.keywords if keyword.arg is not None and keyword.arg not in names]


def by_name(signature: Signature) -> frozenset[str]:
    """Parameters that can be given by name."""
    return frozenset(each[0] for each in signature if each[1] in ("either", "keyword"))


def _beside(world: World, callee: Thing) -> frozenset[str]:
    """What the methods of the same object take by name: what one takes without saying, it hands on to another."""
    members = world.classes.get(callee.ref.rpartition(".")[0], {}).get("members", {})
    signatures: list[Signature] = [each.get("signature") or [] for each in members.values()]
    return frozenset(name for signature in signatures for name in by_name(signature)) - {"self", "cls"}


def _slips(world: World, callee: Thing, signature: Signature, node: ast.Call) -> list[ast.keyword]:
    """Keyword arguments of what takes any, that nothing takes by that name and that are clearly meant for its own."""
    names = by_name(signature)
    if _called(node) in EXECUTING | DECORATING | _keywords.HANDING.keys() or not any(
        each[1] == "**" for each in signature
    ):
        return []
    return [
        keyword
        for keyword in node.keywords
        if keyword.arg
        and keyword.arg not in names | world.parameters
        and (_nearest.nearest(keyword.arg, names) or _nearest.nearest(keyword.arg, _beside(world, callee)))
    ]


def positionals(signature: Signature) -> int:
    """How many positional arguments a signature without `*args` takes."""
    return sum(each[1] in ("positional", "either") for each in signature)


def excess_argument(signature: Signature, node: ast.Call) -> ast.expr | None:
    """The first positional argument that the signature has no place for."""
    if any(each[1] == "*" for each in signature) or any(isinstance(each, ast.Starred) for each in node.args):
        return None
    # `f(...)` leaves its arguments to the reader.
    if any(isinstance(each, ast.Constant) and each.value is ... for each in node.args):
        return None
    count = positionals(signature)
    return node.args[count] if len(node.args) > count else None


# - Calls that take anything


def _read(case: Case, sample: Sample, chunk: _source.Chunk, world: World, node: ast.Call) -> Iterator[Finding]:
    called = _called(node)
    if called in EXECUTING:
        known = execution_options(case.facts)
    elif called == _keywords.STAMP:
        known = _keywords.own(world, called)
    elif (own := _keywords.handed_on(world, node)) is not None:
        known = execution_options(case.facts) | own
    elif called in DECORATING:
        known = task_options(world)
    else:
        return
    for keyword in node.keywords:
        if keyword.arg is None or keyword.arg in known:
            continue
        suggestion = _keywords.meant(keyword.arg, known)
        if suggestion is not None:
            yield _found.finding(
                case,
                _source.place(case, sample, _source.spot(chunk, keyword.lineno, keyword.col_offset), keyword.arg),
                rule="unknown-option",
                severity="silent",
                subject=f"option:{called}:{keyword.arg}",
                claim=ast.unparse(node),
                observed=f"nothing reads an option {keyword.arg}",
                message=f"nothing reads the option {keyword.arg} of {called}{_found.meant(suggestion)}",
                suggestion=suggestion,
            )


# - Options of what hands all of them on


def _told(case: Case) -> Iterator[Finding]:
    """Sentences that give an execution option to `delay`."""
    for passage in _passages.telling(case, DELAY) if _hands_on(case) and not _history.told(case) else ():
        for pattern in GIVEN:
            for match in pattern.finditer(passage.text):
                sentence = _prose.around(passage.text, match)
                if NEVER.search(sentence) is None and not _history.told_in_prose(sentence):
                    yield from _given_to_delay(case, passage, match)


def _hands_on(case: Case) -> bool:
    """Whether `delay` takes nothing but the task's own arguments."""
    delay = case.facts.get("classes", {}).get(TASK, {}).get("members", {}).get("delay", {})
    kinds = [kind for name, kind, *_ in delay.get("signature") or () if name != "self"]
    return sorted(kinds) == ["*", "**"]


def _given_to_delay(case: Case, passage: Passage, match: re.Match[str]) -> Iterator[Finding]:
    option, methods = match["option"], re.findall(METHOD, match["methods"])
    delay = [each for each in methods if re.search(r"\bdelay(?:\(\))?`", each)]
    takers = (each for own in _tasks.on_page(case.page.samples).values() for each in own)
    if not delay or option not in execution_options(case.facts) - ARGUMENTS:
        return
    if any(option in each.keywords for each in takers):
        return
    others = [each for each in methods if each not in delay]
    yield _found.finding(
        case,
        passage.place(case, match.start("methods"), match.end("methods")),
        rule="unknown-argument",
        subject=f"argument:{TASK}.delay:{option}",
        claim=" ".join(match[0].split()),
        observed=f"{TASK}.delay hands {option} on to the task, as an argument of its own",
        message=f"delay takes no execution option: {option} is handed on to the task as an argument",
        suggestion=" or ".join(others) if others else match["methods"].replace("delay", "apply_async"),
        # Any task will do.
        evidence={"task": "add", "takes": "x, y", "positional": 2, "keywords": [option], "options": [option]},
    )


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def execution_options(facts: Mapping[str, object]) -> frozenset[str]:
    """Names that sending a task takes or reads."""
    execution = facts.get("execution")
    if not isinstance(execution, Mapping):
        return frozenset()
    return frozenset(name for table in execution.values() for name in table if not name.startswith("-"))


def task_options(world: World) -> frozenset[str]:
    """Names that a task's decorator takes: what it reads itself, and attributes of the class."""
    found = set(execution_options(world.facts))
    ref = "celery.app.task.Task"
    for each in (ref, *world.bases(ref)) if ref in world.classes else ():
        entry = world.classes.get(each, {})
        found |= set(entry.get("members", ())) | set(entry.get("instance", ()))
    for function in ("celery.app.base.Celery._task_from_fun", "celery.app.base.Celery.task"):
        owner, _, method = function.rpartition(".")
        signature = world.classes.get(owner, {}).get("members", {}).get(method, {}).get("signature")
        found |= {each[0] for each in signature or ()}
    return frozenset(each for each in found if not each.startswith("_"))
