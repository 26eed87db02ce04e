"""The delays of exponential backoff with jitter."""

from base import noted
from retries import jittered

result = jittered.delay()
result.get(timeout=15, propagate=False)
delays = [entry["seconds"] for entry in noted(event="delay", id=result.id)]
tops = [min(600, 7 * 2**number) for number in range(len(delays))]
assert all(0 <= delay <= top for delay, top in zip(delays, tops)), (
    f"of the delays {delays} (in seconds) one is above its maximum, of {tops}"
)
assert delays != tops, "there is no jitter though nothing was said"
