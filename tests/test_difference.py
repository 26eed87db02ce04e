"""What a release takes that another does not, and what the docs of the newer one make of it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness import difference, told
from harness.model import Claim, Docs, Page
from tests.checks.conftest import make_claim

PUBLIC = frozenset({"celery.app.task"})


def option(*names: str, **changes: Any) -> dict[str, Any]:
    return {"names": list(names), "hidden": False, "takes_value": True, "default": None, "choices": None, **changes}


def command(name: str, *options: dict[str, Any], **children: Any) -> dict[str, Any]:
    return {"name": name, "plugin": False, "hidden": False, "options": list(options), "commands": children}


def control(*arguments: list[str], visible: bool = True) -> dict[str, Any]:
    return {"visible": visible, "parameters": [["state", "either"], *arguments]}


def method(*parameters: list[str], kind: str = "method") -> dict[str, Any]:
    return {"kind": kind, "signature": [["self", "either"], *parameters]}


FACTS: dict[str, Any] = {
    "settings": {
        "keys": {
            "task_pace": {"default": "1", "type": "int"},
            "task_old_pace": {"default": "None", "type": "int"},
            "task_made": {"default": "None", "effective": "'a'", "type": "string"},
        }
    },
    "commands": command("celery", worker=command("worker", option("-p", "--pace", default="1"), option("--autopace"))),
    "control": {"revoke": control(["task_id", "either"]), "hidden_one": control(visible=False)},
    "signals": {"task_paced": {"providing_args": ["task_id"]}},
    "events": {"task-paced": [{"at": "", "fields": ["uuid"]}]},
    "modules": {
        "celery.app.task": {
            "members": {
                "Task": {"kind": "class", "ref": "celery.app.task.Task"},
                "paced": {"kind": "function", "ref": "celery.app.task.paced"},
                "maybe": {"kind": "function", "ref": "celery.utils.maybe"},
            }
        },
        "celery.worker.hidden": {"members": {"inner": {"kind": "function", "ref": "celery.worker.hidden.inner"}}},
    },
    "classes": {
        "celery.app.task.Task": {
            "members": {
                "retry": method(["countdown", "either", "None"], ["path", "either", "'/usr/bin/python'"]),
                "_inner": method(),
                "old_retry": method(),
            }
        }
    },
    "functions": {
        "celery.app.task.paced": {"signature": [["pace", "either"], ["options", "**"]]},
        "celery.utils.maybe": {"signature": []},
        "celery.worker.hidden.inner": {"signature": []},
    },
}


def task(facts: dict[str, Any]) -> dict[str, Any]:
    members: dict[str, Any] = facts["classes"]["celery.app.task.Task"]["members"]
    return members


def edit(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Sets what stands at a path of keys; None takes it out."""

    def change(facts: dict[str, Any]) -> None:
        *parents, last = path.split("/")
        for key in parents:
            facts = facts[key]
        if value is None:
            del facts[last]
        else:
            facts[last] = value

    return change


def changes(*edits: Callable[[dict[str, Any]], None]) -> list[difference.Change]:
    new = copy.deepcopy(FACTS)
    for change in edits:
        change(new)
    return list(difference.between(FACTS, new, PUBLIC))


