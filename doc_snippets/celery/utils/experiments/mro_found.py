"""What is returned for an attribute that a parent defines."""

from celery.utils.objects import mro_lookup


class Parent:
    attribute = "value"


class Child(Parent):
    pass


assert mro_lookup(Child, "lost") is None, "something is returned for what is not found"
found = mro_lookup(Child, "attribute")
if claimed["what"] == "attribute value" and found != "value":
    contradicted("what", "class that defines the attribute", "a class is returned, and not the value of its attribute")
assert found is Parent, f"{found!r} is returned"
