"""Whose value is left of a key that two dictionaries have."""

from celery.canvas import _merge_dictionaries

first, second = {"key": 1, "list": [1]}, {"key": 2, "list": [2]}
_merge_dictionaries(first, second, aggregate_duplicates=False)
kept = first == {"key": 1, "list": [1, 2]}
assert kept is corrected, "the value in d1 is kept; a list in d1 is extended by the one in d2"
