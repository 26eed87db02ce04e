"""What a message's options are when the caller gives some and a router others."""

from lab_plain import app

given = eval(claimed["call"].replace("Task.apply_async", "dict"))
app.conf.task_routes = [lambda name, *args, **kwargs: eval(claimed["route"])]
final = app.amqp.router.route(dict(given), "tasks.compress", (), {})
if eval(f"dict({claimed['options']})") != final:
    contradicted("options", ", ".join(f"{name}={value!r}" for name, value in final.items()))
