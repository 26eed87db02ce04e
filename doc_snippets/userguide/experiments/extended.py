"""What is stored with a result when result_extended is on."""

from lab_extended import add, app

result = add.delay(2, 2)
result.get(timeout=15)
meta = app.backend.get_task_meta(result.id)
names = [name.strip() for name in claimed["names"].replace("\n", " ").split(",")]
# Stamps are stored for tasks that have them, under their own names.
real = [name for name in names if name in meta or name == "stamps"]
if real != names:
    contradicted("names", ", ".join(real))
