"""By which pools worker_process_init and worker_process_shutdown are sent."""

from celery.concurrency import prefork, solo
from celery.signals import worker_process_init, worker_process_shutdown

sent = []
worker_process_init.connect(lambda **_: sent.append("init"), weak=False)
worker_process_shutdown.connect(lambda **_: sent.append("shutdown"), weak=False)
pool = solo.TaskPool(limit=1)
pool.start()
pool.stop()
by_solo, sent[:] = list(sent), []
prefork.process_destructor(1, 0)
if by_solo != ["init"] or sent != ["shutdown"]:
    raise RuntimeError(f"solo sends {by_solo}, prefork {sent}")
if not corrected:
    otherwise(
        "only child processes of the prefork pool send it: the solo pool, which sends worker_process_init, does not"
    )
