"""What a limited set is made of."""

import time

from celery.utils.collections import LimitedSet

inserted = {"one": time.time(), "two": time.time() + 1}
assert sorted(LimitedSet(data=inserted)) == ["one", "two"], "a dictionary's keys are not its items"
assert sorted(LimitedSet(data=LimitedSet(data=inserted))) == ["one", "two"], "another set's items are not its items"
made = list(LimitedSet(data=list(inserted.items())))
if "pairs" in claimed["what"] and "one" not in made:
    assert set(made) == set(inserted.items()), "what it is made of is not in it"
    contradicted("what", "items", "each pair, as it is, becomes an item of the set")
