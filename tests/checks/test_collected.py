"""Tests that pytest does not collect."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import collected
from harness.interfaces import Case

MakeCase = Callable[..., Case]
BODY = "\n    def test_one(self):\n        ...\n"


@pytest.mark.parametrize(
    ("code", "suggestion", "line"),
    [
        pytest.param(f"@pytest.mark.celery(result_backend='redis://')\nclass test_something:{BODY}", "TestSomething", 1,
                     id="mark"),
        pytest.param(f"from pytest import raises\n\nclass test_send_order:{BODY}", "TestSendOrder", 2, id="import"),
        pytest.param(f"import pytest\nclass OrderTests:{BODY}", "TestOrderTests", 1, id="suffix"),
    ],
)  # fmt: skip
def test_finds(make_case: MakeCase, code: str, suggestion: str, line: int):
    (finding,) = collected.find(make_case(code))
    assert (finding.rule, finding.suggestion) == ("uncollected-test", suggestion)
    assert code.split("\n")[line][finding.place.column - make_case(code).sample.columns[line] :].startswith(
        finding.place.text
    )
    assert collected.covers(make_case(code))


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(f"import pytest\nclass TestSomething:{BODY}", id="collected"),
        pytest.param(f"import pytest\nclass test_case(unittest.TestCase):{BODY}", id="unittest collects by the base"),
        pytest.param(f"class test_something:{BODY}", id="not for pytest"),
        pytest.param("import pytest\nclass helper:\n    def run(self):\n        ...\n", id="no tests"),
        pytest.param("import pytest\ndef test_one():\n    ...\n", id="functions"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str):
    assert list(collected.find(make_case(code))) == []
