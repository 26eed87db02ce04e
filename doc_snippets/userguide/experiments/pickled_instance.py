"""An instance of a class goes through pickle both ways."""

from pickled import Point, norm

name, total, point = norm.delay(Point(1, 2)).get(timeout=10)
arrives = name == "Point" and total == 3 and isinstance(point, Point)
told = "an instance of a class is pickled: it arrives in the worker, and comes back"
assert arrives is corrected, told if arrives else f"the instance of a class comes back as {point!r}"
