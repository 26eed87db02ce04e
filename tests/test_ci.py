"""What Celery's own repository takes over: the files are whole, and they do what they say on its source tree."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click
import pytest
import yaml

from harness import sources
from harness.cli import cli

ROOT = Path(__file__).parent.parent
ACTION = ROOT / ".github" / "actions" / "check" / "action.yml"
WORKFLOWS = sorted((ROOT / ".github" / "examples").glob("*.yml"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = README[README.index("## In Celery's own repository") :].partition("\n## ")[0]
BLOCKS = dict(re.findall(r"^```(\w+)\n(.*?)^```", SECTION, re.M | re.S))


def commands() -> Iterator[str]:
    """The command lines that people copy, without the name of the program."""
    ini = configparser.ConfigParser(interpolation=None)
    ini.read_string(BLOCKS["ini"])
    (repository,) = yaml.safe_load(BLOCKS["yaml"])
    lines = [hook["entry"] for hook in repository["hooks"]]
    lines += [ini["testenv:docs"]["commands"], *re.split(r"[;\n]", BLOCKS["console"])]
    yield from (line.partition("#")[0].strip().removeprefix("doc-harness ") for line in lines if line.strip())
    (script,) = [step["run"] for step in _action()["runs"]["steps"] if step.get("id") == "check"]
    yield re.search(r"bin/doc-harness\" (check .*)", script)[1]
    for given in _used():
        line = re.sub(r"\$\{\{ matrix\.\w+ \}\}", "1", given["arguments"])
        yield "check " + re.sub(r"\$\{\{.*\}\}", "--target-python main=python", line)


def _action() -> dict[str, Any]:
    return dict(yaml.safe_load(ACTION.read_text(encoding="utf-8")))


def _used() -> list[dict[str, str]]:
    """What the workflows give the action."""
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in WORKFLOWS]
    steps = [step for file in files for job in file["jobs"].values() for step in job["steps"]]
    return [step["with"] for step in steps if step.get("uses", "").startswith("OWNER/celery-doc-harness/")]


@pytest.mark.parametrize("line", sorted(set(commands())))
def test_every_command_line_is_one(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    for folder in re.findall(r"--observed (\S+)", line):
        (tmp_path / folder).mkdir(parents=True)
    name, *arguments = [word for word in shlex.split(line) if word != "$ARGUMENTS" and word != "{posargs}"]
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    command.make_context(name, arguments)


def test_there_are_command_lines():
    assert len(set(commands())) >= 8


def test_the_workflow_names_what_the_action_takes():
    assert len(_used()) == 4
    assert {key for given in _used() for key in given} <= _action()["inputs"].keys()
    assert all(str(ACTION.parent.relative_to(ROOT)) in path.read_text(encoding="utf-8") for path in WORKFLOWS)


def test_the_judge_takes_every_share():
    [path] = [path for path in WORKFLOWS if "--shard" in path.read_text(encoding="utf-8")]
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    shares = jobs["run"]["strategy"]["matrix"]["share"]
    given = [item["arguments"] for item in _used() if "shar" in item["arguments"]]
    assert re.findall(r"/(\d+)$", given[0]) == [str(len(shares))]
    assert re.findall(r"--observed shares/share-(\d+)", given[1]) == [str(share) for share in shares]


def test_no_expression_stands_in_a_script_of_the_action():
    """Where it did, an input could be code."""
    assert not [step["run"] for step in _action()["runs"]["steps"] if "${{" in step.get("run", "")]


def test_it_is_little_that_one_writes():
    lines = [line for kind in ("toml", "ini", "yaml") for line in BLOCKS[kind].splitlines() if line.strip()]
    assert len(lines) <= 15


# -- on the source tree of a release ------------------------------------------------------------------

PAGE = "docs/userguide/workers.rst"
WRONG = "\nThe queue is emptied by :meth:`app.control.purge_everything_now() <celery.app.control.Control.purge_everything_now>`.\n"


def run(checkout: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "harness", *arguments],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def edit(checkout: Path, change: Any) -> None:
    path = checkout / PAGE
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source tree of a release with the settings of the README, and a baseline of the errata of one page."""
    folder = tmp_path_factory.mktemp("repository")
    tree = folder / "celery"
    shutil.copytree(sources.release("5.7.0").root, tree)
    with (tree / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + BLOCKS["toml"])
    (tree / "docs" / "known-errata.toml").unlink(missing_ok=True)
    first = run(tree, "check", PAGE, "--static", "--no-repair", "--no-baseline")
    assert first.returncode == 1, first.stderr
    made = run(tree, "baseline", "--from", "build/docs", "--reason", "As of 5.7.0.")
    assert made.returncode == 0, made.stderr
    shutil.copytree(tree, folder / "kept")
    return tree


