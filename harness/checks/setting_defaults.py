"""Defaults of settings as the docs tell them, against those of the release.

Those below a setting's title, and numbers in the sentences of its section that can be about nothing else:

    so if the heartbeat is 10.0 and the rate is the default ❨2.0❩, the check will be performed every 5 seconds
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from harness.checks import _defaults, _found, _history, _of_none, _passages, _prose
from harness.checks._passages import Passage
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding, Place, Sample

name = "setting-defaults"

rules: Mapping[str, str] = {
    "wrong-default": "a setting's default that is another in the release",
}

level: CheckName = "none"
sees = frozenset({"claim", "default"})

#: A class by its path: whether it is there is another check's.
CLASS = re.compile(r"[a-z_]\w*(?:\.\w+)+:\w+")
#: Kinds of values, as the release's table of settings has them, that are neither true nor false.
TYPED = frozenset({"string", "str", "bytes", "int", "float", "dict", "list", "tuple"})
#: Lines between "Default:" and the block that shows it.
BELOW = 4
VALUE = rf"(?P<number>{_defaults.NUMBER})(?![\w%-]|\.\d)(?:\s+(?P<unit>[A-Za-z]+))?"
#: How a sentence tells the default of what its section is about: by that name, or by none.
IN_PROSE = tuple(
    re.compile(pattern + VALUE, re.I)
    for pattern in (
        r"\b(?P<noun>\w+)\s+is\s+the\s+default\s+(?:value\s+)?(?:of\s+)?",
        r"\b(?:using|with|at)\s+the\s+default\s+(?:value\s+)?(?:of\s+)?",
        r"(?:^|(?<=[.:]\s))\s*The\s+default\s+(?:value\s+)?(?:is|of)\s+",
    )
)
DEFAULT = re.compile(r"\bthe\s+default\b", re.I)
#: What stands for the setting itself; and words of a sentence that is about something else, or about a past release.
ITSELF = frozenset({"value", "it", "this", "setting"})
OTHERS = re.compile(
    r":(?:attr|class|meth|func|mod|ref|option|envvar):|\b(?:was|were|determined|per|if not|unless|previously)\b", re.I
)
#: Units in which a number is something else than the setting's value.
SCALED = re.compile(r"(?:[kmgt]i?b|(?:kilo|mega|giga)?bytes?|percent|times|x)", re.I)


def find(case: Case) -> Iterable[Finding]:
    """Findings about a "Default: …", or about what a claim's passage says of a default."""
    claim = case.claim
    if claim is None:
        return
    for passage in _passages.telling(case, DEFAULT):
        yield from _in_prose(case, passage)
    if not _applies(case, claim):
        return
    told = _told(case, claim)
    if told is not None:
        yield from _compare(case, claim, told)


def covers(case: Case) -> bool:
    """Whether the words were read, and tell the release's default."""
    claim = case.claim
    if claim is None or not _applies(case, claim):
        return False
    told, real = _told(case, claim), _real(case, claim.subject)
    # That it is computed is what None says of it, whatever is computed.
    if told is None or told.form in ("elsewhere", "computed"):
        return False
    contrary = _defaults.contrary(told)
    both = contrary is not None and _holds(case, claim.subject, contrary, real)
    return not both and _holds(case, claim.subject, told, real)


def _applies(case: Case, claim: Claim) -> bool:
    return claim.kind in sees and "settings" in case.facts and not _history.told(case)


def _told(case: Case, claim: Claim) -> _defaults.Told | None:
    """What the words say; those that end at "Default:" are followed by a block."""
    if claim.fields.get("default"):
        return _defaults.read(claim.fields["default"])
    sample = _shown(case, claim)
    if sample is None:
        return None
    return _defaults.literal(sample.code) or _defaults.Told("value", sample.code.strip().strip("\"'"))


def _shown(case: Case, claim: Claim) -> Sample | None:
    """The block right below the claim."""
    below = (each for each in case.page.samples if each.file == claim.file)
    return next((each for each in below if 0 < each.lines[0] - claim.line <= BELOW), None)


