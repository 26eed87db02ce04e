"""The request of a task that no worker runs."""

from base import about
from docs_claims import holds

eager, remote, direct = about.apply().get(), about.delay().get(timeout=10), about()
told = f"is_eager: {eager['is_eager']} here, {remote['is_eager']} there"
holds(eager["is_eager"] and not remote["is_eager"], told, "request-is-eager")
told = f"called_directly: {direct['called_directly']} here, {remote['called_directly']} there"
holds(direct["called_directly"] and not remote["called_directly"], told, "request-called-directly")
