"""Whether a release has a default already that a later one is said to have brought."""

import celery
from celery.app import defaults


def numbers(version):
    """The minor of a version."""
    return [int(part) for part in version.split(".")[:2]]


def observe(text, setting, default, version):
    """Compare the release with the version, and its default with the new one."""
    options = dict(defaults.flatten(defaults.NAMESPACES))
    told = "in Celery %s the default of %s is %r" % (celery.__version__, setting, options[setting].default)
    return told, numbers(celery.__version__) < numbers(version) and repr(options[setting].default) == default
