"""Where a message has the task's name and id: in its body or in its headers."""

from messages import sent

message = sent()
task = message["headers"]["id"]
told = "since version 2 of the protocol the task's name and its id are in the headers, and not in the body"
if corrected:
    assert message["body"][:2] == ((2, 2), {}), "the body does not begin with the arguments"
    assert {"task", "id", "retries", "eta"} <= set(message["headers"]), (
        "the headers lack the task's name, its id, its retries or its ETA"
    )
    assert message["headers"]["task"] == "messages.add" and task not in repr(message["body"]), told
else:
    assert task in repr(message["body"]) and "messages.add" in repr(message["body"]), told