def _place(case: Case, claim: Claim, real: Any) -> tuple[Place, str | None]:
    """Where the wrong words stand, and the right ones where they are a block's."""
    sample = _shown(case, claim)
    if claim.fields.get("default") or sample is None:
        return _found.place(case, claim, claim.text), None
    index, text, right = _differing(sample.code, real if isinstance(real, str) else repr(real))
    column = sample.columns[index] + sample.code.split("\n")[index].index(text)
    return _found.place(case, claim, text, sample.lines[index], column), right


def _differing(code: str, real: str) -> tuple[int, str, str | None]:
    """The first line of a block that is no part of the real default, and what it should be if it is the last."""
    lines = [(index, line.strip().strip("\"'")) for index, line in enumerate(code.split("\n")) if line.strip()]
    for number, (index, text) in enumerate(lines):
        if not text or not real.startswith(text):
            return index, text, (real or None) if number == len(lines) - 1 else None
        real = real[len(text) :].lstrip()
    return *lines[0], None


def _real(case: Case, setting: str) -> list[Any]:
    """What the setting can be said to be when it is not configured: the surest first."""
    settings = case.facts["settings"]
    entry = settings["keys"].get(setting, {})
    texts = [entry[each] for each in ("effective", "default") if each in entry]
    if setting in settings["daemon"]:
        texts += _of_option(case, setting)
    fallbacks = settings.get("fallbacks", {})
    values = [value.value for value in _defaults.values_of([*texts, *fallbacks.get(setting, ())])]
    if not texts and setting in fallbacks:
        values.append(None)
    return values


def _of_option(case: Case, setting: str) -> list[str]:
    """The default of the option of a command that stands behind a setting."""
    command, _, name = setting.partition("_")
    options = case.facts.get("commands", {}).get("commands", {}).get(command, {}).get("options", ())
    return [each["default"] or "None" for each in options if f"--{name}" in each["names"]]


def _is_sure(case: Case, setting: str, told: Any) -> bool:
    """Whether nothing but the default is taken for the setting, or nothing like what is told."""
    settings = case.facts["settings"]
    entry, others = settings["keys"].get(setting), settings.get("fallbacks", {}).get(setting)
    if told is True and entry is not None and entry.get("type") in TYPED:
        return True
    if setting in settings["daemon"]:
        return bool(_of_option(case, setting))
    if entry is None:
        return others is not None and len(others) == 1 and others[0] != "?"
    if "effective" in entry or entry["default"] != "None":
        return True
    return setting in settings["read"] and set(others or ()) <= {"None"}


def _holds(case: Case, setting: str, told: _defaults.Told, real: Sequence[Any]) -> bool:
    if any(_defaults.agrees(told, value) for value in real):
        return True
    return isinstance(told.value, str) and bool(real) and told.value in _spelt(case, setting, real[0])


def _compare(case: Case, claim: Claim, told: _defaults.Told) -> Iterator[Finding]:
    real = _real(case, claim.subject)
    if not real or told.form == "elsewhere" or _holds(case, claim.subject, told, real):
        return
    if (number := _only_number(told, real)) is not None:
        real = [number]
    elif not _defaults.contradicts(told, real[0]) or (real[0] is None and CLASS.fullmatch(str(told.value))):
        return
    elif not _is_sure(case, claim.subject, told.value) and not _is_false(case, claim.subject, told, real):
        yield _undecided(case, claim, real[0])
        return
    entry = case.facts["settings"]["keys"].get(claim.subject, {})
    declared = "None, and then " if entry.get("default") == "None" and real[0] is not None else ""
    place, right = _place(case, claim, real[0])
    shown = _shown(case, claim)
    words = claim.fields.get("default") or (" ".join(shown.code.split()) if shown is not None else claim.text)
    yield _found.finding(
        case,
        place,
        rule="wrong-default",
        severity="wrong-value",
        subject=f"default:{claim.subject}",
        claim=f"the default of {claim.subject} is {words}",
        observed=f"the default of {claim.subject} is {real[0]!r}",
        message=f"the default of {claim.subject} is {declared}{real[0]!r}{' is used' if declared else ''}",
        suggestion=right or _in_the_same_words(claim.text, told, real[0]),
    )


