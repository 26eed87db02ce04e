from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.errors import MissingError, UsageError
from harness.services import postgresql
from tests.services.doors import opened

pytestmark = pytest.mark.live

URL = os.environ.get("DOC_HARNESS_TEST_POSTGRESQL")
given = pytest.mark.skipif(URL is None, reason="DOC_HARNESS_TEST_POSTGRESQL gives no server")


def _said(url: str, *statements: str) -> list[str]:
    return postgresql._told(url, *statements)


def _of_ours(url: str) -> list[str]:
    prefix = postgresql._prefix(postgresql._normal(url))
    return _said(
        url, f"SELECT datname FROM pg_database WHERE starts_with(datname, '{prefix}')",
        f"SELECT rolname FROM pg_roles WHERE starts_with(rolname, '{prefix}')",
    )  # fmt: skip


def _used(server: postgresql.Server) -> None:
    """A plan's part of the server takes what is its own, refuses the rest, and leaves nothing."""
    with server.lease(0) as lease, opened(lease) as env:
        url = env["CELERY_RESULT_BACKEND"].replace("db+postgresql+psycopg2", "postgresql")
        assert _said(url, "CREATE TABLE results (id int)", "SELECT count(*) FROM results") == ["0"]
        with pytest.raises(MissingError, match="permission denied"):
            _said(url, "CREATE DATABASE other")
        with server.lease(1) as other, opened(other) as theirs:
            _, _, address = theirs["CELERY_RESULT_BACKEND"].rpartition("@")
            with pytest.raises(MissingError, match="permission denied"):
                _said(f"{url.rpartition('@')[0]}@{address}", "SELECT 1")


@given
def test_a_database_a_plan(tmp_path):
    assert URL is not None
    with postgresql.start(tmp_path, URL) as server:
        _used(postgresql.connect(server.address()))
        assert "@" not in server.label
    assert _of_ours(URL) == []


@pytest.mark.skipif(bool(postgresql.startable()), reason=postgresql.startable())
def test_one_of_our_own(tmp_path):
    with postgresql.start(tmp_path, None) as server:
        _used(postgresql.connect(server.address()))
        folder = next(tmp_path.glob("**/postmaster.pid"))
        process = int(folder.read_text().split()[0])
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is refused")
def test_root_is_told_what_to_do(tmp_path):
    with pytest.raises(MissingError, match=r"does not run as root|--service postgresql://"):
        with postgresql.start(tmp_path, None):
            pass


KILLED = """\
import os, signal, sys
from pathlib import Path
from harness.services import postgresql
with postgresql.start(Path(sys.argv[2]), sys.argv[1]) as server, server.lease(0):
    os.kill(os.getpid(), signal.SIGKILL)
"""


@given
def test_what_a_killed_run_has_left_goes_with_the_next(tmp_path):
    assert URL is not None
    with postgresql.start(tmp_path, URL) as server, server.lease(0):
        mine = _of_ours(URL)
        subprocess.run([sys.executable, "-c", KILLED, URL, str(tmp_path)], cwd=Path(__file__).parents[2], check=False)
        assert len(_of_ours(URL)) == 4
        with postgresql.start(tmp_path, URL):
            assert _of_ours(URL) == mine, "a run that lives keeps what it has"
    assert _of_ours(URL) == []


@pytest.mark.parametrize(
    ("url", "error", "said"),
    [
        pytest.param("mysql://localhost", UsageError, "expected postgresql://", id="scheme"),
        pytest.param("postgresql://a,b/x", UsageError, "expected postgresql://", id="several hosts"),
        pytest.param("postgresql://localhost:x/", UsageError, "Port could not be cast", id="port"),
        pytest.param("postgresql://u:secret@127.0.0.1:1/", MissingError, "postgresql://127.0.0.1:1/postgres cannot be used", id="nobody"),
    ],
)  # fmt: skip
def test_a_url_that_will_not_do(tmp_path, url, error, said):
    if error is MissingError and postgresql.program("psql") is None:
        pytest.skip("no psql")
    with pytest.raises(error, match=said) as caught, postgresql.start(tmp_path, url):
        pass
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("postgresql://u:p@host", "postgresql://u:p@host/postgres", id="a database to begin with"),
        pytest.param("postgres://host:7/x?sslmode=require", "postgresql://host:7/x?sslmode=require", id="as given"),
        pytest.param("postgresql:///?host=/run/pg", "postgresql:///postgres?host=/run/pg", id="a socket"),
    ],
)
def test_urls(url, expected):
    assert postgresql._normal(url) == expected
