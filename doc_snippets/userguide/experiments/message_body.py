"""Where a message has the task's name and id: in its body or in its headers."""

from messages import sent

message = sent()
task = message["headers"]["id"]
told = f"the body is {message['body']!r}; the headers hold the task's name and id"
if corrected:
    assert message["body"][:2] == ((2, 2), {}), f"the body is {message['body']!r}"
    assert {"task", "id", "retries", "eta"} <= set(message["headers"]), f"the headers are {message['headers']!r}"
    assert message["headers"]["task"] == "messages.add" and task not in repr(message["body"]), told
else:
    assert task in repr(message["body"]) and "messages.add" in repr(message["body"]), told
