"""In which minor something came."""

from __future__ import annotations

from pathlib import Path

from harness import ancestry

DEFAULTS = "NAMESPACES = Namespace(timezone=Option(), task=Namespace(__old__=OLD, pace=Option(1)), other=1)\n"


def made(root: Path, files: dict[str, str]) -> ancestry.Contents:
    for name, text in files.items():
        path = root / "celery" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return ancestry.read(root / "celery")


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
    assert "celery.thing.act" not in found.names


def test_compare() -> None:
    def contents(names: str, words: str = "") -> ancestry.Contents:
        given = frozenset(names.split())
        return ancestry.Contents(settings={}, names=given, words=given | frozenset(words.split()))

    old, new = contents("a", "spoken"), contents("a b spoken c._private")
    late = contents("a b spoken c._private late")
    found = ancestry.compare([("5.0", old, old), ("5.1", new, late)])
    assert found == {"name:b": "5.1"}


def test_compare_defaults() -> None:
    def contents(default: str) -> ancestry.Contents:
        settings = {"pace": default, "kept": "1"}
        return ancestry.Contents(settings=settings, names=frozenset(), words=frozenset(settings))

    one, two, three = contents("1"), contents("2"), contents("3")
    assert ancestry.compare([("5.0", one, one), ("5.1", two, two)]) == {"default:pace:5.1": "1 -> 2"}
    # With a later release of its minor, it is no change of the minor's.
    assert ancestry.compare([("5.0", one, one), ("5.1", one, two), ("5.2", two, two)]) == {}
    assert ancestry.compare([("5.0", one, two), ("5.1", three, three)]) == {"default:pace:5.1": "2 -> 3"}


def test_table() -> None:
    assert ancestry.since()["setting:worker_eta_task_limit"] == "5.6"
    assert {"4.0", "5.0", "5.7"} <= ancestry.minors()
    assert ancestry.since()["python:5.2"] == "3.7"
    assert ancestry.since()["default:event_queue_exclusive:5.7"] == "False -> True"
