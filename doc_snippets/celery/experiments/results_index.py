"""Whether an index of a group's results can be made as the docstring does."""

from celery.result import GroupResult
from lab_plain import app

gres = GroupResult("group", [app.AsyncResult("one"), app.AsyncResult("two")])
try:
    index = {r.id: r for r in eval(claimed["results"])}
except AttributeError as error:
    contradicted("results", "gres.results", str(error))
assert list(index) == ["one", "two"], index
