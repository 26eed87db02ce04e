"""What a sample is."""

from celery.utils.debug import sample

returned = sample(list(range(100)), 10)
kind = type(returned).__name__
assert list(returned) == list(range(0, 100, 10)), "it is not every tenth"
assert kind == ("generator" if corrected else "list"), f"what is returned is a {kind}"
