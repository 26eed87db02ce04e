"""A group of one task in a chain."""

from base import add, tell
from celery import chain, group

found = chain(add.s(2, 2), group(add.s(1)), tell.s()).apply_async().get(timeout=10)["args"]
assert found == [5], f"what follows a group of one in a chain gets {found}"
found = chain(add.s(2, 2), group(add.s(1), add.s(2)), tell.s()).apply_async().get(timeout=10)["args"]
assert found == [[5, 6]], f"what follows a group of two in a chain gets {found}"
