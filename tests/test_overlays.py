"""Packages beside a target: they fit what it has, and nothing of it changes."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from harness import environments, overlays, recipes, targets
from harness.errors import MissingError
from harness.model import Target
from tests.test_targets import links, wheel  # noqa: F401  (a fixture)


@pytest.fixture
def target(links: Path) -> Target:  # noqa: F811
    """Celery 9.9.9 with kombu 9.0; there is a newer kombu, and packages that want to be beside them."""
    [made] = targets.prepare(["9.9.9"])
    wheel(links, "kombu", "10.0", {"kombu/__init__.py": "new = True\n"})
    wheel(links, "extra", "1.0", {"extra.py": "import kombu\nversion = 1\n"}, "kombu", "helper")
    wheel(links, "extra", "2.0", {"extra.py": "version = 2\n"}, "kombu>=10", "helper")
    wheel(links, "helper", "1.0", {"helper.py": ""})
    return made


def _pins(folder: Path) -> list[str]:
    pins = json.loads((folder / overlays.RECORD).read_text())["pins"]
    assert isinstance(pins, list)
    return pins


def test_what_is_added_fits_what_the_target_has_and_shadows_none_of_it(target: Target):
    said: list[str] = []
    folder = overlays.of(target, ["extra"], report=said.append)
    assert _pins(folder) == ["extra==1.0", "helper==1.0"]
    assert said == [f"{target.name}: installing extra for it"]
    assert not list(folder.glob("kombu*"))
    program = f"import sys; sys.path.append({str(folder)!r}); import extra, kombu; print(extra.version, kombu.__file__)"
    shown = subprocess.run([target.interpreter, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.startswith("1 ")
    assert str(Path(target.interpreter).parents[1]) in shown.stdout
    bare = subprocess.run([target.interpreter, "-c", "import extra"], capture_output=True, check=False)
    assert bare.returncode, "the environment is as it was"


def test_what_is_there_starts_no_process(target: Target, links: Path, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    before = overlays.of(target, ["extra", "helper"])
    monkeypatch.setattr(subprocess, "run", lambda *given, **options: pytest.fail(f"started {given}"))
    assert overlays.of(target, ["helper", "extra"]) == before
    assert overlays.of(target, ["helper", "extra", "extra"]) == before


def test_another_target_has_its_own(target: Target):
    other = Target(**{name: getattr(target, name) for name in target.__slots__} | {"digest": "0"})
    assert overlays.of(other, ["helper"]) != overlays.of(target, ["helper"])


def test_bounds_of_the_release_hold_where_they_can(target: Target, links: Path):  # noqa: F811
    wheel(links, "old", "1.0", {"old.py": ""})
    wheel(links, "old", "2.0", {"old.py": ""})
    wheel(links, "celery", "9.9.9", {}, "old<2; extra == 'old'", "nowhere; extra == 'gone'")
    assert _pins(overlays.of(target, ["celery[old]", "old"])) == ["old==1.0"]
    assert _pins(overlays.of(target, ["celery[gone]", "old"])) == ["old==2.0"]


def test_without_a_wheel_the_message_says_what_for(target: Target):
    with pytest.raises(
        MissingError, match=r"nowhere cannot be installed beside Celery 9\.9\.9 on Python 3\.\d+: .*nowhere"
    ):
        overlays.of(target, ["nowhere"])
    assert not list(environments.cache_dir().glob("overlays/*/*/*")), "nothing is left half made"


def test_what_nobody_uses_any_more_makes_room(target: Target, monkeypatch: pytest.MonkeyPatch):
    old = overlays.of(target, ["helper"])
    monkeypatch.setattr(environments, "UNUSED", -1.0)
    new = overlays.of(target, ["extra"])
    assert new.is_dir() and not old.is_dir()


# --- as of when


@pytest.mark.parametrize("name", targets.listed())
def test_a_listed_target_is_as_of_its_lock(name: str):
    target = Target(name=name, celery=targets.listed()[name], kombu="", python="3.11.7", interpreter="", digest="")
    lock = (Path(__file__).parent.parent / "locks" / f"{name}.in").read_text(encoding="utf-8")
    day = targets.day(target)
    assert day is not None and f"--exclude-newer {day.isoformat()}" in lock


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param(datetime(2024, 6, 16, tzinfo=UTC), date(2024, 6, 16), id="when it had settled"),
        pytest.param(datetime(2999, 1, 1, tzinfo=UTC), datetime.now(UTC).date(), id="not in the future"),
        pytest.param(None, None, id="nobody knows"),
    ],
)
def test_any_other_release_is_as_of_its_time(
    monkeypatch: pytest.MonkeyPatch, moment: datetime | None, expected: date | None
):
    monkeypatch.setattr(recipes, "settled", lambda version: moment)
    target = Target(name="celery-5.3.1", celery="5.3.1", kombu="", python="3.11.7", interpreter="", digest="")
    assert targets.day(target) == expected


def test_a_version_that_is_none_has_no_day():
    target = Target(name="checkout", celery="unknown", kombu="", python="3.11.7", interpreter="", digest="")
    assert targets.day(target) is None


def _resolver(target: Target, tmp_path: Path) -> overlays._Resolver:
    return overlays._Resolver(target=target, installed={}, constraints=tmp_path / "c.txt", day=date(2021, 9, 28))


def test_only_what_has_no_wheel_of_the_time_is_newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """One package of three had none: the others stay what they were."""
    target = Target(name="x", celery="5.1.2", kombu="", python="3.11.7", interpreter="", digest="")
    asked: list[tuple[list[str], date | None]] = []

    def pins(self, requirements, freed=(), until=None):
        asked.append((list(freed), until))
        if "late" not in freed or (until or overlays.ANY_DAY) < date(2024, 1, 1):
            raise MissingError(f"x: error: {overlays.NO_SUCH} when resolving dependencies")
        return {name: "2" if name in freed else "1" for name in ("late", "one", "two")}

    monkeypatch.setattr(overlays._Resolver, "pins", pins)
    monkeypatch.setattr(overlays._Resolver, "names", lambda self, requirements, until: ["late", "one", "two"])
    assert overlays._resolved(_resolver(target, tmp_path), ["late"]) == {"late": "2", "one": "1", "two": "1"}
    assert asked[0] == ([], None), "first as of its time"
    assert [until for _, until in asked if until][-1] < date(2025, 1, 1), "the first year that will do"


def test_an_index_that_does_not_answer_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    asked = []

    def pins(self, requirements, freed=(), until=None):
        asked.append(requirements)
        raise MissingError("x: error: Request failed after 3 retries")

    monkeypatch.setattr(overlays._Resolver, "pins", pins)
    target = Target(name="x", celery="5.1.2", kombu="", python="3.11.7", interpreter="", digest="")
    with pytest.raises(MissingError, match="Request failed"):
        overlays._resolved(_resolver(target, tmp_path), ["celery[sqs]", "boto3"])
    assert len(asked) == 1
