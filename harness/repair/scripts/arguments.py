"""Whether something can be called as the docs call it."""

import importlib
import inspect

#: What sends tasks, and what makes them: their keyword arguments are options.
READERS = (
    "celery.app.task.Task.apply_async",
    "celery.app.base.Celery.send_task",
    "celery.app.base.Celery._task_from_fun",
    "celery.app.amqp.AMQP.as_task_v1",
    "celery.app.amqp.AMQP.as_task_v2",
    "kombu.messaging.Producer.publish",
    "kombu.messaging.Producer._publish",
)


def resolve(path):
    """What a dotted path names."""
    parts = path.split(".")
    for count in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:count]))
        except ImportError:
            continue
        for part in parts[count:]:
            found = getattr(found, part)
        return found
    raise ImportError(path)


def parameters(path):
    """What a callable takes."""
    try:
        return dict(inspect.signature(resolve(path)).parameters)
    except (ImportError, AttributeError, ValueError):
        return {}


def observe(text, path="", keyword="", count=0):
    """Whether `path` takes `keyword`, or `count` positional arguments; without a path, whether anything reads it."""
    if not path:
        known = {name for reader in READERS for name in parameters(reader)} | set(dir(resolve("celery.app.task.Task")))
        return "an option %s is %s" % (keyword, "read" if keyword in known else "read by nothing"), keyword not in known
    taken = parameters(path)
    kinds = [each.kind for each in taken.values()]
    told = "%s%s" % (path, inspect.signature(resolve(path)))
    if keyword:
        return told, keyword not in taken and inspect.Parameter.VAR_KEYWORD not in kinds
    places = [
        kind for kind in kinds if kind in (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    ]
    return told, count > len(places) - ("self" in taken) and inspect.Parameter.VAR_POSITIONAL not in kinds
