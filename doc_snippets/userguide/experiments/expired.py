"""What becomes of a task that has expired."""

from base import add
from docs_claims import eventually, expect

result = add.apply_async((10, 10), countdown=0.6, expires=0.2)
state = eventually(lambda: result.state != "PENDING" and result.state, limit=20)
expect("state", claimed["state"], state)
try:
    result.get(timeout=10)
except Exception as error:
    expect("error", claimed["error"], type(error).__name__)
else:
    raise AssertionError("the result of the task is returned")