TASK = "classes/celery.app.task.Task/members"
WORKER = "commands/commands/worker"
FOUND = [
    ("a setting", edit("settings/keys/task_new", {"default": "2", "type": "int"}),
     ("setting", "task_new", "", "appeared", None, "2")),
    ("a setting that went", edit("settings/keys/task_pace", None), ("setting", "task_pace", "", "went", "1", None)),
    ("a default", edit("settings/keys/task_pace", {"default": "2", "type": "int"}),
     ("default", "task_pace", "", "changed", "1", "2")),
    ("what is taken for None", edit("settings/keys/task_made/effective", "'b'"),
     ("default", "task_made", "", "changed", "'a'", "'b'")),
    ("a type", edit("settings/keys/task_pace/type", "float"), ("type", "task_pace", "", "changed", "int", "float")),
    ("an option, by its long name", edit(f"{WORKER}/options", [option("--autopace")]),
     ("option", "celery worker --pace", "", "went", "1", None)),
    ("an option's default", edit(f"{WORKER}/options", [option("-p", "--pace", default="2"), option("--autopace")]),
     ("option-default", "celery worker --pace", "", "changed", "1", "2")),
    ("a new short name", edit(f"{WORKER}/options", [option("-p", "--pace", default="1"), option("-a", "--autopace")]),
     ("option", "celery worker -a", "", "appeared", None, None)),
    ("a command's argument", edit("control/revoke", control(["ids", "either"], ["task_id", "either"])),
     ("control-argument", "revoke", "ids", "appeared", None, None)),
    ("a remote control command", edit("control/pace", control()), ("control-command", "pace", "", "appeared", None, None)),
    ("a signal", edit("signals/task_paced", None), ("signal", "task_paced", "", "went", None, None)),
    ("a signal's argument", edit("signals/task_paced/providing_args", ["task_id", "pace"]),
     ("signal-argument", "task_paced", "pace", "appeared", None, None)),
    ("an event's field", edit("events/task-paced", [{"at": "", "fields": []}]),
     ("event-field", "task-paced", "uuid", "went", None, None)),
    ("a method", edit(f"{TASK}/old_retry", None), ("callable", "celery.app.task.Task.old_retry", "", "went", None, None)),
    ("a parameter", edit(f"{TASK}/old_retry", method(["eta", "either", "None"])),
     ("parameter", "celery.app.task.Task.old_retry", "eta", "appeared", None, "None")),
    ("a parameter's default", edit("functions/celery.app.task.paced/signature", [["pace", "either", "1"]]),
     ("parameter-default", "celery.app.task.paced", "pace", "changed", None, "1")),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_finds(change: Any, expected: tuple[str, ...]) -> None:
    (found,) = changes(change)
    assert (found.kind, found.name, found.part, found.change, found.old, found.new) == expected


LEFT_ALONE = [
    ("nothing", []),
    ("private", [edit(f"{TASK}/_inner", method(["eta", "either"]))]),
    ("of a module without a page", [edit("functions/celery.worker.hidden.inner/signature", [["eta", "either"]])]),
    ("from elsewhere", [edit("functions/celery.utils.maybe/signature", [["eta", "either"]])]),
    ("paths of the machine",
     [edit(f"{TASK}/retry", method(["countdown", "either", "None"], ["path", "either", "'/opt/python'"]))]),
    ("a flag's false",
     [edit(f"{WORKER}/options", [option("-p", "--pace", default="1"), option("--autopace", takes_value=False)])]),
    ("invisible commands", [edit("control/hidden_one", control(["eta", "either"], visible=False))]),
]  # fmt: skip


@pytest.mark.parametrize("edits", [row[1] for row in LEFT_ALONE], ids=[row[0] for row in LEFT_ALONE])
def test_leaves_alone(edits: list[Any]) -> None:
    assert changes(*edits) == []


# -- what the docs make of it --------------------------------------------------------------------------

RST = "Line 1\nLine 2\nSee ``task_pace`` and ``celery worker --pace 3``.\n"


@pytest.fixture
def teller(tmp_path: Path) -> Callable[..., told.Teller]:
    (tmp_path / "docs" / "userguide").mkdir(parents=True)
    (tmp_path / "docs" / "userguide" / "page.rst").write_text(RST)

    def make(*claims: Claim, facts: dict[str, Any] | None = None) -> told.Teller:
        page = Page(
            name="userguide/page",
            file="docs/userguide/page.rst",
            title="Page",
            samples=(),
            claims=claims,
            problems=(),
        )
        return told.Teller(Docs(version="2", root=str(tmp_path), sha256=""), [page], facts or {**FACTS, "assigned": []})

    return make


def change(
    kind: str, name: str, part: str = "", word: difference.Word = "appeared", **values: str
) -> difference.Change:
    return difference.Change(kind=kind, name=name, part=part, change=word, old=values.get("old"), new=values.get("new"))


def default(text: str, **changes: Any) -> Claim:
    return make_claim(text, "default", subject="task_pace", fields={"default": text}, **changes)


PACE = change("default", "task_pace", word="changed", old="1", new="2")
GONE = change("setting", "task_gone_pace", word="went")
TELLINGS = [
    ("an entry", change("setting", "task_new"), [make_claim("task_new", "setting")], "told"),
    ("named", change("setting", "task_new"), [make_claim("``task_new``", "literal")], "mentioned"),
    ("nowhere", change("setting", "task_new"), [], "untold"),
    ("the new default", PACE, [default("2")], "told"),
    ("the old default", PACE, [default("1")], "outdated"),
    ("neither", PACE, [default("3")], "unclear"),
    ("in words", PACE, [default("Depends on the pool.")], "unclear"),
    ("an entry whose default is not read", PACE, [make_claim("task_pace", "setting")], "unclear"),
    ("no entry", PACE, [], "untold"),
    ("told of the past", PACE, [default("1", headings=("Deprecated settings",))], "untold"),
    ("gone and described", GONE, [make_claim("task_gone_pace", "setting")], "outdated"),
    ("gone and told so", GONE, [make_claim("task_gone_pace", "setting", headings=("Removed",))], "quiet"),
    ("gone and not named", GONE, [], "quiet"),
    ("a listed parameter", change("parameter", "celery.app.task.paced", "eta"),
     [make_claim("eta", "parameter", scope="celery.app.task.paced")], "told"),
    ("missing from the list", change("parameter", "celery.app.task.paced", "eta"),
     [make_claim("pace", "parameter", scope="celery.app.task.paced")], "untold"),
    ("no list", change("parameter", "celery.app.task.paced", "eta"), [], "mentioned"),
    ("gone, and taken still", change("parameter", "celery.app.task.paced", "eta", "went"),
     [make_claim("eta", "parameter", scope="celery.app.task.paced")], "quiet"),
    ("gone, and listed", change("parameter", "celery.app.task.Task.retry", "eta", "went"),
     [make_claim("eta", "parameter", scope="celery.app.task.Task.retry")], "outdated"),
    ("a field told", change("event-field", "task-paced", "pace"),
     [make_claim("pace", "field", fields={"event": "task-paced"})], "told"),
    ("fields told, this one not", change("event-field", "task-paced", "pace"),
     [make_claim("uuid", "field", fields={"event": "task-paced"})], "untold"),
    ("no fields told", change("event-field", "task-paced", "pace"), [], "quiet"),
    ("an option of another command still", change("option", "celery beat --pace", word="went"),
     [make_claim("``celery worker --pace 3``", "command")], "quiet"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "claims", "expected"), [row[1:] for row in TELLINGS], ids=[row[0] for row in TELLINGS]
)
def test_told(teller: Any, what: difference.Change, claims: list[Claim], expected: str) -> None:
    assert teller(*claims).told(what).telling == expected


def test_a_gone_option_is_found_in_a_command_line(teller: Any) -> None:
    facts = {**FACTS, "assigned": [], "commands": command("celery", worker=command("worker"))}
    made = teller(make_claim("``celery worker --pace 3``", "command", column=27), facts=facts)
    found = made.told(change("option", "celery worker --pace", word="went"))
    assert (found.telling, [(place.line, place.text) for place in found.places]) == ("outdated", [(3, "--pace")])
