"""Which settings are censored."""

from celery import Celery

parts = [part.strip("` \n") for part in claimed["parts"].split(",")]
app = Celery("censored", set_as_current=False)
names = {part: f"my_{part.lower()}_setting" for part in parts}
app.conf.update(dict.fromkeys(names.values(), "to-be-hidden"), my_plain_setting="to-be-shown")
table = app.conf.table(with_defaults=False, censored=True)
shown = [part for part, name in names.items() if table.get(name) == "to-be-hidden"]
assert not shown, f"settings with {', '.join(shown)} in their names are not censored"
assert table["my_plain_setting"] == "to-be-shown", "other settings are censored, too"
hidden = "to-be-hidden" not in app.conf.humanize(with_defaults=False, censored=True)
assert hidden, "humanize() shows what table() censors"
