"""What a task is called with when the body of its message is raw."""

from own_worker import called, ended, publish, working

raw = b"\x00raw"
publish("raw", raw, {"lang": "py", "task": "proj.tasks.add", "id": "raw"}, "application/data", "binary")
with working():
    eventually(lambda: called or ended)
assert called or not ended, f"the task is not called, and the worker ends: {' '.join(ended)}"
assert called == [((raw,), {})], "the task is not called with the raw data as its only argument"
