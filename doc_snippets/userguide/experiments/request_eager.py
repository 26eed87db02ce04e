"""The request of a task that no worker runs."""

from base import about
from docs_claims import holds

eager, remote, direct = about.apply().get(), about.delay().get(timeout=10), about()
told = f"is_eager is {eager['is_eager']} in apply(), and {remote['is_eager']} in the worker"
holds(eager["is_eager"] and not remote["is_eager"], told, "request-is-eager")
told = f"called_directly is {direct['called_directly']} in a plain call, and {remote['called_directly']} in the worker"
holds(direct["called_directly"] and not remote["called_directly"], told, "request-called-directly")
told = "of a task that apply() executes, without a worker, it is " + ("true" if eager["called_directly"] else "false")
holds(bool(eager["called_directly"]) is not corrected, told, "request-called-directly")
