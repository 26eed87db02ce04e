"""Where results are polled, and whether anything there goes by the interval of the backend."""

import celery.result

owner, _, name = claimed["where"].partition(".")
where = getattr(getattr(celery.result, owner), name, None)
assert where is not None, f"{owner} has no {name}, and nothing reads subpolling_interval"
