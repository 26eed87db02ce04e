"""What a worker tells of tasks that it knows, executes, has reserved, or keeps until their time has come."""

import ast
import re

from lab import app, end, told, work

((slot, documented),) = claimed.items()
TIME = re.compile(r"'(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)'")


def unlisted(text):
    """The one dict of a list, as it is written; what stands below its first line's values stays below them."""
    first, *more = text[1:-1].split("\n")
    below = [line[1:] if not first.rstrip().endswith(":") else line for line in more]
    return "\n".join([first, *below])


def literal(match):
    """A list, or a dict, for a text that shows one."""
    value = ast.literal_eval(ast.literal_eval(match["text"]))
    return f"{match['field']}{list(value) if isinstance(value, tuple) else value!r}"


busy = told("stats")["pool"]["max-concurrency"]
results = [work.apply_async((1,), countdown=3600), *(work.delay(60) for _ in range(busy + 1))]
try:
    found = {name: eventually(lambda name=name: told(name))[0] for name in ("active", "reserved", "scheduled")}
    replies = getattr(app.control.inspect(timeout=5, limit=1), slot)()
finally:
    end(results)
requests = [found["active"], found["reserved"], found["scheduled"]["request"]]
dicts = isinstance(replies, dict) and all("@" in name for name in replies)
values = all([type(each["args"]), type(each["kwargs"])] == [list, dict] for each in requests)
iso = "T" in found["scheduled"]["eta"]
priority = found["scheduled"]["priority"]

right = documented
if dicts and isinstance(ast.literal_eval(documented), list):
    right = unlisted(right)
if values:
    right = re.sub(r"(?P<field>'(?:kw)?args': )(?P<text>'[^']*')", literal, right)
if iso:
    right = TIME.sub(rf"'\1T\2{found['scheduled']['eta'][-6:]}'", right)
timed = re.sub(r"'priority': \d+", f"'priority': {priority}", right)
if right != documented or timed != right:
    facts = ["what the methods of inspect() return is one dict, by node, and no list of dicts"] if dicts else []
    facts += ["args and kwargs are a list and a dict, and not their text"] if values else []
    facts += ["an eta is in ISO 8601"] if iso else []
    facts += [f"the priority is that of the worker's timer, {priority}"] if timed != right else []
    otherwise("; ".join(facts), **{slot: timed})
