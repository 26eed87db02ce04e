"""Under which names the options of `celery` are read from the environment."""

import os

from celery.bin.celery import celery


def chosen(variable):
    """Whether the application that the variable names is taken."""
    for name in ("APP", "CELERY_APP"):
        os.environ.pop(name, None)
    os.environ[variable] = "lab_plain"
    found = celery.make_context("celery", ["report"], auto_envvar_prefix="CELERY").params["app"]
    return getattr(found, "main", found) == "lab_plain"  # an application, or in later releases still its name


if not chosen("CELERY_APP"):
    raise RuntimeError("not even the name with the prefix is read")
alone = chosen("APP")
if corrected:
    assert alone, "APP is not read: it has to be CELERY_APP"
else:
    assert not alone, "the names are read without the prefix, too: APP has the same effect as CELERY_APP"
