"""Where a mistake stands when a run holds several brokers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from harness.compare import interval

VERSIONS = {"celery53": "5.3.6", "celery54": "5.4.0", "celery55": "5.5.3"}
CHECKED = {
    f"{name}-{broker}": frozenset({version}) for name, version in VERSIONS.items() for broker in ("rabbitmq", "redis")
}
OLD, NEW = ("celery53-redis", "celery53-rabbitmq"), ("celery55-redis", "celery55-rabbitmq")


@pytest.mark.parametrize(
    ("fails", "holds", "expected"),
    [
        pytest.param(("celery54-redis",), ("celery54-rabbitmq",), {"rabbitmq": "nowhere", "redis": "5.4.0"}, id="one"),
        pytest.param(
            (*OLD, "celery54-redis"),
            ("celery54-rabbitmq", *NEW),
            {"rabbitmq": "5.3.6, not from 5.4.0", "redis": "5.3.6–5.4.0, not from 5.5.3"},
            id="longer on one",
        ),
        pytest.param(OLD, NEW, {}, id="agreed: nothing to tell"),
        pytest.param(("celery54-redis",), ("celery55-rabbitmq",), {}, id="never on the same release"),
        pytest.param(("celery54-redis",), (), {}, id="not decided on the other"),
    ],
)
def test_by_broker(fails: Sequence[str], holds: Sequence[str], expected: dict[str, str]) -> None:
    assert interval.by_broker(fails, holds, CHECKED) == expected
