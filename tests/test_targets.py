"""Targets: what tox.ini lists, what is made on demand, what is there already."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from harness import environments, interpreters, pip_settings, recipes, releases, targets
from harness.errors import MissingError, UsageError
from harness.interpreters import Interpreter
from tests.test_sources import sdist, use

ROOT = Path(__file__).parent.parent
LISTED = targets.listed()
THIS = Interpreter(executable=os.path.realpath(sys._base_executable), version=sys.version.split()[0])  # type: ignore[attr-defined]
#: As little of Celery as starts: what `inside/about.py` imports and calls.
CELERY = {
    "celery/__init__.py": """\
class Celery:
    def __init__(self, *arguments, **options):
        self.log = self
    def setup(self, **options):
        pass
""",
    "celery/bin/__init__.py": "",
    "celery/bin/celery.py": "",
    "celery/apps/__init__.py": "",
    "celery/apps/worker.py": "",
    "celery/app/__init__.py": "",
    "celery/app/amqp.py": "",
    "celery/app/control.py": "",
    "celery/backends/__init__.py": "",
    "celery/backends/redis.py": "",
}
BILLIARD = {
    "billiard/__init__.py": """\
class Pool:
    def __init__(self, processes): pass
    def apply_async(self, function, arguments): return self
    def get(self, timeout): return 2
    def terminate(self): pass
"""
}
KOMBU = {"kombu/__init__.py": "", "kombu/transport/__init__.py": "", "kombu/transport/redis.py": ""}


def wheel(directory: Path, name: str, version: str, files: dict[str, str], *requires: str) -> Path:
    needs = "".join(f"Requires-Dist: {requirement}\n" for requirement in requires)
    about = f"{name}-{version}.dist-info"
    tree = {
        **files,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: redis\n{needs}",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},{_digest(text)},{len(text.encode())}\n" for path, text in tree.items())
    tree[f"{about}/RECORD"] = f"{record}{about}/RECORD,,\n"
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for inner, text in tree.items():
            archive.writestr(inner, text)
    return path


def _digest(text: str) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All that there is: Celery 9.9.9 and what it needs, in a directory that pip is told to take packages from."""
    directory = tmp_path / "links"
    sdist(directory, "9.9.9")
    wheel(directory, "celery", "9.9.9", CELERY, "kombu", "billiard", "redis; extra == 'redis'")
    wheel(directory, "kombu", "9.0", KOMBU)
    wheel(directory, "billiard", "9.0", BILLIARD)
    wheel(directory, "redis", "9.0", {"redis/__init__.py": ""})
    use(monkeypatch, tmp_path / "cache", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(directory))
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv"))
    monkeypatch.setattr(interpreters, "found", lambda: (THIS,))
    return directory


# --- what the project lists


def test_every_minor_from_5_0_on_is_listed_once():
    minors = [Version(release).release[:2] for release in LISTED.values()]
    assert minors == [(5, minor) for minor in range(len(minors))]
    assert len(minors) >= 8
    assert list(LISTED) == [f"celery{major}{minor}" for major, minor in minors]


def test_tox_has_an_environment_for_each():
    command = [sys.executable, "-m", "tox", "list", "--no-desc", "-c", str(ROOT / "tox.ini")]
    names = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    assert set(LISTED) <= set(names)
    assert {"check", "lint", "types", "tests", "harness", "errata", "locks"} <= set(names)


def _lock(name: str) -> str:
    return (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")


def _refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "locks" / "refresh.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", LISTED)
def test_a_lock_pins_its_release_and_a_client_with_hashes(name: str):
    pins = re.findall(r"^([\w.-]+)==(\S+).*\\$", _lock(name), re.MULTILINE)
    assert ("celery", LISTED[name]) in pins
    assert {"kombu", "redis", "billiard", "vine"} <= {package for package, _ in pins}
    assert len(re.findall(r"^[^\s#].*==", _lock(name), re.MULTILINE)) == len(pins), "every pin goes on with its hashes"


@pytest.mark.parametrize("name", LISTED)
def test_the_header_of_a_lock_tells_how_it_was_made(name: str):
    made = _refresh().command(ROOT / "locks" / f"{name}.in")
    assert "--exclude-newer" in made
    assert f"#    {' '.join(made)}\n" in _lock(name)


@pytest.mark.parametrize("name", LISTED)
def test_a_lock_has_all_that_its_source_asks_for(name: str):
    pins = dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)(?=.*\\$)", _lock(name), re.MULTILINE))
    for line in (ROOT / "locks" / f"{name}.in").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            assert Requirement(line).name in pins


