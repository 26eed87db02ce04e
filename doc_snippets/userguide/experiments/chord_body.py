"""What a chord's body gets, and whose id the result has."""

from base import about, subtract, tell
from celery import chord
from docs_claims import holds

body = tell.s("own")
result = chord([subtract.s(9, number) for number in range(3)])(body)
found = result.get(timeout=10)["args"]
holds(found == [[9, 8, 7], "own"], f"the body is called with {found}", "chord-body")
own = chord([subtract.s(9, number) for number in range(3)])(about.s())
holds(own.get(timeout=10)["id"] == own.id, "the id that chord returns is not that of the callback", "chord-id")
