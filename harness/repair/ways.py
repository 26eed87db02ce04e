"""Ways to show what is found by looking into an installed release: lists, defaults, metadata, sources.

What a script is told comes from the finding; what it holds that against, it reads itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from harness.model import Finding
from harness.repair import calls, released
from harness.repair.parts import Part, Subject

#: Rules of which a mistake lies in the page alone, or is no more than Python's: how a part shows it.
HOW_SHOWN: Mapping[str, str] = {
    "code": "The mistake lies in the sample alone: nothing is run, it is read as Python or a shell would read it.",
    "markup": "The mistake lies in the markup alone: Sphinx reads the piece of the page that stands below.",
    "install": "The mistake lies in the page alone: what it names is held against the first word of the command below.",
    "unset": "The mistake lies in the sample alone: nothing is run, its class is read.",
    "titles": "The mistake lies in the page alone: its title is held against its own directive.",
    "napoleon": "The mistake lies in the markup alone: Sphinx reads the item of the docstring that stands below.",
    "broker_table": "The mistake lies in the docs alone: what they say of a broker is held against their own table.",
    "references": "The mistake lies in the docs alone: what they refer to is looked for in their sources.",
    "label_titles": "The mistake lies in the page alone: Sphinx reads its titles, and tells to which the label leads.",
}

#: The first letter of a title: no label, no directive, no line above it.
TITLE = re.compile(r"(?!\.\. )(?!([!-/:-@\[-`{-~])\1+\s*$)\S")

#: What a line of a comment that documents an attribute begins with.
COMMENT = re.compile(r"#:\s?(?=\S)")

Told = Mapping[str, Any]


def _list(subject: Subject) -> Part | None:
    """A list that is told to be complete: of parts that can do something, of tasks, of what is required."""
    finding, evidence = subject.finding, subject.finding.evidence
    if "broker" in evidence:
        return _support(subject)
    if "named" not in evidence:
        return None
    names, right = evidence["named"], evidence["right"]
    part, given = "builtin_tasks", "names"
    told: dict[str, Any] = {"text": finding.claim}
    if "shelf" in evidence:
        part, given = "abilities", "named"
        told |= {"shelf": evidence["shelf"], "ability": evidence.get("ability", ""), "whole": "whole" in evidence}
    elif "package" in evidence:
        part = "dependencies"
        told |= {"package": evidence["package"]}
    corrected = {**told, "text": finding.suggestion or ", ".join(right), given: right}
    return Part(name=part, documented={**told, given: names}, corrected=corrected)


def _support(subject: Subject) -> Part | None:
    """What is told of a broker, or left out, against the docs' table of brokers."""
    finding, evidence = subject.finding, subject.finding.evidence
    if "broker" not in evidence:
        return None
    told = {"text": finding.claim, "broker": evidence["broker"]}
    if "told" not in evidence:
        return Part(name="broker_table", documented=told)
    corrected = {**told, "text": finding.suggestion or "", "status": evidence["right"]}
    return Part(name="broker_table", documented={**told, "status": evidence["told"]}, corrected=corrected)


def _default(subject: Subject) -> Part | None:
    """A default of a class's attribute, of a setting's key, of an option, or of a variable of an init script."""
    finding, evidence = subject.finding, subject.finding.evidence
    value = finding.place.text
    if "key" in evidence:
        told = {"setting": evidence["setting"], "key": evidence["key"], "observed": ""}
        return _held("defaults", finding, {**told, "value": value}, lambda new: {**told, "value": new})
    if "attribute" in evidence:
        part, told = "class_default", {"path": evidence["path"], "attribute": evidence["attribute"]}
        return _held(part, finding, {**told, "value": value}, lambda new: {**told, "value": new})
    if "option" in evidence:
        part, told = "option_help", {"command": evidence["command"], "option": evidence["option"]}
        return _held(part, finding, {**told, "value": value}, lambda new: {**told, "value": new})
    if "script" in evidence:
        variable = {"script": evidence["script"], "variable": evidence["variable"]}
        words = finding.claim.partition(f"{evidence['variable']} is ")[2]
        return Part(
            name="init_script",
            documented={"text": finding.claim, **variable, "default": words},
            corrected={"text": finding.message, **variable, "default": evidence["default"]},
        )
    return None


