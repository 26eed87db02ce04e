"""Defaults of keys: of what a backend takes, in a list, and of a setting that is a mapping, where that is shown.

    result_backend = 'couchdb://username:password@host:port/container'

    * ``port``

        The port the CouchDB server is listening to.  Defaults to ``5984``.

Which backend a section is about, its own URLs tell, or the name of its setting (`couchbase_backend_settings`); its keys
are held against the attributes of its class.

    For example, the default policy correlates to:

        add.apply_async((2, 2), retry_policy={'max_retries': 3, 'interval_max': ❨0.2❩})

Which setting is shown, its keys tell together with the last word of its name.

Evidence: the `attribute` of which class (`path`), the `option` of which `command`, or the `key` of which `setting` the
default is one of.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from harness.checks import _defaults, _found, _history, _listed, _prose, _source
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding, Sample

name = "keyed-defaults"

rules: Mapping[str, str] = {
    "wrong-default": "the default of a backend's or setting's key, or of an option's value, that is another",
}

level: CheckName = "none"
sees = frozenset({"literal", "sample"})

BEFORE = re.compile(r"\b[Dd]efaults?(?:\s+is|\s+to|:)\s+(?:``|`)$")
AFTER = re.compile(r"(?:``|`)[.)]*(?:\s|$)")
URL = re.compile(r"\bresult_backend\s*=\s*['\"](?P<scheme>[a-z][\w+]*)://", re.I)
SETTING = re.compile(r"`*(?P<backend>[a-z0-9]+)_backend_settings`*")
#: What an option's help tells of its default.
HELP = re.compile(r"\bdefaults to (?P<value>\w+)", re.I)
STREAMS = frozenset({"stdout", "stderr"})
#: A sentence that shows the default of something below it.
SHOWN = re.compile(
    r"\bthe default (?:[a-z]+ )?(?P<what>[a-z]+) (?:correlates|corresponds|amounts|is equal|is equivalent|is the same)"
    r"(?: to| as)?\W*$|\bthe default (?:[a-z]+ )?(?P<other>[a-z]+) is\W*$",
    re.I,
)
#: Names of one host: who documents one of them for another is right for every reader.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def find(case: Case) -> Iterable[Finding]:
    """A finding when the value of a claim, or of a key in a sample, is not the default that it is said to be."""
    if case.sample is not None:
        yield from _of_settings(case, case.sample)
    claim = case.claim
    if claim is None or not _is_default(case, claim):
        return
    for what, real, source in _real(case, claim):
        told = claim.text
        if told in (real, repr(real)) or told == str(real) or {told.strip("'\""), real} <= LOOPBACK:
            continue
        yield _found.finding(
            case,
            _found.place(case, claim, told),
            rule="wrong-default",
            severity="wrong-value",
            subject=f"default:{what}",
            claim=f"the default of {what} is {told}",
            observed=f"the default of {what} is {real!r}",
            message=f"the default of {what} is {real}",
            suggestion=str(real),
            evidence=source,
        )


def covers(case: Case) -> bool:
    """Whether the value was held against one."""
    return case.claim is not None and _is_default(case, case.claim) and any(True for _ in _real(case, case.claim))


def _is_default(case: Case, claim: Claim) -> bool:
    """Whether a claim is a literal that a sentence ends with that tells a default."""
    if claim.kind != "literal" or claim.scope or _history.told(case):
        return False
    line = _prose.line(case, claim.file, claim.line)
    above = _prose.line(case, claim.file, claim.line - 1).strip()
    start = claim.column - 1
    before = f"{above} {line[:start].lstrip()}"
    return BEFORE.search(before) is not None and AFTER.match(line[start + len(claim.text) :]) is not None


def _real(case: Case, claim: Claim) -> Iterator[tuple[str, Any, Mapping[str, str]]]:
    """What the value is the default of, what that is, and where Celery has it."""
    if claim.text in STREAMS:
        yield from _of_option(case, claim)
        return
    item = _listed.around(_prose.lines(case.docs.root, claim.file), claim.line - 1)
    backend = _backend(case, claim)
    if item is None or not backend:
        return
    member = case.facts.get("classes", {}).get(backend, {}).get("members", {}).get(item.name, {})
    value = _constant(member.get("value")) if member.get("kind") == "data" else None
    # A number may be written as text, a flag is what its key says; nothing at all is what others fill in.
    if isinstance(value, (str, int, float)) and value != "" and _is_alike(claim.text, value):
        yield f"{item.name} of {backend.rpartition('.')[2]}", value, {"path": backend, "attribute": item.name}


def _of_option(case: Case, claim: Claim) -> Iterator[tuple[str, Any, Mapping[str, str]]]:
    """The stream of which the help of an option says that it is the default, by the setting of a command's daemon."""
    setting = claim.headings[-1].strip("`") if claim.headings else ""
    if setting not in case.facts.get("settings", {}).get("daemon", ()):
        return
    command, _, option = setting.partition("_")
    commands = case.facts.get("commands", {}).get("commands", {})
    helps = [
        match["value"]
        for each in commands.get(command, {}).get("options", ())
        if f"--{option}" in each["names"] and (match := HELP.search(each.get("help", "")))
    ]
    if len(helps) == 1 and helps[0] in STREAMS:
        yield setting, helps[0], {"command": command, "option": f"--{option}"}


