"""In which minor of Celery something came, read from the sources of the releases without running them.

`since.json` beside this module holds the answer for what came after 4.0 and is public; `python -m harness.ancestry`
writes it anew, which is to be done when a minor has been released.
"""

from __future__ import annotations

import ast
import functools
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from harness import releases

#: The first release whose settings have the names of today.
OLDEST = Version("4.0")
TABLE = "since.json"
WORD = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """What one release has."""

    settings: Mapping[str, str]  # in its table of settings, with their defaults as they are written
    names: frozenset[str]  # dotted: modules, functions, classes and what stands in these
    words: frozenset[str]  # all names in its code and all words in its strings, docstrings left out


@functools.cache
def since() -> Mapping[str, str]:
    """The minor that brought a setting ("setting:timezone") or name ("name:celery.app.task.Task.replace").

    Beside these the least Python that a minor asks for ("python:5.2"), and the change of a setting's default that a
    minor brought ("default:worker_proc_alive_timeout:5.1"): both values as they are written, " -> " between them.

    Not there is what is as old as 4.0, and what cannot be told: it was spoken of in older code, or came in a later
    release of its minor.
    """
    known: dict[str, str] = json.loads((resources.files("harness") / TABLE).read_text(encoding="utf-8"))
    return known


def minors() -> frozenset[str]:
    """The minors that are known, the oldest included."""
    came = {minor for key, minor in since().items() if key.startswith(("setting:", "name:"))}
    return frozenset(came | {key.partition(":")[2] for key in since() if key.startswith("python:")} | {str(OLDEST)})


def compare(releases_: Sequence[tuple[str, Contents, Contents]]) -> dict[str, str]:
    """What came with which minor: minors, oldest first, each with what its first and its last release have."""
    found: dict[str, str] = {}
    words: set[str] = set()
    for number, (minor, first, last) in enumerate(releases_):
        things = {f"setting:{each}" for each in last.settings.keys() & first.settings.keys()}
        things |= {f"name:{each}" for each in last.names & first.names if "._" not in each}
        for thing in sorted(things) if number else ():
            if WORD.findall(thing)[-1] not in words:
                found[thing] = minor
        words |= first.words | last.words
    for (_, _, before), (minor, first, last) in itertools.pairwise(releases_):
        for setting in sorted(before.settings.keys() & first.settings.keys() & last.settings.keys()):
            old, new = before.settings[setting], first.settings[setting]
            if old != new == last.settings[setting]:
                found[f"default:{setting}:{minor}"] = f"{old} -> {new}"
    return found


def main() -> None:
    """Write the table from the releases that the index has."""
    grouped: dict[str, list[str]] = {}
    for text in releases.finals():
        version = Version(text)
        if version >= OLDEST:
            grouped.setdefault(f"{version.major}.{version.minor}", []).append(text)
    contents = [(minor, _contents(each[0]), _contents(each[-1])) for minor, each in grouped.items()]
    pythons = {f"python:{minor}": least for minor, each in grouped.items() if (least := _least_python(each[-1]))}
    text = json.dumps(compare(contents) | pythons, indent=0, sort_keys=True)
    Path(__file__).with_name(TABLE).write_text(text + "\n", encoding="utf-8")


def _least_python(version: str) -> str:
    """The least Python that a release asks for; "" when it does not tell."""
    asked = SpecifierSet(releases.unpacked(version).requires_python.rstrip(", "))
    return max((each.version for each in asked if each.operator == ">="), key=Version, default="")


def _contents(version: str) -> Contents:
    return read(releases.unpacked(version).root / releases.PROJECT)


def read(package: Path) -> Contents:
    """What the sources of a release have."""
    found: dict[str, set[str]] = {"names": set(), "words": set()}
    settings: dict[str, str] = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text(encoding="utf-8", errors="replace")
        found["names"].add(module)
        try:
            tree = ast.parse(text)
        except SyntaxError:  # written for an older Python: any word in it may be a name
            found["words"].update(WORD.findall(text))
            continue
        found["words"].update(_words(tree))
        found["names"].update(_names(tree, module))
        if parts[-2:] == ("app", "defaults"):
            settings.update(_settings(tree))
    return Contents(settings=settings, names=frozenset(found["names"]), words=frozenset(found["words"]))


def _names(tree: ast.Module | ast.ClassDef, owner: str) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield f"{owner}.{node.name}"
            if isinstance(node, ast.ClassDef):
                yield from _names(node, f"{owner}.{node.name}")
        targets: list[Any] = node.targets if isinstance(node, ast.Assign) else []
        targets += [node.target] if isinstance(node, ast.AnnAssign) else []
        yield from (f"{owner}.{each.id}" for each in targets if isinstance(each, ast.Name))


def _words(tree: ast.Module) -> Iterator[str]:
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        for attribute in ("id", "attr", "arg", "name"):
            word = getattr(node, attribute, None)
            if isinstance(word, str):
                yield word
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            yield from WORD.findall(node.value)


def _settings(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The table's keys with their defaults: calls of `Option` and, for those that share a prefix, of `Namespace`."""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        named = any(isinstance(each, ast.Name) and each.id == "NAMESPACES" for each in targets)
        if named and isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            yield from _options(node.value, "")


def _options(call: ast.Call, prefix: str) -> Iterator[tuple[str, str]]:
    for keyword in call.keywords:
        if keyword.arg is None or keyword.arg.startswith("__") or not isinstance(keyword.value, ast.Call):
            continue
        called = getattr(keyword.value.func, "id", "")
        if called == "Option":
            default = keyword.value.args[:1]
            yield prefix + keyword.arg, ast.unparse(default[0]) if default else "None"
        elif called == "Namespace":
            yield from _options(keyword.value, f"{prefix}{keyword.arg}_")


if __name__ == "__main__":
    main()
