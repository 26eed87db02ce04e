"""What a message holds, and where."""

import ast

from messages import sent

shown = ast.literal_eval(f"{{{claimed['message']}}}")
message = sent()
body, headers = message["body"], message["headers"]
inside = isinstance(body, dict) and set(shown) <= set(body)
if not inside:
    named = " and ".join(key for key in shown if key in headers)
    otherwise(
        f"by default a message has no such body: {named} are headers, and the body is a list of the arguments, the "
        "keyword arguments, and the embedded signatures"
    )
