"""By which methods a key/value store is read and written."""

from celery.backends.base import KeyValueStoreBackend

lost = [name for name in claimed.values() if not hasattr(KeyValueStoreBackend, name)]
if lost:
    otherwise(f"KeyValueStoreBackend has no {' and no '.join(lost)}, but get and set", get="get", put="set")
