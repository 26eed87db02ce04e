"""Whether every command sends user_preload_options."""

from celery.bin.celery import celery
from celery.signals import user_preload_options
from click import Option
from click.testing import CliRunner
from lab_plain import app

senders = []
app.user_options["preload"].add(Option(("--monitoring",), is_flag=True))  # without one nothing is sent
user_preload_options.connect(lambda sender=None, **_: senders.append(sender), weak=False)
result = CliRunner().invoke(celery, ["-A", "lab_plain", "report"])
if result.exception is not None and not isinstance(result.exception, TypeError):
    raise RuntimeError("celery report does not run") from result.exception
assert senders, "celery report does not send it" + (f", and ends with {result.exception!r}" if result.exception else "")