def _backend(case: Case, claim: Claim) -> str:
    """The class of the backend that a claim's section is about, "" when that is not plain."""
    aliases: Mapping[str, str] = case.facts.get("aliases", {}).get("backends", {})
    named = [match["backend"] for title in claim.headings[-1:] if (match := SETTING.fullmatch(title))]
    if not named:
        depth = len(claim.headings)
        samples = [each for each in case.page.samples if each.headings[:depth] == claim.headings]
        named = sorted({match["scheme"] for each in samples for match in URL.finditer(each.code)})
    paths = {aliases[each].replace(":", ".") for each in named if each in aliases}
    return paths.pop() if len(paths) == 1 and len(named) == 1 and len(claim.headings) > 1 else ""


def _constant(text: Any) -> Any:
    try:
        return ast.literal_eval(text) if isinstance(text, str) else None
    except (ValueError, SyntaxError):
        return None


def _is_alike(told: str, real: Any) -> bool:
    """Whether the two are of one kind: numbers, flags, or words."""
    value = _constant(told)
    if isinstance(value, bool) or isinstance(real, bool):
        return isinstance(value, bool) and isinstance(real, bool)
    if isinstance(value, (int, float)):
        return str(real).isdigit() or isinstance(real, (int, float))
    return isinstance(real, str) and not real.isdigit() and re.fullmatch(r"['\"]?[\w.-]+['\"]?", told) is not None


# - Settings that are mappings


def _of_settings(case: Case, sample: Sample) -> Iterator[Finding]:
    """Keys of what is shown as the default of a setting, of which the default is another."""
    match = SHOWN.search(sample.lead)
    if match is None or sample.language not in _source.LANGUAGES or _history.told(case):
        return
    for chunk, nodes in _source.read(sample):
        for node in (each for statement in nodes for each in ast.walk(statement)):
            shown = _mapping(node) if isinstance(node, ast.Dict) else {}
            setting, default = _setting(case, match["what"] or match["other"], shown)
            for key, value in shown.items():
                if key not in default or _defaults.same(ast.literal_eval(value), default[key]):
                    continue
                code = "\n".join(chunk.mended or chunk.lines)
                text, real = ast.get_source_segment(code, value) or ast.unparse(value), repr(default[key])
                yield _found.finding(
                    case,
                    _source.place(case, sample, _source.spot(chunk, value.lineno, value.col_offset), text),
                    rule="wrong-default",
                    severity="wrong-value",
                    subject=f"default:{setting}:{key}",
                    claim=f"the default of {key} in {setting} is {text}",
                    observed=f"the default of {key} in {setting} is {real}",
                    message=f"the default of {key} in {setting} is {real}",
                    suggestion=real,
                    evidence={"setting": setting, "key": key},
                )


def _mapping(node: ast.Dict) -> Mapping[str, ast.expr]:
    """The items of a mapping, those of None left out; nothing unless all of them are constants."""
    found: dict[str, ast.expr] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            return {}
        try:
            told = ast.literal_eval(value)
        except (ValueError, TypeError):
            return {}
        if told is not None:
            found[key.value] = value
    return found


def _setting(case: Case, what: str, shown: Mapping[str, ast.expr]) -> tuple[str, Mapping[str, Any]]:
    """The one setting that is called so and has the keys that are shown, with its default."""
    settings = case.facts.get("settings", {}).get("keys", {})
    named = {name: _constant(entry["default"]) for name, entry in settings.items() if name.endswith(f"_{what}")}
    found = [
        (name, default)
        for name, default in named.items()
        if isinstance(default, dict) and len(shown) > 1 and shown.keys() <= default.keys()
    ]
    return found[0] if len(found) == 1 else ("", {})
