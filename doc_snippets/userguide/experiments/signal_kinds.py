"""Of which class a signal's argument is, in the worker."""

from celery.utils.imports import symbol_by_name
from signalling import add, app, asked, running, work

((slot, documented),) = claimed.items()
signal, _, argument = slot.rpartition("_")
if signal == "task_revoked":
    result = work.delay()
    eventually(lambda: running([result]))
    app.control.revoke(result.id, terminate=True)
elif signal == "task_unknown":
    app.send_task("nobody.knows")
else:
    add.delay(1, 1)
real = eventually(lambda: asked("signals_received").get(signal))[argument]
expected = symbol_by_name(documented)
if f"{expected.__module__}.{expected.__qualname__}" not in real:
    contradicted(slot, next(name for name in real if "<locals>" not in name))
