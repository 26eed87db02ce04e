"""What a worker does with messages that it cannot make a task of, and with one that it can."""

from own_worker import ended, publish, settled, working

embed = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}
publish("unknown", ((2, 2), {}, embed), {"lang": "py", "task": "proj.tasks.unknown", "id": "unknown"})
publish("undecodable", "{not json", {"lang": "py", "task": "proj.tasks.add", "id": "undecodable"})
publish("without fields", {"hello": "world"})
publish("sound", ((2, 2), {}, embed), {"lang": "py", "task": "proj.tasks.add", "id": "sound"})
with working():
    eventually(lambda: len(settled) == 4 or ended)
assert settled["sound"] == "ack", f"a task's message gets: {settled['sound']}"
assert settled["unknown"] == "reject", f"an unknown task's message gets: {settled['unknown']}"
assert settled["without fields"] == "reject", f"a message without fields gets: {settled['without fields']}"
undecodable = "ack" if corrected else "reject"
assert settled["undecodable"] == undecodable, "a message with encoding errors is acknowledged, not rejected"
