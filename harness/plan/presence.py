"""What a sample wants of the reader's own, and whether its story has it: modules, files."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from harness.languages import console
from harness.model import Step
from harness.plan import packages, saving
from harness.plan.readings import Import, Reading
from harness.plan.story import UNNAMED, Story


def imports(reading: Reading) -> list[Import]:
    """What a sample imports, relative names made whole: those of a sample in no file are the project's."""
    inside = reading.module or f"proj.{UNNAMED}"
    found: list[Import] = []
    for module, name in reading.imports:
        dots = len(module) - len(module.lstrip("."))
        package = ".".join(inside.split(".")[:-dots]) if dots else ""
        rest = module[dots:]
        found.append((f"{package}.{rest}".strip(".") if dots else module, name))
    return found


def wants(reading: Reading) -> list[tuple[Literal["module", "file"], str]]:
    """Modules and files of the reader's own that a sample speaks of: its imports, what its lines of a terminal name."""
    found: dict[tuple[Literal["module", "file"], str], None] = {}
    for module, _ in imports(reading):
        if not packages.is_there(module, reading.services) and UNNAMED not in module:
            found["module", module] = None
    for step in reading.steps:
        if step.kind == "shell":
            words = shlex.split(step.source)
            found |= {("module", name): None for name in console.wants_modules(words) if not packages.is_there(name)}
            if file := console.wants_file(words):
                found["file", file] = None
    return list(found)


def foreign(story: Story, reading: Reading, page: Callable[[str], Reading | None], setup: list[Reading]) -> str:
    """Which module, or name of the reader's own modules, the sample imports that nobody has.

    `page` gives the earlier sample that is such a module; it is put into `setup`.
    """
    worlds = story.project
    for module, name in imports(reading):
        if module in story.modules or f"{module}.__init__" in story.modules:
            continue
        if f"{module}.{name}" in story.modules or (module not in worlds and packages.is_there(module, story.services)):
            continue
        if module in worlds and name in worlds[module] | {"", "*"}:
            continue
        if f"{module}.{name}" in worlds or (module in worlds and name in story.defined):
            continue
        if provider := page(module):
            setup.append(provider)
        elif module in worlds:
            return f"unbound: {module}.{name}"
        elif not name or not story.name_the_unnamed(module, [name]):
            return f"needs-module: {module}"
    return ""


def unserved(story: Story, reading: Reading) -> str:
    """Why nothing of a terminal's lines can be run here; "" when something can."""
    reasons = [lacks(story, step) for step in reading.steps]
    return reasons[0] if reasons and all(reasons) else ""


def lacks(story: Story, step: Step) -> str:
    """The file or module that a line of a terminal wants and the story has not, as a typed reason."""
    if step.kind != "shell":
        return ""
    words = shlex.split(step.source)
    file = console.wants_file(words)
    saved = {saving.file_of(name) for name in story.modules}
    if file and file not in story.files and file not in saved and not _is_folder(file, story.files):
        return f"needs-files: {file}"
    for module in console.wants_modules(words):
        known = module in story.project or packages.is_there(module, story.services)
        root = any(name.startswith(f"{module}.") for name in story.modules)
        if known or root or module in story.modules:
            continue
        inside = [match[1] for word in words if (match := re.fullmatch(rf"{re.escape(module)}[.:](\w+)", word))]
        if not inside and _application(words).partition(":")[0] != module:
            return f"needs-module: {module}"
        if not story.name_the_unnamed(module, inside or ["app"]):
            return f"needs-module: {module}"
    return ""


def _application(words: Sequence[str]) -> str:
    """What a line of Celery names with -A, "" when it names nothing."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word in ("-A", "--app"):
            return following
        if word.startswith("--app="):
            return word.removeprefix("--app=")
    return ""


def _is_folder(path: str, files: Mapping[str, str]) -> bool:
    folder = path.strip("./")
    return not folder or any(file.startswith(folder + "/") for file in files)
