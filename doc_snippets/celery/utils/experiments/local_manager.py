"""What a manager of locals can do."""

from celery.utils.threads import Local, LocalManager

local = Local()
local.name = "value"
manager = LocalManager([local])
manager.cleanup()
assert not hasattr(local, "name"), "cleanup leaves what was there"
assert corrected or hasattr(manager, "make_middleware"), "LocalManager has no make_middleware"
