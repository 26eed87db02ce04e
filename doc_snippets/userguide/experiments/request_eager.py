"""The request of a task that no worker runs."""

from base import about

eager, remote, direct = about.apply().get(), about.delay().get(timeout=10), about()
assert eager["is_eager"] and not remote["is_eager"], f"is_eager: {eager['is_eager']} here, {remote['is_eager']} there"
assert direct["called_directly"] and not remote["called_directly"], "called_directly is not what it says"
