"""Documented arguments of which nothing comes, and defaults that only the source tells."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import handed_on
from harness.interfaces import Case
from tests.checks.conftest import make_claim
from tests.checks.passages import placed

MakeCase = Callable[..., Case]
CLASS = '''
class Port:
    def open(self, host=None, retry=True, space="", **kwargs):
        """Open it.

        Arguments:
            {item}
        """
        {body}

    def _made(self, url, limit=None):
        return url

    def _dropped(self, url, limit=None, **kwargs):
        return url, limit

    def _used(self, url, **kwargs):
        return kwargs

    @decorated
    def _decorated(self, url):
        return url
'''


def documented(make_case: MakeCase, root: Path, item: str, body: str) -> Case:
    text = CLASS.format(item=item.replace("\n", "\n" + " " * 16), body=textwrap.indent(body, " " * 8).strip())
    name = item.partition(" ")[0].rstrip(":")
    claim = make_claim(
        name, "parameter", subject=name.lstrip("*"), line=7, column=13, scope="celery.port.Port.open",
        file="celery/port.py",
    )  # fmt: skip
    return placed(make_case(claim=claim), root, text, {"modules": {}})


@pytest.mark.parametrize(
    ("item", "body", "said"),
    [
        pytest.param("**kwargs: More.", "return host", "open does not look at them", id="not looked at"),
        pytest.param("**kwargs: More.", "return self._dropped(1, **kwargs)", "_dropped does not", id="by the next"),
        pytest.param("**kwargs: More.", "x = self._dropped(1, **kwargs)\nreturn x", "_dropped does not", id="assigned"),
        pytest.param("limit: Most.", "return self._made(1, **kwargs)", "_made does not look at it", id="taken only"),
        pytest.param("url: Where.", "return self._made(host, **kwargs)", "_made gets url twice", id="twice"),
        pytest.param("url: Where.", "return self._made(url=host, **kwargs)", "_made gets url twice", id="by name"),
        pytest.param("size: Big.", "return self._made(host, **kwargs)", "_made takes no size", id="refused"),
    ],
)
def test_finds(make_case: MakeCase, tmp_path: Path, item: str, body: str, said: str) -> None:
    (finding,) = handed_on.find(documented(make_case, tmp_path, item, body))
    assert finding.rule == "ignored-argument"
    assert said in finding.message


@pytest.mark.parametrize(
    ("item", "body"),
    [
        pytest.param("host: The host.", "return 1", id="named: a hook may leave it"),
        pytest.param("**kwargs: More.", "return self._used(1, **kwargs)", id="looked at"),
        pytest.param("**kwargs: More.", "return connect(**kwargs)", id="handed on to who knows whom"),
        pytest.param("**kwargs: More.", "return self.port._dropped(1, **kwargs)", id="of another object"),
        pytest.param("**kwargs: More.", "self._dropped(1, **kwargs)\nreturn kwargs", id="twice used"),
        pytest.param("limit: Most.", "return self._dropped(1, **kwargs)", id="taken by name"),
        pytest.param("size: Big.", "return kwargs.pop('size')", id="taken out"),
        pytest.param("size: Big.", "return self._decorated(1, **kwargs)", id="decorated"),
        pytest.param("**kwargs: More.", "pass", id="to be filled by others"),
        pytest.param("**kwargs: More.", "raise NotImplementedError()", id="not made yet"),
        pytest.param("**kwargs: Ignored.", "return host", id="the docstring says so"),
        pytest.param("**kwargs: More.", "return locals()", id="all at once"),
        pytest.param("kwargs: Keywords.", "return host", id="the keywords, without stars"),
        pytest.param("**options: More.", "return self._used(1, **kwargs)", id="under another name"),
    ],
)
def test_leaves_alone(make_case: MakeCase, tmp_path: Path, item: str, body: str) -> None:
    assert list(handed_on.find(documented(make_case, tmp_path, item, body))) == []


@pytest.mark.parametrize(
    ("item", "wrong", "line", "column", "right"),
    [
        pytest.param("space: Its name (``None`` by default).", "None", 7, 32, "''", id="another value"),
        pytest.param("retry: Again.  Default is taken from the\n:setting:`port_retry` setting.",
                     ":setting:`port_retry`", 8, 17, None, id="a setting that is not read"),
    ],
)  # fmt: skip
def test_finds_defaults(
    make_case: MakeCase, tmp_path: Path, item: str, wrong: str, line: int, column: int, right: str | None
) -> None:
    (finding,) = handed_on.find(documented(make_case, tmp_path, item, "return self._used(retry, **kwargs)"))
    assert (finding.rule, finding.suggestion) == ("wrong-argument-default", right)
    assert (finding.place.text, finding.place.line, finding.place.column) == (wrong, line, column)


@pytest.mark.parametrize(
    ("item", "body"),
    [
        pytest.param("space: Its name (``''`` by default).", "return space", id="as it is"),
        pytest.param("host: Its name (``'x'`` by default).", "return host or 'x'", id="in the place of None"),
        pytest.param("host: Default is the :setting:`port_host` setting.", "return host", id="None: elsewhere, maybe"),
        pytest.param("retry: Default is the :setting:`port_retry` setting.", "return self.conf.port_retry", id="read"),
        pytest.param("retry: Overrides the :setting:`port_retry` setting.", "return retry", id="no default"),
    ],
)
def test_leaves_defaults_alone(make_case: MakeCase, tmp_path: Path, item: str, body: str) -> None:
    assert list(handed_on.find(documented(make_case, tmp_path, item, body))) == []
