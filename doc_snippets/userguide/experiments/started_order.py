"""Whether the steps of a consumer can be started one after another as the page's log shows it."""

import re

from lab_plain import app

order = app.Worker(hostname="w@example.com", pool="solo", quiet=True).consumer.blueprint.order
kinds = {step.alias: type(step) for step in order}
STARTING = r"\n *\[[^\]\n]*\] \| Consumer: Starting "
TIME = r"\d{4}-\d\d-\d\d [\d:,]+"


def requires(name, other):
    """Whether the one cannot be started before the other."""
    needed = [each for each, kind in kinds.items() if name in kinds and kind in kinds[name].requires]
    return other in needed or any(requires(each, other) for each in needed)


log, head, end = claimed["log"].rpartition("\n")  # the line of the event loop begins at the end
blocks = {block.split("\n")[0]: block for block in re.split(STARTING, log)}
shown = list(blocks)
late = {}  # what is shown behind steps that require it
for number, name in enumerate(shown):
    for other in shown[number:]:
        if requires(name, other):
            late.setdefault(other, []).append(name)
possible = []
for name in shown:
    possible += [other for other in shown if other not in possible and requires(name, other)]
    possible += [name] if name not in possible else []
if late:
    starting = re.search(STARTING, log)[0]
    times = iter(re.findall(TIME, claimed["log"]))
    right = starting.join(blocks[name] for name in possible) + head + end
    otherwise(
        "; ".join(f"{' and '.join(names)} can only start behind {name}" for name, names in late.items()),
        log=re.sub(TIME, lambda match: next(times), right),
    )
