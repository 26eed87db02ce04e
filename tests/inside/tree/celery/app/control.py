class Inspect:
    def __init__(self, destination=None, timeout=1.0):
        self.destination = destination

    def active(self, safe=None):
        return {}

    def stats(self):
        return {}


class Control:
    Mailbox = dict

    def __init__(self, app=None):
        self.app = app

    @property
    def inspect(self):
        return Inspect

    def purge(self, connection=None):
        return 0

    discard_all = purge

    def revoke(self, task_id, destination=None, terminate=False, signal="SIGTERM", **kwargs):
        """Refuse it."""

    def revoke_by_stamped_headers(self, headers, destination=None, terminate=False, **kwargs):
        """Refuse them."""

    def enable_events(self, destination=None):
        """Switch them on."""
