"""What task_compression and result_compression compress."""

import os
from pathlib import Path

from celery import Celery
from docs_claims import holds

# They would stand above what the application is told.
for name in ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND"):
    os.environ.pop(name, None)
Path("results").mkdir(exist_ok=True)
TEXT = "compressed " * 1000


def message(**settings):
    """How a task's message is compressed."""
    app = Celery("compressed", broker="memory://", set_as_current=False)
    app.conf.update(settings)

    @app.task(name="compressed", shared=False)
    def compressed():
        """Do nothing."""

    with app.connection_for_write() as connection:
        compressed.delay()
        return app.amqp.queues["celery"].bind(connection.channel()).get(no_ack=True).headers.get("compression")


def result(**settings):
    """How many bytes a long result takes."""
    app = Celery("compressed", broker="memory://", backend=f"file://{Path('results').resolve()}", set_as_current=False)
    app.conf.update(settings)
    app.backend.store_result("an-id", TEXT, "SUCCESS")
    [stored] = Path("results").iterdir()
    size = stored.stat().st_size
    stored.unlink()
    return size


if message() or result() < len(TEXT):
    raise RuntimeError("what is sent or stored is compressed anyway")
taken = message(result_compression="gzip")
instead = ": result_compression is taken instead" if taken else ""
holds(message(task_compression="gzip"), f"the messages of tasks are not compressed{instead}", "task-compression")
others = ", and the messages of tasks are" if taken else ""
holds(
    result(result_compression="gzip") < len(TEXT),
    f"nothing reads result_compression for results: they are not compressed{others}",
    "result-compression",
)
