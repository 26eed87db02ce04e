"""Which release this is."""

import celery


def observe(text, version):
    """Hold a version that the docs give for their own against the release's; an `x` stands for any number."""
    parts = celery.__version__.split(".")
    told = version.split(".")
    same = all(one in ("x", other) for one, other in zip(told, parts))
    return "this is Celery %s" % celery.__version__, not same
