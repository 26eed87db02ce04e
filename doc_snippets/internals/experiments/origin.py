"""Whether the name of the node that sends a task can be made as the example does."""

right = "'@'.join([str(os.getpid()), socket.gethostname()])"
try:
    origin = eval(claimed["origin"])
except TypeError as error:
    contradicted("origin", right, str(error))
assert origin == eval(right), origin
