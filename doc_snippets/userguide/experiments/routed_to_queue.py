"""Where a task goes whose route names a queue and a routing key."""

import inspect

from messages import app, destination, sent

settings = {}
exec(inspect.cleandoc(claimed["settings"]), settings)
app.conf.update(task_queues=settings["task_queues"], task_routes=settings["task_routes"])
exchange, routing_key = destination(sent(claimed["task"]))
final = eval(claimed["options"])
if (exchange, routing_key) != (final["exchange"], final["routing_key"]):
    final.update(exchange=exchange, routing_key=routing_key)
    # As the page lays them out: one a line, below one another.
    _, _, margin = claimed["options"].rpartition("\n")
    margin = margin[: len(margin) - len(margin.lstrip())]
    lines = f",\n{margin}".join(f"{name!r}: {value!r}" for name, value in final.items())
    otherwise(
        f"the task is sent to the exchange {exchange!r} with the routing key {routing_key!r}: its queue has a direct"
        " exchange, and a route that names no exchange cannot choose the routing key then",
        options=f"{{{lines}}}",
    )
