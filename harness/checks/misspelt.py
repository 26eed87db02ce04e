"""Names that prose writes as code and that nothing has, one slip from one that is meant.

    …, with ``countdwn`` in place of an ``eta``                      no word of the release or of its docs

What is meant is a name of the page's samples, of the code whose docstring it is, or of the release.  A name that is
written twice anywhere is somebody's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from harness.checks import _found, _history, _misnamed, _prose, _standard, _vocabulary
from harness.checks._world import TRACKED
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "misspelt"

rules: Mapping[str, str] = {"misspelt-name": "a name that nothing has, one slip from one that is meant"}

level: CheckName = "none"
sees = frozenset({"literal", "xref"})

#: A name or several with dots between them, in quotes or not, called or given something: `bind=True`, `.link(sig)`.
NAMES = re.compile(
    r"(?P<names>[@.]?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*|([\"'])[A-Za-z_][\w.]*\2)(?P<rest>\s*=.*|\(.*\))?", re.S
)
#: Keywords of a call, outside of what is in quotes.
KEYWORD = re.compile(r"(?:[(,]\s*)(?P<name>[A-Za-z_]\w*)\s*=(?!=)")
QUOTED = re.compile(r"([\"']).*?\1", re.S)
FORMS = frozenset({"literal", "title-ref", "code", "samp"})
#: Roles whose target may be a name alone, and the marks of how it is shown.
ROLES = frozenset({"attr", "class", "const", "data", "exc", "func", "meth", "obj"})
HIDDEN = re.compile(r"[~!.]*")
#: Values that have nothing to be misspelt.
VALUES = frozenset({"True", "False", "None"})


def find(case: Case) -> Iterable[Finding]:
    """Findings about the names that the case's literal writes."""
    claim = case.claim
    if claim is None or not _names(case):
        return
    if (lost := _standard.meant(_path(case))) is not None:
        if not _is_left_alone(case, claim):
            yield _of_python(case, claim, *lost)
        return
    for match in _names(case):
        name = match["name"]
        if _is_there(case, claim, name) or _vocabulary.is_known(case, name):
            continue
        meant = _vocabulary.slips(name, _vocabulary.around(case, claim) | _vocabulary.of_release(case.facts))
        meant = meant or _called(case, claim, name)
        if meant and not _is_left_alone(case, claim):
            yield _slip(case, claim, name, match.start("name"), meant)


def _called(case: Case, claim: Claim, name: str) -> list[str]:
    """What is called instead of a name that is: a function or method, or in a docstring what differs in one part."""
    if re.search(rf"(?<!\w){name}\([^()]*\)$", claim.text) is None:
        return []
    if found := _vocabulary.slips(name, _vocabulary.callables(case.facts)):
        return found
    if not claim.file.endswith(".py"):
        return []
    near = _misnamed.other_part(case, name, _vocabulary.of_release(case.facts), least=_misnamed.PARTS)
    return [near] if near else []


def _of_python(case: Case, claim: Claim, module: str, name: str, right: str) -> Finding:
    return _found.finding(
        case,
        _found.place(case, claim, name, column=claim.column + len(f"{module}.")),
        rule="misspelt-name",
        severity="wrong-value",
        subject=_found.subject_of_name(module, name),
        claim=claim.text,
        observed=f"the module {module} of Python has no {name}",
        message=f"{module} has no {name}{_found.meant(right)}",
        suggestion=right,
    )


def _slip(case: Case, claim: Claim, name: str, start: int, meant: Sequence[str]) -> Finding:
    right = meant[0] if len(meant) == 1 else None
    before = claim.text[:start]
    line = claim.line + before.count("\n")
    column = start - before.rindex("\n") if "\n" in before else claim.column + start
    return _found.finding(
        case,
        _found.place(case, claim, name, line=line, column=column),
        rule="misspelt-name",
        severity="wrong-value",
        subject=_found.subject_of_name("", name),
        claim=claim.text,
        observed=f"nothing is called {name}; there is {' and '.join(meant[:3])}",
        message=f"nothing is called {name}{_found.meant(right)}",
        suggestion=right,
        evidence={"release": right} if right in _vocabulary.of_release(case.facts) else {},
    )


def covers(case: Case) -> bool:
    """Whether the names are those that misspelt ones would be held against."""
    claim, names = case.claim, [match["name"] for match in _names(case)]
    if claim is None or not names or claim.text in VALUES:
        return False
    if "." in _path(case) and _standard.has("attr", _path(case)):
        return not _is_left_alone(case, claim)
    if not all(_is_there(case, claim, name) for name in names) or _is_left_alone(case, claim):
        return False
    # What is one of something, or called, is told by its own name alone.
    last = _vocabulary.WORD.findall(claim.text.partition("(")[0])[-1]
    return not re.search(r"[.(]", claim.text) or (last in names and _is_alone(case, last))


def _is_alone(case: Case, name: str) -> bool:
    """Whether nothing has the name in the plural, or in the singular."""
    return not _vocabulary.is_known(case, name[:-1] if name.endswith("s") else f"{name}s")


def _is_there(case: Case, claim: Claim, name: str) -> bool:
    return name in _vocabulary.around(case, claim) or name in _vocabulary.of_release(case.facts)


def _is_left_alone(case: Case, claim: Claim) -> bool:
    """Whether it is told as gone, or is the old name of a setting, which is held against others."""
    clauses = _prose.sentence(case, claim).split("; ")
    sentence = next((each for each in clauses if claim.text in each), "; ".join(clauses))
    told = _history.told_in_prose(sentence) and not _history.is_advised(sentence, claim.text.removesuffix("()"))
    if _history.told(case) or told:
        return True
    at = (claim.file, claim.line, claim.column)
    return any(each.kind == "renamed" and (each.file, each.line, each.column) == at for each in case.page.claims)


def _path(case: Case) -> str:
    """The dotted name that the case's claim writes, without what it is given; "" when it writes something else."""
    written = _written(case)
    return written["names"] if written is not None and written["names"][0].isalpha() else ""


def _names(case: Case) -> list[re.Match[str]]:
    """The names that the case's claim writes; those of less letters than a word are left out."""
    claim, written = case.claim, _written(case)
    if claim is None or written is None:
        return []
    found = list(_vocabulary.NAMED.finditer(claim.text, *written.span("names")))
    if (written["rest"] or "").startswith("("):
        blank = QUOTED.sub(lambda quoted: " " * len(quoted[0]), claim.text)
        found += list(KEYWORD.finditer(blank, written.start("rest")))
    return [match for match in found if len(match["name"]) >= _vocabulary.LONG]


def _written(case: Case) -> re.Match[str] | None:
    """What the case's claim writes, when that is a name."""
    claim = case.claim
    if claim is None or claim.kind not in sees or claim.historical or claim.fields.get("exact") == "no":
        return None
    if claim.kind == "xref":
        hidden = HIDDEN.match(claim.text)
        return NAMES.fullmatch(claim.text, hidden.end() if hidden else 0) if _is_role(claim) else None
    return NAMES.fullmatch(claim.text) if claim.fields.get("form") in FORMS else None


def _is_role(claim: Claim) -> bool:
    """Whether a reference is to something of Python's, by a name that is no path of the release."""
    return claim.fields.get("role") in ROLES and claim.subject.lstrip("~!.").partition(".")[0] not in TRACKED
