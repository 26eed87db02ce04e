"""Why a sample gets no stronger check than its own, in a sentence for people."""

from __future__ import annotations

from harness.model import Check
from harness.plan.notes import Note

#: By the type of a reason: what it means; {} is what the reason names, which else stands after it.
TYPES = {
    "unbound": "it needs {}, which nobody gives it",
    "needs-module": "it imports {}, which nobody has: no sample is saved there, no world has it, no service brings it",
    "needs-files": "it needs the file or folder {}, which no sample and no world has",
    "needs-service": "it needs {}, which cannot be had here",
    "needs-shell": "it needs more of a shell than a command entered: {}",
    "placeholder": "it is a pattern, to be filled in by the reader",
    "destructive": "it destroys something",
    "interactive": "it waits for somebody at the keyboard",
    "other-product": "it is of another product",
    "historical": "it tells of a past release",
    "other-program": "it runs {}, which the harness does not run",
    "other-language": "it is {}, which the harness does not run",
    "notation": "it is {}, and no code",
    "no-command": "it is no command",
    "nothing-to-run": "there is nothing in it to run",
    "syntax": "it does not compile",
}
CHECKS = {
    "compare": "run, and what it prints compared with what the page shows",
    "run": "run, and its tasks watched",
    "bind": "not run; calls, options and command lines are held against their signatures",
    "resolve": "not run; names are looked up in the release",
    "keys": "not run; keys of a configuration are looked up",
    "parse": "not run; parsed only",
    "none": "not checked",
}


def why(check: Check, note: Note) -> str:
    """Why the check is not a stronger one; "" when there is none."""
    if check.check == "compare":
        return ""
    if check.check == "run" and not check.reason:
        return "the page shows nothing that it prints"
    kind, _, named = check.reason.partition(":")
    named = named.strip()
    told = TYPES.get(kind, kind)
    told = told.format(named) if "{}" in told else ": ".join(filter(None, (told, named)))
    lost = [need for need in note.needs if need.origin.by == "nobody"]
    return "; ".join([told, *(f"{need.name}: {need.origin.told}" for need in lost)])
