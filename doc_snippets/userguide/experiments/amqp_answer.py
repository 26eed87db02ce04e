"""What commands of `celery amqp` answer."""

from amqp_shell import answer

COMMANDS = {
    "declared": "exchange.declare testexchange direct",
    "queue": "queue.declare testqueue",
    "deleted": "queue.delete testqueue",
}
((slot, documented),) = claimed.items()
answer(COMMANDS["queue"])
real = answer(COMMANDS[slot])
if len(real) == 1:
    expect(slot, documented, real[0])
else:
    *told, last = real
    if documented.split()[-1] != last:
        told = [line.replace("None", "0") for line in told]  # a broker in memory does not count what it deletes
        contradicted(slot, "\n    ".join([*told, last]), f"{last} stands on a line of its own")
