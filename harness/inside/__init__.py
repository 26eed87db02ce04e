"""What runs in a target's Python: standard library, Celery, Python 3.8 syntax; imports nothing of the harness.

Started by path (``python harness/inside SOCKET``), see ``__main__.py``.  Everything between host and guest is JSON,
one object a line, over a Unix socket:

host to guest, one line a connection, the *order*:

    {"directory": str, "scratch": str, "environ": {str: str}, "files": {path: text}, "app": str,
     "heads": {module: text}, "preamble": str, "reachable": [host],
     "steps": [{"kind": "module"|"typed"|"shell", "source": str, "module": str, "echo": bool, "worker": bool,
                "limit": seconds}]}

guest to host, a line as soon as a step has ended, the *reports*:

    {"step": int, "status": "done"|"raised"|"exit"|"timeout"|"died"|"skipped"|"fault", "output": str,
     "value": str|null, "raised": RAISED|null, "code": int|null, "sent": [SENT], "warnings": [str], "log": str,
     "reason": str, "seconds": float}
    RAISED {"type", "message", "line", "name", "owner", "near": [str], "traceback"}
    SENT   {"id", "name", "state", "result", "raised": RAISED|null}

and {"end": true} when all steps have been reported.  The host closes the connection to stop everything.
"""
