"""What Celery calls things in its tables: schemes of URLs, states, extras, parts to choose from, old names."""

import logging
from importlib import metadata

from celery import concurrency, states
from celery.app import backends, defaults
from celery.backends import cache
from kombu import compression, serialization, transport


def table(kind):
    """The names of a table."""
    if kind == "scheme":
        return set(transport.TRANSPORT_ALIASES) | set(backends.BACKEND_ALIASES)
    if kind == "transport":
        return set(transport.TRANSPORT_ALIASES)
    if kind == "backend":
        return set(backends.BACKEND_ALIASES)
    if kind == "cache":
        return set(cache.backends)
    if kind == "pool":
        return set(concurrency.ALIASES)
    if kind == "serializer":
        return set(serialization.registry._encoders)
    if kind == "compression":
        return set(compression._aliases)
    if kind == "level":
        return {each for each in vars(logging) if each.isupper() and isinstance(getattr(logging, each), int)}
    if kind == "state":
        return set(states.ALL_STATES)
    if kind == "extra":
        return {each.lower() for each in metadata.metadata("celery").get_all("Provides-Extra") or ()}
    return {each for each, new in defaults._TO_NEW_KEY.items() if each != new}


def observe(text, kind, name, wanted=True, of=""):
    """Look `name` up in the table of a kind; with `wanted` it is to be there, and the old name `of` a setting."""
    if of:
        real = defaults._TO_NEW_KEY.get(name)
        told = "%s is the old name of %s" % (name, real) if real else "%s is no old name of a setting" % name
        return told, real != of
    known = table(kind)
    there = name in known
    if kind == "scheme":  # the first of them finds the transport or backend
        there = name.partition("+")[0] in known
    if name.endswith("_"):
        there = any(each.lower().startswith(name.lower()) for each in known)
    shown = "" if there else ", only: " + ", ".join(sorted(map(str, known)))
    return "%s %s %s%s" % (name, "is among the" if there else "is none of the", kind + "s", shown), there != wanted
