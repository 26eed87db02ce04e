"""What a Django request says of its method."""

import django
from django.conf import settings
from django.test import RequestFactory
from docs_claims import expect

if not settings.configured:
    settings.configure()
    django.setup()

method = getattr(RequestFactory(), claimed["method"].lower())("/").method
expect("method", claimed["method"], method, "Django has the methods of requests in capitals, so this is never true")
