"""Attributes that a class reads of itself and does not have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import own_attributes
from harness.interfaces import Case

MakeCase = Callable[..., Case]
CLASS = "class Worker:\n    def __init__(self, connection):\n        {init}\n\n    def run(self):\n        {run}"


def of(init: str = "pass", run: str = "self.connection.drain()") -> str:
    return CLASS.format(init=init, run=run)


@pytest.mark.parametrize(
    ("code", "places"),
    [
        pytest.param(of(), [(15, 18)], id="it is not kept"),
        pytest.param(of("self.conn = connection"), [(15, 18)], id="it is kept under another name"),
        pytest.param(of("print(self.connection)", "pass"), [(12, 24)], id="at once"),
        pytest.param(of(run="f(self.connection, self.connection)"), [(15, 20), (15, 37)], id="twice"),
        pytest.param(of().replace("self, connection", "self, *, connection"), [(15, 18)], id="by its name alone"),
        pytest.param(of().replace("self", "me"), [(15, 16)], id="another name of itself"),
    ],
)
def test_finds(make_case: MakeCase, code: str, places: list[tuple[int, int]]):
    found = list(own_attributes.find(make_case(code)))
    assert [(each.place.line, each.place.column) for each in found] == places
    assert {each.rule for each in found} == {"unset-attribute"}


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param(of("self.connection = connection"), {}, id="it is kept"),
        pytest.param(of("self.connection: object = connection"), {}, id="with a type"),
        pytest.param(of("self.x, self.connection = 1, connection"), {}, id="among others"),
        pytest.param(of(run="self.connection = 1"), {}, id="it is set later"),
        pytest.param(of().replace("Worker:", "Worker(Base):"), {}, id="a base may set it"),
        pytest.param(of().replace("class", "@dataclass\nclass"), {}, id="a decorator may set it"),
        pytest.param(of("setattr(self, 'connection', connection)"), {}, id="set by name"),
        pytest.param(of("self.__dict__.update(connection=connection)"), {}, id="set among all"),
        pytest.param(of("configure(self, connection)"), {}, id="somebody else may set it"),
        pytest.param(of() + "\n    def __getattr__(self, name): return 1", {}, id="it has everything"),
        pytest.param(of() + "\n    connection = None", {}, id="the class has it"),
        pytest.param(of() + "\n    @property\n    def connection(self): return 1", {}, id="a property"),
        pytest.param(of(run="self.other.drain()"), {}, id="no argument of the name"),
        pytest.param(of(run="other.connection.drain()"), {}, id="another's"),
        pytest.param(of(), {"lead": "This does not work:"}, id="it is said to be wrong"),
        pytest.param(of(), {"historical": True}, id="history"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, changes: dict[str, str]):
    assert list(own_attributes.find(make_case(code, **changes))) == []
