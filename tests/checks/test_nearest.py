"""The real name that a wrong one was meant to be."""

from __future__ import annotations

import pytest

from harness.checks import _nearest


@pytest.mark.parametrize(
    ("name", "candidates", "expected"),
    [
        pytest.param(
            "revoke_by_stamped_header",
            ["revoke", "revoke_by_stamped_headers"],
            "revoke_by_stamped_headers",
            id="plural",
        ),
        pytest.param("task_prerun", ["task_preruns", "task_postrun"], "task_preruns", id="singular"),
        pytest.param("Statedb", ["StateDB", "Step"], "StateDB", id="case"),
        pytest.param("apply_asynch", ["apply_async", "apply"], "apply_async", id="a letter too many"),
        pytest.param("worker-concurrency", ["worker_concurrency"], "worker_concurrency", id="hyphen"),
        pytest.param("worekr", ["worker", "workers", "beat"], "worker", id="two letters changed places"),
        pytest.param("pign", ["ping", "pong"], "ping", id="two letters of a short name changed places"),
    ],
)
def test_is_clear(name: str, candidates: list[str], expected: str):
    assert _nearest.nearest(name, candidates) == expected


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        pytest.param("task", ["Task"], id="a short name in another case is another thing"),
        pytest.param("foo", ["bar"], id="not alike"),
        pytest.param("task_succesd", ["task_success", "task_succeed"], id="two as near"),
        pytest.param("acks", ["ackx"], id="too short to tell"),
        pytest.param("x", [], id="nothing to choose from"),
        pytest.param("cna", ["can"], id="two of three letters"),
        pytest.param("tagz", ["tags", "tagg"], id="another letter"),
        pytest.param("abba", ["baba", "abab"], id="two slips as likely"),
    ],
)
def test_is_not_clear(name: str, candidates: list[str]):
    assert _nearest.nearest(name, candidates) is None


def test_a_name_is_not_its_own_correction():
    assert _nearest.nearest("revoke", ["revoke"]) is None
