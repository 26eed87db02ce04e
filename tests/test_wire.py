from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness import wire
from harness.model import Docs, Observation, Outcome, Page, Place, Plan

st.register_type_strategy(float, st.floats(allow_nan=False))  # NaN equals nothing, itself included
RECORDS = [Docs, Place, Page, Plan, Observation, Outcome]


@pytest.mark.parametrize("kind", RECORDS)
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_round_trip(kind, data):
    record = data.draw(st.from_type(kind))
    assert wire.from_json(kind, json.loads(wire.dumps(record))) == record


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"version": "1", "root": "/"}, "Docs: "),
        ({"version": 1, "root": "/", "sha256": ""}, "Docs.version: expected str, got 1"),
        ({"version": "1", "root": "/", "sha256": "", "x": 1}, "Docs: unknown key 'x'"),
        ([], "Docs: expected dict, got []"),
    ],
)
def test_what_does_not_fit_is_told_with_its_path(data, message):
    with pytest.raises(ValueError, match=message.replace("[", r"\[").replace("]", r"\]")):
        wire.from_json(Docs, data)


def test_a_torn_last_line_is_passed_over(tmp_path):
    path = tmp_path / "docs.jsonl"
    docs = Docs(version="1", root="/", sha256="")
    wire.append_lines(path, [docs, docs])
    path.write_text(path.read_text() + '{"version": "2", "ro')
    assert list(wire.read_lines(path, Docs)) == [docs, docs]


def test_a_broken_line_elsewhere_is_an_error_with_its_number(tmp_path):
    path = tmp_path / "docs.jsonl"
    path.write_text('{"version": 1}\n{}\n')
    with pytest.raises(ValueError, match=r"docs\.jsonl:1: "):
        list(wire.read_lines(path, Docs))