def _variable(subject: Subject) -> Part | None:
    """A variable that an init script sets itself, whatever the reader does."""
    finding, evidence = subject.finding, subject.finding.evidence
    if "script" not in evidence:
        return None
    told = {"text": finding.claim, "script": evidence["script"], "variable": evidence["variable"]}
    return Part(name="init_script", documented=told)


def _unread_variable(subject: Subject) -> Part | None:
    """A variable in the file of units that do not read it."""
    finding, evidence = subject.finding, subject.finding.evidence
    if "units" not in evidence:
        return None
    told = {"text": finding.claim, "variable": evidence["variable"], "units": evidence["units"]}
    return Part(name="unread_variable", documented=told)


def _argument(subject: Subject) -> Part | None:
    """A documented argument of which nothing comes."""
    finding = subject.finding
    match = re.fullmatch(r"parameter:([A-Za-z][\w.]*\.\w+):(\w+)", finding.subject)
    if match is None:
        return None
    keyword = None if finding.place.text.startswith("**") else match[2]
    return Part(name="handed_on", documented={"text": finding.claim, "path": match[1], "keyword": keyword})


def _distribution(subject: Subject) -> Part | None:
    """A distribution that is said to be needed."""
    finding = subject.finding
    source = {key: finding.evidence[key] for key in ("module", "extra") if key in finding.evidence}
    return _held("imported", finding, {"name": finding.place.text, **source}, lambda new: {"name": new, **source})


def _extra(subject: Subject) -> Part | None:
    """An extra of which nothing is used."""
    finding = subject.finding
    if "extra" not in finding.evidence:
        return None
    return Part(name="imported", documented={"text": finding.claim, "extra": finding.evidence["extra"]})


def _installation(subject: Subject) -> Part | None:
    """A program that is said to be what the command below is."""
    finding, command = subject.finding, subject.finding.evidence.get("command")
    if command is None:
        return None
    place = finding.place
    line = _line(subject)
    text = f"{line or finding.claim}\n\n    {command}"
    told = {"text": text, "program": place.text, "command": command}
    new = finding.suggestion
    right = None
    if new is not None:
        right = {**told, "text": text.replace(f"`{place.text}`", f"`{new}`", 1), "program": new}
    return Part(name="install", documented=told, corrected=right)


def _title(subject: Subject) -> Part | None:
    """A title that is the path of another module than the one that is described below."""
    lines, place = subject.lines, subject.finding.place
    first = max(place.line - 2, 0)  # a title may have a line above it, too
    last = next((index for index in range(first, len(lines)) if ".. automodule::" in lines[index]), None)
    if last is None:
        return None
    text = "\n".join(lines[first : last + 1])
    new = subject.finding.suggestion
    corrected = None if new is None else {"text": text.replace(place.text, new, 1)}
    return Part(name="titles", documented={"text": text}, corrected=corrected)


def _state(subject: Subject) -> Part | None:
    """A field of a state that one of Celery's sets of states decides."""
    finding, evidence = subject.finding, subject.finding.evidence
    if "set" not in evidence:
        return None
    told = {"state": evidence["state"], "table": evidence["set"]}
    return _held("state_sets", finding, {**told, "value": finding.place.text}, lambda new: {**told, "value": new})


def _reference(subject: Subject) -> Part | None:
    """A reference to a label, document or term that the docs do not have."""
    finding = subject.finding
    role, _, target = finding.subject.partition(":")
    told = {"role": role, "page": finding.place.file}
    text = _line(subject) or finding.claim
    new = finding.suggestion
    corrected = None if new is None else {"text": text.replace(target, new, 1), **told, "target": new}
    if new is not None and (other := re.match(r":(\w+):`", new)):
        corrected = {"text": text.replace(finding.place.text, new, 1), **told, "role": other[1], "target": target}
    return Part(name="references", documented={"text": text, **told, "target": target}, corrected=corrected)


