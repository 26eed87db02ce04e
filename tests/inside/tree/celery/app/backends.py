BACKEND_ALIASES = {"redis": "celery.backends.redis:RedisBackend"}
