"""What the page's task, which greets, returns."""

import re

from docs_claims import expect
from greeting import hello

a, b = claimed["a"], claimed["b"]
found = hello.delay(a, b).get(timeout=10)
expect("number", claimed["number"], int(re.findall(r"\d+", found)[-1]), f"the task is called with {a} and {b}")
