"""The brokers, and what else samples may need."""

from __future__ import annotations

from collections.abc import Mapping

from harness.interfaces import Service
from harness.services import (
    django,
    django_celery_beat,
    django_celery_results,
    dynamodb,
    ephem,
    eventlet,
    filesystem,
    gevent,
    postgresql,
    pydantic,
    pytest,
    rabbitmq,
    redis,
    requests,
    s3,
    sqlite,
    sqs,
)

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
    "django-celery-beat": django_celery_beat,
    "django-celery-results": django_celery_results,
    "ephem": ephem,
    "pydantic": pydantic,
    "pytest": pytest,
    "requests": requests,
}

#: Schemes of URLs that are not called as their service.
SCHEMES: Mapping[str, str] = {
    "rediss": "redis",
    "amqp": "rabbitmq",
    "amqps": "rabbitmq",
    "postgres": "postgresql",
}
