"""What becomes of a result when the table of results is one of the time before the column for stamps."""

import os
import sqlite3

from celery import Celery
from celery.backends.database.models import TaskExtended

# It would stand above what the application is told.
os.environ.pop("CELERY_RESULT_BACKEND", None)
app = Celery("columns", backend="db+sqlite:///columns.sqlite", set_as_current=False)
app.conf.result_extended = True
table = TaskExtended.__table__
names = [column.name for column in table.columns if column.name not in ("id", "stamps")]
if len(names) + 2 != len(table.columns):
    raise RuntimeError("there is no column for stamps")
database = sqlite3.connect("columns.sqlite")
with database:
    database.execute(f"CREATE TABLE {table.name} (id INTEGER PRIMARY KEY, {', '.join(names)})")
try:
    app.backend.store_result("stored", 1, "SUCCESS")
except Exception as error:
    if "stamps" not in str(error):
        raise
    stored = False
else:
    stored = app.backend.get_task_meta("stored")["result"] == 1
columns = [column[1] for column in database.execute(f"PRAGMA table_info({table.name})")]
database.close()
added = stored and "stamps" in columns
assert added == corrected, (
    "when the database backend finds a table without the column, it adds the column itself, and the result is written"
)
