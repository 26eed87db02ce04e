"""Which exchange a route to one worker has to name."""

from celery.utils.nodenames import worker_direct

exchange = worker_direct("w1@example.com").exchange.name
if {claimed["exchange"], claimed["route"]} != {exchange}:
    otherwise(f"the exchange of the workers' own queues is {exchange}", exchange=exchange, route=exchange)
