"""What is yielded for an object that depends on two others."""

from celery.utils.graph import DependencyGraph

yielded = list(DependencyGraph([("one", ["two", "three"]), ("two", []), ("three", [])]).edges())
if corrected:
    assert yielded == ["one"], f"what is yielded is {yielded}"
else:
    assert len(yielded) == 2, "each object that has dependencies is yielded, and once: for two edges from it, one item"
