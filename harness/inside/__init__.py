"""What runs in a target's Python: standard library, Celery, Python 3.8 syntax; imports nothing of the harness.

Started by path (``python harness/inside SOCKET``), see ``__main__.py``.  Everything between host and guest is JSON,
one object a line, over a Unix socket:

host to guest, one line a connection, the *order*:

    {"directory": str, "scratch": str, "environ": {str: str}, "files": {path: text}, "app": str,
     "heads": {module: text}, "preamble": str, "doors": [name], "overlays": [path], "contained": bool,
     "steps": [{"sample": str|null, "kind": "module"|"typed"|"shell", "source": str, "module": str, "echo": bool,
                "worker": bool, "nodes": [name], "limit": seconds}]}

guest to host, first the doors, with a listening socket for each of them in the message (SCM_RIGHTS), in this order:

    {"doors": {name: port}}

then a line as soon as a step has ended, the *reports*:

    {"step": int, "status": "done"|"raised"|"exit"|"timeout"|"died"|"skipped"|"fault", "output": str,
     "value": str|null, "raised": RAISED|null, "code": int|null, "sent": [SENT], "warnings": [str], "log": str,
     "reason": str, "seconds": float, "events": [{"type", "fields": {name: text}}]}
    RAISED {"type", "message", "line", "name", "owner", "near": [str], "traceback"}
    SENT   {"id", "name", "state", "result", "raised": RAISED|null}

and {"end": true} when all steps have been reported, or {"fault": text} when the guest itself has failed.  In a value of
the environment "{name}" stands for the port of the door of that name.  The host closes the connection to stop
everything; the guest closes it when none of the plan's processes is left.

The processes: server (imports Celery once) > warden (a plan: namespaces, doors) > supervisor (first process of the
plan's own) > client, workers, commands.
"""
