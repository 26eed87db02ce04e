"""What an application does when it is created."""

from celery import Celery, current_app
from docs_claims import holds


class Told(Celery):
    """Tells that its callback was called."""

    called = False

    def on_init(self):
        self.called = True


app = Celery("created")
holds(current_app._get_current_object() is app, "it is not the current app", "app-is-current")
other = Told("other", set_as_current=False)
holds(current_app._get_current_object() is app, "the argument does not prevent it", "app-is-current")
holds(other.called, "the callback is not called", "app-on-init")
app.add_defaults({"task_default_queue": "added"})
holds(app.conf.task_default_queue == "added", "the defaults are not those that were added", "app-add-defaults")
