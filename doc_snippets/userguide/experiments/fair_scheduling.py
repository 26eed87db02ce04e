"""How the prefork pool gives tasks to its processes, unless told otherwise."""

from lab import told

strategy = told("stats")["pool"]["writes"]["strategy"]
assert (strategy == "fair") == corrected, f"{strategy} scheduling is the default of the prefork pool"
