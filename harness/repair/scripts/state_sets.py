"""Which of its sets Celery has a state in."""

from celery import states


def observe(text, state, table, value):
    """Hold a Yes or No against a set of `celery.states`."""
    there = state in getattr(states, table)
    told = "%s is %s celery.states.%s: %s" % (state, "in" if there else "not in", table, sorted(getattr(states, table)))
    return told, value != ("Yes" if there else "No")
