"""The end of every script."""

import sys
import textwrap
import traceback


def tell(documented, observe, corrected=None):
    """Print what the docs say and what is observed; 1 while they are wrong, 0 when right, 2 when nothing was seen.

    With --corrected, what should stand there is held against Celery instead.
    """
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
