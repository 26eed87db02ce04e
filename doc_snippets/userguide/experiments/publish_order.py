"""Which serializer, and which compression, a message is sent with."""

from unittest.mock import patch

from celery import Celery
from docs_claims import holds
from kombu.messaging import Producer

app = Celery("order", broker="memory://", set_as_current=False)
app.conf.update(task_serializer="yaml", task_compression="zlib", accept_content=["json", "yaml", "pickle"])


@app.task
def plain():
    """Has neither of its own."""


@app.task(serializer="pickle", compression="bzip2")
def own():
    """Has its own."""


with patch.object(Producer, "publish") as publish:
    own.apply_async(serializer="json", compression="gzip")
    own.apply_async()
    plain.apply_async()
SOURCES = ("execution option", "attribute of the task", "setting")


def passed_over(option, order):
    """The sources of an option that are not heeded in this order."""
    found = [call[1][option] for call in publish.call_args_list]
    return " and the ".join(source for source, wanted, real in zip(SOURCES, order, found) if wanted != real)


lost = passed_over("serializer", ["json", "pickle", "yaml"])
holds(not lost, f"the {lost} is not used", "serializer-order")
lost = passed_over("compression", ["gzip", "bzip2", "zlib"])
holds(not lost, f"the {lost} is not used", "compression-order")