def _only_number(told: _defaults.Told, real: Sequence[Any]) -> Any:
    """The number that code takes for a setting that is not configured, where another one is told; None for none."""
    numbers = [value for value in real if _is_number(value)]
    return numbers[0] if real[0] is None and len(numbers) == 1 and _is_number(told.value) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_false(case: Case, setting: str, told: _defaults.Told, real: Sequence[Any]) -> bool:
    """Whether something is told to be on that is None and stays so, which is as good as off."""
    is_on = told.form == "on" or told.value is True
    return is_on and all(value is None for value in real) and _of_none.is_kept(case, setting)


def _undecided(case: Case, claim: Claim, real: Any) -> Finding:
    return _found.finding(
        case,
        _place(case, claim, real)[0],
        rule="wrong-default",
        blame="undecided",
        severity="wrong-value",
        subject=f"default:{claim.subject}",
        observed=f"{real!r} where it is not configured; what code makes of it is not known",
        message=f"the default of {claim.subject} is {real!r}, and code may take something else then",
    )


def _spelt(case: Case, setting: str, real: Any) -> list[str]:
    """Words that stand for a number: of the delivery modes of messages."""
    modes = case.facts["settings"].get("delivery_modes", {})
    return [word for word, value in modes.items() if value == real and setting.endswith("delivery_mode")]


def _in_the_same_words(text: str, told: _defaults.Told, real: Any) -> str | None:
    """The text with the real default in the place of the one told."""
    if told.form in ("on", "off") and isinstance(real, bool):
        word = "Enabled" if real else "Disabled"
        return re.sub(r"\b(?:enabled|disabled)\b", lambda match: _like(match[0], word), text, count=1, flags=re.I)
    if told.form == "value":
        end = text[len(text.rstrip(".")) :] if not isinstance(told.value, str) else ""
        shown = repr(real)
        if isinstance(real, str):
            shown = f'"{real}"' if text.startswith('"') else real if not text.startswith("'") else shown
        if _defaults.literal(text.rstrip(".")) == told or text == told.value:
            return shown + end
    return None


def _like(word: str, other: str) -> str:
    return other if word[0].isupper() else other.lower()


# - Sentences


def _in_prose(case: Case, passage: Passage) -> Iterator[Finding]:
    """Numbers that a setting's section gives for its default."""
    setting = _passages.section(case, passage)
    # What is indented, or an item, may be about a part of the setting.
    indented = any(line[:1] in " -*#" for line in passage.text.split("\n"))
    if indented or setting not in case.facts.get("settings", {}).get("keys", ()) or _history.told(case):
        return
    for match in (each for pattern in IN_PROSE for each in pattern.finditer(passage.text)):
        sentence = _prose.around(passage.text, match)
        others = OTHERS.search(sentence) or len(DEFAULT.findall(sentence)) > 1 or _history.told_in_prose(sentence)
        if not others and _is_itself(match.groupdict().get("noun"), setting):
            yield from _number(case, passage, match, setting)


def _is_itself(noun: str | None, setting: str) -> bool:
    return noun is None or noun.lower() in ITSELF or (len(noun) > 3 and setting.endswith(noun.lower()))


def _number(case: Case, passage: Passage, match: re.Match[str], setting: str) -> Iterator[Finding]:
    number, unit = match["number"], (match["unit"] or "").lower()
    unit = unit if unit in _defaults.UNITS else unit.removesuffix("s")
    told, real = float(number) * _defaults.UNITS.get(unit, 1), _real(case, setting)
    if SCALED.fullmatch(unit) or not real or not _is_sure(case, setting, told):
        return
    value = real[0]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or told in real:
        return
    yield _found.finding(
        case,
        passage.place(case, match.start("number"), match.end("number")),
        rule="wrong-default",
        severity="wrong-value",
        subject=f"default:{setting}",
        claim=f"the default of {setting} is {number}",
        observed=f"the default of {setting} is {value!r}",
        message=f"the default of {setting} is {value!r}",
        suggestion=repr(value) if _defaults.UNITS.get(unit, 1) == 1 else None,
    )
