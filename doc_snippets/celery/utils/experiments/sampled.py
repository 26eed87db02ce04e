"""What a sample is."""

from celery.utils.debug import sample

returned = sample(list(range(100)), 10)
assert list(returned) == list(range(0, 100, 10)), "it is not every tenth"
expect("kind", claimed["kind"], type(returned).__name__)