def _error(subject: Subject) -> Part | None:
    """An exception as an old Python shows it."""
    shown = subject.finding.place.text
    text = _line(subject) or shown
    new = subject.finding.suggestion
    module = {key: subject.finding.evidence[key] for key in ("module", "extension") if key in subject.finding.evidence}
    corrected = None if new is None else {"text": text.replace(shown, new, 1), "shown": new, **module}
    return Part(name="old_errors", documented={"text": text, "shown": shown, **module}, corrected=corrected)


def _display(subject: Subject) -> Part | None:
    """A type as an old Python displays it."""
    return _error(subject) if subject.finding.subject.startswith("old-repr:") else None


def _typed(subject: Subject) -> Part | None:
    """The type of an argument, and where it stands."""
    finding = subject.finding
    new = finding.suggestion
    argument = finding.evidence.get("argument", "")
    right = None if new is None else {"text": f"{new}:", "argument": argument}
    return Part(name="napoleon", documented={"text": finding.claim, "argument": argument}, corrected=right)


def _swallowed(subject: Subject) -> Part | None:
    """What stands below an argument, and is taken for a part of what is told of it."""
    finding = subject.finding
    told = {"text": finding.claim, "swallowed": finding.evidence.get("swallowed", "")}
    return Part(name="napoleon", documented=told)


def _cut(subject: Subject) -> Part | None:
    """A command line whose options go on in the next line."""
    finding = subject.finding
    new = finding.suggestion
    right = None
    if new is not None:
        right = {"text": finding.claim.replace(f"{finding.place.text}\n", f"{new}\n", 1), "language": "shell"}
    return Part(name="code", documented={"text": finding.claim, "language": "shell"}, corrected=right)


def _literal(subject: Subject) -> Part | None:
    """A literal that ends too early."""
    finding, literal = subject.finding, subject.finding.evidence.get("literal")
    if literal is None:
        return None
    index = finding.place.line - 1
    text = block(subject.lines, index) if index < len(subject.lines) else finding.claim
    new = finding.suggestion
    right = None if new is None else {"text": text.replace(finding.place.text, new), "literal": literal}
    return Part(name="markup", documented={"text": text, "literal": literal}, corrected=right)


def _query(subject: Subject) -> Part | None:
    """A part of a URL's query of which nothing is read, or not as it is meant."""
    finding = subject.finding
    lost, new = finding.place.text, finding.suggestion
    url = finding.claim

    def told(url: str, text: str) -> Told:
        return {"text": url, "url": url, "key": text.lstrip("?&").partition("=")[0]}

    if lost.startswith("?"):
        right = None if new is None else told(url.replace(lost, new, 1), new)
    else:
        right = None if new is None else told(re.sub(rf"(?<=[?&]){re.escape(lost)}(?==)", new, url), new)
    return Part(name="url_query", documented=told(url, lost), corrected=right)


def _unread(subject: Subject) -> Part | None:
    """A setting that nothing reads."""
    finding = subject.finding
    return Part(name="unread_setting", documented={"text": finding.claim, "setting": finding.place.text})


def _cache(subject: Subject) -> Part | None:
    """What chooses a cache."""
    finding = subject.finding
    if "cache" not in finding.evidence:
        return None
    told = {"text": finding.claim, "kind": "cache", "name": finding.evidence["cache"]}
    return Part(name="aliases", documented=told)


def _program(subject: Subject) -> Part | None:
    """A program that Celery does not install any more."""
    finding = subject.finding
    if not finding.subject.startswith("program:"):
        return None

    def right(new: str) -> Told:
        program, _, command = new.partition(" ")
        return {"program": program, "command": command.partition(" ")[0]}

    return _held("installed", finding, {"program": finding.subject.removeprefix("program:")}, right)


def _log(subject: Subject) -> Part | None:
    """A line of the worker's log about a task."""
    finding = subject.finding
    if not finding.subject.startswith("log:"):
        return None
    return _held("log_forms", finding, {"line": finding.claim}, lambda new: {"line": " ".join(new.split())})


