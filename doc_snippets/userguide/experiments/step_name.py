"""What the bootstep of that attribute is called."""

from celery.worker import components

((slot, documented),) = claimed.items()
names = [name for name in vars(components) if name.lower() == documented.lower()]
assert names, f"there is no step {documented}"
expect(slot, documented, names[0])
