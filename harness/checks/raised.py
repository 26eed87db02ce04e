"""What a sample raised when it was run: names of Celery's that are not there, and what else went wrong."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from harness.checks import _excuses, _found, _history, _nearest, _refused, _unfit
from harness.interfaces import Case
from harness.model import CheckName, Finding, Observation, Place, Raised, Sample

name = "raised"

rules: Mapping[str, str] = {
    "unknown-name": "a name of Celery's or of its libraries' that does not exist in this release",
    "bad-call": "a call with arguments that the function does not take",
    "refused-call": "a call that Celery itself refuses because of what the page gives it",
    "raises": "a sample that raises when a reader runs it",
    "fails-in-worker": "a sample that sends a task which does not end well in the worker",
    "hangs": "a sample that does not end",
    "dies": "a sample that ends the interpreter",
    "exits": "a command line that ends with an error",
}

level: CheckName = "none"
sees = frozenset({"sample"})

#: Ends of a step other than its own, and the rules that tell them.
ENDS: Mapping[str, tuple[str, str]] = {
    "timeout": ("hangs", "does not end"),
    "died": ("dies", "ends the interpreter"),
    "exit": ("exits", "ends with status"),
}

#: What a command line says of a remote control command that it does not know.
NO_CHOICE = re.compile(r"Invalid value for '?\{[\w|\s]+\}'?: '(?P<name>\w+)' is not one of")
#: What a builtin says of a call whose arguments do not fit.
BUILTIN_CALL = re.compile(
    r"expected (at (most|least) |exactly )?\d+ arguments?, got \d+"
    r"|takes (at (most|least)|exactly) \w+ arguments? \(\d+ given"
)


def find(case: Case) -> Iterable[Finding]:
    """Findings of what the case's steps raised in the reader's session."""
    if case.sample is not None:
        for observation in case.observations:
            yield from _of_step(case, case.sample, observation)


def _of_step(case: Case, sample: Sample, observation: Observation) -> Iterator[Finding]:
    """What is certain about how a step ended; what is not is left to a person, unless something excuses it."""
    raised = observation.raised if observation.status == "raised" else None
    if raised is not None and _excuses.is_shown(observation, raised):
        return
    certain = _certain(case, sample, observation, raised) if raised is not None else None
    if certain is not None:
        yield certain
    elif _excuses.reason(case, observation):
        return
    elif raised is not None:
        yield _raises(case, sample, observation, raised)
    elif observation.status == "done":
        yield from _failed(case, sample, observation)
    elif observation.status in ENDS and (observation.status != "exit" or observation.code):
        yield _own_command(case, sample, observation) or _ended(case, sample, observation)


# - What a step raised


def _certain(case: Case, sample: Sample, observation: Observation, raised: Raised) -> Finding | None:
    """What was raised, where that is proven to be a mistake of the page's."""
    if _history.told(case, sample.code, _excuses.index_of(sample, observation)):
        return None
    if raised.type in ("AttributeError", "ImportError", "ModuleNotFoundError") and raised.name:
        foreign = raised.type == "ImportError" and _excuses.is_installed(raised) and not observation.reason
        if _excuses.OURS.match(raised.owner) or foreign:
            return _unknown(case, sample, observation, raised)
    if _excuses.BAD_CALL.search(raised.message) and raised.type == "TypeError":
        # "self" is missing where a class stands for any object of it.
        if not observation.reason and "'self'" not in raised.message and not _excuses.reason(case, observation):
            return _bad_call(case, sample, observation, raised)
    elif raised.type == "TypeError" and BUILTIN_CALL.search(raised.message) and _is_their_own(raised):
        return _bad_call(case, sample, observation, raised)
    if observation.reason or _excuses.reason(case, observation):
        return None
    refused = _refused.refused(case, sample, observation, raised)
    if refused is not None:
        return _refusal(case, sample, observation, raised, refused)
    function, argument = _refused.left_out(case, observation, raised)
    return _unsaid(case, sample, observation, raised, function, argument) if argument else None


def _unknown(case: Case, sample: Sample, observation: Observation, raised: Raised) -> Finding:
    module = raised.type == "ModuleNotFoundError"
    suggestion, place = _meant(case, observation, raised), place_of(case, sample, observation, raised.name)
    if module and raised.owner:
        # As a check that runs nothing tells it: of a module the whole path.
        path = f"{raised.owner}.{raised.name}"
        whole = place_of(case, sample, observation, path)
        if whole.text == path and suggestion is not None:
            place, suggestion = whole, f"{raised.owner}.{suggestion}"
    return _found.finding(
        case,
        place,
        rule="unknown-name",
        subject=_found.subject_of_name(raised.owner, raised.name),
        claim=sample.code.split("\n")[_excuses.index_of(sample, observation)].strip(),
        observed=f"{raised.type}: {_plain(raised)}",
        message=f"{raised.owner} has no {'module ' if module else ''}{raised.name}{_found.meant(suggestion)}",
        suggestion=suggestion,
        token="" if module else _found.distinctive(raised.name, case.facts),
        evidence=_evidence(observation, raised),
    )


