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
missing = [step.alias for step in order if step.alias not in shown]
# The last one is that, wherever the others stand.
given = [*shown[:-1], *missing, shown[-1]]
possible = []
for name in given:
    possible += [other for other in given if other not in possible and requires(name, other)]
    possible += [name] if name not in possible else []
late = {}  # what is shown behind steps that require it
for number, name in enumerate(shown):
    for other in shown[number:]:
        if requires(name, other):
            late.setdefault(other, []).append(name)
if late:
    facts = [f"{' and '.join(names)} can only start behind {name}" for name, names in late.items()] + (
        [f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"] if missing else []
    )
    otherwise("; ".join(facts), **{slot: ", ".join(possible)})
