"""References to modules of Django, which Celery's docs compare it with: `:mod:`django.core.dispatch``.

The modules are looked for, and not imported, among the packages that samples which need Django are run with.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from harness import overlays
from harness.checks import _found, _history, _nearest
from harness.errors import MissingError
from harness.interfaces import Case
from harness.model import Claim, Finding, Target

name = "foreign"

rules: Mapping[str, str] = {"unknown-module": "a reference to a module that another package does not have"}

kinds: frozenset[str] = frozenset()

#: Packages with the requirements that bring them: those of the service of the same name.
PACKAGES: Mapping[str, tuple[str, ...]] = {"django": ("celery[django]", "django!=4.1.0")}
PATH = re.compile(r"~?(?P<path>[a-z_]\w*(?:\.[a-z_]\w*)+)")


def find(case: Case) -> Iterable[Finding]:
    """A finding when the case's module is not there."""
    claim, path, folder = case.claim, _path(case), _folder(case)
    if claim is None or folder is None:
        return
    parts = path.split(".")
    for count in range(1, len(parts)):
        package = folder.joinpath(*parts[:count])
        if not package.is_dir() or _has(package, parts[count]):
            continue
        yield _finding(case, claim, path, ".".join(parts[:count]), parts[count], package)
        return


def covers(case: Case) -> bool:
    """Whether the module is there."""
    folder = _folder(case)
    return folder is not None and _has(folder.joinpath(*_path(case).split(".")[:-1]), _path(case).rpartition(".")[2])


def _path(case: Case) -> str:
    claim = case.claim
    if claim is None or claim.kind != "xref" or claim.fields.get("role") != "mod" or _history.told(case):
        return ""
    match = PATH.fullmatch(claim.subject)
    return match["path"] if match else ""


def _folder(case: Case) -> Path | None:
    """Where the package is, None when it cannot be had or is none that is known."""
    package = _path(case).partition(".")[0]
    if package not in PACKAGES or not case.facts:
        return None
    folder = _installed(case.target, PACKAGES[package])
    return folder if folder is not None and (folder / package).is_dir() else None


@functools.cache
def _installed(target: Target, requirements: tuple[str, ...]) -> Path | None:
    try:
        return overlays.of(target, requirements)
    except MissingError:
        return None


def _has(package: Path, name: str) -> bool:
    if (package / name).is_dir() or any(package.glob(f"{name}.*")):
        return True
    init = package / "__init__.py"
    return init.is_file() and re.search(rf"\b{re.escape(name)}\b|__getattr__", init.read_text("utf-8")) is not None


def _finding(case: Case, claim: Claim, path: str, owner: str, lost: str, package: Path) -> Finding:
    near = _elsewhere(package, lost) or _nearest.nearest(lost, [each.stem for each in package.iterdir()])
    right = f"{owner}.{near}" if near and "." not in near else near
    rest = path.removeprefix(f"{owner}.{lost}")
    suggestion = f"{right}{rest}" if right else None
    return _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="unknown-module",
        severity="wrong-value",
        subject=f"name:{owner}.{lost}",
        claim=claim.text,
        observed=f"{owner} has no module {lost}",
        message=f"{owner} has no module {lost}{_found.meant(suggestion)}",
        suggestion=suggestion,
    )


def _elsewhere(package: Path, lost: str) -> str | None:
    """The one module of the name in another part of the same distribution."""
    top = package
    while (top.parent / "__init__.py").is_file():
        top = top.parent
    packages = [path.parent for where in ("", "*/") for path in top.glob(f"{where}{lost}/__init__.py")]
    found = packages + [path.with_suffix("") for where in ("", "*/") for path in top.glob(f"{where}{lost}.py")]
    return ".".join(found[0].relative_to(top.parent).parts) if len(found) == 1 else None
