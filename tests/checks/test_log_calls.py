"""Messages of loggers that do not fit what they are given, and those that do, or may."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import log_calls
from harness.interfaces import Case

MakeCase = Callable[..., Case]


@pytest.mark.parametrize(
    ("code", "place", "suggestion"),
    [
        pytest.param('logger.info(result, "got: %r")', (10, 17, 'result, "got: %r"'), '"got: %r", result', id="behind"),
        pytest.param("logger.info(x, 'got %r, %r', y)", (10, 17, "x"), None, id="among others"),
        pytest.param("logger.info(\n    x,\n    'got %r')", (11, 9, "x"), None, id="on lines of their own"),
        pytest.param(">>> log.error('%s and %s', x)", (10, 19, "'%s and %s'"), None, id="one too few"),
        pytest.param("logging.warning('%s', x, y)", (10, 21, "'%s'"), None, id="one too many"),
        pytest.param("logger.debug('100%% of it', x)", (10, 18, "'100%% of it'"), None, id="a percent sign"),
        pytest.param("logger.debug('%*d', x)", (10, 18, "'%*d'"), None, id="with its width"),
    ],
)
def test_finds(make_case: MakeCase, code: str, place: tuple[int, int, str], suggestion: str | None):
    (finding,) = log_calls.find(make_case(code, "pycon" if code.startswith(">>>") else "python"))
    assert (finding.rule, finding.blame, finding.suggestion) == ("unfit-message", "docs", suggestion)
    assert (finding.place.line, finding.place.column, finding.place.text) == place


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("logger.info('got: %r', result)", id="fits"),
        pytest.param("logger.info('%.2f%% of %-10s', x, y)", id="width and digits"),
        pytest.param("logger.info('%*d', width, x)", id="a width that is given"),
        pytest.param("logger.info('100% sure')", id="nothing to fill in"),
        pytest.param("logger.info('%(x)s', {'x': 1})", id="by name"),
        pytest.param("logger.info('100% yes', x)", id="cannot be read"),
        pytest.param("logger.info(message, x)", id="a name for a message"),
        pytest.param("logger.info(self.format, '%s', x)", id="an attribute for a message"),
        pytest.param("logger.info(_('got: %r'), '%s')", id="a message that is made"),
        pytest.param("logger.info(x, 'text')", id="a text without a place"),
        pytest.param("logger.info('%s', *values)", id="starred"),
        pytest.param("cache.set('%s', x, y)", id="no logger"),
        pytest.param("logger.info('{0}'.format(x), exc_info=True)", id="formatted before"),
        pytest.param("logger.info('%s', x, y)  # fails", id="on purpose"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str):
    assert list(log_calls.find(make_case(code))) == []


@pytest.mark.parametrize(
    ("code", "covered"), [("logger.info('%s', x)", True), ("logger.info(x, y)", False), ("logger.info('%s')", False)]
)
def test_covers(make_case: MakeCase, code: str, covered: bool):
    assert log_calls.covers(make_case(code)) is covered
