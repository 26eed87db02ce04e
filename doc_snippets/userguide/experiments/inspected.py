"""What a worker tells of a task that it executes, has reserved, or keeps until its time has come."""

import ast

from lab import end, told, work

((slot, documented),) = claimed.items()
command, _, field = slot.partition("_")
if command == "scheduled":
    results = [work.apply_async((1,), countdown=3600)]
else:
    waiting = 1 if command == "reserved" else 0
    busy = told("stats")["pool"]["max-concurrency"] if waiting else 1
    results = [work.delay(60) for _ in range(busy + waiting)]
try:
    found = eventually(lambda: told(command))[0]
finally:
    end(results)
shown = ast.literal_eval(documented)
if field == "eta":
    if "T" in found[field] and "T" not in shown:
        contradicted(slot, repr(f"{shown.replace(' ', 'T')}{found[field][-6:]}"), "it is a time in ISO 8601")
else:
    real = found.get("request", found)[field]
    if type(real) is not type(shown):
        contradicted(slot, repr(type(real)(ast.literal_eval(shown))), f"it is a {type(real).__name__}")
