"""A story as a plan: what its modules are called, and what stands in its files before the first step."""

from __future__ import annotations

import ast
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace

from harness.languages import console
from harness.model import Docs, Page, Plan
from harness.plan import saving
from harness.plan.story import UNNAMED, Story
from harness.plan.worlds import names_of

#: The module with what stands before all else in a story with services.
BEFORE = "before"


def plan(docs: Docs, page: Page, story: Story, files: Mapping[str, str], before: Sequence[str]) -> Plan:
    """The story as a plan.

    `files` are those that its section names beside its modules, `before` the statements that stand before all else.
    """
    unnamed = _unnamed(story)

    def named(module: str) -> str:
        return unnamed if module == UNNAMED else module.replace(UNNAMED, "mytasks")

    there = {**story.files, **files}
    # The first of the heads stands before all else, for client and workers.
    heads = {BEFORE: "\n".join(before)} if before else {}
    for module in {**story.modules, **story.heads}:
        lines = story.heads.get(module, [])
        text = there.get(saving.file_of(named(module)), "")
        if module in story.added or (module == UNNAMED and _is_project(story, unnamed)):
            known = names_of(text)
            lines = [line for line in lines if not names_of(line) <= known]
            heads[named(module)] = "\n".join([text.rstrip("\n"), *lines])
        elif lines:
            heads[named(module)] = "\n".join(lines)
    first = story.readings[0].sample
    return Plan(
        key=f"{page.name}:{first.lines[0]}",
        docs=docs.version,
        page=page.name,
        files=there,
        app=named(story.app) or story.world or "proj",
        heads=heads,
        preamble="\n".join(story.preamble),
        steps=tuple(replace(step, module=named(step.module)) for step in story.steps),
        services=story.services,
    )


def _unnamed(story: Story) -> str:
    """What the module is called that the page has not named."""
    if story.unnamed:
        return story.unnamed
    lines = [shlex.split(step.source) for step in story.steps if step.kind == "shell"]
    for app in dict.fromkeys(module for words in lines for module in console.wants_modules(words)):
        # The lines speak of a project: what they are to know is in it, and where its application is all do.
        if UNNAMED in story.modules and f"{app}.celery" in story.project and f"{app}.celery" not in story.modules:
            has_tasks = any(_has_tasks(step.source) for step in story.steps if step.module == UNNAMED)
            in_tasks = has_tasks and f"{app}.tasks" in story.project and story.app != UNNAMED
            return f"{app}.tasks" if in_tasks and f"{app}.tasks" not in story.modules else f"{app}.celery"
    # The tutorial's module is tasks.py: so is the reader's, unless the samples import names that only that one has.
    imports = {item for reading in story.readings for item in reading.imports}
    theirs = {name for module, name in imports if module == "tasks"} - story.defined
    return "mytasks" if theirs or ("tasks" in story.modules and UNNAMED in story.modules) else "tasks"


def _is_project(story: Story, unnamed: str) -> bool:
    """Whether what was saved without a name is added to a file of the project, and is none of its own."""
    return unnamed in story.project and "." in unnamed and story.app != UNNAMED


def _has_tasks(source: str) -> bool:
    """Whether functions in it are tasks."""
    decorators = (
        decorator.func if isinstance(decorator, ast.Call) else decorator
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
    )
    return any(ast.unparse(decorator).rpartition(".")[2] in ("task", "shared_task") for decorator in decorators)
