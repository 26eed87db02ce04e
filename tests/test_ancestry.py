"""In which minor something came."""

from __future__ import annotations

from pathlib import Path

from harness import ancestry, release_code
from harness.release_code import Body, Contents

DEFAULTS = "NAMESPACES = Namespace(timezone=Option(), task=Namespace(__old__=OLD, pace=Option(1)), other=1)\n"


def made(root: Path, files: dict[str, str]) -> Contents:
    for name, text in files.items():
        path = root / "celery" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return release_code.read(root / "celery")


def test_read(tmp_path: Path) -> None:
    found = made(
        tmp_path,
        {
            "app/defaults.py": DEFAULTS,
            "thing.py": 'class Thing:\n    """said"""\n    x = "written"\n    def act(self): 1\n',
        },
    )
    assert found.settings == {"timezone": "None", "task_pace": "1"}
    assert {"celery.thing.Thing.act", "celery.thing.Thing.x"} <= found.names
    assert "written" in found.words
    assert "said" not in found.words


def test_read_older_python(tmp_path: Path) -> None:
    found = made(tmp_path, {"thing.py": "from . import async\ndef act(): pass\n"})
    assert "act" in found.words


def test_read_outline(tmp_path: Path) -> None:
    text = 'class Thing(object):\n    """\n    def said(self):\n    """\n    def act(self):\n        def own(): pass\n'
    found = made(tmp_path, {"thing.py": text + "    # told\n    print 'x'\n\ndef later(): pass\n"})
    assert {"celery.thing.Thing.act", "celery.thing.later"} <= found.names
    assert not {name for name in found.names if name.rpartition(".")[2] in ("own", "said")}
    assert {"told", "said"} <= found.words - found.written


def test_members(tmp_path: Path) -> None:
    text = "class Base:\n    def run(self): self.count = 1\n\n@Kind.register\nclass Task(Base, dict):\n    name = 1\n"
    found = made(
        tmp_path, {"thing.py": f"{text}class Open:\n    def __getattr__(self, x): 1\nclass Far(other.Thing): 1\n"}
    )
    assert found.bodies["celery.thing.Task"] == Body(bases=frozenset({"Base", "dict"}), words=frozenset(
        {"Base", "dict", "name", "Task", "Kind", "register"}
    ))  # fmt: skip
    may = {name: found.may_have("celery.thing.Task", name) for name in ("name", "run", "count", "keys", "stop")}
    assert may == {"name": True, "run": True, "count": True, "keys": True, "stop": False}
    assert found.may_have("celery.thing.Open", "stop")
    assert found.may_have("celery.thing.Far", "stop")
    assert not found.may_have("celery.thing.Gone", "stop")


def test_compare() -> None:
    def contents(names: str, words: str = "") -> Contents:
        given = frozenset(names.split())
        return Contents(settings={}, names=given, words=given | frozenset(words.split()))

    old, new = contents("a", "spoken"), contents("a b spoken c._private")
    late = contents("a b spoken c._private late")
    found = ancestry.compare([("5.0", old, old), ("5.1", new, late)])
    assert found == {"name:b": "5.1", "late:name:late": "5.1"}


def test_compare_older() -> None:
    def contents(names: str, **others: frozenset[str]) -> Contents:
        given = frozenset(names.split())
        return Contents(settings={}, names=given, words=given, **others)

    one, two, three = contents("m.a"), contents("m.a m.b m.c"), contents("m.a m.b")
    # What is gone before the docs that are looked at is left out.
    assert ancestry.compare([("2.0", one, one), ("3.0", two, two), ("5.0", three, three)]) == {"name:m.b": "3.0"}


def test_compare_members(tmp_path: Path) -> None:
    def contents(number: int, text: str) -> Contents:
        return made(tmp_path / str(number), {"thing.py": f"class Task:\n    {text}\n\nreplace = 1\n"})

    old, new = contents(1, "run = 1"), contents(2, "run = replace = 1")
    # A word that is spoken of everywhere, and that the class did not have.
    assert ancestry.compare([("5.0", old, old), ("5.1", new, new)]) == {"name:celery.thing.Task.replace": "5.1"}
    assert ancestry.compare([("4.0", new, new), ("5.0", old, old), ("5.1", new, new)]) == {}


def test_compare_words() -> None:
    def contents(words: str) -> Contents:
        given = frozenset(words.split())
        return Contents(settings={}, names=frozenset(), words=given, written=given)

    old, new, late = contents("CELERY_PACE x_y"), contents("CELERY_PACE x_y is_new"), contents("x_y is_new is_late")
    releases = [("2.0", contents(""), contents("")), ("3.1", old, old), ("5.0", new, late)]
    found = ancestry.compare(releases, ["is_new", "is_late", "not_there"])
    assert found == {"word:CELERY_PACE": "3.1", "word:is_new": "5.0", "late:word:is_late": "5.0"}


def test_compare_first_table() -> None:
    def contents(*settings: str) -> Contents:
        return Contents(settings=dict.fromkeys(settings, "1"), names=frozenset(), words=frozenset(settings))

    none, one, two = contents(), contents("task_pace"), contents("task_pace", "task_space")
    # Settings were renamed in 4.0: the first table does not tell which of them are new.
    assert ancestry.compare([("3.1", none, none), ("4.0", one, two)]) == {"late:setting:task_space": "4.0"}


def test_compare_defaults() -> None:
    def contents(default: str) -> Contents:
        settings = {"pace": default, "kept": "1"}
        return Contents(settings=settings, names=frozenset(), words=frozenset(settings))

    one, two, three = contents("1"), contents("2"), contents("3")
    assert ancestry.compare([("5.0", one, one), ("5.1", two, two)]) == {"default:pace:5.1": "1 -> 2"}
    # With a later release of its minor, it is no change of the minor's.
    assert ancestry.compare([("5.0", one, one), ("5.1", one, two), ("5.2", two, two)]) == {}
    assert ancestry.compare([("5.0", one, two), ("5.1", three, three)]) == {"default:pace:5.1": "2 -> 3"}


def test_table() -> None:
    assert ancestry.since()["setting:worker_eta_task_limit"] == "5.6"
    assert ancestry.since()["word:CELERY_ENABLE_UTC"] == "2.5"
    assert ancestry.since()["late:setting:redis_retry_on_timeout"] == "4.4"
    assert {"1.0", "2.5", "4.0", "5.0", "5.7"} <= ancestry.minors()
    assert ancestry.since()["python:5.2"] == "3.7"
    assert ancestry.since()["default:event_queue_exclusive:5.7"] == "False -> True"
