"""Which result backends count the tasks of a chord that are done."""

import re

from celery.app.backends import BACKEND_ALIASES
from celery.utils.imports import symbol_by_name
from docs_claims import contradicted

NAMES = {
    "CacheBackend": "Memcached",
    "RedisBackend": "Redis",
    "DynamoDBBackend": "DynamoDB",
    "GCSBackend": "Google Cloud Storage",
}
NEUTRAL = {"Backend", "BaseKeyValueStoreBackend", "DisabledBackend"}
OTHER_NAMES = {"GCS": "Google Cloud Storage"}


def counts(backend):
    """Whether the backend counts by itself: it can increment, or has its own way of doing so."""
    owner = next(cls for cls in backend.__mro__ if "on_chord_part_return" in vars(cls))
    return getattr(backend, "implements_incr", False) or owner.__name__ not in NEUTRAL


real = []
for path in BACKEND_ALIASES.values():
    try:
        backend = symbol_by_name(path)
    except ImportError:
        continue  # its library is not installed, or it is gone
    if counts(backend):
        base = next((cls.__name__ for cls in backend.__mro__ if cls.__name__ in NAMES), "")
        if not base:
            raise RuntimeError(f"the name of {path} is not known")
        real.append(NAMES[base])
told = [OTHER_NAMES.get(name.upper(), name) for name in re.split(r",\s+(?:and\s+)?|\s+and\s+", claimed["names"])]
if set(told) != set(real):
    *most, last = [name for name in told if name in real] + sorted(set(real) - set(told))
    contradicted("names", f"{', '.join(most)} and {last}", "these backends count")