def _meant(case: Case, observation: Observation, raised: Raised) -> str | None:
    """The real name that is meant; where the page calls it, one that can be called."""
    # The same letters in another case are another kind of thing: the class Task is no decorator task.
    near = [name for name in raised.near if name.lower() != raised.name.lower()]
    if re.search(rf"\b{re.escape(raised.name)}\s*\(", observation.source):
        members = case.facts.get("classes", {}).get(raised.owner, {}).get("members", {})
        near = [name for name in near if members.get(name, {}).get("kind") not in ("property", "data")]
    if _excuses.OURS.match(raised.owner):
        # Two letters in the wrong order are nearer than one more.
        return _nearest.nearest(raised.name, near) or (near[0] if near else None)
    # Of somebody else's names we know only these few.
    return next((name for name in near if name in raised.name), None) or _nearest.nearest(raised.name, near)


def _bad_call(case: Case, sample: Sample, observation: Observation, raised: Raised) -> Finding:
    line = _line(observation, raised) if raised.line > 0 else ""
    right = _with_arguments(case, line, raised) if line == observation.source.strip() else None
    return _found.finding(
        case,
        place_of(case, sample, observation, "" if right else raised.name),
        rule="bad-call",
        # An argument that a function does not take is one mistake wherever it is given; what is missing is not.
        subject=f"bad-call:{raised.message}" if raised.name else _subject_of_call(observation, raised),
        claim=observation.source,
        observed=f"TypeError: {raised.message}",
        message=f"{_unfit.told(case, raised)}{_found.meant(right)}",
        suggestion=right,
        evidence=_evidence(observation, raised),
    )


#: What is said of a call that lacks arguments.
LACKING = re.compile(r"missing (?P<count>\d+) required positional arguments?: ")


def _with_arguments(case: Case, line: str, raised: Raised) -> str | None:
    """The line with the arguments that the page gives to the same method of the same task elsewhere."""
    lacking = LACKING.search(raised.message)
    call = _only_call(line)
    if lacking is None or call is None or call.args or not isinstance(call.func, ast.Attribute):
        return None
    if call.func.attr != "apply_async" or any(each.arg in ("args", "kwargs", None) for each in call.keywords):
        return None
    name = ast.unparse(call.func)
    given: Counter[str] = Counter()
    for sample in case.page.samples:
        for match in re.finditer(rf"(?<![\w.]){re.escape(name)}\((?P<args>[(\[][^()\[\]]*[)\]])", sample.code):
            given[match["args"]] += _count(match["args"]) == int(lacking["count"])
    most = [text for text, count in given.most_common(2) if count]
    if not most or (len(most) > 1 and given[most[0]] == given[most[1]]):
        return None
    return line.replace(f"{name}(", f"{name}({most[0]}, " if call.keywords else f"{name}({most[0]}", 1)


def _only_call(line: str) -> ast.Call | None:
    try:
        body = ast.parse(line).body
    except SyntaxError:
        return None
    value = body[0].value if len(body) == 1 and isinstance(body[0], (ast.Expr, ast.Assign)) else None
    return value if isinstance(value, ast.Call) else None


def _count(text: str) -> int:
    """How many literals a sequence has; -1 for what is none."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return -1
    return len(value) if isinstance(value, (tuple, list)) else -1


def _subject_of_call(observation: Observation, raised: Raised) -> str:
    # Pythons count the arguments of builtins in different words.
    what = raised.message if _excuses.BAD_CALL.search(raised.message) else "builtin"
    return f"bad-call:{what}:{_line(observation, raised)}"


def _refusal(
    case: Case, sample: Sample, observation: Observation, raised: Raised, refused: _refused.Refused
) -> Finding:
    what, said = refused.argument or "what it is given", _plain(raised).splitlines()[0][:200]
    return _found.finding(
        case,
        place_of(case, sample, observation, refused.argument),
        rule="refused-call",
        subject=f"refused:{refused.call}",
        claim=refused.call,
        observed=f"{raised.type}: {_plain(raised)}",
        message=f"{_refused.function(refused)}() refuses {what}: {said}{_found.meant(refused.right)}",
        suggestion=refused.right,
        evidence=_evidence(observation, raised),
    )


def _unsaid(
    case: Case, sample: Sample, observation: Observation, raised: Raised, function: str, argument: str
) -> Finding:
    return _found.finding(
        case,
        place_of(case, sample, observation, function.rpartition(".")[2]),
        rule="refused-call",
        subject=f"unsaid:{function}:{argument}",
        claim=_line(observation, raised),
        observed=f"{raised.type}: {raised.message}",
        message=f"{function} fails without its argument {argument}: {raised.message}",
        evidence=_evidence(observation, raised),
    )


def _raises(case: Case, sample: Sample, observation: Observation, raised: Raised) -> Finding:
    """What only a person can tell: what the sample needs may be at fault as well."""
    call = raised.type == "TypeError" and _excuses.BAD_CALL.search(raised.message)
    return _found.finding(
        case,
        place_of(case, sample, observation, raised.name),
        rule="bad-call" if call else "raises",
        blame="undecided",
        subject=_subject_of_call(observation, raised) if call else f"raises:{sample.key}:{raised.type}",
        claim=observation.source,
        observed=f"{raised.type}: {raised.message}",
        message=f"raises {raised.type}: {raised.message}".splitlines()[0][:200],
        evidence=_evidence(observation, raised),
    )


def _evidence(observation: Observation, raised: Raised) -> Mapping[str, Any]:
    return {"traceback": raised.traceback, "near": list(raised.near), "source": observation.source}


def _plain(raised: Raised) -> str:
    """The message without the file that an import names: that is a place on this machine."""
    return re.sub(r" \([^()]*/[^()]*\)", "", raised.message)


def _is_their_own(raised: Raised) -> bool:
    """Whether it was raised by the sample's own line, and not further down."""
    return raised.line > 0 and raised.traceback.count('File "') == 1


