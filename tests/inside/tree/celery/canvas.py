class Signature(dict):
    def apply_async(self, args=None, kwargs=None, **options):
        """Send it."""

    def __getattr__(self, name):
        return self[name]


class chain(Signature):
    def __new__(cls, *tasks, **kwargs):
        return super().__new__(cls)
