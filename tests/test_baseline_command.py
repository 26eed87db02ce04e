"""`doc-harness baseline` on the reports of a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harness import baseline_file, cli
from harness.interfaces import Results
from harness.reports import json_report
from tests.reports.results import erratum, place, results

FIRST = erratum(places=(place("5.4.0", 3, 1, "x"),), evidence={"lines": ["the first line"]})
SECOND = erratum(
    id="x-2", places=(place("5.4.0", 9, 1, "y"),), evidence={"lines": ["redis://user:pass@h/0 /home/me/x"]}
)


@pytest.fixture
def baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, found: Results) -> Result:
        folder = tmp_path / "reports" / "run"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "errata.json").write_text(json_report.render(found), encoding="utf-8")
        return CliRunner().invoke(cli.cli, ["baseline", *arguments])

    return run


def entries(path: str = "known.toml") -> dict[str, str]:
    return {entry.id: entry.reason for entry in baseline_file.read(Path(path)).entries}


def test_it_is_made_and_kept_up(baseline):
    ran = baseline("known.toml", "--reason", "Old.", found=results(errata=(FIRST,)))
    assert ran.exit_code == 0, ran.output
    assert ran.stderr == "doc-harness: known.toml: 1 known errata, 1 added, 0 taken out\n"
    baseline("known.toml", "--reason", "New.", found=results(errata=(FIRST, SECOND)))
    assert entries() == {FIRST.id: "Old.", "x-2": "New."}
    ran = baseline("known.toml", found=results(errata=(SECOND,)))
    assert (ran.exit_code, entries()) == (0, {"x-2": "New."})


def test_a_second_time_changes_nothing(baseline, tmp_path: Path):
    baseline("known.toml", "--reason", "Old.", found=results(errata=(FIRST, SECOND)))
    before = (tmp_path / "known.toml").read_bytes()
    baseline("known.toml", found=results(errata=(FIRST, SECOND)))
    assert (tmp_path / "known.toml").read_bytes() == before


def test_the_words_of_the_docs_are_not_masked(baseline):
    baseline("known.toml", "--reason", "Old.", found=results(errata=(SECOND,)))
    (entry,) = baseline_file.read(Path("known.toml")).entries
    assert entry.places == {"docs/userguide/workers.rst": ("redis://user:pass@h/0 /home/me/x",)}


def test_new_errata_need_a_reason(baseline, tmp_path: Path):
    ran = baseline("known.toml", found=results(errata=(FIRST,)))
    assert ran.exit_code == 2
    assert f"1 errata are not in known.toml ({FIRST.id}): say why they stay with --reason" in ran.stderr
    assert not (tmp_path / "known.toml").exists()


def test_prune_only_takes_out(baseline):
    baseline("known.toml", "--reason", "Old.", found=results(errata=(FIRST,)))
    assert baseline("known.toml", "--prune", found=results(errata=(SECOND,))).exit_code == 0
    assert entries() == {}


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["known.toml", "--prune", "--reason", "x"], 2, "give --reason or --prune"),
        (["known.toml", "--reason", " "], 2, "--reason is empty"),
        ([], 2, "name the baseline, or set baseline in [tool.doc-harness]"),
        (["known.toml", "--from", "nowhere"], 3, "nowhere holds no errata.json"),
    ],
)
def test_what_is_wrong_with_the_command_line(baseline, arguments: list[str], status: int, message: str):
    ran = baseline(*arguments, found=results())
    assert ran.exit_code == status
    assert message in ran.stderr


def test_the_settings_name_the_file(baseline, tmp_path: Path):
    (tmp_path / "pyproject.toml").write_text("[tool.doc-harness]\nbaseline = 'docs/known.toml'\n")
    baseline("--reason", "Old.", found=results(errata=(FIRST,)))
    assert entries("docs/known.toml") == {FIRST.id: "Old."}
