"""Whether a task takes what it is called with: Celery holds a call against that before it sends anything."""

from celery import Celery


def observe(text, task, takes, positional=0, keywords=(), options=()):
    """Call a task that takes these arguments, by `delay`, or with execution options by `apply_async`."""
    app = Celery("docs", broker="memory://", set_as_current=False)
    names = {"app": app}
    exec("@app.task\ndef %s(%s):\n    pass\n" % (task, takes), names)
    called, arguments, given = names[task], [None] * positional, dict.fromkeys(keywords)
    try:
        if options:
            called.apply_async(arguments, given, **dict.fromkeys(options))
        else:
            called.delay(*arguments, **given)
    except TypeError as error:
        return "TypeError: %s" % error, True
    return "the task %s(%s) takes that" % (task, takes), False
