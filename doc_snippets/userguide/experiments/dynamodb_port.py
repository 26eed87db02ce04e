"""Whether the port in the URL of a DynamoDB is looked at when the region is not localhost."""

import os

from celery import Celery

# It would stand above what the application is told.
os.environ.pop("CELERY_RESULT_BACKEND", None)
app = Celery("dynamic", backend="dynamodb://@127.0.0.1:8000/celery", set_as_current=False)
app.conf.dynamodb_endpoint_url = None
endpoint = app.backend.endpoint_url
assert (endpoint is not None) == corrected, (
    f"with an IP address in the place of the region, the table is looked for at {endpoint}"
)
