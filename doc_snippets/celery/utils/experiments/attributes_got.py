"""Which of the functions of operator gets attributes."""

import operator

from celery.utils.functional import mattrgetter

assert mattrgetter("real", "lost")(1) == {"real": 1, "lost": None}, "it gets something else"
like = getattr(operator, claimed["what"].rpartition(".")[2])
try:
    like("real")(1)
except TypeError:
    contradicted("what", "operator.attrgetter", f"{claimed['what']} gets items, and no attributes")
try:
    got = like("lost")(1)
except AttributeError:
    got = None
assert got is None, f"{claimed['what']} raises no AttributeError"
