"""What becomes of a Decimal that is sent to a task as JSON."""

from decimal import Decimal

from kombu.serialization import dumps, loads

content_type, encoding, body = dumps((Decimal("30.3"),), serializer="json")
(got,) = loads(body, content_type, encoding)
assert isinstance(got, str) is not corrected, f"a Decimal that is sent as json arrives as a Decimal again: {got!r}"
