"""What a rate is converted to."""

from celery.utils.time import rate

assert rate("0.5/s") == 0.5 and round(rate("120/m"), 6) == 2, "it is not how many there are in a second"
if claimed["unit"] == "seconds":
    contradicted("unit", "a rate per second", "0.5/s becomes 0.5, and 120/m becomes 2")
