"""An instance of a class goes through pickle both ways."""

from pickled import Point, norm

name, total, point = norm.delay(Point(1, 2)).get(timeout=10)
arrives = name == "Point" and total == 3 and isinstance(point, Point)
told = "pickle does carry instances of classes that the worker can import, to the worker and back"
assert arrives is corrected, told if arrives else f"the instance of a class comes back as {point!r}"
