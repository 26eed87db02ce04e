"""Where a worker has the requests that are active, for a step that is given the worker."""

from lab_plain import app

worker = app.Worker(hostname="w@example.com", pool="solo", quiet=True)
try:
    list(eval(claimed["requests"], {"worker": worker}))
except AttributeError as error:
    right = "worker.state.active_requests"
    list(eval(right, {"worker": worker}))
    otherwise(f"{error}: it is {right}", requests=right)
