"""Lines for files of the system and of servers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from harness.checks import system_files
from harness.interfaces import Case
from tests.conftest import make_sample

MakeCase = Callable[..., Case]
HOSTS = "Then add that host name to /etc/hosts:"
MYSQL = "Add the following to your my.cnf:"
SUDO = "There's a sudo configuration option:"


def case_of(make_case: MakeCase, code: str, lead: str, *, shell: str = "", language: str = "text") -> Case:
    case = make_case(code, language, lead=lead)
    others = (make_sample(shell, "console"),) if shell else ()
    return replace(case, page=replace(case.page, samples=(*others, *case.page.samples)))


@pytest.mark.parametrize(
    ("code", "lead", "shell", "text", "suggestion"),
    [
        pytest.param("127.0.0 localhost", HOSTS, "", "127.0.0", None, id="no address"),
        pytest.param("127.0.0.1 localhost my_host", HOSTS, "", "my_host", None, id="no name of a host"),
        pytest.param(
            "127.0.0.1 localhost myhost.locla", HOSTS, "$ sudo scutil --set HostName myhost.local", "myhost.locla",
            "myhost.local", id="not the name that the page has given",
        ),
        pytest.param("[mysql]\ntransaction-isolation = X", MYSQL, "", "mysql", "mysqld", id="section"),
        pytest.param(
            "[mysqld]\ntransaction-isolaton = READ-COMMITTED", MYSQL, "", "transaction-isolaton",
            "transaction-isolation", id="option",
        ),
        pytest.param(
            "[mysqld]\ntransaction-isolation = READ-COMITTED", MYSQL, "", "READ-COMITTED", "READ-COMMITTED", id="value"
        ),
        pytest.param("Defaults requirestty", SUDO, "", "requirestty", "requiretty", id="flag"),
    ],
)  # fmt: skip
def test_finds(make_case: MakeCase, code: str, lead: str, shell: str, text: str, suggestion: str | None) -> None:
    (finding,) = system_files.find(case_of(make_case, code, lead, shell=shell))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("refused-entry", text, suggestion)
    lines = code.split("\n")
    line = next(number for number, each in enumerate(lines) if text in each)
    assert (finding.place.line, finding.place.column) == (10 + line, 5 + lines[line].index(text))


@pytest.mark.parametrize(
    ("code", "lead", "shell"),
    [
        pytest.param("::1 localhost ip6-localhost  # loopback", HOSTS, "", id="another kind of address, a comment"),
        pytest.param("# nothing\n\n127.0.0.1 localhost", HOSTS, "", id="comments and empty lines"),
        pytest.param("127.0.0.1 localhost", HOSTS, "$ hostname elsewhere.example.com", id="a name like none"),
        pytest.param("[client]\nport = 3306", MYSQL, "", id="a section of another program"),
        pytest.param("[mysqld]\nplugin-of-ours = 1", MYSQL, "", id="an option like none"),
        pytest.param("[mysqld]\ntransaction_isolation = read-committed", MYSQL, "", id="as the server takes it, too"),
        pytest.param("Defaults:celery !requiretty", SUDO, "", id="of one user"),
        pytest.param("Defaults  lecture_of_ours", SUDO, "", id="a flag like none"),
        pytest.param("127.0.0 localhost", "An address:", "", id="the page does not say which file"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, lead: str, shell: str) -> None:
    assert list(system_files.find(case_of(make_case, code, lead, shell=shell))) == []


@pytest.mark.parametrize(
    ("code", "lead", "covered"),
    [
        ("127.0.0.1 localhost", HOSTS, True),
        ("[mysqld]\nport = 3306", MYSQL, True),
        ("Defaults !requiretty", SUDO, True),
        ("localhost", HOSTS, False),
        ("[mysqld]", MYSQL, False),
        ("[client]\nport = 1", MYSQL, False),
        ("Defaults lecture_of_ours", SUDO, False),
        ("Defaults requiretty", "", False),
    ],
)
def test_covers(make_case: MakeCase, code: str, lead: str, covered: bool) -> None:
    assert system_files.covers(case_of(make_case, code, lead)) is covered
    assert not system_files.covers(case_of(make_case, code, lead, language="python"))
