from celery.utils.dispatch import Signal

task_prerun = Signal(name="task_prerun", providing_args={"task_id", "task"})
task_postrun = Signal(name="task_postrun", providing_args={"task_id", "retval"})
task_success = Signal(name="task_success", providing_args={"result"})
