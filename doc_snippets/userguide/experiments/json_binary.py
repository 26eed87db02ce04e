"""How JSON transfers binary data."""

import base64

from kombu.exceptions import EncodeError
from kombu.serialization import dumps

data = bytes(range(128, 256))
try:
    _, _, body = dumps(data, serializer="json")
except EncodeError:
    body = None
assert body is not None, "binary data is not transferred at all: it raises EncodeError"
assert base64.b64encode(data).decode() in body, "it is transferred in another encoding"
