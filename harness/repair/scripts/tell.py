"""The end of every script."""

import os
import sys
import textwrap
import traceback


def lacking(kind, error, trace):
    """End with 2, as nothing was seen, when what the script needs cannot be imported."""
    sys.__excepthook__(kind, error, trace)
    sys.stderr.flush()
    os._exit(2)


sys.excepthook = lacking


def tell(documented, observe, corrected=None):
    """Print what the docs say and what is observed; 1 while they are wrong, 0 when right, 2 when nothing was seen.

    With --corrected, what should stand there is held against Celery instead.
    """
    sys.excepthook = sys.__excepthook__
    if "--corrected" in sys.argv[1:]:
        if corrected is None:
            sys.exit("nothing is known that should stand there instead")
        documented = corrected
    print("documented:\n%s" % textwrap.indent(documented["text"].strip("\n"), "    "))
    try:
        observed, wrong = observe(**documented)
    except Exception:
        traceback.print_exc()
        return 2  # nothing was seen
    print("observed:\n%s" % textwrap.indent(observed.strip("\n") or "nothing", "    "))
    print("the docs are %s" % ("wrong" if wrong else "right"))
    return 1 if wrong else 0
