"""Abort a task whose state is kept in files."""

from abortable_lab import app, work
from celery.backends.filesystem import FilesystemBackend

if not isinstance(app.backend, FilesystemBackend):
    raise RuntimeError("states are not kept in files")
result = work.delay()
eventually(lambda: any((app.control.inspect(timeout=5, limit=1).active() or {}).values()))
result.abort()
try:
    ended = eventually(lambda: result.state == "SUCCESS" and result.get(timeout=5), 15)
except RuntimeError:
    ended = None
if corrected:
    assert ended == "aborted", "with a backend of files a task is not aborted"
else:
    assert ended is None, "a task is aborted with the filesystem backend just as well"
