"""Which release this is."""

from importlib import metadata

import celery


def least(package):
    """The least version of a package that an extra of its name asks for, "" for any."""
    wanted = [each for each in metadata.requires("celery") or () if each.lower().startswith(package)]
    bounds = [each.partition(";")[0].partition(">=")[2].strip(" ()") for each in wanted]
    return next((each.partition(",")[0] for each in bounds if each), "")


def observe(text, version="", django="", series=""):
    """Hold a version that the docs give for their own against the release's; an `x` stands for any number.

    With `django` the least Django that the docs give for it is held against its extra of that name; with `series` the
    name that they give the release, against its own.
    """
    if series:
        return "celery.SERIES is %r" % celery.SERIES, series.lower() != celery.SERIES.lower()
    parts = celery.__version__.split(".")
    told = version.split(".")
    wrong = not all(one in ("x", other) for one, other in zip(told, parts))
    if not django:
        return "this is Celery %s" % celery.__version__, wrong
    real = least("django")
    wrong = wrong or real.split(".")[: django.count(".") + 1] != django.split(".")
    return "this is Celery %s, and its extra django asks for Django %s" % (celery.__version__, real), wrong
