"""The countdowns that skew gives."""

from base import add
from docs_claims import expect

tasks = add.chunks(zip(range(100), range(100)), 10).group()
tasks.tasks = list(tasks.tasks)  # a generator in old releases, which skew uses up
tasks.skew(start=1, stop=10)
countdowns = [task.options["countdown"] for task in tasks.tasks]
expect("first", claimed["first"], countdowns[0])
expect("second", claimed["second"], countdowns[1])
