from __future__ import annotations

import pytest

from harness.plan.worlds import names_of


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("import a.b\nfrom c import d as e\nx = y = 1\nz: int = 2", {"a", "e", "x", "y", "z"}, id="plain"),
        pytest.param("if fast:\n    Stack = Fast\nelse:\n    Stack = Slow", {"Stack"}, id="one way or the other"),
        pytest.param("try:\n    import json\nexcept ImportError:\n    json = None", {"json"}, id="what may be missing"),
        pytest.param("def f(a):\n    b = 1\nclass C:\n    d = 2", {"f", "C"}, id="nothing of what is inside"),
    ],
)
def test_what_a_file_defines(text, names):
    assert names_of(text) == names
