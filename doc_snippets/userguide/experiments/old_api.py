"""Whether the module-based API is still there."""

from importlib.util import find_spec

gone = find_spec("celery.task") is None
assert gone == corrected, "it is gone: there is no module celery.task"
