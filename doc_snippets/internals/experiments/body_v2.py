"""What the body of a message of version 2 consists of, and what its headers tell."""

from protocol_lab import message

headers, body = message(2)
args, kwargs, embed = body
assert (tuple(args), kwargs) == ((2, 2), {}), "the body does not begin with the arguments and the keyword arguments"
assert set(embed) == {"callbacks", "errbacks", "chain", "chord"}, (
    f"the last part of the body has the keys {', '.join(sorted(embed))}"
)
names = {"lang", "task", "id", "root_id", "parent_id", "group"}
assert names <= set(headers), f"the headers lack {', '.join(sorted(names - set(headers)))}"
