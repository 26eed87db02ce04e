"""Which pools send worker_process_init, and where."""

import importlib.util
from pathlib import Path

from celery.concurrency import solo
from celery.signals import worker_process_init

POOLS = ("prefork", "eventlet", "gevent", "thread")
sent = []
worker_process_init.connect(lambda **_: sent.append(True), weak=False)
solo.TaskPool(limit=1)
sources = {name: importlib.util.find_spec(f"celery.concurrency.{name}").origin for name in POOLS}
sending = [name for name, source in sources.items() if "worker_process_init" in Path(source).read_text()]
if not sent or sending != ["prefork"]:
    raise RuntimeError(f"solo sends it {len(sent)} times, and of the others {sending} do")
if not corrected:
    otherwise(
        "every child process of the prefork pool sends it, and the solo pool, which has no child processes, in the "
        "main process; the other pools do not send it"
    )
