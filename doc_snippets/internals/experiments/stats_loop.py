"""Whether the statistics of workers can be looped over as the example does."""

from celery.app.control import flatten_reply

stats = flatten_reply([{"worker1@example.com": {"total": {}}}, {"worker2@example.com": {"total": {}}}])
try:
    found = [(node_name, reply) for node_name, reply in eval(claimed["stats"])]
except ValueError:
    contradicted("stats", "stats.items()", "what is returned is a dictionary, and a loop over it has the names only")
assert found == list(stats.items()), found
