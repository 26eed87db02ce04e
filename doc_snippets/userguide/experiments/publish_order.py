"""Which serializer, and which compression, a message is sent with."""

from unittest.mock import patch

from celery import Celery
from docs_claims import holds
from kombu.messaging import Producer

app = Celery("order", broker="memory://", set_as_current=False)
app.conf.update(
    task_serializer="yaml",
    task_compression="zlib",
    result_compression="lzma",
    accept_content=["json", "yaml", "pickle"],
)


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


def passed_over(option, order):
    """What becomes of an option's sources that are not heeded in this order."""
    sources = (f"the execution option {option}", f"the task's attribute {option}", f"task_{option}")
    found = [call[1][option] for call in publish.call_args_list]
    lost = [source for source, wanted, real in zip(sources, order, found) if wanted != real]
    instead = ", but result_compression" if found[-1] == app.conf.result_compression else ""
    return f"{' and '.join(lost)} is not used{instead}" if lost else ""


lost = passed_over("serializer", ["json", "pickle", "yaml"])
holds(not lost, lost, "serializer-order")
lost = passed_over("compression", ["gzip", "bzip2", "zlib"])
holds(not lost, lost, "compression-order")
