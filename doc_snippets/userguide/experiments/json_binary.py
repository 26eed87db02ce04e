"""How JSON transfers binary data."""

import base64

import kombu
from kombu.exceptions import EncodeError
from kombu.serialization import dumps

data = bytes(range(128, 256))
try:
    _, _, body = dumps(data, serializer="json")
except EncodeError:
    body = None
if body is None:
    otherwise(f"with kombu {kombu.__version__} bytes are not transferred at all: calling the task raises EncodeError")
assert base64.b64encode(data).decode() in body, "it is transferred in another encoding"
