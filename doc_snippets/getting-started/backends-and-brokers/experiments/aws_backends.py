"""Whether there are result backends for products of Amazon."""

from importlib.util import find_spec

from celery.app.backends import BACKEND_ALIASES

PRODUCTS = {"dynamodb": "DynamoDB", "s3": "S3"}
found = [
    product
    for alias, product in PRODUCTS.items()
    if alias in BACKEND_ALIASES and find_spec(BACKEND_ALIASES[alias].partition(":")[0])
]
if corrected:
    assert len(found) == len(PRODUCTS), f"Celery includes none but for {' and '.join(found) or 'others'}"
else:
    assert not found, f"Celery includes result backends for {' and '.join(found)}"
