"""What a call of a task sends, and which id a task gets."""

import uuid

from docs_claims import holds
from messages import add, caught

with caught() as sent:
    found = add(2, 2)
holds(found == 4 and not sent, "a message is sent", "calling-sends-nothing")
with caught() as sent:
    add.apply_async((2, 2), task_id="my_own_task_id")
    add.apply_async((2, 2))
own, other = (message["headers"]["id"] for message in sent)
holds(own == "my_own_task_id", "the task has another id", "own-task-id")
holds(str(uuid.UUID(other)) == other, "the id that is normally generated is no uuid", "own-task-id")
