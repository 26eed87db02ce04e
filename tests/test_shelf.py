"""Texts are found under their key, newest first to stay, and never after their time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness import shelf
from harness.errors import MissingError
from harness.shelf import Shelf

KEPT, DAYS = 3, 10


@pytest.fixture
def store(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "folder" / "texts.sqlite", kept=KEPT, days=DAYS)


def test_a_text_is_found_under_its_key_alone(store: Shelf):
    store.save([("page", "one", "first"), ("other", "one", "second")])
    assert store.load({"page": "one"}) == {"page": "first"}
    assert store.load({"page": "one", "other": "one", "none": "one"}) == {"page": "first", "other": "second"}
    assert store.load({"page": "two"}) == {}
    assert store.load({}) == {}


def test_a_text_is_replaced(store: Shelf):
    store.save([("page", "one", "first")])
    store.save([("page", "one", "second")])
    assert store.load({"page": "one"}) == {"page": "second"}


def test_of_a_name_the_newest_stay(store: Shelf):
    for number in range(10):
        store.save([("page", str(number), "text"), ("other", "0", "text")])
    assert [number for number in range(10) if store.load({"page": str(number)})] == [7, 8, 9]
    assert store.load({"other": "0"})


def test_what_is_old_is_not_served_and_goes(store: Shelf, monkeypatch: pytest.MonkeyPatch):
    store.save([("page", "one", "text")])
    now = shelf.time.time()
    monkeypatch.setattr(shelf.time, "time", lambda: now + (DAYS + 1) * shelf.DAY)
    assert store.load({"page": "one"}) == {}
    store.save([("other", "one", "text")])
    monkeypatch.setattr(shelf.time, "time", lambda: now)
    assert store.load({"page": "one"}) == {}


def test_two_at_a_time(store: Shelf, tmp_path: Path):
    other = Shelf(tmp_path / "folder" / "texts.sqlite", kept=KEPT, days=DAYS)
    store.save([("page", "one", "text")])
    assert other.load({"page": "one"}) == {"page": "text"}


def test_one_that_is_torn_is_made_anew(tmp_path: Path):
    path = tmp_path / "texts.sqlite"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    store = Shelf(path, kept=KEPT, days=DAYS)
    store.save([("page", "one", "text")])
    assert store.load({"page": "one"}) == {"page": "text"}


def test_one_that_cannot_be_written(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(MissingError, match="cache folder"):
        Shelf(tmp_path / "file" / "texts.sqlite", kept=KEPT, days=DAYS)


@given(text=st.text(st.characters(codec="utf-8")))
def test_every_text_comes_back(text: str, tmp_path_factory: pytest.TempPathFactory):
    store = Shelf(tmp_path_factory.mktemp("shelf") / "texts.sqlite", kept=KEPT, days=DAYS)
    store.save([("page", "one", text)])
    assert store.load({"page": "one"}) == {"page": text}
