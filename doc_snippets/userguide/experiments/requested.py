"""A task that tells of its request."""

from base import app


@app.task(bind=True)
def told(self, *args):
    """What there is in the request, and the node that executes it."""
    names = ("utc", "chord", "callbacks", "errbacks", "correlation_id", "hostname", "delivery_info", "headers")
    found = {name: getattr(self.request, name, None) for name in (*names, "time_limit", "soft_time_limit")}
    return dict(found, id=self.request.id)
