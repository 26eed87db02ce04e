"""What a rate is converted to."""

from celery.utils.time import rate

assert rate("0.5/s") == 0.5 and round(rate("120/m"), 6) == 2, "it is not how many there are in a second"
if claimed["unit"] == "seconds":
    contradicted("unit", "a number per second", "it is how many there are in a second: 0.5 for 0.5/s, and 2 for 120/m")
