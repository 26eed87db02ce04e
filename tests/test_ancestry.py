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
    assert found.settings == {"timezone", "task_pace"}
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
        return ancestry.Contents(settings=frozenset(), names=given, words=given | frozenset(words.split()))

    old, new = contents("a", "spoken"), contents("a b spoken c._private")
    late = contents("a b spoken c._private late")
    found = ancestry.compare([("5.0", old, old), ("5.1", new, late)])
    assert found == {"name:b": "5.1"}


def test_table() -> None:
    assert ancestry.since()["setting:worker_eta_task_limit"] == "5.6"
    assert {"4.0", "5.0", "5.7"} <= ancestry.minors()
