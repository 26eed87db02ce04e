"""Which commands the backend sends when it stores a result, and reads it."""

import redis
from celery.backends.redis import RedisBackend
from lab_plain import app


class Recorder(redis.Redis):
    """A client that sends nothing."""

    def __init__(self):
        super().__init__()
        self.sent = set()

    def execute_command(self, *args, **options):
        self.sent.add(args[0])

    def pipeline(self, *args, **options):
        return self

    def execute(self, *args, **options):
        return []


backend = RedisBackend(app=app, url="redis://localhost/1", expires=60)
backend.client = client = Recorder()
backend.set("key", b"value")
backend.get("key")
backend.delete("key")
told = {command.strip() for command in claimed["commands"].split(",")}
missing = sorted(client.sent - told - {"UNSUBSCRIBE"})
if not client.sent & told:
    raise RuntimeError(f"only {sorted(client.sent)} were sent")
assert not missing, f"a result is stored with {' and '.join(missing)}, too"
