"""The headers of the page's example, and the page's body, sent to a worker as they are."""

import json
import re

from own_worker import called, ended, publish, working

real = {"lang": "py", "task": "proj.tasks.add", "id": "b7e1", "argsrepr": "(2, 2)", "kwargsrepr": "{}"}
shown = re.findall(r"'(\w+)':", f"{claimed['headers']} 'argsrepr': 1, 'kwargsrepr': 1")


def executed(names):
    """Whether a worker executes the task of a message with these headers."""
    publish("b7e1", json.dumps(((2, 2), {}, None)), {name: real[name] for name in names})
    with working():
        eventually(lambda: called or ended)
    return called == [((2, 2), {})]


if not executed(shown):
    assert ended and "id" not in shown, "the worker does not execute the task of this message"
    last = claimed["headers"].split("\n")[-1]
    line = f"\n{' ' * (len(last) - len(last.lstrip()))}'id': task_id,"
    otherwise(
        f"there is no id among the headers, and the worker ends: {' '.join(ended)}", headers=claimed["headers"] + line
    )
