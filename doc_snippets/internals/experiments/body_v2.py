"""What the body of a message of version 2 consists of, and what its headers tell."""

from protocol_lab import message

headers, body = message(2)
args, kwargs, embed = body
assert (tuple(args), kwargs) == ((2, 2), {}), f"the body is {body!r}"
assert set(embed) == {"callbacks", "errbacks", "chain", "chord"}, f"embedded are {set(embed)}"
names = {"lang", "task", "id", "root_id", "parent_id", "group"}
assert names <= set(headers), f"the headers lack {names - set(headers)}"
