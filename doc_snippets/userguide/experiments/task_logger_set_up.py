"""For which loggers after_setup_task_logger is sent."""

from celery.signals import after_setup_task_logger
from celery.utils.log import get_task_logger
from lab_plain import app

names = []
after_setup_task_logger.connect(lambda logger=None, **_: names.append(logger.name), weak=False)
app.log.setup_task_loggers()
loggers = [get_task_logger("proj.tasks"), get_task_logger("proj.others")]
if "celery.task" not in names:
    raise RuntimeError(f"the signal is sent for {names}")
if corrected:
    assert names == ["celery.task"], f"the signal is sent for {' and '.join(names)}"
else:
    assert {logger.name for logger in loggers} <= set(names), (
        f"it is sent once, for the logger {names[0]}, and not for the loggers that get_task_logger returns"
    )
