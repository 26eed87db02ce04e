"""Lists of parameters in prose, as `(name, args, task=None, **kwargs)`: no function has them if they do not compile."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from harness.checks import _found, _history
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "parameter-lists"

rules: Mapping[str, str] = {"syntax": "a list of parameters that no function can have"}

level: CheckName = "none"
sees = frozenset({"literal"})

#: Names, some with defaults, parted by commas: at least one of them marked as a parameter and not as a value.
PARAMETER = r"(?:\*{0,2}[A-Za-z_]\w*(?:\s*=\s*[\w.'\"()\[\]{}-]+)?|\*|/)"
LIST = re.compile(rf"\(\s*{PARAMETER}(?:\s*,\s*{PARAMETER})+\s*,?\s*\)")
MARKED = re.compile(r"=|\*\*?[A-Za-z_]")


def find(case: Case) -> Iterable[Finding]:
    """A finding when a claim is a list of parameters that does not compile."""
    claim = case.claim
    if claim is None or not _is_list(case, claim):
        return
    said = _said(claim.subject)
    if said:
        yield _found.finding(
            case,
            _found.place(case, claim, claim.text),
            rule="syntax",
            severity="breaks",
            subject=f"parameters:{claim.subject}",
            observed=f"def f{claim.subject}: SyntaxError: {said}",
            message=f"no function can have these parameters: {said}",
        )


def covers(case: Case) -> bool:
    """Whether a list was read: it compiles, or it does not."""
    return case.claim is not None and _is_list(case, case.claim)


def _is_list(case: Case, claim: Claim) -> bool:
    if claim.kind != "literal" or _history.told(case):
        return False
    return LIST.fullmatch(claim.subject) is not None and MARKED.search(claim.subject) is not None


def _said(parameters: str) -> str:
    """What Python says of a function with these parameters, "" when it takes them."""
    try:
        compile(f"def f{parameters}: pass", "parameters", "exec")
    except SyntaxError as error:
        return error.msg
    return ""
