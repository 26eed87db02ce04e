"""A miniature of Celery: one of each thing that introspection has to tell."""

import sys
import types

__version__ = "5.4.0"

_ORIGINS = {
    "Celery": "celery.app.base",
    "shared_task": "celery.app.base",
    "current_app": "celery._state",
    "Task": "celery.app.task",
    "chain": "celery.canvas",
    "task": "celery.task",
    "Later": "celery.backends.lost",
}


class LazyModule(types.ModuleType):
    def __getattr__(self, name):
        if name in _ORIGINS:
            __import__(_ORIGINS[name])
            return getattr(sys.modules[_ORIGINS[name]], name)
        raise AttributeError(name)

    def __dir__(self):
        return [*_ORIGINS, "registry"]


_registry = types.ModuleType("celery.registry")
_registry.tasks = {}
sys.modules["celery.registry"] = _registry

_module = LazyModule(__name__)
_module.__dict__.update(vars(sys.modules[__name__]))
_module.registry = _registry
sys.modules[__name__] = _module
