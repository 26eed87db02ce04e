"""What a release takes that another does not: settings, command lines, signatures, remote control, signals, events.

From the facts of both targets (`harness/inside/introspect.py` has their shape); what the docs tell of it is `told`'s.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from harness.model import Page

Word = Literal["appeared", "went", "changed"]
Facts = Mapping[str, Any]
#: [NAME, KIND] or [NAME, KIND, DEFAULT], as the facts have it.
Parameter = Sequence[str]

#: What is the same on every machine only by chance.
OF_A_MACHINE = re.compile(r"<.*>|['\"]/.*['\"]", re.S)


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One fact that is another in the newer release."""

    kind: str  # setting, default, type, option, callable, parameter, …
    name: str  # "task_acks_late", "celery worker --pidfile", "celery.app.task.Task.retry"
    part: str  # what of it: a parameter, an argument, a field; "" for all of it
    change: Word
    old: str | None  # the value as Python writes it, None where there is none
    new: str | None


def between(old: Facts, new: Facts, public: Collection[str]) -> tuple[Change, ...]:
    """What changed, by kind and name.  `public` are the modules that the docs describe to users."""
    found = [
        *_settings(_keys(old), _keys(new)),
        *_options(dict(flags(old.get("commands"))), dict(flags(new.get("commands")))),
        *_signatures("callable", "parameter", callables(old, public), callables(new, public)),
        *_commands(old.get("control", {}), new.get("control", {})),
        *_named("signal", "signal-argument", _arguments(old), _arguments(new)),
        *_named("event", "event-field", _fields(old), _fields(new)),
    ]
    return tuple(dict.fromkeys(found))


def modules(pages: Iterable[Page]) -> frozenset[str]:
    """The modules that pages of the reference for users are made of."""
    return frozenset(
        claim.fields.get("module") or claim.subject
        for page in pages
        if not page.name.startswith("internals/")
        for claim in page.claims
        if claim.kind == "auto" and (claim.fields["directive"] == "automodule" or claim.fields.get("module"))
    )


# -- settings and the command line ---------------------------------------------------------------------


def _keys(facts: Facts) -> Mapping[str, Any]:
    keys: Mapping[str, Any] = facts.get("settings", {}).get("keys", {})
    return keys


