"""Where an application is the current one."""

import threading

from celery import Celery, current_app

app = Celery("current", set_as_current=True)
assert current_app.main == "current", "it is not the current app"
found = []
thread = threading.Thread(target=lambda: found.append(current_app.main))
thread.start()
thread.join()
told = "it is made the current app of the thread that creates it only: in other threads another app is current"
assert (found == ["current"]) is not corrected, told
