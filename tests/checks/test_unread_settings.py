"""Settings that nothing reads."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import unread_settings
from harness.inside import read_source
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
SETTINGS = ("blob_retry_max_attempts", "blob_retry_base", "result_extended_by", "worker_log_file", "lonely")
SOURCE = '''
"""blob_retry_max_attempts is described here."""


class Backend:
    def __init__(self, app):
        """blob_retry_max_attempts again."""
        self.base = app.conf.blob_retry_base
        self.more = app.conf.find_value_for_key("extended_by", "result")

    def start(self, log_file=None): ...
'''


@pytest.fixture
def case(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    def make(setting: str, kind: str = "setting", source: str = SOURCE, **changes) -> Case:
        for path, text in {
            "blob.py": source,
            "app/__init__.py": "",
            "app/defaults.py": "'blob_retry_max_attempts'",
        }.items():
            (tmp_path / "celery" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "celery" / path).write_text(text)
        made = make_case(claim=make_claim(setting, kind, **changes))
        settings = {**made.facts["settings"], "keys": {each: {} for each in SETTINGS}}
        words = read_source.main([str(tmp_path / "celery")])["words"]
        return dataclasses.replace(made, facts={**made.facts, "settings": settings, "words": words})

    return make


def test_finds(case: Callable[..., Case]):
    made = case("blob_retry_max_attempts")
    (finding,) = unread_settings.find(made)
    assert (finding.rule, finding.blame, finding.place.text) == ("unread-setting", "library", "blob_retry_max_attempts")
    assert unread_settings.covers(made)


@pytest.mark.parametrize(
    ("setting", "changes"),
    [
        pytest.param("blob_retry_base", {}, id="read as an attribute"),
        pytest.param("result_extended_by", {}, id="read without its namespace"),
        pytest.param("worker_log_file", {}, id="an argument"),
        pytest.param("lonely", {}, id="a word"),
        pytest.param("blob_unknown_to_celery", {}, id="no setting"),
        pytest.param("blob_retry_max_attempts", {"kind": "xref"}, id="a reference"),
        pytest.param("blob_retry_max_attempts", {"historical": True}, id="history"),
        pytest.param("blob_retry_max_attempts", {"source": "def"}, id="a source that cannot be read"),
    ],
)
def test_leaves_alone(case: Callable[..., Case], setting: str, changes: dict):
    assert list(unread_settings.find(case(setting, **changes))) == []


def test_covers_what_was_looked_for(case: Callable[..., Case]):
    assert unread_settings.covers(case("blob_retry_base"))
    assert not unread_settings.covers(case("blob_unknown_to_celery"))
