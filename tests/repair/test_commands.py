"""`fix` and `reproduce` on the folder of a run: what they print, write and end with."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from harness import wire
from harness.cli import cli
from harness.model import Erratum
from harness.repair import diffs
from harness.repair.edit import Edit
from tests.repair.making import FILE, erratum_of, finding_of, place_of

TEXT = "one\ntwo\nthree\n"


def correction(old: str, new: str, verified: bool | None = True, **changes: Any) -> Erratum:
    place = place_of(TEXT, old)
    edit = Edit(file=changes.pop("file", FILE), line=place.line, column=place.column, old=old, new=new)
    patch = diffs.unified(edit.file, TEXT, [edit])
    erratum = erratum_of(finding_of(place, new), id=f"unknown-name-{old}", patch=patch, patch_verified=verified)
    return dataclasses.replace(erratum, **changes)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


def report(folder: Path, *errata: Erratum) -> None:
    folder.mkdir()
    data = {
        "schema": 1,
        "docs": [{"version": "5.7.0", "sha256": ""}],
        "errata": [wire.to_json(each) for each in errata],
    }
    (folder / "errata.json").write_text(json.dumps(data), encoding="utf-8")


def call(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


def checkout(tmp_path: Path, text: str = TEXT) -> Path:
    path = tmp_path / "checkout" / FILE
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return tmp_path / "checkout"


def test_fix_prints_what_is_verified(folder: Path):
    report(folder, correction("one", "ONE"), correction("two", "TWO", False), correction("three", "3", None))
    told = call("fix", "--from", folder)
    assert (told.exit_code, told.stdout.count("\n+")) == (0, 2)
    assert diffs.apply(TEXT, FILE, diffs.parse(told.stdout)[FILE]) == "ONE\ntwo\nthree\n"
    told = call("fix", "--from", folder, "--all")
    assert diffs.apply(TEXT, FILE, diffs.parse(told.stdout)[FILE]) == "ONE\nTWO\n3\n"


def test_fix_writes_into_a_checkout_twice_without_harm(folder: Path, tmp_path: Path):
    report(folder, correction("one", "ONE"), correction("three", "3"))
    root = checkout(tmp_path, "more\n" + TEXT)
    for _ in range(2):
        assert call("fix", "--from", folder, "--write", root).exit_code == 0
        assert (root / FILE).read_text() == "more\nONE\ntwo\n3\n"


def test_fix_writes_nothing_when_something_does_not_fit(folder: Path, tmp_path: Path):
    report(folder, correction("one", "ONE"), correction("two", "TWO", file="docs/other.rst"))
    root = checkout(tmp_path)
    told = call("fix", "--from", folder, "--write", root)
    assert told.exit_code == 1
    assert "docs/other.rst" in told.stderr
    assert (root / FILE).read_text() == TEXT


@pytest.mark.parametrize("file", ["../outside.rst", "/outside.rst"])
def test_fix_writes_nothing_outside_the_checkout(folder: Path, tmp_path: Path, file: str):
    (tmp_path / "outside.rst").write_text(TEXT)
    report(folder, correction("one", "ONE", file=file))
    assert call("fix", "--from", folder, "--write", checkout(tmp_path)).exit_code == 1
    assert (tmp_path / "outside.rst").read_text() == TEXT


def test_reproduce_prints_a_script(folder: Path):
    report(folder, correction("one", "ONE", reproducer="print()\n"), correction("two", "TWO"))
    told = call("reproduce", "unknown-name-one", "--from", folder)
    assert (told.exit_code, told.stdout) == (0, "print()\n")
    assert call("reproduce", "unknown-name-two", "--from", folder).exit_code == 3
    assert call("reproduce", "--all", "--from", folder).exit_code == 0
    assert [path.name for path in (folder / "reproducers").iterdir()] == ["unknown-name-one.py"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param(["fix"], 3, id="no corrections"),
        pytest.param(["reproduce", "--all"], 3, id="no scripts"),
        pytest.param(["reproduce"], 2, id="neither an id nor --all"),
        pytest.param(["reproduce", "x", "--all"], 2, id="both"),
        pytest.param(["reproduce", "no-such"], 2, id="no such erratum"),
        pytest.param(["reproduce", "unknown"], 2, id="the beginning of several"),
    ],
)
def test_exit_statuses(folder: Path, arguments: list[str], status: int):
    report(folder, correction("one", "1", patch=None), correction("two", "2", patch=None))
    assert call(*arguments, "--from", folder).exit_code == status


def test_a_folder_that_is_none(tmp_path: Path):
    assert call("fix", "--from", tmp_path).exit_code == 3
    (tmp_path / "errata.json").write_text("[]")
    assert call("fix", "--from", tmp_path).exit_code == 2
