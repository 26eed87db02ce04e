"""How long the test worker is waited for by default."""

import inspect

from celery.contrib.testing.worker import start_worker

# The fixture hands over what `celery_worker_parameters` says, nothing by default.
expect("seconds", claimed["seconds"], inspect.signature(start_worker).parameters["shutdown_timeout"].default)
