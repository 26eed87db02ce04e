class Option:
    deprecate_by = remove_by = alt = None

    def __init__(self, default=None, type="string", old=(), **kwargs):
        self.default, self.type, self.old = default, type, old
        self.__dict__.update(kwargs)


NAMESPACES = {
    "accept_content": Option(("json",), "list", {"CELERY_ACCEPT_CONTENT"}),
    "enable_utc": Option(True, "bool"),
    "timezone": Option(type="string", old={"CELERY_TIMEZONE"}),
    "imports": Option((), "tuple"),
    "broker": {"url": Option(None), "transport_options": Option({}, "dict")},
    "result": {"backend": Option(None), "expires": Option(86400, float, {"CELERY_TASK_RESULT_EXPIRES"})},
    "task": {
        "always_eager": Option(False, "bool", {"CELERY_ALWAYS_EAGER"}),
        "default_queue": Option("celery", remove_by="6.0"),
        "routes": Option(type="any"),
        "queues": Option(type="dict"),
        "serializer": Option("json"),
    },
    "worker": {"concurrency": Option(None, "int"), "max_tasks_per_child": Option(type="int")},
}


def flatten(options):
    for key, option in options.items():
        if isinstance(option, dict):
            for name, inner in option.items():
                yield key + "_" + name, inner
        else:
            yield key, option


_TO_NEW_KEY = {old: key for key, option in flatten(NAMESPACES) for old in option.old or {key.upper()}}