@pytest.mark.parametrize("entry", targets._listed(), ids=lambda entry: entry.name)
def test_each_listed_release_works_on_the_oldest_python_of_the_harness(entry: recipes.Listed):
    assert "3.11" in entry.minors
    assert all(re.fullmatch(r"3\.\d+", minor) and Version(minor) >= Version("3.8") for minor in entry.minors)
    assert len(set(entry.minors)) == len(entry.minors)


# --- which interpreter


def _machine(*versions: str) -> tuple[Interpreter, ...]:
    return tuple(Interpreter(executable=f"/python{version}", version=f"{version}.1") for version in versions)


def _entry(name: str) -> recipes.Listed:
    return next(entry for entry in targets._listed() if entry.name == name)


@pytest.mark.parametrize(
    ("name", "machine", "expected"),
    [
        pytest.param("celery52", ["3.13", "3.11", "3.10", "3.8"], "3.10", id="the-newest-it-claims"),
        pytest.param("celery52", ["3.13", "3.11"], "3.11", id="else-one-it-works-on"),
        pytest.param("celery55", ["3.11", "3.13"], "3.13", id="not-the-harness's-own"),
        pytest.param("celery55", ["3.15", "3.14"], "3.14", id="a-later-one-is-tried-nearest-first"),
    ],
)
def test_a_listed_release_gets_the_best_python_of_the_machine(name: str, machine: list[str], expected: str):
    assert recipes.from_lock(_entry(name), _machine(*machine)).interpreter.minor == expected


@pytest.mark.parametrize("machine", [["3.8", "3.9"], []], ids=["too-old", "none"])
def test_without_a_fitting_python_one_message_says_what_to_install(machine: list[str]):
    with pytest.raises(
        MissingError, match=r"Celery 5\.7\.0 runs on Python 3\.10, .*this machine has .*uv python instal"
    ):
        recipes.from_lock(_entry("celery57"), _machine(*machine))


