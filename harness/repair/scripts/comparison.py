"""Whether a comparison with what a call of a task gives holds, for a task that returns the value; it is run eagerly."""

import ast
import builtins
import types

from celery import Celery


def observe(text, call, task, value):
    """Evaluate the comparison, where the task returns `value`."""
    app = Celery("docs", set_as_current=False)
    app.conf.task_always_eager = True
    returned = ast.literal_eval(value)

    @app.task(name="docs.task", shared=False)
    def made(*args, **kwargs):
        return returned

    root, *attributes = task.split(".")
    for name in reversed(attributes):
        made = types.SimpleNamespace(**{name: made})
    # What else the call names may be anything.
    others = [name for name in compile(text, "<docs>", "eval").co_names if not hasattr(builtins, name)]
    names = {**dict.fromkeys(others), root: made}
    told = "%s is %r" % (call, eval(call, names))
    holds = eval(text, names)
    return "%s\n%s is %r" % (told, text, holds), not holds
