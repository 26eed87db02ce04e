"""Whose value is left of a key that two dictionaries have."""

from celery.canvas import _merge_dictionaries

first = {"key": 1, "list": [1], "dict": {"a": 1}}
second = {"key": 2, "list": [2], "dict": {"a": 2, "b": 2}}
_merge_dictionaries(first, second, aggregate_duplicates=False)
left = first["key"], first["list"], sorted(first["dict"])
kept = left == (1, [1, 2], ["a", "b"])
assert kept is corrected, "the value in d1 is kept; a list in d1 is extended by the one in d2"
