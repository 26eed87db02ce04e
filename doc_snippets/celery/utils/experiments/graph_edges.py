"""What is yielded for an object that depends on two others."""

from celery.utils.graph import DependencyGraph

yielded = list(DependencyGraph([("one", ["two", "three"]), ("two", []), ("three", [])]).edges())
if corrected:
    assert yielded == ["one"], f"what is yielded is {yielded}"
else:
    assert len(yielded) == 2, "the objects that have dependencies are yielded, each once: of two edges, one"
