"""Whether a worker knows a remote control command."""

from celery.worker.control import Panel


def observe(text, command, kind=""):
    """Look `command` up among those that a worker answers to; `kind` is "control" or "inspect"."""
    known = {}
    for name, meta in Panel.meta.items():
        known[name] = meta
        if meta.alias:
            known[meta.alias] = meta
    meta = known.get(command)
    if meta is None or (kind and meta.type != kind):
        names = sorted(name for name, meta in known.items() if not kind or meta.type == kind)
        return "a worker knows no %s command %s, only:\n%s" % (kind, command, ", ".join(names)), True
    return "a worker knows the %s command %s" % (meta.type, command), False