def _line(observation: Observation, raised: Raised) -> str:
    """The line that raised."""
    return observation.source.splitlines()[max(raised.line - 1, 0)].strip()


def _failed(case: Case, sample: Sample, observation: Observation) -> Iterator[Finding]:
    """Tasks that the step sent happily, and that failed in the worker.

    Whether the page means them to fail, or leaves unsaid what they need, only a person can tell.
    """
    for sent in observation.sent:
        if sent.state not in ("FAILURE", "UNREGISTERED", "REJECTED"):
            continue
        yield _found.finding(
            case,
            place_of(case, sample, observation, ""),
            rule="fails-in-worker",
            blame="undecided",
            subject=f"fails-in-worker:{sample.key}:{sent.name}:{sent.state}",
            claim=observation.source,
            observed=f"{sent.state}: {sent.result}",
            message=f"the task {sent.name} ends in {sent.state}: {sent.result}".splitlines()[0][:200],
            evidence={"source": observation.source, "traceback": sent.raised.traceback if sent.raised else ""},
        )
        return


def _own_command(case: Case, sample: Sample, observation: Observation) -> Finding | None:
    """A remote control command that the page defines as Celery wants it, and that the command line refuses.

    Which commands there are is known to the workers; a parser with a closed list has forgotten those of others.
    """
    refused = NO_CHOICE.search(" ".join(observation.output.split()))
    if refused is None:
        return None
    name = refused["name"]
    own = re.compile(rf"@[\w.]*(?:control|inspect)_command\b[^@]*\bdef {name}\b")
    if not any(own.search(each.code) for each in case.page.samples):
        return None
    return _found.finding(
        case,
        place_of(case, sample, observation, name),
        rule="exits",
        blame="library",
        subject=f"own-command:{name}",
        claim=observation.source,
        observed=f"exit status {observation.code}: {name!r} is not one of the commands that there are",
        message=f"the command line does not take {name}, a remote control command that the page defines",
        evidence={"source": observation.source, "output": observation.output[-2000:]},
    )


def _ended(case: Case, sample: Sample, observation: Observation) -> Finding:
    """A step that came to no good end without raising."""
    rule, what = ENDS[observation.status]
    told = f"{what}: {observation.reason}" if observation.reason else what
    if observation.status == "exit":
        last = observation.output.strip().splitlines()[-1:] or ["no output"]
        told = f"{what} {observation.code}: {last[0]}"
    return _found.finding(
        case,
        place_of(case, sample, observation, ""),
        rule=rule,
        blame="undecided",
        subject=f"{rule}:{sample.key}:{observation.first}",
        claim=observation.source,
        observed=told[:400],
        message=told[:200],
        evidence={"source": observation.source, "output": observation.output[-2000:]},
    )


def covers(case: Case) -> bool:
    """Whether something of the sample has been run."""
    return case.sample is not None and bool(case.observations)


def place_of(case: Case, sample: Sample, observation: Observation, token: str) -> Place:
    """Where in the docs the failing line of a step stands; the token's place in it when it is there."""
    index = _line_of_keyword(sample, observation, token)
    line = sample.code.split("\n")[index]
    match = re.search(rf"(?<!\w){re.escape(token)}(?!\w)", line) if token else None
    start = match.start() if match else len(line) - len(line.lstrip())
    return Place(
        docs=case.docs.version,
        file=sample.file,
        line=sample.lines[index],
        column=sample.columns[index] + start,
        end_line=sample.lines[index],
        text=token if match else line.strip(),
    )


def _line_of_keyword(sample: Sample, observation: Observation, token: str) -> int:
    """Index of the line that raised; of a call over several lines with an argument of the name, of that one's line."""
    index = _excuses.index_of(sample, observation)
    raised = observation.raised
    if not token or raised is None or raised.type != "TypeError":
        return index
    try:
        tree = ast.parse(observation.source)
    except SyntaxError:
        return index
    lines = [
        keyword.lineno
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and call.lineno <= raised.line <= (call.end_lineno or call.lineno)
        for keyword in call.keywords
        if keyword.arg == token
    ]
    return min(observation.first + lines[0] - 1, len(sample.lines) - 1) if len(lines) == 1 else index
