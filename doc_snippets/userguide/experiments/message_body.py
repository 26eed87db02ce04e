"""Where a message has the task's name and id: in its body or in its headers."""

from messages import sent

message = sent()
task = message["headers"]["id"]
assert task in repr(message["body"]) and "messages.add" in repr(message["body"]), (
    f"the body is {message['body']!r}; the headers hold the task's name and id"
)
