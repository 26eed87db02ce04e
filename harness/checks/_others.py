"""Other packages that the docs use, read from their source as samples would find them: nothing of them is imported."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness import overlays
from harness.checks import _nearest
from harness.errors import MissingError
from harness.interfaces import Case
from harness.model import Target

#: Packages with the requirements that bring them; where there is a service of the same name, those of the service.
PACKAGES: Mapping[str, tuple[str, ...]] = {
    "django": ("celery[django]", "django!=4.1.0"),
    "django_celery_beat": ("celery[django]", "django", "django-celery-beat"),
    "django_celery_results": ("celery[django]", "django!=4.1.0", "django-celery-results"),
    "flower": ("flower",),
    "pgmq": ("kombu[pgmq]",),
}
#: What makes names that the source does not show.
OPEN = re.compile(r"\bimport\s+\*|\bdef\s+__getattr__\b|\bglobals\(\)|\bsys\.modules\[__name__\]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """The names of a module, and whether these are all."""

    names: Mapping[str, ast.stmt]  # with what binds each last
    whole: bool


def folder(case: Case, package: str) -> Path | None:
    """Where the package is installed for the case's target; None when it is not known or cannot be had."""
    if package not in PACKAGES or not case.facts:
        return None
    found = installed(case.target, PACKAGES[package])
    return found if found is not None and (found / package).is_dir() else None


@functools.cache
def installed(target: Target, requirements: tuple[str, ...]) -> Path | None:
    """The folder with what the requirements bring; None when there is none for the target."""
    try:
        return overlays.of(target, requirements)
    except MissingError:
        return None


def _has_module(package: Path, name: str) -> bool:
    """Whether a package, at this path, has a module, or a name that can be taken for one."""
    if (package / name).is_dir() or any(package.glob(f"{name}.*")):
        return True
    init = package / "__init__.py"
    return init.is_file() and re.search(rf"\b{re.escape(name)}\b|__getattr__", init.read_text("utf-8")) is not None


def lost(folder: Path, path: str) -> tuple[str, str] | None:
    """The package that has not what the path wants of it, and what that is."""
    parts = path.split(".")
    for count in range(1, len(parts)):
        package = folder.joinpath(*parts[:count])
        if package.is_dir() and not _has_module(package, parts[count]):
            return ".".join(parts[:count]), parts[count]
    return None


def moved(folder: Path, path: str, owner: str, gone: str) -> str | None:
    """The path as it should be, when that is plain."""
    package = folder.joinpath(*owner.split("."))
    near = _elsewhere(package, gone) or _nearest.nearest(gone, [each.stem for each in package.iterdir()])
    right = f"{owner}.{near}" if near and "." not in near else near
    return f"{right}{path.removeprefix(f'{owner}.{gone}')}" if right else None


def _elsewhere(package: Path, lost: str) -> str | None:
    """The one module of the name in another part of the same distribution."""
    top = package
    while (top.parent / "__init__.py").is_file():
        top = top.parent
    packages = [path.parent for where in ("", "*/") for path in top.glob(f"{where}{lost}/__init__.py")]
    found = packages + [path.with_suffix("") for where in ("", "*/") for path in top.glob(f"{where}{lost}.py")]
    return ".".join(found[0].relative_to(top.parent).parts) if len(found) == 1 else None


def source(folder: Path, dotted: str) -> Source | None:
    """The module of a dotted name; None when it is not there, or is not written in Python."""
    path = folder.joinpath(*dotted.split("."))
    for file in (path / "__init__.py", path.with_suffix(".py")):
        if file.is_file():
            return _read(file)
    return None


@functools.lru_cache(maxsize=64)
def _read(file: Path) -> Source | None:
    try:
        text = file.read_text(encoding="utf-8")
        tree = ast.parse(text)
    except (OSError, SyntaxError, ValueError):
        return None
    return Source(names=dict(_bound(tree.body)), whole=OPEN.search(text) is None)


def _bound(body: list[ast.stmt]) -> Iterator[tuple[str, ast.stmt]]:
    """Names that statements bind, those in the bodies of `if`, `try` and `with` included."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name, node
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0], node
        else:
            for child in ast.walk(node):
                if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
                    yield child.id, node
            for field in ("body", "orelse", "finalbody"):
                yield from _bound(getattr(node, field, []))
            for handler in getattr(node, "handlers", []):
                yield from _bound(handler.body)


def parameters(node: ast.stmt | None) -> frozenset[str] | None:
    """The keyword arguments of a function, None when it takes any or is none."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or node.args.kwarg or node.decorator_list:
        return None
    return frozenset(each.arg for each in (*node.args.args, *node.args.kwonlyargs))


def fields(node: ast.stmt | None) -> frozenset[str] | None:
    """The fields of a model of Django's, None when it may inherit others."""
    if not isinstance(node, ast.ClassDef) or [ast.unparse(base) for base in node.bases] != ["models.Model"]:
        return None
    return frozenset(
        target.id
        for each in node.body
        if isinstance(each, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Name)
    ) | {"id", "pk"}
