"""Whether a solar schedule takes its arguments by the names that the page gives them."""

import inspect

from celery.schedules import solar

signature = inspect.signature(solar)
_, first, second, *_ = signature.parameters
try:
    signature.bind("sunset", **{claimed["first"]: -37.81753, claimed["second"]: 144.96715})
except TypeError:
    otherwise(
        f"solar calls them {first} and {second}: with the page's names it is a TypeError", first=first, second=second
    )
