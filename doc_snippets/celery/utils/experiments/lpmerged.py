"""Whose values are kept where both dictionaries have a key."""

from celery.utils.collections import lpmerge

merged = lpmerge({"both": "left", "none": "left"}, {"both": "right", "none": None})
if merged["none"] != "left":
    raise RuntimeError("a value of None is not left out")
expect("which", claimed["which"], merged["both"], "where both have a value, that of the second one is kept")
