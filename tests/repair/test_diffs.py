"""Patches: what `git apply` and `patch` take, merged, and applied wholly or not at all."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from harness.repair import diffs
from harness.repair.edit import Edit

FILE = "docs/page.rst"
TEXT = "".join(f"line {number}\n" for number in range(1, 21))


def edit(line: int, column: int, old: str, new: str) -> Edit:
    return Edit(file=FILE, line=line, column=column, old=old, new=new)


def patch(*edits: Edit, text: str = TEXT) -> str:
    return diffs.unified(FILE, text, edits)


def applied(told: str, text: str = TEXT) -> str:
    return diffs.apply(text, FILE, diffs.parse(told)[FILE])


ONE = edit(3, 1, "line", "LINE")
TWO = edit(3, 6, "3", "three")
NEW = edit(4, 1, "", "new\n")
LATE = edit(20, 1, "line 20\n", "")
SEVERAL = edit(8, 1, "line 8\nline 9", "line 8 and 9")


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param([ONE], id="a word"),
        pytest.param([ONE, TWO], id="two words of a line"),
        pytest.param([NEW], id="a new line"),
        pytest.param([ONE, NEW, SEVERAL, LATE], id="many"),
        pytest.param([edit(1, 1, "", "first\n")], id="before the first line"),
        pytest.param([LATE], id="the last line goes"),
    ],
)
@pytest.mark.parametrize("tool", ["git", "patch"])
def test_other_programs_apply_what_we_write(edits: list[Edit], tool: str, tmp_path: Path):
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not on PATH")
    path = tmp_path / FILE
    path.parent.mkdir()
    told = [diffs.merge({str(number): patch(each) for number, each in enumerate(edits)})[0], patch(*edits)]
    for text in told:
        path.write_text(TEXT)
        command = ["git", "apply", "--unsafe-paths"] if tool == "git" else ["patch", "-p1"]
        ran = subprocess.run(command, cwd=tmp_path, input=text, text=True, capture_output=True, check=False)
        assert ran.returncode == 0, ran.stderr
        assert path.read_text() == diffs.edited(TEXT, edits)
        assert applied(text) == diffs.edited(TEXT, edits)


def test_patches_of_one_line_go_together():
    told, conflicts = diffs.merge({"one": patch(ONE), "two": patch(TWO), "three": patch(NEW), "again": patch(NEW)})
    assert not conflicts
    assert applied(told) == diffs.edited(TEXT, [ONE, TWO, NEW])


def test_patches_of_the_same_words_do_not():
    other = edit(3, 1, "line", "row")
    told, conflicts = diffs.merge({"one": patch(ONE), "other": patch(other, NEW), "late": patch(LATE)})
    assert conflicts == [f"other: {FILE}:3: two corrections of the same words"]
    assert applied(told) == diffs.edited(TEXT, [ONE, LATE])


def test_patches_of_two_releases_do_not():
    _, conflicts = diffs.merge({"new": patch(ONE), "old": patch(TWO, text=TEXT.replace("line 2", "old 2"))})
    assert conflicts == [f"old: {FILE}:2: another release's text"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("more\nmore\n" + TEXT, "more\nmore\n" + diffs.edited(TEXT, [ONE]), id="text that has moved"),
        pytest.param(diffs.edited(TEXT, [ONE]), diffs.edited(TEXT, [ONE]), id="text that is right already"),
    ],
)
def test_a_checkout_may_differ_elsewhere(text: str, expected: str):
    assert applied(patch(ONE), text) == expected


def test_a_checkout_that_differs_here_is_told():
    with pytest.raises(diffs.ConflictError, match=r"docs/page.rst:1: other text stands there"):
        applied(patch(ONE), TEXT.replace("line 3", "something else"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("@@ -1,1 +1,1 @@\n-a\n+b\n", id="no file"),
        pytest.param("+++ b/x\n@@ -1,3 +1,3 @@\n-a\n+b", id="torn"),
    ],
)
def test_what_is_no_patch(text: str):
    with pytest.raises(diffs.ConflictError):
        diffs.parse(text)


def test_a_column_that_moves_and_a_cell_in_it_go_together():
    table = "``ONE``    :x:`one`\n``SECOND`` :x:`two`\n"
    wide = [edit(1, 12, "", "  "), edit(2, 12, "", "  ")]
    longer = [edit(1, 3, "ONE", "OTHER"), edit(1, 8, "  ", "")]
    shorter = [edit(2, 3, "SECOND", "TWO"), edit(2, 11, "", "   ")]
    patches = {str(number): patch(*each, text=table) for number, each in enumerate((wide, longer, shorter))}
    told, conflicts = diffs.merge(patches)
    assert not conflicts
    assert applied(told, table) == "``OTHER``    :x:`one`\n``TWO``      :x:`two`\n"


def test_blanks_of_what_goes_go_with_it():
    gone, blanks = edit(1, 1, "line 1\n", ""), edit(1, 6, "", " ")
    assert diffs.edited(TEXT, [gone, blanks]) == TEXT.removeprefix("line 1\n")
    with pytest.raises(diffs.ConflictError):
        diffs.edited(TEXT, [gone, edit(1, 6, "", "x")])


def test_words_of_one_line_go_together_and_the_same_word_is_changed_once():
    several = [edit(3, 1, "line", "LINE"), edit(3, 6, "3", "three")]
    told, conflicts = diffs.merge({"both": patch(*several), "one": patch(TWO)})
    assert conflicts == []
    assert applied(told) == TEXT.replace("line 3\n", "LINE three\n")
