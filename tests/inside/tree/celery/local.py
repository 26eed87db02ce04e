class Proxy:
    def __init__(self, local):
        object.__setattr__(self, "_Proxy__local", local)

    def _get_current_object(self):
        return object.__getattribute__(self, "_Proxy__local")()

    @property
    def __class__(self):
        raise RuntimeError("resolved too early")

    def __getattr__(self, name):
        return getattr(self._get_current_object(), name)
