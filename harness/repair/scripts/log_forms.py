"""How a worker words its messages about tasks."""

import re

from celery.app import trace


def observe(text, line):
    """Look for a form that a line of the log has."""
    forms = {name: form.strip() for name, form in vars(trace).items() if name.startswith("LOG_")}
    for name, form in forms.items():
        pieces = re.split(r"%\(\w+\)[a-z]", form)
        if re.fullmatch(".+?".join(map(re.escape, pieces)), " ".join(line.split()), re.S):
            return "celery.app.trace.%s is %r" % (name, form), False
    return "no message is worded so, only:\n%s" % "\n".join(sorted(set(forms.values()))), True