def _program(directory: Path, name: str, content: bytes = b"\x7fELF") -> str:
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / name
    path.write_bytes(content)
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A machine that has only what the test puts into tmp_path/bin and its pyenv; a list of who was asked."""
    use(monkeypatch, tmp_path / "cache", HOME=str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    for name in ("ASDF_DATA_DIR", "UV_PYTHON_INSTALL_DIR", "XDG_DATA_HOME", "RYE_PY_ROOT"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    asked: list[str] = []

    def ask(executable: str, *arguments: str) -> dict[str, Any] | None:
        asked.append(executable)
        version = re.search(r"(3\.\d+)", Path(executable).name)
        if executable == THIS.executable or version is None:
            return None
        return {
            "python": f"{version[1]}.1",
            "final": "t" not in Path(executable).name[6:],
            "implementation": "cpython",
            "executable": executable,
            "lacks": ["ssl"] if "nossl" in executable else [],
        }

    monkeypatch.setattr(interpreters, "ask", ask)
    return asked


def test_interpreters_are_found_on_path_and_behind_shims(tmp_path: Path, asked: list[str]):
    _program(tmp_path / "bin", "python3.12")
    _program(tmp_path / "bin", "python3.10", b"#!/bin/sh\nexec pyenv\n")
    real = _program(tmp_path / "pyenv" / "versions" / "3.10.13" / "bin", "python3.10")
    found = {interpreter.minor: interpreter.executable for interpreter in interpreters.found()}
    assert found == {"3.12": str(tmp_path / "bin" / "python3.12"), "3.10": real}


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("nossl/python3.12", id="no-ssl"),
        pytest.param("python3.13t", id="free-threaded"),
        pytest.param("python3.7", id="older-than-the-code-inside"),
        pytest.param("python3.12-config", id="no-interpreter"),
    ],
)
def test_an_interpreter_that_will_not_do_is_passed_over(
    tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch, path: str
):
    program = _program((tmp_path / "bin" / path).parent, Path(path).name)
    monkeypatch.setenv("PATH", str(Path(program).parent))
    assert interpreters.found() == ()


def test_an_interpreter_is_asked_once_until_it_changes(tmp_path: Path, asked: list[str]):
    program = _program(tmp_path / "bin", "python3.12")
    assert interpreters.found() == interpreters.found()
    assert asked.count(program) == 1
    Path(program).write_bytes(b"\x7fELF, upgraded")
    interpreters.found()
    assert asked.count(program) == 2


def test_this_interpreter_tells_what_it_is():
    about = interpreters.ask(sys.executable)
    assert about is not None
    assert (about["python"], about["lacks"]) == (sys.version.split()[0], [])
    assert about["executable"] == THIS.executable, "a virtual environment names the Python that it was made from"


# --- on demand


def test_a_release_without_a_lock_is_installed_from_what_pip_is_set_to(links: Path):
    said: list[str] = []
    [target] = targets.prepare(["9.9.9"], report=said.append)
    assert (target.name, target.celery, target.kombu) == ("celery-9.9.9", "9.9.9", "9.0")
    assert target.python == THIS.version
    assert any("does not tell upload times" in line for line in said)
    assert any("installing Celery 9.9.9 on Python" in line for line in said)
    shown = subprocess.run(
        [target.interpreter, "-c", "import celery; print(celery.__file__)"], capture_output=True, text=True, check=True
    )
    assert str(Path(target.interpreter).parent.parent) in shown.stdout


def test_what_is_there_starts_no_process_and_no_network(links: Path, monkeypatch: pytest.MonkeyPatch):
    before = targets.prepare(["9.9.9"])
    shutil.rmtree(links)
    monkeypatch.setattr(subprocess, "Popen", lambda *given, **options: pytest.fail(f"started {given}"))
    monkeypatch.setattr(pip_settings, "_listing", lambda environment: pytest.fail("pip was asked"))
    assert targets.prepare(["9.9.9"]) == before


@pytest.mark.parametrize(
    "spelling", ["v9.9.9", "celery==9.9.9", "celery[redis]==9.9.9", "celery>=9", " celery ~= 9.9.0"]
)
def test_requirements_for_one_release_are_one_target(links: Path, spelling: str):
    one, other = targets.prepare(["9.9.9", spelling])
    assert one == other


def test_an_unfinished_environment_is_made_again(links: Path):
    [target] = targets.prepare(["9.9.9"])
    directory = Path(target.interpreter).parents[2]
    (directory / "target.json").unlink()
    (directory / "env" / "bin" / "python").unlink()
    assert targets.prepare(["9.9.9"]) == [target]


def test_an_environment_whose_python_has_gone_is_made_again(links: Path):
    [target] = targets.prepare(["9.9.9"])
    Path(target.interpreter).unlink()
    assert targets.prepare(["9.9.9"]) == [target]


def test_what_uv_says_is_quoted(links: Path):
    wheel(links, "celery", "9.9.9", CELERY, "kombu", "billiard", "no-such-package>=7")
    with pytest.raises(MissingError, match=r"Celery 9\.9\.9 cannot be installed on Python .*no-such-package"):
        targets.prepare(["9.9.9"])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"celery/apps/worker.py": "import packaging_"}, "No module named 'packaging_'", id="import"),
        pytest.param(
            {"celery/__init__.py": CELERY["celery/__init__.py"].replace("pass", "raise OSError('no logger')")},
            "OSError: no logger",
            id="start",
        ),
    ],
)
def test_a_celery_that_does_not_start_is_missing_with_its_reason(links: Path, changed: dict[str, str], said: str):
    wheel(links, "celery", "9.9.9", CELERY | changed, "kombu", "billiard")
    with pytest.raises(MissingError, match=f"Celery 9.9.9 does not start on Python .*{re.escape(said)}.*3.9, 3.12"):
        targets.prepare(["9.9.9"])
    assert not list(environments.cache_dir().glob("targets/*/*/target.json"))


def test_digests_are_equal_exactly_when_what_is_installed_is(links: Path, tmp_path: Path):
    [release] = targets.prepare(["9.9.9"])
    [file] = targets.prepare([str(links / "celery-9.9.9-py3-none-any.whl")])
    assert (file.name, file.digest) == ("celery-9.9.9-file", release.digest)
    changed = CELERY | {"celery/app/amqp.py": "changed = True\n"}
    [other] = targets.prepare([str(wheel(tmp_path / "own", "celery", "9.9.9", changed, "kombu", "billiard"))])
    assert other.digest != release.digest


def test_two_files_are_two_targets(links: Path, tmp_path: Path):
    other = wheel(tmp_path / "own", "celery", "9.9.9", CELERY, "kombu", "billiard")
    names = [target.name for target in targets.prepare([str(links / other.name), str(other)])]
    assert names == ["celery-9.9.9-file", "celery-9.9.9-file-2"]


@pytest.mark.parametrize(
    ("requirement", "said"),
    [
        pytest.param("9.9.1", "there is no Celery 9.9.1 on the package index; near it are 9.9.9", id="version"),
        pytest.param("celery>=10", "no release of Celery fits >=10; the newest is 9.9.9", id="specifiers"),
        pytest.param("celery >> 5", "is no requirement .*write a version", id="syntax"),
        pytest.param("redis>=5", "asks for redis; a target is a Celery", id="another-package"),
        pytest.param("./nowhere", "nowhere is neither a checkout of Celery nor a wheel or sdist", id="no-path"),
        pytest.param(str(ROOT / "tests"), "tests is no checkout of Celery", id="another-directory"),
        pytest.param(str(ROOT / "README.md"), "README.md is neither", id="another-file"),
    ],
)
def test_a_requirement_that_makes_no_sense_is_a_usage_error(links: Path, requirement: str, said: str):
    with pytest.raises(UsageError, match=said):
        targets.prepare([requirement])


def test_a_repository_that_cannot_be_had_is_missing_without_its_password(links: Path, tmp_path: Path):
    with pytest.raises(MissingError, match="cannot be looked up") as caught:
        targets.prepare([f"git+file://me:secret@{tmp_path}/no-repository@main"])
    assert "secret" not in str(caught.value)


def _release(version: str, *pythons: str, requires: str = ">=3.8") -> releases.Release:
    return releases.Release(
        version=version, sha256="0" * 64, root=Path(), uploaded=None, requires_python=requires, pythons=pythons
    )


@pytest.mark.parametrize(
    ("uploaded", "succeeded", "minor", "expected"),
    [
        pytest.param("2024-04-17", None, "3.12", "2024-06-16", id="settles"),
        pytest.param("2024-04-17", "2024-05-01", "3.12", "2024-05-01", id="until-its-successor"),
        pytest.param("2024-04-17", "2024-01-01", "3.12", "2024-04-17", id="a-late-patch"),
        pytest.param("2021-02-01", None, "3.12", "2024-10-01", id="a-python-that-it-could-not-know"),
        pytest.param("2021-02-01", None, "3.99", None, id="a-python-that-nobody-knows"),
        pytest.param(None, None, "3.12", None, id="an-index-without-upload-times"),
    ],
)
def test_a_release_is_installed_as_of_its_time(
    monkeypatch: pytest.MonkeyPatch, uploaded: str | None, succeeded: str | None, minor: str, expected: str | None
):
    dates = releases.Dates(uploaded=releases._date(_utc(uploaded)), succeeded=releases._date(_utc(succeeded)))
    monkeypatch.setattr(releases, "dates", lambda version: dates)
    claims = ("3.8",) if uploaded == "2021-02-01" else ("3.8", "3.12")
    day = recipes._day(_release("5.4.1", *claims), _machine(minor)[0])
    assert (day.isoformat() if day else None) == expected


def _utc(day: str | None) -> str | None:
    return f"{day}T00:00:00+00:00" if day else None


@pytest.mark.parametrize(
    ("version", "fixed"),
    [pytest.param("5.4.1", True, id="before-5.5"), pytest.param("5.5.0", False, id="since-5.5")],
)
def test_old_releases_get_what_they_forget_to_require(
    links: Path, monkeypatch: pytest.MonkeyPatch, version: str, fixed: bool
):
    monkeypatch.setattr(releases, "unpacked", lambda _: _release(version, "3.11"))
    recipe = recipes.from_release(version, (), _machine("3.11"))
    assert ("kombu<5.6" in recipe.ingredients) is fixed


def test_pythons_that_a_release_refuses_are_not_tried():
    release = _release("9.9.9", "3.10", requires=">=3.9,<3.13,")
    assert recipes._others(release, _machine("3.8", "3.9", "3.10", "3.12", "3.13")) == ("3.9", "3.12")


@pytest.mark.parametrize(
    "ingredient",
    [
        pytest.param({"lock": "another"}, id="lock"),
        pytest.param({"how": "another"}, id="section"),
        pytest.param({"release": "5.4.1"}, id="release"),
    ],
)
def test_other_ingredients_are_another_environment(ingredient: dict[str, str]):
    entry = _entry("celery54")
    fields = {name: getattr(entry, name) for name in recipes.Listed.__slots__}
    machine = _machine("3.12")
    here = recipes.from_lock(entry, machine).directory
    assert recipes.from_lock(entry, machine).directory == here
    assert recipes.from_lock(recipes.Listed(**{**fields, **ingredient}), machine).directory != here
    assert recipes.from_lock(entry, _machine("3.11")).directory != here


def _checkout(root: Path) -> Path:
    for name in ("celery/__init__.py", "celery/app/base.py", "setup.py", "requirements/default.txt", "docs/index.rst"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")
    return root


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        pytest.param("celery/app/base.py", True, id="code"),
        pytest.param("requirements/default.txt", True, id="dependencies"),
        pytest.param("setup.py", True, id="packaging"),
        pytest.param("docs/index.rst", False, id="docs"),
        pytest.param("celery.egg-info/PKG-INFO", False, id="built"),
    ],
)
def test_a_checkout_is_installed_again_when_its_code_changes(tmp_path: Path, path: str, changes: bool):
    before = recipes.from_path(_checkout(tmp_path), (), (THIS,)).ingredients
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text("changed")
    assert (recipes.from_path(tmp_path, (), (THIS,)).ingredients != before) is changes


def test_environments_that_nobody_used_make_room(links: Path):
    [target] = targets.prepare(["9.9.9"])
    old = Path(target.interpreter).parents[2].with_name("old")
    old.mkdir()
    (old / "target.json").write_text("{}")
    os.utime(old / "target.json", (0, 0))
    (Path(target.interpreter).parents[2] / "target.json").unlink()
    targets.prepare(["9.9.9"])
    assert not old.exists()


# --- there already


def test_an_environment_is_adopted_as_it_is(links: Path):
    [made] = targets.prepare(["9.9.9"])
    adopted = targets.adopt("celery99", Path(made.interpreter))
    assert (adopted.name, adopted.celery, adopted.digest) == ("celery99", "9.9.9", made.digest)


def _shell(text: str) -> Callable[[Path], Path]:
    def make(directory: Path) -> Path:
        return Path(_program(directory, "python", f"#!/bin/sh\n{text}\n".encode()))

    return make


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        pytest.param(lambda directory: directory / "python", UsageError, "there is no interpreter", id="nothing"),
        pytest.param(_shell("echo hello"), MissingError, "is not a Python that runs", id="no-python"),
        pytest.param(_shell(f'exec {THIS.executable} -S "$@"'), MissingError, "no Celery installed", id="no-celery"),
    ],
)
def test_an_interpreter_without_celery_cannot_be_adopted(
    tmp_path: Path, make: Callable[[Path], Path], error: type[Exception], said: str
):
    with pytest.raises(error, match=said):
        targets.adopt("mine", make(tmp_path))


# --- with the real package index


@pytest.mark.network
@pytest.mark.live
@pytest.mark.slow
@pytest.mark.parametrize("name", LISTED)
def test_every_listed_release_starts(name: str):
    [target] = targets.prepare([name])
    assert (target.name, target.celery) == (name, LISTED[name])
    assert SpecifierSet(">=5.0").contains(target.kombu)
    code = "import celery, kombu, redis; print(celery.__version__, kombu.__version__)"
    shown = subprocess.run([target.interpreter, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == [target.celery, target.kombu]
    celery = Path(target.interpreter).with_name("celery")
    version = subprocess.run([celery, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout.startswith(target.celery)


@pytest.mark.network
@pytest.mark.live
@pytest.mark.slow
def test_all_listed_targets_are_ready_at_once_when_they_are_there():
    before = targets.prepare(list(LISTED))
    took = []
    for _ in range(3):
        begun = time.perf_counter()
        assert targets.prepare(list(LISTED)) == before
        took.append(time.perf_counter() - begun)
    assert min(took) < 0.25, "seconds; a twentieth on an idle machine"


@pytest.mark.network
@pytest.mark.slow
def test_another_release_is_installed_as_of_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DOC_HARNESS_CACHE", str(tmp_path))
    [target] = targets.prepare(["5.3.1"])
    assert target.name == "celery-5.3.1"
    assert SpecifierSet("<5.4").contains(target.kombu)


@pytest.mark.network
@pytest.mark.slow
def test_making_the_locks_again_changes_no_pin(tmp_path: Path):
    locks = shutil.copytree(ROOT / "locks", tmp_path / "locks")
    subprocess.run([sys.executable, locks / "refresh.py", *LISTED], check=True, cwd=tmp_path)
    # How uv writes markers and its header is its own affair.
    pin = re.compile(r"^[\w.-]+==[^\s;]+|sha256:\w+", re.MULTILINE)
    for name in LISTED:
        assert set(pin.findall((locks / f"{name}.txt").read_text(encoding="utf-8"))) == set(pin.findall(_lock(name)))
