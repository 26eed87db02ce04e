"""What the setting is called that has a backend try again."""

from celery.app.defaults import NAMESPACES, flatten

settings = dict(flatten(NAMESPACES))
if "result_backend_always_retry" not in settings:
    raise RuntimeError("there is no such setting")
if claimed["setting"] not in settings:
    contradicted("setting", "result_backend_always_retry", f"there is no setting {claimed['setting']}")