def _quoted(subject: Subject) -> Part | None:
    """Text in single quotes that was to be a reference."""
    finding, new = subject.finding, subject.finding.suggestion
    index = finding.place.line - 1
    text = block(subject.lines, index) if index < len(subject.lines) else finding.claim
    if finding.place.file.endswith(".py") and COMMENT.match(_line(subject)):
        text = _comment(subject.lines, index)
    elif finding.place.file.endswith(".py"):  # what stands behind a docstring is no text
        text = next((part for part in text.split('"""') if finding.place.text in part), text)
    quoted = finding.place.text.partition("`")[2].rstrip("`")
    right = None if new is None else {"text": text.replace(finding.place.text, new, 1), "quoted": quoted}
    return Part(name="markup", documented={"text": text, "quoted": quoted}, corrected=right)


def _comment(lines: Sequence[str], index: int) -> str:
    """The text of the comment that a line is one of, up to its empty lines."""
    first = last = index
    while first > 0 and COMMENT.match(lines[first - 1].strip()):
        first -= 1
    while last + 1 < len(lines) and COMMENT.match(lines[last + 1].strip()):
        last += 1
    return "\n".join(COMMENT.sub("", line.strip()) for line in lines[first : last + 1]) + "\n"


def _super(subject: Subject) -> Part | None:
    """A call of `super` with another class than the one around it."""
    finding, evidence = subject.finding, subject.finding.evidence
    if "code" not in evidence:
        return None
    told = {key: evidence[key] for key in ("around", "given", "method")}
    new = finding.suggestion
    right = None
    if new is not None:
        text = evidence["code"].replace(f"super({told['given']},", f"super({told['around']},")
        right = {"text": text, **told, "given": told["around"]}
    return Part(name="supers", documented={"text": evidence["code"], **told}, corrected=right)


def _compared(subject: Subject) -> Part | None:
    """A result that is compared with a value."""
    finding, evidence = subject.finding, subject.finding.evidence
    if "task" not in evidence:
        return None
    told = {key: evidence[key] for key in ("call", "task", "value")}
    right = {"text": finding.claim.replace(told["call"], f"{told['call']}.get()"), **told}
    return Part(name="comparison", documented={"text": finding.claim, **told}, corrected=right)


def _callable(subject: Subject) -> Part | None:
    """A call of what is a name of data."""
    return _held(
        "callables", subject.finding, {"name": subject.finding.place.text.partition("(")[0]},
        lambda new: {"name": new.partition("(")[0]},
    )  # fmt: skip


def _label(subject: Subject) -> Part | None:
    """A label above another section than the one that is meant, or on another page."""
    lines, evidence = subject.lines, subject.finding.evidence
    if subject.finding.subject.startswith("copied:"):
        return _copied_label(subject)
    first, last = subject.finding.place.line - 1, evidence.get("title_line", 0) - 1
    if not first < last < len(lines) - 1:
        return None
    label = subject.finding.subject.partition(":")[2]
    own = next((index for index in range(first + 1, last) if TITLE.match(lines[index])), last)
    title, other = "\n".join(lines[own : own + 2]), "\n".join(lines[last : last + 2])
    told = {"label": label, "title": evidence["title"]}
    target = lines[first]
    return Part(
        name="label_titles",
        documented={"text": f"{target}\n\n{title}\n\nText.\n\n{other}\n\nText.\n", **told},
        corrected={"text": f"{title}\n\nText.\n\n{target}\n\n{other}\n\nText.\n", **told},
    )


def _unset(subject: Subject) -> Part | None:
    """An attribute that a class does not set: its class."""
    evidence = subject.finding.evidence
    if "code" not in evidence:
        return None
    told = {"owner": evidence["class"], "attribute": evidence["attribute"]}
    return Part(name="unset", documented={"text": evidence["code"], **told})


def _copied_label(subject: Subject) -> Part:
    """A label that another page has: beside that of the other, as the builder sees them."""
    label, new = subject.finding.claim, subject.finding.suggestion
    told = {"message": f'Duplicate explicit target name: "{label[4:-1]}".', "line": ""}

    def both(own: str) -> Mapping[str, Any]:
        return {"text": f"{label}\n\nOf the other page\n\n{own}\n\nOf this page\n", **told}

    return Part(name="markup", documented=both(label), corrected=None if new is None else both(new))


