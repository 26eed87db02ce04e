"""Which keyword is meant among the few that a call takes."""

from __future__ import annotations

import pytest

from harness.checks import _keywords

KNOWN = frozenset({"eta", "exc", "expires", "countdown", "shadow_name", "task_id", "queue", "parent_id"})


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        pytest.param("coundtown", "countdown", id="like it"),
        pytest.param("eat", "eta", id="neighbours have changed places"),
        pytest.param("expiry", "expires", id="of one stem"),
        pytest.param("shadow_title", "shadow_name", id="another word"),
        pytest.param("job_id", None, id="another word, of several"),
        pytest.param("exempt", None, id="begins alike"),
        pytest.param("aet", None, id="other letters"),
        pytest.param("queue", None, id="known"),
        pytest.param("MessageGroupId", None, id="like none"),
    ],
)
def test_meant(name: str, meant: str | None):
    assert _keywords.meant(name, KNOWN) == meant