def _settings(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        before, after = _default(old.get(name)), _default(new.get(name))
        if name not in old or name not in new:
            yield _whole("setting", name, name in new, before, after)
            continue
        if before != after and not _by_chance(before, after):
            yield Change(kind="default", name=name, part="", change="changed", old=before, new=after)
        types = old[name].get("type"), new[name].get("type")
        if types[0] != types[1]:
            yield Change(kind="type", name=name, part="", change="changed", old=types[0], new=types[1])


def _default(entry: Mapping[str, Any] | None) -> str | None:
    """What is taken for a setting that is not set."""
    return None if entry is None else str(entry.get("effective", entry["default"]))


def flags(command: Mapping[str, Any] | None, above: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The options of a command and those below it: "celery worker --pidfile" → option; no plug-ins', no hidden ones."""
    if command is None or command["plugin"] or command["hidden"]:
        return
    path = f"{above} {command['name'] or ''}".strip()
    for option in command["options"]:
        if not option["hidden"]:
            for name in (*option["names"], *option.get("off", ())):
                yield f"{path} {name}", option
    for child in command["commands"].values():
        yield from flags(child, path)


def _options(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Changes of options, each told under its last name unless it is another name that came or went."""
    for name in sorted({*old, *new}):
        if name not in old or name not in new:
            having, lacking = (new, old) if name in new else (old, new)
            main = _main(name, having[name])
            if main == name or main in lacking:
                default = _value_of(having[name])
                yield _whole(
                    "option",
                    name,
                    having is new,
                    None if having is new else default,
                    default if having is new else None,
                )
        elif _main(name, new[name]) == name:
            before, after = _value_of(old[name]), _value_of(new[name])
            if before != after and not _by_chance(before, after):
                yield Change(kind="option-default", name=name, part="", change="changed", old=before, new=after)
            if old[name]["choices"] and new[name]["choices"]:
                yield from _each("option-choice", name, old[name]["choices"], new[name]["choices"])


def _main(name: str, option: Mapping[str, Any]) -> str:
    return f"{name.rpartition(' ')[0]} {option['names'][-1]}"


def _value_of(option: Mapping[str, Any]) -> str | None:
    """An option's default; a flag that is not on is off, whatever the release's click calls that."""
    default = option["default"]
    off = (None, "None") if option["takes_value"] else (None, "None", "False")
    return None if default in off else str(default)


# -- callables and remote control ----------------------------------------------------------------------


def callables(facts: Facts, public: Collection[str]) -> dict[str, Sequence[Parameter] | None]:
    """Public functions, classes and methods by their home, with their parameters; None where nobody knows them."""
    found: dict[str, Sequence[Parameter] | None] = {}
    for module in sorted(public & facts["modules"].keys()):
        for name, entry in facts["modules"][module]["members"].items():
            ref = entry.get("ref", "")
            if name.startswith("_") or ref.rpartition(".")[0].split(".")[0] != "celery":
                continue
            # Of what a module has from elsewhere, only the package itself gives it on.
            if ref.rpartition(".")[0] != module and module != "celery":
                continue
            if entry["kind"] == "function" and ref in facts["functions"]:
                found[ref] = entry.get("signature", facts["functions"][ref]["signature"])
            elif entry["kind"] == "class" and ref in facts["classes"]:
                found |= _of_class(ref, facts["classes"][ref])
    return found


def _of_class(ref: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[Parameter] | None]]:
    made = entry["members"].get("__init__", {}).get("signature")
    yield ref, made[1:] if made else None
    for name, member in entry["members"].items():
        if not name.startswith("_") and member["kind"] in ("method", "staticmethod", "classmethod", "function"):
            signature = member.get("signature")
            bound = member["kind"] in ("method", "classmethod")
            yield f"{ref}.{name}", signature[1:] if signature and bound else signature


def _signatures(
    kind: str, part: str, old: Mapping[str, Sequence[Parameter] | None], new: Mapping[str, Sequence[Parameter] | None]
) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        if name not in old or name not in new:
            parent = name.rpartition(".")[0]
            if parent not in (old if name in new else new) and parent in (new if name in new else old):
                continue  # its class came or went, and is told
            yield _whole(kind, name, name in new)
            continue
        before, after = old[name], new[name]
        if before is not None and after is not None:
            yield from _parameters(part, name, before, after)


def _parameters(kind: str, name: str, old: Sequence[Parameter], new: Sequence[Parameter]) -> Iterator[Change]:
    before, after = _named_ones(old), _named_ones(new)
    for each in (*before, *(item for item in after if item not in before)):
        if each not in before or each not in after:
            change: Word = "appeared" if each in after else "went"
            yield Change(
                kind=kind,
                name=name,
                part=each,
                change=change,
                old=_shown(before.get(each)),
                new=_shown(after.get(each)),
            )
            continue
        was, now = _shown(before[each]), _shown(after[each])
        if was != now and not _by_chance(was, now):
            yield Change(kind=f"{kind}-default", name=name, part=each, change="changed", old=was, new=now)


def _named_ones(signature: Sequence[Parameter]) -> dict[str, Parameter]:
    """Parameters that a caller can name, those of the implementation left out."""
    return {item[0]: item for item in signature if not item[1].startswith("*") or item[1] == "*"}


def _shown(parameter: Parameter | None) -> str | None:
    """The default of a parameter, None when it has none."""
    if parameter is None or len(parameter) < 3:
        return None
    return "…" if OF_A_MACHINE.fullmatch(parameter[2]) else parameter[2]


def _by_chance(old: str | None, new: str | None) -> bool:
    """Whether two texts of values may tell the same: addresses, paths of this machine, names, a list as a tuple."""
    if any(text is not None and (OF_A_MACHINE.fullmatch(text) or not _is_value(text)) for text in (old, new)):
        return True
    return old is not None and new is not None and _plain(old) == _plain(new)


def _plain(text: str) -> object:
    """A value, tuples as lists."""
    try:
        value = ast.literal_eval(text)
    except ValueError:
        return text
    return (list, list(value)) if isinstance(value, (list, tuple)) else (type(value), value)


def _is_value(text: str) -> bool:
    """Whether a text is a literal or a call of something with a meaning ("timedelta(days=1)")."""
    try:
        node = ast.parse(text, mode="eval").body
    except SyntaxError:
        return False
    return isinstance(node, ast.Call) or _is_literal(node)


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True


def _commands(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    seen, seen_now = ({name: item for name, item in side.items() if item["visible"]} for side in (old, new))
    parameters = [
        {name: (item["parameters"] or [None])[1:] if item["parameters"] is not None else None for name, item in each}
        for each in (seen.items(), seen_now.items())
    ]
    yield from _signatures("control-command", "control-argument", parameters[0], parameters[1])


# -- signals and events --------------------------------------------------------------------------------


def _arguments(facts: Facts) -> dict[str, set[str]]:
    return {name: set(entry["providing_args"]) for name, entry in facts.get("signals", {}).items()}


def _fields(facts: Facts) -> dict[str, set[str]]:
    return {name: {one for each in sent for one in each["fields"]} for name, sent in facts.get("events", {}).items()}


def _named(kind: str, part: str, old: Mapping[str, set[str]], new: Mapping[str, set[str]]) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        if name not in old or name not in new:
            yield _whole(kind, name, name in new)
        else:
            yield from _each(part, name, old[name], new[name])


def _each(kind: str, name: str, old: Collection[str], new: Collection[str]) -> Iterator[Change]:
    for part in sorted({*old, *new}):
        if part not in old or part not in new:
            change: Word = "appeared" if part in new else "went"
            yield Change(kind=kind, name=name, part=part, change=change, old=None, new=None)


def _whole(kind: str, name: str, appeared: bool, old: str | None = None, new: str | None = None) -> Change:
    return Change(kind=kind, name=name, part="", change="appeared" if appeared else "went", old=old, new=new)
