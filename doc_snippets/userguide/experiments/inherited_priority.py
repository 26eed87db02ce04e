"""Which priority the last task of a chain has, where priorities are inherited."""

from lab_inheriting import noted, prior


def last(tasks):
    """The priority of the last task of a chain."""
    called = eval(tasks, {"add": prior}).apply_async()
    return eventually(lambda: [line.split()[1] for line in noted() if line.startswith(called.id)])[0]


wanted = str(claimed["priority"])
right = f"add.s(2).set(priority={wanted}) | add.s(2) | add.s(3)"
if last(right) != wanted:
    raise RuntimeError("priorities are not inherited")
real = last(claimed["tasks"])
if real != wanted:
    otherwise(
        f"the last task of this chain has the priority {real}, and not {wanted}: that of the first task, which has"
        " none, is handed on along the whole chain, whatever the others have been given",
        tasks=right,
    )
