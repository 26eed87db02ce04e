"""The members of each shelf, by name.  Adding a member is adding a line here."""

from __future__ import annotations

from collections.abc import Mapping

from harness.checks import (
    command_line,
    control,
    imports,
    markup,
    names,
    options,
    output,
    raised,
    settings,
    syntax,
    undefined,
)
from harness.interfaces import CheckModule, Language, Report, Service
from harness.languages import console, pycon, python
from harness.reports import claims, github, json_report, markdown, samples, terminal
from harness.services import (
    django,
    dynamodb,
    eventlet,
    filesystem,
    gevent,
    postgresql,
    rabbitmq,
    redis,
    s3,
    sqlite,
    sqs,
)

LANGUAGES: Mapping[str, Language] = {
    "python": python,
    "pycon": pycon,
    "console": console,
}

SERVICES: Mapping[str, Service] = {
    "redis": redis,
    "rabbitmq": rabbitmq,
    "sqlite": sqlite,
    "postgresql": postgresql,
    "dynamodb": dynamodb,
    "s3": s3,
    "sqs": sqs,
    "filesystem": filesystem,
    "django": django,
    "eventlet": eventlet,
    "gevent": gevent,
}

#: Schemes of URLs that are not called as their service.
SCHEMES: Mapping[str, str] = {
    "rediss": "redis",
    "amqp": "rabbitmq",
    "amqps": "rabbitmq",
    "postgres": "postgresql",
}

CHECKS: Mapping[str, CheckModule] = {
    "markup": markup,
    "syntax": syntax,
    "imports": imports,
    "names": names,
    "options": options,
    "settings": settings,
    "undefined": undefined,
    "command-line": command_line,
    "control": control,
    "raised": raised,
    "output": output,
}

REPORTS: Mapping[str, Report] = {
    "terminal": terminal,
    "markdown": markdown,
    "json": json_report,
    "github": github,
    "samples": samples,
    "claims": claims,
}