def _ahead(subject: Subject) -> Part | None:
    """A default that a later release is said to have brought."""
    evidence = subject.finding.evidence
    if not {"setting", "default", "version"} <= evidence.keys():
        return None
    told = {key: evidence[key] for key in ("setting", "default", "version")}
    return Part(name="ahead", documented={"text": subject.finding.claim, **told})


def _spelled(subject: Subject) -> Part:
    """A name that nothing has; what is meant may be one of the page's samples."""
    finding = subject.finding
    part = _held("spelled", finding, {"word": finding.place.text}, lambda new: {"word": new})
    return part if "release" in finding.evidence else Part(name=part.name, documented=part.documented)


def _overdue(subject: Subject) -> Part | None:
    """Something that was to be removed in a release that is out."""
    evidence = subject.finding.evidence
    module, _, name = evidence["path"].rpartition(".")
    told = {"text": subject.finding.claim, "module": module, "name": name, "version": evidence["version"]}
    return Part(name="overdue", documented=told) if module else None


def block(lines: Sequence[str], index: int) -> str:
    """The paragraph at a line, with what belongs below it and one that follows."""
    first = index
    while first and lines[first - 1].strip():
        first -= 1
    margin = len(lines[index]) - len(lines[index].lstrip())
    last = index
    while last + 1 < len(lines) and lines[last + 1].strip():
        last += 1
    following = last + 1
    while following < len(lines) and (
        not lines[following].strip() or len(lines[following]) - len(lines[following].lstrip()) > margin
    ):
        following += 1
        if following < len(lines) and following - last > 30:
            break
    while following < len(lines) and lines[following].strip():
        following += 1
    block = lines[first:following]
    blank = min((len(line) - len(line.lstrip()) for line in block if line.strip()), default=0)
    return "\n".join(line[blank:].rstrip() for line in block).strip("\n") + "\n"


def _held(part: str, finding: Finding, told: Told, right: Callable[[str], Told]) -> Part:
    """A part that is told the finding's claim, and its suggestion in the stead of that."""
    new = finding.suggestion
    corrected = None if new is None else {"text": new, **right(new)}
    return Part(name=part, documented={"text": finding.claim, **told}, corrected=corrected)


def _line(subject: Subject) -> str:
    """The line that the finding stands on, "" where the file is not at hand."""
    index = subject.finding.place.line - 1
    return subject.lines[index].strip() if 0 <= index < len(subject.lines) else ""


RULES: Mapping[str, Callable[[Subject], Part | None]] = {
    **calls.RULES,
    **released.RULES,
    "bare-reference": _quoted,
    "compared-result": _compared,
    "cut-command": _cut,
    "cut-literal": _literal,
    "ignored-argument": _argument,
    "ineffective-variable": _variable,
    "misplaced-label": _label,
    "misplaced-type": _typed,
    "misspelt-name": _spelled,
    "old-error": _error,
    "overdue-removal": _overdue,
    "outdated-repr": _display,
    "uncallable-name": _callable,
    "unknown-choice": _cache,
    "unknown-command": _program,
    "unknown-label": _reference,
    "unread-query": _query,
    "unset-attribute": _unset,
    "swallowed-text": _swallowed,
    "unread-setting": _unread,
    "unread-variable": _unread_variable,
    "useless-extra": _extra,
    "wrong-default": _default,
    "wrong-distribution": _distribution,
    "wrong-install-note": _installation,
    "wrong-list": _list,
    "wrong-output": _log,
    "wrong-state-field": _state,
    "wrong-super": _super,
    "wrong-support": _support,
    "wrong-title": _title,
    "wrong-version-changed": _ahead,
}


def by_rule(subject: Subject) -> Part | None:
    """The part for the finding's rule, None where there is none, or the finding does not tell enough for it."""
    way = RULES.get(subject.finding.rule)
    return None if way is None else way(subject)
