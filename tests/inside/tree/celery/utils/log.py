import functools


def get_task_logger(name):
    return name


def handing_on(fun):
    @functools.wraps(fun)
    def inner(*args, **kwargs):
        return fun(*args, **kwargs)

    return inner


@handing_on
def setup_logging(loglevel, logfile=None):
    return None
