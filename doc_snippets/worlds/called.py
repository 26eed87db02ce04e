"""What Celery calls of the reader's, called as Celery calls it.

Celery itself logs what a handler of a signal raises, and goes on; here it is raised.
"""

from contextlib import contextmanager


@contextmanager
def heard(signal, handler):
    """Raise what the handler raises of what Celery sends meanwhile; it has to be called."""
    answers = []
    send = signal.send

    def sending(*args, **named):
        responses = send(*args, **named)
        answers.extend(answer for receiver, answer in responses if receiver is handler)
        return responses

    signal.send = sending
    try:
        yield
    finally:
        del signal.send
    assert answers, f"{handler.__name__} is not called"
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer


def built(app, step, **arguments):
    """A worker of the application whose blueprint has the bootstep, and the bootstep in it; nothing is started."""
    app.steps["worker"].add(step)
    try:
        worker = app.Worker(pool="solo", quiet=True, **arguments)
    finally:
        app.steps["worker"].discard(step)
    return worker, next(each for each in worker.blueprint.order if isinstance(each, step))


def ended(task, *args):
    """What the task returns, or raises in the end, run here and at once with all its retries."""
    return task.apply(args).result
