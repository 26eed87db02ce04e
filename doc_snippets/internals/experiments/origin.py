"""Whether the name of the node that sends a task can be made as the example does."""

import os
import socket

right = "'@'.join([str(os.getpid()), socket.gethostname()])"
try:
    origin = eval(claimed["origin"], {"os": os, "socket": socket})
except TypeError as error:
    contradicted("origin", right, str(error))
assert origin == f"{os.getpid()}@{socket.gethostname()}", origin
