"""Of which numbers a term is in the plural."""

from celery.utils.text import pluralize

plural = {number for number in (0, 1, 2, 10) if pluralize(number, "task") == "tasks"}
assert plural == {0, 2, 10}, f"it is of {sorted(plural)}"
if claimed["when"] == "greater than one":
    contradicted("when", "not one", "zero is in the plural, too: 0 tasks")
