"""How seconds are shown."""

from celery.utils.time import humanize_seconds

real = {"minute": humanize_seconds(60), "hours": humanize_seconds(7200)}
if claimed and claimed != real:
    otherwise(f"60 becomes {real['minute']}, and 7200 becomes {real['hours']}", **real)
prefix = "in " if corrected else "in"
shown = "in 1.00 second" if corrected else "in 1 second"
given = humanize_seconds(1, prefix)
holds(given == shown, f"'{prefix}' gives '{given}'", "humanized-prefix")
holds(humanize_seconds(0, prefix) == "now", "something is added to 'now'", "humanized-prefix")
