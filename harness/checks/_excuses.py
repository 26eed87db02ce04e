"""Why what went wrong in a run says nothing against the docs, as a typed reason.

Only what is certain: what the page announces, what it tells of as gone, what the reader has and a run has not.  The
rest is left to a person.
"""

from __future__ import annotations

import ast
import re
import sys

from harness.checks import _history, _scope, _source
from harness.checks._world import TRACKED
from harness.interfaces import Case
from harness.model import Observation, Raised, Sample, Sent

#: The reason of what fails as the page says it does: then it holds.
ANNOUNCED = "announced"

#: Packages whose names are Celery's documentation's to get right.
OURS = re.compile(rf"^({'|'.join(sorted(TRACKED - {'amqp'}))})(\.|$)")
#: Where a traceback is within installed code.
INSTALLED = re.compile(r'File "[^"]*/(?:site-packages|dist-packages)/(\w+)')
#: What a function says that does not take the arguments which it is given.
BAD_CALL = re.compile(
    r"\(\) (missing \d+ required|got an unexpected keyword argument|got multiple values|takes (from )?\d+)"
)

#: Reasons of a run for steps behind one that went wrong.
CASCADE = frozenset({"after-failure", "client-restarted"})
#: Words that announce that something does not end well.
FAILURE = re.compile(r"\b(rais(e|es|ed|ing)|fail(s|ed|ing|ures?)?|errors?|exceptions?|reject(s|ed)?)\b", re.I)
#: The same in names of tasks.
NAMED_SO = re.compile(r"fail|rais|error|bad|broken|wrong|crash", re.I)
#: Exceptions that nobody raises on purpose.
NEVER_MEANT = frozenset({"NameError", "UnboundLocalError", "ImportError", "ModuleNotFoundError", "SyntaxError"})
#: Words before a sample that shows how something works, and not how it is written.
ROUGHLY = re.compile(r"\b(roughly|behind the scenes|pseudo[- ]?code|simplified|conceptually)\b", re.I)
#: Names of modules that stand for the reader's own.
OWN = re.compile(r"^(your|my|proj(ect)?|path|foo|bar|some|example|custom)(_\w*|[a-z]*)?$")
#: What Celery says of a package that is not installed.
TO_INSTALL = re.compile(r"install (?:the )?['\"`]?([\w-]+)['\"`]? (?:library|package|module)", re.I)
#: What only a task that is being worked on has.
OF_A_TASK = re.compile(r"\bcurrent_(worker_)?task\.")
#: So many tasks, all of them well, are a sample that takes its time.
MANY = 50
#: How a task ends that did not do what it is for.
BADLY = frozenset({"FAILURE", "UNREGISTERED", "REJECTED"})


def reason(case: Case, observation: Observation) -> str:
    """The typed reason, "" when nothing excuses how the step ended, or when there is nothing to excuse."""
    sample = case.sample
    if sample is None:
        return ""
    if observation.status == "raised" and observation.raised is not None:
        return _of_raised(case, sample, observation, observation.raised)
    if observation.status == "done":
        bad = [sent for sent in observation.sent if sent.state in BADLY]
        reasons = [_of_sent(case, sample, sent) for sent in bad]
        return reasons[0] if reasons and all(reasons) else ""
    if observation.status == "timeout" and len(observation.sent) >= MANY:
        return "" if any(sent.state in BADLY for sent in observation.sent) else "long-running"
    return ""


def is_shown(observation: Observation, raised: Raised) -> bool:
    """Whether the page shows below the step that it raises."""
    shown = observation.shown or ""
    return "Traceback" in shown or short(raised.type) in shown


def index_of(sample: Sample, observation: Observation) -> int:
    """Index of the sample's line that raised."""
    within = max(observation.raised.line - 1, 0) if observation.raised is not None else 0
    return min(observation.first + within, len(sample.lines) - 1)


def short(kind: str) -> str:
    """The name of an exception without its module."""
    return kind.rpartition(".")[2]


# - Steps that raised


def _of_raised(case: Case, sample: Sample, observation: Observation, raised: Raised) -> str:
    if is_shown(observation, raised):
        return ""
    line = index_of(sample, observation)
    code = sample.code.split("\n")
    named = raised.type in ("AttributeError", "ImportError", "ModuleNotFoundError") and raised.name
    if named and OURS.match(raised.owner):
        return "historical" if _history.told(case, sample.code, line) else ""
    if raised.type == "NameError":
        return "after-failure" if observation.reason in CASCADE else f"unbound: {raised.name}"
    return (
        _redefined(case, sample, raised)
        or _announced(sample, code, line, raised)
        or _absent(sample, raised)
        or ("historical" if _history.was(case) else "")
        or _unlike_here(sample, code[line], raised)
        or ("illustration" if ROUGHLY.search(sample.lead) else "")
        or ("after-failure" if observation.reason in CASCADE else "")
    )


