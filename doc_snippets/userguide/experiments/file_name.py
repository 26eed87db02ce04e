"""What %n becomes in the name of a worker's file."""

from celery.utils.nodenames import node_format

became = node_format("%n", "george@foo.example.com")
assert became in ("foo", "george"), became
if became == "george" and "hostname" in claimed["expanded"].lower():
    otherwise(
        "in the file names of a worker %n is the first part of the node's name, and not its host: for the node"
        " george@foo.example.com it is george, as the examples below say",
        expanded="Node name only, up to the @",
    )
