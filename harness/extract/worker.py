"""The process that reads pages: started by `harness.extract.pool`, so that Sphinx is imported nowhere else.

A line of JSON comes in for each page, `{"name": …, "file": …}`, and one goes out, the page's `Record`; the first line
out is `"ready"`.  The process ends with its input.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path

from harness import wire
from harness.extract.reader import reader

#: Pages after which memory is collected.  Document trees are full of cycles: to collect them as they come costs half
#: of the time, and those of 200 pages take 300 MB.
_COLLECT = 200


def main(root: str, work: str) -> None:
    """Answer requests until there are no more."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
        with reader(Path(root), Path(work)) as pages:
            print(json.dumps("ready"), file=answers, flush=True)
            gc.freeze()
            gc.disable()
            for number, line in enumerate(sys.stdin.buffer, 1):
                request = json.loads(line)
                print(wire.dumps(pages.read(request["name"], request["file"])), file=answers, flush=True)
                if number % _COLLECT == 0:
                    gc.collect()


if __name__ == "__main__":
    main(*sys.argv[1:])
