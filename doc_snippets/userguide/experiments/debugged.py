"""A session with the remote debugger: what a variable is, what it is changed into, and how the session ends."""

import io
import re
import socket
from concurrent.futures import ThreadPoolExecutor

from celery.contrib.rdb import Rdb

PROMPT = b"(Pdb) "
told = io.StringIO()


def add(x, y):
    """The page's function, which returns what the session has made of the result."""
    result = x + y
    Rdb(host="127.0.0.1", port=6900, out=told).set_trace()
    return result


def heard(connection, end):
    """What the debugger says, up to its prompt or to the end of the session."""
    text = b""
    while not text.endswith(end) if end else True:
        part = connection.recv(4096)
        if not part:
            assert not end, f"the session ends with {text!r}"
            break
        text += part
    return text.decode().replace("\r\n", "\n")


with ThreadPoolExecutor(1) as pool:
    returned = pool.submit(add, 2, 2)
    port = int(eventually(lambda: re.search(r"telnet \S+ (\d+)", told.getvalue()))[1])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        heard(connection, PROMPT)
        answers = {}
        for command in (claimed["name"], claimed["assignment"]):
            connection.sendall(command.encode() + b"\n")
            answers[command] = heard(connection, PROMPT)[: -len(PROMPT)].strip()
        connection.sendall(claimed["leave"].encode() + b"\n")
        heard(connection, b"")
    value = returned.result(timeout=10)
expect("shown", str(claimed["shown"]), answers[claimed["name"]])
assert not answers[claimed["assignment"]], f"the debugger answers the assignment with {answers[claimed['assignment']]}"
changed = eval(claimed["assignment"].partition("=")[2])
assert value == changed, f"the function returns {value!r}"
