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
for option, order in (("serializer", ["json", "pickle", "yaml"]), ("compression", ["gzip", "bzip2", "zlib"])):
    found = [call[1][option] for call in publish.call_args_list]
    passed_over = [source for source, wanted, real in zip(SOURCES, order, found) if wanted != real]
    holds(not passed_over, f"the {' and the '.join(passed_over)} is not used", f"{option}-order")