@pytest.fixture
def checkout(pristine: Path) -> Path:
    """The tree as it was: always at one place, so that its Celery is installed once."""
    for path in (PAGE, "docs/known-errata.toml"):
        shutil.copyfile(pristine.with_name("kept") / path, pristine / path)
    return pristine


HOOK = ("check", "--static", "--no-repair", "--if-any", PAGE)


@pytest.mark.slow
@pytest.mark.network
class TestOnTheSourceTree:
    def test_the_docs_as_they_are_pass(self, checkout: Path):
        ran = run(checkout, *HOOK)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert "0 new errata, " in ran.stdout

    def test_a_wrong_line_fails_and_nothing_else(self, checkout: Path, tmp_path: Path):
        edit(checkout, lambda text: text + WRONG)
        line = len((checkout / PAGE).read_text(encoding="utf-8").splitlines())
        ran = run(checkout, *HOOK, "--format", "github", GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
        assert ran.returncode == 1, ran.stderr
        errors = [text for text in ran.stdout.splitlines() if not text.startswith("::notice")]
        assert [re.search(r"file=([^,]+),line=(\d+)", text).groups() for text in errors] == [(PAGE, str(line))]
        assert "purge_everything_now" in errors[0]
        assert f"{PAGE}:{line}" in (tmp_path / "summary.md").read_text(encoding="utf-8")
        failures = list(ElementTree.parse(checkout / "build" / "docs" / "junit.xml").iter("failure"))
        assert [failure.text.splitlines()[0].split(": ")[0].rpartition(":")[0] for failure in failures] == [
            f"{PAGE}:{line}"
        ]

    def test_moved_text_passes(self, checkout: Path):
        edit(checkout, lambda text: "\n" * 7 + text)
        ran = run(checkout, *HOOK)
        assert ran.returncode == 0, ran.stdout + ran.stderr

    def test_a_corrected_line_fails_until_its_entry_is_out(self, checkout: Path):
        known = (checkout / "docs" / "known-errata.toml").read_text(encoding="utf-8")
        block = next(text for text in known.split("\n\n") if '"unknown-option-' in text)
        (wrong,) = re.findall(r"message = .*?(--[\w-]+)", block)
        edit(checkout, lambda text: text.replace(wrong, "--help"))
        ran = run(checkout, *HOOK)
        assert ran.returncode == 1, ran.stdout + ran.stderr
        (stale,) = re.findall(r"^(\S+):(\d+): stale: (\S+) is not found any more", ran.stdout, re.M)
        number = known[: known.index(block)].count("\n") + 1
        assert stale == ("docs/known-errata.toml", str(number), re.search(r'id = "(.*)"', block)[1])
        assert "0 new errata" in ran.stdout
        assert run(checkout, "baseline", "--from", "build/docs", "--prune").returncode == 0
        assert run(checkout, *HOOK).returncode == 0

    def test_a_page_of_words_is_none_of_the_hooks_business(self, checkout: Path):
        words = checkout / "docs" / "words.rst"
        words.write_text("Words\n=====\n\nNothing but words.\n", encoding="utf-8")
        try:
            assert run(checkout, "check", "--static", "--no-repair", "--if-any", "docs/words.rst").returncode == 0
            assert run(checkout, "check", "--static", "--no-repair", "docs/words.rst").returncode == 3
        finally:
            words.unlink()
