"""In which minor of Celery something came, read from the sources of the releases without running them.

`since.json` beside this module holds the answer for what came after 1.0 and is public; `python -m harness.ancestry`
writes it anew, which is to be done when a minor has been released.
"""

from __future__ import annotations

import functools
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from harness import release_code, releases
from harness.release_code import Contents

#: The first release whose sources are read.
OLDEST = Version("1.0")
#: Since this one settings have the names of today.
RENAMED = Version("4.0")
#: The first whose docs are held against the table: what is not in it nor in a later one is left out.
WANTED = Version("5.0")
#: Names of settings before that.
OLD = re.compile(r"(CELERY|CELERYD|CELERYBEAT|BROKER)_[A-Z0-9_]+$")
TABLE = "since.json"
#: What a key begins with that tells when something came.
CAME = ("setting:", "name:", "word:", "late:")


@functools.cache
def since() -> Mapping[str, str]:
    """The minor that brought a setting ("setting:timezone") or name ("name:celery.app.task.Task.replace").

    Of old names of settings, and of words of today's docs that can be nothing but names, the minor whose code has them
    first, whatever they stand for there ("word:CELERY_TASK_ANNOTATIONS"). "late:" before a key: it came in a later
    release of that minor than its first, so that a newer minor may have been told instead.

    Beside these the least Python that a minor asks for ("python:5.2"), and the change of a setting's default that a
    minor brought ("default:worker_proc_alive_timeout:5.1"): both values as they are written, " -> " between them.

    Not there is what is as old as the oldest, and what cannot be told: it was spoken of in older code.
    """
    known: dict[str, str] = json.loads((resources.files("harness") / TABLE).read_text(encoding="utf-8"))
    return known


@functools.cache
def first_of(prefix: str) -> Mapping[str, str]:
    """What a prefix ("default:", …) has in the table, without it."""
    return {key.removeprefix(prefix): value for key, value in since().items() if key.startswith(prefix)}


def minors() -> frozenset[str]:
    """The minors that are known, the oldest included."""
    came = {minor for key, minor in since().items() if key.startswith(CAME)}
    return frozenset(came | {key.partition(":")[2] for key in since() if key.startswith("python:")} | {str(OLDEST)})


def compare(releases_: Sequence[tuple[str, Contents, Contents]], told: Iterable[str] = ()) -> dict[str, str]:
    """What came with which minor: minors, oldest first, each with what its first and its last release have.

    `told` are the words that docs have.
    """
    found: dict[str, str] = {}
    spoken: set[str] = set()
    known: set[str] = set()
    wanted = {name for minor, _, last in releases_ if Version(minor) >= WANTED for name in last.names}
    words = frozenset(told) | _old_settings(releases_)
    for number, (minor, first, last) in enumerate(releases_):
        if number:
            older = releases_[:number]
            here = (wanted & last.names) if Version(minor) < RENAMED else last.names
            for name in sorted(each for each in here - known if "._" not in each):
                tail = name.rpartition(".")[2]
                if tail not in spoken or (name in first.names and _is_new_member(name, older)):
                    _note(found, f"name:{name}", minor, name in first.names, tail in first.words)
            for setting in sorted(last.settings):
                # Those of the first table had other names before, of which it does not tell all.
                if setting not in spoken and (Version(minor) != RENAMED or setting not in first.settings):
                    _note(found, f"setting:{setting}", minor, setting in first.settings, setting in first.words)
            for word in sorted(words & last.written - spoken):
                _note(found, f"word:{word}", minor, word in first.written, word in first.words)
        spoken |= first.words | last.words
        known |= first.names | last.names
    for (_, _, before), (minor, first, last) in itertools.pairwise(releases_):
        for setting in sorted(before.settings.keys() & first.settings.keys() & last.settings.keys()):
            old, new = before.settings[setting], first.settings[setting]
            if old != new == last.settings[setting]:
                found[f"default:{setting}:{minor}"] = f"{old} -> {new}"
    return found


def _old_settings(releases_: Sequence[tuple[str, Contents, Contents]]) -> frozenset[str]:
    """What may be names of settings in the last release before they were renamed."""
    last = [contents.written for minor, _, contents in releases_ if Version(minor) < RENAMED]
    return frozenset(word for word in last[-1] if OLD.match(word)) if last else frozenset()


def _note(found: dict[str, str], key: str, minor: str, in_first: bool, spoken_in_first: bool) -> None:
    if in_first:
        found[key] = minor
    elif not spoken_in_first:
        found[f"late:{key}"] = minor


def _is_new_member(name: str, older: Sequence[tuple[str, Contents, Contents]]) -> bool:
    """Whether a class that the minor before had as well, and every one before that, cannot have had this member."""
    owner, _, member = name.rpartition(".")
    _, *before = older[-1]
    return all(owner in each.bodies for each in before) and not any(
        each.may_have(owner, member) for _, *both in older for each in both
    )


def main() -> None:
    """Write the table from the releases that the index has."""
    grouped: dict[str, list[str]] = {}
    for text in releases.finals():
        version = Version(text)
        if version >= OLDEST:
            grouped.setdefault(f"{version.major}.{version.minor}", []).append(text)
    contents = [(minor, _contents(each[0]), _contents(each[-1])) for minor, each in grouped.items()]
    told = {word for minor, each in grouped.items() if Version(minor) >= WANTED for word in _told(each[-1])}
    pythons = {f"python:{minor}": least for minor, each in grouped.items() if (least := _least_python(each[-1]))}
    text = json.dumps(compare(contents, told) | pythons, indent=0, sort_keys=True)
    Path(__file__).with_name(TABLE).write_text(text + "\n", encoding="utf-8")


def _least_python(version: str) -> str:
    """The least Python that a release asks for; "" when it does not tell."""
    asked = SpecifierSet(releases.unpacked(version).requires_python.rstrip(", "))
    return max((each.version for each in asked if each.operator == ">="), key=Version, default="")


def _contents(version: str) -> Contents:
    return release_code.read(releases.unpacked(version).root / releases.PROJECT)


def _told(version: str) -> Iterator[str]:
    docs = releases.unpacked(version).root / "docs"
    yield from release_code.words_of_docs(each for each in docs.rglob("*.rst") if "history" not in each.parts)


if __name__ == "__main__":
    main()
