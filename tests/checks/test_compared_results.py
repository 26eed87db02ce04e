"""Results that are compared with values."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import compared_results
from harness.interfaces import Case

MakeCase = Callable[..., Case]


@pytest.mark.parametrize(
    ("code", "place", "right"),
    [
        ("assert add.delay(2, 2) == 4", "add.delay(2, 2)", "add.delay(2, 2).get()"),
        ("assert 4 == proj.add.delay(2, 2)", "proj.add.delay(2, 2)", "proj.add.delay(2, 2).get()"),
        ("def test():\n    assert f.apply_async((1,), queue='x') == ['a']", "f.apply_async((1,), queue='x')",
         "f.apply_async((1,), queue='x').get()"),
        ("if ping.delay() == 'pong':\n    pass", "ping.delay()", "ping.delay().get()"),
        ("assert add.delay(\n    2, 2) == 4", "add.delay(", None),
        (">>> assert add.delay(2, 2) == 4", "add.delay(2, 2)", "add.delay(2, 2).get()"),
    ],
)  # fmt: skip
def test_finds(make_case: MakeCase, code: str, place: str, right: str | None) -> None:
    case = make_case(code, "pycon" if code.startswith(">>>") else "python")
    (finding,) = compared_results.find(case)
    assert (finding.rule, finding.place.text, finding.suggestion) == ("compared-result", place, right)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("assert add.delay(2, 2).get() == 4", id="got"),
        pytest.param("assert add.apply((2, 2)).result == 4", id="its result"),
        pytest.param("assert add(2, 2) == 4", id="called"),
        pytest.param("assert add.delay(2, 2) == result", id="with another result, maybe"),
        pytest.param("assert add.delay(2, 2) != 4", id="unequal"),
        pytest.param("assert add.delay(2, 2) == None", id="whether there is one"),
        pytest.param("assert add.apply_async((2, 2), task_id='x') == 'x'", id="its id"),
        pytest.param(">>> add.delay(2, 2) == 4\nFalse", id="shown to be false"),
        pytest.param("with patch('tasks.add.delay', return_value=4):\n    assert add.delay(2, 2) == 4", id="a mock"),
        pytest.param("class Add:\n    def delay(self): ...\nassert add.delay() == 4", id="the reader's own"),
        pytest.param("# this is wrong:\nassert add.delay(2, 2) == 4", id="told to be wrong"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str) -> None:
    assert list(compared_results.find(make_case(code, "pycon" if code.startswith(">>>") else "python"))) == []
