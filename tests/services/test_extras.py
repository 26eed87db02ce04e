"""What only some samples need, really used: a task of the newest release through each of these services."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness import overlays
from harness.errors import MissingError, UsageError
from harness.interfaces import Lease, RunningService
from harness.model import Observation, Plan, Target
from harness.registry.services import SERVICES
from harness.run import Guest

pytestmark = [pytest.mark.live, pytest.mark.network]

EXTRAS = [name for name, service in SERVICES.items() if service.role == "extra"]
URLS = {"postgresql": "DOC_HARNESS_TEST_POSTGRESQL"}

APP = """\
from celery import Celery

app = Celery("tasks")


@app.task
def add(x, y):
    return x + y
"""
ASK = "result = add.delay(2, 3)\nprint(type(result.backend).__name__, app.connection().transport_cls)\nresult.get(timeout=20)"


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[[str], RunningService]]:
    """Starts a service, as another process of ours finds it."""
    with contextlib.ExitStack() as stack:

        def start(name: str) -> RunningService:
            service = SERVICES[name]
            try:
                running = stack.enter_context(service.start(tmp_path / name, os.environ.get(URLS.get(name, ""))))
            except MissingError as error:
                pytest.skip(f"{error}" + (f" (or set {URLS[name]})" if name in URLS else ""))
            return service.connect(running.address())

        yield start


@pytest.fixture
def perform(
    guest: Guest,
    broker: RunningService,
    newest_target: Target,
    started: Callable[[str], RunningService],
    make_plan: Callable[..., Plan],
) -> Callable[..., list[Observation]]:
    """Runs a plan that needs services, as a run does."""

    def run(names: list[str], *steps: Any, **changes: Any) -> list[Observation]:
        running = {name: started(name) for name in names}
        folders = [str(overlays.of(newest_target, requires)) for name in names if (requires := SERVICES[name].requires)]
        with contextlib.ExitStack() as stack:
            leases = [stack.enter_context(service.lease(0)) for service in (broker, *running.values())]
            lease = Lease(
                env={name: value for lease in leases for name, value in lease.env.items()},
                label="here",
                doors={name: door for lease in leases for name, door in lease.doors.items()},
                files={path: text for lease in leases for path, text in lease.files.items()},
                secrets=tuple(secret for lease in leases for secret in lease.secrets),
            )
            return list(guest.perform(make_plan(*steps, services=tuple(names), **changes), lease, "here", folders))

    return run


@pytest.mark.parametrize(
    ("names", "said"),
    [
        pytest.param(["sqlite"], "DatabaseBackend redis", id="sqlite"),
        pytest.param(["postgresql"], "DatabaseBackend redis", id="postgresql"),
        pytest.param(["s3"], "S3Backend redis", id="s3"),
        pytest.param(["dynamodb"], "DynamoDBBackend redis", id="dynamodb"),
        pytest.param(["filesystem"], "RedisBackend filesystem", id="filesystem"),
        pytest.param(["sqs"], "RedisBackend sqs", id="sqs"),
        pytest.param(["sqs", "dynamodb"], "DynamoDBBackend sqs", id="two of one server"),
        pytest.param(["filesystem", "sqlite"], "DatabaseBackend filesystem", id="two of the directory"),
    ],
)
def test_a_task_goes_through_it(perform, names, said):
    _, seen = perform(names, ("module", APP), {"kind": "typed", "source": ASK, "limit": 40.0})
    assert (seen.status, seen.value) == ("done", "5"), seen
    assert seen.output.splitlines()[0] == said
    assert [(sent.name, sent.state, sent.result) for sent in seen.sent] == [("tasks.add", "SUCCESS", "5")]


@pytest.mark.parametrize("pool", ["eventlet", "gevent"])
def test_a_worker_with_its_pool_gets_ready(perform, pool):
    line = f"celery -A tasks worker -P {pool} -c 1000 -l INFO"
    _, seen = perform([pool], ("module", APP), {"kind": "shell", "source": line, "limit": 30.0})
    assert seen.status == "done", seen
    assert f"concurrency: 1000 ({pool})" in seen.output
    assert "ready." in seen.output


@pytest.mark.parametrize(
    ("name", "source"),
    [
        pytest.param("django-celery-beat", "import django_celery_beat as package", id="django-celery-beat"),
        pytest.param("ephem", "from celery.schedules import solar\nimport ephem as package\nsolar('sunset', 60, 10).remaining_estimate(solar('sunset', 60, 10).now())", id="ephem"),
        pytest.param("pydantic", "import pydantic as package\nclass Model(package.BaseModel):\n    value: int", id="pydantic"),
        pytest.param("pytest", "import pytest as package\nimport celery.contrib.pytest", id="pytest"),
        pytest.param("requests", "import requests as package\nfrom requests.exceptions import RequestException", id="requests"),
    ],
)  # fmt: skip
def test_its_package_is_there(perform, name, source):
    (seen,) = perform([name], {"kind": "typed", "source": f"{source}\npackage.__name__", "limit": 20.0})
    assert (seen.status, seen.value) == ("done", repr(name.replace("-", "_"))), seen


def test_a_task_uses_a_django_project(perform):
    settings = (
        'SECRET_KEY = "x"\nUSE_TZ = True\nCELERY_TIMEZONE = "Europe/Oslo"\nINSTALLED_APPS = ["django.contrib.contenttypes"]\n'
        'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}\n'
    )
    app = (
        "import os\nfrom celery import Celery\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site_settings')\n"
        "app = Celery('tasks')\napp.config_from_object('django.conf:settings', namespace='CELERY')\n"
        "@app.task\ndef count():\n    from django.contrib.contenttypes.models import ContentType\n"
        "    return ContentType.objects.count(), str(app.timezone)\n"
    )
    migrate = "import django\ndjango.setup()\nfrom django.core.management import call_command\ncall_command('migrate', verbosity=0)"
    *_, seen = perform(
        ["django"],
        ("module", app),
        ("typed", migrate),
        {"kind": "typed", "source": "count.delay().get(timeout=20)", "limit": 30.0},
        files={"site_settings.py": settings},
    )
    assert (seen.status, seen.value) == ("done", "[1, 'Europe/Oslo']"), seen


@pytest.mark.parametrize("name", EXTRAS)
def test_two_leases_have_nothing_in_common(started, name):
    running = started(name)
    with running.lease(0) as one, running.lease(1) as other:
        assert set(one.env) == set(other.env)
        assert one.label == running.label
        values = [value for lease in (one, other) for value in lease.env.values()]
        assert not any(secret in value for value in values for lease in (one, other) for secret in lease.secrets)
        if one.doors and name != "s3":
            keys = ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND")
            assert {one.env[key] for key in keys if key in one.env}.isdisjoint(other.env.values())
        if name == "s3":
            assert one.env["S3_BUCKET"] != other.env["S3_BUCKET"]


@pytest.mark.parametrize("name", [name for name in EXTRAS if name != "postgresql"])
def test_what_has_no_server_takes_no_url(tmp_path, name):
    with pytest.raises(UsageError, match="URL"), SERVICES[name].start(tmp_path, f"{name}://localhost"):
        pass
