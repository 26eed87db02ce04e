"""Whether steps can be started in the order that the page shows: each comes after those that it requires."""

from lab_plain import app

((slot, documented),) = claimed.items()
worker = app.Worker(hostname="w@example.com", pool="solo", quiet=True)
order = {"worker": worker, "consumer": worker.consumer}[slot].blueprint.order
required = {step.alias: {each for each in order if type(each) in step.requires} for step in order}


def requires(name, other):
    """Whether the one cannot be started before the other."""
    return any(each.alias == other or requires(each.alias, other) for each in required.get(name, ()))


shown = [name.strip() for name in documented.split(",")]
possible = []
for name in shown:
    possible += [other for other in shown if other not in possible and requires(name, other)]
    possible += [name] if name not in possible else []
if possible != shown:
    early = next(name for name, other in zip(shown, possible) if name != other)
    late = next(name for name in possible if requires(early, name) and shown.index(name) > shown.index(early))
    contradicted(slot, ", ".join(possible), f"{early} requires {late}")
