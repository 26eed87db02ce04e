"""`super` of another class than the one around it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import other_supers
from harness.interfaces import Case

MakeCase = Callable[..., Case]
TASK = "from celery import Task\n"
METHOD = "    def {}(self):\n        super({}, self).{}()\n"


def method(given: str, name: str = "run") -> str:
    return METHOD.format(name, given, name)


@pytest.mark.parametrize(
    ("code", "right", "told"),
    [
        pytest.param(f"{TASK}class Mine(Task):\n{method('Task', 'apply_async')}", "super(Mine, self)",
                     "AttributeError: 'super' object has no attribute 'apply_async'", id="the base is passed over"),
        pytest.param(f"class A:\n    pass\nclass B:\n{method('A')}", "super(B, self)", "TypeError", id="no base"),
        pytest.param(f"class A:\n    pass\nclass C:\n    pass\nclass B(C):\n{method('A')}", "super(B, self)",
                     "TypeError", id="another base"),
        pytest.param(f"{TASK}class A:\n{method('Task')}", "super(A, self)", "TypeError", id="one of the release"),
    ],
)  # fmt: skip
def test_finds(make_case: MakeCase, code: str, right: str, told: str) -> None:
    (finding,) = other_supers.find(make_case(code))
    assert (finding.rule, finding.suggestion) == ("wrong-super", right)
    assert finding.observed.startswith(told)
    assert finding.place.text in code and finding.place.text.startswith("super(")


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(f"{TASK}class Mine(Task):\n{method('Mine', 'apply_async')}", id="its own"),
        pytest.param(f"{TASK}class Mine(Task):\n{method('Task', '__init__')}", id="every object has it"),
        pytest.param(f"{TASK}class Mine(Task):\n{method('Task', 'frobnicate')}", id="nor does the base have it"),
        pytest.param(f"{TASK}class Mine(Task, Mixin):\n{method('Task', 'apply_async')}", id="another base, that is not known"),
        pytest.param(f"from proj import Task\nclass Mine(Task):\n{method('Task', 'apply_async')}", id="the reader's base"),
        pytest.param(f"class A:\n    pass\nclass B(A):\n{method('A')}", id="a base of the sample's"),
        pytest.param(f"class A:\n    pass\nclass B(Base):\n{method('A')}", id="a base that is not known"),
        pytest.param(f"class A:\n    pass\nclass B:\n{method('A')}class C(B, A):\n    pass\n", id="made for both"),
        pytest.param(f"class B:\n{method('A')}", id="not known"),
        pytest.param(f"class A(B):\n    pass\nclass B(A):\n{method('A')}", id="a circle"),
        pytest.param("class A:\n    pass\nclass B:\n    def run(self, other):\n        super(A, other).run()\n",
                     id="of another object"),
        pytest.param("class A:\n    pass\nclass B:\n    def run(self):\n        super().run()\n", id="none given"),
    ],
)  # fmt: skip
def test_leaves_alone(make_case: MakeCase, code: str) -> None:
    assert list(other_supers.find(make_case(code))) == []


def test_told_as_wrong(make_case: MakeCase) -> None:
    code = f"class A:\n    pass\nclass B:\n    # This will not work: wrong\n{method('A')}".replace(
        "        super", "        # wrong:\n        super"
    )
    assert list(other_supers.find(make_case(code))) == []
