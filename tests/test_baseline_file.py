"""The file of known errata: what is read and refused, and that what people wrote stays."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.baseline_file import HEAD, Baseline, Entry, quoted, read, render, words
from harness.errors import MissingError, UsageError

ENTRY = """\
[[known]]
id = "unknown-name-1f0c3a9b"
reason = "Waits for 5.5."
message = "celery.app.control.Control has no revoke_by_stamped_header"
seen = ["redis", "static"]
[known.places]
"docs/userguide/workers.rst" = [
    ".. control:: revoke_by_stamped_header",
    ">>> app.control.revoke_by_stamped_header({",
]
"""


def entry(name: str = "unknown-name-1f0c3a9b", **changes) -> Entry:
    blank = {
        "id": name,
        "reason": "Waits.",
        "message": "",
        "seen": ("static",),
        "places": {"docs/a.rst": ("x = 1",)},
    }
    return Entry(**(blank | changes))


@pytest.fixture
def file(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "known.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_an_entry(file):
    (found,) = read(file(f"# Ours.\n\n{ENTRY}")).entries
    assert found.id == "unknown-name-1f0c3a9b"
    assert found.line == 3
    assert found.seen == ("redis", "static")
    assert found.places == {
        "docs/userguide/workers.rst": (
            ".. control:: revoke_by_stamped_header",
            ">>> app.control.revoke_by_stamped_header({",
        )
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("# nothing known\n", id="a comment"),
        pytest.param(ENTRY.replace('message = "celery.app.control.Control has no revoke_by_stamped_header"\n', ""), id="no message"),
        pytest.param(ENTRY.replace('seen = ["redis", "static"]\n', ""), id="written by hand: nobody knows who sees it"),
        pytest.param(ENTRY.replace("[[known]]", "  [[ known ]]"), id="spaces"),
        pytest.param(ENTRY.replace('"Waits for 5.5."', "'''Waits\nfor 5.5.'''"), id="a reason of two lines"),
    ],
)  # fmt: skip
def test_what_is_allowed(file, text: str):
    read(file(text))


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        pytest.param(('reason = "Waits for 5.5."\n', ""), 1, "known[0].reason: is missing", id="no reason"),
        pytest.param(('"Waits for 5.5."', '" "'), 3, "known[0].reason: is empty", id="an empty reason"),
        pytest.param(('"Waits for 5.5."', "5.5"), 3, "known[0].reason: expected a string, got 5.5", id="no string"),
        pytest.param(("reason =", "resaon ="), 3, "known[0].resaon: unknown key (known: id, reason", id="a misspelt key"),
        pytest.param(('id = "unknown-name-1f0c3a9b"\n', ""), 1, "known[0].id: is missing", id="no id"),
        pytest.param(('["redis", "static"]', '"static"'), 5, "known[0].seen: expected a list of strings", id="seen"),
        pytest.param(("[known.places]", "[known.place]"), 6, "known[0].place: unknown key", id="a misspelt table"),
        pytest.param((ENTRY[ENTRY.index("[known.p") :], ""), 1, "known[0].places: expected a table", id="no places"),
        pytest.param((ENTRY[ENTRY.index(" = [\n    ") :], " = 474\n"), 7, "expected a list of strings", id="a line number"),
        pytest.param((ENTRY[ENTRY.index(" = [\n    ") :], " = []\n"), 7, "expected a list of strings", id="no lines"),
        pytest.param(("[[known]]", "[[knwon]]"), 1, "unknown key knwon", id="a misspelt block"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(file, change: tuple[str, str], line: int, message: str):
    assert change[0] in ENTRY
    path = file(ENTRY.replace(*change))
    with pytest.raises(UsageError) as error:
        read(path)
    assert str(error.value).startswith(f"{path}:{line}: ")
    assert message in str(error.value)


def test_the_line_is_that_of_its_own_entry(file):
    second = ENTRY.replace("1f0c3a9b", "2f0c3a9b").replace('"Waits for 5.5."', '""')
    with pytest.raises(UsageError, match=r"known.toml:14: known\[1\].reason: is empty"):
        read(file(f"{ENTRY}\n{second}"))


def test_one_erratum_has_one_entry(file):
    with pytest.raises(UsageError, match=r":12: unknown-name-1f0c3a9b stands at line 1 already"):
        read(file(f"{ENTRY}\n{ENTRY}"))


@pytest.mark.parametrize("text", ["[[known]\n", "known = [\n", "id = 'x\n"])
def test_what_is_no_toml_is_told_with_its_place(file, text: str):
    with pytest.raises(UsageError, match=r"known\.toml: not TOML: .*(line|end of document)"):
        read(file(text))


def test_without_a_file_it_says_how_to_make_one(tmp_path: Path):
    with pytest.raises(MissingError, match=r"doc-harness baseline .*known\.toml makes it"):
        read(tmp_path / "known.toml")


# -- writing ------------------------------------------------------------------------------------------


def test_a_new_file(file, tmp_path: Path):
    path = tmp_path / "known.toml"
    text = render(Baseline(path=path), [entry("b-00000002"), entry("a-00000001")])
    assert text.startswith(HEAD)
    assert [item.id for item in read(file(text)).entries] == ["a-00000001", "b-00000002"]


def test_what_is_not_changed_keeps_its_bytes(file):
    text = f"# Ours, for good reasons.\n\n# See the ticket.\n{ENTRY}".replace("reason =", "reason   =")
    old = read(file(text))
    assert render(old, old.entries) == text


def test_what_is_changed_keeps_its_comment(file):
    old = read(file(f"# Ours.\n\n# See the ticket.\n{ENTRY}"))
    text = render(old, [entry(reason="Another.")])
    assert text.startswith(
        '# Ours.\n\n# See the ticket.\n[[known]]\nid = "unknown-name-1f0c3a9b"\nreason = "Another."\n'
    )


def test_what_goes_takes_its_comment_along(file):
    old = read(file(f"# Ours.\n\n# See the ticket.\n{ENTRY}"))
    assert render(old, []) == "# Ours.\n"


@given(st.text(st.characters(codec="utf-8")))
def test_every_text_comes_back(text: str):
    assert tomllib.loads(f"x = {quoted(text)}") == {"x": text}


@given(
    st.lists(
        st.builds(
            entry,
            st.text(st.characters(codec="utf-8"), min_size=1),
            reason=st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip),
            message=st.text(st.characters(codec="utf-8")),
            seen=st.lists(st.text("abc", min_size=1), max_size=2).map(tuple),
            places=st.dictionaries(
                st.text(st.characters(codec="utf-8"), min_size=1),
                st.lists(st.text(st.characters(codec="utf-8")).map(words), min_size=1, max_size=2).map(tuple),
                min_size=1,
                max_size=2,
            ),
        ),
        max_size=3,
        unique_by=lambda item: item.id,
    )
)
def test_every_entry_comes_back(tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]):
    path = tmp_path_factory.getbasetemp() / "round.toml"
    path.write_text(render(Baseline(path=path), entries), encoding="utf-8", newline="")
    assert sorted(read(path).entries, key=lambda item: item.id) == sorted(entries, key=lambda item: item.id)
