"""Whether something can be called as the docs call it, and what it takes."""

import ast
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


def refused(signature, keywords):
    """What speaks against a call with these keywords and nothing else, "" for nothing."""
    given = dict.fromkeys(keywords)
    if "self" in signature.parameters:
        given["self"] = None
    try:
        signature.bind(**given)
    except TypeError as error:
        return str(error)
    return ""


def observe(text, path="", keyword="", count=0, keywords=None, default=None, named=False):
    """Whether `path` takes `keyword`, `count` positional arguments, a call with `keywords`, or has the `default`.

    With `named` the keyword has to be a parameter's own name.  Without a path: whether anything that sends or makes
    tasks reads the keyword.
    """
    if not path:
        known = {name for reader in READERS for name in parameters(reader)} | set(dir(resolve("celery.app.task.Task")))
        return "an option %s is %s" % (keyword, "read" if keyword in known else "read by nothing"), keyword not in known
    signature = inspect.signature(resolve(path))
    taken = signature.parameters
    kinds = [each.kind for each in taken.values()]
    told = "%s%s" % (path, signature)
    if default is not None:
        real = taken[keyword].default
        try:
            said = ast.literal_eval(default)
        except (ValueError, SyntaxError):
            said = default
        return told, said != real
    if keywords is not None:
        against = refused(signature, keywords)
        return "%s%s" % (told, ": " + against if against else ""), bool(against)
    if named:
        return told, keyword not in taken
    if keyword:
        return told, keyword not in taken and inspect.Parameter.VAR_KEYWORD not in kinds
    places = [
        kind for kind in kinds if kind in (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    ]
    return told, count > len(places) - ("self" in taken) and inspect.Parameter.VAR_POSITIONAL not in kinds