def _redefined(case: Case, sample: Sample, raised: Raised) -> str:
    """A task defined again under its name: the session goes on with the one that was registered first."""
    function = re.match(r"(\w+)\(\)", raised.message)
    if function is None or not BAD_CALL.search(raised.message) or "check_arguments" not in raised.traceback:
        return ""
    others = [each for each in case.page.samples if each.key != sample.key]
    again = _defines(sample, function[1]) and any(_defines(each, function[1]) for each in others)
    return f"redefined: {function[1]}" if again else ""


def _defines(sample: Sample, function: str) -> bool:
    return sample.language in _source.LANGUAGES and any(
        isinstance(node, ast.FunctionDef) and node.name == function
        for _, statements in _source.read(sample)
        for node in statements
    )


def _announced(sample: Sample, code: list[str], line: int, raised: Raised) -> str:
    """The exception is named in the sentence before the sample, or a comment says that it comes."""
    named = re.search(rf"\b{re.escape(short(raised.type))}\b", sample.lead)
    return ANNOUNCED if named or _history.commented(code, line) else ""


def _absent(sample: Sample, raised: Raised) -> str:
    """A module that is not installed, or that is the reader's own."""
    lost = re.findall(r"No module named '([\w.]+)'", raised.traceback + raised.message)
    if lost:
        module = lost[0]
        root = module.partition(".")[0]
        if root in TRACKED or root in sys.stdlib_module_names:
            return ""
        if OWN.match(root):
            return f"needs-module: {module}"
        if raised.type == "celery.exceptions.ImproperlyConfigured" or short(raised.type) in NEVER_MEANT:
            return f"needs-package: {root}"
    wanted = TO_INSTALL.search(raised.message)
    if wanted and short(raised.type) in NEVER_MEANT | {"ImproperlyConfigured"}:
        return f"needs-package: {wanted[1]}"
    if raised.type == "ImportError" and raised.owner and not is_installed(raised):
        return f"unbound: {raised.owner}.{raised.name}"
    return ""


def is_installed(raised: Raised) -> bool:
    """Whether the module that lacks a name is an installed one, and none of the reader's."""
    return bool(
        re.search(r"\((?:unknown location|[^)]*/(?:site-packages|dist-packages|overlays)/[^)]*)\)", raised.message)
    )


def _unlike_here(sample: Sample, line: str, raised: Raised) -> str:
    """What the line means is something else than what the name stands for in the run."""
    if raised.message.startswith("'NoneType' object has no attribute") and OF_A_TASK.search(line):
        return "needs-task"
    if BAD_CALL.search(raised.message) and "'self'" in raised.message:
        # A class stands for any object of it: that is how people write, not what they run.
        return "placeholder"
    root = re.match(r"\W*(\w+)\.", line)
    if raised.message == "'module' object is not callable" and root and root[1] not in _scope.of(sample).bound:
        return f"unbound: {root[1]}"
    return ""


# - Tasks that did not end well in the worker


def _of_sent(case: Case, sample: Sample, sent: Sent) -> str:
    function = sent.name.rpartition(".")[2]
    if sent.state == "UNREGISTERED":
        if sample.language == "pycon" and _defines(sample, function):
            return f"typed: {sent.name}"  # at the prompt, where no worker has it from: only the call is shown
        return "" if any(_defines(each, function) for each in case.page.samples) else f"unbound: {sent.name}"
    kind = short(sent.raised.type) if sent.raised is not None else sent.result.partition("(")[0]
    if kind == "NameError":
        return f"unbound: {sent.raised.name}" if sent.raised is not None else ""
    if kind in NEVER_MEANT:
        return ""
    told = (
        NAMED_SO.search(function)
        or FAILURE.search(sample.lead)
        or any(FAILURE.search(title) for title in sample.headings[1:])
        or any(_shows(each, kind) for each in case.observations)
    )
    return ANNOUNCED if told else ""


def _shows(observation: Observation, kind: str) -> bool:
    return bool(observation.shown and re.search(rf"\b{re.escape(kind)}\b", observation.shown))
