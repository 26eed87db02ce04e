"""Start the fork server, ``python harness/inside SOCKET [contained]``, or one command for it, ``… command ORDER``."""

import importlib.util
import json
import os
import sys


def load_guest(directory):
    """Load this folder as a package of its own name, so that no module of a sample can shadow ours."""
    spec = importlib.util.spec_from_file_location(
        "_doc_harness", os.path.join(directory, "__init__.py"), submodule_search_locations=[directory]
    )
    assert spec is not None and spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules["_doc_harness"] = package
    spec.loader.exec_module(package)


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != here]
    load_guest(here)
    if sys.argv[1] == "command":
        importlib.import_module("_doc_harness.watched").run_fresh(json.loads(sys.argv[2]))
    else:
        importlib.import_module("_doc_harness.server").main(sys.argv[1], sys.argv[2:] == ["contained"])
