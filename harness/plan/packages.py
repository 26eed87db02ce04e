"""What can be imported in a target: Celery and what it brings, and packages that services bring."""

from __future__ import annotations

import sys
from collections.abc import Iterable

#: Packages that are installed with every target.
INSTALLED = frozenset(
    [
        "celery",
        "kombu",
        "vine",
        "billiard",
        "amqp",
        "redis",
        "click",
        "click_didyoumean",
        "click_repl",
        "dateutil",
        "packaging",
        "prompt_toolkit",
        "six",
        "tzdata",
    ]
)

#: Services, and the packages that a sample can import only with them.
BROUGHT = {
    "django": frozenset({"django", "asgiref", "sqlparse"}),
    "eventlet": frozenset({"eventlet", "greenlet"}),
    "gevent": frozenset({"gevent", "greenlet"}),
    "django-celery-beat": frozenset({"django_celery_beat", "django", "asgiref", "sqlparse"}),
    "django-celery-results": frozenset({"django_celery_results", "django", "asgiref", "sqlparse"}),
    "ephem": frozenset({"ephem"}),
    "pydantic": frozenset({"pydantic", "pydantic_core"}),
    "pytest": frozenset({"pytest", "_pytest", "pluggy", "iniconfig"}),
    "requests": frozenset({"requests", "urllib3", "certifi"}),
    "sqlite": frozenset({"sqlalchemy"}),
    "postgresql": frozenset({"psycopg2", "sqlalchemy"}),
    "s3": frozenset({"boto3", "botocore"}),
}


def is_there(module: str, services: Iterable[str] = ()) -> bool:
    """Whether a plan with these services can import the module, which none of its files is."""
    root = module.partition(".")[0]
    return root in INSTALLED or root in sys.stdlib_module_names or any(root in BROUGHT.get(s, ()) for s in services)


def service_of(module: str) -> str:
    """The service that brings the module; "" when it needs none, or none brings it."""
    root = module.partition(".")[0]
    return next((service for service, brought in BROUGHT.items() if root in brought), "")
